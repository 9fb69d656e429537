"""A first password is changed before anything else; what is sent after the session ended is kept for its writer."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from agencies import kept
from agencies.navigation import address
from agencies.services.kept import drop_form, keep_form


class KeptFormMiddleware:
    """Stands before the login: a form sent without a session is kept, and handed back after the same person signs in.

    Built once for every form of the portal; no view knows of it. A stale token is met by `ttdn_portal.views.csrf_failure`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(
            request, "_cached_user", None
        )  # asked by the page already; no query for those that did not
        if user is not None and user.is_authenticated:
            kept.remember_browser(request, response)
            sent_on = request.POST.get(kept.FIELD) if request.method == "POST" else None
            if sent_on and response.status_code < 400:
                drop_form(request, _uuid_or_none(sent_on))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if (
            request.method != "POST"
            or not getattr(view, "login_required", True)
            or kept.is_by_script(request)
        ):
            return None
        if request.user.is_authenticated:
            return None
        form = keep_form(request)
        if form is None:
            return None
        query = urlencode({"next": reverse("agencies:kept_form", args=[form.pk])})
        return redirect(f"{address('agencies:login')}?{query}")


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class FirstPasswordMiddleware:
    """Whoever came in with a password given by somebody else sets their own first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            open_pages = {address("agencies:password_change"), address("agencies:logout")}
            if request.path not in open_pages:
                return redirect("agencies:password_change")
        return self.get_response(request)
