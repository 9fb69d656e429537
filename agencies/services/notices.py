"""Telling people: a row in the portal, and a letter where one is wanted."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from agencies.choices import MailingPurpose, NoticeKind
from agencies.models import Mailing, Notification, User


def notify(
    people: Iterable[User], *, kind: NoticeKind, subject_key: str, step: str, text: str, link: str = "", locality_id: int | None = None
) -> int:
    """Tell each of `people` once for this subject and step; answers how many were told now."""
    rows = [
        Notification(person=person, kind=kind, subject_key=subject_key, step=step, text=text, link=link, locality_id=locality_id)
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
        person=person, locality_id=locality_id, day=timezone.localdate(), purpose=MailingPurpose.IMMEDIATE,
        address=person.email, subject=subject, body=body,
    )
    from agencies.tasks import send_mailing

    transaction.on_commit(lambda: enqueue(send_mailing, mailing.pk))
    return mailing


def enqueue(task, *args) -> None:  # type: ignore[no-untyped-def]
    """Send a task, and let the sweeper do it later where the broker does not answer: the row stands."""
    import logging

    try:
        task.delay(*args)
    except Exception as error:  # the broker's client raises many kinds; none may reach the person
        logging.getLogger(__name__).warning("broker unreachable, left to the sweeper: %s", error)
