"""Pages of the frame: health, the way to one's own first page, errors."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from agencies.navigation import first_page_of

logger = logging.getLogger(__name__)


@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    return redirect(first_page_of(request.user))


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    state = {"database": _database_answers(), "broker": _broker_answers()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("database does not answer")
        return False
    return True


def _broker_answers() -> bool:
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    try:
        with Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as broker:
            return bool(broker.ping())
    except (RedisError, OSError):
        return False


def error_page(status: int, template: str):
    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return render(request, template, status=status)

    return view


bad_request = login_not_required(error_page(400, "400.html"))
forbidden = login_not_required(error_page(403, "403.html"))
not_found = login_not_required(error_page(404, "404.html"))


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """No database and no context here: either may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
