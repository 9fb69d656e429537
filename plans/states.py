"""How tasks stand on a day, and the five figures: computed from dates, never stored."""

from collections.abc import Iterable
from datetime import date
from operator import add
from typing import NamedTuple

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When

from plans.choices import TaskState


class Figures(NamedTuple):
    """The five figures; *chưa bắt đầu* is part of `in_term`."""

    total: int
    done: int
    done_late: int
    in_term: int
    overdue: int
    idle: int = 0

    def plus(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(*map(add, self, other))

    @property
    def going(self) -> int:
        return self.in_term - self.idle

    @property
    def finished(self) -> int:
        return self.done + self.done_late

    @property
    def due(self) -> int:
        """What had to be done, or was done before it had to."""
        return self.finished + self.overdue

    @property
    def rate(self) -> float | None:
        """Percent done of what had to be done: tasks still in term stay out of the denominator.

        BC 1270/BC-TCTTTg (27/12/2017): done / (done + overdue). None where nothing was due yet.
        """
        return round(100 * self.finished / self.due, 2) if self.due else None


def state_on(day: date, prefix: str = "") -> Case:
    """SQL for the state of a task on `day`."""

    def at(name: str) -> str:
        return f"{prefix}{name}"

    done = Q(**{at("completed_on__lte"): day})
    return Case(
        When(done & Q(**{at("completed_on__lte"): F(at("due_on"))}), then=Value(TaskState.DONE.value)),
        When(done & Q(**{at("due_on__isnull"): True}), then=Value(TaskState.DONE.value)),
        When(done, then=Value(TaskState.DONE_LATE.value)),
        When(Q(**{at("due_on__lt"): day}), then=Value(TaskState.LATE.value)),
        When(Q(**{at("starts_on__gt"): day}), then=Value(TaskState.IDLE.value)),
        When(
            Q(**{at("first_reported_on__isnull"): True}) | Q(**{at("first_reported_on__gt"): day}),
            then=Value(TaskState.IDLE.value),
        ),
        default=Value(TaskState.GOING.value),
        output_field=models.CharField(),
    )


def state_of(
    day: date,
    *,
    starts_on: date | None,
    due_on: date | None,
    completed_on: date | None,
    first_reported_on: date | None,
) -> str:
    """The same rule as `state_on`, for one task at hand: a past day counts by the dates promised then."""
    if completed_on is not None and completed_on <= day:
        return TaskState.DONE if due_on is None or completed_on <= due_on else TaskState.DONE_LATE
    if due_on is not None and due_on < day:
        return TaskState.LATE
    has_begun = starts_on is None or starts_on <= day
    has_told = first_reported_on is not None and first_reported_on <= day
    return TaskState.GOING if has_begun and has_told else TaskState.IDLE


def counted_figures(day: date) -> dict[str, Count]:
    """Aggregates that count tasks as `state_on` tells them apart, a column each: fewer rows than one a state."""
    done, is_open = Q(completed_on__lte=day), Q(completed_on__isnull=True) | Q(completed_on__gt=day)
    in_term = is_open & (Q(due_on__isnull=True) | Q(due_on__gte=day))
    is_idle = Q(starts_on__gt=day) | Q(first_reported_on__isnull=True) | Q(first_reported_on__gt=day)
    return {
        "total": Count("*"),
        "finished": Count("pk", filter=done),
        "done_late": Count("pk", filter=done & Q(completed_on__gt=F("due_on"))),
        "overdue": Count("pk", filter=is_open & Q(due_on__lt=day)),
        "idle": Count("pk", filter=in_term & is_idle),
    }


def figures_from(counts: Iterable[tuple[int, ...]]) -> Figures:
    """Five figures of rows that hold the columns of `counted_figures`."""
    total, finished, done_late, overdue, idle = map(sum, zip(*counts, strict=True)) if counts else (0,) * 5
    return Figures(total, finished - done_late, done_late, total - finished - overdue, overdue, idle)


def figures_of(counts: dict[str, int]) -> Figures:
    """Five figures from counts by state."""
    idle = counts.get(TaskState.IDLE, 0)
    return Figures(
        total=sum(counts.values()),
        done=counts.get(TaskState.DONE, 0),
        done_late=counts.get(TaskState.DONE_LATE, 0),
        in_term=counts.get(TaskState.GOING, 0) + idle,
        overdue=counts.get(TaskState.LATE, 0),
        idle=idle,
    )
