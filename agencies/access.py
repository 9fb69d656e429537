"""The first step of every view under `/<LOC>/…`: the locality, or 404."""

import ipaddress
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from agencies.models import Locality


def locality_or_404(request: HttpRequest, code: str) -> Locality:
    """The locality that this person may see; it also stands in the page's head (see agencies.context)."""
    user: Any = request.user
    locality: Locality = get_object_or_404(Locality.objects.visible_to(user), code=code)
    request.locality = locality  # type: ignore[attr-defined]
    return locality


def member_locality_or_404(request: HttpRequest, code: str) -> Locality:
    """The same for pages about the inner life of a locality (agencies, calendar), which the ministry's viewer has no part in."""
    locality = locality_or_404(request, code)
    user: Any = request.user
    if (
        user.is_superuser
        or locality.pk in user.locality_ids()
        or locality.successor_id in user.locality_ids()
    ):
        return locality
    raise Http404


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from. Only what our own proxies wrote into X-Forwarded-For is believed."""
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    count = settings.TRUSTED_PROXY_COUNT
    if count and len(hops) >= count and _is_address(hops[-count]):
        return hops[-count]
    direct = request.META.get("REMOTE_ADDR", "")
    return direct if _is_address(direct) else None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
