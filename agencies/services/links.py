"""One-time links to the page where a person sets a password."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode

from agencies.models import User


class InvitationTokens(PasswordResetTokenGenerator):
    """A link handed over by the administrator: it lasts settings.INVITATION_HOURS.

    It is bound to the password as stored, so it dies when one is set, and when a newer link is made.
    """

    key_salt = "agencies.services.links.InvitationTokens"

    def check_token(self, user: User | None, token: str | None) -> bool:
        try:
            stamp = base36_to_int((token or "").split("-")[0])
        except ValueError:
            return False
        if user is None or not self._is_ours(user, stamp, token or ""):
            return False
        return self._num_seconds(self._now()) - stamp <= settings.INVITATION_HOURS * 3600

    def _is_ours(self, user: User, stamp: int, token: str) -> bool:
        secrets = (self.secret, *self.secret_fallbacks)
        return any(
            constant_time_compare(self._make_token_with_timestamp(user, stamp, secret), token)
            for secret in secrets
        )


class OneTimeTokens:
    """Both kinds of link lead to the same page; a locked account has neither."""

    def check_token(self, user: User | None, token: str | None) -> bool:
        if user is None or not user.is_active:
            return False
        return reset_tokens.check_token(user, token) or invitation_tokens.check_token(user, token)


reset_tokens = PasswordResetTokenGenerator()
invitation_tokens = InvitationTokens()
one_time_tokens = OneTimeTokens()


def one_time_link(person: User, *, reset: bool = False) -> str:
    """A link that sets the password of `person` once; one asked for by mail lasts an hour."""
    token = (reset_tokens if reset else invitation_tokens).make_token(person)
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return settings.PUBLIC_URL + reverse("agencies:password_set", args=[uid, token])
