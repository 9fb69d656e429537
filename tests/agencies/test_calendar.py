"""Working days: weekends, days off, worked Saturdays, and which row stands above which."""

from datetime import date

import pytest

from agencies.choices import DayKind
from agencies.models import CalendarDay
from agencies.services.calendar import (
    WorkCalendar,
    is_working_day,
    next_working_day,
    work_calendar,
    work_calendars,
)
from tests import factories as f

# Quốc khánh 2026: Monday 31/8 off, Saturday 22/8 worked instead, 1 and 2 September off.
NATIONAL_DAY = WorkCalendar(
    days_off=frozenset({date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)}),
    worked=frozenset({date(2026, 8, 22)}),
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 8, 21), True),  # Friday
        (date(2026, 8, 22), True),  # Saturday worked instead
        (date(2026, 8, 23), False),  # Sunday
        (date(2026, 8, 29), False),  # plain Saturday
        (date(2026, 8, 31), False),  # Monday off
        (date(2026, 9, 3), True),
    ],
)
def test_a_day_is_worked_as_weekday_and_exceptions_say(day, worked):
    assert NATIONAL_DAY.is_working_day(day) is worked


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # over the weekend and three days off
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # onto the worked Saturday
        (date(2026, 9, 3), -1, date(2026, 8, 28)),
        (date(2026, 9, 2), 0, date(2026, 9, 2)),
        (date(2026, 9, 3), -7, date(2026, 8, 21)),
    ],
)
def test_adding_working_days_steps_over_days_off(start, count, end):
    assert NATIONAL_DAY.add_working_days(start, count) == end


def test_counting_agrees_with_stepping_for_every_pair_of_days():
    days = [date.fromordinal(date(2026, 8, 10).toordinal() + n) for n in range(40)]

    for first in days:
        for last in days:
            low, high = sorted((first, last))
            stepped = sum(NATIONAL_DAY.is_working_day(day) for day in days if low < day <= high)
            assert NATIONAL_DAY.working_days_between(first, last) == (stepped if first <= last else -stepped)


def test_deadline_on_a_day_off_moves_to_the_next_working_day():
    assert NATIONAL_DAY.next_working_day(date(2026, 8, 29)) == date(2026, 9, 3)
    assert NATIONAL_DAY.next_working_day(date(2026, 9, 3)) == date(2026, 9, 3)


def test_own_row_of_a_locality_stands_above_the_countrys(db, django_assert_num_queries):
    here, there = f.make_locality("hcm"), f.make_locality("hanoi")
    CalendarDay.objects.create(day=date(2026, 4, 27), kind=DayKind.DAY_OFF, name="Nghỉ bù Giỗ Tổ Hùng Vương")
    CalendarDay.objects.create(
        locality=here, day=date(2026, 4, 27), kind=DayKind.WORKING, name="Trực kỷ niệm"
    )
    CalendarDay.objects.create(locality=here, day=date(2026, 5, 2), kind=DayKind.WORKING, name="Làm bù")
    CalendarDay.objects.create(
        locality=there, day=date(2026, 10, 9), kind=DayKind.DAY_OFF, name="Ngày của thành phố"
    )

    with django_assert_num_queries(1):
        calendars = work_calendars([here.pk, there.pk, None])

    assert calendars[here.pk] == WorkCalendar(worked=frozenset({date(2026, 5, 2)}))
    assert calendars[there.pk] == WorkCalendar(days_off=frozenset({date(2026, 4, 27), date(2026, 10, 9)}))
    assert calendars[None] == WorkCalendar(days_off=frozenset({date(2026, 4, 27)}))


def test_single_questions_read_the_localitys_calendar(db):
    here = f.make_locality("hcm")
    CalendarDay.objects.create(
        locality=here, day=date(2026, 10, 9), kind=DayKind.DAY_OFF, name="Ngày của thành phố"
    )

    assert not is_working_day(date(2026, 10, 9), here.pk)
    assert is_working_day(date(2026, 10, 9), None)
    assert next_working_day(date(2026, 10, 9), here.pk) == date(2026, 10, 12)
    assert work_calendar(here.pk).working_days_between(date(2026, 10, 8), date(2026, 10, 12)) == 1
