"""The directions about a plan, as their list shows them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.text import capfirst

from plans.choices import DirectionState
from plans.models import Direction
from plans.querysets import DirectionQuerySet, direction_states_on


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


_TONES = {
    DirectionState.WAITING: "going",
    DirectionState.LATE: "late",
    DirectionState.ANSWERED: "done",
    DirectionState.WITHDRAWN: "idle",
}


def direction_states(rows: DirectionQuerySet, chosen: str, late_before: date) -> list[StateCount]:
    """All, then each state; one query. What nobody has yet is left out."""
    meanings = direction_states_on(late_before)
    counts = rows.order_by().aggregate(
        ALL=Count("pk"), **{state.name: Count("pk", filter=meanings[state]) for state in DirectionState}
    )
    states = [("", "Tất cả", "ALL")] + [(s.value, capfirst(s.label), s.name) for s in DirectionState]
    return [
        StateCount(label, f"?tinh-trang={word}" if word else "?", counts[name], word == chosen)
        for word, label, name in states
        if counts[name] or word == chosen
    ]


def direction_line(direction: Direction, late_before: date) -> DirectionLine:
    state = direction.state_on(late_before)
    return DirectionLine(direction, capfirst(state.label), _TONES[state])
