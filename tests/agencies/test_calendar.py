"""Working days: weekends, days off, worked Saturdays, and which row stands above which."""

from datetime import date

import pytest

from agencies.choices import DayKind
from agencies.models import CalendarDay, Locality
from agencies.services.calendar import (
    WorkCalendar,
    calendar_from_column,
    days_as_column,
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


SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 6, day) for day in (13, 14, 15, 16))


@pytest.mark.parametrize(
    ("due_on", "as_of", "left", "words"),
    [
        (SUNDAY, date(2026, 6, 12), 1, "còn 1 ngày làm việc"),
        (SUNDAY, MONDAY, 0, "hạn hôm nay"),  # Bộ luật Dân sự 2015, Điều 148 khoản 5
        (SUNDAY, TUESDAY, -1, "trễ 1 ngày làm việc"),
        (date(2026, 6, 12), SATURDAY, -1, "trễ 1 ngày làm việc"),  # passed, on a day off too
        (date(2026, 6, 12), MONDAY, -1, "trễ 1 ngày làm việc"),
        (MONDAY, SATURDAY, 1, "còn 1 ngày làm việc"),
    ],
)
def test_a_deadline_on_a_day_off_ends_with_the_next_working_day(due_on, as_of, left, words):
    calendar = WorkCalendar()

    assert (calendar.days_left(due_on, as_of), calendar.left_words(due_on, as_of)) == (left, words)
    assert calendar.days_late(due_on, as_of) == max(0, -left)
    assert calendar.is_late(due_on, as_of) is (left < 0)


def test_what_was_due_before_one_day_is_what_is_late():
    days = [date.fromordinal(date(2026, 8, 10).toordinal() + n) for n in range(40)]

    for due_on in days:
        for as_of in days:
            assert (due_on < NATIONAL_DAY.late_before(as_of)) is NATIONAL_DAY.is_late(due_on, as_of)


def test_a_day_off_tells_until_when_it_counts():
    assert (
        NATIONAL_DAY.counted_words(date(2026, 8, 29)) == "29/08/2026 là Thứ Bảy, hạn tính đến hết 03/09/2026"
    )
    assert (
        NATIONAL_DAY.counted_words(date(2026, 9, 1)) == "01/09/2026 là ngày nghỉ, hạn tính đến hết 03/09/2026"
    )
    assert NATIONAL_DAY.counted_words(date(2026, 9, 3)) == ""


def test_calendar_beside_other_rows_is_the_calendar_itself(db, django_assert_num_queries):
    here = f.make_locality("hcm")
    CalendarDay.objects.create(day=date(2026, 9, 2), kind=DayKind.DAY_OFF, name="Quốc khánh")
    CalendarDay.objects.create(day=date(2026, 8, 22), kind=DayKind.WORKING, name="Làm bù")
    CalendarDay.objects.create(locality=here, day=date(2026, 9, 2), kind=DayKind.WORKING, name="Trực")
    CalendarDay.objects.create(locality=here, day=date(2026, 10, 9), kind=DayKind.DAY_OFF, name="Nghỉ")

    with django_assert_num_queries(1):
        row = Locality.objects.annotate(days_off=days_as_column(here.pk)).get(pk=here.pk)

    assert calendar_from_column(row.days_off, here.pk) == work_calendar(here.pk)
    assert calendar_from_column(None, here.pk) == WorkCalendar()


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
