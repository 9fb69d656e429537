"""The life of one body's reply in a round: the table of its transitions and what each brings with it.

WAITING → AGENCY_REVIEW (where the agency wants it) → REPLIED; WAITING → REPLIED; REPLIED → WAITING (withdrawn until one of
its comments is answered, or reopened by the drafter). Nothing moves once the round is over.

Who wins: of two people of one body the first; a reply against the end of its round whichever is written first; a reply
after its date counts, as long as the round is open, and stands above silence.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from plans.choices import ReplyStatus as S
from plans.choices import Verdict
from plans.dashboards.clauses import Clause
from plans.models import ConsultedBody
from plans.services.comments import add_comment
from plans.services.consultation import ROUND_OVER, hold_round, people_asked
from ttdn_portal.shared import transitions
from ttdn_portal.shared.transitions import Transition

NOTHING_SAID = "Chưa có ý kiến nào. Góp ý tại một chỗ trong dự thảo, hoặc chọn “Thống nhất”."
AGREES_AND_COMMENTS = "Đã ghi ý kiến thì gửi ý kiến; xóa các ý kiến trước nếu thống nhất hoàn toàn."
ANSWERED = "Cơ quan soạn thảo đã trả lời ý kiến nên không rút được nữa. Đề nghị cơ quan soạn thảo mở lại."
WRITES_ITSELF = "Nơi này đang viết ý kiến trên cổng. Đề nghị họ gửi, hoặc xóa bản đang viết, rồi ghi thay."


def reply_texts(body: ConsultedBody) -> list[tuple[str, str]]:
    return [(f"ý kiến {n}", comment.text) for n, comment in enumerate(body.comments.all(), 1)]


def round_is_over(body: ConsultedBody, data: dict[str, Any]) -> list[str]:
    return [] if body.consultation.is_open else [ROUND_OVER]


def missing_for_reply(body: ConsultedBody, data: dict[str, Any]) -> list[str]:
    """A reply says that the body agrees, or at least one thing about the draft; never both, never neither."""
    agrees, has_comments = bool(data.get("agrees")), body.comments.exists()
    lacks = [(not agrees and not has_comments, NOTHING_SAID), (agrees and has_comments, AGREES_AND_COMMENTS)]
    return round_is_over(body, data) + [sentence for is_missing, sentence in lacks if is_missing]


def already_answered(body: ConsultedBody, data: dict[str, Any]) -> list[str]:
    answered = body.comments.exclude(answer="").exists()
    return round_is_over(body, data) + ([ANSWERED] if answered else [])


def _passed_on(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"verdict": _verdict(data), "passed_on_by": actor, "head_note": ""}


def _verdict(data: dict[str, Any]) -> str:
    return Verdict.AGREED if data.get("agrees") else Verdict.COMMENTED


def _replied(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"verdict": _verdict(data), "replied_at": timezone.now(), "replied_by": actor, "reopen_note": ""}


def _signed_off(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"replied_at": timezone.now(), "replied_by": actor, "reopen_note": ""}


def _recorded(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return _replied(actor, data) | {"paper": data["note"][:300]}


def _back(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"verdict": "", "replied_at": None, "replied_by": None, "passed_on_by": None, "paper": ""}


def _given_back(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return _back(actor, data) | {"head_note": data["note"]}


def _reopened(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return _back(actor, data) | {"reopen_note": data["note"]}


def _while_open(body: ConsultedBody, actor: User, note: str, data: dict[str, Any]) -> None:
    hold_round(body.consultation)


def _on_reply(body: ConsultedBody, actor: User, note: str, data: dict[str, Any]) -> None:
    """Whoever drafts hears once that all have answered, not each time one does."""
    hold_round(body.consultation)
    consultation = body.consultation
    if consultation.bodies.exclude(status=S.REPLIED).exists():
        return
    notify(
        people_holding(Role.STANDING_OFFICER, locality_id=consultation.locality_id).exclude(pk=actor.pk),
        kind=NoticeKind.COMMENT_SENT,
        subject_key=consultation.subject_key,
        step="all",
        text=f"Tất cả các nơi được lấy ý kiến đợt {consultation.number} đã trả lời: {consultation.plan.title}.",
        link=consultation.get_absolute_url(),
        locality_id=consultation.locality_id,
    )


def _on_reopen(body: ConsultedBody, actor: User, note: str, data: dict[str, Any]) -> None:
    hold_round(body.consultation)
    notify(
        people_asked([body]),
        kind=NoticeKind.COMMENT_ASKED,
        subject_key=body.consultation.subject_key,
        step=f"{body.number} v{body.version}",
        text=f"Cơ quan soạn thảo đề nghị bổ sung góp ý: {body.consultation.plan.title}. {note}",
        link=body.get_absolute_url(),
        locality_id=body.locality_id,
    )


TRANSITIONS = (
    Transition(
        "ask_sign_off",
        "Trình lãnh đạo đơn vị",
        (S.WAITING,),
        S.AGENCY_REVIEW,
        "plans.pass_on_reply",
        blockers=missing_for_reply,
        stamps=_passed_on,
        effect=_while_open,
        tone="main",
        done_message="Đã trình lãnh đạo đơn vị duyệt ý kiến góp ý.",
        bulk=False,
        texts=reply_texts,
    ),
    Transition(
        "take_back",
        "Lấy về sửa tiếp",
        (S.AGENCY_REVIEW,),
        S.WAITING,
        "plans.pass_on_reply",
        blockers=round_is_over,
        stamps=_back,
        effect=_while_open,
        done_message="Đã lấy ý kiến góp ý về để sửa tiếp.",
        bulk=False,
    ),
    Transition(
        "give_back",
        "Chuyển lại người viết",
        (S.AGENCY_REVIEW,),
        S.WAITING,
        "plans.give_back_reply",
        blockers=round_is_over,
        stamps=_given_back,
        effect=_while_open,
        note_required=True,
        tone="danger",
        done_message="Đã chuyển lại người viết kèm ý kiến.",
        bulk=False,
    ),
    Transition(
        "sign_off",
        "Duyệt và gửi",
        (S.AGENCY_REVIEW,),
        S.REPLIED,
        "plans.sign_off_reply",
        blockers=round_is_over,
        stamps=_signed_off,
        effect=_on_reply,
        tone="main",
        done_message="Đã duyệt và gửi ý kiến góp ý.",
        bulk=False,
        texts=reply_texts,
    ),
    Transition(
        "reply",
        "Gửi ý kiến",
        (S.WAITING,),
        S.REPLIED,
        "plans.send_reply",
        blockers=missing_for_reply,
        stamps=_replied,
        effect=_on_reply,
        tone="main",
        done_message="Đã gửi ý kiến góp ý.",
        bulk=False,
        texts=reply_texts,
    ),
    Transition(
        "withdraw",
        "Rút lại",
        (S.REPLIED,),
        S.WAITING,
        "plans.withdraw_reply",
        blockers=already_answered,
        stamps=_back,
        effect=_while_open,
        done_message="Đã rút ý kiến về để sửa.",
        bulk=False,
    ),
    Transition(
        "reopen",
        "Mở lại để bổ sung",
        (S.REPLIED,),
        S.WAITING,
        "plans.reopen_reply",
        blockers=round_is_over,
        stamps=_reopened,
        effect=_on_reopen,
        note_required=True,
        done_message="Đã mở lại để nơi góp ý bổ sung.",
        bulk=False,
    ),
    Transition(
        "record",
        "Ghi thay ý kiến nhận bằng văn bản",
        (S.WAITING,),
        S.REPLIED,
        "plans.record_reply",
        blockers=missing_for_reply,
        stamps=_recorded,
        effect=_on_reply,
        note_required=True,
        done_message="Đã ghi ý kiến nhận bằng văn bản.",
        bulk=False,
    ),
)


def available(body: ConsultedBody, actor: User) -> list[Transition]:
    """The moves `actor` may make with this reply now."""
    return transitions.available(TRANSITIONS, body, actor) if body.consultation.is_open else []


def run(body: ConsultedBody, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move a reply; PermissionDenied, TransitionBlocked or StaleState where it may not be. `agrees`: the body agrees."""
    data |= {"body": body, "note": note.strip()}
    transitions.run(
        body, transitions.find(TRANSITIONS, name), actor=actor, note=note, data=data, record=record
    )


@transaction.atomic
def record_paper_reply(
    body: ConsultedBody, *, actor: User, paper: str, agrees: bool, said: Sequence[tuple[Clause, str]]
) -> None:
    """Write down what a body answered on paper; ValidationError where it is writing in the portal itself."""
    if not actor.has_perm("plans.record_reply", body):
        raise PermissionDenied
    if body.comments.filter(answer="").exists():
        raise ValidationError(WRITES_ITSELF)
    for clause, text in said:
        add_comment(body, actor=actor, clause=clause, text=text)
    body.refresh_from_db(fields=["version", "status"])
    run(body, "record", actor=actor, note=paper, agrees=agrees)
