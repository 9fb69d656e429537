"""Two entries of the register that may be one thing: OPEN → SAME (merged) | DIFFERENT, and back to OPEN.

Whose decision comes second finds the pair moved: the conditional UPDATE of `transitions.run` lets one win.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from reports.choices import PairStatus as S
from reports.models import OutputPair
from reports.services.likeness import regroup
from ttdn_portal.shared import transitions
from ttdn_portal.shared.transitions import Transition


def _decided(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"decided_by": actor, "decided_at": timezone.now()}


def _undecided(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"decided_by": None, "decided_at": None}


def _regroup(pair: OutputPair, actor: User, note: str, data: dict[str, Any]) -> None:
    regroup(pair.locality_id, {pair.first_id, pair.second_id})


def deleted_side(pair: OutputPair, data: dict[str, Any]) -> list[str]:
    gone = [output for output in (pair.first, pair.second) if output.deleted_at]
    return [f"Sản phẩm {output.code} đã bị xóa." for output in gone]


TRANSITIONS = (
    Transition(
        "merge",
        "Là một, gộp lại",
        (S.OPEN,),
        S.SAME,
        "reports.judge_pair",
        blockers=deleted_side,
        stamps=_decided,
        effect=_regroup,
        tone="main",
        done_message="Đã gộp: hai cơ quan cùng thực hiện, tính một lần.",
    ),
    Transition(
        "keep_apart",
        "Không phải trùng",
        (S.OPEN,),
        S.DIFFERENT,
        "reports.judge_pair",
        stamps=_decided,
        done_message="Đã ghi nhận là hai sản phẩm khác nhau.",
    ),
    Transition(
        "look_again",
        "Bỏ kết luận",
        (S.SAME, S.DIFFERENT),
        S.OPEN,
        "reports.judge_pair",
        stamps=_undecided,
        effect=_regroup,
        done_message="Đã bỏ kết luận; cặp này chờ xem lại.",
    ),
)


def available(pair: OutputPair, actor: User) -> list[Transition]:
    """The moves `actor` may make with this pair now."""
    return transitions.available(TRANSITIONS, pair, actor)


def run(pair: OutputPair, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `pair`; PermissionDenied, TransitionBlocked or StaleState where it may not be."""
    with transaction.atomic():
        move = transitions.find(TRANSITIONS, name)
        transitions.run(pair, move, actor=actor, note=note, data=data, record=record)
