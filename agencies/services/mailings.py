"""Sending letters: a row is claimed, sent, and never sent again once it went out."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from agencies.choices import MailingPurpose, MailingStatus
from agencies.models import Mailing, User
from agencies.services.activity import record
from agencies.services.links import one_time_link
from agencies.tasks import send_mailing
from ttdn_portal.shared.jobs import enqueue_on_commit

MAX_ATTEMPTS = 5
GAPS = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
)  # after the 1st, 2nd … failure
FRESH = timedelta(minutes=1)  # the message of a row this young is still on its way to the worker
ABANDONED = timedelta(minutes=10)  # whoever claimed it this long ago was killed
SWEEP_SECONDS = 120  # a silent mail server costs ten seconds a letter; the next sweep takes the rest

# Stands in the stored text where the letter itself carries the link, so that nobody who reads the log can use it.
LINK_MARK = "[liên kết dùng một lần, chỉ có trong thư]"
WITH_LINK = (MailingPurpose.INVITATION, MailingPurpose.RESET)


def claimable(now: datetime) -> Q:
    """Rows that may be sent now: never tried, abandoned by a killed worker, or failed long enough ago."""
    failed = Q()
    for attempts, gap in enumerate(GAPS, start=1):
        failed |= Q(attempts=attempts, claimed_at__lte=now - gap)
    abandoned = Q(status=MailingStatus.SENDING, claimed_at__lte=now - ABANDONED, attempts__lt=MAX_ATTEMPTS)
    return Q(status=MailingStatus.PENDING) | abandoned | (Q(status=MailingStatus.FAILED) & failed)


def send(mailing_id: int, *, now: datetime | None = None) -> bool:
    """Send one letter; answers whether it went out now. Another worker's claim, or a letter sent before, is left alone."""
    now = now or timezone.now()
    free = Mailing.objects.filter(claimable(now), pk=mailing_id)
    if not free.update(status=MailingStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        return False
    mailing = Mailing.objects.select_related("person").get(pk=mailing_id)
    if not mailing.address:
        Mailing.objects.filter(pk=mailing_id).update(status=MailingStatus.NO_ADDRESS)
        return False
    return _deliver(mailing)


def _deliver(mailing: Mailing) -> bool:
    mine = Mailing.objects.filter(pk=mailing.pk, status=MailingStatus.SENDING)
    try:
        _message(mailing).send()
    except (OSError, ValueError) as error:  # SMTPException is an OSError, a bad header a ValueError
        mine.update(status=MailingStatus.FAILED, error=f"{type(error).__name__}: {error}"[:1000])
        return False
    mine.update(status=MailingStatus.SENT, sent_at=timezone.now(), error="")
    return True


def _message(mailing: Mailing) -> EmailMessage:
    """The same Message-ID at each try: should a letter leave twice after a crash, mail servers know it for one."""
    body = mailing.body
    if mailing.purpose in WITH_LINK:
        body = body.replace(
            LINK_MARK, one_time_link(mailing.person, reset=mailing.purpose == MailingPurpose.RESET)
        )
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return EmailMessage(
        mailing.subject, body, to=[mailing.address], headers={"Message-ID": f"<thu-{mailing.pk}@{host}>"}
    )


def sweep(*, now: datetime | None = None, clock: Callable[[], float] = time.monotonic) -> int:
    """Send what no worker took, what a killed one left, and what failed; answers how many went out."""
    now, started, sent = now or timezone.now(), clock(), 0
    lost = Mailing.objects.filter(
        status=MailingStatus.SENDING, claimed_at__lte=now - ABANDONED, attempts__gte=MAX_ATTEMPTS
    )
    lost.update(status=MailingStatus.FAILED, error="Tiến trình gửi thư bị ngắt nhiều lần.")
    waiting = Mailing.objects.filter(claimable(now)).exclude(
        status=MailingStatus.PENDING, created_at__gt=now - FRESH
    )
    for mailing_id in list(waiting.order_by("created_at").values_list("pk", flat=True)[:200]):
        if clock() - started > SWEEP_SECONDS:
            break
        sent += send(mailing_id, now=now)
    return sent


@transaction.atomic
def retry(mailing: Mailing, *, actor: User) -> bool:
    """Try a letter again that was given up, after the address or the mail server was put right."""
    given_up = Mailing.objects.filter(
        pk=mailing.pk, status__in=(MailingStatus.FAILED, MailingStatus.NO_ADDRESS)
    )
    address = mailing.person.email
    if not address or not given_up.update(
        status=MailingStatus.PENDING, attempts=0, error="", address=address
    ):
        return False
    record(actor=actor, action="retry_mailing", obj=mailing)
    enqueue_on_commit(send_mailing, mailing.pk)
    return True
