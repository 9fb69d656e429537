"""The directions about a plan, as their list shows them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Value, When
from django.utils.text import capfirst

from agencies.services.calendar import calendar_from_column, days_as_column
from plans.choices import DirectionState
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


_SETTLED = Case(
    When(answered_at__isnull=False, then=Value(DirectionState.ANSWERED.value)),
    When(withdrawn_at__isnull=False, then=Value(DirectionState.WITHDRAWN.value)),
    default=Value(DirectionState.WAITING.value),
)
_TONES = {
    DirectionState.WAITING: "going",
    DirectionState.LATE: "late",
    DirectionState.ANSWERED: "done",
    DirectionState.WITHDRAWN: "idle",
}


@dataclass(frozen=True)
class States:
    """The choices above the list, and the day before which a direction is late."""

    lines: list[StateCount]
    late_before: date


def direction_states(rows: DirectionQuerySet, chosen: str, as_of: date, locality_id: int) -> States:
    """All, then each state; one query, the calendar's days off included. What nobody has yet is left out."""
    told = list(
        rows.order_by().values_list(_SETTLED, "due_on", days_as_column(locality_id)).annotate(n=Count("pk"))
    )
    calendar = calendar_from_column(told[0][2] if told else "", locality_id)
    late_before = calendar.late_before(as_of)
    counts: Counter[str] = Counter()
    for state, due_on, _, n in told:
        counts[state] += n
        counts[""] += n
        if state == DirectionState.WAITING and due_on and due_on < late_before:
            counts[DirectionState.LATE] += n
    states = [("", "Tất cả")] + [(state.value, capfirst(state.label)) for state in DirectionState]
    lines = [
        StateCount(label, f"?tinh-trang={word}" if word else "?", counts[word], word == chosen)
        for word, label in states
        if counts[word] or word == chosen
    ]
    return States(lines, late_before)


def direction_line(direction: Direction, late_before: date) -> DirectionLine:
    state = direction.state_on(late_before)
    return DirectionLine(direction, capfirst(state.label), _TONES[state])
