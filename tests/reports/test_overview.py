"""The committee's page: its figures, its honesty, who sees how much of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.choices import PlanStatus
from plans.models import Task
from reports import workflow
from reports.dashboards.overview import overview_of, overview_plans, period_of
from reports.dashboards.owed import owed_between
from tests import factories as f

TODAY = timezone.localdate()


def url_of(plan=None):
    if plan is None:
        return reverse("reports:overview", args=["hcm"])
    return reverse("reports:plan_overview", args=[plan.locality.code, plan.slug])


def put(task, **columns):
    Task.objects.filter(pk=task.pk).update(**columns)


@pytest.fixture
def running(world):
    """Seven tasks of two groups, one in each state and one withdrawn; two more leads than reports."""
    second = f.make_group(world.plan, 2, title="Tập huấn nghiệp vụ")
    past, ahead = TODAY - timedelta(days=20), TODAY + timedelta(days=10)
    put(
        world.task,
        starts_on=TODAY - timedelta(days=90),
        due_on=ahead,
        completed_on=TODAY - timedelta(days=1),
        progress_percent=100,
    )
    put(world.other_task, starts_on=TODAY - timedelta(days=90), due_on=past)
    f.make_task(
        second,
        world.lead,
        title="Xong muộn",
        starts_on=past - timedelta(days=30),
        due_on=past,
        completed_on=past + timedelta(days=3),
        progress_percent=100,
    )
    f.make_task(
        second,
        world.lead,
        title="Đang làm",
        starts_on=past,
        due_on=ahead,
        first_reported_on=past,
        progress_percent=40,
    )
    f.make_task(second, world.other, title="Chưa bắt đầu", starts_on=ahead, due_on=ahead + timedelta(days=40))
    f.make_task(
        second,
        world.other,
        title="",
        is_secret=True,
        due_on=past - timedelta(days=5),
        starts_on=past - timedelta(days=60),
    )
    f.make_task(second, world.other, title="Đã rút", starts_on=past, due_on=past, withdrawn_on=past)
    return world


def test_overview_asks_for_login(client, world):
    assert client.get(url_of())["Location"].startswith(reverse("agencies:login"))


def counted(page) -> int:
    """How many tasks a list says it holds; those withdrawn are told apart."""
    return int(page.context["found"].split()[0])


def test_figures_are_those_of_the_plan_page_and_of_the_lists(client, running, committee_member):
    client.force_login(committee_member)

    page = client.get(url_of())
    figures = page.context["page"].figures
    plan_page = client.get(running.plan.get_absolute_url()).context["page"]
    listed = {name: counted(client.get(link)) for name, link in page.context["links"].items()}

    assert (
        figures.total,
        figures.done,
        figures.done_late,
        figures.in_term,
        figures.overdue,
        figures.idle,
    ) == (6, 1, 1, 2, 2, 1)
    assert figures.rate == 50.0
    assert plan_page.figures == figures
    assert [group.figures for group in plan_page.groups] == [
        group.figures for group in page.context["page"].groups
    ]
    assert listed == {"total": 6, "done": 1, "done_late": 1, "in_term": 2, "overdue": 2}


def test_groups_and_agencies_lead_to_lists_of_their_size(client, running, committee_member):
    client.force_login(committee_member)
    page = client.get(url_of())

    for group in page.context["page"].groups:
        listed = client.get(f"{page.context['list_url']}nhom={group.number}")
        assert counted(listed) == group.figures.total
    for agency in page.context["page"].agencies:
        listed = client.get(f"{page.context['list_url']}chu-tri={agency.code}")
        assert counted(listed) == agency.figures.total


def test_a_past_day_counts_as_it_stood(client, running, committee_member):
    client.force_login(committee_member)
    day = TODAY - timedelta(days=18)

    page = client.get(url_of(), {"ngay": f"{day:%d/%m/%Y}"})
    figures = page.context["page"].figures
    listed = {name: counted(client.get(link)) for name, link in page.context["links"].items()}

    assert (figures.total, figures.done, figures.done_late, figures.in_term, figures.overdue) == (
        6,
        0,
        0,
        3,
        3,
    )
    assert listed == {"total": 6, "done": 0, "done_late": 0, "in_term": 3, "overdue": 3}
    assert f"Số liệu tính đến {day:%d/%m/%Y}" in page.content.decode()


@pytest.mark.parametrize("word", ["31/02/2026", "hôm qua", f"{TODAY + timedelta(days=1):%d/%m/%Y}"])
def test_a_day_that_cannot_be_gives_today_and_says_so(client, running, committee_member, word):
    client.force_login(committee_member)

    page = client.get(url_of(), {"ngay": word})

    assert page.context["as_of"] == TODAY
    assert page.context["form"].errors["ngay"]


def test_completeness_counts_agencies_that_sent_every_report(
    client, running, committee_member, lead_officer, standing_officer
):
    for task in Task.objects.filter(lead_agency=running.lead):
        report = f.make_report(task, running.period, lead_officer)
        workflow.run(report, "submit", actor=lead_officer)
    client.force_login(committee_member)

    page = client.get(url_of()).context["page"]
    before = overview_for(running.plan, TODAY - timedelta(days=1))

    assert [(line.code, line.sent, line.missing) for line in page.reporting] == [
        ("chu-tri", 3, 0),
        ("khac", 0, 1),
    ]
    assert (page.reported_count, [line.code for line in page.silent]) == (1, ["khac"])
    assert [(line.sent, line.missing) for line in before.reporting] == [(0, 3), (0, 1)]


def overview_for(plan, day):
    plan = overview_plans(type(plan).objects.filter(pk=plan.pk).with_names(), day, day.year).get()
    return overview_of(plan, as_of=day, today=TODAY)


def test_tasks_that_owe_a_report_run_in_the_period(running):
    plan = overview_plans(type(running.plan).objects.filter(pk=running.plan.pk), TODAY, TODAY.year).get()
    period = period_of(plan)
    owing = Task.objects.filter(owed_between(period.data_from, period.data_to))

    assert sorted(owing.values_list("title", flat=True)) == sorted(
        [running.task.title, running.other_task.title, "Xong muộn", "Đang làm"]
    )


def test_late_tasks_come_longest_first_in_working_days(client, running, committee_member):
    put(
        running.other_task,
        last_difficulties="Chờ Sở Tài chính",
        last_recommendations="Giao trả lời trước ngày 20",
        starts_on=date(2025, 12, 1),
        due_on=date(2026, 1, 2),
    )
    client.force_login(committee_member)

    late = client.get(url_of(), {"ngay": "09/01/2026"}).context["page"].late

    assert [(task.code, task.days_late) for task in late] == [(running.other_task.code, 5)]
    assert late[0].difficulties == "Chờ Sở Tài chính"


@pytest.mark.parametrize(
    ("role", "is_told"),
    [("committee", True), ("standing", True), ("signer", True), ("clerk", False), ("administrator", False)],
)
def test_words_of_reports_are_for_those_who_read_reports(client, running, role, is_told):
    put(running.other_task, last_difficulties="Chờ Sở Tài chính duyệt dự toán")
    client.force_login(running.people[role])

    page = client.get(url_of())

    assert page.status_code == 200
    assert ("Chờ Sở Tài chính duyệt dự toán" in page.content.decode()) is is_told


@pytest.mark.parametrize("role", ["officer", "head"])
def test_officer_and_head_see_their_agency_alone(client, running, role):
    client.force_login(running.people[role])

    page = client.get(url_of())
    listed = {name: counted(client.get(link)) for name, link in page.context["links"].items()}

    assert page.context["page"].figures.total == 3
    assert [line.code for line in page.context["page"].agencies] == ["chu-tri"]
    assert listed == {"total": 3, "done": 1, "done_late": 1, "in_term": 1, "overdue": 0}
    assert running.other_task.title not in page.content.decode()


def test_ministry_viewer_sees_the_plan_but_not_its_overview(client, world, ministry_viewer):
    client.force_login(ministry_viewer)

    assert client.get(url_of()).status_code == 403


def test_other_locality_is_not_there(client, world, other_world, committee_member):
    client.force_login(committee_member)

    assert client.get(url_of(other_world.plan)).status_code == 404
    assert client.get(reverse("reports:overview", args=["haiphong"])).status_code == 404


def test_running_plan_of_the_year_comes_first_and_drafts_never(client, world, standing_officer):
    running = f.make_plan(world.locality, issuer=world.issuer, year=TODAY.year, slug="nam-nay")
    draft = f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=TODAY.year + 1)
    f.make_plan(
        world.locality, issuer=world.issuer, status=PlanStatus.CLOSED, year=TODAY.year + 2, slug="sau"
    )
    type(running).objects.filter(pk=world.plan.pk).update(status=PlanStatus.CLOSED)
    client.force_login(standing_officer)

    assert client.get(url_of()).context["plan"] == running
    assert client.get(url_of(draft)).status_code == 404


def test_locality_without_an_issued_plan_says_so(client, db):
    committee = f.make_committee(f.make_locality("hcm"))
    client.force_login(f.make_user(committee.agency, "COMMITTEE_MEMBER"))

    assert "Chưa có kế hoạch nào được ban hành." in client.get(url_of()).content.decode()


def test_overview_costs_the_same_with_few_tasks_and_many(
    client, running, committee_member, django_assert_num_queries
):
    client.force_login(committee_member)
    client.get(url_of())

    with django_assert_num_queries(6):
        client.get(url_of())
    for number in (3, 4, 5):
        group = f.make_group(running.plan, number)
        for _ in range(4):
            f.make_task(
                group,
                f.make_agency(running.locality),
                starts_on=TODAY - timedelta(days=60),
                due_on=TODAY - timedelta(days=number),
            )
    with django_assert_num_queries(6):
        client.get(url_of())
