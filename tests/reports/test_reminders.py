"""Reminders: each step once, in working days, one letter a person and day."""

import json
from datetime import date, timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from agencies.choices import DayKind, MailingPurpose, MailingStatus, Role
from agencies.models import CalendarDay, Mailing, Membership, Notification, User
from agencies.services.mailings import send
from plans.choices import PlanStatus, Rhythm
from plans.models import Plan, Task
from reports.choices import ReportStatus
from reports.models import ProgressReport, ReportingPeriod
from reports.reminders.due import step_of, when
from reports.services.reminders import remind_agency, send_daily_reminders
from tests import factories as f

DUE = date(2026, 6, 19)  # a Friday
FAR = date(2026, 12, 31)


def workdays_before(day: date, count: int) -> date:
    """Counted by hand, Mondays to Fridays: no day off falls into these weeks."""
    step = timedelta(1 if count < 0 else -1)
    while count:
        day += step
        if day.weekday() < 5:
            count -= 1 if step.days < 0 else -1
    return day


@pytest.fixture
def report_due(world):
    """One task, owing a report on DUE; the task itself is due at the year's end."""
    Task.objects.filter(pk=world.other_task.pk).delete()
    Task.objects.filter(pk=world.task.pk).update(due_on=FAR)
    ReportingPeriod.objects.filter(pk=world.period.pk).update(
        data_from=date(2025, 12, 15), data_to=date(2026, 6, 14), opens_on=date(2026, 6, 1), report_due_on=DUE
    )
    User.objects.filter(pk=world.people["officer"].pk).update(email="chuyen@dulich.example")
    return world


@pytest.fixture
def task_due(world):
    """One task due on DUE; no period is open."""
    Task.objects.filter(pk=world.other_task.pk).delete()
    Task.objects.filter(pk=world.task.pk).update(due_on=DUE)
    ReportingPeriod.objects.filter(pk=world.period.pk).update(closed_at=timezone.now())
    return world


def told(person: User) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", "step"))


# --- Steps ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "step"),
    [
        (30, ""),
        (8, ""),
        (7, "-7"),
        (4, "-7"),
        (3, "-3"),
        (1, "-3"),
        (0, "0"),
        (-1, "+1"),
        (-6, "+1"),
        (-7, "+7"),
        (-13, "+7"),
        (-14, "+14"),
        (-44, "+42"),
    ],
)
def test_step_of_days_left(days_left, step):
    assert step_of(days_left) == step


def test_words_for_days_left():
    assert [when(5), when(0), when(-3)] == [
        "còn 5 ngày làm việc",
        "đến hạn hôm nay",
        "trễ 3 ngày làm việc",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("fixture", ["report_due", "task_due"])
def test_each_step_is_told_once_from_eight_days_before_to_sixteen_after(request, fixture):
    world = request.getfixturevalue(fixture)
    day, last = workdays_before(DUE, 8), workdays_before(DUE, -16)
    steps = {}

    while day <= last:
        before = set(Notification.objects.values_list("step", flat=True))
        send_daily_reminders(as_of=day)
        new = set(Notification.objects.values_list("step", flat=True)) - before
        if new:
            steps[day] = new.pop()
        day += timedelta(1)

    expected = {
        workdays_before(DUE, left): step
        for left, step in ((7, "-7"), (3, "-3"), (0, "0"), (-1, "+1"), (-7, "+7"), (-14, "+14"))
    }
    assert steps == expected
    assert [step for _, step in told(world.people["officer"])] == ["-7", "-3", "0", "+1", "+7", "+14"]


def test_officer_is_told_before_the_head_once_it_is_late(report_due):
    officer, head = report_due.people["officer"], report_due.people["head"]

    send_daily_reminders(as_of=DUE)
    assert (told(officer), told(head)) == ([("REPORT_DUE", "0")], [])

    send_daily_reminders(as_of=workdays_before(DUE, -1))
    assert (told(officer)[-1], told(head)) == (("REPORT_DUE", "+1"), [("REPORT_DUE", "+1")])


def test_nobody_else_is_told(report_due):
    send_daily_reminders(as_of=workdays_before(DUE, -1))

    assert set(Notification.objects.values_list("person__username", flat=True)) == {
        report_due.people[who].username for who in ("officer", "head")
    }


def test_a_missed_day_is_caught_up_by_the_next_run(report_due):
    send_daily_reminders(as_of=workdays_before(DUE, 5))  # nothing ran on the seventh day before

    assert told(report_due.people["officer"]) == [("REPORT_DUE", "-7")]
    assert "còn 5 ngày làm việc (hạn 19/06/2026)" in Notification.objects.get().text


# --- What is owed -----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [ReportStatus.SUBMITTED, ReportStatus.ACCEPTED])
def test_sent_report_is_not_asked_for(report_due, lead_officer, status):
    f.make_report(report_due.task, report_due.period, lead_officer, status=status)

    assert send_daily_reminders(as_of=DUE).notices == 0


@pytest.mark.parametrize("status", [ReportStatus.DRAFT, ReportStatus.RETURNED])
def test_report_begun_or_returned_is_asked_for(report_due, lead_officer, status):
    f.make_report(report_due.task, report_due.period, lead_officer, status=status)

    assert send_daily_reminders(as_of=DUE).notices == 1


def test_report_at_its_head_is_asked_of_the_head(report_due, lead_officer):
    f.make_report(report_due.task, report_due.period, lead_officer, status=ReportStatus.AGENCY_REVIEW)

    send_daily_reminders(as_of=DUE)

    assert (told(lead_officer), told(report_due.people["head"])) == ([], [("REPORT_DUE", "0")])


def test_returned_report_counts_to_its_new_deadline(report_due, lead_officer):
    report = f.make_report(report_due.task, report_due.period, lead_officer, status=ReportStatus.RETURNED)
    send_daily_reminders(as_of=DUE)
    ProgressReport.objects.filter(pk=report.pk).update(new_due_on=workdays_before(DUE, -4))

    send_daily_reminders(as_of=workdays_before(DUE, -1))

    assert [step for _, step in told(lead_officer)] == ["0", "-3"]
    assert "hạn 25/06/2026" in Notification.objects.latest("pk").text


@pytest.mark.parametrize(
    "change",
    [
        {"completed_on": date(2025, 12, 10), "progress_percent": 100},
        {"withdrawn_on": date(2026, 6, 1)},
        {"starts_on": date(2026, 7, 1)},
    ],
)
def test_task_that_owes_nothing_is_not_asked_about(report_due, change):
    Task.objects.filter(pk=report_due.task.pk).update(**change)

    assert send_daily_reminders(as_of=DUE).notices == 0


def test_finished_task_is_left_alone(task_due):
    Task.objects.filter(pk=task_due.task.pk).update(completed_on=date(2026, 6, 1), progress_percent=100)

    assert send_daily_reminders(as_of=DUE).notices == 0


def test_closed_period_is_not_asked_for(report_due):
    ReportingPeriod.objects.filter(pk=report_due.period.pk).update(closed_at=timezone.now())

    assert send_daily_reminders(as_of=DUE).notices == 0


@pytest.mark.parametrize("status", [status for status in PlanStatus.values if status != PlanStatus.ISSUED])
def test_only_an_issued_plan_is_chased(task_due, status):
    Plan.objects.filter(pk=task_due.plan.pk).update(
        status=status, submitted_at=timezone.now(), return_note="x"
    )

    assert send_daily_reminders(as_of=DUE).notices == 0


def test_plan_of_long_ago_is_history(task_due):
    Plan.objects.filter(pk=task_due.plan.pk).update(year_from=2024, year_to=2024)

    assert send_daily_reminders(as_of=DUE).notices == 0


def test_secret_task_is_named_by_its_number_alone(task_due, lead_officer):
    Task.objects.filter(pk=task_due.task.pk).update(is_secret=True, title="", expected_output="")

    send_daily_reminders(as_of=DUE)

    assert (
        Notification.objects.get(person=lead_officer).text
        == "Nhiệm vụ 1.1 (nhiệm vụ quản lý theo chế độ mật): đến hạn hôm nay (hạn 19/06/2026)."
    )


def test_joint_lead_is_told_too(task_due):
    Task.objects.filter(pk=task_due.task.pk).update(joint_lead_agency=task_due.other)

    send_daily_reminders(as_of=DUE)

    assert told(task_due.people["other_officer"]) == [("TASK_DUE", "0")]


def test_new_due_day_starts_the_steps_again(task_due, lead_officer):
    send_daily_reminders(as_of=DUE)
    Task.objects.filter(pk=task_due.task.pk).update(due_on=workdays_before(DUE, -3))

    send_daily_reminders(as_of=DUE + timedelta(3))

    assert [step for _, step in told(lead_officer)] == ["0", "-3"]


def test_rhythm_is_due_with_the_plan(world, lead_officer):
    Task.objects.filter(pk=world.other_task.pk).delete()
    Task.objects.filter(pk=world.task.pk).update(rhythm=Rhythm.MONTHLY, due_on=world.plan.ends_on)
    ReportingPeriod.objects.all().delete()

    assert send_daily_reminders(as_of=DUE).notices == 0
    assert send_daily_reminders(as_of=world.plan.ends_on).notices == 1


# --- Days off ---------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 6, 20), date(2026, 6, 21)])
def test_nothing_on_a_weekend(report_due, day):
    assert send_daily_reminders(as_of=day).notices == 0


def test_nothing_on_a_holiday_and_the_day_does_not_count(report_due):
    CalendarDay.objects.create(
        day=DUE, kind=DayKind.DAY_OFF, name="Ngày nghỉ của tỉnh", locality=report_due.locality
    )

    assert send_daily_reminders(as_of=DUE).notices == 0
    # The deadline moves to Monday 22 June.
    send_daily_reminders(as_of=date(2026, 6, 22))
    assert told(report_due.people["officer"]) == [("REPORT_DUE", "0")]


def test_worked_saturday_is_a_day_like_any(report_due):
    CalendarDay.objects.create(day=date(2026, 6, 20), kind=DayKind.WORKING, name="Làm bù")

    send_daily_reminders(as_of=date(2026, 6, 20))

    assert told(report_due.people["officer"]) == [("REPORT_DUE", "+1")]


def test_one_localitys_day_off_is_not_anothers(report_due, other_world):
    Task.objects.filter(plan=other_world.plan).update(due_on=DUE)
    ReportingPeriod.objects.filter(plan=other_world.plan).update(closed_at=timezone.now())
    CalendarDay.objects.create(
        day=DUE, kind=DayKind.DAY_OFF, name="Ngày nghỉ của tỉnh", locality=report_due.locality
    )

    send_daily_reminders(as_of=DUE)

    assert set(Notification.objects.values_list("locality", flat=True)) == {other_world.locality.pk}


# --- People and letters -----------------------------------------------------------------------


def test_digest_says_everything_in_one_letter(report_due, lead_officer):
    other = f.make_task(
        report_due.group, report_due.lead, title="Đón đoàn báo chí nước ngoài", due_on=workdays_before(DUE, 2)
    )

    send_daily_reminders(as_of=DUE)

    letter = Mailing.objects.get(person=lead_officer, purpose=MailingPurpose.DIGEST)
    assert (letter.day, letter.status, letter.address) == (
        DUE,
        MailingStatus.PENDING,
        "chuyen@dulich.example",
    )
    assert letter.subject == "Nhắc việc ngày 19/06/2026: 1 việc quá hạn, 2 việc đến hạn"
    assert letter.body.startswith("Kính gửi Lê Thị Chuyên,\n")
    assert (
        "QUÁ HẠN (1)\n- Nhiệm vụ 1.2 “Đón đoàn báo chí nước ngoài”: trễ 2 ngày làm việc (hạn 17/06/2026)."
        in letter.body
    )
    assert "ĐẾN HẠN HÔM NAY (2)" in letter.body
    assert f"/hcm/bao-cao/2026/2026-6-thang/{report_due.task.code}/" in letter.body
    assert other.get_absolute_url() in letter.body
    assert set(Notification.objects.filter(person=lead_officer).values_list("mailing", flat=True)) == {
        letter.pk
    }


def test_second_run_of_the_day_sends_nothing(report_due):
    first, second = send_daily_reminders(as_of=DUE), send_daily_reminders(as_of=DUE)

    assert (first.people, first.notices, first.mails) == (1, 1, 1)
    assert (second.people, second.notices, second.mails) == (0, 0, 0)
    assert (Notification.objects.count(), Mailing.objects.count()) == (1, 1)


def test_second_letter_of_a_day_is_never_written(report_due, lead_officer):
    send_daily_reminders(as_of=DUE)
    f.make_task(report_due.group, report_due.lead, due_on=DUE)

    send_daily_reminders(as_of=DUE)

    assert Mailing.objects.filter(person=lead_officer).count() == 1
    assert Notification.objects.filter(person=lead_officer, mailing=None).count() == 2  # told in the portal


def test_person_without_address_is_told_in_the_portal(report_due, lead_officer):
    User.objects.filter(pk=lead_officer.pk).update(email="")

    sent = send_daily_reminders(as_of=DUE)

    assert (sent.notices, sent.mails, sent.without_address) == (1, 0, 1)
    assert Mailing.objects.get().status == MailingStatus.NO_ADDRESS


def test_person_who_wants_no_letter_gets_none(report_due, lead_officer):
    User.objects.filter(pk=lead_officer.pk).update(wants_digest=False)

    sent = send_daily_reminders(as_of=DUE)

    assert (sent.notices, sent.mails, Mailing.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("ending", ["membership", "account", "agency"])
def test_nobody_without_the_post_today_is_told(report_due, lead_officer, ending):
    if ending == "membership":
        Membership.objects.filter(user=lead_officer).update(valid_to=DUE - timedelta(1))
    if ending == "account":
        User.objects.filter(pk=lead_officer.pk).update(is_active=False)
    if ending == "agency":
        type(report_due.lead).objects.filter(pk=report_due.lead.pk).update(valid_to=DUE - timedelta(1))

    assert send_daily_reminders(as_of=DUE).notices == 0


def test_one_letter_for_posts_in_two_agencies(report_due, lead_officer):
    f.make_membership(lead_officer, report_due.other, Role.OFFICER)
    f.make_task(report_due.group, report_due.other, due_on=DUE)

    send_daily_reminders(as_of=DUE)

    assert Mailing.objects.filter(person=lead_officer).count() == 1
    assert Notification.objects.filter(person=lead_officer).count() == 3


def test_letter_goes_out_by_the_mail_server(report_due, mailoutbox):
    send_daily_reminders(as_of=DUE)
    letter = Mailing.objects.get()

    assert send(letter.pk) is True
    assert send(letter.pk) is False

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [(["chuyen@dulich.example"], letter.subject)]


def test_dry_run_writes_nothing(report_due):
    sent = send_daily_reminders(as_of=DUE, dry_run=True)

    assert (sent.people, sent.notices, sent.mails) == (1, 1, 1)
    assert (Notification.objects.count(), Mailing.objects.count()) == (0, 0)
    assert send_daily_reminders(as_of=DUE).notices == 1


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow_with_the_tasks(report_due, count, django_assert_num_queries):
    for _ in range(count):
        f.make_task(report_due.group, report_due.lead, due_on=DUE)

    with django_assert_num_queries(20 + (connection.vendor == "postgresql")):
        send_daily_reminders(as_of=DUE)


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_tell_everything_once(report_due):
    for number in range(5):
        f.make_task(report_due.group, report_due.lead, title=f"Nhiệm vụ {number}", due_on=DUE)
    barrier, results = Barrier(4), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(send_daily_reminders(as_of=DUE))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sent.notices for sent in results) == [0, 0, 0, 11]
    assert sorted(sent.mails for sent in results) == [0, 0, 0, 1]
    assert (Notification.objects.count(), Mailing.objects.count()) == (11, 1)


# --- The command ------------------------------------------------------------------------------


def run_command(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue().strip()


def test_command_twice_on_one_day_sends_once(report_due):
    first, second = (json.loads(run_command("--as-of", "2026-06-19", "--json")) for _ in range(2))

    assert (first["as_of"], first["people"], first["notices"], first["mails"]) == ("2026-06-19", 1, 1, 1)
    assert (second["people"], second["notices"], second["mails"]) == (0, 0, 0)


def test_command_speaks_vietnamese(report_due):
    assert (
        run_command("--as-of", "2026-06-19", "--dry-run")
        == "Ngày 19/06/2026: sẽ nhắc 1 người, 1 việc; 1 thư, 0 người chưa có địa chỉ thư."
    )
    assert run_command("--as-of", "2026-06-21") == "Ngày 21/06/2026: không có ai cần nhắc."


def test_command_refuses_a_day_that_is_none():
    with pytest.raises(CommandError, match="19/06/2026"):
        call_command("send_reminders", "--as-of", "19/06/2026")


# --- By hand ----------------------------------------------------------------------------------


def test_agency_is_reminded_once_in_24_hours(report_due, standing_officer, lead_officer):
    assert remind_agency(report_due.lead, actor=standing_officer, as_of=DUE) == 1

    with pytest.raises(ValidationError, match="24 giờ"):
        remind_agency(report_due.lead, actor=standing_officer, as_of=DUE)

    letter = Mailing.objects.get(person=lead_officer)
    assert letter.subject == f"NHẮC: 1 việc của {report_due.lead.label} đến hạn, quá hạn"
    assert standing_officer.full_name in letter.body
    assert letter.purpose == MailingPurpose.IMMEDIATE


def test_reminder_by_hand_does_not_use_up_the_daily_one(report_due, standing_officer, lead_officer):
    remind_agency(report_due.lead, actor=standing_officer, as_of=DUE)

    assert send_daily_reminders(as_of=DUE).notices == 1


def test_agency_that_owes_nothing_is_not_reminded(report_due, standing_officer):
    with pytest.raises(ValidationError, match="không còn việc nào"):
        remind_agency(report_due.support, actor=standing_officer, as_of=DUE)
