"""What is owed as people are told of it: one thing, its step, its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.services.calendar import WorkCalendar, left_words
from plans.choices import SECRET_TASK_TITLE
from ttdn_portal.shared.dates import short_date

# Working days before the deadline at which people are told, then how often while it is late.
DAYS_BEFORE = (7, 3, 0)
FIRST_LATE, LATE_EVERY = 1, 7


@dataclass(frozen=True)
class Due:
    """One report, task, answer or reply that an agency (or a committee member) owes, as people are told of it today."""

    kind: str
    subject_key: str
    step: str
    days_left: int
    due_on: date
    about: str
    link: str
    locality_id: int
    agency_ids: tuple[int, ...]
    waits_for_head: bool = False
    for_standing: bool = False  # what the standing agency itself owes to the level above
    person_id: int | None = None  # a committee member answers for a seat, not for an agency

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def text(self) -> str:
        return f"{self.about}: {when(self.days_left)} (hạn {short_date(self.due_on)})."


def when(days_left: int) -> str:
    """Working days in words."""
    return left_words(days_left) if days_left else "đến hạn hôm nay"


def step_of(days_left: int) -> str:
    """The step reached: “-7”, “-3”, “0”, “+1”, “+7”, “+14” …; empty while the deadline is far.

    A step is told on its day or, where the job did not run then, on the next day it runs; the key keeps it from coming twice.

    >>> [step_of(days) for days in (8, 7, 5, 3, 1, 0, -1, -6, -7, -20)]
    ['', '-7', '-7', '-3', '-3', '0', '+1', '+1', '+7', '+14']
    """
    if days_left < 0:
        weeks = -days_left // LATE_EVERY
        return f"+{weeks * LATE_EVERY if weeks else FIRST_LATE}"
    reached = [days for days in DAYS_BEFORE if days_left <= days]
    return (f"-{min(reached)}" if min(reached) else "0") if reached else ""


def reached(
    calendar: WorkCalendar, as_of: date, due_on: date | None, kind: str, subject: str, **told: Any
) -> Iterator[Due]:
    """The thing as people are told of it today, where it has reached a step. Another day is told anew: the key holds it."""
    if due_on is None:
        return
    days_left = calendar.days_left(due_on, as_of)
    if step := step_of(days_left):
        yield Due(kind, f"{subject} {due_on}", step, days_left, due_on, **told)


def titled(title: str, is_secret: bool) -> str:
    words = SECRET_TASK_TITLE.lower() if is_secret else title
    return f"({words})" if is_secret else f"“{words}”"


def around(address: str) -> tuple[str, str]:
    """An address once, for all tasks of a plan: what stands before and after the task's number."""
    head, _, tail = address.partition("X.X")
    return head, tail


def present(ids: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(pk for pk in ids if pk)
