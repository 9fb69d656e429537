"""Telling people: a row in the portal, and a letter where one is wanted."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies.choices import MailingPurpose, NoticeKind
from agencies.models import Mailing, Membership, Notification, User
from agencies.querysets import NotificationQuerySet
from agencies.tasks import send_mailing
from ttdn_portal.shared.jobs import enqueue_on_commit


def people_holding(
    *roles: str, agency_ids: Iterable[int] | None = None, locality_id: int | None = None
) -> QuerySet[User]:
    """Active people who hold one of `roles` today, in these agencies (or in who took them over), or in this locality."""
    today = timezone.localdate()
    if agency_ids is None:
        held = Membership.objects.effective_on(today).filter(role__in=roles)
    else:
        held = Membership.objects.answering_for(agency_ids, today).filter(role__in=roles)
    if locality_id is not None:
        held = held.filter(agency__locality_id=locality_id)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


def notify(
    people: Iterable[User],
    *,
    kind: NoticeKind,
    subject_key: str,
    step: str,
    text: str,
    link: str = "",
    locality_id: int | None = None,
) -> int:
    """Tell each of `people` once for this subject and step; answers how many were told now."""
    rows = [
        Notification(
            person=person,
            kind=kind,
            subject_key=subject_key,
            step=step,
            text=text,
            link=link,
            locality_id=locality_id,
        )
        for person in people
    ]
    with transaction.atomic():
        before = Notification.objects.filter(kind=kind, subject_key=subject_key, step=step).count()
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        return Notification.objects.filter(kind=kind, subject_key=subject_key, step=step).count() - before


def mail_now(person: User, *, subject: str, body: str, locality_id: int | None = None) -> Mailing | None:
    """A letter that does not wait for the morning; its row stands before it is sent."""
    if not person.email or not person.is_active:
        return None
    mailing = Mailing.objects.create(
        person=person,
        locality_id=locality_id,
        day=timezone.localdate(),
        purpose=MailingPurpose.IMMEDIATE,
        address=person.email,
        subject=subject,
        body=body,
    )
    enqueue_on_commit(send_mailing, mailing.pk)
    return mailing


def mark_read(notices: NotificationQuerySet) -> int:
    """What the addressee has seen leaves the bell."""
    return notices.filter(read_at__isnull=True).update(read_at=timezone.now())
