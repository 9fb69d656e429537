"""Reminders of a reply that is owed: in the same letter as the rest, each step once."""

from datetime import date, timedelta

import pytest

from agencies.choices import MailingPurpose
from agencies.models import Mailing, Notification, User
from plans.choices import PlanStatus, ReplyStatus
from plans.models import Consultation, ConsultedBody
from reports.services.reminders import send_daily_reminders
from tests import factories as f

DUE = date(2026, 6, 19)  # a Friday


@pytest.fixture
def asked(world, committee_member):
    """The other department and a committee member are asked, until DUE; nothing else is owed by them."""
    world.other_task.delete()
    User.objects.filter(pk=committee_member.pk).update(email="bcd@thanhpho.example")
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, issuer=world.issuer, year=2027)
    seat = f.make_seat(world.committee, committee_member)
    return f.make_round(plan, world.other, members=(seat,), reply_due_on=DUE)


def told(person: User) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", "step"))


def test_officer_and_committee_member_are_reminded_once_a_step(asked, other_officer, committee_member):
    for _ in range(2):
        send_daily_reminders(as_of=DUE)

    assert told(other_officer) == [("COMMENT_DUE", "0")]
    assert told(committee_member) == [("COMMENT_DUE", "0")]
    notice = Notification.objects.get(person=committee_member)
    assert notice.link == asked.bodies.get(number=2).get_absolute_url()
    assert "Góp ý dự thảo" in notice.text and "đến hạn hôm nay" in notice.text
    letter = Mailing.objects.get(person=committee_member, purpose=MailingPurpose.DIGEST)
    assert "Góp ý dự thảo" in letter.body


def test_head_is_reminded_of_what_waits_for_them(world, asked, other_officer):
    head = f.make_user(world.other, "AGENCY_LEADER")
    ConsultedBody.objects.filter(number=1).update(status=ReplyStatus.AGENCY_REVIEW)

    send_daily_reminders(as_of=DUE)

    assert (told(head), told(other_officer)) == ([("COMMENT_DUE", "0")], [])


def test_nobody_is_reminded_of_what_was_answered_or_is_over(asked, other_officer, committee_member):
    f.reply(asked.bodies.get(number=1), other_officer)
    send_daily_reminders(as_of=DUE)
    Consultation.objects.update(ended_at=f.timezone.now())
    send_daily_reminders(as_of=DUE + timedelta(days=3))

    assert told(other_officer) == []
    assert told(committee_member) == [("COMMENT_DUE", "0")]


def test_round_of_years_ago_nags_nobody(asked, other_officer):
    Consultation.objects.update(reply_due_on=date(2017, 8, 11))

    send_daily_reminders(as_of=DUE)

    assert told(other_officer) == []
