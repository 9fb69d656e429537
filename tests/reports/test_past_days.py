"""The five figures of any past day: dates, leads and tasks count as the plan promised them on that day."""

from datetime import date, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.choices import AmendmentStatus, ChangeKind
from plans.dashboards.past import past_plan
from plans.models import AmendmentChange, Task
from plans.services.applying import apply_due
from plans.services.versions import freeze, task_content
from plans.states import state_of
from reports.choices import ReportStatus
from reports.dashboards.review_figures import period_figures
from reports.models import ProgressReport, ReportingPeriod
from tests import factories as f
from ttdn_portal.shared.dates import short_date

CHANGED_ON = date(2026, 6, 1)
BEFORE, AFTER = date(2026, 5, 31), CHANGED_ON


def put(task, **columns):
    Task.objects.filter(pk=task.pk).update(**columns)
    task.refresh_from_db()


@pytest.fixture
def amended(world):
    """From 1 June: one task gets a later day, one another lead, one is withdrawn, one is added."""
    put(world.task, starts_on=date(2026, 1, 2), due_on=date(2026, 3, 31), first_reported_on=date(2026, 2, 10))
    put(
        world.other_task, starts_on=date(2026, 1, 2), due_on=date(2026, 4, 30), completed_on=date(2026, 5, 20)
    )
    world.gone = f.make_task(world.group, world.lead, title="In 3 ấn phẩm", due_on=date(2026, 11, 30))
    freeze(world.plan, actor=None)
    amendment = f.make_amendment(
        world.plan, status=AmendmentStatus.ISSUED, issued_on=date(2026, 5, 20), effective_from=CHANGED_ON
    )
    f.make_change(amendment, world.task, due_on="2026-12-15")
    change = f.make_change(amendment, world.other_task)
    change.after |= {
        "lead_agency_id": world.support.pk,
        "title": "Tập huấn cho 168 phường, xã",
        "due_on": "2026-06-30",
    }
    change.save()
    f.make_change(amendment, world.gone)
    AmendmentChange.objects.filter(task=world.gone).update(kind=ChangeKind.WITHDRAW_TASK, after={})
    added = task_content(world.gone) | {
        "identity": str(uuid4()), "number": 4, "code": "1.4", "title": "Bổ sung một tọa đàm", "due_on": "2026-12-20",
        "lead_agency_id": world.support.pk, "supports": [], "indicators": [],
    }  # fmt: skip
    AmendmentChange.objects.create(
        amendment=amendment, position=9, kind=ChangeKind.ADD_TASK, group=world.group, after=added
    )
    apply_due(as_of=CHANGED_ON)
    return world


def overview(client, world, day):
    client.force_login(world.people["committee"])
    return client.get(reverse("reports:plan_overview", args=["hcm", "2026"]), {"ngay": f"{day:%d/%m/%Y}"})


def five(figures):
    return (figures.total, figures.done, figures.done_late, figures.in_term, figures.overdue)


def test_overview_before_the_amendment_counts_by_the_old_promise(client, amended):
    page = overview(client, amended, BEFORE).context["page"]

    assert five(page.figures) == (3, 0, 1, 1, 1)
    assert [(row.code, row.due_on) for row in page.late] == [("1.1", date(2026, 3, 31))]
    assert {line.code: five(line.figures) for line in page.agencies} == {
        "chu-tri": (2, 0, 0, 1, 1),
        "khac": (1, 0, 1, 0, 0),
    }
    assert [five(line.figures) for line in page.groups] == [(3, 0, 1, 1, 1)]


def test_overview_from_the_day_of_the_amendment_counts_by_the_new_one(client, amended):
    page = overview(client, amended, AFTER).context["page"]

    assert five(page.figures) == (3, 1, 0, 2, 0)
    assert {line.code: five(line.figures) for line in page.agencies} == {
        "chu-tri": (1, 0, 0, 1, 0),
        "phoi-hop": (2, 1, 0, 1, 0),
    }
    assert page.version is None


def test_day_before_the_issue_says_that_nothing_held_yet(client, amended, django_assert_num_queries):
    issued_on = amended.plan.versions.get(number=1).effective_from

    before = overview(client, amended, issued_on - timedelta(1))

    assert "page" not in before.context
    words = f"Kế hoạch chưa ban hành vào ngày {short_date(issued_on - timedelta(1))}."
    assert words in before.content.decode()
    assert overview(client, amended, issued_on).context["page"].figures.total == 3
    with django_assert_num_queries(3):  # session, account, the plan
        client.get(
            reverse("reports:plan_overview", args=["hcm", "2026"]),
            {"ngay": short_date(issued_on - timedelta(1))},
        )


def test_day_before_says_by_which_version_it_was_counted(client, amended):
    text = overview(client, amended, BEFORE).content.decode()

    assert "Đếm thế nào" in text
    assert (
        f'<a href="{reverse("plans:version_detail", args=["hcm", "2026", 1])}">bản 1 của kế hoạch</a>' in text
    )
    assert "bản 1 của kế hoạch" not in overview(client, amended, AFTER).content.decode()


def test_every_figure_leads_to_a_list_that_counts_alike(client, amended):
    shown = overview(client, amended, BEFORE)
    figures = shown.context["page"].figures

    counts = {
        name: client.get(url).context["pager"].page.paginator.count
        for name, url in shown.context["links"].items()
    }
    by_agency = {
        line.code: client.get(f"{shown.context['list_url']}chu-tri={line.code}")
        .context["pager"]
        .page.paginator.count
        for line in shown.context["page"].agencies
    }

    assert counts == {
        "total": figures.total, "done": figures.done, "done_late": figures.done_late, "in_term": figures.in_term, "overdue": figures.overdue,
    }  # fmt: skip
    assert by_agency == {"chu-tri": 2, "khac": 1}


def test_list_of_a_past_day_shows_what_was_promised_then(client, amended):
    client.force_login(amended.people["officer"])
    url = reverse("plans:task_list", args=["hcm", "2026"])

    then = client.get(url, {"ngay": f"{BEFORE:%d/%m/%Y}"}).content.decode()
    now = client.get(url, {"ngay": f"{AFTER:%d/%m/%Y}"}).content.decode()

    assert "31/03/2026" in then and "15/12/2026" not in then
    assert "Tập huấn nghiệp vụ cho cán bộ phường, xã" in then and "168 phường" not in then
    assert "Bổ sung một tọa đàm" not in then and "Đã rút từ" not in then
    assert "bản 1 của kế hoạch" in then
    assert "15/12/2026" in now and "168 phường" in now and "Đã rút từ" in now
    assert "bản 1 của kế hoạch" not in now


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"tim": "tap huan"}, ["1.2"]),
        ({"tim": "168"}, []),
        ({"chu-tri": "khac"}, ["1.2"]),
        ({"tinh-trang": "qua-han"}, ["1.1"]),
        ({"han-den": "30/04/2026"}, ["1.1", "1.2"]),
        ({"nhom": "1", "sap-xep": "han"}, ["1.1", "1.2", "1.3"]),
        ({"tinh-trang": "da-rut"}, []),
        ({"chu-tri": "chua-co"}, []),
    ],
)
def test_list_of_a_past_day_is_filtered_by_what_was_promised_then(client, amended, asked, codes):
    client.force_login(amended.people["officer"])

    page = client.get(
        reverse("plans:task_list", args=["hcm", "2026"]), {"ngay": f"{BEFORE:%d/%m/%Y}"} | asked
    )

    assert [task.code for task in page.context["pager"].page.object_list] == codes


def test_who_had_reported_is_told_by_the_leads_of_the_day(client, amended, lead_officer):
    report = f.make_report(amended.task, amended.period, lead_officer, status=ReportStatus.ACCEPTED)
    ReportingPeriod.objects.filter(pk=amended.period.pk).update(
        opens_on=date(2026, 5, 1), data_from=date(2025, 12, 15), data_to=date(2026, 6, 14)
    )
    sent_at = timezone.make_aware(datetime(2026, 5, 25, 9))
    ProgressReport.objects.filter(pk=report.pk).update(submitted_at=sent_at)

    page = overview(client, amended, BEFORE).context["page"]

    assert {line.code: (line.sent, line.owed) for line in page.agencies} == {
        "chu-tri": (1, 2),
        "khac": (0, 1),
    }


def test_figures_of_a_period_count_by_the_promise_of_the_cut_off(amended):
    before = period_figures(amended.period, as_of=BEFORE)["total"]
    after = period_figures(amended.period, as_of=AFTER)["total"]

    assert (before["overdue"], before["done_late"], before["planned_due"]) == (1, 1, 2)
    assert (after["overdue"], after["done"], after["planned_due"]) == (0, 1, 0)


def test_agency_sees_its_own_figures_of_the_day(client, amended, other_officer):
    client.force_login(other_officer)
    url = reverse("reports:plan_overview", args=["hcm", "2026"])

    then = client.get(url, {"ngay": f"{BEFORE:%d/%m/%Y}"}).context["page"]
    now = client.get(url, {"ngay": f"{AFTER:%d/%m/%Y}"}).context["page"]

    assert five(then.figures) == (1, 0, 1, 0, 0)
    assert five(now.figures) == (0, 0, 0, 0, 0)


def test_day_before_the_first_version_counts_by_it(amended):
    assert past_plan(amended.plan, date(2025, 12, 1)).version == 1
    assert past_plan(amended.plan, AFTER) is None


def test_plan_never_amended_asks_one_query_more_on_a_past_day(world, django_assert_num_queries):
    freeze(world.plan, actor=None)

    with django_assert_num_queries(1):
        assert past_plan(world.plan, BEFORE) is None


def test_queries_of_a_past_plan_do_not_grow(amended, django_assert_num_queries):
    for _ in range(3):
        f.make_task(amended.group, amended.lead)

    with django_assert_num_queries(4):
        past_plan(amended.plan, BEFORE)


def test_state_of_one_task_is_the_state_that_sql_computes(world):
    day = date(2026, 6, 15)
    around = [None, day - timedelta(1), day, day + timedelta(1)]
    names = ("starts_on", "due_on", "completed_on", "first_reported_on")
    walked = 0

    for values in product(around, repeat=4):
        dates = dict(zip(names, values, strict=True))
        if dates["starts_on"] and dates["due_on"] and dates["due_on"] < dates["starts_on"]:
            continue  # the database refuses it
        put(world.task, **dates)
        walked += 1
        assert state_of(day, **dates) == Task.objects.with_state(day).get(pk=world.task.pk).state, dates

    assert walked == 208
