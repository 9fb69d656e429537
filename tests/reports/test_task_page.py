"""The page of one task: what was promised, which reports a person may see of it, what is next."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Task
from reports.choices import ContributionStatus, ReportStatus
from reports.models import Contribution, FigureValue
from tests import factories as f

TODAY = timezone.localdate()


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def periods_of(response):
    return [(line.slug, line.status) for line in response.context["page"].periods]


@pytest.fixture
def open_page(client, world):
    def get(role, task=None):
        client.force_login(world.people[role])
        return client.get((task or world.task).get_absolute_url())

    return get


def test_task_asks_for_login(client, world):
    assert client.get(world.task.get_absolute_url())["Location"].startswith(reverse("agencies:login"))


def test_task_of_another_locality_or_of_an_unseen_draft_is_not_there(
    client, world, other_world, lead_officer
):
    draft = f.make_plan(world.locality, issuer=world.issuer, status="DRAFT", year=2027)
    task = f.make_task(f.make_group(draft), world.lead)
    client.force_login(lead_officer)

    assert client.get(other_world.task.get_absolute_url()).status_code == 404
    assert client.get(task.get_absolute_url()).status_code == 404
    assert client.get(world.task.get_absolute_url()).status_code == 200


def test_page_shows_the_promise(open_page, world):
    Task.objects.filter(pk=world.task.pk).update(expected_output="12 phóng sự", budget_vnd=1_250_000_000)

    page = open_page("officer")

    assert dict(page.context["page"].facts) == {
        "Chủ trì": "Sở Du lịch",
        "Thời gian": "02/01/2026 – 30/11/2026",
        "Sản phẩm, kết quả": "12 phóng sự",
        "Kinh phí": "1.250.000.000 đồng",
    }
    assert [support.contribution for support in page.context["page"].supports] == [
        "Cung cấp tư liệu hình ảnh."
    ]


SEEN = {
    ReportStatus.DRAFT: {"officer", "head"},
    ReportStatus.SUBMITTED: {"officer", "head", "standing", "signer", "committee"},
    ReportStatus.RETURNED: {"officer", "head", "standing"},
    ReportStatus.ACCEPTED: {"officer", "head", "standing", "signer", "committee", "supporter"},
}


def test_half_year_is_not_added_to_its_quarter_nor_the_year_to_both(open_page, world, lead_officer):
    """Figures are what was made in the period: of periods within each other only the widest counts."""
    indicator = world.task.indicators.get()

    def accepted(slug: str, first: date, last: date, value: int) -> int:
        period = f.make_period(
            world.plan,
            slug,
            name=slug,
            data_from=first,
            data_to=last,
            opens_on=first,
            report_due_on=last + timedelta(7),
        )
        report = f.make_report(world.task, period, lead_officer, status=ReportStatus.ACCEPTED)
        FigureValue.objects.create(report=report, indicator=indicator, value=value)
        return open_page("officer").context["page"].indicators[0].reached

    assert accepted("quy-1", date(2025, 12, 15), date(2026, 3, 14), 2) == 2
    assert accepted("nua-nam", date(2025, 12, 15), date(2026, 6, 14), 5) == 5
    assert accepted("quy-3", date(2026, 6, 15), date(2026, 9, 14), 3) == 8
    assert accepted("ca-nam", date(2025, 12, 15), date(2026, 12, 14), 12) == 12
    assert accepted("ca-nam-bo-sung", date(2025, 12, 15), date(2026, 12, 14), 13) == 13


@pytest.mark.parametrize("status", SEEN)
def test_report_and_its_figures_show_to_those_who_may_see_it(open_page, world, lead_officer, status):
    report = f.make_report(
        world.task, world.period, lead_officer, status=status, results="Kết quả CANARY-RESULT"
    )
    FigureValue.objects.create(report=report, indicator=world.task.indicators.get(), value=7)
    told = status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)

    for role in world.people:
        page = open_page(role)
        seen = role in SEEN[status]
        assert (
            (world.period.slug, status) in periods_of(page)
            if seen
            else all(not had for _, had in periods_of(page))
        ), role
        assert ("CANARY-RESULT" in text_of(page)) is (seen and told), role
        assert page.context["page"].indicators[0].reached == (
            7 if seen and status == ReportStatus.ACCEPTED else None
        ), role


def test_a_missing_report_shows_to_its_readers_alone(open_page, world):
    assert periods_of(open_page("officer")) == [(world.period.slug, "")]
    assert periods_of(open_page("standing")) == [(world.period.slug, "")]
    assert periods_of(open_page("other_officer")) == []
    assert periods_of(open_page("clerk")) == []


def test_button_leads_those_who_lead_to_the_open_period(open_page, world, lead_officer):
    edit = reverse("reports:report_edit", args=["hcm", world.plan.slug, world.period.slug, world.task.code])

    assert edit in text_of(open_page("officer"))
    assert edit not in text_of(open_page("standing"))
    assert edit not in text_of(open_page("supporter"))
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    assert edit not in text_of(open_page("officer"))


def test_closed_period_has_no_button(open_page, world):
    type(world.period).objects.filter(pk=world.period.pk).update(closed_at=timezone.now())

    assert open_page("officer").context["open_periods"] == []


def test_answers_show_once_they_are_sent(open_page, world, supporter):
    answer = Contribution.objects.create(
        support=world.task.supports.get(),
        period=world.period,
        answer="Đã gửi 40 ảnh CANARY-ANSWER",
        answered_by=supporter,
    )

    assert "CANARY-ANSWER" not in text_of(open_page("officer"))
    Contribution.objects.filter(pk=answer.pk).update(
        status=ContributionStatus.SENT, answered_at=timezone.now()
    )
    assert "CANARY-ANSWER" in text_of(open_page("officer"))
    assert "CANARY-ANSWER" not in text_of(open_page("other_officer"))


def test_neighbours_follow_the_plan_order(open_page, world):
    third = f.make_task(f.make_group(world.plan, 2), world.lead)

    page = open_page("officer", world.other_task).context["task"]

    assert (page.previous_code, page.next_code) == (world.task.code, third.code)


@pytest.fixture
def secret(world):
    return f.make_task(world.group, world.lead, is_secret=True)


def test_secret_task_says_number_lead_date_and_done(open_page, secret):
    page = open_page("officer", secret)

    assert [term for term, _ in page.context["page"].facts] == ["Chủ trì", "Thời gian", "Hoàn thành ngày"]
    assert page.context["page"].state_label == "Chưa hoàn thành"
    assert "Nhiệm vụ quản lý theo chế độ mật" in text_of(page)
    assert page.context["open_periods"] == []


@pytest.mark.parametrize(
    ("role", "status"),
    [("officer", 200), ("head", 200), ("standing", 200), ("other_officer", 403), ("committee", 403)],
)
def test_secret_task_is_marked_by_its_lead_and_the_standing_agency(client, world, secret, role, status):
    client.force_login(world.people[role])
    url = reverse("plans:task_mark_secret", args=["hcm", world.plan.slug, secret.code])

    assert client.get(url).status_code == status


def test_marking_a_secret_task_done_and_not_done(client, world, secret, lead_officer):
    client.force_login(lead_officer)
    url = reverse("plans:task_mark_secret", args=["hcm", world.plan.slug, secret.code])

    tomorrow = client.post(url, {"is_done": "1", "completed_on": f"{TODAY + timedelta(days=1):%d/%m/%Y}"})
    blank = client.post(url, {"is_done": "1", "completed_on": ""})
    done = client.post(url, {"is_done": "1", "completed_on": f"{TODAY:%d/%m/%Y}"})
    secret.refresh_from_db()
    done_on = secret.completed_on
    client.post(url, {"is_done": "0", "completed_on": ""})
    secret.refresh_from_db()

    assert tomorrow.context["form"].errors["completed_on"] == ["Ngày hoàn thành không thể ở tương lai."]
    assert blank.context["form"].errors["completed_on"] == ["Đã hoàn thành thì ghi ngày hoàn thành."]
    assert done["Location"] == secret.get_absolute_url()
    assert (done_on, secret.completed_on) == (TODAY, None)


def test_open_task_has_no_such_mark(client, world, lead_officer):
    client.force_login(lead_officer)

    assert (
        client.get(
            reverse("plans:task_mark_secret", args=["hcm", world.plan.slug, world.task.code])
        ).status_code
        == 404
    )


def test_page_costs_the_same_with_one_report_and_twelve(
    client, open_page, world, lead_officer, supporter, django_assert_num_queries
):
    support = world.task.supports.get()
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    open_page("officer")

    with django_assert_num_queries(6):
        client.get(world.task.get_absolute_url())
    for n in range(11):
        day = TODAY - timedelta(days=30 * (n + 2))
        period = f.make_period(
            world.plan,
            f"thang-{n}",
            name=f"Tháng {n}",
            data_from=day - timedelta(days=30),
            data_to=day,
            opens_on=day,
            report_due_on=day + timedelta(days=10),
        )
        f.make_report(world.task, period, lead_officer, status=ReportStatus.ACCEPTED)
        Contribution.objects.create(
            support=support,
            period=period,
            answer="Đã gửi.",
            answered_by=supporter,
            answered_at=timezone.now(),
            status=ContributionStatus.SENT,
        )
        f.make_support(world.task, f.make_agency(world.locality))
        f.make_indicator(world.task, n + 2)
    with django_assert_num_queries(6):
        page = client.get(world.task.get_absolute_url())

    assert len(periods_of(page)) == 12


def test_where_it_goes_on_costs_one_query_for_one_plan_and_three(
    client, open_page, world, django_assert_num_queries
):
    open_page("officer")
    for year in (2027, 2028, 2029):
        later = f.make_plan(world.locality, issuer=world.issuer, year=year)
        f.make_task(f.make_group(later), world.lead, based_on=world.task)

        with django_assert_num_queries(7):
            page = client.get(world.task.get_absolute_url())

        assert page.text.count(': <a href="/hcm/ke-hoach/20') == year - 2026
