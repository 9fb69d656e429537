"""Load the demo: what is there already is left as it stands."""

from datetime import date

from django.db import transaction

from agencies.models import Locality, User
from agencies.services.calendar import WorkCalendar, work_calendar
from agencies.services.reference import seed_agencies_reference
from documents.services.reference import seed_bases
from plans.models import Plan
from reports.demo import clock, hcm_2024, hcm_place
from reports.demo.life import live_through
from reports.demo.life_2024 import live_through_2024
from reports.demo.people import People, load_common_accounts, load_place
from reports.demo.plan_rows import transcribe_plan
from reports.demo.running import issue_running_plan

PLACES = (hcm_place.PLACE,)
TRANSCRIBED = (hcm_2024.PLAN,)
TRANSCRIBED_ON = date(2024, 3, 4)


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
    new = [*_transcribed(calendar, people), *_running(as_of, calendar, people)]
    return [str(plan) for plan in new]


def _is_there(locality: str, slug: str) -> bool:
    return Plan.objects.filter(locality__code=locality, slug=slug).exists()


def _transcribed(calendar: WorkCalendar, people: People) -> list[Plan]:
    """The plans copied from public news, once each."""
    new = []
    for fact in TRANSCRIBED:
        if _is_there(fact.locality, fact.slug):
            continue
        with clock.at(TRANSCRIBED_ON):
            plan = transcribe_plan(fact, author=User.objects.get(username=f"{fact.locality}-thuongtruc"))
        if fact is hcm_2024.PLAN:
            live_through_2024(plan, calendar, people)
        new.append(plan)
    return new


def _running(as_of: date, calendar: WorkCalendar, people: People) -> list[Plan]:
    if _is_there("hcm", str(as_of.year)):
        return []
    plan, scripts = issue_running_plan(as_of, calendar)
    live_through(plan, scripts, as_of, calendar, people)
    return [plan]
