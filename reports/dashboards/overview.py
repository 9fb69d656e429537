"""The committee's one page: the five figures, the groups, what needs direction, who has not reported.

Everything is counted from the task rows, where accepted reports leave their mark; only a past day asks
the reports, for who had reported by then.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

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
from django.db.models.functions import JSONObject

from agencies.models import AgencySuccession, Rights
from plans.choices import (
    PUBLIC_STATUSES,
    PlanKind,
    PlanStatus,
)
from plans.dashboards.figures import GroupLine, total_of
from plans.dashboards.past import PastPlan, PastTask, past_plan
from plans.dashboards.tasks import PlanNames, names_and_days
from plans.models import Plan, PlanVersion
from plans.states import Figures, counted_figures, figures_from
from reports.choices import ReviewStatus
from reports.dashboards.meeting import five_changes
from reports.dashboards.owed import SENT as SENT_STATUSES
from reports.dashboards.owed import is_owed, owed_between
from reports.dashboards.pressing import (
    LATE_SHOWN,
    SOON,
    SOON_SHOWN,
    LateTask,
    SoonTask,
    pressing,
    pressing_rows,
    tasks_of,
)
from reports.dashboards.structure import AS_PLANNED, Structure
from reports.models import Meeting, ProgressReport, ReportingPeriod
from ttdn_portal.shared.prepared import Numbers, prepared

if TYPE_CHECKING:
    from agencies.models import User

SENT, MISSING = "sent", "missing"
MEETING_COLUMNS = ("ordinal", "held_on")
PERIOD_COLUMNS = ("pk", "name", "data_from", "data_to", "report_due_on")


@dataclass(frozen=True)
class Period:
    """The last period opened by the day of the page."""

    pk: int
    name: str
    data_from: date
    data_to: date
    report_due_on: date

    @property
    def in_sentence(self) -> str:
        """“kỳ quý II năm 2026”, as `ReportingPeriod.in_sentence` has it."""
        return f"kỳ {self.name[:1].lower()}{self.name[1:]}"


@dataclass(frozen=True)
class LastMeeting:
    """The last meeting about the plan by the day of the page whose notice is issued, with the figures frozen for it."""

    ordinal: int
    held_on: date
    figures: dict[str, Any]

    def changes(self, now: Figures) -> dict[str, str]:
        """Each of the five figures against the meeting's, as components/five.jinja shows it."""
        return five_changes(self.figures["total"], now, self.held_on)


class AgencyLine(NamedTuple):
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
class Overview:
    figures: Figures
    groups: list[GroupLine]
    agencies: list[AgencyLine]
    late: list[LateTask]
    soon: list[SoonTask]
    period: Period | None
    # Of a past day: the number of the plan's version that held then, where another holds now.
    version: int | None = None

    @cached_property
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

    @cached_property
    def silent_names(self) -> str:
        return ", ".join(line.name for line in self.silent)


def overview_plan(user: "User", locality: str, slug: str | None, *, as_of: date) -> Any:
    """The issued plan asked for, else the one to show first, with the period last opened by the day; None without any."""
    found = _seen_plans(user=user.rights, locality=locality, slug=slug, day=as_of, year=as_of.year)
    return found[0] if found else None


@prepared
def _seen_plans(*, user: Rights, locality: str, slug: str | None, day: date, year: int) -> QuerySet[Plan]:
    plans = Plan.objects.visible_to(user).filter(locality__code=locality).select_related("locality")
    return overview_plans(plans if slug is None else plans.filter(slug=slug), day, year)[:1]


def overview_plans(plans: QuerySet[Plan], day: date, year: int) -> QuerySet[Plan]:
    """Issued plans with the period last opened and the last meeting held by `day`, the running plan of the year first.

    A meeting is told against once its notice is issued: until then nobody has concluded anything from its figures.
    """
    opened = ReportingPeriod.objects.filter(plan=OuterRef("pk"), opens_on__lte=day).order_by(
        "-report_due_on", "-pk"
    )
    running = Q(status=PlanStatus.ISSUED, year_from__lte=year, year_to__gte=year)
    rank = Case(
        When(running & Q(kind=PlanKind.ANNUAL), then=Value(0)), When(running, then=Value(1)), default=Value(2)
    )
    held = Meeting.objects.filter(plan=OuterRef("pk"), held_on__lte=day, status=ReviewStatus.ISSUED)
    held = held.order_by("-held_on", "-ordinal")
    columns = {
        "opened": _first(opened, PERIOD_COLUMNS),
        "held": _first(held, MEETING_COLUMNS),
        "held_figures": Subquery(held.values("figures")[:1]),  # SQLite would put them in as a text
        "first_day": Subquery(
            PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("number").values("effective_from")[:1]
        ),
        "has_heirs": Exists(AgencySuccession.objects.of_leads(OuterRef("pk"), day)),
    }
    return (
        plans.filter(status__in=PUBLIC_STATUSES)
        .annotate(**columns)
        .order_by(rank, "-year_to", "-year_from", "sort_key")
    )


def _first(rows: QuerySet[Any], columns: tuple[str, ...]) -> Subquery:
    """These columns of the first row as one value: the database looks for the row once."""
    return Subquery(rows.values(told=JSONObject(**{name: name for name in columns}))[:1])


def is_before_issue(plan: Any, day: date) -> bool:
    """The plan did not hold yet: its first version begins later, by what `overview_plans` read together with the plan."""
    return plan.first_day is not None and day < plan.first_day


def period_of(plan: Any) -> Period | None:
    """The period that `overview_plans` read together with the plan."""
    if plan.opened is None:
        return None
    pk, name, *days = (plan.opened[column] for column in PERIOD_COLUMNS)
    return Period(pk, name, *map(date.fromisoformat, days))


def last_meeting_of(plan: Any) -> LastMeeting | None:
    """The meeting that `overview_plans` read together with the plan."""
    if plan.held is None:
        return None
    ordinal, held_on = (plan.held[column] for column in MEETING_COLUMNS)
    return LastMeeting(ordinal, date.fromisoformat(held_on), plan.held_figures)


def overview_of(
    plan: Plan,
    *,
    as_of: date,
    today: date,
    agency_ids: set[int] | None = None,
    tells: bool = False,
    structure: Structure = AS_PLANNED,
) -> Overview:
    """The page for one plan on a day; `agency_ids` narrows it to the tasks these lead, `tells` shows what reports say."""
    period = period_of(plan)
    past = past_plan(plan, as_of) if as_of < today else None
    if past:
        return _overview_then(plan, past, period, agency_ids, tells=tells, structure=structure)
    only = None if agency_ids is None else Numbers(agency_ids)
    counts = _counts(
        plan=plan.pk,
        day=as_of,
        only=only,
        is_past=as_of < today,
        by_heir=structure.is_today,
        **_told_in(period),
    )
    names = names_and_days(plan)
    groups = _group_lines(counts, names, keep_empty=agency_ids is None)
    late_before = names.calendar.late_before(as_of) if names.calendar else as_of
    rows = pressing_rows(plan=plan.pk, only=only, day=as_of, soon=as_of + SOON, late_before=late_before)
    late, soon = pressing(rows, names, as_of, tells=tells, locality_id=plan.locality_id)
    lines = _agency_lines(counts, names, agency_ids, structure)
    return Overview(total_of(groups), groups, lines, late, soon, period)


def _overview_then(
    plan: Plan,
    past: PastPlan,
    period: Period | None,
    only: set[int] | None,
    *,
    tells: bool,
    structure: Structure,
) -> Overview:
    """The page of a past day on which another version of the plan held: its dates, leads and tasks count."""
    groups = past.group_lines(only)
    told = _told_then(past, period)
    agencies = [
        AgencyLine(*past.agencies[pk], figures, told[pk, SENT], told[pk, MISSING])
        for pk, figures in past.figures_by_agency(only).items()
        if only is None or pk in only
    ]
    rows = [_pressing_columns(task) for task in _pressing_then(past, only)]
    late, soon = pressing(rows, past.names(), past.day, tells=tells, locality_id=plan.locality_id)
    return Overview(total_of(groups), groups, of_today(agencies, structure), late, soon, period, past.version)


def of_today(lines: list[AgencyLine], structure: Structure) -> list[AgencyLine]:
    """The lines under the names of today; one that took over another's tasks has the sum."""
    found: dict[tuple[str, str], AgencyLine] = {}
    for line in lines:
        name = structure.named(line.code, line.name)
        known = found.get(name)
        found[name] = (
            line._replace(code=name[0], name=name[1])
            if known is None
            else known._replace(
                figures=known.figures.plus(line.figures),
                sent=known.sent + line.sent,
                missing=known.missing + line.missing,
            )
        )
    return list(found.values())


def _told_then(past: PastPlan, period: Period | None) -> dict[tuple[int, str], int]:
    """(agency, sent or missing) → how many reports of the period it owed by what was promised then."""
    told: dict[tuple[int, str], int] = defaultdict(int)
    if period is None:
        return told
    reports = ProgressReport.objects.filter(period=period.pk, submitted_at__date__lte=past.day)
    sent = set(reports.values_list("task_id", flat=True))
    for task in past.tasks:
        dates = {name: getattr(task, name) for name in ("starts_on", "completed_on", "withdrawn_on")}
        if not task.is_secret and is_owed(period, **dates):
            for pk in task.lead_ids:
                told[pk, SENT if task.pk in sent else MISSING] += 1
    return told


def _pressing_then(past: PastPlan, only: set[int] | None) -> list[PastTask]:
    """The longest overdue tasks and those due within thirty days, as `pressing_rows` has them of today's rows."""
    waiting = [
        task for task in past.led_by(only) if task.due_on and not (task.completed_on and task.completed_on <= past.day)
    ]  # fmt: skip
    waiting.sort(key=lambda task: task.due_on or past.day)
    late = [task for task in waiting if task.due_on and task.due_on < past.day]
    soon = [task for task in waiting if task.due_on and past.day <= task.due_on <= past.day + SOON]
    return [*late[:LATE_SHOWN], *soon[:SOON_SHOWN]]


def _pressing_columns(task: PastTask) -> tuple[Any, ...]:
    return (
        task.code, task.title, task.is_secret, task.lead_agency_id, task.due_on, task.difficulties, task.recommendations,
    )  # fmt: skip


def _told_in(period: Period | None) -> dict[str, Any]:
    """The period as the arguments of a prepared query."""
    return {
        "period": period and period.pk,
        "period_name": period and period.name,
        "data_from": period and period.data_from,
        "data_to": period and period.data_to,
    }


@prepared
def _counts(
    *,
    plan: int,
    day: date,
    only: Numbers | None,
    is_past: bool,
    by_heir: bool,
    period: int | None,
    period_name: str,
    data_from: date,
    data_to: date,
) -> QuerySet[Any]:
    """(group, lead, joint lead, counts of `counted_figures`, reports sent, owed): one pass over the tasks."""
    owed = is_sent = Q(pk__in=())
    if period is not None:
        owed = owed_between(data_from, data_to)
        is_sent = owed & (_sent_by(period, day) if is_past else _sent_now(period_name))
    keys = ("group_id", "lead_agency_id", "joint_lead_agency_id")
    tasks = tasks_of(plan, only).counted_on(day).order_by()
    if by_heir:
        tasks, keys = tasks.with_acting(), ("group_id", "acting_lead", "acting_joint")
    rows = tasks.values_list(*keys)
    reports = {"sent": Count("pk", filter=is_sent), "owed": Count("pk", filter=owed)}
    return rows.annotate(**counted_figures(day), **reports)


def _sent_now(period_name: str) -> Q:
    """The task's report of the period has been sent: its row knows."""
    return Q(last_report_period=period_name, last_report_status__in=SENT_STATUSES)


def _sent_by(period: int, day: date) -> Q:
    """It had been sent by a past day: the reports know."""
    reports = ProgressReport.objects.filter(task=OuterRef("pk"), period=period, submitted_at__date__lte=day)
    return Q(Exists(reports))


def _group_lines(counts: list[Any], names: PlanNames, *, keep_empty: bool) -> list[GroupLine]:
    found: dict[int, list[Any]] = defaultdict(list)
    for group, _, _, *figures, _, _ in counts:
        found[group].append(figures)
    return [
        GroupLine(no, title, figures_from(found[pk]))
        for pk, (no, title) in names.groups.items()
        if keep_empty or pk in found
    ]


def _agency_lines(
    counts: list[Any], names: PlanNames, only: set[int] | None, structure: Structure
) -> list[AgencyLine]:
    """Leading agencies (or `only` one's own); a task with two leads counts for both."""
    found: dict[int, list[Any]] = defaultdict(list)
    for _, lead, joint, *counted in counts:
        for pk in structure.those(lead, joint):
            found[pk].append(counted)
    return [
        _agency_line(code, label, found[pk])
        for pk, (code, label) in (names.agencies | structure.bodies).items()
        if pk in found and (only is None or pk in only)
    ]


def _agency_line(code: str, label: str, counts: list[Any]) -> AgencyLine:
    sent, owed = sum(row[-2] for row in counts), sum(row[-1] for row in counts)
    return AgencyLine(code, label, figures_from([row[:-2] for row in counts]), sent, owed - sent)
