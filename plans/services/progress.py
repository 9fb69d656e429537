"""How far tasks have come, pushed here by `reports` so that no overview reads reports."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from plans.models import Task, TaskProgress


@dataclass(frozen=True)
class ProgressState:
    """What stands on a task's row after one of its reports moved."""

    progress_percent: int = 0
    completed_on: date | None = None
    first_reported_on: date | None = None
    last_accepted_on: date | None = None
    last_report_status: str = ""
    last_report_period: str = ""
    last_result: str = ""
    last_difficulties: str = ""
    last_recommendations: str = ""


@transaction.atomic
def record_progress(
    task: Task, state: ProgressState, *, as_of: date, source_key: str, is_milestone: bool
) -> None:
    """Write `state` on the task's row; with `is_milestone` (accepted or reopened) also into its history."""
    columns = asdict(state)
    Task.objects.filter(pk=task.pk).update(**columns)
    for name, value in columns.items():
        setattr(task, name, value)
    if is_milestone:
        TaskProgress.objects.create(
            task=task,
            recorded_on=as_of,
            percent=state.progress_percent,
            completed_on=state.completed_on,
            source_key=source_key,
        )


@transaction.atomic
def mark_secret_done(task: Task, *, actor: User, completed_on: date | None) -> None:
    """Say of a neutral task that it is done on a day, or (None) not done. Nothing else is written of it."""
    if completed_on and completed_on > timezone.localdate():
        raise ValidationError({"completed_on": "Ngày hoàn thành không thể ở tương lai."})
    percent = 100 if completed_on else 0
    before = task.completed_on
    Task.objects.filter(pk=task.pk, is_secret=True).update(
        completed_on=completed_on, progress_percent=percent
    )
    TaskProgress.objects.create(
        task=task,
        recorded_on=timezone.localdate(),
        percent=percent,
        completed_on=completed_on,
        source_key="secret",
    )
    record(
        actor=actor,
        action="mark_secret_done",
        obj=task,
        before={"completed_on": before.isoformat() if before else None},
        after={"completed_on": completed_on.isoformat() if completed_on else None},
    )
