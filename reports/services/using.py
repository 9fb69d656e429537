"""Composing a report from what supporting agencies gave: their names stay, and what was used is kept."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from reports.choices import ContributionStatus
from reports.dashboards.answers import Proposal
from reports.models import Contribution, ProgressReport
from reports.services.writing import ReportText, save_report

NOT_THERE = "Trả lời này không còn: cơ quan phối hợp vừa lấy lại để sửa."


@transaction.atomic
def use_text(report: ProgressReport, contribution_id: int, *, actor: User) -> str:
    """Put the words of an answer at the end of the results, its agency named; once is enough. Answers the agency's name."""
    row = _answers(report).filter(pk=contribution_id).first()
    if row is None or not row.answer.strip():
        raise ValidationError(NOT_THERE)
    agency = row.support.agency.label
    _append(report, f"Theo {agency}: {row.answer.strip()}", actor)
    _mark(row, {"answer": row.answer}, actor)
    record(actor=actor, action="use_answer", obj=report, note=agency)
    return str(agency)


@transaction.atomic
def use_figure(report: ProgressReport, proposal: Proposal, *, actor: User) -> str:
    """Take a sum over: into the figure of its indicator where the unit is the same, else as a line that names its sources."""
    rows = list(_answers(report).filter(pk__in=proposal.contributions))
    if len(rows) != len(proposal.contributions):
        raise ValidationError(NOT_THERE)
    indicator = report.task.indicators.filter(pk=proposal.indicator or 0, unit=proposal.unit).first()
    if indicator is None:
        _append(report, proposal.sentence, actor)
    else:
        now = ReportText.of(report)
        text = replace(now, figures={**now.figures, indicator.pk: proposal.total})
        save_report(report, text, actor=actor, read_version=report.version)
    for row in rows:
        _mark(row, {"figures": row.figures}, actor)
    record(actor=actor, action="use_answer", obj=report, note=proposal.sentence)
    return proposal.name


@transaction.atomic
def drop_use(report: ProgressReport, contribution_id: int, *, actor: User) -> None:
    """The lead does not rest on this answer any more; the words in the report are the lead's to change."""
    row = _of(report).filter(pk=contribution_id, used__isnull=False).first()
    if row is not None:
        Contribution.objects.filter(pk=row.pk).update(used=None, used_by=None, used_at=None)
        record(actor=actor, action="drop_answer", obj=report, note=row.support.agency.label)


def _of(report: ProgressReport) -> Any:
    rows = Contribution.objects.filter(support__task=report.task_id, period=report.period_id)
    return rows.select_related("support__agency")


def _answers(report: ProgressReport) -> Any:
    return _of(report).filter(status=ContributionStatus.SENT)


def _append(report: ProgressReport, line: str, actor: User) -> None:
    text = ReportText.of(report)
    if line in text.results:
        return
    results = "\n".join(part for part in (text.results.rstrip(), line) if part)
    save_report(
        report, replace(text, results=results, no_change=False), actor=actor, read_version=report.version
    )


def _mark(row: Contribution, parts: dict[str, Any], actor: User) -> None:
    used = {**(row.used or {}), **parts}
    Contribution.objects.filter(pk=row.pk).update(used=used, used_by=actor, used_at=timezone.now())
