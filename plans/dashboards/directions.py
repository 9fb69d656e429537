"""The directions about a plan, as their list shows them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from plans.models import Direction
from plans.querysets import DirectionQuerySet


@dataclass(frozen=True)
class DirectionLine:
    """One direction; `state` is its word, `tone` the key of components/status.html."""

    direction: Direction
    state: str
    tone: str


@dataclass(frozen=True)
class StateCount:
    """One choice above the list, as components/tabs.jinja shows it."""

    label: str
    url: str
    count: int
    is_current: bool


def direction_states(rows: DirectionQuerySet, chosen: str, as_of: date) -> list[StateCount]:
    """All, waiting, late, answered, taken back; one query. What nobody has yet is left out."""
    waiting = Q(answered_at__isnull=True, withdrawn_at__isnull=True)
    counts = rows.order_by().aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=as_of)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
    )
    states = [
        ("", "Tất cả", "all"),
        ("cho", "Chờ trả lời", "waiting"),
        ("qua-han", "Quá hạn", "late"),
        ("xong", "Đã trả lời", "answered"),
        ("rut", "Đã rút", "withdrawn"),
    ]
    return [
        StateCount(label, f"?tinh-trang={word}" if word else "?", counts[name], word == chosen)
        for word, label, name in states
        if counts[name] or word == chosen
    ]


def direction_line(direction: Direction, as_of: date) -> DirectionLine:
    if direction.is_answered:
        return DirectionLine(direction, "Đã trả lời", "done")
    if direction.is_withdrawn:
        return DirectionLine(direction, "Đã rút", "idle")
    if direction.is_overdue(as_of):
        return DirectionLine(direction, "Quá hạn trả lời", "late")
    return DirectionLine(direction, "Chờ trả lời", "going")
