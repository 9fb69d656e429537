"""The signer's first page: what waits for their signature, and only theirs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from plans.choices import AmendmentStatus, PlanStatus
from plans.models import Amendment, Plan
from reports.choices import ReviewStatus
from reports.dashboards.to_sign import papers_to_sign
from reports.models import Meeting, PeriodReview
from tests import factories as f
from tests.factories.meetings import make_meeting

TODAY = timezone.localdate()
URL = reverse("reports:overview", args=["hcm"])


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def submitted_plan(world, slug, days=0, **fields):
    fields = {"issuer": world.issuer, "year": 2027} | fields
    plan = f.make_plan(world.locality, status=PlanStatus.SUBMITTED, slug=slug, **fields)
    Plan.objects.filter(pk=plan.pk).update(submitted_at=days_ago(days))
    return plan


@pytest.fixture
def waiting(world):
    """One of each kind, the review the oldest."""
    plan = submitted_plan(world, "2027", 1, title="Kế hoạch thông tin đối ngoại năm 2027")
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.SUBMITTED)
    Amendment.objects.filter(pk=amendment.pk).update(submitted_at=days_ago(3))
    review = f.make_review(world.period, world.people["standing"], status=ReviewStatus.SUBMITTED)
    PeriodReview.objects.filter(pk=review.pk).update(submitted_at=days_ago(5))
    meeting = make_meeting(world.plan, world.people["standing"], status=ReviewStatus.SUBMITTED)
    Meeting.objects.filter(pk=meeting.pk).update(submitted_at=days_ago(0))
    return [review, amendment, plan, meeting]


def test_signer_meets_what_waits_the_oldest_first_with_its_page_and_its_wait(client, waiting, signer):
    client.force_login(signer)

    page = client.get(URL)

    papers = page.context["to_sign"]
    review, amendment, plan, meeting = waiting
    assert [(paper.kind, paper.title, paper.waited) for paper in papers] == [
        ("review", review.title, "chờ 5 ngày"),
        ("amendment", amendment.title, "chờ 3 ngày"),
        ("plan", plan.title, "chờ 1 ngày"),
        ("notice", meeting.subject, "trình hôm nay"),
    ]
    assert [paper.url for paper in papers] == [
        review.get_absolute_url(),
        amendment.get_absolute_url(),
        reverse("plans:signing", args=["hcm", "2027"]),
        meeting.get_absolute_url(),
    ]
    html = page.content.decode()
    assert 'Chờ anh/chị ký <span class="ttdn-count">4</span>' in html
    assert all(client.get(paper.url).status_code == 200 for paper in papers if paper.kind != "plan")


def test_nothing_waits_and_the_page_says_so(client, world, signer):
    client.force_login(signer)

    assert "Không có văn bản nào chờ anh/chị ký." in client.get(URL).content.decode()


def test_what_waits_is_listed_before_any_plan_was_issued(client, world, signer):
    Plan.objects.filter(pk=world.plan.pk).update(status=PlanStatus.DRAFT)
    plan = submitted_plan(world, "2027")
    client.force_login(signer)

    assert plan.title in client.get(URL).content.decode()


@pytest.mark.parametrize("role", ["committee", "standing", "clerk", "administrator"])
def test_list_is_the_signers(client, waiting, world, role):
    client.force_login(world.people[role])

    page = client.get(URL)

    assert page.context["to_sign"] is None and "Chờ anh/chị ký" not in page.content.decode()


def test_what_is_not_before_the_signer_or_not_theirs_is_left_out(world, other_world, signer):
    for slug, status in (("a", "DRAFT"), ("b", "APPROVED"), ("c", "RETURNED")):
        f.make_plan(world.locality, year=2027, slug=slug, issuer=world.issuer, status=status)
    submitted_plan(other_world, "2027", title="Của nơi khác")
    submitted_plan(world, "2028", issuer=world.standing, title="Sở tự ban hành")
    own = f.make_review(world.period, signer, status=ReviewStatus.SUBMITTED)
    PeriodReview.objects.filter(pk=own.pk).update(submitted_by=signer)

    assert papers_to_sign(signer, world.locality, today=TODAY) == []


def test_committee_of_the_locality_is_signed_for_at_the_peoples_committee_but_in_no_department(world, signer):
    plan = submitted_plan(world, "2027", issuer=world.committee.agency, title="Kế hoạch của Ban Chỉ đạo")
    department = f.make_user(world.standing, Role.SIGNER, full_name="Người ký của Sở")

    assert [paper.title for paper in papers_to_sign(signer, world.locality, today=TODAY)] == [plan.title]
    assert papers_to_sign(department, world.locality, today=TODAY) == []


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_one_row_and_for_three(client, world, signer, count, django_assert_num_queries):
    for n in range(count):
        submitted_plan(world, f"2027-{n}")
        review = f.make_period(world.plan, f"2026-quy-{n + 1}")
        f.make_review(review, world.people["standing"], status=ReviewStatus.SUBMITTED)
    signer.posts  # noqa: B018 - read with the account in a request

    with django_assert_num_queries(1):
        assert len(papers_to_sign(signer, world.locality, today=TODAY)) == 2 * count


def test_whoever_does_not_sign_costs_no_query(world, committee_member, django_assert_num_queries):
    committee_member.posts  # noqa: B018

    with django_assert_num_queries(0):
        assert papers_to_sign(committee_member, world.locality, today=TODAY) is None
