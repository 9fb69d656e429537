"""May this person do this? Asked the same way by every view."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404


def allow_or_403(user: Any, permission: str, obj: Any = None) -> None:
    """Go on, or answer 403. Whoever may not even see the row has met 404 before."""
    if not user.has_perm(permission, obj):
        raise PermissionDenied


def only_or_404(rows: list[Any]) -> Any:
    """The one row that an address names, among those its asker may see; 404 where there is none."""
    if not rows:
        raise Http404
    return rows[0]
