"""A draft before its signer: what is laid before him, what he wants changed, what is done about it, who checked its form."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from plans.choices import EDITABLE_STATUSES, PlanStatus, PointAnswer
from plans.dashboards.clauses import as_content, clauses_of
from plans.models import FormCheck, Plan, PlanSubmission, ReturnPoint
from plans.models.places import Place
from plans.rules import has_drafted
from plans.services.versions import digest_of, plan_content

BEFORE_SIGNER = (PlanStatus.SUBMITTED, PlanStatus.APPROVED)
MOVED_ON = "Kế hoạch vừa chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp."


def keep_submission(plan: Plan, *, actor: User | None, note: str = "") -> PlanSubmission:
    """The draft as it is laid before the signer now; a later submission is told apart from it word by word."""
    last = plan.submissions.aggregate(last=Max("number"))["last"] or 0
    return PlanSubmission.objects.create(
        plan=plan,
        number=last + 1,
        note=note,
        content=as_content(clauses_of(plan)),
        sha256=digest_of(plan_content(plan)),
        submitted_by=actor,
    )


def submission_before_signer(plan: Plan) -> PlanSubmission:
    """What the signer has before him; a plan submitted before the portal kept submissions gets its row now."""
    return plan.submissions.order_by("-number").first() or keep_submission(plan, actor=None)


def _hold(plan: Plan, statuses: tuple[PlanStatus, ...]) -> None:
    """Nobody moves the plan while this transaction lasts; ValidationError where it moved already."""
    held = Plan.objects.filter(pk=plan.pk, status__in=statuses).update(
        updated_at=timezone.now(), version=F("version") + 1
    )
    if not held:
        raise ValidationError(MOVED_ON)


@transaction.atomic
def add_point(plan: Plan, *, actor: User, place: Place, text: str) -> ReturnPoint:
    """Note what is to be changed at one place; nobody but a signer sees it until the plan is sent back."""
    _hold(plan, BEFORE_SIGNER)
    submission = submission_before_signer(plan)
    last = submission.points.aggregate(last=Max("number"))["last"] or 0
    point = ReturnPoint(
        plan=plan, submission=submission, number=last + 1, text=text, written_by=actor, **place.columns
    )
    point.full_clean()
    point.save()
    return point


@transaction.atomic
def remove_point(point: ReturnPoint) -> None:
    """Take back a point that was not sent yet."""
    _hold(point.plan, BEFORE_SIGNER)
    ReturnPoint.objects.filter(pk=point.pk, sent_at__isnull=True).delete()


def send_points(plan: Plan) -> int:
    """The points noted so far go to the drafter together with the plan; answers how many."""
    return plan.return_points.filter(sent_at__isnull=True).update(sent_at=timezone.now())


@transaction.atomic
def answer_point(point: ReturnPoint, *, actor: User, answer: str, note: str = "") -> ReturnPoint:
    """Say of a point that it was put right, or that the text stands as it is, and why."""
    plan = point.plan
    _hold(plan, EDITABLE_STATUSES)
    point.answer, point.answer_note = answer, note
    point.answered_at, point.answered_by = timezone.now(), actor
    point.full_clean()
    point.save()
    said = f"{PointAnswer(answer).label}{f': {note}' if note else ''}"
    record(actor=actor, action="answer_point", obj=plan, note=f"{point.place_name}: {said}")
    return point


def tell_form_checkers(plan: Plan, *, actor: User) -> int:
    """Clerks, and drafting officers who did not write it, are asked to check the form before the signer signs."""
    people = people_holding(Role.CLERK, Role.STANDING_OFFICER, locality_id=plan.locality_id)
    return notify(
        [person for person in people.exclude(pk=actor.pk) if not has_drafted(person, plan)],
        kind=NoticeKind.PLAN_MOVED,
        subject_key=plan.subject_key,
        step=f"form v{plan.version}",
        text=f"{plan.title}: đã trình, cần người kiểm tra thể thức trước khi ký.",
        link=reverse("plans:form_check", args=[plan.locality.code, plan.slug]),
        locality_id=plan.locality_id,
    )


@transaction.atomic
def check_form(plan: Plan, *, actor: User, is_passed: bool, note: str = "") -> FormCheck:
    """A second person says that the form of the submitted text is right, or what is wrong with it."""
    _hold(plan, (PlanStatus.SUBMITTED,))
    check = FormCheck(
        plan=plan,
        sha256=submission_before_signer(plan).sha256,
        is_passed=is_passed,
        note=note,
        checked_by=actor,
        checker_name=actor.full_name,
    )
    check.full_clean()
    check.save()
    words = "Đúng thể thức" if is_passed else "Chưa đúng thể thức"
    record(actor=actor, action="check_form", obj=plan, note=f"{words}. {note}".strip())
    return check
