"""The committee's one page: the five figures, the groups, what needs direction, who has not reported.

Everything is counted from the task rows, where accepted reports leave their mark; only a past day asks
the reports, for who had reported by then.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from agencies.services.calendar import WorkCalendar, work_calendar
from plans.choices import (
    PUBLIC_STATUSES,
    SECRET_TASK_TITLE,
    PlanKind,
    PlanStatus,
)
from plans.dashboards.figures import GroupLine, total_of
from plans.dashboards.tasks import NONE, PlanNames, names_from, with_names
from plans.models import Plan, Task
from plans.querysets import Figures, TaskQuerySet, figures_of, state_on
from reports.dashboards.owed import SENT as SENT_STATUSES
from reports.dashboards.owed import owed_between
from reports.models import ProgressReport, ReportingPeriod

if TYPE_CHECKING:
    pass

LATE_SHOWN, SOON_SHOWN = 10, 10
SOON = timedelta(days=30)
SENT, MISSING, NOT_OWED = "sent", "missing", ""
COUNT = "count"
PERIOD_COLUMNS = ("pk", "name", "data_from", "data_to", "report_due_on")


@dataclass(frozen=True)
class Period:
    """The last period opened by the day of the page."""

    pk: int
    name: str
    data_from: date
    data_to: date
    report_due_on: date


@dataclass(frozen=True)
class AgencyLine:
    """One leading agency: its tasks, and its reports of the period."""

    code: str
    name: str
    figures: Figures
    sent: int
    missing: int

    @property
    def owed(self) -> int:
        return self.sent + self.missing

    def as_row(self) -> tuple[str | int, ...]:
        """The line as `reports/_overview_agency_rows.jinja` draws it."""
        counts = self.figures
        done = (counts.total, counts.finished, counts.overdue)
        return (self.code, self.name, *done, self.sent, self.owed, self.missing)

    @property
    def has_reported(self) -> bool:
        return self.owed > 0 and self.missing == 0


@dataclass(frozen=True)
class LateTask:
    """A task that needs direction: how late, who leads, what stands in the way and what is proposed."""

    code: str
    title: str
    lead: str
    due_on: date
    days_late: int
    difficulties: str
    recommendations: str

    @property
    def proposal(self) -> str:
        """What is proposed, led in by its word where the writer did not."""
        said = self.recommendations.strip()
        has_word = not said or said.lower().startswith(("đề nghị", "kiến nghị", "đề xuất"))
        return said if has_word else f"Đề nghị: {said}"


@dataclass(frozen=True)
class SoonTask:
    code: str
    title: str
    lead: str
    due_on: date


@dataclass(frozen=True)
class Overview:
    figures: Figures
    groups: list[GroupLine]
    agencies: list[AgencyLine]
    late: list[LateTask]
    soon: list[SoonTask]
    period: Period | None

    @property
    def reporting(self) -> list[AgencyLine]:
        """Agencies that owe a report in the period."""
        return [line for line in self.agencies if line.owed]

    @property
    def reported_count(self) -> int:
        return sum(line.has_reported for line in self.reporting)

    @property
    def silent(self) -> list[AgencyLine]:
        """Agencies from which nothing has come yet."""
        return [line for line in self.reporting if not line.sent]


def overview_plans(plans: QuerySet[Plan], day: date) -> QuerySet[Plan]:
    """Issued plans with the period last opened by `day`, the running plan of the year first."""
    opened = ReportingPeriod.objects.filter(plan=OuterRef("pk"), opens_on__lte=day).order_by(
        "-report_due_on", "-pk"
    )
    running = Q(status=PlanStatus.ISSUED, year_from__lte=day.year, year_to__gte=day.year)
    rank = Case(
        When(running & Q(kind=PlanKind.ANNUAL), then=Value(0)), When(running, then=Value(1)), default=Value(2)
    )
    columns = {f"period_{name}": Subquery(opened.values(name)[:1]) for name in PERIOD_COLUMNS}
    return (
        plans.filter(status__in=PUBLIC_STATUSES)
        .annotate(**columns)
        .order_by(rank, "-year_to", "-year_from", "sort_key")
    )


def period_of(plan: Any) -> Period | None:
    """The period that `overview_plans` read together with the plan."""
    return Period(*(getattr(plan, f"period_{name}") for name in PERIOD_COLUMNS)) if plan.period_pk else None


def overview_of(
    plan: Plan, *, as_of: date, today: date, agency_ids: set[int] | None = None, tells: bool = False
) -> Overview:
    """The page for one plan on a day; `agency_ids` narrows it to the tasks these lead, `tells` shows what reports say."""
    period = period_of(plan)
    tasks = plan.tasks.all() if agency_ids is None else plan.tasks.led_by(agency_ids)
    rows = with_names(plan, _counts(tasks, period, as_of, is_past=as_of < today))
    names = names_from(rows)
    counts = [row[1:] for row in rows if row[0] == COUNT]
    groups = _group_lines(counts, names, keep_empty=agency_ids is None)
    late, soon = _pressing(tasks, names, as_of, tells=tells, locality_id=plan.locality_id)
    return Overview(total_of(groups), groups, _agency_lines(counts, names, agency_ids), late, soon, period)


def _counts(tasks: TaskQuerySet, period: Period | None, day: date, *, is_past: bool) -> QuerySet[Any]:
    """(group, lead, joint lead, state, report of the period, number of tasks) in the columns of `with_names`: one pass over the tasks."""
    told = _report_on(period, day, is_past=is_past) if period else Value(NOT_OWED)
    keys = ("group_id", "lead_agency_id", "joint_lead_agency_id", "state", "told")
    rows = (
        tasks.counted_on(day)
        .order_by()
        .annotate(state=state_on(day), told=told)
        .values(*keys)
        .annotate(n=Count("pk"))
    )
    return rows.values_list(Value(COUNT), *keys, NONE, NONE, "n")


def _report_on(period: Period, day: date, *, is_past: bool) -> Case:
    """Whether the task's report of the period has been sent; today the task row knows, a past day asks the reports."""
    if is_past:
        reports = ProgressReport.objects.filter(
            task=OuterRef("pk"), period=period.pk, submitted_at__date__lte=day
        )
        sent = Q(Exists(reports))
    else:
        sent = Q(
            last_report_period=period.name,
            last_report_status__in=SENT_STATUSES,
        )
    owed = owed_between(period.data_from, period.data_to)
    return Case(When(owed & sent, then=Value(SENT)), When(owed, then=Value(MISSING)), default=Value(NOT_OWED))


def _group_lines(counts: list[Any], names: PlanNames, *, keep_empty: bool) -> list[GroupLine]:
    states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for group, _, _, state, _, _, _, n in counts:
        states[group][state] += n
    return [
        GroupLine(number, title, figures_of(states[pk]))
        for pk, (number, title) in names.groups.items()
        if keep_empty or pk in states
    ]


def _agency_lines(counts: list[Any], names: PlanNames, only: set[int] | None) -> list[AgencyLine]:
    """Leading agencies (or `only` one's own); a task with two leads counts for both."""
    states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    told: dict[tuple[int, str], int] = defaultdict(int)
    for _, lead, joint, state, report, _, _, n in counts:
        for pk in {lead, joint} - {None}:
            states[pk][state] += n
            told[pk, report] += n
    return [
        AgencyLine(code, label, figures_of(states[pk]), told[pk, SENT], told[pk, MISSING])
        for pk, (code, label) in names.agencies.items()
        if pk in states and (only is None or pk in only)
    ]


def _pressing(
    tasks: TaskQuerySet, names: PlanNames, day: date, *, tells: bool, locality_id: int
) -> tuple[list[LateTask], list[SoonTask]]:
    """The longest overdue tasks and those due within thirty days, by one query."""
    not_done = Q(completed_on__isnull=True) | Q(completed_on__gt=day)
    open_tasks = tasks.counted_on(day).filter(not_done).order_by("due_on", "sequence").values("pk")
    late_ids = open_tasks.filter(due_on__lt=day)[:LATE_SHOWN]
    soon_ids = open_tasks.filter(due_on__range=(day, day + SOON))[:SOON_SHOWN]
    rows = Task.objects.filter(Q(pk__in=late_ids) | Q(pk__in=soon_ids)).order_by("due_on", "sequence")
    columns = (
        "code",
        "title",
        "is_secret",
        "lead_agency_id",
        "due_on",
        "last_difficulties",
        "last_recommendations",
    )
    late: list[LateTask] = []
    soon: list[SoonTask] = []
    calendar = WorkCalendar()
    for code, title, is_secret, lead, due_on, difficulties, recommendations in rows.values_list(*columns):
        words, agency = SECRET_TASK_TITLE if is_secret else title, names.agency(lead)
        if due_on >= day:
            soon.append(SoonTask(code, words, agency, due_on))
            continue
        if not late:
            calendar = work_calendar(locality_id)
        said = (difficulties, recommendations) if tells else ("", "")
        late.append(LateTask(code, words, agency, due_on, calendar.working_days_between(due_on, day), *said))
    return late, soon
