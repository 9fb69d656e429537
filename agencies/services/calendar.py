"""Working days: Monday to Friday, without the days off, with the Saturdays worked instead."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from agencies.choices import DayKind
from agencies.models import CalendarDay, Locality, User
from agencies.services.activity import record
from ttdn_portal.shared.prepared import Numbers, prepared

_DAY = timedelta(days=1)


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the beginning of the calendar to the end of `day`."""
    weeks, rest = divmod(day.toordinal(), 7)  # ordinal 1 is a Monday
    return weeks * 5 + min(rest, 5)


@dataclass(frozen=True)
class WorkCalendar:
    """The exceptions of one locality, read once and asked many times.

    `days_off` holds weekdays only and `worked` weekend days only: what says nothing new is left out.
    """

    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return day in self.worked or (_is_weekday(day) and day not in self.days_off)

    def next_working_day(self, day: date) -> date:
        """`day` itself where it is worked: a deadline on a day off moves to the next working day."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, before it where `count` is negative."""
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative where `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        weekdays = _weekdays_until(last) - _weekdays_until(first)
        off = sum(first < day <= last for day in self.days_off)
        return weekdays - off + sum(first < day <= last for day in self.worked)


def work_calendar(locality_id: int | None) -> WorkCalendar:
    """The calendar of one locality (None: the country's), by one query."""
    return work_calendars([locality_id])[locality_id]


def work_calendars(locality_ids: Iterable[int | None]) -> dict[int | None, WorkCalendar]:
    """The calendars of several localities, by one query; a locality's own row stands above the country's."""
    wanted = set(locality_ids)
    return calendars_from(_exceptions(localities=Numbers(pk for pk in wanted if pk)), wanted)


def calendars_from(
    rows: Iterable[tuple[int | None, date, str]], wanted: Iterable[int | None]
) -> dict[int | None, WorkCalendar]:
    """The calendars that these exceptions make: (locality or None, day, kind)."""
    own: dict[int | None, dict[date, str]] = defaultdict(dict)
    for locality_id, day, kind in rows:
        own[locality_id][day] = kind
    return {locality_id: _calendar_from(own[None] | own[locality_id]) for locality_id in wanted}


def exceptions_of(localities: Iterable[int]) -> QuerySet[CalendarDay]:
    """The country's exceptions and those of these localities."""
    return CalendarDay.objects.filter(Q(locality__isnull=True) | Q(locality_id__in=localities)).order_by()


@prepared
def _exceptions(*, localities: Numbers) -> QuerySet[Any]:
    return exceptions_of(localities).values_list("locality_id", "day", "kind")


def _calendar_from(kinds: dict[date, str]) -> WorkCalendar:
    return WorkCalendar(
        days_off=frozenset(
            day for day, kind in kinds.items() if kind == DayKind.DAY_OFF and _is_weekday(day)
        ),
        worked=frozenset(
            day for day, kind in kinds.items() if kind == DayKind.WORKING and not _is_weekday(day)
        ),
    )


@dataclass(frozen=True)
class OffDeadline:
    """A deadline that stands on a day off, as a sentence, and where it is changed."""

    text: str
    due_on: date
    url: str


# Who knows of deadlines: an app that keeps some registers when it is ready, as papers are in `documents.registry`.
_deadline_sources: list[Callable[[int, date], list[OffDeadline]]] = []


def register_deadlines(source: Callable[[int, date], list[OffDeadline]]) -> None:
    if source not in _deadline_sources:
        _deadline_sources.append(source)


def deadlines_on_days_off(locality_id: int, *, as_of: date) -> list[OffDeadline]:
    """What the calendar as it is now says of the deadlines that were set by an earlier one."""
    found = [line for source in _deadline_sources for line in source(locality_id, as_of)]
    return sorted(found, key=lambda line: line.due_on)


def is_working_day(day: date, locality_id: int | None) -> bool:
    return work_calendar(locality_id).is_working_day(day)


def next_working_day(day: date, locality_id: int | None) -> date:
    return work_calendar(locality_id).next_working_day(day)


@transaction.atomic
def add_calendar_day(day: CalendarDay, *, locality: Locality, actor: User) -> CalendarDay:
    """Enter a day off or a worked Saturday of one locality."""
    day.locality = locality
    day.full_clean()
    day.save()
    record(actor=actor, action="add_calendar_day", obj=day, after=_facts(day))
    return day


@transaction.atomic
def remove_calendar_day(day: CalendarDay, *, actor: User) -> None:
    """Take back an exception of one locality; the country's days are kept by `seed_reference`."""
    record(actor=actor, action="remove_calendar_day", obj=day, before=_facts(day))
    day.delete()


def _facts(day: CalendarDay) -> dict[str, str]:
    return {"day": day.day.isoformat(), "kind": day.kind, "name": day.name}
