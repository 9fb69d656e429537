"""Periods opened ahead by rule: looked at, made once, left alone where they stand."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies.models import ActivityEntry
from agencies.services.calendar import WorkCalendar
from plans.choices import PlanStatus
from plans.models import Plan
from reports.choices import PeriodKind
from reports.models import PeriodRule, ReportingPeriod
from reports.services.period_rules import open_ahead, open_by_rule, planned

CALENDAR = WorkCalendar()


def make_rule(plan, kind=PeriodKind.QUARTER, **fields):
    rule = PeriodRule(plan=plan, locality_id=plan.locality_id, kind=kind, **fields)
    rule.full_clean()
    rule.save()
    return rule


def url(name, *args):
    return reverse(f"reports:{name}", args=["hcm", *args])


TYPED = {
    "kind": "QUARTER", "name": "", "cut_off_day": "14", "cut_off_month": "", "opens_before": "10",
    "agency_days": "6", "standing_days": "8", "ministry_days": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "spans"),
    [
        (
            {"kind": PeriodKind.HALF_YEAR},
            [
                ("2026-6-thang", "6 tháng đầu năm 2026", date(2025, 12, 15), date(2026, 6, 14)),
                ("2026-6-thang-cuoi", "6 tháng cuối năm 2026", date(2026, 6, 15), date(2026, 12, 14)),
            ],
        ),
        (
            {"kind": PeriodKind.YEAR},
            [("2026-nam", "Năm 2026", date(2025, 12, 15), date(2026, 12, 14))],
        ),
        (
            {"kind": PeriodKind.YEAR, "cut_off_month": 11},
            [("2026-nam", "Năm 2026", date(2025, 11, 15), date(2026, 11, 14))],
        ),
        (
            {"kind": PeriodKind.LOCAL, "name": "9 tháng", "cut_off_month": 9},
            [("2026-9-thang", "9 tháng năm 2026", date(2025, 12, 15), date(2026, 9, 14))],
        ),
        (
            {"kind": PeriodKind.LOCAL, "name": "5 tháng", "cut_off_month": 5, "cut_off_day": 31},
            [("2026-5-thang", "5 tháng năm 2026", date(2026, 1, 1), date(2026, 5, 31))],
        ),
    ],
)
def test_spans_of_a_year(world, fields, spans):
    rule = make_rule(world.plan, **fields)

    found = planned([rule], world.plan, 2026, CALENDAR)

    assert [(one.slug, one.name, one.data_from, one.data_to) for one in found] == spans


def test_months_end_on_the_last_day_where_it_is_shorter(world):
    found = planned([make_rule(world.plan, PeriodKind.MONTH, cut_off_day=31)], world.plan, 2026, CALENDAR)

    assert [(one.data_from, one.data_to) for one in found][1:3] == [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ]
    assert len(found) == 12


def test_deadlines_on_days_off_are_moved_and_told(world):
    rule = make_rule(world.plan, PeriodKind.HALF_YEAR, agency_days=6, standing_days=8, ministry_days=11)

    first = planned([rule], world.plan, 2026, CALENDAR)[0]

    assert (first.report_due_on, first.standing_due_on, first.ministry_due_on) == (
        date(2026, 6, 22),
        date(2026, 6, 22),
        date(2026, 6, 25),
    )
    assert first.moved == ("20/06/2026 là Thứ Bảy, chuyển sang 22/06/2026",)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": PeriodKind.LOCAL, "cut_off_month": 9}, "Kỳ của địa phương phải có tên"),
        ({"kind": PeriodKind.QUARTER, "name": "Quý"}, "kỳ khác không ghi tên"),
        ({"kind": PeriodKind.QUARTER, "cut_off_month": 3}, "Chỉ kỳ năm và kỳ của địa phương"),
        ({"agency_days": 6, "standing_days": 5}, "Hạn của cấp trên không thể trước hạn của cấp dưới."),
        ({"standing_days": 8, "ministry_days": 7}, "Hạn của cấp trên không thể trước hạn của cấp dưới."),
        ({"cut_off_day": 32}, "31"),
    ],
)
def test_rule_that_makes_no_sense_is_refused(world, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        make_rule(world.plan, **fields)


def test_preview_writes_nothing_and_the_button_makes_what_is_missing(client, world, standing_officer):
    client.force_login(standing_officer)
    edited = ReportingPeriod.objects.get()
    edited.name = "Sơ kết của thành phố"
    edited.save()

    page = client.post(url("period_rules"), TYPED | {"kind": "HALF_YEAR"}, follow=True).content.decode()
    assert ReportingPeriod.objects.count() == 1
    assert "Mở 1 kỳ này" in page and "Đã có, giữ nguyên" in page and "Mở mới" in page

    told = client.post(url("period_open_ahead"), {"nam": "2026"}, follow=True).content.decode()

    made = ReportingPeriod.objects.get(slug="2026-6-thang-cuoi")
    assert "Đã mở trước 1 kỳ báo cáo của năm 2026." in told
    assert (made.data_to, made.kind, made.locality) == (date(2026, 12, 14), "HALF_YEAR", world.locality)
    assert ActivityEntry.objects.about(made).get().action == "open_period_ahead"
    edited.refresh_from_db()
    assert edited.name == "Sơ kết của thành phố"
    assert (
        "không mở thêm kỳ nào"
        in client.post(url("period_open_ahead"), {"nam": "2026"}, follow=True).content.decode()
    )


def test_changed_period_is_never_written_over(world, standing_officer):
    make_rule(world.plan, PeriodKind.YEAR)
    open_ahead(world.plan, 2026, actor=standing_officer)
    ReportingPeriod.objects.filter(slug="2026-nam").update(
        data_to=date(2026, 11, 14), opens_on=date(2026, 11, 1), report_due_on=date(2026, 11, 25)
    )

    assert open_ahead(world.plan, 2026, actor=standing_officer) == 0
    assert ReportingPeriod.objects.get(slug="2026-nam").report_due_on == date(2026, 11, 25)


def test_same_rule_twice_is_told_and_nothing_typed_is_lost(client, world, standing_officer):
    make_rule(world.plan)
    client.force_login(standing_officer)

    page = client.post(url("period_rules"), TYPED).content.decode()

    assert "Kế hoạch đã có quy tắc cho loại kỳ này." in page
    assert 'value="6"' in page
    assert PeriodRule.objects.count() == 1


def test_rule_is_changed_and_removed_and_its_periods_stay(client, world, standing_officer):
    rule = make_rule(world.plan, PeriodKind.YEAR)
    open_ahead(world.plan, 2026, actor=standing_officer)
    client.force_login(standing_officer)

    client.post(url("period_rule_change", rule.pk), TYPED | {"kind": "YEAR", "agency_days": "7"})
    rule.refresh_from_db()
    assert rule.agency_days == 7

    client.post(url("period_rule_remove", rule.pk))
    assert not PeriodRule.objects.exists()
    assert ReportingPeriod.objects.filter(slug="2026-nam").exists()


# --- The daily job ----------------------------------------------------------------------------------------


def test_daily_job_opens_the_year_once_and_brings_back_nothing(world):
    make_rule(world.plan, is_automatic=True)
    make_rule(world.plan, PeriodKind.YEAR)
    assert open_by_rule(as_of=date(2026, 1, 5)) == 4

    ReportingPeriod.objects.filter(slug="2026-quy-2").delete()

    assert open_by_rule(as_of=date(2026, 1, 6)) == 0
    assert not ReportingPeriod.objects.filter(slug__in=["2026-quy-2", "2026-nam"]).exists()


def test_deleted_period_comes_back_by_the_button(world, standing_officer):
    make_rule(world.plan, PeriodKind.YEAR)
    open_ahead(world.plan, 2026, actor=standing_officer)
    ReportingPeriod.objects.filter(slug="2026-nam").delete()

    assert open_ahead(world.plan, 2026, actor=standing_officer) == 1


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.CLOSED])
def test_daily_job_opens_only_for_plans_being_carried_out(world, status):
    make_rule(world.plan, is_automatic=True)
    Plan.objects.filter(pk=world.plan.pk).update(status=status)

    assert open_by_rule(as_of=date(2026, 1, 5)) == 0


def test_december_opens_the_coming_year_of_a_plan_of_several(world):
    Plan.objects.filter(pk=world.plan.pk).update(kind="MULTI_YEAR", year_to=2027)
    make_rule(world.plan, PeriodKind.YEAR, is_automatic=True)

    assert open_by_rule(as_of=date(2026, 11, 30)) == 1
    assert open_by_rule(as_of=date(2026, 12, 1)) == 1
    assert open_by_rule(as_of=date(2027, 12, 1)) == 0


# --- Who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 403), ("signer", 403), ("clerk", 403), ("standing", 200), ("administrator", 200)]
)  # fmt: skip
def test_who_keeps_the_rules(client, world, role, status):
    rule = make_rule(world.plan)
    client.force_login(world.people[role])

    assert client.get(url("period_rules")).status_code == status
    assert client.get(url("period_rule_change", rule.pk)).status_code == status
    for name, *args in (("period_open_ahead",), ("period_rule_remove", rule.pk)):
        assert client.post(url(name, *args)).status_code == (302 if status == 200 else 403)


def test_another_locality_finds_nothing(client, world, other_world):
    rule = make_rule(other_world.plan)
    client.force_login(world.people["standing"])

    assert client.get(url("period_rule_change", rule.pk)).status_code == 404
    assert client.post(url("period_rule_remove", rule.pk)).status_code == 404
    assert client.post(reverse("reports:period_open_ahead", args=["haiphong"])).status_code == 404
    assert PeriodRule.objects.filter(pk=rule.pk).exists()
