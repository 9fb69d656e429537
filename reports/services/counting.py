"""Indicators that are counted from the register: their figures follow it until the report is sent."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from agencies.models import User
from agencies.services.activity import record
from plans.models import Indicator, Task
from reports.choices import WRITABLE_STATUSES, ReportStatus
from reports.dashboards.counting import counted_values
from reports.models import CountingRule, FigureValue, ProgressReport

UNSENT = (*WRITABLE_STATUSES, ReportStatus.AGENCY_REVIEW)


def write_counts(report: ProgressReport) -> None:
    """Bring the counted figures of one report up to date."""
    values = counted_values(report.task, report.period)
    if values:
        FigureValue.objects.bulk_create(
            [FigureValue(report=report, indicator_id=pk, value=value) for pk, value in values.items()],
            update_conflicts=True,
            unique_fields=["report", "indicator"],
            update_fields=["value"],
        )


def recount(task: Task, days: Iterable[date] | None = None) -> None:
    """The same for every report of `task` that is not sent yet, of the periods that hold one of `days`."""
    reports = ProgressReport.objects.kept().filter(task=task, status__in=UNSENT).select_related("period")
    for report in reports:
        if days is None or any(report.period.data_from <= day <= report.period.data_to for day in days):
            report.task = task
            write_counts(report)


@transaction.atomic
def set_counting(
    indicator: Indicator,
    *,
    actor: User,
    measure: str = "",
    kind: str = "",
    channel: str = "",
    language: str = "",
) -> CountingRule | None:
    """Say how an indicator is counted from now on; without `measure` it is typed again, from the figure as it stands."""
    before = CountingRule.objects.filter(indicator=indicator).first()
    wanted: dict[str, Any] = {"measure": measure, "kind": kind, "channel": channel, "language": language}
    if before and measure and all(getattr(before, name) == value for name, value in wanted.items()):
        return before
    # Nobody sends a report of this task while its rule changes.
    ProgressReport.objects.filter(task=indicator.task).order_by().update(version=F("version"))
    if not measure:
        if before:
            record(actor=actor, action="remove", obj=before, before={"words": before.words})
            before.delete()
        return None
    rule = before or CountingRule(indicator=indicator)
    told = {"words": before.words} if before else {}
    for name, value in (wanted | {"set_by": actor}).items():
        setattr(rule, name, value)
    rule.full_clean()
    rule.save()
    record(actor=actor, action="set", obj=rule, before=told, after={"words": rule.words})
    recount(indicator.task)
    return rule
