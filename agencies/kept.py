"""How a browser is told apart, and what of a form may be kept for its writer.

A signed cookie names the browser and whoever used it last; it outlives the session. It opens nothing: what was kept is
handed out only to that person, signed in again, at that browser.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ttdn_portal.shared.secrecy import markings

COOKIE_DAYS = 7
SALT = "agencies.kept"
MOST_BYTES = 512 * 1024
MOST_FIELDS = 3000
FIELD = "ttdn_kept"
LEFT_OUT = {"csrfmiddlewaretoken", FIELD}
# Stands in the place of a text with a secrecy marking, which is kept nowhere.
MARKED_INSTEAD = (
    "Phần này có chữ chỉ độ mật nên cổng không giữ lại. Xóa dòng này và viết lại theo cách trung tính."
)
# A form with such a field is not kept at all; nor is anything sent to the pages of the account itself.
SECRET_FIELD = re.compile(r"pass|mat_?khau|token|secret|otp", re.IGNORECASE)
CLOSED_PATHS = ("/dang-nhap/", "/dang-xuat/", "/mat-khau/")


@dataclass(frozen=True)
class Browser:
    """A browser's own random mark, hashed where it is stored, and the person who last used it."""

    mark: str
    person_id: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.mark.encode()).hexdigest()


def browser_of(request: HttpRequest) -> Browser | None:
    """Who this browser is; None where its cookie is missing, old or not ours."""
    try:
        value = signing.loads(
            request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=COOKIE_DAYS * 86400
        )
        return Browser(str(value["mark"]), int(value["person"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Name the person who is signed in; the browser's mark stays, so that two people at one machine keep apart."""
    known = browser_of(request)
    person_id = request.user.pk
    if known and known.person_id == person_id:
        return
    mark = known.mark if known else secrets.token_urlsafe(24)
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps({"mark": mark, "person": person_id}, salt=SALT),
        max_age=COOKIE_DAYS * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def fields_to_keep(request: HttpRequest) -> list[list[str]] | None:
    """Names and values of a sent form; None where it holds a secret, is too large, or is no form."""
    is_form = request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
    if not is_form or request.path.startswith(CLOSED_PATHS):
        return None
    pairs = [
        [name, MARKED_INSTEAD if markings(value) else value]
        for name, values in request.POST.lists()
        for value in values
        if name not in LEFT_OUT
    ]
    size = sum(len(name.encode()) + len(value.encode()) for name, value in pairs)
    too_much = len(pairs) > MOST_FIELDS or size > MOST_BYTES
    if (
        too_much
        or not pairs
        or any(SECRET_FIELD.search(name) or "\0" in name + value for name, value in pairs)
    ):
        return None
    return pairs


def is_from_here(request: HttpRequest) -> bool:
    """A form of our own pages: what another site makes a browser send is never kept, nor shown as the person's own."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site == "same-origin"
    sent_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(sent_from) and urlsplit(sent_from).netloc == request.get_host()


def page_of(request: HttpRequest) -> str:
    """The page that the form stood on, for the way back."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if (
        referer.netloc == request.get_host()
        and referer.path.startswith("/")
        and not referer.path.startswith("//")
    ):
        return referer.path[:600]
    return request.path[:600]


def is_by_script(request: Any) -> bool:
    """An autosave: its text is on the machine already, and it must hear of the end of the session."""
    return request.headers.get("X-Requested-With") == "fetch"
