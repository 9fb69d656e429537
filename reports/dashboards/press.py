"""Press items that one's own agencies have to answer."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import BooleanField, Exists, QuerySet, Value

from reports.dashboards.desk import LATE, PRESS, Desk, WorkRow
from reports.models import PressItem


def has_press(agencies: Collection[int]) -> Exists | Value:
    """Whether anything waits for these bodies, to be asked along with something else."""
    if not agencies:
        return Value(False, output_field=BooleanField())
    return Exists(PressItem.objects.waiting_for(agencies).order_by())


def press_rows(desk: Desk, agencies: Collection[int], locality_id: int) -> Iterator[tuple[str, WorkRow]]:
    """One row for each item that waits; one query."""
    waiting = PressItem.objects.waiting_for(agencies).filter(locality_id=locality_id)
    for item in waiting.select_related("locality").order_by("respond_by", "pk"):
        due_on = item.respond_by or date.max
        key = desk.pile_of(due_on, PRESS)
        status = ("late", desk.lateness(due_on)) if key == LATE else ("idle", "Chưa phản hồi")
        yield (
            key,
            WorkRow(
                number=item.code,
                title=f"Phản hồi báo chí: {item.title}",
                sub=f"{item.outlet} · {item.get_tone_display()}",
                status_key=status[0],
                status_label=status[1],
                due_on=due_on,
                due_note=desk.due_note(due_on),
                act_label="Phản hồi",
                url=item.get_absolute_url(),
                is_main=key == LATE,
            ),
        )


def owed_answers(locality_id: int | None) -> QuerySet[PressItem]:
    """Every item that still waits for its answer, for the reminders."""
    waiting = (
        PressItem.objects.filter(status="ASSIGNED").select_related("locality").order_by("respond_by", "pk")
    )
    return waiting if locality_id is None else waiting.filter(locality_id=locality_id)
