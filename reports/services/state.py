"""From reports to the task's row: pushed down, never pulled."""

from typing import Any

from django.utils import timezone

from plans.models import Task
from plans.services.progress import ProgressState, record_progress
from reports.choices import ReportStatus
from reports.models import ProgressReport


def push_task_state(task: Task, *, source_key: str, is_milestone: bool = False) -> None:
    """Bring the task's row up to date with all its reports (at most one a period)."""
    reports = list(
        ProgressReport.objects.kept()
        .filter(task=task)
        .select_related("period")
        .order_by("period__report_due_on", "pk")
    )
    record_progress(
        task, state_of(reports), as_of=timezone.localdate(), source_key=source_key, is_milestone=is_milestone
    )


def state_of(reports: list[ProgressReport]) -> ProgressState:
    """What the reports of one task, oldest period first, say of it now."""
    if not reports:
        return ProgressState()
    sent = [timezone.localdate(r.submitted_at) for r in reports if r.submitted_at]
    accepted = [r for r in reports if r.status == ReportStatus.ACCEPTED]
    latest = reports[-1]
    base: dict[str, Any] = {
        "first_reported_on": min(sent) if sent else None,
        "last_report_status": latest.status,
        "last_report_period": latest.period.name,
    }
    if not accepted:
        return ProgressState(**base)
    told = accepted[-1]
    return ProgressState(
        **base,
        progress_percent=told.progress_percent or 0,
        completed_on=told.completed_on,
        last_accepted_on=timezone.localdate(told.accepted_at) if told.accepted_at else None,
        last_result=told.results,
        last_difficulties=told.difficulties,
        last_recommendations=told.recommendations,
    )
