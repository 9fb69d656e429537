"""What the head and foot of every page ask for, under the name `portal`.

Everything is read when it is first asked: a fragment without a head costs nothing, a page one query
beside the posts that its rules read anyway.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from agencies.models import Locality
from agencies.navigation import NavItem, address, home_code, nav_items


class Portal:
    def __init__(self, request: HttpRequest):
        self._request = request
        self._user: Any = getattr(request, "user", None)

    @property
    def is_demo(self) -> bool:
        return settings.TTDN_DEMO

    @cached_property
    def is_signed_in(self) -> bool:
        return self._user is not None and self._user.is_authenticated

    @property
    def user_label(self) -> str:
        return str(self._user) if self.is_signed_in else ""

    @cached_property
    def unread_count(self) -> int:
        """Read with the account (agencies.backends); somebody who signs in with this very request has not been asked."""
        return (self._user.unread_notices or 0) if self.is_signed_in else 0

    @cached_property
    def locality(self) -> dict[str, str] | None:
        """Code and name of the place that the page is about, or of one's own."""
        seen: Locality | None = getattr(self._request, "locality", None)
        if seen is not None:
            return {"code": seen.code, "name": seen.name}
        if not self.is_signed_in:
            return None
        code = self._code_in_address or home_code(self._user)
        names = {post.locality_code: post.locality_name for post in self._user.posts}
        return {"code": code, "name": names[code]} if code and code in names else None

    @property
    def _code_in_address(self) -> str:
        match = self._request.resolver_match
        code = match.kwargs.get("locality", "") if match else ""
        return code if any(post.locality_code == code for post in self._user.posts) else ""

    @cached_property
    def nav(self) -> list[NavItem]:
        if not self.is_signed_in:
            return []
        seen: Locality | None = getattr(self._request, "locality", None)
        code = self.locality["code"] if self.locality else ""
        return nav_items(self._user, code, seen.successor_id if seen else None, self._request.path)

    @property
    def search_url(self) -> str:
        """Search looks through one locality; whoever is in none has no box."""
        return address("reports:search", self.locality["code"]) if self.locality else ""

    @property
    def notices_url(self) -> str:
        return address("agencies:notices")

    @property
    def profile_url(self) -> str:
        return address("agencies:profile")

    @property
    def logout_url(self) -> str:
        return address("agencies:logout")


def portal(request: HttpRequest) -> dict[str, Portal]:
    return {"portal": Portal(request)}
