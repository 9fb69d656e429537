"""More time for a report: asked for with a reason, answered once, counted, and respected wherever a deadline stands."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import ActivityEntry, CalendarDay, Notification
from agencies.services.calendar import work_calendar
from reports.choices import ExtensionStatus, ReportStatus
from reports.dashboards.missing import missing_agencies, reported_periods
from reports.dashboards.review_figures import period_figures, reported_line
from reports.dashboards.work import my_work
from reports.models import Extension, ProgressReport, ReportingPeriod
from reports.reminders import due_on_day
from reports.services.extensions import ask_extension, due_now
from reports.workflow import extension as workflow
from tests import factories as f
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked

TODAY = timezone.localdate()


@pytest.fixture
def days(world):
    """(deadline of the period, a later working day, one later still)."""
    calendar = work_calendar(world.locality.pk)
    due = calendar.next_working_day(world.period.report_due_on)
    ReportingPeriod.objects.filter(pk=world.period.pk).update(report_due_on=due)
    world.period.refresh_from_db()
    return due, calendar.add_working_days(due, 3), calendar.add_working_days(due, 6)


def ask(world, day, actor, task=None, **fields):
    return ask_extension(
        period=fields.pop("period", world.period),
        agency=fields.pop("agency", world.lead),
        task=task,
        reason="Đoàn phóng viên lùi lịch sang tuần sau.",
        wished_on=day,
        actor=actor,
    )


def grant(extension, actor, day, note=""):
    workflow.run(extension, "grant", actor=actor, note=note, granted_on=day)
    extension.refresh_from_db()
    return extension


def url(name, *args):
    return reverse(f"reports:{name}", args=["hcm", *args])


# --- Asking --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["officer", "head"])
def test_officer_and_head_ask_for_their_agency(client, world, days, role):
    client.force_login(world.people[role])

    page = client.post(
        url("extension_ask", "2026", world.period.slug),
        {
            "agency": world.lead.pk,
            "task": world.task.pk,
            "wished_on": f"{days[1]:%d/%m/%Y}",
            "reason": "Đoàn phóng viên lùi lịch.",
        },
        follow=True,
    ).content.decode()

    extension = Extension.objects.get()
    assert (extension.task, extension.wished_on, extension.due_before) == (world.task, days[1], days[0])
    assert (extension.status, extension.asked_by) == (ExtensionStatus.PENDING, world.people[role])
    assert "Đã gửi đề nghị gia hạn" in page
    assert ActivityEntry.objects.about(extension).get().action == "ask_extension"
    told = Notification.objects.filter(kind=NoticeKind.EXTENSION_ASKED)
    assert [notice.person for notice in told] == [world.people["standing"]]


def test_everything_typed_comes_back_with_the_error_at_its_place(client, world, days, lead_officer):
    client.force_login(lead_officer)

    page = client.post(
        url("extension_ask", "2026", world.period.slug),
        {
            "agency": world.lead.pk,
            "wished_on": f"{days[0]:%d/%m/%Y}",
            "reason": "Chờ số liệu của Sở Ngoại vụ.",
        },
    ).content.decode()

    assert "Hạn đề nghị phải sau hạn hiện nay." in page
    assert "Chờ số liệu của Sở Ngoại vụ." in page
    assert not Extension.objects.exists()


def test_wished_day_off_moves_to_a_working_day_and_is_told(client, world, days, lead_officer):
    CalendarDay.objects.create(locality=world.locality, day=days[1], kind="DAY_OFF", name="Nghỉ bù")
    client.force_login(lead_officer)

    page = client.post(
        url("extension_ask", "2026", world.period.slug),
        {"agency": world.lead.pk, "wished_on": f"{days[1]:%d/%m/%Y}", "reason": "Chờ số liệu."},
        follow=True,
    ).content.decode()

    assert Extension.objects.get().wished_on > days[1]
    assert f"Hạn đề nghị {days[1]:%d/%m/%Y} là ngày nghỉ, chuyển sang" in page


def test_a_day_far_beyond_the_deadline_is_refused_at_its_field(client, world, days, lead_officer):
    last = work_calendar(world.locality.pk).next_working_day(max(days[0], TODAY) + timedelta(90))
    client.force_login(lead_officer)

    page = client.post(
        url("extension_ask", "2026", world.period.slug),
        {"agency": world.lead.pk, "wished_on": "01/01/2099", "reason": "Chờ số liệu của Sở Ngoại vụ."},
    )

    assert page.context["form"].errors == {
        "wished_on": [
            f"Hạn đề nghị muộn nhất là {last:%d/%m/%Y}: không quá 90 ngày sau hạn hiện nay, hoặc sau hôm nay nếu hạn đã qua. Phần có muộn hơn thì ghi vào báo cáo kỳ sau."
        ]
    }
    assert not Extension.objects.exists()


def test_the_last_day_that_the_refusal_names_is_taken(world, days, lead_officer):
    last = work_calendar(world.locality.pk).next_working_day(max(days[0], TODAY) + timedelta(90))

    assert ask(world, last, lead_officer).wished_on == last
    with pytest.raises(ValidationError):
        ask(world, last + timedelta(1), lead_officer, task=world.task)


def test_a_day_far_beyond_the_deadline_is_not_granted_either(world, days, lead_officer, standing_officer):
    extension = ask(world, days[1], lead_officer)

    with pytest.raises(TransitionBlocked, match="Hạn mới muộn nhất là"):
        workflow.run(extension, "grant", actor=standing_officer, granted_on=date(2099, 1, 1))


def test_the_same_is_not_asked_twice_at_a_time(world, days, lead_officer):
    ask(world, days[1], lead_officer)
    ask(world, days[1], lead_officer, task=world.task)

    for task in (None, world.task):
        with pytest.raises(ValidationError):
            ask(world, days[2], lead_officer, task=task)
    assert Extension.objects.count() == 2


@pytest.mark.parametrize("status", [ReportStatus.SUBMITTED, ReportStatus.ACCEPTED])
def test_sent_report_needs_no_more_time(world, days, lead_officer, status):
    f.make_report(world.task, world.period, lead_officer, status=status)

    with pytest.raises(ValidationError, match="đã gửi nên không cần gia hạn"):
        ask(world, days[1], lead_officer, task=world.task)


def test_closed_period_gives_no_more_time(world, days, lead_officer):
    ReportingPeriod.objects.filter(pk=world.period.pk).update(closed_at=timezone.now())
    world.period.refresh_from_db()

    with pytest.raises(ValidationError, match="Kỳ báo cáo đã đóng"):
        ask(world, days[1], lead_officer)


def test_task_that_others_lead_is_not_asked_for(world, days, lead_officer):
    with pytest.raises(ValidationError, match="không do cơ quan chủ trì"):
        ask(world, days[1], lead_officer, task=world.other_task)


def test_reason_bears_no_secrecy_marking(client, world, days, lead_officer):
    client.force_login(lead_officer)

    page = client.post(
        url("extension_ask", "2026", world.period.slug),
        {"agency": world.lead.pk, "wished_on": f"{days[1]:%d/%m/%Y}", "reason": "TỐI MẬT"},
    ).content.decode()

    assert "Có chữ chỉ độ mật" in page
    assert not Extension.objects.exists()


# --- Who sees, who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("officer", 200), ("head", 200), ("standing", 200), ("signer", 200), ("committee", 200),
        ("other_officer", 404), ("supporter", 404), ("clerk", 404), ("administrator", 404),
    ],
)  # fmt: skip
def test_who_sees_a_request(client, world, days, lead_officer, role, sees):
    extension = ask(world, days[1], lead_officer)
    client.force_login(world.people[role])

    assert client.get(url("extension_detail", extension.pk)).status_code == sees
    assert (extension.agency.label in client.get(url("extension_list")).content.decode()) == (sees == 200)


def test_another_locality_finds_nothing(client, world, other_world, days, lead_officer):
    extension = ask(world, days[1], lead_officer)
    client.force_login(other_world.people["standing"])

    assert client.get(url("extension_detail", extension.pk)).status_code == 404
    assert client.get(url("extension_ask", "2026", world.period.slug)).status_code == 404
    foreign = reverse("reports:extension_move", args=["haiphong", extension.pk, "grant"])
    assert client.post(foreign, {"version": 1}).status_code == 404


@pytest.mark.parametrize("move", ["grant", "refuse"])
def test_only_the_standing_agency_answers(client, world, days, lead_officer, move):
    extension = ask(world, days[1], lead_officer)
    for role in ("officer", "head", "signer", "committee"):
        client.force_login(world.people[role])
        assert client.post(url("extension_move", extension.pk, move), {"version": 1}).status_code == 403


def test_nobody_answers_their_own_request(world, days):
    person = f.make_user(world.standing, Role.STANDING_OFFICER)
    f.make_membership(person, world.lead, Role.OFFICER)
    extension = ask(world, days[1], person)

    with pytest.raises(PermissionDenied):
        grant(extension, person, days[1])


def test_asker_withdraws_and_may_ask_again(client, world, days, lead_officer):
    extension = ask(world, days[1], lead_officer)
    client.force_login(lead_officer)

    client.post(url("extension_move", extension.pk, "withdraw"))

    extension.refresh_from_db()
    assert extension.status == ExtensionStatus.WITHDRAWN
    assert ask(world, days[2], lead_officer).status == ExtensionStatus.PENDING


# --- Answers ----------------------------------------------------------------------------------------------


def test_granting_another_day_than_asked_tells_the_agency(
    client, world, days, lead_officer, standing_officer
):
    extension = ask(world, days[2], lead_officer, task=world.task)
    client.force_login(standing_officer)

    client.post(
        url("extension_move", extension.pk, "grant"),
        {"version": extension.version, "granted_on": f"{days[1]:%d/%m/%Y}", "note": "Gấp cho kịp sơ kết."},
    )

    extension.refresh_from_db()
    assert (extension.status, extension.granted_on, extension.answered_by) == (
        "GRANTED",
        days[1],
        standing_officer,
    )
    told = Notification.objects.filter(kind=NoticeKind.EXTENSION_ANSWERED)
    assert {notice.person for notice in told} == {world.people["officer"], world.people["head"]}
    assert f"được gia hạn đến {days[1]:%d/%m/%Y}. Gấp cho kịp sơ kết." in told[0].text


def test_refusal_needs_a_reason_and_changes_no_deadline(client, world, days, lead_officer, standing_officer):
    extension = ask(world, days[1], lead_officer)
    client.force_login(standing_officer)

    page = client.post(
        url("extension_move", extension.pk, "refuse"), {"version": 1, "note": ""}
    ).content.decode()
    assert "Ghi rõ lý do trước khi thực hiện." in page

    client.post(url("extension_move", extension.pk, "refuse"), {"version": 1, "note": "Đã gia hạn một lần."})
    extension.refresh_from_db()
    world.period.refresh_from_db()
    assert (extension.status, extension.answer) == ("REFUSED", "Đã gia hạn một lần.")
    assert world.period.due_for(world.task.pk, {world.lead.pk}) == days[0]


@pytest.mark.parametrize("day", [None, 0])
def test_granted_day_comes_after_the_one_that_holds(world, days, lead_officer, standing_officer, day):
    extension = ask(world, days[1], lead_officer)

    with pytest.raises(TransitionBlocked):
        grant(extension, standing_officer, days[0] if day == 0 else None)


def test_late_answer_on_a_stale_page_is_told_who_was_faster(
    client, world, days, lead_officer, standing_officer
):
    extension = ask(world, days[1], lead_officer)
    other = f.make_user(world.standing, Role.STANDING_OFFICER, full_name="Mai Thị Nhanh")
    grant(Extension.objects.with_names().get(), other, days[1])
    client.force_login(standing_officer)

    answer = client.post(
        url("extension_move", extension.pk, "refuse"), {"version": 1, "note": "Không kịp tổng hợp."}
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mai Thị Nhanh" in text and "được gia hạn" in text
    assert Extension.objects.get().status == "GRANTED"


def test_second_answer_of_a_stale_copy_is_refused(world, days, lead_officer, standing_officer):
    first = ask(world, days[1], lead_officer)
    second = Extension.objects.get(pk=first.pk)
    grant(first, standing_officer, days[1])

    with pytest.raises(StaleState):
        workflow.run(second, "refuse", actor=standing_officer, note="Không.")
    assert ReportingPeriod.objects.get(pk=world.period.pk).longer[0]["due_on"] == days[1].isoformat()


# --- The deadline that holds -------------------------------------------------------------------------------


def test_extension_of_a_task_is_its_own_and_of_an_agency_all_of_its_tasks(
    world, days, lead_officer, standing_officer
):
    second = f.make_task(world.group, world.lead)
    grant(ask(world, days[2], lead_officer, task=world.task), standing_officer, days[2])
    grant(ask(world, days[1], lead_officer), standing_officer, days[1])
    period = ReportingPeriod.objects.get(pk=world.period.pk)

    assert period.due_for(world.task.pk, {world.lead.pk}) == days[2]
    assert period.due_for(second.pk, {world.lead.pk}) == days[1]
    assert period.due_for(world.other_task.pk, {world.other.pk}) == days[0]


def test_period_put_off_later_than_the_extension_wins(world, days, lead_officer, standing_officer):
    grant(ask(world, days[1], lead_officer), standing_officer, days[1])
    ReportingPeriod.objects.update(report_due_on=days[2])

    assert ReportingPeriod.objects.get(pk=world.period.pk).due_for(world.task.pk, {world.lead.pk}) == days[2]


def test_day_given_with_a_return_lives_with_the_extension(world, days, lead_officer, standing_officer):
    """A return after the extension gives its own day; an extension after the return moves that day along."""
    grant(ask(world, days[1], lead_officer), standing_officer, days[1])
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.RETURNED)
    ProgressReport.objects.filter(pk=report.pk).update(new_due_on=days[0])
    report = ProgressReport.objects.with_names().get(pk=report.pk)
    assert report.due_on == days[0]

    asked = ask(world, days[2], lead_officer, task=world.task)
    assert asked.due_before == days[1]
    grant(asked, standing_officer, days[2])

    assert ProgressReport.objects.with_names().get(pk=report.pk).due_on == days[2]


def test_pages_and_reminders_go_by_the_extension(client, world, days, lead_officer, standing_officer):
    ReportingPeriod.objects.update(report_due_on=TODAY - timedelta(3), data_to=TODAY - timedelta(9))
    world.period.refresh_from_db()
    later = work_calendar(world.locality.pk).add_working_days(TODAY, 3)
    grant(ask(world, later, lead_officer), standing_officer, later)

    [row] = [
        row for group in my_work(lead_officer, world.locality.pk, as_of=TODAY).groups for row in group.rows
    ]
    due = [due for due in due_on_day(TODAY, on_days_off=True) if due.kind == NoticeKind.REPORT_DUE]
    [missing] = missing_agencies(
        world.locality, reported_periods(standing_officer, world.locality, TODAY), TODAY
    )
    client.force_login(lead_officer)
    task_page = client.get(world.task.get_absolute_url()).content.decode()

    assert (row.due_on, row.status_label) == (later, "Chưa báo cáo")
    assert [(d.due_on, d.is_late) for d in due if world.lead.pk in d.agency_ids] == [(later, False)]
    assert {(a.code, a.is_late, a.extended) for a in missing.agencies} == {
        ("chu-tri", False, f"đã gia hạn 1 lần, đến {later:%d/%m/%Y}"),
        ("khac", True, ""),
    }
    assert f"hạn gửi {later:%d/%m/%Y}" in task_page


def test_report_in_extended_time_is_on_time_and_the_extension_is_told(
    world, days, lead_officer, standing_officer
):
    ReportingPeriod.objects.update(report_due_on=TODAY - timedelta(3), data_to=TODAY - timedelta(9))
    world.period.refresh_from_db()
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    before = period_figures(world.period, as_of=TODAY)["agencies"]
    extension = Extension.objects.create(
        locality=world.locality, period=world.period, agency=world.lead, asked_by=lead_officer, reason="Lùi lịch.",
        due_before=world.period.report_due_on, wished_on=TODAY + timedelta(1),
    )  # fmt: skip
    grant(extension, standing_officer, TODAY + timedelta(1))

    after = period_figures(ReportingPeriod.objects.get(pk=world.period.pk), as_of=TODAY)["agencies"]

    assert [line["late"] for line in before if line["code"] == "chu-tri"] == [1]
    assert [(line["late"], line["extended"]) for line in after if line["code"] == "chu-tri"] == [(0, 1)]
    assert reported_line(after)["late"] == []
    assert reported_line(after)["extended"] == [f"{world.lead.label} (1 lần)"]


# --- Counted ----------------------------------------------------------------------------------------------


def test_each_agency_is_counted_on_the_list(
    client, world, days, lead_officer, other_officer, standing_officer
):
    grant(ask(world, days[1], lead_officer), standing_officer, days[1])
    workflow.run(
        ask(world, days[2], lead_officer, task=world.task), "refuse", actor=standing_officer, note="Thôi."
    )
    workflow.run(ask(world, days[2], lead_officer), "withdraw", actor=lead_officer)
    ask(world, days[1], other_officer, agency=world.other)
    client.force_login(world.people["committee"])

    page = client.get(url("extension_list"))
    narrowed = client.get(url("extension_list"), {"co-quan": "khac", "ky": f"2026/{world.period.slug}"})

    counts = {
        line.code: (line.asked, line.granted, line.refused, line.waiting) for line in page.context["counts"]
    }
    assert counts == {"chu-tri": (2, 1, 1, 0), "khac": (1, 0, 0, 1)}
    assert [row.agency.code for row, _ in narrowed.context["rows"]] == ["khac"]
    assert page.context["rows"][0][0].status == ExtensionStatus.PENDING


def test_period_list_and_queue_tell_what_waits(client, world, days, lead_officer, standing_officer):
    ask(world, days[1], lead_officer)
    client.force_login(standing_officer)

    assert "1 chờ trả lời" in client.get(url("period_list")).content.decode()
    assert "1 đề nghị gia hạn chờ trả lời" in client.get(url("review_queue")).content.decode()


@pytest.mark.parametrize("name", ["extension_list", "my_work", "review_queue", "period_list"])
def test_pages_ask_as_often_with_many_requests(client, world, days, lead_officer, standing_officer, name):
    person = lead_officer if name == "my_work" else standing_officer
    client.force_login(person)
    grant(ask(world, days[1], lead_officer, task=world.task), standing_officer, days[1])
    client.get(url(name))
    counts = []
    for more in (0, 3):
        for _ in range(more):
            ask(world, days[2], lead_officer, task=f.make_task(world.group, world.lead))
        with CaptureQueriesContext(connection) as caught:
            client.get(url(name))
        counts.append(len(caught))

    assert counts[0] == counts[1]


def test_due_now_of_a_whole_agency_is_the_latest_given_to_it(world, days, lead_officer, standing_officer):
    grant(ask(world, days[1], lead_officer), standing_officer, days[1])
    period = ReportingPeriod.objects.get(pk=world.period.pk)

    assert due_now(period, world.lead, None) == days[1]
    assert due_now(period, world.other, None) == days[0]
    assert isinstance(due_now(period, world.lead, world.task), date)
