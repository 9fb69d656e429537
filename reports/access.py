"""The first step of every view about a report: the report, or the task and period it will be of, or 404."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404

from plans.models import Task
from reports.models import PeriodReview, ProgressReport, ReportingPeriod


@dataclass(frozen=True)
class Place:
    """Where a report stands, or will stand."""

    task: Task
    period: ReportingPeriod
    report: ProgressReport | None


def report_or_404(request: Any, locality: str, plan: str, period: str, code: str) -> ProgressReport:
    """The report that this person may see, by one query."""
    rows = ProgressReport.objects.visible_to(request.user).with_names()
    report: ProgressReport = get_object_or_404(
        rows, locality__code=locality, task__plan__slug=plan, period__slug=period, task__code=code
    )
    request.locality = report.locality
    return report


def place_or_404(request: Any, locality: str, plan: str, period: str, code: str) -> Place:
    """Task and period that this person may see, with the report between them where there is one."""
    periods = ReportingPeriod.objects.visible_to(request.user).select_related("plan", "locality")
    when: ReportingPeriod = get_object_or_404(periods, locality__code=locality, plan__slug=plan, slug=period)
    task: Task = get_object_or_404(
        Task.objects.with_names().prefetch_related("indicators"), plan_id=when.plan_id, code=code
    )
    report = (
        ProgressReport.objects.visible_to(request.user).with_names().filter(task=task, period=when).first()
    )
    if report:
        report.task, report.period = task, when
    request.locality = when.locality
    return Place(task, when, report)


def period_or_404(request: Any, locality: str, plan: str, period: str) -> ReportingPeriod:
    """The period that this person may see, by one query."""
    periods = ReportingPeriod.objects.visible_to(request.user).select_related(
        "plan", "plan__locality", "locality"
    )
    row: ReportingPeriod = get_object_or_404(periods, locality__code=locality, plan__slug=plan, slug=period)
    request.locality = row.locality
    return row


def period_review_or_404(request: Any, locality: str, plan: str, period: str, level: str) -> PeriodReview:
    """The review that this person may see, by one query."""
    rows = PeriodReview.objects.visible_to(request.user).with_names().select_related("based_on")
    review: PeriodReview = get_object_or_404(
        rows, locality__code=locality, plan__slug=plan, period__slug=period, level=level
    )
    review.period.plan = review.plan
    request.locality = review.locality
    return review
