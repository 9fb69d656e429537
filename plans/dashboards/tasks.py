"""The long list of a plan's tasks: what one may choose from, and its rows as tuples."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.text import capfirst

from agencies.models import Agency
from agencies.services.calendar import WorkCalendar, calendars_from, exceptions_of
from plans.choices import SECRET_TASK_TITLE, Rhythm, TaskState
from plans.models import Plan, Task, TaskGroup
from plans.querysets import TaskQuerySet
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.lists import Window
from ttdn_portal.shared.prepared import Numbers, prepared

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
    calendar: WorkCalendar | None = None  # where it was asked for

    def group_choices(self) -> list[tuple[str, str]]:
        return [(str(number), f"{number}. {title}") for number, title in self.groups.values()]

    def agency_choices(self) -> list[tuple[str, str]]:
        return list(self.agencies.values())

    def agency(self, pk: int | None) -> str:
        return self.agencies[pk][1] if pk in self.agencies else ""


def plan_names(plan: Plan, day: date) -> PlanNames:
    """Group titles, names of the leads, how many tasks count on `day` and how many were withdrawn: one query in place of four."""
    return names_from(
        _names(plan=plan.pk, locality=plan.locality_id, is_joint=plan.allows_joint_lead, day=day)
    )


def names_and_days(plan: Plan) -> PlanNames:
    """Group titles, names of the leads and the locality's calendar, by one query."""
    rows = _names_and_days(plan=plan.pk, locality=plan.locality_id, is_joint=plan.allows_joint_lead)
    days = [
        (pk or None, date.fromisoformat(day), kind) for word, pk, _, _, day, kind, *_ in rows if word == "day"
    ]
    return replace(names_from(rows), calendar=calendars_from(days, [plan.locality_id])[plan.locality_id])


@prepared
def _names_and_days(*, plan: int, locality: int, is_joint: bool) -> QuerySet[Any]:
    place = Coalesce("locality_id", NO, output_field=BigIntegerField())
    day = Cast("day", CharField())
    days = exceptions_of([locality]).values_list(Value("day"), place, NO, NO, day, "kind", NONE, NONE, NO)
    return with_names(days, plan=plan, locality=locality, is_joint=is_joint)


@prepared
def _names(*, plan: int, locality: int, is_joint: bool, day: date) -> QuerySet[Any]:
    counted = (
        Task.objects.filter(plan=plan).counted_on(day).order_by().values("plan_id").annotate(n=Count("*"))
    )
    gone = Task.objects.filter(plan=plan, withdrawn_on__lte=day).order_by().values("plan_id")
    withdrawn = Coalesce(Subquery(gone.annotate(n=Count("pk")).values("n")), NO)
    total = (
        Plan.objects.filter(pk=plan)
        .order_by()
        .values_list(
            Value("total"), "pk", withdrawn, NO, NONE, NONE, NONE, NONE, Subquery(counted.values("n"))
        )
    )
    return with_names(total, plan=plan, locality=locality, is_joint=is_joint)


def with_names(*others: QuerySet[Any], plan: int, locality: int, is_joint: bool) -> QuerySet[Any]:
    """Rows of `others` and the plan's names by one query: (kind, three whole numbers, four texts, a count)."""
    groups = (
        TaskGroup.objects.filter(plan=plan)
        .order_by()
        .values_list(Value("group"), "pk", "number", NO, "title", NONE, NONE, NONE, NO)
    )
    leads = (
        _leading(plan, locality, is_joint=is_joint)
        .order_by()
        .values_list(Value("lead"), "pk", NO, NO, "name", "short_name", "code", "sort_key", NO)
    )
    return groups.union(leads, *others, all=True)


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


def _leading(plan: int, locality: int, *, is_joint: bool) -> QuerySet[Agency]:
    """Agencies that lead a task of the plan: `EXISTS` finds the first one and looks no further."""
    leads: Q = Q(Exists(Task.objects.filter(plan=plan, lead_agency=OuterRef("pk"))))
    if is_joint:
        leads |= Q(Exists(Task.objects.filter(plan=plan, joint_lead_agency=OuterRef("pk"))))
    return Agency.objects.filter(Q(locality_id=locality) | Q(locality__isnull=True)).filter(leads)


# --- The list itself ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class TaskChoice:
    """What a list of tasks is narrowed to; nothing given is every task that counts on the day."""

    group: int | None = None
    leads: Numbers | None = None
    with_joint_leads: bool = False
    has_no_lead: bool = False
    has_no_due: bool = False
    is_withdrawn: bool = False
    with_withdrawn: bool = False
    states: tuple[str, ...] = ()
    due_until: date | None = None

    def tasks(self, plan: int, day: date) -> TaskQuerySet:
        tasks = Task.objects.filter(plan=plan)
        if self.is_withdrawn:
            tasks = tasks.filter(withdrawn_on__lte=day)
        elif not self.with_withdrawn:
            tasks = tasks.counted_on(day)
        if self.states:
            tasks = tasks.in_states(day, self.states)
        if self.group is not None:
            tasks = tasks.filter(group__plan=plan, group__number=self.group)
        if self.due_until:
            tasks = tasks.filter(due_on__lte=self.due_until)
        if self.has_no_due:
            tasks = tasks.filter(due_on__isnull=True)
        return tasks.filter(self._led()).with_state(day)

    def _led(self) -> Q:
        if self.has_no_lead:
            return Q(lead_agency__isnull=True)
        if self.leads is None:
            return Q()
        led = Q(lead_agency_id__in=self.leads)
        return led | Q(joint_lead_agency_id__in=self.leads) if self.with_joint_leads else led


def count_tasks(choice: TaskChoice, *, plan: Plan, day: date, words: str = "") -> int:
    """How many tasks are chosen; `words` are looked for with or without their marks."""
    if words:
        return choice.tasks(plan.pk, day).search(words).count()
    ((n,),) = _count(plan=plan.pk, day=day, **vars(choice))
    return int(n)


def chosen_tasks(
    choice: TaskChoice, *, plan: Plan, day: date, words: str = "", by_due: bool = False
) -> Window:
    """The tasks chosen, in plan order or by their due date, with the columns of the list."""

    def read(first: int, last: int) -> list[Any]:
        if not words:
            return _part(plan=plan.pk, day=day, by_due=by_due, part=(first, last), **vars(choice))
        found = choice.tasks(plan.pk, day).search(words)
        return list(_in_order(found, by_due=by_due)[first:last])

    return Window(read)


@prepared
def _count(*, plan: int, day: date, **choice: Any) -> QuerySet[Any]:
    tasks = TaskChoice(**choice).tasks(plan, day).order_by()
    return tasks.annotate(all=Value(1)).values("all").annotate(n=Count("*")).values_list("n")


@prepared
def _part(*, plan: int, day: date, by_due: bool, part: tuple[int, int], **choice: Any) -> QuerySet[Any]:
    return _in_order(TaskChoice(**choice).tasks(plan, day), by_due=by_due)[part[0] : part[1]]


def _in_order(tasks: QuerySet[Task], *, by_due: bool) -> QuerySet[Any]:
    order = (F("due_on").asc(nulls_last=True), "sequence") if by_due else ("sequence",)
    return tasks.order_by(*order).values_list(*COLUMNS, named=True)


def task_rows(tasks: Iterable[Any], names: PlanNames, as_of: date) -> list[tuple[Any, ...]]:
    """Rows for `plans/_task_rows.jinja`; each date is written once, no object is made.

    (group heading or None, code, title, lead, due, state key, state words, percent or "", is illustration, is withdrawn)
    """
    headings = dict(names.groups.values())
    rows, seen = [], 0
    for task in tasks:
        number = int(task.code.partition(".")[0])
        heading = f"{number}. {headings.get(number, '')}" if number != seen else None
        seen = number
        rows.append((heading, *_row(task, names, as_of)))
    return rows


def _row(task: Any, names: PlanNames, as_of: date) -> tuple[Any, ...]:
    state, words = task.state, (SECRET_LABELS if task.is_secret else STATE_LABELS)[task.state]
    is_gone = task.withdrawn_on is not None and task.withdrawn_on <= as_of
    if is_gone:
        state, words = "idle", f"Đã rút từ {short_date(task.withdrawn_on)}"
    return (
        task.code,
        SECRET_TASK_TITLE if task.is_secret else task.title,
        _lead(names, task.lead_agency_id, task.joint_lead_agency_id),
        _due(task.due_on, task.rhythm),
        state,
        words,
        "" if task.is_secret else f"{task.progress_percent}%",
        task.is_illustration,
        is_gone,
    )


def _lead(names: PlanNames, lead: int | None, joint: int | None) -> str:
    both = [names.agency(pk) for pk in (lead, joint) if pk]
    return ", ".join(both) or "Chưa phân công"


def _due(due_on: date | None, rhythm: str) -> str:
    day = short_date(due_on) if due_on else "Chưa có"
    return day if rhythm == Rhythm.ONCE else f"{capfirst(RHYTHM_LABELS[rhythm])}, đến {day}"
