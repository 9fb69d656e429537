"""The running year, period by period: each task follows its script up to the loading day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from agencies.models import User
from agencies.services.calendar import WorkCalendar
from plans.models import Plan, Task
from reports.demo import clock
from reports.demo.acts import ACCEPT_NOTE, Cast, Desk, days_of, workday
from reports.demo.days import Periods, running_periods
from reports.demo.people import People
from reports.demo.writing import Told
from reports.models import ReportingPeriod

# How far a task is said to be in the last period past, by script; the rest stands at 45 percent.
PERCENT = {
    "done_late": 70,
    "overdue": 60,
    "going_sent": 65,
    "accepted_note": 80,
    "queue": 55,
    "no_change": 30,
    "draft": 35,
    "draft_deleted": 25,
}
SILENT = ("idle", "late_report", "overdue_silent")


@dataclass(frozen=True)
class Year:
    """The loading day and what everybody needs to know of the year."""

    as_of: date
    calendar: WorkCalendar
    periods: Periods
    cast: Cast

    def back(self, days: int) -> date:
        """The working day about `days` before the loading day."""
        return workday(self.calendar, self.as_of - timedelta(days))


def live_through(
    plan: Plan, scripts: dict[str, str], as_of: date, calendar: WorkCalendar, people: People
) -> Periods:
    """Open the year's periods and let every task follow its script; answers the periods."""
    periods = running_periods(plan, as_of, calendar)
    cast = Cast(User.objects.get(username="hcm-thuongtruc"), people)
    year = Year(as_of, calendar, periods, cast)
    tasks = plan.tasks.select_related(
        "plan", "plan__locality", "group", "lead_agency", "lead_agency__locality"
    ).prefetch_related("indicators")
    cast.writers = {
        user.memberships.get().agency_id: user
        for user in User.objects.filter(username__in=["hcm-chuyenvien"])
    }
    for salt, task in enumerate(tasks.order_by("sequence")):
        cast.writer_of(task)  # every leading agency has somebody to write and to be reminded
        _live(year, task, scripts[task.code], salt)
    _close(periods, calendar)
    return periods


def _live(year: Year, task: Task, script: str, salt: int) -> None:
    if script in SILENT:
        return
    for step, period in enumerate(year.periods.closed, 1):
        _report_past(year, task, period, percent=12 * step + salt % 5, salt=salt)
    act = SCRIPTS.get(script, _go_on)
    act(year, task, script, salt)


def _report_past(year: Year, task: Task, period: ReportingPeriod, *, percent: int, salt: int) -> None:
    """An ordinary report of a closed period: sent before its deadline, accepted after it."""
    if task.starts_on is None or task.starts_on > period.data_to:
        return
    sent = workday(year.calendar, period.report_due_on - timedelta(salt % 5))
    Desk(year.cast, task, period, salt).accept(
        Told(percent), sent, seen=year.calendar.add_working_days(sent, 2)
    )


def _late_day(year: Year, task: Task, salt: int) -> date | None:
    """When this task's report of the last period past was sent; None where it had not begun."""
    period = year.periods.late
    if period is None or task.starts_on is None or task.starts_on > period.data_to:
        return None
    sent = workday(year.calendar, period.report_due_on - timedelta(salt % 4))
    return sent if sent >= max(period.opens_on, task.starts_on) else None


def _accept_late(year: Year, task: Task, told: Told, salt: int, note: str = "") -> bool:
    """Told in the last period past and accepted; False where the task had not begun then."""
    sent = _late_day(year, task, salt)
    if sent is None or year.periods.late is None:
        return False
    seen = min(year.calendar.add_working_days(sent, 3), year.as_of)
    Desk(year.cast, task, year.periods.late, salt).accept(told, sent, seen=seen, note=note)
    return True


def _soon(year: Year, task: Task, salt: int) -> Desk:
    return Desk(year.cast, task, year.periods.soon, salt)


def _soon_day(year: Year, days: int) -> date:
    """A working day inside the period that is open now."""
    return max(year.back(days), year.periods.soon.opens_on)


def _go_on(year: Year, task: Task, script: str, salt: int) -> None:
    """Reported and accepted in the last period past, nothing yet in the one that is open."""
    _accept_late(year, task, Told(PERCENT.get(script, 45) + salt % 4), salt)


def _finish(year: Year, task: Task, script: str, salt: int) -> None:
    """Done before its day: said in the last period past, or now."""
    starts_on, due_on = days_of(task)
    sent = _late_day(year, task, salt)
    day = sent or _soon_day(year, 3)
    done_on = min(due_on, day, year.periods.late.data_to) if sent and year.periods.late else min(due_on, day)
    if done_on < starts_on:
        return
    done = Told(100, done_on)
    if not (sent and _accept_late(year, task, done, salt)):
        _soon(year, task, salt).accept(done, day, seen=max(day, year.back(1)))


def _finish_late(year: Year, task: Task, script: str, salt: int) -> None:
    due_on = days_of(task)[1]
    _go_on(year, task, script, salt)
    day = _soon_day(year, 3)
    _soon(year, task, salt).accept(
        Told(100, min(day, due_on + timedelta(12))), day, seen=max(day, year.back(1))
    )


def _no_change(year: Year, task: Task, script: str, salt: int) -> None:
    _accept_late(year, task, Told(PERCENT[script], no_change=True), salt)


def _accepted_with_note(year: Year, task: Task, script: str, salt: int) -> None:
    _accept_late(year, task, Told(PERCENT[script]), salt, ACCEPT_NOTE)


def _send(year: Year, task: Task, script: str, salt: int) -> None:
    """Waits for the reviewer; every third was accepted at once."""
    _go_on(year, task, script, salt)
    day, told = _soon_day(year, 1 + salt % 3), Told(PERCENT[script] + 8)
    if script == "going_sent" and salt % 3 == 0:
        _soon(year, task, salt).accept(told, day, seen=max(day, year.back(0)))
    else:
        _soon(year, task, salt).send(told, day)


def _send_back(year: Year, task: Task, script: str, salt: int) -> None:
    period = year.periods.late or year.periods.soon
    sent = max(year.back(9), period.opens_on)
    new_due = year.calendar.add_working_days(year.as_of, 2)
    report = Desk(year.cast, task, period, salt).send_back(
        Told(50), sent, seen=max(sent, year.back(4)), new_due_on=new_due
    )
    if script == "again":
        Desk(year.cast, task, report.period, salt).send(Told(58), max(sent, year.back(1)))


def _ask_sign_off(year: Year, task: Task, script: str, salt: int) -> None:
    _soon(year, task, salt).ask_sign_off(Told(62), _soon_day(year, 1))


def _draft(year: Year, task: Task, script: str, salt: int) -> None:
    _go_on(year, task, script, salt)
    _soon(year, task, salt).write(Told(44), _soon_day(year, 1))


def _throw_away(year: Year, task: Task, script: str, salt: int) -> None:
    _go_on(year, task, script, salt)
    _soon(year, task, salt).throw_away(Told(30), _soon_day(year, 2))


SCRIPTS: dict[str, Callable[[Year, Task, str, int], None]] = {
    "done": _finish,
    "done_late": _finish_late,
    "no_change": _no_change,
    "accepted_note": _accepted_with_note,
    "queue": _send,
    "going_sent": _send,
    "returned": _send_back,
    "again": _send_back,
    "review": _ask_sign_off,
    "draft": _draft,
    "draft_deleted": _throw_away,
}


def _close(periods: Periods, calendar: WorkCalendar) -> None:
    for period in periods.closed:
        with clock.at(calendar.add_working_days(period.report_due_on, 10), 17):
            ReportingPeriod.objects.filter(pk=period.pk).update(closed_at=timezone.now())
