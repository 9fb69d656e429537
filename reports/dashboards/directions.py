"""Directions that one's own agencies have to answer."""

from datetime import date
from typing import Any

from django.urls import reverse

from plans.models.direction import shortened
from reports.dashboards.desk import DIRECTIONS, LATE, Desk, WorkRow


def direction_row(desk: Desk, found: Any) -> tuple[str, WorkRow]:
    """Group and row of one direction that waits; without a day it is never late."""
    due_on = found.due_on or date.max
    key = desk.pile_of(found.due_on, DIRECTIONS) if found.due_on else DIRECTIONS
    status = ("late", desk.lateness(due_on)) if key == LATE else ("idle", "Chưa trả lời")
    row = WorkRow(
        number=f"CĐ\u00a0{found.number}",
        title=f"Ý kiến chỉ đạo: {shortened(found.title)}",
        sub=found.sub,
        status_key=status[0],
        status_label=status[1],
        due_on=due_on,
        due_note=desk.due_note(due_on) if found.due_on else "không ghi hạn",
        act_label="Trả lời",
        url=reverse("plans:direction_detail", args=[found.locality, found.plan, found.number]),
        is_main=key == LATE,
    )
    return key, row
