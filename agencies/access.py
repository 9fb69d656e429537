"""The first step of every view under `/<LOC>/…`: the locality, or 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from agencies.models import Locality


def locality_or_404(request: HttpRequest, code: str) -> Locality:
    """The locality that this person may see; it also stands in the page's head (see agencies.context)."""
    locality: Locality = get_object_or_404(Locality.objects.visible_to(request.user), code=code)
    request.locality = locality  # type: ignore[attr-defined]
    return locality
