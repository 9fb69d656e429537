"""Handing over: posts by their own dates at once, the rest when the day comes."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from agencies.models import CommitteeMember, Handover, Membership, User
from agencies.querysets import effective_on
from agencies.services.activity import record
from agencies.services.people import add_membership, end_membership, str_of
from ttdn_portal.shared.dates import short_date

NO_POST = "Chọn ít nhất một vai trò để bàn giao."


@transaction.atomic
def hand_over(
    memberships: Iterable[Membership],
    *,
    from_person: User,
    to_person: User,
    starts_on: date,
    takes_seats: bool,
    note: str,
    actor: User,
) -> Handover:
    """Let these posts of one person end the day before `starts_on`, and the other hold them from that day.

    Whoever holds the like already keeps it. Nothing that was sent changes its author; what is left goes over on the day.
    """
    posts = list(memberships)
    if not posts and not takes_seats:
        raise ValidationError({"posts": NO_POST})
    handover = Handover(
        locality=from_person.locality,
        from_person=from_person,
        to_person=to_person,
        starts_on=starts_on,
        agency_ids=sorted({post.agency_id for post in posts}),
        takes_seats=takes_seats,
        posts=[f"{post.get_role_display()}, {post.agency.label}" for post in posts],
        note=note,
        created_by=actor,
    )
    handover.full_clean()
    for post in posts:
        _pass_post(post, to_person, starts_on, actor)
    if takes_seats:
        _pass_seats(from_person, to_person, starts_on)
    handover.save()
    words = f"{from_person} giao cho {to_person} từ {short_date(starts_on)}: {'; '.join(handover.posts)}. {note}".strip()
    record(actor=actor, action="hand_over", obj=from_person, note=words)
    record(actor=actor, action="take_over", obj=to_person, note=words)
    return handover


def _pass_post(post: Membership, to_person: User, starts_on: date, actor: User) -> None:
    last = post.valid_to
    end_membership(post, last_day=starts_on - timedelta(days=1), actor=actor)
    held = Membership.objects.filter(
        effective_on(starts_on), user=to_person, agency_id=post.agency_id, role=post.role
    )
    if held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=last or starts_on)).exists():
        return
    taken = Membership(
        user=to_person, agency=post.agency, role=post.role, valid_from=starts_on, valid_to=last
    )
    try:
        add_membership(taken, actor=actor)
    except ValidationError:
        told = (
            f"{to_person} đã có vai trò “{str_of(taken)}” trong một khoảng khác. Sửa vai trò ấy rồi bàn giao."
        )
        raise ValidationError({"posts": told}) from None


def seats_of(person: User, day: date) -> Iterable[CommitteeMember]:
    """Seats in a committee that the person holds on `day`."""
    return CommitteeMember.objects.filter(effective_on(day), user=person).select_related("committee__agency")


def _pass_seats(from_person: User, to_person: User, starts_on: date) -> None:
    for seat in seats_of(from_person, starts_on):
        last, seat.valid_to = seat.valid_to, starts_on - timedelta(days=1)
        if seat.valid_to < seat.valid_from:
            raise ValidationError(
                {"starts_on": "Ghế trong Ban Chỉ đạo bắt đầu sau ngày bàn giao. Chọn ngày muộn hơn."}
            )
        seat.full_clean()
        seat.save()
        taken = CommitteeMember(
            committee=seat.committee, user=to_person, full_name=to_person.full_name,
            position_title=to_person.position_title, role=seat.role, position=seat.position,
            valid_from=starts_on, valid_to=last, is_illustration=seat.is_illustration,
        )  # fmt: skip
        taken.full_clean()
        taken.save()
