"""Whoever signs does so for the own body: not a department's signer for the whole locality."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from agencies.choices import AgencyKind, Role
from agencies.models import AgencySuccession, Notification
from plans import workflow
from plans.choices import AmendmentStatus, PlanStatus
from plans.models import Amendment, Plan
from plans.workflow import amendment as amendment_workflow
from reports.choices import ReviewStatus
from reports.workflow import period_review as review_workflow
from tests import factories as f
from ttdn_portal.shared.transitions import find


@pytest.fixture
def of_department(world):
    """The standing agency is a department, and may have a signer for what it issues itself."""
    return f.make_user(world.standing, Role.SIGNER, full_name="Lê Văn Sở")


def submitted(world, issuer, slug="2027"):
    return f.make_plan(world.locality, status=PlanStatus.SUBMITTED, year=2027, slug=slug, issuer=issuer)


def test_department_signs_its_own_plan_and_no_other(world, of_department):
    own, peoples = submitted(world, world.standing), submitted(world, world.issuer, "2027-b")

    workflow.run(own, "approve", actor=of_department)
    with pytest.raises(PermissionDenied):
        workflow.run(peoples, "approve", actor=of_department)

    assert Plan.objects.get(pk=own.pk).approved_by == of_department
    assert Plan.objects.get(pk=peoples.pk).status == PlanStatus.SUBMITTED


def test_department_sees_the_plan_of_another_but_decides_nothing(client, world, of_department):
    plan = submitted(world, world.issuer)
    client.force_login(of_department)

    page = client.get(plan.get_absolute_url())
    refused = [
        client.post(reverse("plans:plan_move", args=["hcm", plan.slug, move]), {"note": "Thiếu"})
        for move in ("approve", "send_back")
    ]

    assert page.status_code == 200 and "Xem và ký duyệt" not in page.content.decode()
    assert client.get(reverse("plans:signing", args=["hcm", plan.slug])).status_code == 403
    assert [answer.status_code for answer in refused] == [403, 403]


def test_peoples_committee_does_not_sign_for_a_department(world, signer):
    assert not signer.has_perm("plans.approve_plan", submitted(world, world.standing))


def test_committee_is_signed_for_by_itself_and_at_the_peoples_committee(world, signer, of_department):
    """As the plans of Hà Nội's committee go through the signer of its people's committee."""
    plan = submitted(world, world.committee.agency)
    chair = f.make_user(world.committee.agency, Role.SIGNER, full_name="Trưởng ban")

    assert [person.has_perm("plans.approve_plan", plan) for person in (signer, chair, of_department)] == [
        True, True, False,
    ]  # fmt: skip


def test_signer_of_the_body_that_took_over_signs_what_the_old_one_would_have(world):
    old = f.make_agency(
        world.locality, "ubnd-cu", kind=AgencyKind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân cũ"
    )
    AgencySuccession.objects.create(
        predecessor=old, successor=world.issuer, starts_on=timezone.localdate() - timedelta(1)
    )

    assert world.people["signer"].has_perm("plans.approve_plan", submitted(world, old))


def test_amendments_and_reviews_follow_the_same_rule(world, signer, of_department):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.SUBMITTED)
    amendment = Amendment.objects.with_names().get(pk=amendment.pk)
    review = f.make_review(world.period, world.people["standing"], status=ReviewStatus.SUBMITTED)

    asked = [("plans.approve_amendment", amendment), ("reports.approve_review", review)]
    assert [(signer.has_perm(*one), of_department.has_perm(*one)) for one in asked] == [(True, False)] * 2


def test_only_those_who_may_sign_are_told_that_a_plan_waits(world, signer, of_department, standing_officer):
    plan = f.make_plan(
        world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer, standing_agency=world.standing,
        purposes="Mục đích", requirements="Yêu cầu", organisation="Tổ chức", recipients="Lưu: VT",
    )  # fmt: skip
    f.make_task(f.make_group(plan), world.lead)

    workflow.run(plan, "submit", actor=standing_officer)

    assert [notice.person for notice in Notification.objects.all()] == [signer]


def test_paper_that_nobody_may_sign_is_not_submitted(world, signer, standing_officer, of_department):
    signer.memberships.all().delete()
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    review = f.make_review(world.period, standing_officer, status=ReviewStatus.DRAFT)
    amendment = Amendment.objects.with_names().get(pk=f.make_amendment(world.plan).pk)
    asked = ((workflow, plan), (amendment_workflow, amendment), (review_workflow, review))

    for moves, paper in asked:
        submit = find(moves.TRANSITIONS, "submit")
        assert f"Chưa ai trên cổng có vai trò người ký ở {world.issuer.name}" in " ".join(
            submit.blockers(paper, {})
        )

    f.make_user(world.issuer, Role.SIGNER, full_name="Phạm Thị Chủ Tịch")
    for moves, paper in asked:
        submit = find(moves.TRANSITIONS, "submit")
        assert "vai trò người ký" not in " ".join(submit.blockers(paper, {}))
