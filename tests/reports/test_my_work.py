"""Việc của tôi: what waits, in the order in which it should be done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.choices import DayKind
from agencies.models import CalendarDay, User
from plans.models import Task
from reports.choices import ContributionStatus, ReportStatus
from reports.dashboards import work
from reports.models import Contribution, FieldComment, ProgressReport, ReportingPeriod
from tests import factories as f

AS_OF = date(2026, 6, 15)  # a Monday


@pytest.fixture
def period(world):
    """Due on Monday 29/06/2026: ten working days after AS_OF."""
    ReportingPeriod.objects.filter(pk=world.period.pk).update(
        data_from=date(2025, 12, 15),
        data_to=date(2026, 6, 14),
        opens_on=date(2026, 6, 1),
        report_due_on=date(2026, 6, 29),
    )
    return ReportingPeriod.objects.get(pk=world.period.pk)


def groups_of(person, world, as_of=AS_OF) -> dict[str, list[tuple[str, str]]]:
    mine = work.my_work(User.objects.get(pk=person.pk), world.locality.pk, as_of=as_of)
    return {group.key: [(row.number, row.status_label) for row in group.rows] for group in mine.groups}


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 6, 12), {"qua-han": [("1.1", "Trễ 1 ngày làm việc")]}),
        (date(2026, 6, 15), {"sap-den-han": [("1.1", "Chưa báo cáo")]}),
        (date(2026, 6, 24), {"sap-den-han": [("1.1", "Chưa báo cáo")]}),
        (date(2026, 6, 25), {"chua-den-han": [("1.1", "Chưa báo cáo")]}),
    ],
)
def test_report_not_begun_stands_by_its_deadline(world, lead_officer, period, due_on, expected):
    ReportingPeriod.objects.filter(pk=period.pk).update(data_to=date(2026, 6, 10), report_due_on=due_on)

    assert groups_of(lead_officer, world) == expected


def test_days_left_are_working_days(world, lead_officer, period):
    CalendarDay.objects.create(
        locality=world.locality, day=date(2026, 6, 16), kind=DayKind.DAY_OFF, name="Nghỉ"
    )
    mine = work.my_work(lead_officer, world.locality.pk, as_of=AS_OF)

    assert (mine.groups[0].rows[0].due_on, mine.groups[0].rows[0].due_note) == (
        date(2026, 6, 29),
        "còn 9 ngày làm việc",
    )


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        (ReportStatus.DRAFT, {}, {"ban-nhap": [("1.1", "Đang viết")]}),
        (ReportStatus.RETURNED, {}, {"bi-tra-lai": [("1.1", "Cần sửa")]}),
        (ReportStatus.AGENCY_REVIEW, {}, {"da-gui": [("1.1", "Chờ lãnh đạo đơn vị")]}),
        (ReportStatus.SUBMITTED, {}, {"da-gui": [("1.1", "Chờ xem xét")]}),
        (ReportStatus.SUBMITTED, {"return_count": 2}, {"da-gui": [("1.1", "Đã sửa, trình lại (lần 2)")]}),
        (ReportStatus.ACCEPTED, {}, {}),
        (ReportStatus.DRAFT, {"deleted_at": timezone.now()}, {"chua-den-han": [("1.1", "Chưa báo cáo")]}),
    ],
)
def test_report_stands_by_its_state(world, lead_officer, period, status, fields, expected):
    f.make_report(world.task, period, lead_officer, status=status, **fields)

    assert groups_of(lead_officer, world) == expected


def test_deleted_draft_is_owed_again_and_said_to_be_there_still(world, lead_officer, period):
    f.make_report(world.task, period, lead_officer, deleted_at=timezone.now())
    f.make_period(
        world.plan, "2026-ky-khac", data_from=period.data_from, data_to=period.data_to,
        opens_on=period.opens_on, report_due_on=period.report_due_on,
    )  # fmt: skip

    mine = work.my_work(User.objects.get(pk=lead_officer.pk), world.locality.pk, as_of=AS_OF)

    rows = {row.period: row.sub for group in mine.groups for row in group.rows}

    assert rows[period.slug].endswith("bản nháp đã xóa, khôi phục được")
    assert "bản nháp" not in rows["2026-ky-khac"]


def test_returned_report_says_how_often_by_whom_how_many_points_and_until_when(
    world, lead_officer, standing_officer, period
):
    report = f.make_report(
        world.task,
        period,
        lead_officer,
        status=ReportStatus.RETURNED,
        return_count=2,
        returned_by=standing_officer,
        new_due_on=date(2026, 6, 30),
    )
    for round_, field in ((1, "results"), (2, "results"), (2, "evidence")):
        FieldComment.objects.create(
            report=report, field=field, text="Ghi rõ.", round=round_, author=standing_officer
        )
    ReportingPeriod.objects.update(closed_at=timezone.now())

    row = work.my_work(lead_officer, world.locality.pk, as_of=AS_OF).groups[0].rows[0]

    assert row.status_label == "Cần sửa 2 điểm"
    assert row.sub.startswith("Kỳ 6 tháng đầu năm 2026 · trả lại lần 2 · Đặng Thị Trực, ")
    assert row.sub.endswith(": thiếu minh chứng")
    assert (row.due_on, row.due_note, row.act_label, row.is_main) == (
        date(2026, 6, 30),
        "hạn mới, còn 11 ngày làm việc",
        "Sửa và gửi lại",
        True,
    )


def test_head_finds_what_waits_for_signing_off_first_unless_the_head_wrote_it(
    world, lead_officer, agency_leader, period
):
    f.make_report(world.task, period, lead_officer, status=ReportStatus.AGENCY_REVIEW)
    second = f.make_task(world.group, world.lead)
    f.make_report(second, period, agency_leader, status=ReportStatus.AGENCY_REVIEW)

    assert groups_of(agency_leader, world) == {
        "cho-duyet": [("1.1", "Chờ duyệt")],
        "da-gui": [("1.3", "Chờ lãnh đạo đơn vị")],
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"is_secret": True, "title": ""},
        {"starts_on": date(2026, 9, 1)},
        {"completed_on": date(2025, 12, 14)},
        {"withdrawn_on": date(2026, 6, 1)},
    ],
)
def test_task_that_does_not_run_in_the_period_owes_nothing(world, lead_officer, period, fields):
    Task.objects.filter(pk=world.task.pk).update(**fields)

    assert groups_of(lead_officer, world) == {}


@pytest.mark.parametrize("change", [{"closed_at": timezone.now()}, {"opens_on": date(2026, 6, 16)}])
def test_period_that_is_not_open_asks_for_nothing(world, lead_officer, period, change):
    ReportingPeriod.objects.filter(pk=period.pk).update(**change)

    assert groups_of(lead_officer, world) == {}


def test_next_opening_is_told_when_nothing_is_left(world, lead_officer, period):
    ReportingPeriod.objects.filter(pk=period.pk).update(opens_on=date(2026, 6, 16))

    assert (
        work.my_work(lead_officer, world.locality.pk, as_of=AS_OF).next_opening
        == "Kỳ 6 tháng đầu năm 2026 mở ngày 16/06/2026, hạn gửi 29/06/2026."
    )


@pytest.mark.parametrize(
    ("asked_by", "given", "report_status", "expected"),
    [
        (None, None, None, {"phoi-hop": [("1.1", "Chờ anh/chị")]}),
        (date(2026, 6, 12), None, None, {"phoi-hop": [("1.1", "Trễ 1 ngày làm việc")]}),
        (None, ContributionStatus.DRAFT, ReportStatus.DRAFT, {"phoi-hop": [("1.1", "Đang viết")]}),
        (None, ContributionStatus.SENT, None, {}),
        (None, None, ReportStatus.SUBMITTED, {}),
        (None, None, ReportStatus.RETURNED, {"phoi-hop": [("1.1", "Chờ anh/chị")]}),
    ],
)
def test_supporting_agency_sees_who_waits_for_it(
    world, lead_officer, supporter, period, asked_by, given, report_status, expected
):
    support = world.task.supports.get()
    type(support).objects.filter(pk=support.pk).update(due_on=asked_by)
    if given:
        Contribution.objects.create(
            support=support,
            period=period,
            status=given,
            answer="24 ảnh",
            answered_at=timezone.now(),
            answered_by=supporter,
        )
    if report_status:
        f.make_report(world.task, period, lead_officer, status=report_status)

    assert groups_of(supporter, world) == expected


def test_answer_given_in_one_period_is_still_owed_in_the_other(world, supporter, period):
    other = f.make_period(
        world.plan,
        "2026-quy-2",
        data_from=date(2026, 3, 15),
        data_to=date(2026, 6, 14),
        opens_on=date(2026, 6, 1),
        report_due_on=date(2026, 6, 20),
    )
    Contribution.objects.create(
        support=world.task.supports.get(),
        period=other,
        status=ContributionStatus.SENT,
        answer="24 ảnh",
        answered_at=timezone.now(),
        answered_by=supporter,
    )

    (group,) = work.my_work(supporter, world.locality.pk, as_of=AS_OF).groups

    assert [(row.number, row.period) for row in group.rows] == [("1.1", period.slug)]


def test_groups_come_in_their_order(world, lead_officer, agency_leader, period):
    for status in (
        ReportStatus.SUBMITTED,
        ReportStatus.RETURNED,
        ReportStatus.DRAFT,
        ReportStatus.AGENCY_REVIEW,
    ):
        f.make_report(f.make_task(world.group, world.lead), period, lead_officer, status=status)
    foreign = f.make_task(world.group, world.other)
    f.make_support(foreign, world.lead)
    late = f.make_period(
        world.plan,
        "2026-quy-1",
        data_from=date(2025, 12, 15),
        data_to=date(2026, 3, 14),
        opens_on=date(2026, 3, 1),
        report_due_on=date(2026, 6, 12),
    )
    f.make_report(world.task, late, lead_officer, status=ReportStatus.ACCEPTED)
    for task in Task.objects.exclude(pk__in=[world.task.pk, world.other_task.pk, foreign.pk]).filter(
        number__gt=3
    ):
        f.make_report(task, late, lead_officer, status=ReportStatus.ACCEPTED)

    keys = list(groups_of(agency_leader, world))

    assert keys == ["cho-duyet", "bi-tra-lai", "qua-han", "ban-nhap", "chua-den-han", "phoi-hop", "da-gui"]


@pytest.mark.parametrize("people_count", [1, 3])
def test_page_shows_the_row_with_its_button(client, world, lead_officer, people_count):
    client.force_login(lead_officer)

    page = client.get("/hcm/viec-cua-toi/").content.decode()

    assert "Sản xuất 12 phóng sự song ngữ" in page
    assert 'href="/hcm/bao-cao/2026/2026-6-thang/1.1/viet/"' in page
    assert "Tập huấn nghiệp vụ" not in page


def test_anonymous_is_asked_to_log_in(client, world):
    assert client.get("/hcm/viec-cua-toi/").url.startswith("/dang-nhap/")


def test_page_of_another_locality_is_not_found(client, world, other_world):
    client.force_login(other_world.people["officer"])

    assert client.get("/hcm/viec-cua-toi/").status_code == 404
    assert client.get("/khong-co/viec-cua-toi/").status_code == 404


def test_page_without_work_reassures(client, world, committee_member):
    client.force_login(committee_member)

    assert "Anh/chị không còn việc nào." in client.get("/hcm/viec-cua-toi/").content.decode()


@pytest.mark.parametrize(("tasks", "periods"), [(1, 1), (3, 1), (3, 12), (40, 2)])
def test_queries_do_not_grow(
    client, world, lead_officer, supporter, django_assert_num_queries, tasks, periods
):
    today = timezone.localdate()
    many = [
        f.make_period(
            world.plan,
            f"ky-{n}",
            data_from=today - timedelta(days=90),
            report_due_on=today + timedelta(days=n),
        )
        for n in range(periods)
    ]
    for _ in range(tasks):
        task = f.make_task(world.group, world.lead)
        f.make_support(f.make_task(world.group, world.other), world.lead)
        f.make_report(task, many[0], lead_officer, status=ReportStatus.RETURNED)
    client.force_login(lead_officer)

    with django_assert_num_queries(7):
        page = client.get("/hcm/viec-cua-toi/").content.decode()

    assert page.count('class="ttdn-row"') <= 120
    assert ProgressReport.objects.count() == tasks


def test_long_group_is_one_click_away_and_paged(client, world, lead_officer):
    for _ in range(60):
        f.make_task(world.group, world.lead)
    client.force_login(lead_officer)

    first = client.get("/hcm/viec-cua-toi/").content.decode()
    key = "sap-den-han" if "?nhom=sap-den-han" in first else "chua-den-han"
    whole = client.get(f"/hcm/viec-cua-toi/?nhom={key}&trang=2").content.decode()

    assert "Xem cả 61 việc" in first
    assert first.count('class="ttdn-row"') == 20
    assert whole.count('class="ttdn-row"') == 11
