"""Rows of the table that shows old days beside new ones, as its fragment draws them."""

from datetime import date
from typing import Any

from agencies.services.calendar import WorkCalendar
from plans.dashboards.copying import GroupProposal, NewDay, TaskProposal, day_mark
from ttdn_portal.shared.dates import short_date


def copy_rows(
    groups: list[GroupProposal], choice: Any, calendar: WorkCalendar, names: dict[date, str]
) -> list[tuple[Any, ...]]:
    """(kind, key, number, title, lead, is ticked, is taken over, start, due); each day is (old, new, mark, error).

    `choice` (plans.forms.copying.Choice) is what was typed, None while the page is only opened: then all is ticked.
    """
    rows: list[tuple[Any, ...]] = []
    ticked = {pick.source.pk for pick in choice.picks} if choice else None
    ticked_groups = {group.pk for group in choice.groups} if choice else None
    for proposal in groups:
        group = proposal.group
        is_on = ticked_groups is None or group.pk in ticked_groups
        rows.append(("group", group.pk, group.number, group.title, "", is_on, False, None, None))
        for row in proposal.tasks:
            rows.append(_task_row(row, ticked, choice, calendar, names))
    return rows


def _task_row(
    row: TaskProposal, ticked: set[int] | None, choice: Any, calendar: WorkCalendar, names: dict[date, str]
) -> tuple[Any, ...]:
    task = row.task
    leads = [agency.label for agency in (task.lead_agency, task.joint_lead_agency) if agency]
    is_on = not row.is_taken and (ticked is None or task.pk in ticked)
    days = [
        _day(new, f"{name}-{task.pk}", choice, calendar, names)
        for name, new in (("start", row.start), ("due", row.due))
    ]
    return ("task", task.pk, task.code, task.display_title, "; ".join(leads), is_on, row.is_taken, *days)


def _day(
    day: NewDay, name: str, choice: Any, calendar: WorkCalendar, names: dict[date, str]
) -> tuple[str, str, str, str]:
    old = short_date(day.old) if day.old else ""
    if choice is None or name not in choice.typed:
        return old, short_date(day.new) if day.new else "", day.mark, ""
    mark = day_mark(choice.days.get(name), calendar, names)
    return old, choice.typed[name], mark, choice.errors.get(name, "")
