"""What stands on the pages of a round: who answered, what was said, what is still open."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.timezone import localtime

from agencies.services.calendar import WorkCalendar, work_calendar
from plans.choices import CommentAnswer, ReplyStatus, Verdict
from plans.dashboards.clauses import WHOLE_KEY, Clause, sent_clauses
from plans.models import Consultation, ConsultedBody, Plan, PlanComment
from ttdn_portal.shared.dates import short_date

if TYPE_CHECKING:
    from agencies.models import User

WHOLE = Clause(WHOLE_KEY, "Toàn bộ dự thảo", "", "toan-bo", "")


@dataclass(frozen=True)
class Outcome:
    """How the silence or the answer of one body is told: a status key and words."""

    key: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class BodyLine:
    """One body in the list of those asked."""

    body: ConsultedBody
    outcome: Outcome
    comments: int
    unanswered: int

    @property
    def is_waiting(self) -> bool:
        return self.body.status != ReplyStatus.REPLIED


@dataclass(frozen=True)
class CommentLine:
    """One comment with the clause it was made on; `now` is how the place is called today, where that differs."""

    comment: PlanComment
    clause: Clause
    body: ConsultedBody
    now: str = ""

    @property
    def is_open(self) -> bool:
        return not self.comment.answer

    @property
    def is_accepted(self) -> bool:
        return self.comment.answer == CommentAnswer.ACCEPTED


@dataclass(frozen=True)
class RoundCounts:
    """A round in figures."""

    asked: int
    replied: int
    agreed: int
    late: int
    comments: int
    unanswered: int

    @property
    def waiting(self) -> int:
        return self.asked - self.replied


@dataclass(frozen=True)
class RoundPage:
    """Everything of a round for those who make the plan."""

    bodies: list[BodyLine]
    comments: list[CommentLine]
    counts: RoundCounts


def round_page(consultation: Consultation, *, as_of: date) -> RoundPage:
    """Bodies in the order in which they were asked, comments in the order of the draft; five queries."""
    calendar = work_calendar(consultation.plan.locality_id)
    bodies = body_lines(consultation, calendar, as_of)
    comments = comment_lines(consultation, [line.body for line in bodies])
    replied = [line for line in bodies if not line.is_waiting]
    counts = RoundCounts(
        asked=len(bodies),
        replied=len(replied),
        agreed=sum(line.body.verdict == Verdict.AGREED for line in replied),
        late=sum(is_late(line.body, calendar, as_of) for line in bodies),
        comments=len(comments),
        unanswered=sum(line.is_open for line in comments),
    )
    return RoundPage(bodies, comments, counts)


def body_lines(consultation: Consultation, calendar: WorkCalendar, as_of: date) -> list[BodyLine]:
    sent = Q(status=ReplyStatus.REPLIED)
    rows = consultation.bodies.select_related("agency", "member", "replied_by").annotate(
        said=Count("comments", filter=sent),
        unanswered=Count("comments", filter=sent & Q(comments__answer="")),
    )
    lines = []
    for body in rows.order_by("number"):
        body.consultation = consultation
        outcome = outcome_of(body, calendar, as_of, said=body.said)
        lines.append(BodyLine(body, outcome, body.said, body.unanswered))
    return lines


def is_late(body: ConsultedBody, calendar: WorkCalendar, as_of: date) -> bool:
    """Answered after the date, or not yet although it has passed; a round that is over leaves nobody late."""
    due_on = calendar.next_working_day(body.consultation.reply_due_on)
    if body.replied_at is not None:
        return localtime(body.replied_at).date() > due_on
    return body.consultation.is_open and as_of > due_on


def outcome_of(body: ConsultedBody, calendar: WorkCalendar, as_of: date, *, said: int) -> Outcome:
    """The answer in words, or how the silence counts."""
    consultation = body.consultation
    late = is_late(body, calendar, as_of)
    if body.replied_at is not None:
        note = f"{short_date(localtime(body.replied_at).date())}{', sau hạn' if late else ''}"
        if body.paper:
            note = f"{note}; {body.paper}"
        if body.verdict == Verdict.AGREED:
            return Outcome("done", "Thống nhất", note)
        return Outcome("going", f"Có {said} ý kiến", note)
    if consultation.is_open:
        return _waiting(body, calendar, as_of, late)
    if consultation.counts_silence:
        return Outcome("done", "Coi như thống nhất", "không trả lời trong hạn")
    if consultation.is_ended_early:
        return Outcome("idle", "Chưa trả lời", "đợt kết thúc trước hạn, không tính là thống nhất")
    return Outcome("idle", "Không trả lời")


def _waiting(body: ConsultedBody, calendar: WorkCalendar, as_of: date, late: bool) -> Outcome:
    note = "chờ lãnh đạo đơn vị" if body.status == ReplyStatus.AGENCY_REVIEW else ""
    if not late:
        return Outcome("idle", "Chưa trả lời", note)
    words = calendar.left_words(body.consultation.reply_due_on, as_of)
    return Outcome("late", capfirst(words), note)


def comment_lines(consultation: Consultation, bodies: list[ConsultedBody]) -> list[CommentLine]:
    """Every comment that these bodies sent, by the draft's order, then by the order of the bodies."""
    by_pk = {body.pk: body for body in bodies}
    rows = (
        PlanComment.objects.sent()
        .filter(body__in=by_pk)
        .select_related("group", "task", "author", "answered_by")
        .prefetch_related("changes")
    )
    clauses = {clause.key: (n, clause) for n, clause in enumerate([WHOLE, *sent_clauses(consultation)])}
    lines = []
    for comment in rows:
        comment.body = by_pk[comment.body_id]
        _, clause = clauses.get(comment.clause_key, (0, WHOLE))
        lines.append(CommentLine(comment, clause, comment.body, _name_now(comment, clause)))
    return sorted(
        lines,
        key=lambda line: (
            clauses.get(line.comment.clause_key, (0, WHOLE))[0],
            line.body.number,
            line.comment.number,
        ),
    )


def _name_now(comment: PlanComment, clause: Clause) -> str:
    """What a place was renumbered to, or that it is gone; nothing where it is called as it was."""
    place = comment.place
    if place is None:
        return "không còn trong dự thảo"
    return f"nay là {place.name[:1].lower()}{place.name[1:]}" if place.name != clause.name else ""


# --- The list of rounds ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundLine:
    """One round of a plan in the list; `own` are the bodies for which the reader writes."""

    consultation: Consultation
    asked: int
    replied: int
    comments: int
    unanswered: int
    own: list[ConsultedBody]


def round_lines(plan: Plan, user: "User") -> list[RoundLine]:
    """Rounds that this person sees, newest first; two queries."""
    replied = Q(bodies__status=ReplyStatus.REPLIED)
    rows = (
        Consultation.objects.visible_to(user)
        .filter(plan=plan)
        .defer("content")
        .select_related("plan__locality")
        .annotate(
            asked=Count("bodies", distinct=True),
            replied=Count("bodies", filter=replied, distinct=True),
            said=Count("bodies__comments", filter=replied, distinct=True),
            unanswered=Count(
                "bodies__comments", filter=replied & Q(bodies__comments__answer=""), distinct=True
            ),
        )
        .order_by("-number")
    )
    own: dict[int, list[ConsultedBody]] = {}
    for body in ConsultedBody.objects.answered_by(user).filter(consultation__plan=plan).order_by("number"):
        own.setdefault(body.consultation_id, []).append(body)
    lines = []
    for row in rows:
        for body in own.get(row.pk, []):
            body.consultation = row
        lines.append(RoundLine(row, row.asked, row.replied, row.said, row.unanswered, own.get(row.pk, [])))
    return lines
