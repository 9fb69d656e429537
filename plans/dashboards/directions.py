"""The directions about a plan, as their list shows them."""

from dataclasses import dataclass
from datetime import date

from plans.models import Direction


@dataclass(frozen=True)
class DirectionLine:
    """One direction; `state` is its word, `tone` the key of components/status.html."""

    direction: Direction
    state: str
    tone: str


def direction_line(direction: Direction, as_of: date) -> DirectionLine:
    if direction.is_answered:
        return DirectionLine(direction, "Đã trả lời", "done")
    if direction.is_overdue(as_of):
        return DirectionLine(direction, "Quá hạn trả lời", "late")
    return DirectionLine(direction, "Chờ trả lời", "going")
