"""A first password is changed before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class FirstPasswordMiddleware:
    """Whoever came in with a password given by somebody else sets their own first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            open_pages = {reverse("agencies:password_change"), reverse("agencies:logout")}
            if request.path not in open_pages:
                return redirect("agencies:password_change")
        return self.get_response(request)
