"""How pages and papers word what a task promises."""

from datetime import date

from plans.choices import Rhythm
from plans.models import Task
from ttdn_portal.shared.dates import short_date


def when(task: Task) -> str:
    """“Thường xuyên”, “Hằng quý”, “02/01/2026 – 30/11/2026”, or the deadline alone."""
    if task.rhythm != Rhythm.ONCE:
        return str(task.get_rhythm_display()).capitalize()
    return _span(task.starts_on, task.due_on)


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{short_date(start)} – {short_date(end)}"
    return f"Đến {short_date(end)}" if end else ""
