"""Load the demo: what is there already is left as it stands."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from agencies.models import Locality, Notification, User
from agencies.services.calendar import WorkCalendar, work_calendar
from agencies.services.reference import seed_agencies_reference
from documents.services.reference import seed_bases
from plans.models import Plan
from plans.services.progress import mark_secret_done
from plans.services.reference import seed_templates
from reports.choices import PeriodKind
from reports.demo import (
    changes,
    clock,
    consulting,
    contributions,
    haiphong_place,
    hanoi_place,
    haugiang_place,
    hcm_2024,
    hcm_place,
    meetings,
    more_time,
    other_plans,
    registers,
    reviews,
)
from reports.demo.acts import workday
from reports.demo.days import PeriodFact, make_period, regular_periods
from reports.demo.life import live_through
from reports.demo.life_2024 import live_through_2024
from reports.demo.origins import yearly_plan_of_hanoi
from reports.demo.people import People, load_common_accounts, load_place
from reports.demo.plan_rows import draft_plan, transcribe_plan
from reports.demo.running import issue_running_plan
from reports.models import ReportingPeriod
from reports.services.reminders import send_daily_reminders
from ttdn_portal.shared.dates import period_bounds

# A successor stands before those who ended into it.
PLACES = (
    hcm_place.PLACE,
    hanoi_place.PLACE,
    haiphong_place.PLACE,
    haugiang_place.SUCCESSOR,
    haugiang_place.PLACE,
)

# Each with the day of the news it is copied from, or the first working day after where that is not stated.
TRANSCRIBED = (
    (hcm_2024.PLAN, date(2024, 3, 4)),
    (other_plans.HAIPHONG, date(2023, 2, 8)),
    (other_plans.HAUGIANG, date(2021, 5, 4)),
    (other_plans.HANOI_2024, date(2024, 2, 8)),
    (other_plans.HANOI_2017, date(2017, 7, 28)),
)


@transaction.atomic
def load_demo(as_of: date) -> list[str]:
    """Everything the demo shows on `as_of`; answers what is new, as words."""
    seed_agencies_reference(as_of)
    seed_bases()
    seed_templates()
    people = People()
    load_common_accounts(people)
    for place in PLACES:
        load_place(place, people)
    calendar = work_calendar(Locality.objects.get(code="hcm").pk)
    new = [
        *_transcribed(calendar, people),
        *_consulting(as_of, people),
        *yearly_plan_of_hanoi(),
        *_running(as_of, calendar, people),
    ]
    return [str(plan) for plan in new]


def _is_there(locality: str, slug: str) -> bool:
    return Plan.objects.filter(locality__code=locality, slug=slug).exists()


def _transcribed(calendar: WorkCalendar, people: People) -> list[Plan]:
    """The plans copied from public news, once each."""
    new = []
    for fact, day in TRANSCRIBED:
        if _is_there(fact.locality, fact.slug):
            continue
        with clock.at(day):
            plan = transcribe_plan(fact, author=_standing_officer(fact.locality))
        new.append(plan)
        if fact is hcm_2024.PLAN:
            live_through_2024(plan, calendar, people)
            reviews.of_2024(plan, calendar)
        if fact is other_plans.HANOI_2017:
            _half_year_2017(plan)
        if fact is other_plans.HAIPHONG:
            _secret_task_done(plan)
        if fact is other_plans.HAUGIANG:
            _year_2021(plan, calendar)
    return new


def _standing_officer(locality: str) -> User:
    return User.objects.get(username=f"{locality}-thuongtruc")


def _half_year_2017(plan: Plan) -> None:
    """The period that the committee's meeting of 28/7/2017 reviewed, with what the news says of it."""
    facts = period_bounds("HALF_YEAR", 2017, 1)
    period = PeriodFact(
        "2017-6-thang",
        "6 tháng đầu năm 2017",
        PeriodKind.HALF_YEAR,
        *facts,
        date(2017, 6, 1),
        date(2017, 6, 20),
        instructions=other_plans.HANOI_2017_FINDINGS,
    )
    made = make_period(plan, period)
    with clock.at(date(2017, 7, 28), 17) as moment:
        ReportingPeriod.objects.filter(pk=made.pk).update(closed_at=moment)
        reviews.half_year_2017(made, author=_standing_officer("hanoi"))


def _secret_task_done(plan: Plan) -> None:
    """Illustration: of the neutral task nothing is said but that it was done, and when."""
    day = date(2023, 12, 15)
    with clock.at(day):
        mark_secret_done(
            plan.tasks.get(is_secret=True), actor=_standing_officer("haiphong"), completed_on=day
        )


def _year_2021(plan: Plan, calendar: WorkCalendar) -> None:
    """Illustration: the year's period stands open, so that the ended province can complete its closed year."""
    period = make_period(plan, regular_periods(2021, calendar)[-1])
    reviews.of_haugiang_2021(period, calendar)


def _consulting(as_of: date, people: People) -> list[Plan]:
    """Hà Nội's draft of 2018–2020, in consultation since the committee's meeting."""
    fact = other_plans.HANOI_2018_2020
    if _is_there(fact.locality, fact.slug):
        return []
    author = _standing_officer(fact.locality)
    with clock.at(date(2017, 7, 28)):
        plan = draft_plan(fact, author=author)
    consulting.consult(plan, author, people, as_of)
    return [plan]


def _running(as_of: date, calendar: WorkCalendar, people: People) -> list[Plan]:
    if _is_there("hcm", str(as_of.year)):
        return []
    plan, scripts = issue_running_plan(as_of, calendar, people)
    periods = live_through(plan, scripts, as_of, calendar, people)
    contributions.answer(plan, periods, as_of, calendar)
    registers.fill(plan, periods, as_of, calendar)
    more_time.rules_of(plan, as_of)
    more_time.ask_for_time(periods, as_of, calendar)
    reviews.of_running_year(plan, periods, as_of, calendar)
    meetings.of_running_year(plan, as_of, calendar)
    _read_old_notices(plan, as_of)
    changes.hand_over_soon(as_of)
    _remind(as_of, calendar)
    return [plan]


def _remind(as_of: date, calendar: WorkCalendar) -> None:
    """The morning's letters of the last working day: whoever is late has been told, and the lists say when."""
    day = workday(calendar, as_of - timedelta(1))
    with clock.at(day, 7):
        send_daily_reminders(as_of=day)


def _read_old_notices(plan: Plan, as_of: date) -> None:
    """What was told more than a week before the loading day has been read."""
    old = Notification.objects.filter(
        locality=plan.locality, read_at__isnull=True, created_at__date__lt=as_of - timedelta(7)
    )
    old.update(read_at=F("created_at") + timedelta(hours=3))
