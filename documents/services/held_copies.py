"""Signed copies that wait for a word of their clerk, and do not wait for ever."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from documents.models import SignedCopy
from documents.querysets import SignedCopyQuerySet

HELD_DAYS = 7


def forget(copies: SignedCopyQuerySet) -> int:
    """Remove held copies with their files; a filed one never goes."""
    rows = list(copies.filter(is_held=True))
    for copy in rows:
        stored = copy.file
        if SignedCopy.objects.filter(pk=copy.pk, is_held=True).delete()[0] and stored.name:
            transaction.on_commit(partial(stored.storage.delete, stored.name))
    return len(rows)


def forget_old(now: datetime | None = None) -> int:
    """The nightly job: what its clerk has said nothing about for a week."""
    before = (now or timezone.now()) - timedelta(days=HELD_DAYS)
    return forget(SignedCopy.objects.filter(created_at__lt=before))
