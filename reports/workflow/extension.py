"""The life of a request for more time: PENDING → GRANTED | REFUSED | WITHDRAWN, once and for all."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from reports.choices import ExtensionStatus as S
from reports.models import Extension
from reports.services.extensions import CLOSED, put_down, too_far
from ttdn_portal.shared import transitions
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.transitions import Transition, at_fields


def missing_for_granting(extension: Extension, data: dict[str, Any]) -> list[str]:
    """A new day after the one that holds, not too far from it; perhaps another than was asked for."""
    day = data.get("granted_on")
    far = too_far("Hạn mới", extension.period, extension.due_before, day) if day else ""
    lacks = [
        (day is None, "granted_on", "Ghi hạn mới."),
        (day is not None and day <= extension.due_before, "granted_on", "Hạn mới phải sau hạn hiện nay."),
        (bool(far), "granted_on", far),
        (extension.period.closed_at is not None, "", CLOSED),
    ]
    return at_fields(lacks)


def _granted(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return _answered(actor, data) | {"granted_on": data["granted_on"]}


def _answered(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"answered_by": actor, "answered_at": timezone.now(), "answer": data["note"]}


def _on_grant(extension: Extension, actor: User, note: str, data: dict[str, Any]) -> None:
    put_down(extension)
    words = f"được gia hạn đến {short_date(extension.granted_on)}" if extension.granted_on else ""
    _tell(extension, actor, words, note)


def _on_refuse(extension: Extension, actor: User, note: str, data: dict[str, Any]) -> None:
    _tell(extension, actor, "không được gia hạn", note)


def _tell(extension: Extension, actor: User, words: str, note: str) -> None:
    """Whoever asked, and those who write and sign for the agency."""
    people = people_holding(Role.OFFICER, Role.AGENCY_LEADER, agency_ids=[extension.agency_id])
    asker = User.objects.filter(pk=extension.asked_by_id, is_active=True)
    notify(
        User.objects.filter(Q(pk__in=people.values("pk")) | Q(pk__in=asker.values("pk"))).exclude(
            pk=actor.pk
        ),
        kind=NoticeKind.EXTENSION_ANSWERED,
        subject_key=extension.subject_key,
        step="2",
        text=f"{extension.what[:1].upper()}{extension.what[1:]}, {extension.period.in_sentence}: {words}."
        + (f" {note}" if note else ""),
        link=extension.get_absolute_url(),
        locality_id=extension.locality_id,
    )


TRANSITIONS = (
    Transition(
        "grant",
        "Đồng ý gia hạn",
        (S.PENDING,),
        S.GRANTED,
        "reports.answer_extension",
        blockers=missing_for_granting,
        stamps=_granted,
        effect=_on_grant,
        tone="main",
        done_message="Đã đồng ý gia hạn và báo cho cơ quan đề nghị.",
        bulk=False,
    ),
    Transition(
        "refuse",
        "Không đồng ý",
        (S.PENDING,),
        S.REFUSED,
        "reports.answer_extension",
        stamps=_answered,
        effect=_on_refuse,
        note_required=True,
        tone="danger",
        done_message="Đã trả lời không gia hạn, kèm lý do.",
    ),
    Transition(
        "withdraw",
        "Rút đề nghị",
        (S.PENDING,),
        S.WITHDRAWN,
        "reports.withdraw_extension",
        done_message="Đã rút đề nghị gia hạn.",
        bulk=False,
    ),
)


def available(extension: Extension, actor: User) -> list[Transition]:
    """The moves `actor` may make with this request now."""
    return transitions.available(TRANSITIONS, extension, actor)


def run(extension: Extension, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `extension`; PermissionDenied, TransitionBlocked or StaleState where it may not be."""
    data |= {"note": note.strip()}
    with transaction.atomic():
        transitions.run(
            extension, transitions.find(TRANSITIONS, name), actor=actor, note=note, data=data, record=record
        )
