"""Deadlines of a period, level by level: in order, on working days, shown and reminded of."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import ActivityEntry, CalendarDay, Notification
from agencies.services.calendar import WorkCalendar, work_calendar
from reports.choices import DeadlineLevel, ReviewLevel, ReviewStatus
from reports.dashboards.deadlines import deadlines_of
from reports.models import ReportingPeriod
from reports.reminders import due_on_day
from reports.reminders.people import people_of
from reports.services.periods import move_deadlines
from reports.services.reminders import send_daily_reminders
from tests import factories as f

CALENDAR = WorkCalendar()
TODAY = timezone.localdate()
AGENCY, STANDING, MINISTRY = DeadlineLevel


def put(period, **columns):
    ReportingPeriod.objects.filter(pk=period.pk).update(**columns)
    period.refresh_from_db()
    return period


@pytest.fixture
def half(world):
    """The half-year of the decree: figures to 14/6, levels on 19/6, 22/6, 25/6."""
    return put(
        world.period,
        data_from=date(2025, 12, 15),
        data_to=date(2026, 6, 14),
        opens_on=date(2026, 6, 1),
        report_due_on=date(2026, 6, 19),
        standing_due_on=date(2026, 6, 22),
        ministry_due_on=date(2026, 6, 25),
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            {"standing_due_on": date(2026, 6, 18)},
            "Hạn trình UBND không thể trước hạn các cơ quan gửi báo cáo.",
        ),
        ({"ministry_due_on": date(2026, 6, 21)}, "Hạn gửi Bộ không thể trước hạn của cấp dưới."),
        (
            {"standing_due_on": None, "ministry_due_on": date(2026, 6, 18)},
            "Hạn gửi Bộ không thể trước hạn của cấp dưới.",
        ),
    ],
)
def test_levels_stand_in_order(half, columns, sentence):
    for name, day in columns.items():
        setattr(half, name, day)

    with pytest.raises(ValidationError) as refusal:
        half.full_clean()

    assert sentence in refusal.value.messages


def test_a_level_may_be_left_out(half):
    half.standing_due_on = None
    half.full_clean()

    assert [level for level, _ in half.deadlines] == [AGENCY, MINISTRY]


@pytest.mark.parametrize(
    ("day", "own", "upward", "following", "words"),
    [
        (date(2026, 6, 17), "", "", AGENCY, "Các cơ quan gửi cơ quan thường trực: hạn 19/06/2026, còn 2 ngày làm việc"),
        (date(2026, 6, 19), "", "", AGENCY, "Các cơ quan gửi cơ quan thường trực: hạn 19/06/2026, hạn hôm nay"),
        (date(2026, 6, 20), "DRAFT", "", STANDING, "Cơ quan thường trực trình UBND: hạn 22/06/2026, còn 1 ngày làm việc"),
        (date(2026, 6, 24), "DRAFT", "", STANDING, "Cơ quan thường trực trình UBND: hạn 22/06/2026, trễ 2 ngày làm việc"),
        (date(2026, 6, 18), "SUBMITTED", "", MINISTRY, "UBND gửi Bộ: hạn 25/06/2026, còn 5 ngày làm việc"),
        (date(2026, 6, 24), "RETURNED", "", STANDING, "Cơ quan thường trực trình UBND: hạn 22/06/2026, trễ 2 ngày làm việc"),
        (date(2026, 6, 24), "ISSUED", "DRAFT", MINISTRY, "UBND gửi Bộ: hạn 25/06/2026, còn 1 ngày làm việc"),
    ],
)  # fmt: skip
def test_the_next_level_is_told_with_its_day(half, day, own, upward, following, words):
    lines = deadlines_of(half, CALENDAR, day, own_status=own, upward_status=upward)
    [line] = [line for line in lines if line.is_next]

    assert (line.level, line.in_words) == (following, words)


def test_nothing_is_next_once_the_report_went_up(half):
    lines = deadlines_of(half, CALENDAR, date(2026, 6, 24), own_status="ISSUED", upward_status="ISSUED")

    assert not any(line.is_next for line in lines)


def test_a_day_off_is_named_with_the_day_it_moves_to():
    holiday = WorkCalendar(days_off=frozenset({date(2026, 6, 15)}))

    assert CALENDAR.moved_words(date(2026, 6, 14)) == "14/06/2026 là Chủ nhật, chuyển sang 15/06/2026"
    assert holiday.moved_words(date(2026, 6, 14)) == "14/06/2026 là Chủ nhật, chuyển sang 16/06/2026"
    assert holiday.moved_words(date(2026, 6, 15)) == "15/06/2026 là ngày nghỉ, chuyển sang 16/06/2026"
    assert holiday.moved_words(date(2026, 6, 16)) == ""


def test_every_level_typed_on_a_day_off_is_moved_and_told(client, world, half, standing_officer):
    client.force_login(standing_officer)
    typed = {
        "name": half.name, "data_from": "15/12/2025", "data_to": "31/05/2026", "opens_on": "01/06/2026",
        "report_due_on": "14/06/2026", "standing_due_on": "20/06/2026", "ministry_due_on": "25/06/2026", "instructions": "",
    }  # fmt: skip

    page = client.post(
        reverse("reports:period_change", args=["hcm", "2026", half.slug]), typed, follow=True
    ).content.decode()

    half.refresh_from_db()
    assert (half.report_due_on, half.standing_due_on, half.ministry_due_on) == (
        date(2026, 6, 15),
        date(2026, 6, 22),
        date(2026, 6, 25),
    )
    assert "Hạn gửi báo cáo 14/06/2026 là Chủ nhật, chuyển sang 15/06/2026" in page
    assert "Hạn trình UBND 20/06/2026 là Thứ Bảy, chuyển sang 22/06/2026" in page


# --- Where they are shown ---------------------------------------------------------------------------------


def test_levels_are_shown_where_they_are_worked_to(client, world, half, standing_officer):
    client.force_login(standing_officer)
    review = f.make_review(half, standing_officer)

    pages = [
        client.get(url).content.decode()
        for url in (
            reverse("reports:period_list", args=["hcm"]),
            reverse("reports:period_review_list", args=["hcm", "2026"]),
            review.get_absolute_url(),
        )
    ]

    for page in pages:
        assert "Trình UBND" in page and "22/06/2026" in page and "25/06/2026" in page
    assert "Cơ quan thường trực trình UBND: hạn 22/06/2026" in pages[2]


def test_the_queue_and_the_clerk_see_the_level_that_is_theirs(client, world, standing_officer, clerk):
    put(world.period, standing_due_on=TODAY + timedelta(20), ministry_due_on=TODAY + timedelta(25))
    client.force_login(standing_officer)
    queue = client.get(reverse("reports:review_queue", args=["hcm"])).content.decode()
    f.make_review(world.period, standing_officer, status=ReviewStatus.APPROVED)
    client.force_login(clerk)
    desk = client.get(reverse("reports:clerk_desk", args=["hcm"])).content.decode()

    assert f"hạn trình UBND {TODAY + timedelta(20):%d/%m/%Y}" in queue
    assert f"hạn trình UBND {TODAY + timedelta(20):%d/%m/%Y}" in desk


def test_lists_of_periods_ask_as_often_for_many(
    client, world, half, standing_officer, django_assert_num_queries
):
    client.force_login(standing_officer)
    urls = [
        reverse("reports:period_list", args=["hcm"]),
        reverse("reports:period_review_list", args=["hcm", "2026"]),
    ]
    for url in urls:
        client.get(url)
    counts = []
    for more in (0, 3):
        for n in range(more):
            f.make_period(world.plan, f"2026-thang-{n}")
        counts.append([_queries(client, url) for url in urls])

    assert counts[0] == counts[1]


def _queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)


# --- The calendar changes afterwards -----------------------------------------------------------------------


@pytest.fixture
def on_a_holiday(world):
    """A deadline set on a working day that becomes a day off later."""
    day = work_calendar(world.locality.pk).add_working_days(TODAY, 6)
    put(world.period, report_due_on=day, standing_due_on=day)
    CalendarDay.objects.create(locality=world.locality, day=day, kind="DAY_OFF", name="Nghỉ bù")
    return day


def test_administrator_sees_which_deadlines_the_calendar_touches(client, world, on_a_holiday):
    client.force_login(world.people["administrator"])
    moved = work_calendar(world.locality.pk).next_working_day(on_a_holiday)

    page = client.get(reverse("agencies:calendar", args=["hcm"])).content.decode()

    assert "2 hạn rơi vào ngày nghỉ theo lịch này" in page
    assert (
        f"6 tháng đầu năm 2026, các cơ quan gửi: hạn {on_a_holiday:%d/%m/%Y} là ngày nghỉ, chuyển sang {moved:%d/%m/%Y}"
        in page
    )


def test_who_does_not_keep_the_calendar_is_not_told(client, world, on_a_holiday, lead_officer):
    client.force_login(lead_officer)

    for name in ("agencies:calendar", "reports:period_list"):
        assert "rơi vào ngày nghỉ" not in client.get(reverse(name, args=["hcm"])).content.decode()


def test_one_button_writes_the_working_days(client, world, on_a_holiday, standing_officer):
    client.force_login(standing_officer)
    moved = work_calendar(world.locality.pk).next_working_day(on_a_holiday)
    url = reverse("reports:period_deadlines_move", args=["hcm"])

    page = client.post(url, follow=True).content.decode()

    world.period.refresh_from_db()
    assert (world.period.report_due_on, world.period.standing_due_on) == (moved, moved)
    assert "Đã chuyển 2 hạn sang ngày làm việc kế tiếp." in page
    assert ActivityEntry.objects.about(world.period).get().action == "move_deadlines"
    assert "Không còn hạn nào" in client.post(url, follow=True).content.decode()


def test_deadlines_of_another_locality_and_of_the_past_stay(
    world, other_world, on_a_holiday, standing_officer
):
    CalendarDay.objects.create(day=other_world.period.report_due_on, kind="DAY_OFF", name="Nghỉ")
    before = other_world.period.report_due_on
    put(world.period, report_due_on=TODAY - timedelta(9), standing_due_on=None, data_to=TODAY - timedelta(15))

    assert move_deadlines(world.locality, actor=standing_officer, as_of=TODAY) == 0
    other_world.period.refresh_from_db()
    assert other_world.period.report_due_on == before


# --- Reminders -------------------------------------------------------------------------------------------


def told_of(day):
    return {
        (person.pk, due.about)
        for person, dues in people_of(due_on_day(day, on_days_off=True), day).items()
        for due in dues
        if due.for_standing
    }


def test_standing_agency_is_reminded_of_its_own_levels(world, half, standing_officer):
    pk = standing_officer.pk

    assert told_of(date(2026, 6, 1)) == set()
    assert told_of(date(2026, 6, 17)) == {
        (pk, "Báo cáo tổng hợp kỳ 6 tháng đầu năm 2026, trình UBND"),
        (pk, "Báo cáo tổng hợp kỳ 6 tháng đầu năm 2026, gửi Bộ"),
    }


@pytest.mark.parametrize(
    ("own", "upward", "acts"),
    [
        (ReviewStatus.DRAFT, None, {"trình UBND", "gửi Bộ"}),
        (ReviewStatus.SUBMITTED, None, {"gửi Bộ"}),
        (ReviewStatus.RETURNED, None, {"trình UBND", "gửi Bộ"}),
        (ReviewStatus.ISSUED, ReviewStatus.DRAFT, {"gửi Bộ"}),
        (ReviewStatus.ISSUED, ReviewStatus.ISSUED, set()),
    ],
)
def test_what_is_on_its_way_is_not_asked_for(world, half, standing_officer, own, upward, acts):
    review = f.make_review(half, standing_officer, status=own)
    if upward:
        up = {"level": ReviewLevel.UPWARD, "based_on": review, "addressed_to": "Bộ VHTTDL"}
        f.make_review(half, standing_officer, status=upward, **up)

    assert {about.rpartition(", ")[2] for _, about in told_of(date(2026, 6, 22))} == acts


def test_the_reminder_reaches_the_bell_of_the_standing_agency_alone(world, half, standing_officer):
    send_daily_reminders(as_of=date(2026, 6, 19))

    told = Notification.objects.filter(kind=NoticeKind.REPORT_DUE, subject_key__startswith="period:")
    assert set(told.values_list("person", flat=True)) == {standing_officer.pk}
