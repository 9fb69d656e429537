"""What a plan has and what it lacks, as the drafter's and the clerk's list (ux.md of the clerk's page)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst

from documents.choices import BasisState
from plans.models import Plan, PlanComment


@dataclass(frozen=True)
class CheckItem:
    """One part of the plan: there, or missing with the reason and the way to it."""

    label: str
    is_done: bool
    detail: str = ""
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class PlanCounts:
    """Rows under a plan that the checklist asks about."""

    groups: int
    bases: int
    replaced_bases: int
    tasks: int
    no_lead: int
    no_due: int
    comments: int = 0
    unanswered: int = 0


def plan_counts(plan: Plan, day: date, *, with_comments: bool = False) -> PlanCounts:
    """The counts of one plan; those of its comments only for a reader of comments."""
    tasks = plan.tasks.counted_on(day).aggregate(
        tasks=Count("pk"),
        no_lead=Count("pk", filter=Q(lead_agency__isnull=True)),
        no_due=Count("pk", filter=Q(due_on__isnull=True)),
    )
    bases = plan.basis_rows.aggregate(
        bases=Count("pk"), replaced_bases=Count("pk", filter=Q(basis__state=BasisState.REPLACED))
    )
    said = _comment_counts(plan) if with_comments else {}
    return PlanCounts(groups=plan.groups.count(), **bases, **tasks, **said)


def _comment_counts(plan: Plan) -> dict[str, int]:
    sent = PlanComment.objects.of_plan(plan.pk).sent()
    return sent.aggregate(comments=Count("pk"), unanswered=Count("pk", filter=Q(answer="")))


def lack_of_bases(counts: PlanCounts) -> str:
    """What is wrong with the bases a plan cites; nothing where all still stand, amended or not."""
    if not counts.bases:
        return "Chưa dẫn căn cứ nào."
    return f"{counts.replaced_bases} căn cứ đã hết hiệu lực, bị thay thế." if counts.replaced_bases else ""


def lacks_of_tasks(counts: PlanCounts) -> list[str]:
    """Tasks without their lead or their date, as parts of a sentence."""
    lacks = ((counts.no_lead, "chưa có cơ quan chủ trì"), (counts.no_due, "chưa có thời hạn"))
    return [f"{n} nhiệm vụ {what}" for n, what in lacks if n]


def checklist_of(plan: Plan, counts: PlanCounts) -> list[CheckItem]:
    """The parts of an official plan in their order on paper, each done or missing."""
    return [
        _item(
            plan,
            "Căn cứ",
            not lack_of_bases(counts),
            lack_of_bases(counts),
            "#can-cu",
        ),
        _item(
            plan,
            "Mục đích, yêu cầu",
            _all_written(plan.purposes, plan.requirements),
            _missing_aims(plan),
            "#muc-dich",
        ),
        _item(
            plan,
            "Nội dung, nhiệm vụ",
            counts.groups > 0,
            "Chưa có nội dung nào.",
            "#noi-dung-ke-hoach",
            f"{counts.groups} nội dung, {counts.tasks} nhiệm vụ",
        ),
        annex_item(plan, counts),
        _item(
            plan, "Kinh phí", _all_written(plan.budget_text), "Chưa có phần kinh phí thực hiện.", "#kinh-phi"
        ),
        _item(
            plan,
            "Tổ chức thực hiện",
            _all_written(plan.organisation),
            "Chưa có phần tổ chức thực hiện.",
            "#to-chuc-thuc-hien",
        ),
        _item(plan, "Nơi nhận", _all_written(plan.recipients), "Chưa có nơi nhận.", "#noi-nhan"),
        *([comments_item(plan, counts)] if counts.comments else []),
        _item(
            plan,
            "Số, ngày, người ký",
            bool(plan.number and plan.issued_on and plan.signer_name),
            _missing_marks(plan),
            "#van-ban",
        ),
    ]


def annex_item(plan: Plan, counts: PlanCounts) -> CheckItem:
    """Phụ lục phân công: every task has its lead and its date."""
    lacks = lacks_of_tasks(counts)
    choice = "chu-tri=chua-co" if counts.no_lead else "tinh-trang=chua-co-han"
    url = reverse("plans:task_list", args=[plan.locality.code, plan.slug])
    is_done = counts.tasks > 0 and not lacks
    detail = ", ".join(lacks) or ("" if counts.tasks else "Chưa có nhiệm vụ nào để phân công.")
    return CheckItem(
        "Phụ lục phân công",
        is_done,
        capfirst(detail),
        f"{url}?{choice}" if lacks else url,
        "Xem các nhiệm vụ" if lacks else "",
    )


def comments_item(plan: Plan, counts: PlanCounts) -> CheckItem:
    """Ý kiến góp ý: every one taken up or explained; a plan on which nobody commented has no such line."""
    url = reverse("plans:consultation_list", args=[plan.locality.code, plan.slug])
    if counts.unanswered:
        detail = f"{counts.unanswered} ý kiến chưa được tiếp thu hoặc giải trình."
        return CheckItem("Ý kiến góp ý", False, detail, f"{url}?loc=chua-tra-loi", "Trả lời")
    return CheckItem("Ý kiến góp ý", True, f"{counts.comments} ý kiến đã trả lời", url, "Xem")


def _item(plan: Plan, label: str, is_done: bool, missing: str, anchor: str, present: str = "") -> CheckItem:
    return CheckItem(
        label, is_done, present if is_done else missing, f"{plan.get_absolute_url()}{anchor}", "Xem"
    )


def _all_written(*texts: str) -> bool:
    return all(text.strip() for text in texts)


def _missing_aims(plan: Plan) -> str:
    lacks = [
        name
        for text, name in ((plan.purposes, "mục đích"), (plan.requirements, "yêu cầu"))
        if not text.strip()
    ]
    return f"Chưa có {' và '.join(lacks)}."


def _missing_marks(plan: Plan) -> str:
    marks = ((plan.number, "số"), (plan.issued_on, "ngày ban hành"), (plan.signer_name, "người ký"))
    lacks = [name for value, name in marks if not value]
    return f"Chưa có {', '.join(lacks)}."
