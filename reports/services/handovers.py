"""What is not carried by a post's own dates and goes over on the day: drafts, replies of a seat, texts kept aside."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import CommitteeMember, Handover
from agencies.querysets import effective_on
from agencies.services.activity import record
from agencies.services.notices import notify
from plans.choices import ReplyStatus
from plans.models import ConsultedBody
from reports.choices import ReportStatus
from reports.models import ProgressReport, SavedAnswer, SavedText

UNSENT = (ReportStatus.DRAFT, ReportStatus.AGENCY_REVIEW)


def apply_due_handovers(*, as_of: date) -> int:
    """Every hand-over whose day has come; each once, however often this runs."""
    return sum(apply_handover(handover) for handover in Handover.objects.due(as_of))


@transaction.atomic
def apply_handover(handover: Handover) -> bool:
    """Let the rest go over; False where another process has done it."""
    claimed = Handover.objects.filter(pk=handover.pk, done_at__isnull=True).update(done_at=timezone.now())
    if not claimed:
        return False
    handover = Handover.objects.select_related("from_person", "to_person", "locality", "created_by").get(
        pk=handover.pk
    )
    summary = {
        "drafts": _pass_drafts(handover),
        "replies": _pass_replies(handover),
        "kept": _pass_kept(handover),
    }
    Handover.objects.filter(pk=handover.pk).update(summary=summary)
    _tell(handover)
    return True


def drafts_of(person_id: int, agency_ids: list[int]) -> Any:
    """Reports that the person began for these agencies and that were never sent."""
    begun = ProgressReport.objects.kept().filter(
        author=person_id, status__in=UNSENT, submitted_at__isnull=True
    )
    return begun.filter(agency_id__in=agency_ids)


def _pass_drafts(handover: Handover) -> int:
    """One row a task and period is the agency's: what the other has written there stands in the same row."""
    drafts = list(drafts_of(handover.from_person_id, handover.agency_ids).select_related("task", "period"))
    for report in drafts:
        ProgressReport.objects.filter(pk=report.pk, status__in=UNSENT).update(author=handover.to_person)
        before, after = {"author": handover.from_person.username}, {"author": handover.to_person.username}
        record(
            actor=handover.created_by,
            action="hand_over",
            obj=report,
            note=str(handover),
            before=before,
            after=after,
        )
    return len(drafts)


def replies_of(person_id: int) -> Any:
    """Replies that a committee member still owes in open rounds."""
    owed = ConsultedBody.objects.filter(member__user=person_id, consultation__ended_at__isnull=True)
    return owed.exclude(status=ReplyStatus.REPLIED)


def _pass_replies(handover: Handover) -> int:
    """A reply still owed is owed by whoever sits there from now on; what was replied keeps its name."""
    if not handover.takes_seats:
        return 0
    seats = {
        seat.committee_id: seat
        for seat in CommitteeMember.objects.filter(effective_on(handover.starts_on), user=handover.to_person)
    }
    moved = 0
    for body in replies_of(handover.from_person_id).select_related("member", "consultation"):
        seat = seats.get(body.member.committee_id) if body.member else None
        asked_too = ConsultedBody.objects.filter(consultation=body.consultation_id, member=seat).exists()
        if seat is None or asked_too:
            continue
        ConsultedBody.objects.filter(pk=body.pk).update(member=seat, name=seat.full_name)
        record(actor=handover.created_by, action="hand_over", obj=body.consultation, note=str(handover))
        moved += 1
    return moved


def _pass_kept(handover: Handover) -> int:
    """Texts that were kept aside because a colleague was faster; the taker's own of the same thing stays before them."""
    to, agencies = handover.to_person_id, handover.agency_ids
    texts = SavedText.objects.filter(person=handover.from_person_id, report__agency_id__in=agencies)
    own_texts = SavedText.objects.filter(person=to).values("report")
    answers = SavedAnswer.objects.filter(
        person=handover.from_person_id, contribution__support__agency_id__in=agencies
    )
    own_answers = SavedAnswer.objects.filter(person=to).values("contribution")
    moved = texts.exclude(report__in=own_texts).update(person=to)
    return moved + answers.exclude(contribution__in=own_answers).update(person=to)


def _tell(handover: Handover) -> None:
    posts = "; ".join(handover.posts) or "ghế trong Ban Chỉ đạo"
    notify(
        [handover.to_person],
        kind=NoticeKind.HANDED_OVER,
        subject_key=f"handover:{handover.pk}",
        step="done",
        text=f"Anh/chị nhận bàn giao từ {handover.from_person}: {posts}.",
        link=reverse("reports:my_work", args=[handover.locality.code]),
        locality_id=handover.locality_id,
    )
