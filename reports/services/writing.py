"""Writing a report: start, save, evidence, delete and restore."""

import contextlib
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from plans.models import Task
from plans.services.versions import current_version
from reports.choices import WRITABLE_STATUSES, EvidenceKind, ReportStatus
from reports.models import (
    Evidence,
    FigureValue,
    ProgressReport,
    ReportingPeriod,
    SavedText,
)
from reports.services.counting import write_counts
from reports.services.state import push_task_state
from reports.services.texts import ReportText, figures_of, forget_figures
from ttdn_portal.shared.prepared import prepared_update
from ttdn_portal.shared.transitions import StaleState
from ttdn_portal.shared.uploads import CheckedFile

NOT_BEGUN = 0


class StaleSave(Exception):
    """Somebody saved after this text was read. The text is kept beside the newer one."""

    def __init__(self, current: ProgressReport):
        self.current = current
        super().__init__("a newer text stands")


def new_report(
    *, task: Task, period: ReportingPeriod, actor: User, plan_version: int | None = None
) -> ProgressReport:
    """The report as it would begin, not saved: what the form shows before the first word is kept."""
    return ProgressReport(
        locality_id=task.locality_id,
        task=task,
        period=period,
        agency_id=_reporting_agency(task, actor),
        author=actor,
        saved_by=actor,
        progress_percent=task.progress_percent or None,
        completed_on=task.completed_on if task.progress_percent == 100 else None,
        plan_version=plan_version or current_version(task.plan),
        version=NOT_BEGUN,
    )


@transaction.atomic
def start_report(*, task: Task, period: ReportingPeriod, actor: User) -> ProgressReport:
    """The one report of this task and period: found, brought back from deletion, or begun."""
    report = ProgressReport.objects.filter(task=task, period=period).first()
    if report and report.deleted_at is None:
        return report
    if not period.is_open_on(timezone.localdate()):
        raise ValidationError("Kỳ báo cáo chưa mở hoặc đã đóng. Liên hệ cơ quan thường trực.")
    if report:
        return restore_report(report, actor=actor)
    report = new_report(task=task, period=period, actor=actor)
    report.version = NOT_BEGUN + 1
    # Whether another began it in this moment is left to the database: only its answer is in time.
    report.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:  # two people began at once: both write the same report
        return ProgressReport.objects.get(task=task, period=period)
    record(actor=actor, action="start", obj=report)
    write_counts(report)
    push_task_state(task, source_key=report.subject_key)
    return report


@transaction.atomic
def write_report(
    report: ProgressReport, text: ReportText, *, actor: User, read_version: int, is_autosave: bool = False
) -> ProgressReport:
    """Save what was typed, beginning the report with the first word; StaleSave where another was faster.

    The same text once more (a double click, a reload) is answered as the first time.
    """
    if report.pk is None:
        report = start_report(task=report.task, period=report.period, actor=actor)
    if read_version == NOT_BEGUN and report.version == NOT_BEGUN + 1:
        read_version = report.version  # begun by nobody's words yet
    try:
        return _save(report, text, actor=actor, read_version=read_version, is_autosave=is_autosave)
    except StaleSave as stale:
        if stale.current.is_writable and not _differs(stale.current, text, figures_of(stale.current)):
            return stale.current
        raise


def _reporting_agency(task: Task, actor: User) -> Any:
    """Whose name the report bears: of the writer's own agencies the one that leads, or stands for a lead that ended."""
    lead = task.lead_heir_id or task.lead_agency_id
    return actor.agency_for({lead} if lead else set()) or actor.agency_for(task.acting_ids) or lead


@transaction.atomic
def save_report(
    report: ProgressReport, text: ReportText, *, actor: User, read_version: int, is_autosave: bool = False
) -> ProgressReport:
    """Save where the row is still as it was read, else raise StaleSave (the caller keeps what was typed).

    A save that changes nothing makes no new version. An autosave leaves no entry in the log:
    versions are born on submission and return, not every minute.
    """
    return _save(report, text, actor=actor, read_version=read_version, is_autosave=is_autosave)


def _save(
    report: ProgressReport, text: ReportText, *, actor: User, read_version: int, is_autosave: bool
) -> ProgressReport:
    """`save_report` without a transaction of its own: StaleSave is raised before anything is written."""
    stored = figures_of(report)
    is_as_read = read_version == report.version
    columns = _rewritten(report, text) if is_as_read else text.columns()
    if is_as_read and report.is_writable and not columns and not _differs_in_figures(text, stored):
        return report
    columns |= {"saved_by_id": actor.pk, "updated_at": timezone.now(), "version": read_version + 1}
    if not _as_read(columns, pk=report.pk, version=read_version):
        raise StaleSave(ProgressReport.objects.with_names().get(pk=report.pk))
    for name, value in columns.items():
        setattr(report, name, value)
    report.saved_by = actor
    _save_figures(report, {pk: value for pk, value in text.figures.items() if value != stored.get(pk)})
    forget_figures(report)
    if not is_autosave:
        record(actor=actor, action="save", obj=report)
    return report


@prepared_update
def _as_read(*, pk: int, version: int) -> QuerySet[ProgressReport]:
    """The report as it was read: not saved, sent or put away since."""
    return ProgressReport.objects.filter(
        pk=pk, version=version, status__in=WRITABLE_STATUSES, deleted_at__isnull=True
    )


def _differs(report: ProgressReport, text: ReportText, stored: Mapping[int, Decimal]) -> bool:
    return bool(_rewritten(report, text)) or _differs_in_figures(text, stored)


def _rewritten(report: ProgressReport, text: ReportText) -> dict[str, Any]:
    """The columns in which the text is another than the report's."""
    return {name: value for name, value in text.columns().items() if getattr(report, name) != value}


def _differs_in_figures(text: ReportText, stored: Mapping[int, Decimal]) -> bool:
    typed = {pk: value for pk, value in text.figures.items() if value is not None}
    asked = {
        pk: value for pk, value in stored.items() if pk in text.figures
    }  # the rest is counted, not typed
    return asked != typed


@transaction.atomic
def keep_refused_text(report: ProgressReport, text: ReportText, *, actor: User) -> SavedText:
    """Keep what was typed when its save was refused, so that nothing typed is lost."""
    kept, _ = SavedText.objects.update_or_create(
        report=report, person=actor, defaults={"content": text.as_json()}
    )
    return kept


@transaction.atomic
def drop_refused_text(report: ProgressReport, *, actor: User) -> None:
    """The person has chosen between both texts, or does not want the kept one."""
    SavedText.objects.filter(report=report, person=actor).delete()


def _save_figures(report: ProgressReport, figures: Mapping[int, Decimal | None]) -> None:
    given = [
        FigureValue(report=report, indicator_id=pk, value=value)
        for pk, value in figures.items()
        if value is not None
    ]
    blank = [pk for pk, value in figures.items() if value is None]
    if blank:
        FigureValue.objects.filter(report=report, indicator_id__in=blank).delete()
    if given:
        FigureValue.objects.bulk_create(
            given, update_conflicts=True, unique_fields=["report", "indicator"], update_fields=["value"]
        )


def _hold(report: ProgressReport) -> None:
    """Nobody sends the report, or adds to it, while this transaction lasts; StaleState where it was sent already."""
    held = ProgressReport.objects.filter(
        pk=report.pk, status__in=WRITABLE_STATUSES, deleted_at__isnull=True
    ).update(updated_at=timezone.now())
    if not held:
        raise StaleState


@transaction.atomic
def add_link(report: ProgressReport, *, actor: User, url: str, name: str = "") -> Evidence:
    """Add an address; the same one twice is one."""
    _hold(report)
    known = report.evidence.filter(url=url).exclude(url="").first()
    if known:
        return known
    evidence = Evidence(report=report, kind=EvidenceKind.LINK, url=url, name=name, added_by=actor)
    evidence.full_clean(exclude=["file"])
    evidence.save()
    record(actor=actor, action="add_evidence", obj=report, after={"evidence": url})
    return evidence


@transaction.atomic
def add_file(report: ProgressReport, *, actor: User, checked: CheckedFile) -> Evidence:
    """Store an upload that the form has looked at, under a name of the portal's own; the same file twice is one."""
    upload, digest = checked.upload, hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    _hold(report)
    known = report.evidence.filter(sha256=digest.hexdigest()).first()
    if known:
        return known
    evidence = Evidence(
        report=report,
        kind=EvidenceKind.FILE,
        name=checked.name,
        content_type=checked.content_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        added_by=actor,
    )
    evidence.file.save(checked.name, upload, save=False)
    try:
        evidence.save()
        record(
            actor=actor,
            action="add_evidence",
            obj=report,
            after={"evidence": checked.name, "sha256": evidence.sha256},
        )
    except Exception:
        with contextlib.suppress(OSError):
            evidence.file.storage.delete(evidence.file.name or "")
        raise
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, actor: User) -> None:
    """Take evidence off a report that may still be changed; the file goes once the removal stands."""
    _hold(evidence.report)
    record(
        actor=actor,
        action="remove_evidence",
        obj=evidence.report,
        before={"evidence": str(evidence), "sha256": evidence.sha256},
    )
    stored = evidence.file
    evidence.delete()
    if stored:
        transaction.on_commit(lambda: stored.storage.delete(stored.name or ""))


@transaction.atomic
def delete_report(report: ProgressReport, *, actor: User) -> None:
    """Put a draft away; it can be brought back as it was."""
    changed = ProgressReport.objects.filter(
        pk=report.pk, version=report.version, status=ReportStatus.DRAFT, deleted_at__isnull=True
    ).update(deleted_at=timezone.now(), version=report.version + 1)
    if not changed:
        raise StaleState
    record(actor=actor, action="delete", obj=report)
    push_task_state(report.task, source_key=report.subject_key)


@transaction.atomic
def restore_report(report: ProgressReport, *, actor: User) -> ProgressReport:
    """Bring a draft back; one that stands already stays as it is."""
    changed = ProgressReport.objects.filter(pk=report.pk, deleted_at__isnull=False).update(
        deleted_at=None, version=F("version") + 1
    )
    report.refresh_from_db()
    if changed:
        record(actor=actor, action="restore", obj=report)
        push_task_state(report.task, source_key=report.subject_key)
    return report
