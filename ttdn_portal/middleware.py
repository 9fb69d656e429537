"""What holds for every request and answer."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivatePagesMiddleware:
    """Nothing that a person sees after login is kept by a browser or a proxy."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response


class CleanInputMiddleware:
    """Refuses NUL bytes in one place: PostgreSQL answers them with an error, not with a miss."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or any(
            "\0" in part for pair in request.GET.lists() for part in (pair[0], *pair[1])
        ):
            raise BadRequest("NUL byte in the address")
        return self.get_response(request)


class WrongMethodMiddleware:
    """Where a form goes to, opened by itself, as Enter in the address bar does: a page with a way on, not an empty one."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response.content = render_to_string("405.html")
        return response


class PolicyMiddleware(CSPMiddleware):
    """The content security policy of the settings, put together once a process; an answer with its own gets that."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_own = HEADER in response or any(name.startswith("_csp") for name in vars(response))
        if has_own or getattr(request, "_csp_nonce", None):
            return super().process_response(request, response)
        response[HEADER] = _usual_policy()
        return response


@cache
def _usual_policy() -> str:
    return build_policy()
