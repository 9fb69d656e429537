"""The life of a plan: the table of its transitions and what each brings with it.

DRAFT ↔ CONSULTING; DRAFT → SUBMITTED; SUBMITTED → RETURNED | APPROVED; RETURNED → SUBMITTED | CONSULTING;
APPROVED → ISSUED | RETURNED; ISSUED → CLOSED | REPLACED | REVOKED.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import notify
from documents.services.numbers import series_label_for
from plans.choices import PlanStatus as S
from plans.dashboards.approval import against_approval, against_other_text, signing_url, unanswered
from plans.dashboards.texts import plan_texts
from plans.models import Plan
from plans.services.approval import keep_submission, send_points, tell_form_checkers
from plans.services.consultation import (
    close_round,
    missing_for_ending,
    missing_for_sending,
    open_comments,
    open_round,
    undone_changes,
)
from plans.services.exports import keep_issued_papers
from plans.services.issuing import (
    against_book,
    against_illustration,
    against_signer,
    register_number,
    taken_meanwhile,
    tell_agencies,
)
from plans.services.signers import nobody_to_sign, people_told
from plans.services.versions import freeze
from ttdn_portal.shared import transitions
from ttdn_portal.shared.transitions import Problem, Transition, TransitionBlocked, at_fields, blocked_by


def missing_for_submission(plan: Plan, data: dict[str, Any]) -> list[str]:
    """What a plan lacks before it may be submitted, as sentences that lead the drafter to the place."""
    tasks = plan.tasks.filter(withdrawn_on__isnull=True)
    no_lead = tasks.filter(lead_agency__isnull=True).count()
    no_due = tasks.filter(due_on__isnull=True).count()
    task_list = reverse("plans:task_list", args=[plan.locality.code, plan.slug])
    lacks = [
        (not plan.purposes.strip(), "Chưa có mục đích của kế hoạch.", _part(plan, "purposes")),
        (not plan.requirements.strip(), "Chưa có yêu cầu của kế hoạch.", _part(plan, "requirements")),
        (
            not plan.groups.exists(),
            "Chưa có nội dung nào.",
            f"{plan.get_absolute_url()}#noi-dung-ke-hoach",
        ),
        (not plan.organisation.strip(), "Chưa có phần tổ chức thực hiện.", _part(plan, "organisation")),
        (not plan.recipients.strip(), "Chưa có nơi nhận.", _part(plan, "recipients")),
        (
            no_lead > 0,
            f"Còn {no_lead} nhiệm vụ chưa có cơ quan chủ trì.",
            f"{task_list}?chu-tri=chua-co",
        ),
        (no_due > 0, f"Còn {no_due} nhiệm vụ chưa có thời hạn.", f"{task_list}?tinh-trang=chua-co-han"),
        *_open_comments(plan),
        _unanswered_points(plan),
    ]
    found = [Problem(sentence, url) for is_missing, sentence, url in lacks if is_missing]
    return [*found, *nobody_to_sign(plan)]


def _open_comments(plan: Plan) -> list[tuple[bool, str, str]]:
    """Every comment received is taken up or explained before the plan goes to its signer."""
    unanswered, undone = open_comments(plan), undone_changes(plan)
    desk = reverse("plans:consultation_list", args=[plan.locality.code, plan.slug])
    return [
        (
            unanswered > 0,
            f"Còn {unanswered} ý kiến góp ý chưa được tiếp thu hoặc giải trình.",
            f"{desk}?loc=chua-tra-loi",
        ),
        (
            undone > 0,
            f"Có {undone} ý kiến ghi tiếp thu nhưng chỗ đã sửa nay trở lại như khi gửi lấy ý kiến.",
            desk,
        ),
    ]


def _unanswered_points(plan: Plan) -> tuple[bool, str, str]:
    """What the signer wanted changed is put right, or said why not, before the plan comes back to him."""
    waiting = unanswered(plan)
    sentence = f"Còn {waiting} điểm người ký nêu chưa ghi “đã sửa” hay “giữ nguyên vì …”."
    return waiting > 0, sentence, reverse("plans:return_points", args=[plan.locality.code, plan.slug])


def missing_for_return(plan: Plan, data: dict[str, Any]) -> list[str]:
    """A plan goes back with what is to be changed: at a place, or as a general word."""
    says_nothing = not data.get("note") and not plan.return_points.filter(sent_at__isnull=True).exists()
    nothing = Problem("Ghi ít nhất một điểm cần sửa, hoặc ý kiến chung.", signing_url(plan), field="note")
    return [*against_other_text(plan, data), *([nothing] if says_nothing else [])]


def _part(plan: Plan, field: str) -> str:
    """The page on which one written part of the plan is filled in."""
    return reverse("plans:section_edit", args=[plan.locality.code, plan.slug, field])


def missing_for_issue(plan: Plan, data: dict[str, Any]) -> list[str]:
    """What the clerk has not given yet: number, day and signer (NĐ 30/2020, Phụ lục I); then what the book says."""
    number, day = data.get("number"), data.get("issued_on")
    lacks = [
        (not number, "number", "Chưa có số văn bản."),
        (not day, "issued_on", "Chưa có ngày ban hành."),
        (not (data.get("signer_name") or plan.signer_name), "signer_name", "Chưa có họ tên người ký."),
        (day is not None and day > timezone.localdate(), "issued_on", "Ngày ban hành không thể ở tương lai."),
    ]
    problems = at_fields(lacks)
    if problems or not number or not day:
        return problems
    return [*against_book(plan, data), *against_signer(plan, data), *against_illustration(plan)]


def missing_for_replacement(plan: Plan, data: dict[str, Any]) -> list[str]:
    """A plan is replaced by another one of the same locality that was issued."""
    successor: Plan | None = data.get("replaced_by")
    if successor is None:
        return at_fields([(True, "replaced_by", "Chưa chọn kế hoạch thay thế.")])
    is_fit = successor.locality_id == plan.locality_id and successor.pk != plan.pk
    is_issued = successor.status in (S.ISSUED, S.CLOSED)
    sentence = "Kế hoạch thay thế phải là kế hoạch khác của địa phương, đã ban hành."
    return at_fields([(not (is_fit and is_issued), "replaced_by", sentence)])


def _submitted(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"submitted_at": timezone.now(), "return_note": ""}


def _approved(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"approved_at": timezone.now(), "approved_by_id": actor.pk, "signer_id": actor.pk}


def _returned(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    points = data["plan"].return_points.filter(sent_at__isnull=True).count()
    note = data["note"] or f"Có {points} điểm cần sửa, xem từng điểm."
    return {"return_note": note, "approved_at": None, "approved_by_id": None}


def _issued(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    plan: Plan = data["plan"]
    return {
        "number": data["number"],
        "symbol": data.get("symbol") or plan.symbol,
        "issued_on": data["issued_on"],
        "series_label": series_label_for(issuer=plan.issuer, layout=plan.layout, day=data["issued_on"]),
        "signer_name": data.get("signer_name") or plan.signer_name,
        "issued_at": timezone.now(),
    }


def _closed(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"closed_at": timezone.now()}


def _on_submit(plan: Plan, actor: User, note: str, data: dict[str, Any]) -> None:
    """Keep what is laid before the signer; tell him, and whoever checks the form first."""
    keep_submission(plan, actor=actor, note=note)
    _tell(Role.SIGNER)(plan, actor, note, data)
    if plan.requires_form_check:
        tell_form_checkers(plan, actor=actor)


def _on_return(plan: Plan, actor: User, note: str, data: dict[str, Any]) -> None:
    send_points(plan)
    _tell(Role.STANDING_OFFICER)(plan, actor, plan.return_note, data)


def _replaced(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"replaced_by_id": data["replaced_by"].pk}


def _on_issue(plan: Plan, actor: User, note: str, data: dict[str, Any]) -> None:
    """Register the number, freeze the promise and its paper, tell each leading agency once."""
    try:
        register_number(plan, actor=actor)
    except ValidationError as error:
        raise blocked_by(error) from error
    freeze(plan, actor=actor)
    keep_issued_papers(plan, actor=actor)
    tell_agencies(plan)


def _on_consult(plan: Plan, actor: User, note: str, data: dict[str, Any]) -> None:
    """`agencies`, `members`, `reply_due_on`, `is_silence_consent`, `scope`; the note goes to whoever is asked."""
    open_round(plan, actor=actor, note=note, data=data)


def _on_end_of_consultation(plan: Plan, actor: User, note: str, data: dict[str, Any]) -> None:
    close_round(plan, actor=actor, note=note)


def _tell(*roles: str):  # type: ignore[no-untyped-def]
    """An effect that tells the people of `roles` in the plan's locality that it moved."""

    def effect(plan: Plan, actor: User, note: str, data: dict[str, Any]) -> None:
        people = people_told(plan, *roles, actor=actor)
        text = f"{plan.title}: {plan.get_status_display()}" + (f". {note}" if note else ".")
        notify(
            people,
            kind=NoticeKind.PLAN_MOVED,
            subject_key=plan.subject_key,
            step=f"v{plan.version}",
            text=text,
            link=plan.get_absolute_url(),
            locality_id=plan.locality_id,
        )

    return effect


TRANSITIONS = (
    Transition(
        "consult",
        "Gửi lấy ý kiến",
        (S.DRAFT, S.RETURNED),
        S.CONSULTING,
        "plans.consult_plan",
        blockers=missing_for_sending,
        effect=_on_consult,
        done_message="Đã gửi dự thảo lấy ý kiến.",
        bulk=False,
        texts=plan_texts,
    ),
    Transition(
        "end_consultation",
        "Kết thúc lấy ý kiến",
        (S.CONSULTING,),
        S.DRAFT,
        "plans.consult_plan",
        blockers=missing_for_ending,
        effect=_on_end_of_consultation,
        done_message="Đã kết thúc lấy ý kiến, kế hoạch trở về dự thảo.",
    ),
    Transition(
        "submit",
        "Trình ký",
        (S.DRAFT, S.RETURNED),
        S.SUBMITTED,
        "plans.submit_plan",
        blockers=missing_for_submission,
        stamps=_submitted,
        effect=_on_submit,
        tone="main",
        done_message="Đã trình kế hoạch.",
        texts=plan_texts,
    ),
    Transition(
        "approve",
        "Phê duyệt",
        (S.SUBMITTED,),
        S.APPROVED,
        "plans.approve_plan",
        blockers=against_approval,
        stamps=_approved,
        effect=_tell(Role.CLERK, Role.STANDING_OFFICER),
        tone="main",
        done_message="Đã phê duyệt kế hoạch.",
        texts=plan_texts,
    ),
    Transition(
        "send_back",
        "Trả lại",
        (S.SUBMITTED, S.APPROVED),
        S.RETURNED,
        "plans.return_plan",
        blockers=missing_for_return,
        stamps=_returned,
        effect=_on_return,
        tone="danger",
        done_message="Đã trả lại kế hoạch kèm lý do.",
    ),
    Transition(
        "issue",
        "Ban hành",
        (S.APPROVED,),
        S.ISSUED,
        "plans.issue_plan",
        blockers=missing_for_issue,
        stamps=_issued,
        effect=_on_issue,
        tone="main",
        done_message="Đã ghi nhận ban hành.",
        bulk=False,
        texts=plan_texts,
    ),
    Transition(
        "close",
        "Ghi nhận tổng kết",
        (S.ISSUED,),
        S.CLOSED,
        "plans.close_plan",
        stamps=_closed,
        note_required=True,
        done_message="Đã ghi nhận kế hoạch được tổng kết.",
    ),
    Transition(
        "close_by_review",
        "Tổng kết theo báo cáo năm",
        (S.ISSUED,),
        S.CLOSED,
        "plans.close_by_review",
        stamps=_closed,
        note_required=True,
        is_offered=False,
    ),
    Transition(
        "replace",
        "Ghi nhận bị thay thế",
        (S.ISSUED,),
        S.REPLACED,
        "plans.revoke_plan",
        blockers=missing_for_replacement,
        stamps=_replaced,
        note_required=True,
        tone="danger",
        done_message="Đã ghi nhận kế hoạch bị thay thế.",
        bulk=False,
    ),
    Transition(
        "revoke",
        "Ghi nhận bị bãi bỏ",
        (S.ISSUED,),
        S.REVOKED,
        "plans.revoke_plan",
        note_required=True,
        tone="danger",
        done_message="Đã ghi nhận kế hoạch bị bãi bỏ.",
    ),
)


def available(plan: Plan, actor: User) -> list[Transition]:
    """The moves `actor` may make with this plan now."""
    return transitions.available(TRANSITIONS, plan, actor)


def run(plan: Plan, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `plan`; PermissionDenied, TransitionBlocked or StaleState where it may not be."""
    data |= {"plan": plan, "note": note.strip(), "actor": actor}
    try:
        transitions.run(
            plan, transitions.find(TRANSITIONS, name), actor=actor, note=note, data=data, record=record
        )
    except IntegrityError as error:
        if name != "issue":
            raise
        raise TransitionBlocked(at_fields([(True, "number", taken_meanwhile(plan, data))])) from error


def close_plan(plan: Plan, *, actor: User, note: str) -> bool:
    """Close an issued plan because its year-end review was issued; `note` names that review.

    For `reports`, inside the transaction that issues the review. False where the plan was closed, replaced
    or revoked before: a review of such a plan changes nothing here.
    """
    if plan.status != S.ISSUED:
        return False
    run(plan, "close_by_review", actor=actor, note=note)
    return True
