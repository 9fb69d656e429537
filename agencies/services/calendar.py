"""Working days: Monday to Friday, without the days off, with the Saturdays worked instead.

How long there is until a deadline, and how late something is, is counted here for every page, paper and
reminder. A deadline that falls on a day off ends with the next working day (Bộ luật Dân sự 2015, Điều 148
khoản 5); what is counted from there on are working days.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Aggregate, CharField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from agencies.choices import DayKind
from agencies.models import CalendarDay, Locality, User
from agencies.services.activity import record
from ttdn_portal.shared.dates import short_date, weekday_name
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

    def is_late(self, due_on: date, as_of: date) -> bool:
        """The deadline, or the working day to which it moves (Bộ luật Dân sự 2015, Điều 148 khoản 5), has passed."""
        return self.next_working_day(due_on) < as_of

    def days_left(self, due_on: date, as_of: date) -> int:
        """Working days until the deadline; negative where it has passed: one at least, on a day off too."""
        last = self.next_working_day(due_on)
        left = self.working_days_between(as_of, last)
        return min(left, -1) if last < as_of else left

    def days_late(self, due_on: date, as_of: date) -> int:
        """Working days since the deadline; 0 while there is time."""
        return max(0, -self.days_left(due_on, as_of))

    def left_words(self, due_on: date, as_of: date) -> str:
        """“còn 3 ngày làm việc”, “hạn hôm nay”, “trễ 2 ngày làm việc”."""
        return left_words(self.days_left(due_on, as_of))

    def late_before(self, as_of: date) -> date:
        """What was due before this day is late by `is_late`: for a database, which knows no days off."""
        return self.add_working_days(as_of, -1) + _DAY

    def moved_words(self, day: date) -> str:
        """“14/06/2026 là Chủ nhật, chuyển sang 15/06/2026”, where the deadline is written anew; empty for a working day."""
        return "" if self.is_working_day(day) else f"{_off(day)}, chuyển sang {self._moved_to(day)}"

    def counted_words(self, day: date) -> str:
        """“14/06/2026 là Chủ nhật, hạn tính đến hết 15/06/2026”, where the day stays as it was given; empty for a working day."""
        return "" if self.is_working_day(day) else f"{_off(day)}, hạn tính đến hết {self._moved_to(day)}"

    def _moved_to(self, day: date) -> str:
        return short_date(self.next_working_day(day))


def _off(day: date) -> str:
    """“14/06/2026 là Chủ nhật”; a holiday in the week is “ngày nghỉ”."""
    return f"{short_date(day)} là {'ngày nghỉ' if _is_weekday(day) else weekday_name(day)}"


def left_words(days_left: int) -> str:
    """Working days until a deadline, as every page says them."""
    if days_left < 0:
        return f"trễ {-days_left} ngày làm việc"
    return f"còn {days_left} ngày làm việc" if days_left else "hạn hôm nay"


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


class _Listed(Aggregate):
    """Texts in a row, one behind the other with a comma between."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="STRING_AGG", **context)


def days_as_column(locality: int | OuterRef) -> Subquery:
    """The exceptions of a locality as one text beside other rows: a page that reads them anyway asks nothing more."""
    place = Coalesce(Cast("locality_id", CharField()), Value(""))
    told = Concat(place, Value(" "), Cast("day", CharField()), Value(" "), "kind", output_field=TextField())
    exceptions = CalendarDay.objects.filter(Q(locality__isnull=True) | Q(locality_id=locality)).order_by()
    rows = exceptions.annotate(all=Value(1)).values("all").annotate(told=_Listed(told))
    return Subquery(rows.values("told"))


def calendar_from_column(told: str | None, locality_id: int) -> WorkCalendar:
    """The calendar that `days_as_column` has told."""
    rows = [row.split(" ") for row in (told or "").split(",") if row]
    days = [(int(pk) if pk else None, date.fromisoformat(day), kind) for pk, day, kind in rows]
    return calendars_from(days, [locality_id])[locality_id]


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
