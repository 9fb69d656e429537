"""Periods: proposed by the calendar, checked at their fields, closed and opened again."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import ActivityEntry, CalendarDay
from agencies.services.calendar import work_calendar
from reports.models import ReportingPeriod
from reports.services.periods import presets_for, proposal
from tests import factories as f

GOOD = {
    "name": "quý III năm 2026", "kind": "QUARTER", "slug": "2026-quy-3", "data_from": "15/06/2026", "data_to": "14/09/2026",
    "opens_on": "04/09/2026", "report_due_on": "21/09/2026", "standing_due_on": "", "ministry_due_on": "", "instructions": "",
}  # fmt: skip


def address(name: str = "period_list", *args: str) -> str:
    return reverse(f"reports:{name}", args=["hcm", *args])


@pytest.fixture
def standing(client, standing_officer):
    client.force_login(standing_officer)
    return client


def test_half_year_is_proposed_by_the_decree_with_a_working_deadline(world):
    half = next(p for p in presets_for(2026) if p.key == "6-thang")

    days = proposal(half, 2026, work_calendar(world.locality.pk))

    assert (days["data_from"], days["data_to"], days["report_due_on"]) == (
        date(2025, 12, 15),
        date(2026, 6, 14),
        date(2026, 6, 19),
    )


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 403), ("signer", 403), ("standing", 200), ("administrator", 200)]
)
def test_who_may_add(client, world, role, status):
    client.force_login(world.people[role])

    assert client.get(address("period_add")).status_code == status
    assert client.get(address()).status_code == 200


def test_another_locality_finds_nothing(client, world, other_world):
    client.force_login(other_world.people["standing"])

    assert client.get(address()).status_code == 404
    assert client.post(address("period_close", "2026", "2026-6-thang")).status_code == 404
    assert ReportingPeriod.objects.get(pk=world.period.pk).closed_at is None


def test_added_period_is_stored_and_logged(standing, world):
    standing.post(address("period_add"), GOOD)

    period = ReportingPeriod.objects.get(slug="2026-quy-3")
    assert (period.plan, period.locality, period.report_due_on) == (
        world.plan,
        world.locality,
        date(2026, 9, 21),
    )
    assert ActivityEntry.objects.about(period).get().action == "add_period"


def test_deadline_on_a_day_off_moves_to_the_next_working_day(standing, world):
    CalendarDay.objects.create(day=date(2026, 9, 21), kind="DAY_OFF", name="Nghỉ bù")

    page = standing.post(address("period_add"), GOOD, follow=True).content.decode()

    assert ReportingPeriod.objects.get(slug="2026-quy-3").report_due_on == date(2026, 9, 22)
    assert (
        "Hạn gửi báo cáo 21/09/2026 là ngày nghỉ, chuyển sang 22/09/2026 (Bộ luật Dân sự, Điều 148)." in page
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("data_to", "14/03/2026", "Ngày chốt số liệu phải sau ngày bắt đầu."),
        ("report_due_on", "10/09/2026", "Hạn gửi phải sau ngày chốt số liệu ít nhất một ngày."),
        ("opens_on", "30/09/2026", "Hạn gửi phải sau ngày mở kỳ."),
        ("slug", "2026-6-thang", "Tên ngắn này đã dùng cho một kỳ khác của kế hoạch."),
    ],
)
def test_wrong_day_is_said_and_nothing_typed_is_lost(standing, world, field, value, sentence):
    page = standing.post(address("period_add"), GOOD | {field: value}).content.decode()

    assert sentence in page
    assert 'value="quý III năm 2026"' in page
    assert ReportingPeriod.objects.count() == 1


def test_closed_period_takes_no_report_and_can_be_opened_again(standing, world, client, lead_officer):
    standing.post(address("period_close", "2026", "2026-6-thang"))
    assert ReportingPeriod.objects.get().is_open_on(timezone.localdate()) is False

    standing.post(address("period_open", "2026", "2026-6-thang"))
    assert ReportingPeriod.objects.get().is_open_on(timezone.localdate()) is True
    assert list(ActivityEntry.objects.about(world.period).values_list("action", flat=True)) == [
        "reopen_period",
        "close_period",
    ]


def test_change_keeps_address_and_logs_only_what_changed(standing, world):
    period = ReportingPeriod.objects.get()
    typed = {
        n: getattr(period, n).strftime("%d/%m/%Y")
        for n in ("data_from", "data_to", "opens_on", "report_due_on")
    }
    standing.post(
        address("period_change", "2026", "2026-6-thang"),
        typed | {"name": "6 tháng", "slug": "khac", "kind": "YEAR"},
    )

    period.refresh_from_db()
    assert (period.name, period.slug, period.kind) == ("6 tháng", "2026-6-thang", "HALF_YEAR")
    assert ActivityEntry.objects.about(period).get().after["name"] == "6 tháng"


def test_list_costs_the_same_for_one_and_for_three(standing, world, django_assert_num_queries):
    standing.get(address())
    with django_assert_num_queries(7):
        standing.get(address())
    f.make_period(world.plan, "2026-quy-1")
    f.make_period(world.plan, "2026-nam")

    with django_assert_num_queries(7):
        standing.get(address())
