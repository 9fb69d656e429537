"""Which agencies owe something now, and when they were last told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import ActivityEntry, Agency, Locality, Membership, Notification
from reports.querysets import WRITING_ROLES
from reports.reminders import due_on_day
from reports.reminders.due import Due

REMINDER_KINDS = (
    NoticeKind.REPORT_DUE,
    NoticeKind.TASK_DUE,
    NoticeKind.CONTRIBUTION_DUE,
    NoticeKind.COMMENT_DUE,
    NoticeKind.PRESS_DUE,
    NoticeKind.DIRECTION_DUE,
)
REMIND_AGAIN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Debt:
    """One agency: what it owes, who could be told, and when it was told last."""

    code: str
    name: str
    late: int
    soon: int
    people: int
    told_at: datetime | None
    reminded_at: datetime | None

    @property
    def may_be_reminded(self) -> bool:
        return self.people > 0 and may_be_reminded(self.reminded_at)


def may_be_reminded(reminded_at: datetime | None) -> bool:
    """By hand at most once in 24 hours, so that it is never a tool for nagging."""
    return reminded_at is None or timezone.now() - reminded_at >= REMIND_AGAIN_AFTER


def reminded_by_hand(agency_ids: Iterable[int]) -> dict[int, datetime]:
    """Agency → when somebody last reminded it."""
    entries = ActivityEntry.objects.filter(
        object_type="agency", action="remind", object_id__in=[str(pk) for pk in agency_ids]
    )
    return {int(pk): at for pk, at in entries.order_by().values_list("object_id").annotate(last=Max("at"))}


def debts_of(locality: Locality, *, as_of: date) -> list[Debt]:
    """Agencies that owe something within seven working days, or are late: most late first."""
    by_agency: dict[int, list[Due]] = {}
    for due in due_on_day(as_of, locality_id=locality.pk, on_days_off=True):
        for agency_id in due.agency_ids:
            by_agency.setdefault(agency_id, []).append(due)
    told, by_hand, people = _told(locality, by_agency), reminded_by_hand(by_agency), _people(by_agency, as_of)
    agencies = Agency.objects.filter(pk__in=by_agency).order_by("sort_key").values_list("pk", "code", "name")
    debts = [
        Debt(
            code,
            name,
            sum(d.is_late for d in by_agency[pk]),
            sum(not d.is_late for d in by_agency[pk]),
            people.get(pk, 0),
            told.get(pk),
            by_hand.get(pk),
        )
        for pk, code, name in agencies
    ]
    return sorted(debts, key=lambda debt: -debt.late)


def _told(locality: Locality, agency_ids: Iterable[int]) -> dict[int, datetime]:
    """Agency → when any of its people was last told of something due."""
    rows = Notification.objects.filter(
        locality=locality, kind__in=REMINDER_KINDS, person__memberships__agency__in=list(agency_ids)
    )
    return dict(rows.order_by().values_list("person__memberships__agency").annotate(last=Max("created_at")))


def _people(agency_ids: Iterable[int], as_of: date) -> dict[int, int]:
    """Agency → how many people would be told."""
    held = Membership.objects.effective_on(as_of).filter(
        agency__in=list(agency_ids), role__in=WRITING_ROLES, user__is_active=True
    )
    counts: dict[int, int] = {}
    for agency_id, _ in set(held.order_by().values_list("agency_id", "user_id")):
        counts[agency_id] = counts.get(agency_id, 0) + 1
    return counts
