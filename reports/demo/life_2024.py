"""Illustrative reports of hcm's plan of 2024, so that a transcribed plan can be tracked, and its amendment between them."""

from datetime import date, timedelta

from django.utils import timezone

from agencies.models import User
from agencies.services.calendar import WorkCalendar
from plans.models import Plan, Task
from reports.demo import clock
from reports.demo.acts import Cast, Desk, days_of, workday
from reports.demo.amendment_2024 import amend_2024
from reports.demo.days import make_period, regular_periods
from reports.demo.hcm_2024 import TASKS
from reports.demo.people import People
from reports.demo.writing import Told
from reports.models import ReportingPeriod

HALF, WHOLE = "2024-6-thang", "2024-nam"
UNDONE = ("open", "late")


def live_through_2024(plan: Plan, calendar: WorkCalendar, people: People) -> None:
    """Both periods are closed with every report accepted that came; two tasks were never reported done."""
    facts = {fact.slug: fact for fact in regular_periods(2024, calendar)}
    half, whole = make_period(plan, facts[HALF]), make_period(plan, facts[WHOLE])
    cast = Cast(User.objects.get(username="hcm-thuongtruc"), people)
    officer = User.objects.get(username="hcm-chuyenvien")
    cast.writers = dict.fromkeys(officer.agency_ids(), officer)
    tasks = plan.tasks.select_related(
        "plan", "plan__locality", "group", "lead_agency", "lead_agency__locality"
    ).prefetch_related("indicators")
    lives = list(enumerate(zip(tasks.order_by("sequence"), TASKS, strict=True)))
    for salt, (task, fact) in lives:
        _report_half(Desk(cast, task, half, salt), fact.script, calendar)
    amend_2024(plan, calendar)
    for salt, (task, fact) in lives:
        task.refresh_from_db()
        if task.withdrawn_on is None:
            _report_whole(Desk(cast, task, whole, salt), fact.script, calendar)
    for period, day in ((half, date(2024, 7, 5)), (whole, date(2025, 1, 10))):
        with clock.at(day, 17):
            ReportingPeriod.objects.filter(pk=period.pk).update(closed_at=timezone.now())


def _report_half(half: Desk, script: str, calendar: WorkCalendar) -> None:
    """What was due in the half-year is told as done, the rest as begun."""
    sent = workday(calendar, half.period.report_due_on - timedelta(half.salt % 4))
    is_done = script not in UNDONE and days_of(half.task)[1] <= half.period.data_to
    told = Told(100, _completed_on(half.task, script, sent)) if is_done else Told(35 + half.salt)
    half.accept(told, sent, seen=calendar.add_working_days(sent, 2))


def _report_whole(whole: Desk, script: str, calendar: WorkCalendar) -> None:
    if script in UNDONE:
        return
    day = workday(calendar, whole.period.report_due_on - timedelta(whole.salt % 4))
    told = Told(100, min(_completed_on(whole.task, script, day), whole.period.data_to))
    whole.accept(told, day, seen=calendar.add_working_days(day, 2))


def _completed_on(task: Task, script: str, reported: date) -> date:
    return min(reported, days_of(task)[1] + timedelta(14 if script == "done_late" else -4))
