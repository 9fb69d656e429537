"""Entries of the activity log."""

from typing import Any

from django.db.models import Model

from agencies.models import ActivityEntry, Locality, User
from ttdn_portal.shared.writes import insert


def record(
    *,
    actor: User | None,
    action: str,
    obj: Model,
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> ActivityEntry:
    """Write down that `actor` (None: the portal itself) did `action` to `obj`."""
    entry = ActivityEntry(
        actor=actor,
        actor_name=str(actor) if actor else "Hệ thống",
        action=action,
        locality_id=locality_id_of(obj),
        object_type=obj._meta.model_name or "",
        object_id=str(obj.pk),
        object_label=str(obj)[:300],
        note=note,
        before=before or {},
        after=after or {},
    )
    insert(entry)
    return entry


# Through which a part of something belongs to a locality, nearest first.
WHOLES = ("plan", "task", "report", "series", "agency", "committee", "user")


def locality_id_of(obj: Model) -> int | None:
    """The locality whose administrator reads the entry."""
    if isinstance(obj, Locality):
        return obj.pk
    if hasattr(obj, "locality_id"):
        return obj.locality_id
    whole = next((getattr(obj, name) for name in WHOLES if getattr(obj, name, None) is not None), None)
    return locality_id_of(whole) if whole is not None else None
