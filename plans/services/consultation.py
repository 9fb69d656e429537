"""Sending a draft out for comments and closing the round."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import Agency, CommitteeMember, User
from agencies.services.activity import record
from agencies.services.calendar import next_working_day
from agencies.services.notices import notify, people_holding
from plans.choices import ReplyStatus
from plans.dashboards.clauses import as_content, clauses_of
from plans.models import CommentChange, Consultation, ConsultedBody, Plan, PlanComment
from plans.querysets import REPLYING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.transitions import TransitionBlocked, at_fields

ROUND_OVER = "Đợt lấy ý kiến đã kết thúc nên không gửi được nữa. Liên hệ cơ quan soạn thảo."
DUE_MOVED = "Người khác vừa đổi hạn trả lời, hoặc đợt đã kết thúc. Xem hạn đang có rồi đổi lại nếu vẫn cần."


def missing_for_sending(plan: Plan, data: dict[str, Any]) -> list[str]:
    """Whom to ask and until when."""
    due_on = data.get("reply_due_on")
    lacks = [
        (
            not data.get("agencies") and not data.get("members"),
            "agencies",
            "Chọn ít nhất một nơi để lấy ý kiến.",
        ),
        (due_on is None, "reply_due_on", "Ghi hạn trả lời."),
        (
            due_on is not None and due_on < timezone.localdate(),
            "reply_due_on",
            "Hạn trả lời không thể ở quá khứ.",
        ),
    ]
    return at_fields(lacks)


def open_round(plan: Plan, *, actor: User, note: str, data: dict[str, Any]) -> Consultation:
    """Keep the draft as it is sent, write down who is asked, tell each of them once."""
    last = plan.consultations.aggregate(last=Max("number"))["last"] or 0
    consultation = Consultation(
        plan=plan,
        number=last + 1,
        sent_at=timezone.now(),
        sent_by=actor,
        reply_due_on=next_working_day(data["reply_due_on"], plan.locality_id),
        is_silence_consent=data.get("is_silence_consent", True),
        note=note,
        scope=list(data.get("scope") or []),
        content=as_content(clauses_of(plan)),
    )
    consultation.full_clean()
    consultation.save()
    agencies, members = list(data.get("agencies") or []), list(data.get("members") or [])
    _ask(consultation, agencies, members)
    plan.consulted_agencies.set(agencies)
    _tell_asked(consultation)
    return consultation


def _ask(consultation: Consultation, agencies: Iterable[Agency], members: Iterable[CommitteeMember]) -> None:
    bodies = [ConsultedBody(agency=agency, name=agency.name) for agency in agencies]
    bodies += [ConsultedBody(member=member, name=member_name(member)) for member in members]
    for number, body in enumerate(bodies, 1):
        body.consultation, body.number = consultation, number
        body.full_clean(validate_unique=False, validate_constraints=False)
    ConsultedBody.objects.bulk_create(bodies)


def member_name(member: CommitteeMember) -> str:
    """A member as the matrix names them: “Lê Văn A, Giám đốc Sở Ngoại vụ”."""
    return ", ".join(part for part in (member.full_name, member.position_title) if part)


def _tell_asked(consultation: Consultation) -> None:
    """One notice to each person who may answer; somebody asked in two posts is told once."""
    plan = consultation.plan
    notify(
        people_asked(consultation.bodies.all()),
        kind=NoticeKind.COMMENT_ASKED,
        subject_key=consultation.subject_key,
        step="1",
        text=f"Đề nghị góp ý dự thảo: {plan.title} (đợt {consultation.number}). Hạn trả lời {short_date(consultation.reply_due_on)}.",
        link=consultation.url_of("reply_start"),
        locality_id=plan.locality_id,
    )


def people_asked(bodies: Iterable[ConsultedBody]) -> list[User]:
    """Whoever may answer for these bodies today."""
    bodies = list(bodies)
    agency_ids = [body.agency_id for body in bodies if body.agency_id]
    people = set(people_holding(*REPLYING_ROLES, agency_ids=agency_ids))
    seats = CommitteeMember.objects.filter(pk__in=[body.member_id for body in bodies if body.member_id])
    people |= {seat.user for seat in seats.select_related("user") if seat.user and seat.user.is_active}
    return sorted(people, key=lambda person: person.pk)


@transaction.atomic
def move_reply_date(
    consultation: Consultation, *, actor: User, read_due_on: date, reply_due_on: date, reason: str
) -> None:
    """Give the bodies of an open round another last day; TransitionBlocked where it ended or was moved meanwhile.

    Those who have not answered are told once; what they were reminded of before belongs to the old day.
    """
    before, after = read_due_on, next_working_day(reply_due_on, consultation.plan.locality_id)
    moved = Consultation.objects.open().filter(pk=consultation.pk, reply_due_on=before)
    if not moved.update(reply_due_on=after, updated_at=timezone.now()):
        raise TransitionBlocked([DUE_MOVED])
    consultation.reply_due_on = after
    record(
        actor=actor,
        action="move_reply_date",
        obj=consultation,
        note=reason,
        before={"reply_due_on": before.isoformat()},
        after={"reply_due_on": after.isoformat()},
    )
    notify(
        people_asked(consultation.bodies.exclude(status=ReplyStatus.REPLIED)),
        kind=NoticeKind.COMMENT_ASKED,
        subject_key=consultation.subject_key,
        step=after.isoformat(),
        text=f"Hạn góp ý dự thảo “{consultation.plan.title}” (đợt {consultation.number}) đổi từ {short_date(before)} thành {short_date(after)}. Lý do: {reason}",
        link=consultation.url_of("reply_start"),
        locality_id=consultation.plan.locality_id,
    )


def hold_round(consultation: Consultation) -> None:
    """The round stays open while this transaction lasts; TransitionBlocked where it is over.

    An UPDATE, because SQLite knows no other lock: a reply and the end of its round come one after the other.
    """
    held = Consultation.objects.open().filter(pk=consultation.pk).update(updated_at=timezone.now())
    if not held:
        raise TransitionBlocked([ROUND_OVER])


def is_early(consultation: Consultation, day: date) -> bool:
    """Whether the bodies still had time on `day`: their last day is theirs to its end."""
    return day <= next_working_day(consultation.reply_due_on, consultation.plan.locality_id)


def missing_for_ending(plan: Plan, data: dict[str, Any]) -> list[str]:
    """Before the date, and with somebody still to answer, ending a round needs a reason."""
    consultation = plan.consultations.open().first()
    if consultation is None or data.get("note") or not is_early(consultation, timezone.localdate()):
        return []
    waiting = consultation.bodies.exclude(status=ReplyStatus.REPLIED).count()
    if not waiting:
        return []
    return [
        f"Còn {waiting} nơi chưa trả lời và chưa qua hạn {short_date(consultation.reply_due_on)}: ghi lý do kết thúc trước hạn."
    ]


def close_round(plan: Plan, *, actor: User, note: str) -> None:
    """End the open round; a reply that came before is in, one that comes after is not."""
    consultation = plan.consultations.open().with_names().first()
    if consultation is None:
        return
    waits = consultation.bodies.exclude(status=ReplyStatus.REPLIED).exists()
    Consultation.objects.open().filter(pk=consultation.pk).update(
        ended_at=timezone.now(),
        ended_by=actor,
        is_ended_early=waits and is_early(consultation, timezone.localdate()),
        end_note=note,
        updated_at=timezone.now(),
    )
    consultation.refresh_from_db(fields=["ended_at", "is_ended_early"])
    tell_when_answered(consultation, actor=actor)


def tell_when_answered(consultation: Consultation, *, actor: User) -> None:
    """Once the round is over and nothing in it is open, the bodies hear where the matrix stands."""
    sent = PlanComment.objects.sent().filter(body__consultation=consultation)
    if consultation.is_open or not sent.exists() or sent.filter(answer="").exists():
        return
    bodies = consultation.bodies.filter(status=ReplyStatus.REPLIED)
    notify(
        [person for person in people_asked(bodies) if person.pk != actor.pk],
        kind=NoticeKind.COMMENT_ANSWERED,
        subject_key=consultation.subject_key,
        step="1",
        text=f"Đã có bảng tiếp thu, giải trình ý kiến góp ý đợt {consultation.number}: {consultation.plan.title}.",
        link=consultation.url_of("consultation_matrix"),
        locality_id=consultation.plan.locality_id,
    )


def open_comments(plan: Plan) -> int:
    """Comments of all rounds that were sent and not answered."""
    return PlanComment.objects.of_plan(plan.pk).unanswered().count()


def undone_changes(plan: Plan) -> int:
    """Accepted comments whose change is no longer in the draft: every place says again what it said before."""
    rows = CommentChange.objects.filter(comment__in=PlanComment.objects.of_plan(plan.pk).sent())
    told = list(rows.values_list("comment_id", "clause_key", "before"))
    if not told:
        return 0
    now = {clause.key: clause.words for clause in clauses_of(plan)}
    kept = {comment for comment, key, before in told if now.get(key, "") != before}
    return len({comment for comment, _, _ in told} - kept)
