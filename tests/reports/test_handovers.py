"""Bàn giao: everything of one person to another from a day, history kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import ActivityEntry, CommitteeMember, Handover, Membership, Notification, User
from reports.models import ProgressReport, SavedText
from reports.services.handovers import apply_due_handovers
from tests import factories as f
from ttdn_portal.shared.dates import short_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(world):
    return reverse("reports:handover", args=["hcm", world.people["officer"].username])


@pytest.fixture
def taker(world):
    return f.make_user(world.standing, locality=world.locality, full_name="Trần Thị Nhận")


@pytest.fixture
def as_admin(client, administrator):
    client.force_login(administrator)
    return client


def days(n):
    return timezone.localdate() + timedelta(days=n)


def typed(world, taker, day=0, **fields):
    post = world.people["officer"].memberships.get(role=Role.OFFICER)
    return {
        "to_person": taker.pk,
        "starts_on": short_date(days(day)),
        "posts": [post.pk],
        "note": "Chuyển công tác",
    } | fields


def test_preview_tells_what_goes_over_and_changes_nothing(as_admin, world, url, taker, lead_officer):
    f.make_report(world.task, world.period, lead_officer)

    page = as_admin.post(url, typed(world, taker, preview="1")).content.decode()

    assert "Bản nháp báo cáo do người này bắt đầu, chưa gửi: 1" in page
    assert "Chuyên viên, Sở Du lịch" in page
    assert not Handover.objects.exists()
    assert ProgressReport.objects.get().author == lead_officer


def test_posts_end_the_day_before_and_begin_on_the_day(as_admin, world, url, taker, lead_officer):
    as_admin.post(url, typed(world, taker, confirm="1"))

    assert lead_officer.memberships.get().valid_to == days(-1)
    taken = taker.memberships.get()
    assert (taken.agency, taken.role, taken.valid_from, taken.valid_to) == (
        world.lead,
        "OFFICER",
        days(0),
        None,
    )
    assert not User.objects.get(pk=lead_officer.pk).posts
    told = set(
        ActivityEntry.objects.filter(action__in=["hand_over", "take_over"], object_type="user").values_list(
            "object_id", flat=True
        )
    )
    assert told == {str(lead_officer.pk), str(taker.pk)}
    assert "nhận bàn giao" in Notification.objects.get(person=taker).text


def test_drafts_change_their_writer_and_what_was_sent_does_not(as_admin, world, url, taker, lead_officer):
    draft = f.make_report(world.task, world.period, lead_officer)
    sent = f.make_report(
        world.task,
        f.make_period(world.plan, slug="2026-quy-1", name="Quý I"),
        lead_officer,
        status="SUBMITTED",
    )
    back = f.make_report(
        world.task,
        f.make_period(world.plan, slug="2026-quy-2", name="Quý II"),
        lead_officer,
        status="RETURNED",
    )

    as_admin.post(url, typed(world, taker, confirm="1"))

    authors = {row.pk: row.author for row in ProgressReport.objects.all()}
    assert authors == {draft.pk: taker, sent.pk: lead_officer, back.pk: lead_officer}
    assert Handover.objects.get().summary["drafts"] == 1


def test_a_day_to_come_waits_for_it_and_takes_effect_once(as_admin, world, url, taker, lead_officer):
    f.make_report(world.task, world.period, lead_officer)

    as_admin.post(url, typed(world, taker, day=10, confirm="1"))

    assert User.objects.get(pk=lead_officer.pk).agency_ids("OFFICER") == {world.lead.pk}
    assert not User.objects.get(pk=taker.pk).posts
    assert apply_due_handovers(as_of=days(9)) == 0
    assert ProgressReport.objects.get().author == lead_officer
    assert apply_due_handovers(as_of=days(10)) == 1
    assert apply_due_handovers(as_of=days(10)) == 0
    assert ProgressReport.objects.get().author == taker


def test_a_past_day_is_refused(as_admin, world, url, taker):
    page = as_admin.post(url, typed(world, taker, day=-1, confirm="1")).content.decode()

    assert "việc đã làm giữ tên người đã làm" in page
    assert not Handover.objects.exists()


def test_whoever_holds_the_post_already_keeps_it(as_admin, world, url):
    colleague = f.make_user(world.lead, Role.OFFICER)

    as_admin.post(url, typed(world, colleague, confirm="1"))

    assert colleague.memberships.get().valid_to is None


def test_head_hands_over_officers_of_the_own_agency_only(client, world, url, agency_leader, lead_officer):
    colleague = f.make_user(world.lead, Role.OFFICER)
    clerkship = f.make_membership(lead_officer, world.issuer, Role.CLERK)
    client.force_login(agency_leader)
    officer_post = lead_officer.memberships.get(role=Role.OFFICER)

    page = client.get(url)
    assert [pk for pk, _ in page.context["form"].fields["posts"].choices] == [str(officer_post.pk)]
    assert list(page.context["form"].fields["to_person"].queryset) == [colleague]
    client.post(url, typed(world, colleague, confirm="1", posts=[clerkship.pk]))
    assert not Handover.objects.exists()

    client.post(url, typed(world, colleague, confirm="1", posts=[officer_post.pk]))
    assert Membership.objects.get(pk=officer_post.pk).valid_to == days(-1)
    assert Membership.objects.get(pk=clerkship.pk).valid_to is None


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 403), ("supporter", 404), ("standing", 404), ("clerk", 404)]
)
def test_nobody_else_hands_over_and_nobody_oneself(client, world, url, role, status):
    client.force_login(world.people[role])

    assert client.get(url).status_code == client.post(url).status_code == status


def test_seat_and_the_reply_it_owes_go_over(as_admin, world, taker, committee_member):
    seat = f.make_seat(world.committee, committee_member)
    draft = f.make_plan(world.locality, issuer=world.issuer, year=2027, status="DRAFT")
    asked = f.make_round(draft, members=(seat,))
    url = reverse("reports:handover", args=["hcm", committee_member.username])
    post = committee_member.memberships.get()

    as_admin.post(url, typed(world, taker, confirm="1", posts=[post.pk], takes_seats="on"))

    body = asked.bodies.get()
    assert (body.member.user, body.name) == (taker, taker.full_name)
    assert CommitteeMember.objects.get(pk=seat.pk).valid_to == days(-1)


def test_a_text_kept_aside_goes_along(as_admin, world, url, taker, lead_officer):
    report = f.make_report(world.task, world.period, lead_officer)
    SavedText.objects.create(report=report, person=lead_officer, content={"results": "Bản giữ lại"})

    as_admin.post(url, typed(world, taker, confirm="1"))

    assert SavedText.objects.get().person == taker


def test_the_list_shows_what_waits_and_to_whom(as_admin, world, url, taker):
    as_admin.post(url, typed(world, taker, day=10, confirm="1"))

    page = as_admin.get(reverse("reports:handover_list", args=["hcm"])).content.decode()

    assert "Chờ đến ngày" in page
    assert "Trần Thị Nhận" in page
