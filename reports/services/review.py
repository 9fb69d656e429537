"""What the reviewer's page writes beside the moves of the workflow."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from reports.choices import ReportStatus
from reports.models import ProgressReport


@transaction.atomic
def mark_opened(report: ProgressReport, *, actor: User) -> None:
    """Say once that the reviewer has opened what was sent: from now on it is not withdrawn any more.

    The version moves too, so that a withdrawal on its way meets a changed row instead of winning silently.
    """
    now = timezone.now()
    changed = ProgressReport.objects.filter(pk=report.pk, status=ReportStatus.SUBMITTED, opened_at__isnull=True).update(opened_at=now, version=F("version") + 1)
    if changed:
        record(actor=actor, action="open", obj=report)
        report.refresh_from_db(fields=["opened_at", "version"])
