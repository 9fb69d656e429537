"""The table *Who sees what*, cell by cell, asked of the querysets and the rules that decide it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Agency, Locality, Mailing, Membership, Notification, User
from agencies.services.activity import record
from plans.choices import PUBLIC_STATUSES, AmendmentStatus, PlanStatus, ReplyStatus
from plans.models import Plan, Task
from plans.services.directions import Point, Source, give_directions
from reports.choices import ContributionStatus, PairReason, PressStatus, ReportStatus, ReviewStatus
from reports.models import Contribution, Evidence, OutputPair, ProgressReport, ReportingPeriod
from tests import factories as f
from tests.factories.meetings import make_meeting

ROLES = (
    "officer",
    "head",
    "supporter",
    "other_officer",
    "standing",
    "signer",
    "clerk",
    "committee",
    "administrator",
    "ministry",
    "superuser",
    "stranger",
    "other_committee",
)
LOCAL = {
    "officer",
    "head",
    "supporter",
    "other_officer",
    "standing",
    "signer",
    "clerk",
    "committee",
    "administrator",
}
DRAFTERS = {"standing", "signer", "clerk", "administrator"}


@pytest.fixture
def people(world, other_world, ministry_viewer, system_administrator):
    return world.people | {
        "ministry": ministry_viewer,
        "superuser": system_administrator,
        "stranger": other_world.people["standing"],
        "other_committee": other_world.people["committee"],
    }


def who_sees(people, obj) -> set[str]:
    """Roles for whom the row is among those `visible_to` gives."""
    return {
        role
        for role in ROLES
        if type(obj).objects.visible_to(User.objects.get(pk=people[role].pk)).filter(pk=obj.pk).exists()
    }


@pytest.mark.parametrize("status", PlanStatus.values)
def test_plan_by_state(world, people, status):
    plan = f.make_plan(world.locality, status=status, issuer=world.issuer, year=2027)
    plan.consulted_agencies.add(world.support)
    task = f.make_task(f.make_group(plan), world.lead)

    expected = DRAFTERS | {"superuser"}
    if status in PUBLIC_STATUSES:
        expected = LOCAL | {"ministry", "superuser"}
    if status == PlanStatus.CONSULTING:
        expected = expected | {"committee", "supporter"}

    assert who_sees(people, plan) == expected
    assert who_sees(people, task) == expected


AMENDMENT_SEEN_BY = {
    AmendmentStatus.DRAFT: {"standing", "signer"},
    AmendmentStatus.SUBMITTED: {"standing", "signer"},
    AmendmentStatus.RETURNED: {"standing", "signer"},
    AmendmentStatus.APPROVED: {"standing", "signer", "clerk"},
    AmendmentStatus.ISSUED: LOCAL | {"ministry"},
}


@pytest.mark.parametrize("status", AmendmentStatus.values)
def test_amendment_by_state(world, people, status):
    amendment = f.make_amendment(world.plan, status=status)

    assert who_sees(people, amendment) == AMENDMENT_SEEN_BY[status] | {"superuser"}


REPORT_SEEN_BY = {
    ReportStatus.DRAFT: {"officer", "head"},
    ReportStatus.AGENCY_REVIEW: {"officer", "head"},
    ReportStatus.SUBMITTED: {"officer", "head", "standing", "signer", "committee"},
    ReportStatus.RETURNED: {"officer", "head", "standing"},
    ReportStatus.ACCEPTED: {"officer", "head", "standing", "signer", "committee", "supporter", "ministry"},
}


@pytest.mark.parametrize("status", ReportStatus.values)
def test_report_and_its_evidence_by_state(world, people, lead_officer, status):
    report = f.make_report(world.task, world.period, lead_officer, status=status)
    link = Evidence.objects.create(
        report=report, kind="LINK", url="https://dulich.example/phong-su", added_by=lead_officer
    )

    expected = REPORT_SEEN_BY[status] | {"superuser"}

    assert who_sees(people, report) == expected
    assert who_sees(people, link) == expected


@pytest.mark.parametrize("status", ReportStatus.values)
def test_output_by_the_state_of_its_report(world, people, lead_officer, status):
    """Like the report; while that is mended the reviewer reads what was sent, not the register."""
    f.make_report(world.task, world.period, lead_officer, status=status)
    output = f.make_output(world.task, lead_officer)
    joint = f.make_output(world.task, lead_officer, makers=[world.lead, world.other])

    expected = REPORT_SEEN_BY[status] - ({"standing"} if status == ReportStatus.RETURNED else set())

    assert who_sees(people, output) == expected | {"superuser"}
    assert who_sees(people, joint) == expected | {"superuser", "other_officer"}


def test_output_without_report_or_deleted_is_its_makers(world, people, lead_officer):
    draft = f.make_output(world.task, lead_officer)
    assert who_sees(people, draft) == {"officer", "head", "superuser"}

    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    later = f.make_output(world.task, lead_officer, done_on=timezone.localdate())
    deleted = f.make_output(world.task, lead_officer, deleted_at=timezone.now())

    assert who_sees(people, later) == who_sees(people, deleted) == {"officer", "head", "superuser"}


def test_pair_is_the_reviewers_once_both_sides_are(world, people, lead_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    one, two = f.make_output(world.task, lead_officer), f.make_output(world.task, lead_officer)
    pair = OutputPair.objects.create(
        locality=world.locality, number=1, first=one, second=two, reason=PairReason.LINK
    )
    assert who_sees(people, pair) == {"standing", "superuser"}

    ProgressReport.objects.filter(pk=report.pk).update(
        status=ReportStatus.RETURNED, return_reason="OTHER", return_note="Thiếu."
    )
    assert who_sees(people, pair) == {"superuser"}


@pytest.mark.parametrize("status", PressStatus.values)
def test_press_item_is_the_localitys_own(world, people, standing_officer, status):
    """Who keeps it, who signs, the committee, and the body that is to answer; never the ministry."""
    item = f.make_press(world.locality, standing_officer, status=status, agency=world.support)

    assert who_sees(people, item) == {"standing", "signer", "committee", "supporter", "superuser"}


def test_report_mended_before_it_was_ever_sent_is_not_seen_by_the_reviewer(world, people, lead_officer):
    report = f.make_report(world.task, world.period, lead_officer)
    assert report.submitted_at is None

    assert "standing" not in who_sees(people, report)


@pytest.mark.parametrize(
    ("report_status", "contribution_status", "expected"),
    [
        (ReportStatus.DRAFT, ContributionStatus.DRAFT, {"supporter"}),
        (ReportStatus.DRAFT, ContributionStatus.SENT, {"supporter", "officer", "head"}),
        (
            ReportStatus.SUBMITTED,
            ContributionStatus.SENT,
            {"supporter", "officer", "head", "standing", "signer", "committee"},
        ),
        (
            ReportStatus.ACCEPTED,
            ContributionStatus.SENT,
            {"supporter", "officer", "head", "standing", "signer", "committee", "ministry"},
        ),
    ],
)
def test_contribution(world, people, lead_officer, supporter, report_status, contribution_status, expected):
    f.make_report(world.task, world.period, lead_officer, status=report_status)
    sent = (
        {"answered_at": timezone.now(), "answered_by": supporter}
        if contribution_status == ContributionStatus.SENT
        else {}
    )
    contribution = Contribution.objects.create(
        support=world.task.supports.get(),
        period=world.period,
        status=contribution_status,
        answer="Đã gửi 24 ảnh.",
        **sent,
    )

    assert who_sees(people, contribution) == expected | {"superuser"}


@pytest.mark.parametrize(
    ("status", "readers"),
    [
        (ReplyStatus.WAITING, set()),
        (ReplyStatus.AGENCY_REVIEW, set()),
        (ReplyStatus.REPLIED, {"standing", "signer"}),
    ],
)
def test_round_reply_and_comments(world, people, lead_officer, status, readers):
    """A comment is its own body's; of those who make the plan once it is sent. Who was asked sees the round, later too."""
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, issuer=world.issuer, year=2027)
    seat = f.make_seat(world.committee, people["committee"])
    found = f.make_round(plan, world.lead, members=(seat,))
    body, of_member = found.bodies.all()
    comment = f.make_comment(body, lead_officer)
    if status == ReplyStatus.REPLIED:
        f.reply(body, lead_officer)
    elif status != ReplyStatus.WAITING:
        type(body).objects.filter(pk=body.pk).update(status=status)

    for _ in ("while the round is open", "after its end"):
        assert who_sees(people, found) == {"officer", "head", "committee", "standing", "signer", "superuser"}
        assert who_sees(people, body) == {"officer", "head", "standing", "signer", "superuser"}
        assert who_sees(people, of_member) == {"committee", "standing", "signer", "superuser"}
        assert who_sees(people, comment) == {"officer", "head", "superuser"} | readers
        type(found).objects.update(ended_at=timezone.now())
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.DRAFT)


@pytest.mark.parametrize(
    ("is_open", "answer", "asked_read"),
    [(True, "EXPLAINED", False), (False, "", False), (False, "EXPLAINED", True)],
)
def test_matrix_is_read_by_all_bodies_asked_once_it_is_whole(
    world, people, lead_officer, is_open, answer, asked_read
):
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, issuer=world.issuer, year=2027)
    seat = f.make_seat(world.committee, people["committee"])
    ended = {} if is_open else {"ended_at": timezone.now()}
    found = f.make_round(plan, world.lead, world.support, members=(seat,), **ended)
    f.reply(found.bodies.first(), lead_officer, "Bổ sung nguồn lực.")
    if answer:
        found.bodies.first().comments.update(answer=answer, answer_text="Đã nêu.", answered_at=timezone.now())

    readers = {
        role for role in ROLES if User.objects.get(pk=people[role].pk).has_perm("plans.read_matrix", found)
    }

    asked = {"officer", "head", "supporter", "committee"}
    assert readers == {"standing", "signer", "superuser"} | (asked if asked_read else set())


@pytest.mark.parametrize("status", ReviewStatus.values)
def test_period_review_by_state(world, people, status):
    review = f.make_review(world.period, world.people["standing"], status=status)

    expected = {"standing", "signer", "superuser"}
    if status == ReviewStatus.APPROVED:
        expected |= {"clerk"}
    if status == ReviewStatus.ISSUED:
        expected = LOCAL | {"ministry", "superuser"}

    assert who_sees(people, review) == expected


MEETING_SEEN_BY = {
    ReviewStatus.APPROVED: {"standing", "signer", "committee", "clerk"},
    ReviewStatus.ISSUED: {"standing", "signer", "committee", "clerk", "supporter"},
}


@pytest.mark.parametrize("status", ReviewStatus.values)
def test_meeting_by_state(world, people, status):
    meeting = make_meeting(world.plan, world.people["standing"], status=status)
    meeting.attending.set([world.support])

    expected = MEETING_SEEN_BY.get(ReviewStatus(status), {"standing", "signer", "committee"})

    assert who_sees(people, meeting) == expected | {"superuser"}


def test_direction_is_for_the_committee_the_standing_agency_and_whom_it_addresses(world, people):
    [direction] = give_directions(
        world.plan,
        [Point("Báo cáo tiến độ.", world.lead, None)],
        source=Source("meeting:hcm/2026/1", "Thông báo số 07/TB-UBND", timezone.localdate()),
        actor=None,
    )

    assert who_sees(people, direction) == {"committee", "standing", "officer", "head", "superuser"}


def test_period_agency_and_locality(world, people):
    assert who_sees(people, world.period) == LOCAL | {"superuser"}
    assert who_sees(people, world.lead) == LOCAL | {"superuser"}
    assert who_sees(people, world.locality) == LOCAL | {"superuser", "ministry"}


def test_people_and_posts(world, people, lead_officer):
    assert who_sees(people, lead_officer) == {"officer", "administrator", "superuser"}
    assert who_sees(people, lead_officer.memberships.get()) == {"officer", "administrator", "superuser"}


def test_log_and_notices(world, people, lead_officer):
    entry = record(actor=lead_officer, action="save", obj=world.plan)
    notice = Notification.objects.create(
        person=lead_officer,
        locality=world.locality,
        kind="REPORT_DUE",
        subject_key="report:1",
        step="0",
        text="Đến hạn",
    )
    letter = Mailing.objects.create(
        person=lead_officer, locality=world.locality, day="2026-06-15", subject="Nhắc việc", body="…"
    )

    assert who_sees(people, entry) == {"administrator", "superuser"}
    assert who_sees(people, notice) == {"officer", "administrator", "superuser"}
    assert who_sees(people, letter) == {"officer", "administrator", "superuser"}


def test_post_that_ended_yesterday_shows_nothing(world, lead_officer):
    Membership.objects.filter(user=lead_officer).update(valid_to=timezone.localdate() - timedelta(days=1))

    for model in (Plan, Task, ReportingPeriod, Agency, Locality):
        assert not model.objects.visible_to(User.objects.get(pk=lead_officer.pk)).exists()


def test_post_in_an_agency_that_ended_shows_nothing(world, lead_officer):
    Agency.objects.filter(pk=world.lead.pk).update(valid_to=timezone.localdate() - timedelta(days=1))

    assert not Plan.objects.visible_to(User.objects.get(pk=lead_officer.pk)).exists()


def test_locked_account_has_no_right(world, standing_officer):
    User.objects.filter(pk=standing_officer.pk).update(is_active=False)
    locked = User.objects.get(pk=standing_officer.pk)

    assert not Plan.objects.visible_to(locked).exists()
    assert not locked.has_perm("plans.submit_plan", world.plan)


@pytest.mark.parametrize(
    ("role", "sees"),
    [("standing", True), ("signer", True), ("committee", True), ("officer", False), ("clerk", False)],
)
def test_ended_locality_is_read_by_the_seniors_of_its_successor(world, other_world, lead_officer, role, sees):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    Locality.objects.filter(pk=world.locality.pk).update(
        valid_to="2025-06-30", successor=other_world.locality
    )
    heir = User.objects.get(pk=other_world.people[role].pk)

    assert Plan.objects.visible_to(heir).filter(pk=world.plan.pk).exists() is sees
    assert ProgressReport.objects.visible_to(heir).exists() is sees
    assert not heir.has_perm("plans.submit_plan", world.plan)


def test_superuser_has_no_right_in_a_workflow(world, system_administrator, lead_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)

    assert not system_administrator.has_perm("reports.accept_report", report)
    assert not system_administrator.has_perm("plans.issue_plan", world.plan)


def test_secret_task_is_never_reported_on(world, lead_officer):
    secret = f.make_task(world.group, world.lead, is_secret=True)

    assert not lead_officer.has_perm("reports.start_report", secret)
    assert lead_officer.has_perm("plans.mark_secret_task", secret)
    assert secret.display_title == "Nhiệm vụ quản lý theo chế độ mật"
