"""What supporting agencies give: kept while it is written, with its files; reminded of and given another date by the lead."""

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import mail_now, notify, people_holding
from plans.models import TaskSupport
from reports.choices import WAITING_CONTRIBUTIONS, ContributionStatus
from reports.models import Contribution, ContributionFile, ReportingPeriod, SavedAnswer
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.transitions import StaleState
from ttdn_portal.shared.uploads import CheckedFile

REMIND_AFTER = timedelta(hours=24)
CLOSED = "Kỳ báo cáo đã đóng. Liên hệ cơ quan thường trực."


class StaleAnswer(Exception):
    """Somebody of the same agency saved or sent the answer after it was read."""


@dataclass(frozen=True)
class AnswerText:
    """What an officer typed; `values` maps the place of a wanted figure to its value (None: left blank)."""

    answer: str = ""
    values: Mapping[int, Decimal | None] = field(default_factory=dict)

    def figures(self, contribution: Contribution) -> list[dict[str, Any]]:
        """The figures wanted, with what was typed for them."""
        return [
            wanted | {"value": _plain(self.values.get(place))}
            for place, wanted in enumerate(contribution.figures)
        ]

    def columns(self, contribution: Contribution) -> dict[str, Any]:
        return {"answer": self.answer, "figures": self.figures(contribution)}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def contribution_for(support: TaskSupport, period: ReportingPeriod) -> Contribution:
    """The one row of this support in this period, stored or not yet."""
    rows = Contribution.objects.filter(support=support, period=period)
    found = rows.select_related("answered_by", "asked_by").first()
    if found is None:
        return Contribution(support=support, period=period, version=0)
    found.support, found.period = support, period
    return found


@transaction.atomic
def write_draft(
    contribution: Contribution, text: AnswerText, *, actor: User, read_version: int, is_autosave: bool = False
) -> None:
    """Keep what was typed where nobody asked first or the answer is begun already; else StaleAnswer."""
    columns = text.columns(contribution) | {"answered_by": actor}
    if contribution.pk is None:
        _begin(contribution, columns)
    else:
        as_read = Contribution.objects.filter(
            pk=contribution.pk, version=read_version, status=ContributionStatus.DRAFT
        )
        if not as_read.update(**columns, version=read_version + 1, updated_at=timezone.now()):
            raise StaleAnswer
        for name, value in (columns | {"version": read_version + 1}).items():
            setattr(contribution, name, value)
    if not is_autosave:
        record(actor=actor, action="save", obj=contribution)


def _begin(contribution: Contribution, columns: dict[str, Any]) -> None:
    """The first word of an answer that nobody asked for in particular."""
    for name, value in columns.items():
        setattr(contribution, name, value)
    contribution.version = 1
    try:
        with transaction.atomic():
            contribution.save()
    except IntegrityError:
        contribution.pk = None
        raise StaleAnswer from None


@transaction.atomic
def keep_refused_answer(contribution: Contribution, text: AnswerText, *, actor: User) -> None:
    """Keep what was typed when a colleague was faster, so that both texts stand."""
    SavedAnswer.objects.update_or_create(
        contribution=contribution, person=actor, defaults={"content": text.columns(contribution)}
    )


@transaction.atomic
def drop_refused_answer(contribution: Contribution, *, actor: User) -> None:
    SavedAnswer.objects.filter(contribution=contribution, person=actor).delete()


# --- Files -------------------------------------------------------------------------------------------------


def _hold(contribution: Contribution) -> None:
    """Nobody sends the answer while a file comes or goes; StaleState where it was sent already."""
    held = Contribution.objects.filter(pk=contribution.pk, status__in=WAITING_CONTRIBUTIONS)
    if not held.update(updated_at=timezone.now()):
        raise StaleState


@transaction.atomic
def add_answer_file(contribution: Contribution, *, actor: User, checked: CheckedFile) -> ContributionFile:
    """Store an upload that the form has looked at; the same file twice is one."""
    upload, digest = checked.upload, hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    _hold(contribution)
    known = contribution.files.filter(sha256=digest.hexdigest()).first()
    if known:
        return known
    row = ContributionFile(
        contribution=contribution, name=checked.name, content_type=checked.content_type,
        size=upload.size or 0, sha256=digest.hexdigest(), added_by=actor,
    )  # fmt: skip
    row.file.save(checked.name, upload, save=False)
    try:
        row.save()
        after = {"file": checked.name, "sha256": row.sha256}
        record(actor=actor, action="add_file", obj=contribution, after=after)
    except Exception:
        with contextlib.suppress(OSError):
            row.file.storage.delete(row.file.name or "")
        raise
    return row


@transaction.atomic
def remove_answer_file(row: ContributionFile, *, actor: User) -> None:
    """Take a file off an answer that is not sent; it goes from the disk once the removal stands."""
    _hold(row.contribution)
    before = {"file": row.name, "sha256": row.sha256}
    record(actor=actor, action="remove_file", obj=row.contribution, before=before)
    stored = row.file
    row.delete()
    transaction.on_commit(lambda: stored.storage.delete(stored.name or ""))


# --- The lead's side ---------------------------------------------------------------------------------------


@transaction.atomic
def remind_contribution(contribution: Contribution, *, actor: User) -> int:
    """Remind the agency that is waited for, at most once in 24 hours; answers how many people were told."""
    now = timezone.now()
    open_again = Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - REMIND_AFTER)
    rows = Contribution.objects.filter(
        open_again, pk=contribution.pk, status__in=WAITING_CONTRIBUTIONS, asked_at__isnull=False
    )
    if not rows.update(reminded_at=now):
        raise ValidationError(
            "Cơ quan này đã trả lời, hoặc vừa được nhắc; mỗi đề nghị chỉ nhắc một lần trong 24 giờ."
        )
    support, task = contribution.support, contribution.support.task
    due = f" (hạn {short_date(contribution.due_on)})" if contribution.due_on else ""
    text = f"NHẮC: {lead_of(contribution)} chờ {support.agency.label} trả lời phối hợp{due}: {task} – {contribution.period.name}."
    people = list(people_holding(Role.OFFICER, agency_ids=[support.acting_id]))
    tell_asked(contribution, text, step=f"nhac {now:%Y-%m-%d %H:%M}")
    for person in people:
        mail_now(
            person,
            subject=text[:200],
            body=f"{text}\n\n{contribution.question}",
            locality_id=contribution.locality_id,
        )
    record(actor=actor, action="remind", obj=contribution, after={"people": len(people)})
    return len(people)


@transaction.atomic
def change_answer_date(contribution: Contribution, *, due_on: date, actor: User) -> None:
    """Give the agency another date; StaleState where it has answered meanwhile."""
    before = contribution.due_on
    rows = Contribution.objects.filter(
        pk=contribution.pk,
        version=contribution.version,
        status__in=WAITING_CONTRIBUTIONS,
        asked_at__isnull=False,
    )
    if not rows.update(due_on=due_on, version=contribution.version + 1, updated_at=timezone.now()):
        raise StaleState
    contribution.due_on, contribution.version = due_on, contribution.version + 1
    record(
        actor=actor,
        action="change_date",
        obj=contribution,
        before={"due_on": before.isoformat() if before else None},
        after={"due_on": due_on.isoformat()},
    )
    text = f"{lead_of(contribution)} đổi hạn trả lời phối hợp thành {short_date(due_on)}: {contribution.support.task} – {contribution.period.name}."
    tell_asked(contribution, text, step=f"v{contribution.version}")


def lead_of(contribution: Contribution) -> str:
    """Who asks, as the asked agency is told."""
    lead = contribution.support.task.lead_agency
    return lead.label if lead else "Cơ quan chủ trì"


def answer_url(contribution: Contribution) -> str:
    return reverse("reports:contribution_edit", args=contribution.url_args())


def tell_asked(contribution: Contribution, text: str, *, step: str) -> None:
    """Tell the officers of the agency that is asked."""
    notify(
        people_holding(Role.OFFICER, agency_ids=[contribution.support.acting_id]),
        kind=NoticeKind.CONTRIBUTION_ASKED,
        subject_key=contribution.subject_key,
        step=step,
        text=text,
        link=answer_url(contribution),
        locality_id=contribution.locality_id,
    )
