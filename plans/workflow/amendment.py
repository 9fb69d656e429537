"""The life of an amendment: DRAFT → SUBMITTED → RETURNED | APPROVED → ISSUED; RETURNED → SUBMITTED; APPROVED → RETURNED.

Issued it takes effect at once, or on its day: then the beat task `plans.tasks.apply_due_amendments` applies it.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from documents.choices import DocumentKind
from documents.services.numbers import series_label_for, take_number
from plans.choices import AmendmentStatus as S
from plans.choices import PlanStatus
from plans.models import Amendment
from plans.services.applying import (
    apply_amendment,
    conflicts_of,
    fix_numbers,
    hold_plan,
    place_of_change,
    rehearse,
)
from plans.services.exports import export_paper
from plans.services.issuing import against_book, against_signer
from plans.services.signers import nobody_to_sign, people_told
from ttdn_portal.shared import transitions
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.secrecy import row_texts, strings_of
from ttdn_portal.shared.transitions import Transition, TransitionBlocked, at_fields, blocked_by

PLAN_NOT_ISSUED = "Kế hoạch không còn ở trạng thái đã ban hành nên không điều chỉnh được nữa."


def _told(*lacks: tuple[bool, str]) -> list[str]:
    return [sentence for is_missing, sentence in lacks if is_missing]


def amendment_texts(amendment: Amendment) -> list[tuple[str, str]]:
    """What the amendment says and what it puts into the plan; the text it replaces is not its own."""
    found = row_texts(amendment)
    for change in amendment.changes.select_related("task__group", "group"):
        found += [(place_of_change(change), text) for text in strings_of(change.after)]
    return found


def missing_for_submission(amendment: Amendment, data: dict[str, Any]) -> list[str]:
    """What an amendment lacks before it may be submitted, as sentences for the drafter."""
    day = amendment.effective_from
    lacks = _told(
        (amendment.plan.status != PlanStatus.ISSUED, PLAN_NOT_ISSUED),
        (not amendment.reasons.strip(), "Chưa có lý do điều chỉnh."),
        (not amendment.recipients.strip(), "Chưa có nơi nhận."),
        (not amendment.changes.exists(), "Chưa chọn nội dung nào để điều chỉnh."),
        (
            day is not None and day < timezone.localdate(),
            f"Ngày có hiệu lực {short_date(day) if day else ''} đã qua. Sửa ngày, hoặc để trống.",
        ),
    )
    return [*lacks, *conflicts_of(amendment), *nobody_to_sign(amendment)]


def missing_for_approval(amendment: Amendment, data: dict[str, Any]) -> list[str]:
    return _told((amendment.plan.status != PlanStatus.ISSUED, PLAN_NOT_ISSUED)) + conflicts_of(amendment)


def missing_for_issue(amendment: Amendment, data: dict[str, Any]) -> list[str]:
    """What the clerk has not given yet, and what has changed in the plan meanwhile."""
    lacks = at_fields(
        [
            (amendment.plan.status != PlanStatus.ISSUED, "", PLAN_NOT_ISSUED),
            (not data.get("number"), "number", "Chưa có số văn bản."),
            (not data.get("issued_on"), "issued_on", "Chưa có ngày ban hành."),
            (
                not (data.get("signer_name") or amendment.signer_name),
                "signer_name",
                "Chưa có họ tên người ký.",
            ),
        ]
    )
    day: date | None = data.get("issued_on")
    problems = lacks + (_wrong_days(amendment, day) if day else []) + conflicts_of(amendment)
    return problems if problems else [*against_book(amendment, data), *against_signer(amendment, data)]


def _wrong_days(amendment: Amendment, day: date) -> list[str]:
    first, effect = amendment.plan.issued_on, amendment.effective_from
    before_plan = f"Ngày ban hành trước ngày ban hành kế hoạch ({short_date(first) if first else ''})."
    before = short_date(effect) if effect else ""
    after_effect = f"Ngày có hiệu lực {before} trước ngày ban hành. Người ký trả lại để sửa ngày."
    return at_fields(
        [
            (day > timezone.localdate(), "issued_on", "Ngày ban hành không thể ở tương lai."),
            (bool(first and day < first), "issued_on", before_plan),
            (bool(effect and effect < day), "issued_on", after_effect),
        ]
    )


def _submitted(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"submitted_at": timezone.now(), "return_note": ""}


def _approved(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "approved_at": timezone.now(),
        "approved_by_id": actor.pk,
        "signer_id": actor.pk,
        "signer_name": data["amendment"].signer_name or actor.full_name,
    }


def _returned(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"return_note": data["note"], "approved_at": None, "approved_by_id": None}


def _issued(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    amendment: Amendment = data["amendment"]
    day = data["issued_on"]
    return {
        "number": data["number"],
        "symbol": data.get("symbol") or amendment.symbol,
        "issued_on": day,
        "effective_from": amendment.effective_from or day,
        "series_label": series_label_for(issuer=amendment.issuer, layout=amendment.layout, day=day),
        "signer_name": data.get("signer_name") or amendment.signer_name,
        "issued_at": timezone.now(),
    }


def _on_issue(amendment: Amendment, actor: User, note: str, data: dict[str, Any]) -> None:
    """Take the number, fix what is added, let it take effect or try whether it can; tell who leads what changes."""
    hold_plan(amendment.plan)
    problems = conflicts_of(amendment)  # asked again: what was issued a moment ago is seen from here on
    if problems:
        raise TransitionBlocked(problems)
    try:
        _take_number(amendment, actor)
        fix_numbers(amendment)
        if amendment.effective_from and amendment.effective_from <= timezone.localdate():
            apply_amendment(amendment, actor=actor)
        else:
            rehearse(amendment)
    except ValidationError as error:
        raise blocked_by(error) from error
    record(actor=actor, action="issue_amendment", obj=amendment.plan, note=str(amendment))
    export_paper(
        amendment.plan,
        actor=actor,
        kind=DocumentKind.AMENDMENT,
        given={"amendment": amendment.ordinal},
        is_kept=True,
    )
    _tell_leads(amendment)


def _take_number(amendment: Amendment, actor: User) -> None:
    take_number(
        issuer=amendment.issuer,
        symbol=amendment.symbol,
        layout=amendment.layout,
        label=amendment.series_label,
        number=amendment.number or 0,
        subject_key=amendment.subject_key,
        issued_on=amendment.issued_on,
        actor=actor,
    )


def _tell_leads(amendment: Amendment) -> None:
    """One message to each agency that leads, led or supports a task that changes."""
    agency_ids = set()
    for content in amendment.changes.values_list("before", "after"):
        for side in content:
            agency_ids |= {side.get("lead_agency_id"), side.get("joint_lead_agency_id")}
            agency_ids |= {row["agency_id"] for row in side.get("supports", ())}
    day = short_date(amendment.effective_from) if amendment.effective_from else ""
    notify(
        people_holding(Role.OFFICER, Role.AGENCY_LEADER, agency_ids=agency_ids - {None}),
        kind=NoticeKind.PLAN_ISSUED,
        subject_key=amendment.subject_key,
        step="1",
        link=amendment.get_absolute_url(),
        locality_id=amendment.locality_id,
        text=f"{amendment.plan.title} được điều chỉnh lần {amendment.ordinal} (số {amendment.document_number}), "
        f"có hiệu lực từ {day}. Xem phần việc của cơ quan anh/chị.",
    )


def _tell(*roles: str):  # type: ignore[no-untyped-def]
    """An effect that tells the people of `roles` in the locality that the amendment moved."""

    def effect(amendment: Amendment, actor: User, note: str, data: dict[str, Any]) -> None:
        people = people_told(amendment, *roles, actor=actor)
        text = f"{amendment}: {amendment.get_status_display()}" + (f". {note}" if note else ".")
        notify(
            people,
            kind=NoticeKind.PLAN_MOVED,
            subject_key=amendment.subject_key,
            step=f"v{amendment.version}",
            text=text,
            link=amendment.get_absolute_url(),
            locality_id=amendment.locality_id,
        )

    return effect


TRANSITIONS = (
    Transition(
        "submit",
        "Trình ký",
        (S.DRAFT, S.RETURNED),
        S.SUBMITTED,
        "plans.submit_amendment",
        blockers=missing_for_submission,
        stamps=_submitted,
        effect=_tell(Role.SIGNER),
        tone="main",
        done_message="Đã trình văn bản điều chỉnh.",
        texts=amendment_texts,
    ),
    Transition(
        "approve",
        "Phê duyệt",
        (S.SUBMITTED,),
        S.APPROVED,
        "plans.approve_amendment",
        blockers=missing_for_approval,
        stamps=_approved,
        effect=_tell(Role.CLERK, Role.STANDING_OFFICER),
        tone="main",
        done_message="Đã phê duyệt văn bản điều chỉnh.",
        texts=amendment_texts,
    ),
    Transition(
        "send_back",
        "Trả lại",
        (S.SUBMITTED, S.APPROVED),
        S.RETURNED,
        "plans.return_amendment",
        stamps=_returned,
        effect=_tell(Role.STANDING_OFFICER),
        note_required=True,
        tone="danger",
        done_message="Đã trả lại dự thảo điều chỉnh kèm lý do.",
    ),
    Transition(
        "issue",
        "Ban hành",
        (S.APPROVED,),
        S.ISSUED,
        "plans.issue_amendment",
        blockers=missing_for_issue,
        stamps=_issued,
        effect=_on_issue,
        tone="main",
        done_message="Đã ghi nhận ban hành văn bản điều chỉnh.",
        bulk=False,
        texts=amendment_texts,
    ),
)


def available(amendment: Amendment, actor: User) -> list[Transition]:
    """The moves `actor` may make with this amendment now."""
    return transitions.available(TRANSITIONS, amendment, actor)


def run(amendment: Amendment, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `amendment`; PermissionDenied, TransitionBlocked or StaleState where it may not be."""
    data |= {"amendment": amendment, "note": note.strip()}
    transitions.run(
        amendment, transitions.find(TRANSITIONS, name), actor=actor, note=note, data=data, record=record
    )
