"""Thông báo kết luận: what a meeting of the committee concluded. The portal records no meeting yet, so it says so."""

from documents.official.model import OfficialDocument
from documents.registry import Options, PaperSource, Variant
from plans.models import Plan
from reports.papers.reminder import is_visible

NO_MEETING = (
    "Cổng chưa ghi nhận cuộc họp nào của Ban Chỉ đạo về kế hoạch này nên chưa có kết luận để thông báo."
)


def build_conclusion(plan: Plan, options: Options) -> OfficialDocument:
    raise LookupError(NO_MEETING)


CONCLUSION = PaperSource(
    build=build_conclusion,
    is_visible=is_visible,
    title=lambda plan, options: f"Thông báo kết luận về {plan.title}",
    variants=lambda plan: (Variant(refusal=NO_MEETING),),
)
