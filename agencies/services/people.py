"""Accounts: who is let in, with which posts, from when to when."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from agencies.choices import MailingPurpose
from agencies.models import Locality, Mailing, Membership, User
from agencies.services.activity import record
from agencies.services.login import forget_failures
from agencies.services.mailings import LINK_MARK
from agencies.tasks import send_mailing
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.jobs import enqueue_on_commit

RESET_PAUSE = timedelta(minutes=5)  # one letter, however often the button is pressed
PERSON_FACTS = ("username", "full_name", "email", "phone", "position_title", "wants_digest")


def facts_of(person: User) -> dict[str, Any]:
    """What the log keeps of a person's data; never a password."""
    return {name: getattr(person, name) for name in PERSON_FACTS}


@transaction.atomic
def create_person(person: User, *, locality: Locality, actor: User) -> User:
    """Make an account without a password; the person sets it by a one-time link."""
    person.locality = locality
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    record(actor=actor, action="create_person", obj=person, after=facts_of(person))
    invite(person, actor=actor)
    return person


@transaction.atomic
def update_person(person: User, *, actor: User) -> User:
    """Save a person's data; one's own are a matter of oneself."""
    before = facts_of(User.objects.get(pk=person.pk))
    person.full_clean(exclude=["password"])
    person.save()
    action = "update_profile" if actor.pk == person.pk else "update_person"
    changed = {name for name, value in facts_of(person).items() if value != before[name]}
    if changed:
        after = facts_of(person)
        record(
            actor=actor,
            action=action,
            obj=person,
            before={n: before[n] for n in changed},
            after={n: after[n] for n in changed},
        )
    return person


@transaction.atomic
def invite(person: User, *, actor: User | None) -> None:
    """Make way for a new one-time link: the old password, open sessions and earlier links end at once."""
    person.set_unusable_password()
    person.save(update_fields=["password", "updated_at"])
    forget_failures(person)
    record(actor=actor, action="invite_person", obj=person)
    _mail_link(person, MailingPurpose.INVITATION, "Đặt mật khẩu cho tài khoản", "emails/invitation.txt")


@transaction.atomic
def mail_password_reset(user_id: int) -> None:
    """Write to whoever forgot the password, where the account is in use and has an address."""
    person = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    recent = Q(purpose=MailingPurpose.RESET, created_at__gt=timezone.now() - RESET_PAUSE)
    if person is None or Mailing.objects.filter(recent, person=person).exists():
        return
    record(actor=None, action="ask_password_reset", obj=person)
    _mail_link(person, MailingPurpose.RESET, "Đặt lại mật khẩu", "emails/password_reset.txt")


def _mail_link(person: User, purpose: MailingPurpose, subject: str, template: str) -> None:
    if not person.email:
        return
    mailing = Mailing.objects.create(
        person=person,
        locality_id=person.locality_id,
        day=timezone.localdate(),
        purpose=purpose,
        address=person.email,
        subject=f"{subject} – Cổng thông tin đối ngoại",
        body=_letter(person, template),
    )
    enqueue_on_commit(send_mailing, mailing.pk)


def _letter(person: User, template: str) -> str:
    context = {
        "person": person,
        "link": LINK_MARK,
        "hours": settings.INVITATION_HOURS,
        "public_url": settings.PUBLIC_URL,
    }
    return render_to_string(template, context)


@transaction.atomic
def set_password(person: User, password: str, *, action: str = "change_password") -> None:
    """Store a password that the person chose; other sessions end because their key hangs on it."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password", "updated_at"])
    forget_failures(person)
    record(actor=person, action=action, obj=person)


@transaction.atomic
def add_membership(membership: Membership, *, actor: User) -> Membership:
    """Give a person a post; nobody gives one to oneself."""
    _refuse_own(membership.user, actor)
    if not actor.is_superuser and membership.agency.locality_id != membership.user.locality_id:
        raise ValidationError({"agency": "Cơ quan này không tồn tại."})
    membership.full_clean()
    _refuse_overlap(membership)
    membership.save()
    record(
        actor=actor,
        action="add_membership",
        obj=membership.user,
        note=str_of(membership),
        after=_post_facts(membership),
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date, actor: User) -> None:
    """Let a post end with `last_day`; one that would end before it began is taken away whole."""
    _refuse_own(membership.user, actor)
    before = _post_facts(membership)
    if last_day < membership.valid_from:
        record(
            actor=actor,
            action="remove_membership",
            obj=membership.user,
            note=str_of(membership),
            before=before,
        )
        membership.delete()
        return
    membership.valid_to = last_day
    membership.full_clean()
    membership.save()
    record(
        actor=actor,
        action="end_membership",
        obj=membership.user,
        note=str_of(membership),
        before=before,
        after=_post_facts(membership),
    )


@transaction.atomic
def block(person: User, *, actor: User, note: str) -> None:
    """Let nobody in by this account; posts and history stay."""
    _refuse_own(person, actor)
    person.is_active = False
    person.save(update_fields=["is_active", "updated_at"])
    record(actor=actor, action="block_person", obj=person, note=note)


@transaction.atomic
def unblock(person: User, *, actor: User) -> None:
    _refuse_own(person, actor)
    person.is_active = True
    person.save(update_fields=["is_active", "updated_at"])
    forget_failures(person)
    record(actor=actor, action="unblock_person", obj=person)


@transaction.atomic
def deactivate(person: User, *, actor: User, note: str, as_of: date) -> None:
    """Whoever left: the account is closed and every post of the locality ended the day before."""
    _refuse_own(person, actor)
    for membership in (
        person.memberships.visible_to(actor)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=as_of))
        .select_related("agency", "user")
    ):
        end_membership(membership, last_day=as_of - timedelta(days=1), actor=actor)
    person.is_active = False
    person.save(update_fields=["is_active", "updated_at"])
    record(actor=actor, action="deactivate_person", obj=person, note=note)


def str_of(membership: Membership) -> str:
    """“chuyên viên, Sở Du lịch, từ 01/01/2026 đến hết 30/06/2026”."""
    end = f" đến hết {short_date(membership.valid_to)}" if membership.valid_to else ""
    return f"{membership.get_role_display()}, {membership.agency.label}, từ {short_date(membership.valid_from)}{end}"


def _post_facts(membership: Membership) -> dict[str, Any]:
    end = membership.valid_to.isoformat() if membership.valid_to else None
    return {
        "agency": membership.agency.code,
        "role": membership.role,
        "from": membership.valid_from.isoformat(),
        "to": end,
    }


def _refuse_own(person: User, actor: User) -> None:
    """Separate duties: posts and access are always somebody else's decision."""
    if person.pk == actor.pk:
        raise PermissionDenied


def _refuse_overlap(membership: Membership) -> None:
    same = Membership.objects.filter(user=membership.user, agency=membership.agency, role=membership.role)
    if membership.valid_to:
        same = same.filter(valid_from__lte=membership.valid_to)
    if (
        same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=membership.valid_from))
        .exclude(pk=membership.pk)
        .exists()
    ):
        raise ValidationError({"valid_from": "Người này đang giữ vai trò ấy trong khoảng thời gian đã chọn."})
