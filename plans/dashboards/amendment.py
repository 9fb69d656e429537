"""What the pages of amendments show: the list of a plan, one amendment, the places that can be picked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import capfirst

from agencies.history import HistoryLine, history_of
from plans.choices import ChangeKind
from plans.dashboards.changes import ChangeLine, change_lines
from plans.dashboards.plan import SECTIONS
from plans.models import Amendment, AmendmentChange, Correction, Plan, Task, TaskGroup
from ttdn_portal.shared.dates import short_date

if TYPE_CHECKING:
    from agencies.models import User


@dataclass(frozen=True)
class AmendmentsPage:
    """All that changed a plan since its issue, each act among its own kind."""

    amendments: list[Amendment]
    corrections: list[Correction]
    replaces: list[Plan]


def amendments_page(plan: Plan, user: "User") -> AmendmentsPage:
    seen = Amendment.objects.visible_to(user).filter(plan=plan).with_counts()
    plans = Plan.objects.visible_to(user).filter(replaced_by=plan).select_related("locality")
    return AmendmentsPage(list(seen), list(plan.corrections.select_related("recorded_by")), list(plans))


@dataclass(frozen=True)
class AmendmentPage:
    lines: list[tuple[ChangeLine, str]]  # with the address where each is edited
    facts: list[tuple[str, str]]
    bases: list[str]
    history: list[HistoryLine]


def amendment_page(amendment: Amendment) -> AmendmentPage:
    """One amendment with its table *trước / sau*, by a constant number of queries."""
    lines = [(line, change_url(line.change)) for line in _of(amendment, change_lines(amendment))]
    bases = [basis.full_citation for basis in amendment.legal_bases.all()]
    bases += [line for line in amendment.other_bases.splitlines() if line.strip()]
    return AmendmentPage(lines, amendment_facts(amendment), bases, history_of(amendment))


def _of(amendment: Amendment, lines: list[ChangeLine]) -> list[ChangeLine]:
    """The changes know the amendment that was read already."""
    for line in lines:
        line.change.amendment = amendment
    return lines


def amendment_facts(amendment: Amendment) -> list[tuple[str, str]]:
    day = amendment.effective_from
    number = amendment.document_number if amendment.number else f"Chưa có số ({amendment.symbol})"
    return [
        ("Số, ký hiệu", number),
        ("Ngày ban hành", short_date(amendment.issued_on) if amendment.issued_on else "Chưa có"),
        ("Có hiệu lực từ", short_date(day) if day else "Ngày ban hành"),
        ("Hình thức", capfirst(amendment.get_paper_display())),
        ("Cơ quan ban hành", amendment.plan.issuer.name),
        ("Người ký", amendment.signer_name or "Chưa có"),
    ]


def change_url(change: AmendmentChange) -> str:
    """The page on which a change is edited."""
    args = change.amendment.url_args()
    match change.kind:
        case ChangeKind.EDIT_TASK | ChangeKind.WITHDRAW_TASK:
            return reverse("plans:change_task", args=[*args, change.task.code if change.task else ""])
        case ChangeKind.EDIT_TEXT:
            return reverse("plans:change_text", args=[*args, change.field])
        case ChangeKind.EDIT_GROUP:
            return reverse("plans:change_group", args=[*args, change.group.number if change.group else 0])
        case ChangeKind.ADD_GROUP:
            return reverse("plans:change_added_group", args=[*args, change.position])
        case _:
            return reverse("plans:change_added_task", args=[*args, change.position])


@dataclass(frozen=True)
class PickRow:
    """One place of the plan, with what this amendment does to it already."""

    name: str
    title: str
    detail: str
    url: str
    withdraw_url: str = ""
    done: str = ""


@dataclass(frozen=True)
class PickPage:
    texts: list[PickRow]
    groups: list[PickRow]
    tasks: list[PickRow]


def pick_page(amendment: Amendment, tasks: Sequence[Task]) -> PickPage:
    """The places that can be picked; `tasks` are those of one page of the list."""
    args = amendment.url_args()
    changes = list(amendment.changes.all())
    by_task = {c.task_id: str(capfirst(c.get_kind_display())) for c in changes if c.task_id}
    fields = {c.field for c in changes if c.field}
    titles = {c.group_id for c in changes if c.kind == ChangeKind.EDIT_GROUP}
    texts = [
        PickRow(
            str(title),
            "",
            "",
            reverse("plans:change_text", args=[*args, field]),
            done="Đã có phần điều chỉnh" if field in fields else "",
        )
        for field, _, title in SECTIONS
    ]
    groups = [_group_row(group, args, group.pk in titles) for group in amendment.plan.groups.all()]
    return PickPage(texts, groups, [_task_row(task, args, by_task.get(task.pk, "")) for task in tasks])


def _group_row(group: TaskGroup, args: list[Any], is_done: bool) -> PickRow:
    return PickRow(
        f"Nội dung {group.number}",
        group.title,
        "",
        reverse("plans:change_group", args=[*args, group.number]),
        done="Đã có phần điều chỉnh" if is_done else "",
    )


def _task_row(task: Task, args: list[Any], done: str) -> PickRow:
    lead = task.lead_agency.label if task.lead_agency else "Chưa phân công"
    due = f"hạn {short_date(task.due_on)}" if task.due_on else "chưa có hạn"
    return PickRow(
        task.code,
        task.display_title,
        f"{lead}, {due}",
        reverse("plans:change_task", args=[*args, task.code]),
        reverse("plans:change_withdraw", args=[*args, task.code]),
        done,
    )
