"""Choosing what to take over from another plan: ticks, new days, and who follows an agency that ended.

Hundreds of rows are read by hand rather than by as many form fields; each day passes the same check as everywhere.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from plans.dashboards.copying import GroupProposal, TaskProposal
from plans.models import TaskGroup
from plans.services.copying import TaskPick
from ttdn_portal.shared.fields import DayField

DAY = DayField(required=False)
ORDER = "Hạn hoàn thành phải sau ngày bắt đầu."


@dataclass
class Choice:
    """What was ticked and typed; `errors` by the name of the input."""

    picks: list[TaskPick] = field(default_factory=list)
    groups: list[TaskGroup] = field(default_factory=list)
    agencies: dict[int, int | None] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    days: dict[str, date | None] = field(default_factory=dict)


def read_choice(
    data: Any,
    rows: list[GroupProposal],
    ended: set[int],
    offered: set[int],
    support_days: dict[int, dict[int, date | None]],
) -> Choice:
    """The rows chosen in `data`; a wrong day is an error at its input, and what was typed stays."""
    choice = Choice()
    for group in rows:
        chosen = [row for row in group.tasks if not row.is_taken and f"task-{row.task.pk}" in data]
        if f"group-{group.group.pk}" in data or chosen:
            choice.groups.append(group.group)
        for row in chosen:
            _read_task(choice, data, row, support_days)
    for pk in ended:
        value = data.get(f"agency-{pk}", "")
        choice.agencies[pk] = int(value) if value.isdigit() and int(value) in offered else None
    return choice


def _read_task(
    choice: Choice, data: Any, row: TaskProposal, support_days: dict[int, dict[int, date | None]]
) -> None:
    pk = row.task.pk
    start, due = (_day(choice, data, f"{name}-{pk}") for name in ("start", "due"))
    if start and due and due < start:
        choice.errors.setdefault(f"due-{pk}", ORDER)
    choice.picks.append(TaskPick(row.task, start, due, support_days.get(pk)))


def _day(choice: Choice, data: Any, name: str) -> date | None:
    choice.typed[name] = typed = data.get(name, "")
    try:
        choice.days[name] = DAY.clean(typed)
    except forms.ValidationError as error:
        choice.errors[name] = " ".join(error.messages)
        return None
    return choice.days[name]
