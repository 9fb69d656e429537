"""Directions: given with a notice or by themselves, answered once by the agency that each addresses; until then changed or taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import Agency, User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from plans.models import Direction, Plan
from plans.querysets import ANSWERING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.locks import take_turn

ANSWERED = "Ý kiến chỉ đạo này đã có người trả lời. Xem lại nội dung đã gửi."
WITHDRAWN = "Ý kiến chỉ đạo này vừa được rút: {note}"
MOVED = "Hạn của ý kiến chỉ đạo này vừa được người khác đổi. Xem hạn mới rồi làm tiếp."
SAME_DAY = "Hạn mới trùng hạn đang có."
LONGEST_TOLD = 200
NO_MATTER = Q()


@dataclass(frozen=True)
class Point:
    """One point as it was concluded: what, by whom, until when."""

    text: str
    agency: Agency
    due_on: date | None


@dataclass(frozen=True)
class Source:
    """The paper that says it, as it is named in a sentence, and since which day it holds."""

    key: str
    words: str
    given_on: date
    is_illustration: bool = False


@transaction.atomic
def give_directions(
    plan: Plan, points: Iterable[Point], *, source: Source, actor: User | None
) -> list[Direction]:
    """Follow each point from now on, and tell the people of the agency that it addresses."""
    take_turn(f"directions {plan.pk}")  # they are counted through the plan
    last = plan.directions.aggregate(last=Max("ordinal"))["last"] or 0
    given = []
    for ordinal, point in enumerate(points, last + 1):
        direction = Direction(
            locality_id=plan.locality_id,
            plan=plan,
            ordinal=ordinal,
            text=point.text,
            agency=point.agency,
            due_on=point.due_on,
            given_on=source.given_on,
            source=source.words,
            source_key=source.key,
            is_illustration=source.is_illustration,
        )
        direction.full_clean()
        direction.save()
        record(actor=actor, action="give", obj=direction)
        _tell(direction)
        given.append(direction)
    return given


def _tell(direction: Direction) -> None:
    until = f" Hạn {short_date(direction.due_on)}." if direction.due_on else ""
    said = direction.text[:LONGEST_TOLD].rstrip(" .") + ("…" if len(direction.text) > LONGEST_TOLD else "")
    notify(
        people_holding(*ANSWERING_ROLES, agency_ids=[direction.agency_id]),
        kind=NoticeKind.DIRECTION_GIVEN,
        subject_key=direction.subject_key,
        step="1",
        text=f"{direction.source} giao cơ quan anh/chị: {said}.{until}",
        link=direction.get_absolute_url(),
        locality_id=direction.locality_id,
    )


def give_direction(plan: Plan, point: Point, *, actor: User, words: str, given_on: date) -> Direction:
    """Follow one point that no meeting concluded; `words` say who directed it, or by which paper."""
    source = Source(plan.subject_key, words, given_on)
    return give_directions(plan, [point], source=source, actor=actor)[0]


def _write(direction: Direction, as_read: Q = NO_MATTER, **columns: Any) -> None:
    """A conditional UPDATE of a direction that waits; whoever was faster wins, and the second is told what happened."""
    if (
        Direction.objects.waiting()
        .filter(as_read, pk=direction.pk)
        .update(updated_at=timezone.now(), **columns)
    ):
        direction.refresh_from_db()
        return
    direction.refresh_from_db()
    if direction.is_withdrawn:
        raise ValidationError(WITHDRAWN.format(note=direction.withdrawn_note))
    raise ValidationError(ANSWERED if direction.is_answered else MOVED)


@transaction.atomic
def move_direction_day(
    direction: Direction, *, actor: User, due_on: date, note: str, read_due_on: date | None
) -> Direction:
    """Give another day, with the reason; reminders go by it from now on."""
    if due_on == read_due_on:
        raise ValidationError({"due_on": SAME_DAY})
    _write(direction, Q(due_on=read_due_on), due_on=due_on)
    record(
        actor=actor,
        action="move_day",
        obj=direction,
        note=note,
        before={"due_on": read_due_on and read_due_on.isoformat()},
        after={"due_on": due_on.isoformat()},
    )
    _tell_of_change(direction, actor, f"Hạn mới: {short_date(due_on)}. {note}", f"day {due_on}")
    return direction


@transaction.atomic
def withdraw_direction(direction: Direction, *, actor: User, note: str) -> Direction:
    """Take it back, with the reason: it is followed no more and stays to be read."""
    _write(direction, withdrawn_at=timezone.now(), withdrawn_by=actor, withdrawn_note=note)
    record(actor=actor, action="withdraw", obj=direction, note=note)
    _tell_of_change(direction, actor, f"Đã rút, không phải thực hiện nữa. {note}", "withdrawn")
    return direction


def _tell_of_change(direction: Direction, actor: User, said: str, step: str) -> None:
    notify(
        people_holding(*ANSWERING_ROLES, agency_ids=[direction.agency_id]).exclude(pk=actor.pk),
        kind=NoticeKind.DIRECTION_CHANGED,
        subject_key=direction.subject_key,
        step=step,
        text=f"Ý kiến chỉ đạo “{direction}”: {said}",
        link=direction.get_absolute_url(),
        locality_id=direction.locality_id,
    )


@transaction.atomic
def answer_direction(direction: Direction, *, actor: User, answer: str) -> Direction:
    """Say what was done; the first answer stands, whoever comes second is told so."""
    _write(direction, answer=answer, answered_at=timezone.now(), answered_by=actor)
    record(actor=actor, action="answer", obj=direction)
    notify(
        people_holding(
            Role.STANDING_OFFICER, Role.COMMITTEE_MEMBER, locality_id=direction.locality_id
        ).exclude(pk=actor.pk),
        kind=NoticeKind.DIRECTION_ANSWERED,
        subject_key=direction.subject_key,
        step="answered",
        text=f"{direction.agency.label} đã trả lời ý kiến chỉ đạo: {direction}",
        link=direction.get_absolute_url(),
        locality_id=direction.locality_id,
    )
    return direction
