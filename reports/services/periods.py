"""Reporting periods: added, changed, closed and opened again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.models import Locality, User
from agencies.services.activity import record
from agencies.services.calendar import WorkCalendar, work_calendar
from plans.models import Plan
from reports.choices import PeriodKind
from reports.models import DEADLINE_COLUMNS, ReportingPeriod
from ttdn_portal.shared.dates import period_bounds

FACTS = ("name", "data_from", "data_to", "opens_on", *DEADLINE_COLUMNS, "instructions")
DAYS_TO_WRITE = 5
OPENS_BEFORE_CUT_OFF = 10


@dataclass(frozen=True)
class Preset:
    """A usual period of a year; every day in it is only a proposal."""

    key: str
    kind: str
    number: int
    name: str
    slug: str


def presets_for(year: int) -> list[Preset]:
    """Quarters, half-years and the year, with cut-offs by NĐ 09/2019/NĐ-CP."""
    quarters = [
        Preset(f"quy-{n}", PeriodKind.QUARTER, n, f"Quý {word} năm {year}", f"{year}-quy-{n}")
        for n, word in enumerate(("I", "II", "III", "IV"), 1)
    ]
    halves = [
        Preset("6-thang", PeriodKind.HALF_YEAR, 1, f"6 tháng đầu năm {year}", f"{year}-6-thang"),
        Preset("6-thang-cuoi", PeriodKind.HALF_YEAR, 2, f"6 tháng cuối năm {year}", f"{year}-6-thang-cuoi"),
    ]
    return [*quarters, *halves, Preset("nam", PeriodKind.YEAR, 1, f"Năm {year}", f"{year}-nam")]


def proposal(preset: Preset, year: int, calendar: WorkCalendar) -> dict[str, Any]:
    """What the form of a new period starts with; the deadline falls on a working day."""
    data_from, data_to = period_bounds(preset.kind, year, preset.number)
    return {
        "kind": preset.kind, "name": preset.name, "slug": preset.slug, "data_from": data_from, "data_to": data_to,
        "opens_on": data_to - timedelta(days=OPENS_BEFORE_CUT_OFF), "report_due_on": calendar.add_working_days(data_to, DAYS_TO_WRITE),
    }  # fmt: skip


def _facts(period: ReportingPeriod) -> dict[str, str]:
    return {name: str(getattr(period, name)) for name in FACTS}


def moved_to_working_day(day: date, calendar: WorkCalendar) -> date:
    """A deadline on a day off falls on the next working day (Bộ luật Dân sự, Điều 148)."""
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)


@transaction.atomic
def add_period(period: ReportingPeriod, *, plan: Plan, actor: User) -> ReportingPeriod:
    period.plan, period.locality_id = plan, plan.locality_id
    period.full_clean()
    period.save()
    record(actor=actor, action="add_period", obj=period, after=_facts(period))
    return period


@transaction.atomic
def change_period(period: ReportingPeriod, *, actor: User) -> ReportingPeriod:
    """Save what the form changed; a deadline put off is told by the next morning's reminders."""
    before = _facts(ReportingPeriod.objects.get(pk=period.pk))
    period.full_clean()
    period.save()
    after = _facts(period)
    changed = [name for name in FACTS if before[name] != after[name]]
    record(
        actor=actor,
        action="change_period",
        obj=period,
        before={n: before[n] for n in changed},
        after={n: after[n] for n in changed},
    )
    return period


@transaction.atomic
def move_deadlines(locality: Locality, *, actor: User, as_of: date) -> int:
    """Move every coming deadline that stands on a day off to the next working day; answers how many were moved."""
    calendar, moved = work_calendar(locality.pk), 0
    for period in ReportingPeriod.objects.with_coming_deadline(as_of).filter(locality=locality):
        before = {name: getattr(period, name) for name in DEADLINE_COLUMNS}
        after = {name: day and moved_to_working_day(day, calendar) for name, day in before.items()}
        changed = {name: day for name, day in after.items() if day != before[name]}
        # A day that somebody else changed meanwhile is theirs: the row is left as it is.
        if changed and ReportingPeriod.objects.filter(pk=period.pk, **before).update(
            **changed, updated_at=timezone.now()
        ):
            moved += len(changed)
            record(
                actor=actor,
                action="move_deadlines",
                obj=period,
                before={name: str(before[name]) for name in changed},
                after={name: str(day) for name, day in changed.items()},
            )
    return moved


@transaction.atomic
def close_period(period: ReportingPeriod, *, actor: User) -> bool:
    """No report may be sent in it any more; False where somebody closed it before."""
    closed = ReportingPeriod.objects.filter(pk=period.pk, closed_at__isnull=True).update(
        closed_at=timezone.now()
    )
    if closed:
        record(actor=actor, action="close_period", obj=period)
    return bool(closed)


@transaction.atomic
def reopen_period(period: ReportingPeriod, *, actor: User) -> bool:
    opened = ReportingPeriod.objects.filter(pk=period.pk, closed_at__isnull=False).update(closed_at=None)
    if opened:
        record(actor=actor, action="reopen_period", obj=period)
    return bool(opened)
