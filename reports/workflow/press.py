"""The life of a press item: RECORDED → ASSIGNED → ANSWERED → CLOSED, or NO_ANSWER; back where it has to be looked at again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import mail_now, notify, people_holding
from reports.choices import PressStatus as S
from reports.models import PressItem
from ttdn_portal.shared import transitions
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.transitions import Transition, at_fields

NO_ANSWER = "Ghi đã phản hồi thế nào, hoặc dán đường dẫn bài phản hồi."


def lacks_for_assignment(item: PressItem, data: dict[str, Any]) -> list[str]:
    """Who answers and until when."""
    agency, day = data.get("agency"), data.get("respond_by")
    lacks = [
        (agency is None, "agency", "Chọn cơ quan phản hồi."),
        (
            agency is not None and agency.locality_id != item.locality_id,
            "agency",
            "Cơ quan này thuộc địa phương khác.",
        ),
        (day is None, "respond_by", "Ghi hạn phản hồi."),
        (day is not None and day < timezone.localdate(), "respond_by", "Hạn phản hồi không thể ở quá khứ."),
    ]
    return at_fields(lacks)


def lacks_for_answer(item: PressItem, data: dict[str, Any]) -> list[str]:
    """How it was answered and on which day."""
    day = data.get("answered_on")
    lacks = [
        (
            not (data.get("answer", "").strip() or data.get("answer_url")),
            "answer",
            NO_ANSWER,
        ),
        (day is None, "answered_on", "Ghi ngày phản hồi."),
        (
            day is not None and day > timezone.localdate(),
            "answered_on",
            "Ngày phản hồi không thể ở tương lai.",
        ),
        (
            day is not None and day < item.published_on,
            "answered_on",
            "Ngày phản hồi không thể trước ngày đăng tin, bài.",
        ),
    ]
    return at_fields(lacks)


def _assigned(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"agency": data["agency"], "respond_by": data["respond_by"], "request": data["note"]}


def _answered(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "answer": data.get("answer", "").strip(),
        "answer_url": data.get("answer_url", ""),
        "answered_on": data["answered_on"],
        "answered_by": actor,
    }


def _again(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"respond_by": data["respond_by"], "request": data["note"]}


def lacks_for_more(item: PressItem, data: dict[str, Any]) -> list[str]:
    return lacks_for_assignment(item, data | {"agency": item.agency})


def _tell_agency(item: PressItem, actor: User, note: str, data: dict[str, Any]) -> None:
    """The body's officers hear of it at once, in the portal and by letter."""
    what = {"RECORDED": "được giao phản hồi"}.get(data["was"], "được yêu cầu phản hồi")
    day = short_date(item.respond_by) if item.respond_by else ""
    subject = f"{what.capitalize()}: {item.title}, hạn {day}"
    people = list(people_holding(Role.OFFICER, agency_ids=[item.agency_id or 0]))
    notify(
        people,
        kind=NoticeKind.PRESS_ASSIGNED,
        subject_key=item.subject_key,
        step=f"v{item.version}",
        text=f"{subject}.{f' {note}' if note else ''}",
        link=item.get_absolute_url(),
        locality_id=item.locality_id,
    )
    for person in people:
        mail_now(person, subject=subject[:200], body=note or subject, locality_id=item.locality_id)


def _tell_keepers(item: PressItem, actor: User, note: str, data: dict[str, Any]) -> None:
    notify(
        people_holding(Role.STANDING_OFFICER, locality_id=item.locality_id),
        kind=NoticeKind.PRESS_ANSWERED,
        subject_key=item.subject_key,
        step=f"v{item.version}",
        text=f"{item.agency.label if item.agency else 'Cơ quan'} đã phản hồi: {item.title}.",
        link=item.get_absolute_url(),
        locality_id=item.locality_id,
    )


TRANSITIONS = (
    Transition(
        "assign",
        "Giao phản hồi",
        (S.RECORDED, S.ASSIGNED),
        S.ASSIGNED,
        "reports.assign_press",
        blockers=lacks_for_assignment,
        stamps=_assigned,
        effect=_tell_agency,
        tone="main",
        done_message="Đã giao; cơ quan được báo và được nhắc trước hạn.",
        bulk=False,
    ),
    Transition(
        "no_answer",
        "Không cần phản hồi",
        (S.RECORDED,),
        S.NO_ANSWER,
        "reports.close_press",
        done_message="Đã ghi nhận, không cần phản hồi.",
    ),
    Transition(
        "answer",
        "Ghi đã phản hồi",
        (S.ASSIGNED,),
        S.ANSWERED,
        "reports.answer_press",
        blockers=lacks_for_answer,
        stamps=_answered,
        effect=_tell_keepers,
        tone="main",
        done_message="Đã ghi phản hồi; cơ quan thường trực được báo.",
        bulk=False,
    ),
    Transition(
        "close",
        "Đóng",
        (S.ANSWERED,),
        S.CLOSED,
        "reports.close_press",
        tone="main",
        done_message="Đã đóng.",
    ),
    Transition(
        "send_back",
        "Yêu cầu phản hồi lại",
        (S.ANSWERED, S.CLOSED),
        S.ASSIGNED,
        "reports.assign_press",
        blockers=lacks_for_more,
        stamps=_again,
        effect=_tell_agency,
        note_required=True,
        tone="danger",
        done_message="Đã yêu cầu phản hồi lại.",
        bulk=False,
    ),
    Transition(
        "look_again",
        "Xem xét lại",
        (S.NO_ANSWER,),
        S.RECORDED,
        "reports.close_press",
        done_message="Đã đưa về danh sách chờ xử lý.",
    ),
)


def available(item: PressItem, actor: User) -> list[Transition]:
    """The moves `actor` may make with this item now."""
    return transitions.available(TRANSITIONS, item, actor)


def run(item: PressItem, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `item`; PermissionDenied, TransitionBlocked or StaleState where it may not be.

    Assigning takes `agency` and `respond_by`, asking again `respond_by`; answering `answer`, `answer_url`, `answered_on`.
    """
    data |= {"note": note.strip(), "was": item.status}
    with transaction.atomic():
        move = transitions.find(TRANSITIONS, name)
        transitions.run(item, move, actor=actor, note=note, data=data, record=record)
