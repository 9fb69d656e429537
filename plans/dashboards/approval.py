"""What stands on the page of the signer, on the drafter's page of what to put right, and in their way."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from agencies.models import User
from plans.choices import PlanStatus
from plans.dashboards.clauses import Clause, ClauseChange, changes_between, clauses_of
from plans.models import Consultation, FormCheck, Plan, PlanSubmission, ReturnPoint
from ttdn_portal.shared.transitions import Problem


def last_submission(plan: Plan) -> PlanSubmission | None:
    return plan.submissions.select_related("submitted_by").order_by("-number").first()


def form_check_of(plan: Plan) -> FormCheck | None:
    """The latest check of the text that is before the signer; one of another text has lost its force."""
    submission = last_submission(plan)
    if submission is None:
        return None
    return plan.form_checks.filter(sha256=submission.sha256).first()


def unsent_points(plan: Plan) -> list[ReturnPoint]:
    """What a signer has noted and not sent yet."""
    return list(_with_places(plan.return_points.filter(sent_at__isnull=True)))


def points_sent_last(plan: Plan) -> list[ReturnPoint]:
    """The points that went to the drafter with the latest return."""
    sent = plan.return_points.filter(sent_at__isnull=False)
    last = sent.order_by("-sent_at").values("sent_at")[:1]
    return list(_with_places(sent.filter(sent_at=last)))


def _with_places(points: Any) -> Any:
    related = ("plan__locality", "group", "task__group", "written_by", "answered_by", "submission")
    return points.select_related(*related).order_by("submission", "number")


def against_approval(plan: Plan, data: dict[str, Any]) -> list[str]:
    """What stands in the way of signing, each with its place."""
    return [*against_other_text(plan, data), *_noted(plan), *_unchecked(plan, data.get("actor"))]


def against_other_text(plan: Plan, data: dict[str, Any]) -> list[str]:
    """Who decides has read the text that lies before him, not one submitted earlier."""
    read, last = data.get("submission"), last_submission(plan)
    if not read or last is None or read == last.number:
        return []
    sentence = (
        f"Kế hoạch đã được trình lại lần {last.number} sau khi anh/chị mở trang. Đọc bản mới rồi quyết định."
    )
    return [Problem(sentence, signing_url(plan))]


def _noted(plan: Plan) -> list[str]:
    noted = plan.return_points.filter(sent_at__isnull=True).count()
    sentence = f"Còn {noted} điểm cần sửa đã ghi mà chưa gửi. Bỏ các điểm ấy, hoặc trả lại kế hoạch."
    return [Problem(sentence, f"{signing_url(plan)}#diem-can-sua")] if noted else []


def _unchecked(plan: Plan, actor: User | None) -> list[str]:
    """NĐ 30/2020: a named second person checks the form before the paper is signed."""
    if not plan.requires_form_check:
        return []
    check, url = form_check_of(plan), reverse("plans:form_check", args=[plan.locality.code, plan.slug])
    if check is None:
        return [Problem("Chưa có người kiểm tra thể thức bản trình này.", url)]
    if not check.is_passed:
        return [Problem(f"{check.checker_name} kiểm tra thể thức: chưa đúng. {check.note}", url)]
    if actor is not None and check.checked_by_id == actor.pk:
        return [Problem("Người kiểm tra thể thức không đồng thời là người ký.", url)]
    return []


def signing_url(plan: Plan) -> str:
    return reverse("plans:signing", args=[plan.locality.code, plan.slug])


@dataclass(frozen=True)
class TextPart:
    """A written part, or a content item with its tasks below it, as the signer unfolds it."""

    clause: Clause
    tasks: list[Clause]


def text_parts(clauses: list[Clause]) -> list[TextPart]:
    """Tasks stand below the item that comes before them; a part without a word is left out."""
    parts: list[TextPart] = []
    for clause in clauses:
        if clause.is_task and parts:
            parts[-1].tasks.append(clause)
        elif clause.words:
            parts.append(TextPart(clause, []))
    return parts


@dataclass(frozen=True)
class SigningPage:
    """What the signer reads before deciding."""

    submission: PlanSubmission | None
    parts: list[TextPart]
    rounds: list[Consultation]
    problems: list[str]
    answered: list[ReturnPoint]
    changes: list[ClauseChange] | None
    noted: list[ReturnPoint]
    check: FormCheck | None

    @property
    def is_again(self) -> bool:
        return self.submission is not None and self.submission.number > 1


def signing_page(plan: Plan, user: User) -> SigningPage:
    """`changes` is None on a first submission: there is nothing to tell it apart from."""
    submission = last_submission(plan)
    return SigningPage(
        submission=submission,
        parts=text_parts(_clauses(submission) if submission else clauses_of(plan)),
        rounds=list(plan.consultations.order_by("number")),
        problems=against_approval(plan, {"actor": user}) if plan.status == PlanStatus.SUBMITTED else [],
        answered=points_sent_last(plan) if submission and submission.number > 1 else [],
        changes=_changes(plan, submission),
        noted=unsent_points(plan),
        check=form_check_of(plan) if plan.requires_form_check else None,
    )


def _changes(plan: Plan, submission: PlanSubmission | None) -> list[ClauseChange] | None:
    if submission is None:
        return None
    before = plan.submissions.filter(number__lt=submission.number).order_by("-number").first()
    if before is None:
        return None
    return changes_between(_clauses(before), _clauses(submission))


def _clauses(submission: PlanSubmission) -> list[Clause]:
    return [Clause(**row) for row in submission.content]


def unanswered(plan: Plan) -> int:
    """Points sent with the latest return that the drafter has not answered."""
    return sum(not point.answer for point in points_sent_last(plan))
