"""What supporting agencies give: written, saved, sent."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from plans.models import TaskSupport
from reports.choices import ContributionStatus
from reports.models import Contribution, ReportingPeriod


class StaleAnswer(Exception):
    """Somebody of the same agency saved or sent the answer after it was read."""


def contribution_for(support: TaskSupport, period: ReportingPeriod) -> Contribution:
    """The one answer of this support in this period, stored or not yet."""
    return Contribution.objects.filter(support=support, period=period).select_related(
        "answered_by"
    ).first() or Contribution(support=support, period=period, version=0)


@transaction.atomic
def save_contribution(
    contribution: Contribution, *, answer: str, is_sent: bool, actor: User, read_version: int
) -> Contribution:
    """Keep the answer; with `is_sent` the lead agency may read it from now on."""
    if is_sent and not answer.strip():
        raise ValidationError({"answer": "Ghi nội dung trả lời trước khi gửi."})
    if not contribution.period.is_open_on(timezone.localdate()):
        raise ValidationError("Kỳ báo cáo đã đóng. Liên hệ cơ quan thường trực.")
    columns = {
        "answer": answer,
        "status": ContributionStatus.SENT if is_sent else ContributionStatus.DRAFT,
        "answered_by": actor,
        "answered_at": timezone.now() if is_sent else None,
    }
    _write(contribution, columns, read_version)
    record(actor=actor, action="send_contribution" if is_sent else "save_contribution", obj=contribution)
    if is_sent:
        _tell_lead(contribution, actor)
    return contribution


def _write(contribution: Contribution, columns: dict[str, object], read_version: int) -> None:
    """A new row, or the row as it was read; anything else means somebody was faster."""
    if contribution.pk is None:
        for name, value in columns.items():
            setattr(contribution, name, value)
        contribution.version = 1
        try:
            with transaction.atomic():
                contribution.save()
        except IntegrityError:
            raise StaleAnswer from None
        return
    as_read = Contribution.objects.filter(
        pk=contribution.pk, version=read_version, status=ContributionStatus.DRAFT
    )
    if not as_read.update(**columns, version=read_version + 1, updated_at=timezone.now()):
        raise StaleAnswer
    contribution.refresh_from_db()


def _tell_lead(contribution: Contribution, actor: User) -> None:
    support, task = contribution.support, contribution.support.task
    notify(
        people_holding(Role.OFFICER, agency_ids=task.lead_ids), kind=NoticeKind.CONTRIBUTION_SENT, subject_key=f"contribution:{contribution.pk}", step=f"v{contribution.version}",
        text=f"{support.agency.label} đã trả lời phối hợp: {task} – {contribution.period.name}.", link=task.get_absolute_url(), locality_id=task.locality_id,
    )  # fmt: skip


@transaction.atomic
def reopen_contribution(contribution: Contribution, *, actor: User) -> bool:
    """Take a sent answer back to mend it, as long as the period is open."""
    if not contribution.period.is_open_on(timezone.localdate()):
        return False
    back = Contribution.objects.filter(
        pk=contribution.pk, status=ContributionStatus.SENT, version=contribution.version
    ).update(status=ContributionStatus.DRAFT, answered_at=None, version=contribution.version + 1)
    if back:
        record(actor=actor, action="reopen_contribution", obj=contribution)
    return bool(back)
