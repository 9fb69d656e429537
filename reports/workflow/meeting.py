"""The life of a meeting's notice: the table of its transitions and what each brings with it.

DRAFT → SUBMITTED → RETURNED | APPROVED → ISSUED; RETURNED → SUBMITTED; APPROVED → RETURNED while no number is given.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import people_holding
from plans.services.directions import Point, Source, give_directions
from reports.choices import ReviewStatus as S
from reports.dashboards.review_figures import digest_of
from reports.models import Meeting
from reports.papers.conclusion import cited_notice
from reports.services.meetings import export_notice
from reports.workflow import issuing
from ttdn_portal.shared import transitions
from ttdn_portal.shared.secrecy import row_texts
from ttdn_portal.shared.transitions import Problem, Transition

MOVED = issuing.Moved(
    NoticeKind.MEETING_MOVED, lambda row: f"Thông báo kết luận, {row.name[:1].lower()}{row.name[1:]}"
)


def missing_for_submission(meeting: Meeting, data: dict[str, Any]) -> list[str]:
    """What a notice lacks before it may be submitted, as sentences that lead the standing agency to the place."""
    page, points, form = (
        reverse(f"reports:{name}", args=meeting.url_args())
        for name in ("meeting", "meeting_conclusions", "meeting_form")
    )
    lacks = [
        (not meeting.is_frozen, "Chưa chốt số liệu của cuộc họp.", f"{page}#so-lieu"),
        (not meeting.conclusions.exists(), "Chưa có kết luận nào.", points),
        (not meeting.recipients.strip(), "Chưa có nơi nhận.", f"{form}#id_recipients"),
    ]
    return [Problem(sentence, url) for is_missing, sentence, url in lacks if is_missing]


def missing_for_issue(meeting: Meeting, data: dict[str, Any]) -> list[str]:
    """Number, day and signer, and what the book of numbers says."""
    early = "Ngày ban hành không thể trước ngày họp."
    return issuing.lacks_of_issue(meeting, data, not_before=meeting.held_on, too_early=early)


def _issued(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    meeting: Meeting = data["meeting"]
    return issuing.issued(meeting, data, digest_of(content_of(meeting)))


def content_of(meeting: Meeting) -> dict[str, Any]:
    """What the notice says, as plain data."""
    points = meeting.conclusions.order_by("position").values_list("text", "agency__code", "due_on")
    return {
        "subject": meeting.subject,
        "assessment": meeting.assessment,
        "figures": meeting.figures,
        "conclusions": [[text, code, due_on and due_on.isoformat()] for text, code, due_on in points],
    }


def texts_of(meeting: Meeting) -> list[tuple[str, str]]:
    """What is written about the meeting, its conclusions among it: nothing secret goes out."""
    points = meeting.conclusions.order_by("position").values_list("position", "text")
    return [*row_texts(meeting), *((f"kết luận {position}", text) for position, text in points)]


def _on_issue(meeting: Meeting, actor: User, note: str, data: dict[str, Any]) -> None:
    """Register the number, keep the paper, follow every point that is addressed, tell those who attended."""
    issuing.register_number(meeting, actor)
    export_notice(meeting, actor=actor, is_kept=True)
    rows = meeting.conclusions.filter(agency__isnull=False).select_related("agency").order_by("position")
    assert meeting.issued_on is not None
    give_directions(
        meeting.plan,
        [Point(row.text, row.agency, row.due_on) for row in rows if row.agency],
        source=Source(meeting.subject_key, cited_notice(meeting), meeting.issued_on, meeting.is_illustration),
        actor=actor,
    )
    people = people_holding(
        Role.STANDING_OFFICER, Role.COMMITTEE_MEMBER, Role.SIGNER, locality_id=meeting.locality_id
    ) | people_holding(
        Role.OFFICER,
        Role.AGENCY_LEADER,
        agency_ids=list(meeting.attending.values_list("pk", flat=True)),
    )
    MOVED.tell(
        meeting, people, f"Thông báo kết luận {meeting.name[:1].lower()}{meeting.name[1:]} đã ban hành."
    )


TRANSITIONS = (
    *issuing.moves_before_issue(
        "meeting", "thông báo kết luận", MOVED, blockers=missing_for_submission, texts=texts_of
    ),
    Transition(
        "issue",
        "Ban hành",
        (S.APPROVED,),
        S.ISSUED,
        "reports.issue_meeting",
        blockers=missing_for_issue,
        stamps=_issued,
        effect=_on_issue,
        tone="main",
        done_message="Đã ghi nhận ban hành; các điểm giao cho cơ quan được theo dõi từ nay.",
        bulk=False,
        texts=texts_of,
    ),
)


def available(meeting: Meeting, actor: User) -> list[Transition]:
    """The moves `actor` may make with this meeting's notice now."""
    return transitions.available(TRANSITIONS, meeting, actor)


def run(meeting: Meeting, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `meeting`; PermissionDenied, TransitionBlocked or StaleState where it may not be."""
    data |= {"meeting": meeting, "note": note.strip()}
    try:
        with transaction.atomic():
            transitions.run(
                meeting, transitions.find(TRANSITIONS, name), actor=actor, note=note, data=data, record=record
            )
    except IntegrityError as error:
        if name != "issue":
            raise
        raise issuing.taken_meanwhile(meeting, data) from error
