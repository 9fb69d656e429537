"""The outline that stands beside the text on every drafting page: each part of the plan, done or missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from plans.dashboards.checklist import PlanCounts, lack_of_bases, lacks_of_tasks, plan_counts
from plans.models import Plan

REFERENCE_GONE = "[đã bỏ: "
MAY_BE_BLANK = ("opening",)


@dataclass(frozen=True)
class Part:
    """One part of the outline. `is_done` None: the plan stands without it."""

    label: str
    url: str
    is_done: bool | None
    detail: str = ""
    is_current: bool = False


def outline_of(plan: Plan, current: str) -> list[Part]:
    """The parts in their order on paper; `current` is the address's word of the page one is on."""
    return list(_parts(plan, plan_counts(plan, plan.ends_on), current))


def _parts(plan: Plan, counts: PlanCounts, current: str) -> Iterator[Part]:
    def section(label: str, field: str, word: str, missing: str) -> Part:
        is_done, detail = _written(getattr(plan, field), missing, must=field not in MAY_BE_BLANK)
        return Part(
            label,
            reverse("plans:section_edit", args=[plan.locality.code, plan.slug, field]),
            is_done,
            detail,
            word == current,
        )

    def page(label: str, name: str, word: str, is_done: bool | None, detail: str) -> Part:
        url = reverse(f"plans:{name}", args=[plan.locality.code, plan.slug])
        return Part(label, url, is_done, detail, word == current)

    yield page("Căn cứ", "basis_list", "can-cu", *_bases(counts))
    yield section("Câu mở đầu", "opening", "mo-dau", "")
    yield section("Mục đích", "purposes", "muc-dich", "Chưa viết.")
    yield section("Yêu cầu", "requirements", "yeu-cau", "Chưa viết.")
    yield page("Nội dung, nhiệm vụ", "structure", "noi-dung", *_contents(counts))
    yield section("Kinh phí thực hiện", "budget_text", "kinh-phi", "Chưa viết.")
    yield section("Tổ chức thực hiện", "organisation", "to-chuc-thuc-hien", "Chưa viết.")
    yield section("Nơi nhận", "recipients", "noi-nhan", "Chưa có nơi nhận.")
    yield page("Thể thức, hình thức", "form_of_issue", "the-thuc", None, "")
    yield page("Xem trước văn bản", "preview", "xem-truoc", None, "")


def _written(text: str, missing: str, *, must: bool) -> tuple[bool | None, str]:
    if REFERENCE_GONE in text:
        return False, "Còn nhắc đến nhiệm vụ đã bỏ."
    if text.strip():
        return True, ""
    return (False, missing) if must else (None, "Có thể để trống.")


def _bases(counts: PlanCounts) -> tuple[bool, str]:
    lack = lack_of_bases(counts)
    return not lack, lack or f"{counts.bases} căn cứ"


def _contents(counts: PlanCounts) -> tuple[bool, str]:
    lacks = lacks_of_tasks(counts)
    if not counts.groups:
        return False, "Chưa có nội dung nào."
    if not counts.tasks:
        return False, f"{counts.groups} nội dung, chưa có nhiệm vụ nào."
    have = f"{counts.groups} nội dung, {counts.tasks} nhiệm vụ"
    return (False, f"{have}; {', '.join(lacks)}.") if lacks else (True, have)
