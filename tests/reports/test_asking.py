"""The lead asks its supporting agencies: one page for several, a date of its own, who waits for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import ActivityEntry, Notification
from agencies.services.calendar import work_calendar
from reports.choices import ContributionStatus as S
from reports.models import Contribution, ReportingPeriod
from reports.reminders import due_on_day
from tests import factories as f
from ttdn_portal.shared.dates import short_date

pytestmark = pytest.mark.django_db
PLACE = ["hcm", "2026", "2026-6-thang", "1.1"]


@pytest.fixture
def lead(client, lead_officer):
    client.force_login(lead_officer)
    return client


@pytest.fixture
def ask_url(world):
    return reverse("reports:contribution_ask", args=PLACE)


@pytest.fixture
def edit_url(world):
    return reverse("reports:contribution_edit", args=PLACE)


@pytest.fixture
def detail_url(world):
    return reverse("reports:contribution_detail", args=[*PLACE, "phoi-hop"])


def days(n):
    return timezone.localdate() + timedelta(days=n)


def typed(world, *supports, **fields):
    defaults = {
        "agencies": [s.pk for s in supports or [world.task.supports.get()]], "question": "Số đoàn phóng viên nước ngoài đã đón.",
        "wants_text": "on", "due_on": short_date(days(5)),
    }  # fmt: skip
    return defaults | fields


def test_several_agencies_are_asked_at_once_and_told(lead, world, ask_url, supporter, other_officer):
    second = f.make_support(world.task, world.other)
    indicator = world.task.indicators.get()

    lead.post(ask_url, typed(world, world.task.supports.first(), second, indicators=[indicator.pk], name_1="Đoàn phóng viên", unit_1="đoàn", wants_file="on"))  # fmt: skip

    rows = list(Contribution.objects.order_by("pk"))
    assert [(row.status, row.due_on, row.wants_file) for row in rows] == [(S.ASKED, days(5), True)] * 2
    assert [(figure["name"], figure["unit"], figure["value"]) for figure in rows[0].figures] == [
        ("Phóng sự song ngữ", "phóng sự", None),
        ("Đoàn phóng viên", "đoàn", None),
    ]
    told = Notification.objects.filter(kind=NoticeKind.CONTRIBUTION_ASKED)
    assert {notice.person for notice in told} == {supporter, other_officer}
    assert "Số đoàn phóng viên nước ngoài đã đón." in told[0].text


@pytest.mark.parametrize("role", ["supporter", "other_officer", "standing", "clerk"])
def test_only_the_lead_asks(client, world, ask_url, role):
    client.force_login(world.people[role])

    assert client.post(ask_url, typed(world)).status_code == 403
    assert not Contribution.objects.exists()


def test_date_after_the_reports_deadline_is_warned_of_and_then_taken(lead, world, ask_url):
    late = {"due_on": short_date(days(11))}

    page = lead.post(ask_url, typed(world, **late)).content.decode()
    assert f"Ngày này sau hạn gửi báo cáo ({short_date(days(10))})" in page
    assert "Vẫn đặt ngày này" in page
    assert not Contribution.objects.exists()

    lead.post(ask_url, typed(world, **late, accept_late="on"))
    assert Contribution.objects.get().due_on == days(11)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_on": "01/01/2020"}, "Hạn trả lời không thể ở quá khứ."),
        ({"agencies": []}, "Chọn ít nhất một cơ quan."),
        ({"wants_text": ""}, "Chọn ít nhất một thứ cần"),
        ({"name_1": "Lượt xem"}, "Ghi đơn vị tính"),
        ({"question": ""}, "Chưa nhập lời đề nghị."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_a_sentence(lead, world, ask_url, fields, sentence):
    page = lead.post(ask_url, typed(world, **fields)).content.decode()

    assert sentence in page
    assert not Contribution.objects.exists()


def test_a_closed_period_takes_no_question(lead, world, ask_url):
    ReportingPeriod.objects.update(closed_at=timezone.now())

    assert "Kỳ báo cáo đã đóng" in lead.post(ask_url, typed(world)).content.decode()
    assert not Contribution.objects.exists()


def test_the_asked_finds_it_in_its_work_with_its_own_date(client, world, supporter):
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"], due_on=days(-7))
    client.force_login(supporter)

    page = client.get(reverse("reports:my_work", args=["hcm"]))

    (row,) = next(group.rows for group in page.context["mine"].groups if group.key == "phoi-hop")
    assert (row.due_on, row.status_key, row.is_main) == (days(-7), "late", True)
    assert "Số lượt khách quốc tế đã đón" in row.sub


def test_a_withdrawn_question_leaves_the_work_and_is_told(client, lead, world, detail_url, supporter):
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"])

    lead.post(detail_url, {"withdraw": "1", "note": "Đã có số của Cục Thống kê."})

    assert Contribution.objects.get().status == S.WITHDRAWN
    assert "đã rút đề nghị phối hợp" in Notification.objects.get(person=supporter).text
    client.force_login(supporter)
    mine = client.get(reverse("reports:my_work", args=["hcm"])).context["mine"]
    assert "phoi-hop" not in {group.key for group in mine.groups}


def test_withdrawn_can_be_asked_again_and_a_draft_stays(lead, world, ask_url):
    f.make_contribution(
        world.task.supports.get(),
        world.period,
        world.people["officer"],
        status=S.WITHDRAWN,
        answer="Đang tập hợp.",
    )

    lead.post(ask_url, typed(world))

    row = Contribution.objects.get()
    assert (row.status, row.answer, row.question) == (
        S.ASKED,
        "Đang tập hợp.",
        "Số đoàn phóng viên nước ngoài đã đón.",
    )


def test_reminding_is_once_in_24_hours(lead, world, detail_url, supporter):
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"])

    lead.post(detail_url, {"remind": "1"})
    again = lead.post(detail_url, {"remind": "1"}, follow=True).content.decode()
    assert "chỉ nhắc một lần trong 24 giờ" in again
    assert Notification.objects.filter(person=supporter).count() == 1

    Contribution.objects.update(reminded_at=timezone.now() - timedelta(hours=25))
    lead.post(detail_url, {"remind": "1"})
    assert ActivityEntry.objects.filter(action="remind", object_type="contribution").count() == 2


def test_the_date_is_changed_and_told(lead, world, detail_url, supporter):
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"])

    lead.post(detail_url, {"date": "1", "due_on": short_date(days(8))})

    assert Contribution.objects.get().due_on == days(8)
    assert short_date(days(8)) in Notification.objects.get(person=supporter).text


def test_only_the_lead_reminds_extends_and_withdraws(client, world, detail_url, supporter):
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"])
    client.force_login(supporter)

    for act in ("remind", "withdraw", "date"):
        assert client.post(detail_url, {act: "1"}).status_code == 403


def test_lead_reads_its_question_but_never_the_draft(lead, world, detail_url):
    f.make_contribution(
        world.task.supports.get(),
        world.period,
        world.people["officer"],
        status=S.DRAFT,
        answer="Nháp chưa gửi",
    )

    page = lead.get(detail_url).content.decode()

    assert "Số lượt khách quốc tế đã đón." in page
    assert "Nháp chưa gửi" not in page


def test_an_agency_says_that_it_has_nothing_and_why(client, world, edit_url, supporter, lead_officer):
    f.make_contribution(world.task.supports.get(), world.period, lead_officer)
    client.force_login(supporter)

    refused = client.post(edit_url, {"decline": "1", "reason": "NO_DATA", "note": " "}).content.decode()
    assert Contribution.objects.get().status == S.ASKED
    assert "Chưa nhập giải thích." in refused

    client.post(edit_url, {"decline": "1", "reason": "NOT_OURS", "note": "Số liệu do Cục Thống kê giữ."})
    row = Contribution.objects.get()
    assert (row.status, row.declined_as) == (S.DECLINED, "NOT_OURS")
    assert (
        "không thuộc trách nhiệm: Số liệu do Cục Thống kê giữ."
        in Notification.objects.get(person=lead_officer).text
    )


def test_who_waits_is_on_the_task_page_for_everybody(client, world):
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"], due_on=days(-3))
    client.force_login(world.people["other_officer"])

    page = client.get(reverse("reports:task_detail", args=["hcm", "2026", "1.1"])).content.decode()

    late = work_calendar(world.locality.pk).days_late(days(-3), days(0))
    assert f"cơ quan chủ trì đang chờ trả lời, trễ {late} ngày làm việc" in page


def test_the_committee_sees_whom_a_late_task_waits_for(client, world, committee_member):
    world.task.__class__.objects.filter(pk=world.task.pk).update(due_on=days(-20))
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"], due_on=days(-8))
    second = f.make_support(world.task, world.other)
    f.make_contribution(second, world.period, world.people["officer"], due_on=days(-7))
    client.force_login(committee_member)

    page = client.get(reverse("reports:overview", args=["hcm"])).content.decode()

    assert f"Chờ Sở Ngoại vụ và 1 cơ quan khác trả lời phối hợp, quá hạn từ {short_date(days(-8))}." in page


def test_the_asked_are_reminded_by_the_daily_job_until_the_report_has_gone(world, lead_officer):
    f.make_contribution(world.task.supports.get(), world.period, lead_officer, due_on=days(-1))
    kinds = {due.kind for due in due_on_day(timezone.localdate(), on_days_off=True)}
    assert NoticeKind.CONTRIBUTION_DUE in kinds

    f.make_report(world.task, world.period, lead_officer, status="SUBMITTED")
    kinds = {due.kind for due in due_on_day(timezone.localdate(), on_days_off=True)}
    assert NoticeKind.CONTRIBUTION_DUE not in kinds
