"""Who asked for more time, who got it: judged with lateness, never apart from it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from agencies.models import Locality, User
from plans.models import Task
from reports.choices import ExtensionStatus
from reports.dashboards.owed import SENT, owed_tasks
from reports.models import Extension, ProgressReport, ReportingPeriod
from reports.querysets import ExtensionQuerySet

STATUS_KEYS = {
    ExtensionStatus.PENDING: "going",
    ExtensionStatus.GRANTED: "done",
    ExtensionStatus.REFUSED: "late",
    ExtensionStatus.WITHDRAWN: "idle",
}


@dataclass(frozen=True)
class AgencyCount:
    """How often one agency asked for more time, and how often it got it."""

    code: str
    label: str
    asked: int
    granted: int
    refused: int
    waiting: int


def extensions_in(user: User, locality: Locality, *, period: str = "", agency: str = "") -> ExtensionQuerySet:
    """The requests this person may see, of a period ("2026/2026-6-thang") or an agency; those that wait first."""
    rows: ExtensionQuerySet = Extension.objects.visible_to(user).filter(locality=locality)
    if period:
        plan, _, slug = period.partition("/")
        rows = rows.filter(period__plan__slug=plan, period__slug=slug)
    if agency:
        rows = rows.filter(agency__code=agency)
    return rows


def waiting_first(rows: ExtensionQuerySet) -> QuerySet[Extension]:
    rank = Case(
        When(status=ExtensionStatus.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.with_names().order_by(rank, "-created_at", "-pk")


def counts_by_agency(rows: ExtensionQuerySet) -> list[AgencyCount]:
    """One line an agency, by the alphabet; what was withdrawn was not asked in the end. One query."""
    keys = ("agency__sort_key", "agency__code", "agency__short_name", "agency__name")
    counted: QuerySet[Any, Any] = (
        rows.exclude(status=ExtensionStatus.WITHDRAWN)
        .order_by("agency__sort_key")
        .values_list(*keys)
        .annotate(
            asked=Count("pk"),
            granted=Count("pk", filter=Q(status=ExtensionStatus.GRANTED)),
            refused=Count("pk", filter=Q(status=ExtensionStatus.REFUSED)),
            waiting=Count("pk", filter=Q(status=ExtensionStatus.PENDING)),
        )
    )
    return [AgencyCount(code, short or name, *numbers) for _, code, short, name, *numbers in counted]


def choices_of(rows: ExtensionQuerySet) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Periods and agencies among the requests, as words of the address and labels; one query."""
    columns = (
        "period__report_due_on", "period__plan__slug", "period__slug", "period__name",
        "agency__sort_key", "agency__code", "agency__short_name", "agency__name",
    )  # fmt: skip
    found = list(rows.order_by().values_list(*columns).distinct())
    periods = {(due, f"{plan}/{slug}"): name for due, plan, slug, name, *_ in found}
    agencies = {(key, code): short or name for *_, key, code, short, name in found}
    return (
        [(word, periods[due, word]) for due, word in sorted(periods, reverse=True)],
        [(code, agencies[key, code]) for key, code in sorted(agencies)],
    )


def tasks_to_extend(period: ReportingPeriod, agency_ids: set[int]) -> QuerySet[Task]:
    """Tasks of these agencies whose report of the period is owed and not in."""
    sent = ProgressReport.objects.filter(period=period, status__in=SENT).values("task_id")
    owed: Any = owed_tasks(period)
    tasks: QuerySet[Task] = owed.led_by(agency_ids).exclude(pk__in=sent).order_by("sequence")
    return tasks
