"""Pages of the frame: health, the way to one's own first page, errors."""

import logging
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from agencies.kept import is_by_script
from agencies.navigation import first_page_of
from agencies.services.kept import keep_form

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


def _page(template: str, status: int, **context: Any) -> HttpResponse:
    """An error page asks nothing of request, session or database: any of them may be what failed."""
    return HttpResponse(render_to_string(template, context), status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _page("413.html", 413)
    return _page("400.html", 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal may carry its reason, a Vietnamese sentence."""
    return _page("403.html", 403, reason=str(exception or ""))


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("404.html", 404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away or overloaded and the same address works again in a while."""
    if is_database_away(sys.exception()):
        response = _page("503.html", 503)
        response["Retry-After"] = "30"
        return response
    return _page("500.html", 500)


def is_database_away(error: BaseException | None) -> bool:
    """Refused or cut connections, locks and time limits; not a table or column that SQLite misses."""
    return isinstance(error, OperationalError | InterfaceError) and not str(error).startswith("no such ")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long; what was typed in it is kept for its writer, if it may be."""
    kept = None
    if not is_by_script(request):
        try:
            kept = keep_form(request)
        except DatabaseError:
            logger.exception("a form with an old token could not be kept")
    return _page("403_csrf.html", 403, kept=kept)
