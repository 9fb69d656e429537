"""Press items that one's own agencies have to answer."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from reports.choices import PressTone
from reports.dashboards.desk import LATE, PRESS, Desk, WorkRow
from reports.models import PressItem
from reports.models.press import press_code


def press_row(desk: Desk, item: Any) -> tuple[str, WorkRow]:
    """Group and row of one item that waits."""
    due_on = item.due_on or date.max
    key = desk.pile_of(due_on, PRESS)
    status = ("late", desk.lateness(due_on)) if key == LATE else ("idle", "Chưa phản hồi")
    row = WorkRow(
        number=press_code(item.number),
        title=f"Phản hồi báo chí: {item.title}",
        sub=f"{item.sub} · {PressTone(item.state).label}",
        status_key=status[0],
        status_label=status[1],
        due_on=due_on,
        due_note=desk.due_note(due_on),
        act_label="Phản hồi",
        url=reverse("reports:press_detail", args=[item.locality, item.number]),
        is_main=key == LATE,
    )
    return key, row


def owed_answers(locality_id: int | None) -> QuerySet[PressItem]:
    """Every item that still waits for its answer, for the reminders."""
    waiting = (
        PressItem.objects.filter(status="ASSIGNED").select_related("locality").order_by("respond_by", "pk")
    )
    return waiting if locality_id is None else waiting.filter(locality_id=locality_id)
