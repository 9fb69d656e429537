"""One deadline is counted alike on every page, in every paper and reminder: a day off moves it, then working days count."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import User
from plans.models import Task, TaskSupport
from reports.dashboards import work
from reports.dashboards.answers import answer_due, answers_for
from reports.dashboards.overview import overview_of, overview_plans
from reports.dashboards.task import support_lines
from reports.models import Contribution, ReportingPeriod
from reports.papers.reminder import build_reminder, variants
from reports.reminders import due_on_day
from tests import factories as f

SUNDAY, MONDAY, WEDNESDAY = date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 17)


@pytest.fixture
def due(world):
    """A task, its report and the answer of its supporter, all due on Sunday 14/06/2026."""
    Task.objects.filter(pk=world.task.pk).update(starts_on=date(2026, 1, 2), due_on=SUNDAY)
    Task.objects.filter(pk=world.other_task.pk).update(due_on=date(2026, 12, 1))
    ReportingPeriod.objects.filter(pk=world.period.pk).update(
        data_from=date(2025, 12, 15),
        data_to=date(2026, 6, 10),
        opens_on=date(2026, 5, 4),
        report_due_on=SUNDAY,
    )
    world.period.refresh_from_db()
    f.make_contribution(world.task.supports.get(), world.period, world.people["officer"], due_on=SUNDAY)
    return world


def on_overview(world, day):
    plan = overview_plans(type(world.plan).objects.filter(pk=world.plan.pk), day, 2026).get()
    page = overview_of(plan, as_of=day, today=day)
    assert [bool(task.waits_for) for task in page.late] == [
        day == WEDNESDAY
    ]  # for the answer due on that Sunday
    return [task.as_row()[4].lower() for task in page.late]


def at_work(world, name, day):
    person = User.objects.get(pk=world.people[name].pk)
    groups = work.my_work(person, world.locality.pk, as_of=day).groups
    return [(row.due_note or row.status_label).lower() for group in groups for row in group.rows]


def waits(world, day):
    task = Task.objects.with_names().get(pk=world.task.pk)
    return [
        wait.words.rpartition(", ")[2]
        for line in support_lines(task, world.people["officer"], as_of=day)
        for wait in line.waits
    ]


def answered(world, day):
    [answer] = answers_for(world.task, world.period, visible=Contribution.objects, as_of=day)
    contribution = Contribution.objects.with_names().get()
    return answer.status_label.rpartition(", ")[2], answer_due(contribution, day).left


def reminded(world, day):
    found = due_on_day(day, locality_id=world.locality.pk)
    return {due.text.partition(": ")[2].partition(" (")[0] for due in found}


@pytest.mark.parametrize(
    ("day", "words", "reminder"),
    [(MONDAY, "hạn hôm nay", "đến hạn hôm nay"), (WEDNESDAY, "trễ 2 ngày làm việc", "trễ 2 ngày làm việc")],
)
def test_every_page_says_the_same_of_one_deadline(due, day, words, reminder):
    assert on_overview(due, day) == [words]
    assert at_work(due, "officer", day) == [words]
    assert at_work(due, "supporter", day) == [words]
    assert answered(due, day) == (words, words)
    assert waits(due, day) == [words if day == WEDNESDAY else "hạn 14/06/2026"]
    assert reminded(due, day) == {reminder}


def test_letter_presses_only_once_the_working_day_has_passed(due):
    assert [v.options for v in variants(due.plan, as_of=MONDAY)] == [{}]
    assert [v.options for v in variants(due.plan, as_of=WEDNESDAY)] == [{"agency": "chu-tri"}]

    [row] = build_reminder(due.plan, due.lead, as_of=WEDNESDAY).sections[0].table.groups[0].rows

    assert row[3] == "2"


def test_contribution_page_says_which_of_two_days_counts(client, due):
    TaskSupport.objects.update(due_on=date(2026, 6, 30))
    client.force_login(due.people["supporter"])

    page = client.get(reverse("reports:contribution_edit", args=["hcm", "2026", due.period.slug, "1.1"]))
    text = " ".join(page.content.decode().split())

    assert "14/06/2026</span>, theo đề nghị của cơ quan chủ trì" in text
    assert "30/06/2026</span>; kỳ này tính theo hạn trả lời ở trên" in text
    assert page.context["page"].due.due_on == SUNDAY
    assert "14/06/2026 là Chủ nhật, hạn tính đến hết 15/06/2026" in text


def test_contribution_nobody_asked_for_is_due_by_the_plan_where_that_falls_into_the_period(client, due):
    Contribution.objects.all().delete()
    TaskSupport.objects.update(due_on=date(2026, 6, 5))
    client.force_login(due.people["supporter"])

    page = client.get(reverse("reports:contribution_edit", args=["hcm", "2026", due.period.slug, "1.1"]))

    found = page.context["page"].due
    assert (found.due_on, found.source, found.plan_due_on) == (date(2026, 6, 5), "theo kế hoạch", None)
    assert "hạn trả lời 05/06/2026" in page.content.decode()


def test_lead_that_asks_for_a_day_off_is_told_until_when_it_counts(client, due):
    today = timezone.localdate()
    sunday = today + timedelta((6 - today.weekday()) % 7 or 7)
    ReportingPeriod.objects.filter(pk=due.period.pk).update(report_due_on=sunday + timedelta(7))
    client.force_login(due.people["officer"])
    place = ["hcm", "2026", due.period.slug, "1.1", "phoi-hop"]

    page = client.post(
        reverse("reports:contribution_detail", args=place),
        {"date": "1", "due_on": f"{sunday:%d/%m/%Y}"},
        follow=True,
    )

    assert Contribution.objects.get().due_on == sunday
    assert f"Hạn trả lời {sunday:%d/%m/%Y} là Chủ nhật, hạn tính đến hết" in page.content.decode()
