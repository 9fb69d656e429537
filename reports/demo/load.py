"""Load the demo: what is there already is left as it stands."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from agencies.models import User
from agencies.services.calendar import WorkCalendar, work_calendar
from agencies.models import Locality
from agencies.services.reference import seed_agencies_reference
from documents.services.reference import seed_bases
from plans.models import Plan
from reports.demo import hcm_place
from reports.demo.facts import PlanFact
from reports.demo.life import live_through
from reports.demo.people import People, load_common_accounts, load_place
from reports.demo.running import issue_running_plan

PLACES = (hcm_place.PLACE,)


@transaction.atomic
def load_demo(as_of: date) -> list[str]:
    """Everything the demo shows on `as_of`; answers what is new, as words."""
    seed_agencies_reference(as_of)
    seed_bases()
    people = People()
    load_common_accounts(people)
    for place in PLACES:
        load_place(place, people)
    calendar = work_calendar(Locality.objects.get(code="hcm").pk)
    return [str(plan) for plan in _running(as_of, calendar, people)]


def _is_there(locality: str, slug: str) -> bool:
    return Plan.objects.filter(locality__code=locality, slug=slug).exists()


def _running(as_of: date, calendar: WorkCalendar, people: People) -> list[Plan]:
    if _is_there("hcm", str(as_of.year)):
        return []
    plan, scripts = issue_running_plan(as_of, calendar)
    live_through(plan, scripts, as_of, calendar, people)
    return [plan]
