"""The ministry's first page: issued plans by locality, those of ended localities under their successor."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from agencies.models import Locality
from plans.dashboards.figures import figures_by_plan
from plans.models import Plan
from plans.states import Figures

if TYPE_CHECKING:
    from agencies.models import User


@dataclass(frozen=True)
class PlanLine:
    plan: Plan
    figures: Figures
    former_locality: str = ""


@dataclass(frozen=True)
class LocalityLine:
    locality: Locality
    plans: list[PlanLine]


@dataclass(frozen=True)
class Ministry:
    with_plans: list[LocalityLine]
    without: list[Locality]
    total: int


def ministry_page(user: "User", *, as_of: date) -> Ministry:
    """All localities of today with their issued plans and figures; three queries."""
    localities = list(Locality.objects.visible_to(user))
    plans = list(Plan.objects.visible_to(user).public().with_names())
    figures = figures_by_plan(plans, as_of)
    by_locality: dict[int, list[PlanLine]] = defaultdict(list)
    for plan in plans:
        place = plan.locality
        former = place.name if place.successor_id else ""
        by_locality[_today(place, localities)].append(PlanLine(plan, figures[plan.pk], former))
    today = [place for place in localities if not place.successor_id]
    return Ministry(
        with_plans=[
            LocalityLine(place, sorted(by_locality[place.pk], key=lambda line: bool(line.former_locality)))
            for place in today
            if place.pk in by_locality
        ],
        without=[place for place in today if place.pk not in by_locality],
        total=len(plans),
    )


def _today(place: Locality, localities: list[Locality]) -> int:
    """The locality that a place belongs to now; an end may follow on an end."""
    successors = {row.pk: row.successor_id for row in localities}
    pk = place.pk
    while (successor := successors.get(pk)) is not None:
        pk = successor
    return pk
