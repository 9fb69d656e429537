"""The page that shows which agencies owe something and who was told of what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import ActivityEntry, Mailing, Notification, User
from plans.models import Task
from reports.models import ReportingPeriod
from reports.services.reminders import send_daily_reminders
from tests import factories as f

PAGE = "/hcm/nhac-viec/"
REMIND = "/hcm/nhac-viec/chu-tri/nhac/"


@pytest.fixture
def due(world):
    """Reports of both tasks due today."""
    today = timezone.localdate()
    ReportingPeriod.objects.filter(pk=world.period.pk).update(
        report_due_on=today, data_to=today - timedelta(3)
    )
    Task.objects.filter(plan=world.plan).update(
        due_on=today + timedelta(200), starts_on=today - timedelta(30)
    )
    return world


@pytest.mark.parametrize("path", [PAGE, REMIND])
def test_anonymous_signs_in_first(client, world, path):
    response = client.get(path) if path == PAGE else client.post(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("path", [PAGE, REMIND])
def test_another_locality_is_not_found(client, world, other_world, path):
    client.force_login(other_world.people["standing"])

    response = client.get(path) if path == PAGE else client.post(path)

    assert response.status_code == 404


@pytest.mark.parametrize("role", ["officer", "head", "supporter", "signer", "clerk", "committee"])
def test_page_is_refused_to_those_who_do_not_chase(client, world, role):
    client.force_login(world.people[role])

    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("role", ["officer", "head", "signer", "clerk", "committee", "administrator"])
def test_only_the_standing_agency_reminds(client, due, role):
    client.force_login(due.people[role])

    assert client.post(REMIND).status_code == 403
    assert not Notification.objects.exists()


def test_standing_agency_sees_who_owes_and_not_who_was_told(client, due, standing_officer):
    send_daily_reminders(as_of=_working_day())
    client.force_login(standing_officer)

    response = client.get(PAGE)

    assert [(debt.name, debt.late + debt.soon) for debt in response.context["debts"]] == [
        ("Sở Du lịch", 1),
        ("Sở Tài chính", 1),
    ]
    assert "pager" not in response.context
    assert response.text.count("Nhắc<span") == 2


def test_administrator_sees_who_was_told_of_what(client, due, administrator):
    officer = due.people["officer"]
    User.objects.filter(pk=officer.pk).update(email="chuyen@dulich.example")
    send_daily_reminders(as_of=_working_day())
    client.force_login(administrator)

    response = client.get(PAGE)

    assert {notice.person.full_name for notice in response.context["pager"].page} >= {officer.full_name}
    assert "Chờ gửi" in response.text
    assert "Nhắc<span" not in response.text


def test_other_localitys_notices_stay_unseen(client, due, other_world, administrator):
    f.make_membership(
        other_world.people["officer"],
        other_world.lead,
        "OFFICER",
        valid_from=timezone.localdate() - timedelta(1),
    )
    Task.objects.filter(plan=other_world.plan).update(due_on=timezone.localdate())
    send_daily_reminders(as_of=_working_day())
    assert Notification.objects.filter(locality=other_world.locality).exists()
    client.force_login(administrator)

    assert "CANARY-HP-000017" not in client.get(PAGE).text


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=le+thi", 1), ("q=khong-ai", 0), ("loai=TASK_DUE", 0), ("buoc=tay", 0), ("loai=SAI", 2)],
)
def test_notices_are_filtered(client, due, administrator, query, found):
    send_daily_reminders(as_of=_working_day())
    Notification.objects.exclude(person__in=[due.people["officer"], due.people["other_officer"]]).delete()
    client.force_login(administrator)

    response = client.get(f"{PAGE}?{query}")

    assert response.context["pager"].page.paginator.count == found


def test_reminding_tells_the_agency_and_says_so(client, due, standing_officer):
    User.objects.filter(pk=due.people["officer"].pk).update(email="chuyen@dulich.example")
    client.force_login(standing_officer)

    response = client.post(REMIND, follow=True)

    assert response.request["PATH_INFO"] == PAGE
    assert "của Sở Du lịch." in response.text
    assert Notification.objects.get(person=due.people["officer"]).text.startswith(
        "NHẮC: Sở Du lịch còn 1 việc"
    )
    assert Mailing.objects.get().subject.startswith("NHẮC:")
    assert ActivityEntry.objects.about(due.lead).get().action == "remind"


def test_second_reminder_within_a_day_is_refused(client, due, standing_officer):
    client.force_login(standing_officer)
    client.post(REMIND)

    response = client.post(REMIND, follow=True)

    assert "mỗi cơ quan chỉ nhắc một lần trong 24 giờ" in response.text
    assert response.text.count("Nhắc<span") == 1  # the other agency's
    assert Notification.objects.filter(person=due.people["officer"]).count() == 1


def test_agency_of_another_locality_is_not_found(client, due, other_world, standing_officer):
    f.make_agency(other_world.locality, "chi-o-hai-phong")
    client.force_login(standing_officer)

    assert client.post("/hcm/nhac-viec/chi-o-hai-phong/nhac/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_debt_and_three(
    client, due, administrator, count, django_assert_num_queries
):
    for number in range(count):
        f.make_task(due.group, f.make_agency(due.locality, f"them-{number}"), due_on=timezone.localdate())
    send_daily_reminders(as_of=_working_day())
    client.force_login(administrator)

    with django_assert_num_queries(20):
        client.get(PAGE)


def _working_day():
    """Today, or the Monday after it: the daily job rests on days off, the page does not."""
    today = timezone.localdate()
    return today + timedelta(7 - today.weekday()) if today.weekday() > 4 else today
