"""What waits beside the reports: comments on drafts, answers to the press, directions; all three by one query."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, Count, IntegerField, QuerySet, Value
from django.db.models.functions import Left

from agencies.models import Rights
from plans.models import ConsultedBody, Direction
from reports.dashboards.commenting import comment_row
from reports.dashboards.desk import Desk, WorkRow
from reports.dashboards.directions import direction_row
from reports.dashboards.press import press_row
from reports.models import PressItem
from ttdn_portal.shared.prepared import Numbers, prepared

COMMENT, PRESS_ITEM, DIRECTION = "comment", "press", "direction"
NO_TEXT, NO_NUMBER = Value("", CharField()), Value(0, IntegerField())
# Titles of directions are long texts; a list shows their beginning.
TITLE_LENGTH = 121


class Waiting(NamedTuple):
    """One row of any of the three; what a kind lacks is blank or 0."""

    kind: str
    number: int
    title: str
    sub: str
    due_on: date | None
    locality: str
    plan: str
    state: str
    place: int
    agency_id: int | None
    person_id: int | None
    said: int


def rows_besides(
    desk: Desk, agencies: set[int], own_offices: set[int], locality_id: int
) -> Iterator[tuple[str, WorkRow]]:
    """Group and row of everything that waits; `own_offices` are also those for which a standing officer answers."""
    make = {COMMENT: comment_row, PRESS_ITEM: press_row, DIRECTION: direction_row}
    found = _waiting(
        user=desk.user.rights,
        agencies=Numbers(sorted(agencies)),
        offices=Numbers(sorted(own_offices)),
        locality=locality_id,
    )
    rows = sorted(map(Waiting._make, found), key=lambda row: (row.kind, row.due_on or date.max, row.number))
    for row in rows:
        yield make[row.kind](desk, row)


@prepared
def _waiting(*, user: Rights, agencies: Numbers, offices: Numbers, locality: int) -> QuerySet[Any]:
    directions = Direction.objects.waiting().filter(agency_id__in=offices, locality_id=locality)
    press = PressItem.objects.waiting_for(agencies).filter(locality_id=locality)
    return _bodies(user, locality).union(
        press.annotate(kind=Value(PRESS_ITEM, CharField()), no_text=NO_TEXT, none=NO_NUMBER).order_by().values_list(
            "kind", "number", "title", "outlet", "respond_by", "locality__code", "no_text", "tone", "none", "none", "none", "none"
        ),
        directions.annotate(
            kind=Value(DIRECTION, CharField()), beginning=Left("text", TITLE_LENGTH), no_text=NO_TEXT, none=NO_NUMBER
        ).order_by().values_list(
            "kind", "ordinal", "beginning", "source", "due_on", "locality__code", "plan__slug", "no_text", "none", "none", "none", "none"
        ),
        all=True,
    )  # fmt: skip


def _bodies(user: Rights, locality: int) -> QuerySet[Any]:
    rows = ConsultedBody.objects.answered_by(user).filter(
        consultation__ended_at__isnull=True, consultation__plan__locality_id=locality
    )
    named = rows.annotate(kind=Value(COMMENT, CharField()), said=Count("comments")).order_by()
    return named.values_list(
        "kind", "consultation__number", "consultation__plan__title", "name", "consultation__reply_due_on",
        "consultation__plan__locality__code", "consultation__plan__slug", "status", "number", "agency_id", "passed_on_by_id", "said",
    )  # fmt: skip
