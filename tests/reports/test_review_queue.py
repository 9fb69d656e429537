"""The reviewer's desk, and the plain list that everybody else has at the same address."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from agencies.models import Notification
from agencies.services.calendar import WorkCalendar
from plans.choices import PlanStatus
from plans.models import Plan
from reports import workflow
from reports.choices import ReportStatus
from reports.dashboards import queue
from reports.models import ProgressReport
from tests import factories as f

URL = "/hcm/bao-cao/"
RETURN = {
    "note": "Thiếu số liệu.",
    "reason": "MISSING_FIGURES",
    "comments": [("figures", "Bổ sung số phóng sự.")],
}


def sent(world, officer, **fields):
    task = fields.pop("task", None) or f.make_task(
        world.group, world.lead, title=fields.pop("title", "Sản xuất phim tài liệu")
    )
    return f.make_report(
        task, fields.pop("period", world.period), officer, status=ReportStatus.SUBMITTED, **fields
    )


def days_ago(count):
    return timezone.now() - timedelta(days=count)


# --- Who gets which page ------------------------------------------------------------------------------------


def test_stranger_to_the_portal_is_sent_to_the_login(client, world):
    response = client.get(URL)

    assert response.status_code == 302
    assert response.url.startswith("/dang-nhap/")


@pytest.mark.parametrize("role", ["standing", "officer", "committee"])
def test_another_locality_is_not_there(client, world, other_world, role):
    client.force_login(other_world.people[role])

    assert client.get(URL).status_code == 404


@pytest.mark.parametrize(
    "role", ["officer", "head", "supporter", "signer", "clerk", "committee", "administrator"]
)
def test_everybody_but_the_reviewer_reads_a_plain_list(client, world, lead_officer, role):
    sent(world, lead_officer)
    client.force_login(world.people[role])

    response = client.get(URL)

    assert response.templates[0].name == "reports/review_list.html"
    assert "Xem xét" not in response.content.decode()


def test_reviewer_has_the_queue_and_on_demand_the_list(client, world, standing_officer):
    client.force_login(standing_officer)

    assert client.get(URL).templates[0].name == "reports/review_queue.html"
    assert client.get(f"{URL}?xem=tat-ca").templates[0].name == "reports/review_list.html"


def test_list_holds_only_what_one_may_see(client, world, other_world, lead_officer, committee_member):
    f.make_report(world.task, world.period, lead_officer, results="CANARY bản nháp")
    sent(world, lead_officer, title="Phim tài liệu đã gửi")
    f.make_report(
        other_world.task, other_world.period, other_world.people["officer"], status=ReportStatus.ACCEPTED
    )
    client.force_login(committee_member)

    response = client.get(URL)

    assert [row.title for row in response.context["rows"]] == ["Phim tài liệu đã gửi"]
    assert "CANARY" not in response.content.decode()


def test_deleted_draft_is_not_listed(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, deleted_at=timezone.now())
    client.force_login(lead_officer)

    assert client.get(URL).context["rows"] == []


# --- Order: nothing resubmitted gets lost -------------------------------------------------------------------


def test_piles_stand_in_their_order_whatever_the_age(client, world, lead_officer, standing_officer):
    sent(world, lead_officer, title="Mới gửi hôm nay", submitted_at=timezone.now())
    sent(world, lead_officer, title="Gửi đã lâu", submitted_at=days_ago(20))
    resent = sent(world, lead_officer, title="Sửa xong trình lại")
    workflow.run(resent, "send_back", actor=standing_officer, **RETURN)
    workflow.run(f.keep_points(resent), "submit", actor=lead_officer)
    client.force_login(standing_officer)

    piles = client.get(URL).context["piles"]

    assert [(pile.title, [row.title for row in pile.rows]) for pile in piles] == [
        ("Trình lại", ["Sửa xong trình lại"]),
        ("Mới gửi", ["Mới gửi hôm nay"]),
        ("Sắp hết hạn hoặc quá hạn xem xét", ["Gửi đã lâu"]),
    ]
    assert piles[0].rows[0].status_label == "Đã sửa, trình lại (lần 1)"


def test_report_returned_three_times_still_comes_back_to_the_top(
    client, world, lead_officer, standing_officer
):
    report = sent(world, lead_officer, task=world.task)
    sent(world, lead_officer)
    for _ in range(3):
        workflow.run(report, "send_back", actor=standing_officer, **RETURN)
        workflow.run(f.keep_points(report), "submit", actor=lead_officer)
    client.force_login(standing_officer)

    first = client.get(URL).context["piles"][0]

    assert (first.title, first.size, first.rows[0].number) == ("Trình lại", 1, world.task.code)
    assert "Đã sửa, trình lại (lần 3)" in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("percent", "words"),
    [(70, "sửa 1 mục so với lần gửi trước"), (58, "không sửa mục nào so với lần gửi trước")],
)
def test_row_says_how_much_was_mended(client, world, lead_officer, standing_officer, percent, words):
    report = sent(world, lead_officer)
    workflow.run(report, "send_back", actor=standing_officer, **RETURN)
    ProgressReport.objects.update(progress_percent=percent)
    report.refresh_from_db()
    workflow.run(f.keep_points(report), "submit", actor=lead_officer)
    client.force_login(standing_officer)

    row = client.get(URL).context["piles"][0].rows[0]

    assert row.sub.endswith(words)
    assert row.sub.startswith("Sở Du lịch · 6 tháng đầu năm 2026 · gửi ")


@pytest.mark.parametrize("status", ["DRAFT", "AGENCY_REVIEW", "RETURNED", "ACCEPTED"])
def test_what_does_not_wait_is_not_in_the_queue(client, world, lead_officer, standing_officer, status):
    f.make_report(world.task, world.period, lead_officer, status=status)
    client.force_login(standing_officer)

    assert client.get(URL).context["piles"] == []


# Monday 2 March 2026; the fifth working day after a Monday is the next Monday.
CLOCK = queue.Clock(date(2026, 3, 9), WorkCalendar())


@pytest.mark.parametrize(
    ("sent_on", "due_on", "last"),
    [
        (date(2026, 3, 2), date(2026, 6, 20), date(2026, 3, 9)),
        (date(2026, 3, 6), date(2026, 6, 20), date(2026, 3, 13)),
        (date(2026, 3, 6), date(2026, 3, 10), date(2026, 3, 10)),
        (date(2026, 3, 6), date(2026, 3, 5), date(2026, 3, 13)),
    ],
)
def test_reviewer_has_five_working_days_and_not_beyond_the_deadline(sent_on, due_on, last):
    at = timezone.make_aware(datetime(sent_on.year, sent_on.month, sent_on.day, 9))

    assert CLOCK.review_by(at, due_on) == last


@pytest.mark.parametrize("due", [-3, 0, 1, 2, 5])
def test_pile_in_the_database_agrees_with_the_day_shown(world, lead_officer, standing_officer, due):
    due_on = CLOCK.as_of + timedelta(days=due)
    period = f.make_period(
        world.plan,
        "2026-thu",
        data_from=date(2026, 1, 1),
        data_to=date(2026, 3, 1),
        opens_on=date(2026, 2, 1),
        report_due_on=due_on,
    )
    for days in range(12):
        sent(
            world,
            lead_officer,
            period=period,
            submitted_at=timezone.make_aware(datetime(2026, 3, 9, 8)) - timedelta(days=days),
        )

    found = queue.in_piles(queue.waiting_reports(standing_officer, world.locality), CLOCK)

    pressing = {report.submitted_at for report in found if report.pile == queue.PRESSING}
    assert pressing == {
        r.submitted_at for r in found if CLOCK.review_by(r.submitted_at, due_on) <= date(2026, 3, 11)
    }
    assert 0 < len(pressing) <= 12
    assert all(r.pile == CLOCK.pile(0, CLOCK.review_by(r.submitted_at, due_on)) for r in found)


# --- Who has not sent ---------------------------------------------------------------------------------------


def missing_of(client):
    return [
        (asked.period.slug, asked.is_late, [(row.label, row.missing, row.owed) for row in asked.agencies])
        for asked in client.get(URL).context["missing"]
    ]


def test_missing_agencies_by_open_period(client, world, lead_officer, standing_officer):
    f.make_task(world.group, world.lead)
    f.make_task(world.group, world.lead, is_secret=True)
    f.make_task(world.group, world.lead, withdrawn_on=date(2020, 1, 1))
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    client.force_login(standing_officer)

    assert missing_of(client) == [("2026-6-thang", False, [("Sở Du lịch", 1, 2), ("Sở Tài chính", 1, 1)])]


def test_both_leads_of_a_task_are_missing_as_the_overview_counts_them(client, world, standing_officer):
    Plan.objects.filter(pk=world.plan.pk).update(allows_joint_lead=True)
    f.make_task(world.group, world.lead, joint_lead_agency=world.other)
    client.force_login(standing_officer)

    assert missing_of(client) == [("2026-6-thang", False, [("Sở Du lịch", 2, 2), ("Sở Tài chính", 2, 2)])]
    overview = client.get("/hcm/tong-quan/").context["page"]
    assert [(line.name, line.missing) for line in overview.agencies] == [
        ("Sở Du lịch", 2),
        ("Sở Tài chính", 2),
    ]


def test_missing_agency_leads_to_its_own_tasks(client, world, standing_officer):
    client.force_login(standing_officer)
    urls = {row.label: row.url for row in client.get(URL).context["missing"][0].agencies}

    page = client.get(urls["Sở Tài chính"]).content.decode()

    assert world.other_task.title in page
    assert world.task.title not in page


def test_agency_whose_report_came_back_is_missing_again(client, world, lead_officer, standing_officer):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.RETURNED)
    f.make_report(world.other_task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    client.force_login(standing_officer)

    assert missing_of(client) == [("2026-6-thang", False, [("Sở Du lịch", 1, 1)])]


def test_late_and_closed_and_coming_periods(client, world, standing_officer):
    today = timezone.localdate()
    f.make_period(
        world.plan,
        "tre",
        name="Quý I",
        data_to=today - timedelta(days=9),
        opens_on=today - timedelta(days=20),
        report_due_on=today - timedelta(days=7),
    )
    f.make_period(world.plan, "dong", closed_at=timezone.now())
    f.make_period(world.plan, "sap-mo", opens_on=today + timedelta(days=2))
    client.force_login(standing_officer)

    assert [(slug, late) for slug, late, _ in missing_of(client)] == [("tre", True), ("2026-6-thang", False)]


@pytest.mark.parametrize(("days_left", "is_late"), [(3, False), (-7, True)])
def test_agency_that_mends_until_a_later_day_is_not_late(
    client, world, lead_officer, standing_officer, days_left, is_late
):
    today = timezone.localdate()
    type(world.period).objects.update(report_due_on=today - timedelta(7), data_to=today - timedelta(9))
    f.make_report(
        world.task,
        world.period,
        lead_officer,
        status=ReportStatus.RETURNED,
        new_due_on=today + timedelta(days_left),
    )
    client.force_login(standing_officer)

    rows = {row.label: row.is_late for row in client.get(URL).context["missing"][0].agencies}

    assert rows == {"Sở Du lịch": is_late, "Sở Tài chính": True}


def test_missing_agency_shows_when_its_people_were_last_reminded(
    client, world, lead_officer, standing_officer
):
    old = Notification.objects.create(
        person=lead_officer,
        locality=world.locality,
        kind="REPORT_DUE",
        subject_key="task:1",
        step="-7",
        text="Đến hạn",
    )
    Notification.objects.filter(pk=old.pk).update(created_at=days_ago(90))
    client.force_login(standing_officer)
    rows = {row.label: row.reminded_at for row in client.get(URL).context["missing"][0].agencies}
    assert rows == {"Sở Du lịch": None, "Sở Tài chính": None}

    told = Notification.objects.create(
        person=lead_officer,
        locality=world.locality,
        kind="REPORT_DUE",
        subject_key="task:1",
        step="-3",
        text="Đến hạn",
    )

    rows = {row.label: row.reminded_at for row in client.get(URL).context["missing"][0].agencies}
    assert rows == {"Sở Du lịch": told.created_at, "Sở Tài chính": None}


# --- Filters ------------------------------------------------------------------------------------------------


def test_queue_is_narrowed_by_period_agency_and_content(client, world, lead_officer, standing_officer):
    second = f.make_group(world.plan, 2, title="Hợp tác quốc tế")
    other = f.make_period(world.plan, "2026-quy-1", name="Quý I năm 2026")
    sent(world, lead_officer, title="A")
    sent(world, lead_officer, title="B", period=other)
    sent(world, lead_officer, task=f.make_task(second, world.other, title="C"))
    client.force_login(standing_officer)

    def titles(query):
        return [row.title for pile in client.get(URL + query).context["piles"] for row in pile.rows]

    assert sorted(titles("")) == ["A", "B", "C"]
    assert titles("?ky=2026/2026-quy-1") == ["B"]
    assert titles("?coquan=khac") == ["C"]
    assert titles("?noidung=2026/2") == ["C"]
    assert titles("?coquan=khac&ky=2026/2026-quy-1") == []


def test_items_of_two_plans_stand_under_their_plans(client, world, lead_officer, standing_officer):
    """Both plans call their first item alike; without the plan's title nobody could tell them apart."""
    before = f.make_plan(world.locality, issuer=world.issuer, year=2025, status=PlanStatus.ISSUED)
    task = f.make_task(f.make_group(before, 1, title=world.group.title), world.lead, title="Của năm trước")
    period = f.make_period(before, "2025-nam", name="Cả năm")
    type(world.period).objects.filter(pk=world.period.pk).update(name="Cả năm")
    f.make_period(
        world.plan, "2026-thang-9", name="Tháng 9", report_due_on=world.period.report_due_on + timedelta(30)
    )
    sent(world, lead_officer, title="Của năm nay")
    sent(world, lead_officer, task=task, period=period)
    client.force_login(standing_officer)

    page = client.get(URL)

    item = f"1. {world.group.title}"
    found = page.context["form"].fields["noidung"].choices
    assert found[1:] == [
        (before.title, [("2025/1", item)]),
        (world.plan.title, [("2026/1", item)]),
    ]
    html = page.content.decode()
    assert f'<optgroup label="{before.title}"><option value="2025/1">{item}</option></optgroup>' in html
    periods = page.context["form"].fields["ky"].choices
    assert periods[1:] == [
        (before.title, [("2025/2025-nam", "Cả năm")]),
        (world.plan.title, [(f"2026/{world.period.slug}", "Cả năm"), ("2026/2026-thang-9", "Tháng 9")]),
    ]
    chosen = client.get(URL + "?noidung=2025/1")
    assert '<option value="2025/1" selected>' in chosen.content.decode()
    assert [row.title for pile in chosen.context["piles"] for row in pile.rows] == ["Của năm trước"]


@pytest.mark.parametrize(
    "query",
    [
        "?ky=khong/co",
        "?coquan=xyz",
        "?noidung=2026/abc",
        "?noidung=2026/99999999999999999999",
        "?tinhtrang=zzz&xem=tat-ca",
        "?trang=abc",
    ],
)
def test_filter_that_finds_nothing_is_no_error(client, world, lead_officer, standing_officer, query):
    sent(world, lead_officer)
    client.force_login(standing_officer)

    assert client.get(URL + query).status_code == 200


def test_filter_goes_along_to_the_report(client, world, lead_officer, standing_officer):
    report = sent(world, lead_officer)
    client.force_login(standing_officer)

    row = client.get(f"{URL}?coquan=chu-tri").context["piles"][0].rows[0]

    assert row.url == f"/hcm/bao-cao/2026/2026-6-thang/{report.task.code}/xem-xet/?coquan=chu-tri"


def test_list_by_status(client, world, lead_officer):
    sent(world, lead_officer, title="Đã gửi")
    f.make_report(world.task, world.period, lead_officer)
    client.force_login(lead_officer)

    assert [row.title for row in client.get(f"{URL}?tinhtrang=submitted").context["rows"]] == ["Đã gửi"]


def test_long_queue_has_pages_and_counts_all(client, world, lead_officer, standing_officer, monkeypatch):
    monkeypatch.setattr("ttdn_portal.shared.lists.page_of.__defaults__", (2,))
    for _ in range(3):
        sent(world, lead_officer)
    client.force_login(standing_officer)

    response = client.get(f"{URL}?trang=2")

    assert [(pile.size, len(pile.rows)) for pile in response.context["piles"]] == [(3, 1)]
    assert "3–3 trong 3" in response.content.decode()


# --- “Có sửa được không?” ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "fields", "role", "words"),
    [
        ("DRAFT", {}, "officer", "Có"),
        ("AGENCY_REVIEW", {}, "officer", "Không, lãnh đạo đơn vị đang xem"),
        ("SUBMITTED", {}, "officer", "Rút lại để sửa được, vì chưa ai mở xem"),
        ("SUBMITTED", {}, "signer", "Không, đang chờ cơ quan thường trực xem xét"),
        ("SUBMITTED", {"opened_at": timezone.now()}, "officer", "Không, cơ quan thường trực đang xem xét"),
        ("RETURNED", {}, "officer", "Có, sửa rồi gửi lại"),
        ("ACCEPTED", {}, "supporter", "Không, đã tiếp nhận; cơ quan thường trực mở lại được"),
    ],
)
def test_list_says_whether_a_report_may_be_changed(client, world, lead_officer, status, fields, role, words):
    f.make_report(world.task, world.period, lead_officer, status=status, **fields)
    client.force_login(world.people[role])

    response = client.get(URL)

    assert [row.may_change for row in response.context["rows"]] == [words]
    assert words in response.content.decode()


# --- Cost ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_the_same_for_one_row_and_three(
    client, world, lead_officer, standing_officer, django_assert_num_queries, count
):
    for number in range(count):
        report = sent(world, lead_officer)
        workflow.run(report, "send_back", actor=standing_officer, **RETURN)
        workflow.run(f.keep_points(report), "submit", actor=lead_officer)
        f.make_period(world.plan, f"ky-{number}")
    client.force_login(standing_officer)

    with django_assert_num_queries(10):
        client.get(URL)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_row_and_three(
    client, world, lead_officer, committee_member, django_assert_num_queries, count
):
    for _ in range(count):
        sent(world, lead_officer)
    client.force_login(committee_member)

    with django_assert_num_queries(6):
        client.get(URL)
