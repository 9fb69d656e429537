"""The reviewer's first look at a report."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from reports.choices import ReportStatus
from reports.models import ProgressReport, ReportReading


@transaction.atomic
def mark_opened(report: ProgressReport, *, actor: User) -> bool:
    """Note, once for each sending, that a reviewer has read it; from now on it is not withdrawn any more.

    False where the report was moved, or opened by another reviewer, since it was read. The version is raised, so
    that a withdrawal on its way is told instead of slipping through.
    """
    now = timezone.now()
    as_read = ProgressReport.objects.filter(
        pk=report.pk, status=ReportStatus.SUBMITTED, version=report.version, opened_at__isnull=True
    )
    if not as_read.update(opened_at=now, version=F("version") + 1):
        return False
    report.opened_at, report.version = now, report.version + 1
    record(actor=actor, action="open", obj=report)
    return True


def note_reading(report: ProgressReport, *, actor: User) -> None:
    """Remember that this reviewer has read what was sent then: only what one has read is accepted in bulk."""
    own = ReportReading.objects.filter(report=report, person=actor)
    if not report.submitted_at or own.filter(submitted_at=report.submitted_at).exists():
        return
    ReportReading.objects.update_or_create(
        report=report, person=actor, defaults={"submitted_at": report.submitted_at}
    )
