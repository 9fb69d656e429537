"""Writing comments on a draft, and answering them."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from plans.choices import EDITABLE_STATUSES, CommentAnswer, ReplyStatus
from plans.dashboards.clauses import WHOLE_KEY, Clause, ClauseChange
from plans.models import CommentChange, ConsultedBody, Plan, PlanComment, Task, TaskGroup
from plans.services.consultation import tell_when_answered

NOT_WRITABLE = "Ý kiến đã gửi đi hoặc đợt lấy ý kiến đã kết thúc nên không sửa được nữa. Xem lại trạng thái."
NOT_ASKED = "Không lấy ý kiến về chỗ này."
WITHDRAWN = "Nơi góp ý vừa rút ý kiến về. Xem lại danh sách."
PLAN_CLOSED = "Kế hoạch không còn ở bước soạn nên không trả lời góp ý được nữa."


class StaleComment(Exception):
    """Somebody else saved after the text was read; nothing was written."""


def _hold_reply(body: ConsultedBody) -> None:
    """The reply stays being written while this transaction lasts; ValidationError where it was sent meanwhile."""
    held = ConsultedBody.objects.filter(
        pk=body.pk, status=ReplyStatus.WAITING, consultation__ended_at__isnull=True
    ).update(version=F("version") + 1, updated_at=timezone.now())
    if not held:
        raise ValidationError(NOT_WRITABLE)


@transaction.atomic
def add_comment(body: ConsultedBody, *, actor: User, clause: Clause, text: str) -> PlanComment:
    """Say something about one clause of the draft as it was sent, or about the whole of it."""
    if clause.is_closed or (clause.key != WHOLE_KEY and not body.consultation.is_asked(clause.key)):
        raise ValidationError(NOT_ASKED)
    _hold_reply(body)
    last = body.comments.aggregate(last=Max("number"))["last"] or 0
    comment = PlanComment(
        body=body,
        number=last + 1,
        clause_key=clause.key,
        place_label=clause.label[:600],
        text=text,
        author=actor,
        is_illustration=body.is_illustration,
    )
    _point_at(comment, clause.key)
    comment.full_clean()
    comment.save()
    record(actor=actor, action="add_comment", obj=body, after={"place": comment.place_label, "text": text})
    return comment


def _point_at(row: PlanComment | CommentChange, key: str) -> None:
    """Link the row of the clause, where the draft still has it."""
    kind, _, name = key.partition(":")
    if kind == "part":
        row.part = name
    elif kind == "group":
        row.group = TaskGroup.objects.filter(pk=name, plan=row.plan).first()
    else:
        row.task = Task.objects.filter(pk=name, plan=row.plan).first()


@transaction.atomic
def edit_comment(comment: PlanComment, *, actor: User, text: str, read_at: datetime) -> PlanComment:
    """Change what was written, where it still says what the writer read; StaleComment else."""
    _hold_reply(comment.body)
    before = comment.text
    same = PlanComment.objects.filter(pk=comment.pk, updated_at=read_at, answer="")
    if not same.update(text=text, author=actor, updated_at=timezone.now()):
        raise StaleComment
    comment.refresh_from_db()
    record(
        actor=actor, action="edit_comment", obj=comment.body, before={"text": before}, after={"text": text}
    )
    return comment


@transaction.atomic
def remove_comment(comment: PlanComment, *, actor: User) -> None:
    """Take a comment out of a reply that is still being written; one that was answered stays."""
    _hold_reply(comment.body)
    removed, _ = PlanComment.objects.filter(pk=comment.pk, answer="").delete()
    if not removed:
        raise StaleComment
    record(
        actor=actor,
        action="remove_comment",
        obj=comment.body,
        before={"place": comment.place_label, "text": comment.text},
    )


@transaction.atomic
def answer_comment(
    comment: PlanComment,
    *,
    actor: User,
    answer: str,
    text: str,
    changes: Iterable[ClauseChange] = (),
    read_at: datetime,
) -> PlanComment:
    """Tiếp thu, with the places changed because of it, or giải trình, with the reason; StaleComment where another was faster."""
    changes = list(changes)
    if answer == CommentAnswer.ACCEPTED and not changes:
        raise ValidationError({"changes": "Tiếp thu thì gắn với ít nhất một chỗ đã sửa trong dự thảo."})
    if answer == CommentAnswer.EXPLAINED and not text.strip():
        raise ValidationError({"text": "Giải trình thì ghi rõ lý do."})
    _hold_for_answer(comment)
    now = timezone.now()
    before = {"answer": comment.answer, "text": comment.answer_text}
    columns = {"answer": answer, "answer_text": text, "answered_by": actor, "answered_at": now}
    if not PlanComment.objects.filter(pk=comment.pk, updated_at=read_at).update(**columns, updated_at=now):
        raise StaleComment
    comment.refresh_from_db()
    comment.changes.all().delete()
    if answer == CommentAnswer.ACCEPTED:
        _link(comment, changes)
    record(
        actor=actor,
        action="answer_comment",
        obj=comment.body,
        before=before,
        after={"answer": answer, "text": text},
    )
    tell_when_answered(comment.body.consultation, actor=actor)
    return comment


def _hold_for_answer(comment: PlanComment) -> None:
    """The plan may still be written and the reply is not taken back while this transaction lasts."""
    body = comment.body
    sent = ConsultedBody.objects.filter(pk=body.pk, status=ReplyStatus.REPLIED)
    if not sent.update(version=F("version") + 1, updated_at=timezone.now()):
        raise ValidationError(WITHDRAWN)
    plans = Plan.objects.filter(pk=comment.plan.pk, status__in=EDITABLE_STATUSES)
    if not plans.update(updated_at=timezone.now()):
        raise ValidationError(PLAN_CLOSED)


def _link(comment: PlanComment, changes: Iterable[ClauseChange]) -> None:
    for change in changes:
        row = CommentChange(
            comment=comment,
            clause_key=change.clause.key,
            place_label=change.clause.label[:600],
            before=change.before,
            after=change.after,
        )
        _point_at(row, change.clause.key)
        row.full_clean()
        row.save()
