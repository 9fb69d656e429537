"""Recording a meeting: what it was about, the figures laid before it, its conclusions, its notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agencies.models import Agency, User
from agencies.services.activity import record
from documents.choices import DocumentFormat, DocumentKind, Layout
from documents.models import Document
from documents.official.wording import AS_ABOVE
from documents.papers import office_of
from documents.services.asking import ask
from plans.models import Plan
from reports.choices import WRITABLE_REVIEW_STATUSES
from reports.dashboards.meeting import baseline_of, meeting_figures
from reports.dashboards.review_figures import digest_of
from reports.models import Conclusion, Meeting

FACTS = ("subject", "held_on", "held_at", "chair", "agenda", "assessment")
FORM_FIELDS = (
    "layout",
    "issuer",
    "symbol",
    "place_name",
    "signing_authority",
    "signer_name",
    "recipients",
)


class StaleMeeting(Exception):
    """Somebody saved or moved the meeting after it was read; nothing was written."""

    def __init__(self, current: Meeting):
        self.current = current
        super().__init__("a newer version stands")


@dataclass(frozen=True)
class Point:
    """One conclusion as it was typed."""

    text: str
    agency: Agency | None = None
    due_on: date | None = None


@transaction.atomic
def create_meeting(plan: Plan, *, actor: User, attending: Iterable[Agency], **facts: Any) -> Meeting:
    """Record a meeting about a plan; its notice begins in the words of the office that issues the plan."""
    last = plan.meetings.aggregate(last=Max("ordinal"))["last"] or 0
    meeting = Meeting(
        locality_id=plan.locality_id,
        plan=plan,
        ordinal=last + 1,
        issuer=plan.issuer,
        layout=plan.layout,
        symbol=symbol_of(plan.issuer, plan.layout),
        saved_by=actor,
        **_office_words(plan.issuer, plan.layout),
        **{name: facts[name] for name in FACTS if name in facts},
    )
    meeting.full_clean()
    meeting.save()
    meeting.attending.set(attending)
    record(actor=actor, action="create", obj=meeting)
    return meeting


def symbol_of(issuer: Agency, layout: str) -> str:
    """TB-UBND, TB-BCĐ (NĐ 30/2020, Phụ lục III); TB/BCĐ in the Party's way."""
    joint = "/" if layout == Layout.PARTY else "-"
    return f"TB{joint}{issuer.document_abbreviation or 'UBND'}"[:40]


def _office_words(issuer: Agency, layout: str) -> dict[str, str]:
    """A notice of conclusions is signed as the office's letters are: by order of the head."""
    office = office_of(issuer, layout)
    lines = office.recipients or office.letter_recipients
    recipients = [line for line in lines if not line.startswith(AS_ABOVE)]
    return {
        "place_name": office.place,
        "signing_authority": "\n".join(office.letter_authority),
        "recipients": "\n".join(recipients),
    }


def _write(meeting: Meeting, read_version: int, **columns: Any) -> None:
    """A conditional UPDATE: nobody hit means that somebody saved, submitted or issued it in between."""
    columns |= {"version": read_version + 1, "updated_at": timezone.now()}
    as_read = {"pk": meeting.pk, "version": read_version, "status__in": WRITABLE_REVIEW_STATUSES}
    if not Meeting.objects.filter(**as_read).update(**columns):
        raise StaleMeeting(Meeting.objects.with_names().get(pk=meeting.pk))
    for name, value in columns.items():
        setattr(meeting, name, value)


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, actor: User, read_version: int, attending: Iterable[Agency]
) -> Meeting:
    """Save what the meeting was about, as the form has filled it."""
    meeting.full_clean()
    _write(meeting, read_version, saved_by=actor, **{name: getattr(meeting, name) for name in FACTS})
    meeting.attending.set(attending)
    record(actor=actor, action="change", obj=meeting)
    return meeting


@transaction.atomic
def change_form(meeting: Meeting, *, actor: User, read_version: int) -> Meeting:
    """Save issuer, layout and the other words of form of the notice."""
    meeting.full_clean()
    _write(meeting, read_version, saved_by=actor, **{name: getattr(meeting, name) for name in FORM_FIELDS})
    record(actor=actor, action="change_form", obj=meeting)
    return meeting


@transaction.atomic
def save_conclusions(meeting: Meeting, points: Iterable[Point], *, actor: User, read_version: int) -> Meeting:
    """Put these points, in this order, in the place of those before."""
    _write(meeting, read_version, saved_by=actor)
    meeting.conclusions.all().delete()
    rows = [
        Conclusion(meeting=meeting, position=n, text=p.text, agency=p.agency, due_on=p.due_on)
        for n, p in enumerate(points, 1)
    ]
    for row in rows:
        row.full_clean(exclude=["meeting"])
    Conclusion.objects.bulk_create(rows)
    record(actor=actor, action="conclude", obj=meeting, after={"rows": len(rows)})
    return meeting


@transaction.atomic
def freeze_figures(meeting: Meeting, *, actor: User, read_version: int) -> Meeting:
    """Chốt số liệu: keep the figures of the day of the meeting, or of today while it has not come."""
    as_of = min(meeting.held_on, timezone.localdate())
    figures, baseline = meeting_figures(meeting.plan, as_of), baseline_of(meeting.plan, as_of)
    _write(
        meeting,
        read_version,
        figures=figures,
        baseline=baseline,
        figures_as_of=as_of,
        figures_sha256=digest_of({"figures": figures, "baseline": baseline}),
        figures_frozen_at=timezone.now(),
        figures_frozen_by=actor,
        saved_by=actor,
    )
    record(actor=actor, action="freeze", obj=meeting, after={"sha256": meeting.figures_sha256})
    return meeting


def export_notice(
    meeting: Meeting, *, actor: User, format: str = DocumentFormat.PDF, is_kept: bool = False
) -> Document:
    """Ask for the notice of conclusions as a paper; `saved` says of which state it is made."""
    return ask(
        actor=actor,
        locality=meeting.locality,
        kind=DocumentKind.CONCLUSION,
        subject=meeting,
        format=format,
        state={"saved": meeting.version},
        is_draft=not meeting.is_issued,
        is_kept=is_kept,
    )
