"""Guessing passwords is stopped: by account and address for a while, by account when the whole world tries."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from agencies.models import LoginFailure, User
from agencies.services.activity import record

logger = logging.getLogger(__name__)

ADDRESSES_TO_LOCK_ALL = 20
USERNAME_LENGTH = 60


def is_locked(username: str, address: str | None) -> bool:
    """Whether this account may be tried from this address now. Unknown names are treated like known ones."""
    return is_locked_here(username, address) or is_locked_everywhere(username)


def is_locked_here(username: str, address: str | None) -> bool:
    """Enough wrong passwords in one span, the last of them not long ago."""
    span = timedelta(minutes=settings.LOGIN_LOCK_MINUTES)
    failures = LoginFailure.objects.filter(username=_key(username), address=address)
    times = list(
        failures.order_by("-failed_at").values_list("failed_at", flat=True)[: settings.LOGIN_MAX_FAILURES]
    )
    if len(times) < settings.LOGIN_MAX_FAILURES:
        return False
    return times[0] > timezone.now() - span and times[0] - times[-1] <= span


def is_locked_everywhere(username: str) -> bool:
    """Many addresses went wrong often enough since the last login: only a person can open this again."""
    addresses = (
        LoginFailure.objects.filter(username=_key(username))
        .order_by()
        .values("address")
        .annotate(wrong=Count("pk"))
    )
    return addresses.filter(wrong__gte=settings.LOGIN_MAX_FAILURES).count() >= ADDRESSES_TO_LOCK_ALL


def register_failure(username: str, address: str | None) -> None:
    """Count a wrong password. While a lock holds nothing is counted, so that it ends by itself."""
    LoginFailure.objects.create(username=_key(username), address=address)
    logger.info("login failed for %r from %s", _key(username), address)
    if is_locked(username, address):
        _log_lock(username, address)


def _log_lock(username: str, address: str | None) -> None:
    logger.warning("login locked for %r from %s", _key(username), address)
    person = User.objects.filter(username=_key(username)).first()
    if person:
        scope = "mọi địa chỉ" if is_locked_everywhere(username) else f"từ địa chỉ {address or 'không rõ'}"
        record(actor=None, action="login_locked", obj=person, note=f"Khóa đăng nhập {scope}.")


def register_success(user: User, address: str | None) -> None:
    """A right password ends the counting."""
    forget_failures(user)
    logger.info("login of %r from %s", user.username, address)


def recent_failures(user: User) -> int:
    """Wrong tries since the last login, as the administrator is told of them."""
    return LoginFailure.objects.filter(username=_key(user.username)).count()


def forget_failures(user: User) -> int:
    return LoginFailure.objects.filter(username=_key(user.username)).delete()[0]


@transaction.atomic
def unlock(person: User, *, actor: User | None, note: str = "") -> int:
    """Let an account be tried again; answers how many wrong tries were forgotten."""
    forgotten = forget_failures(person)
    record(actor=actor, action="login_unlocked", obj=person, note=note)
    return forgotten


def _key(username: str) -> str:
    return username.strip().lower()[:USERNAME_LENGTH]
