"""Who owes what in a period: computed from tasks, leads and supports; nobody chooses it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import User
from plans.choices import PlanStatus
from plans.models import Task
from plans.querysets import TaskQuerySet
from reports.choices import ReportStatus
from reports.models import ProgressReport, ReportingPeriod


def open_periods(locality_id: int, *, as_of: date) -> QuerySet[ReportingPeriod]:
    """Periods of running plans that are open, or will be: (the latter tell when the next work comes)."""
    return (
        ReportingPeriod.objects.filter(
            locality_id=locality_id, plan__status=PlanStatus.ISSUED, closed_at__isnull=True
        )
        .select_related("plan")
        .order_by("report_due_on", "pk")
    )


class Span(Protocol):
    """The days of a period."""

    @property
    def data_from(self) -> date: ...

    @property
    def data_to(self) -> date: ...


def is_owed(
    period: Span, *, starts_on: date | None, completed_on: date | None, withdrawn_on: date | None
) -> bool:
    """A task is reported on while it runs: not before it starts, not after it was done in an earlier period."""
    return (
        (starts_on is None or starts_on <= period.data_to)
        and (completed_on is None or completed_on >= period.data_from)
        and (withdrawn_on is None or withdrawn_on > period.data_to)
    )


def owed_between(data_from: Any, data_to: Any) -> Q:
    """The same rule as `is_owed`, for a database; the days may be columns."""
    return (
        Q(Q(starts_on__isnull=True) | Q(starts_on__lte=data_to))
        & Q(Q(completed_on__isnull=True) | Q(completed_on__gte=data_from))
        & Q(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=data_to))
        & Q(is_secret=False, lead_agency__isnull=False)
    )


def owed_tasks(period: ReportingPeriod) -> TaskQuerySet:
    """The tasks that owe a report in `period`."""
    return Task.objects.filter(owed_between(period.data_from, period.data_to), plan_id=period.plan_id)


SENT = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


def missing_tasks(period: ReportingPeriod) -> TaskQuerySet:
    """Tasks whose report in `period` has not been sent, or came back and was not sent again."""
    sent = ProgressReport.objects.filter(task=OuterRef("pk"), period=period, status__in=SENT)
    return owed_tasks(period).filter(~Exists(sent))


def support_due_on(period: ReportingPeriod, asked_by: date | None) -> date:
    """When a supporting agency's answer is due: the day the plan gives where it falls into the period, else the deadline."""
    if asked_by is not None and period.data_from <= asked_by <= period.report_due_on:
        return asked_by
    return period.report_due_on


def own_agencies(user: User, locality_id: int, roles: Iterable[str]) -> set[int]:
    wanted = set(roles)
    held = [post for post in user.posts if post.locality_id == locality_id and post.role in wanted]
    return {pk for post in held for pk in post.agency_ids}
