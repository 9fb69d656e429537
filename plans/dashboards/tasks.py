"""The long list of a plan's tasks: what one may choose from, and its rows as tuples."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from agencies.models import Agency
from plans.choices import SECRET_TASK_TITLE, Rhythm, TaskState
from plans.models import Plan, Task
from ttdn_portal.shared.dates import short_date

STATE_LABELS = {
    TaskState.DONE: "Hoàn thành đúng hạn",
    TaskState.DONE_LATE: "Hoàn thành quá hạn",
    TaskState.GOING: "Đang thực hiện",
    TaskState.LATE: "Quá hạn",
    TaskState.IDLE: "Chưa bắt đầu",
}
# Of a neutral task is said that it is done, or not.
SECRET_LABELS = dict.fromkeys(TaskState.values, "Chưa hoàn thành") | dict.fromkeys(
    (TaskState.DONE, TaskState.DONE_LATE), "Đã hoàn thành"
)
RHYTHM_LABELS = dict(Rhythm.choices)
NO, NONE = Value(0), Value("")
COLUMNS = (
    "code",
    "title",
    "is_secret",
    "lead_agency_id",
    "joint_lead_agency_id",
    "rhythm",
    "due_on",
    "state",
    "progress_percent",
    "is_illustration",
    "withdrawn_on",
)


@dataclass(frozen=True)
class PlanNames:
    """Groups and leading agencies of a plan, and how many tasks count: read together by one query."""

    groups: dict[int, tuple[int, str]] = field(default_factory=dict)
    agencies: dict[int, tuple[str, str]] = field(default_factory=dict)
    total: int = 0
    withdrawn: int = 0

    def group_choices(self) -> list[tuple[str, str]]:
        return [(str(number), f"{number}. {title}") for number, title in self.groups.values()]

    def agency_choices(self) -> list[tuple[str, str]]:
        return list(self.agencies.values())

    def agency(self, pk: int | None) -> str:
        return self.agencies[pk][1] if pk in self.agencies else ""


def plan_names(plan: Plan, day: date) -> PlanNames:
    """Group titles, names of the leads, how many tasks count on `day` and how many were withdrawn: one query in place of four."""
    counted = plan.tasks.counted_on(day).order_by().values("plan_id").annotate(n=Count("pk")).values("n")
    gone = plan.tasks.filter(withdrawn_on__lte=day).order_by().values("plan_id")
    withdrawn = Coalesce(Subquery(gone.annotate(n=Count("pk")).values("n")), 0)
    total = (
        Plan.objects.filter(pk=plan.pk)
        .order_by()
        .values_list(Value("total"), "pk", withdrawn, NO, NONE, NONE, NONE, NONE, Subquery(counted))
    )
    return names_from(with_names(plan, total))


def with_names(plan: Plan, *others: QuerySet[Any]) -> list[tuple[Any, ...]]:
    """Rows of `others` and the plan's names by one query: (kind, three whole numbers, four texts, a count)."""
    groups = plan.groups.order_by().values_list(
        Value("group"), "pk", "number", NO, "title", NONE, NONE, NONE, NO
    )
    leads = (
        _leading(plan)
        .order_by()
        .values_list(Value("lead"), "pk", NO, NO, "name", "short_name", "code", "sort_key", NO)
    )
    return list(groups.union(leads, *others, all=True))


def names_from(rows: Iterable[tuple[Any, ...]]) -> PlanNames:
    """The names among rows of `with_names`, groups in plan order, leads by the alphabet."""
    groups, leads, total, withdrawn = [], [], 0, 0
    for kind, pk, number, _, name, short_name, code, sort_key, n in rows:
        if kind == "group":
            groups.append((number, pk, name))
        elif kind == "lead":
            leads.append((sort_key, pk, code, short_name or name))
        elif kind == "total":
            total, withdrawn = n or 0, number
    return PlanNames(
        groups={pk: (number, title) for number, pk, title in sorted(groups)},
        agencies={pk: (code, label) for _, pk, code, label in sorted(leads)},
        total=total,
        withdrawn=withdrawn,
    )


def _leading(plan: Plan) -> QuerySet[Agency]:
    """Agencies that lead a task of the plan: `EXISTS` finds the first one and looks no further."""
    leads: Q = Q(Exists(Task.objects.filter(plan=plan, lead_agency=OuterRef("pk"))))
    if plan.allows_joint_lead:
        leads |= Q(Exists(Task.objects.filter(plan=plan, joint_lead_agency=OuterRef("pk"))))
    return Agency.objects.filter(Q(locality_id=plan.locality_id) | Q(locality__isnull=True)).filter(leads)


def task_rows(tasks: QuerySet[Task], names: PlanNames, as_of: date) -> list[tuple[Any, ...]]:
    """Rows for `plans/_task_rows.jinja`; each date is written once, no object is made.

    (group heading or None, code, title, lead, due, state key, state words, percent or "", is illustration, is withdrawn)
    """
    rows: list[tuple[Any, ...]] = []
    seen = None
    headings = dict(names.groups.values())
    for (
        code,
        title,
        is_secret,
        lead,
        joint,
        rhythm,
        due_on,
        state,
        percent,
        is_illustration,
        withdrawn_on,
    ) in tasks.values_list(*COLUMNS):
        number = int(code.partition(".")[0])
        heading = f"{number}. {headings.get(number, '')}" if number != seen else None
        seen = number
        words = SECRET_LABELS[state] if is_secret else STATE_LABELS[state]
        is_gone = withdrawn_on is not None and withdrawn_on <= as_of
        if is_gone:
            state, words = "idle", f"Đã rút từ {short_date(withdrawn_on)}"
        rows.append(
            (
                heading,
                code,
                SECRET_TASK_TITLE if is_secret else title,
                _lead(names, lead, joint),
                _due(due_on, rhythm),
                state,
                words,
                "" if is_secret else f"{percent}%",
                is_illustration,
                is_gone,
            )
        )
    return rows


def _lead(names: PlanNames, lead: int | None, joint: int | None) -> str:
    both = [names.agency(pk) for pk in (lead, joint) if pk]
    return ", ".join(both) or "Chưa phân công"


def _due(due_on: date | None, rhythm: str) -> str:
    day = short_date(due_on) if due_on else "Chưa có"
    return day if rhythm == Rhythm.ONCE else f"{capfirst(RHYTHM_LABELS[rhythm])}, đến {day}"
