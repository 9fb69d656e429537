"""Directions: given when a notice is issued, answered once by the agency that each addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import Agency, User
from agencies.services.activity import record
from agencies.services.notices import notify, people_holding
from plans.models import Direction, Plan
from plans.querysets import ANSWERING_ROLES
from ttdn_portal.shared.dates import short_date

ANSWERED = "Ý kiến chỉ đạo này đã có người trả lời. Xem lại nội dung đã gửi."
LONGEST_TOLD = 200


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


@transaction.atomic
def answer_direction(direction: Direction, *, actor: User, answer: str) -> Direction:
    """Say what was done; the first answer stands, whoever comes second is told so."""
    written = Direction.objects.filter(pk=direction.pk, answered_at__isnull=True).update(
        answer=answer, answered_at=timezone.now(), answered_by=actor, updated_at=timezone.now()
    )
    if not written:
        raise ValidationError(ANSWERED)
    direction.refresh_from_db()
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
