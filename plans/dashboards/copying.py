"""What taking a plan over would bring: old days beside new ones, agencies that are no more, bases that no longer stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from agencies.choices import DayKind
from agencies.models import Agency, CalendarDay
from agencies.services.calendar import WorkCalendar
from documents.choices import BasisState
from documents.models import LegalBasis
from plans.choices import PlanKind
from plans.models import Plan, Task, TaskGroup, TaskSupport
from ttdn_portal.shared.dates import moved_years, short_date, weekday_name


@dataclass(frozen=True)
class NewDay:
    """A day of the old task and the one proposed; `mark` says why nobody works on it."""

    old: date | None
    new: date | None
    mark: str = ""


@dataclass(frozen=True)
class TaskProposal:
    """One task of the source as it would stand in the new plan."""

    task: Task
    start: NewDay
    due: NewDay
    is_taken: bool = False


@dataclass(frozen=True)
class GroupProposal:
    group: TaskGroup
    tasks: list[TaskProposal]


@dataclass(frozen=True)
class EndedAgency:
    """An agency of the source that does not exist on the new plan's first day, and who follows it."""

    agency: Agency
    successor: Agency | None
    tasks: int


def moved_day(day: date | None, source: Plan, plan: Plan) -> date | None:
    """A day of `source` in `plan`: as many years later; of a plan of several years, kept inside the new year."""
    if day is None:
        return None
    if source.kind == PlanKind.MULTI_YEAR and plan.kind == PlanKind.ANNUAL:
        return min(max(day, plan.starts_on), plan.ends_on)
    return moved_years(day, plan.year_from - source.year_from)


def day_mark(day: date | None, calendar: WorkCalendar, names: dict[date, str] | None = None) -> str:
    """“Thứ Bảy, ngày nghỉ; ngày làm việc kế tiếp 02/06/2026” where nobody works on `day`, else nothing."""
    if day is None or calendar.is_working_day(day):
        return ""
    name = (names or {}).get(day)
    after = short_date(calendar.next_working_day(day))
    return f"{name or weekday_name(day)}; ngày làm việc kế tiếp {after}"


def day_names(plan: Plan) -> dict[date, str]:
    """What the days off of the plan's years are called; the locality's own word stands above the country's."""
    rows = CalendarDay.objects.filter(
        Q(locality__isnull=True) | Q(locality_id=plan.locality_id),
        day__range=(plan.starts_on, plan.ends_on),
        kind=DayKind.DAY_OFF,
    )
    ordered = rows.order_by(F("locality_id").asc(nulls_first=True))
    return dict(ordered.values_list("day", "name"))


def support_days(plan: Plan, source: Plan) -> dict[int, dict[int, date | None]]:
    """By task of `source`: the day of each supporting agency as it would be in `plan`."""
    found: dict[int, dict[int, date | None]] = {}
    rows = TaskSupport.objects.filter(task__plan=source, due_on__isnull=False)
    for task, agency, day in rows.values_list("task_id", "agency_id", "due_on"):
        found.setdefault(task, {})[agency] = moved_day(day, source, plan)
    return found


def proposals(
    plan: Plan, source: Plan, calendar: WorkCalendar, names: dict[date, str] | None = None
) -> list[GroupProposal]:
    """All groups and tasks of `source` that still stand, with their days in `plan`; three queries."""
    taken = set(plan.tasks.filter(based_on__isnull=False).values_list("based_on_id", flat=True))
    by_group: dict[int, list[TaskProposal]] = {}
    rows = source.tasks.filter(withdrawn_on__isnull=True).select_related(
        "group", "lead_agency", "joint_lead_agency", "objective"
    )
    for task in rows.order_by("sequence"):
        task.plan = source
        by_group.setdefault(task.group_id, []).append(
            proposal_of(task, plan, source, calendar, names, is_taken=task.pk in taken)
        )
    return [GroupProposal(group, by_group.get(group.pk, [])) for group in source.groups.all()]


def proposal_of(
    task: Task,
    plan: Plan,
    source: Plan,
    calendar: WorkCalendar,
    names: dict[date, str] | None = None,
    *,
    is_taken: bool = False,
) -> TaskProposal:
    start, due = (moved_day(day, source, plan) for day in (task.starts_on, task.due_on))
    return TaskProposal(
        task,
        NewDay(task.starts_on, start, day_mark(start, calendar, names)),
        NewDay(task.due_on, due, day_mark(due, calendar, names)),
        is_taken,
    )


def ended_agencies(tasks: Sequence[Task], day: date) -> list[EndedAgency]:
    """Agencies that lead or support `tasks` and have ended by `day`, with the last of those that followed them."""
    counts: dict[int, int] = {}
    for task in tasks:
        for pk in task.lead_ids:
            counts[pk] = counts.get(pk, 0) + 1
    for pk in _supporting(tasks):
        counts[pk] = counts.get(pk, 0) + 1
    rows = Agency.objects.filter(pk__in=counts, valid_to__lt=day).select_related(
        "successor__successor__successor"
    )
    return [EndedAgency(agency, _successor_on(agency, day), counts[agency.pk]) for agency in rows]


def _supporting(tasks: Sequence[Task]) -> Iterable[int]:
    through = Task.supporting_agencies.through
    return through.objects.filter(task__in=[task.pk for task in tasks]).values_list("agency_id", flat=True)


def _successor_on(agency: Agency, day: date) -> Agency | None:
    """Whoever follows `agency` on `day`; a chain of renamings is followed to its end."""
    heir = agency.successor
    for _ in range(3):
        if heir is None or heir.exists_on(day):
            return heir
        heir = heir.successor
    return None


def changed_bases(plan: Plan) -> list[LegalBasis]:
    """Cited texts that were amended or replaced since."""
    return list(
        LegalBasis.objects.filter(plan_rows__plan=plan)
        .exclude(state=BasisState.IN_FORCE)
        .select_related("replaced_by")
        .order_by("plan_rows__position")
    )
