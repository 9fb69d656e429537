"""The life of a period's review: the table of its transitions and what each brings with it.

DRAFT → SUBMITTED → RETURNED | APPROVED → ISSUED; RETURNED → SUBMITTED; APPROVED → RETURNED while no number is given.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import people_holding
from plans.workflow import close_plan
from reports.choices import ReviewKind, ReviewPart
from reports.choices import ReviewStatus as S
from reports.dashboards.assembly import GROUP
from reports.dashboards.review_figures import digest_of
from reports.models import PeriodReview
from reports.services.period_reviews import export_review
from reports.workflow import issuing
from ttdn_portal.shared import transitions
from ttdn_portal.shared.secrecy import row_texts
from ttdn_portal.shared.transitions import Problem, Transition

MOVED = issuing.Moved(NoticeKind.PLAN_MOVED, lambda row: str(row.name))


def missing_for_submission(review: PeriodReview, data: dict[str, Any]) -> list[str]:
    """What a review lacks before it may be submitted, as sentences that lead the standing agency to the place."""
    says_results = any(part == ReviewPart.OVERVIEW or part.startswith(GROUP) for part in review.texts)
    page, text, form = (
        reverse(f"reports:{name}", args=review.url_args())
        for name in ("period_review", "period_review_edit", "period_review_form")
    )
    lacks = [
        (not review.is_frozen, "Chưa chốt số liệu.", f"{page}#so-lieu"),
        (
            not says_results,
            "Chưa có nội dung nào ở phần tình hình, kết quả.",
            f"{text}#phan-{ReviewPart.OVERVIEW}",
        ),
        (
            ReviewPart.NEXT_STEPS not in review.texts,
            "Chưa có phương hướng, nhiệm vụ.",
            f"{text}#phan-{ReviewPart.NEXT_STEPS}",
        ),
        (not review.recipients.strip(), "Chưa có nơi nhận.", f"{form}#id_recipients"),
        (
            review.is_upward and not review.addressed_to.strip(),
            "Chưa ghi báo cáo kính gửi cơ quan nào.",
            f"{form}#id_addressed_to",
        ),
    ]
    return [Problem(sentence, url) for is_missing, sentence, url in lacks if is_missing]


def missing_for_issue(review: PeriodReview, data: dict[str, Any]) -> list[str]:
    """Number, day and signer, and what the book of numbers says."""
    early = "Ngày ban hành không thể trước ngày chốt số liệu."
    return issuing.lacks_of_issue(review, data, not_before=review.figures_as_of, too_early=early)


def _issued(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    review: PeriodReview = data["review"]
    return issuing.issued(review, data, digest_of({"texts": review.texts, "figures": review.figures}))


def _on_issue(review: PeriodReview, actor: User, note: str, data: dict[str, Any]) -> None:
    """Register the number, keep the paper, close the plan that a tổng kết sums up, tell the locality's people once."""
    issuing.register_number(review, actor)
    export_review(review, actor=actor, is_kept=True)
    if review.kind == ReviewKind.FINAL and not review.is_upward:
        close_plan(review.plan, actor=actor, note=f"{review.title}, số {review.document_number}.")
    MOVED.tell(
        review,
        people_holding(
            Role.OFFICER,
            Role.AGENCY_LEADER,
            Role.STANDING_OFFICER,
            Role.COMMITTEE_MEMBER,
            locality_id=review.locality_id,
        ),
        f"{review.name} đã được ban hành, số {review.document_number}.",
    )


TRANSITIONS = (
    *issuing.moves_before_issue("review", "báo cáo", MOVED, blockers=missing_for_submission, texts=row_texts),
    Transition(
        "issue",
        "Ban hành",
        (S.APPROVED,),
        S.ISSUED,
        "reports.issue_review",
        blockers=missing_for_issue,
        stamps=_issued,
        effect=_on_issue,
        tone="main",
        done_message="Đã ghi nhận ban hành.",
        bulk=False,
        texts=row_texts,
    ),
)


def available(review: PeriodReview, actor: User) -> list[Transition]:
    """The moves `actor` may make with this review now."""
    return transitions.available(TRANSITIONS, review, actor)


def run(review: PeriodReview, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `review`; PermissionDenied, TransitionBlocked or StaleState where it may not be."""
    data |= {"review": review, "note": note.strip()}
    try:
        with transaction.atomic():
            transitions.run(
                review, transitions.find(TRANSITIONS, name), actor=actor, note=note, data=data, record=record
            )
    except IntegrityError as error:
        if name != "issue":
            raise
        raise issuing.taken_meanwhile(review, data) from error
