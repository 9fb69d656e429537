"""What presses on a day: the longest overdue tasks, whom they wait for, and those due within thirty days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from agencies.services.calendar import left_words, work_calendar
from plans.choices import SECRET_TASK_TITLE
from plans.dashboards.tasks import PlanNames
from plans.models import Task
from plans.querysets import TaskQuerySet
from reports.dashboards.asked import waited_for, waits_in_words
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.prepared import Numbers, prepared

LATE_SHOWN, SOON_SHOWN = 10, 10
SOON = timedelta(days=30)
NOBODY = "Chưa phân công"


@dataclass(frozen=True)
class LateTask:
    """A task that needs direction: how late, who leads, what stands in the way and what is proposed."""

    code: str
    title: str
    lead: str
    due_on: date
    days_left: int  # working days, as the calendar counts them: 0 and more where a day off moved the deadline
    difficulties: str
    recommendations: str
    waits_for: str = ""

    @property
    def days_late(self) -> int:
        return max(0, -self.days_left)

    @property
    def proposal(self) -> str:
        """What is proposed, led in by its word where the writer did not."""
        said = self.recommendations.strip()
        has_word = not said or said.lower().startswith(("đề nghị", "kiến nghị", "đề xuất"))
        return said if has_word else f"Đề nghị: {said}"

    def as_row(self) -> tuple[str, ...]:
        """The task as `reports/_overview_late_rows.jinja` draws it."""
        late = capfirst(left_words(self.days_left))
        told = (self.difficulties, self.proposal, self.waits_for)
        return (self.code, self.title, self.lead or NOBODY, short_date(self.due_on), late, *told)


@dataclass(frozen=True)
class SoonTask:
    code: str
    title: str
    lead: str
    due_on: date

    def as_row(self) -> tuple[str, ...]:
        """The task as `reports/_overview_soon_rows.jinja` draws it."""
        return (self.code, self.title, self.lead or NOBODY, f"{self.due_on:%d/%m}")


def tasks_of(plan: int, only: Numbers | None) -> TaskQuerySet:
    tasks = Task.objects.filter(plan=plan)
    return tasks if only is None else tasks.led_by(only)


@prepared
def pressing_rows(
    *, plan: int, only: Numbers | None, day: date, soon: date, late_before: date
) -> QuerySet[Any]:
    """The longest overdue tasks and those due within thirty days, by one query; answers due before `late_before` are late."""
    not_done = Q(completed_on__isnull=True) | Q(completed_on__gt=day)
    open_tasks = (
        tasks_of(plan, only).counted_on(day).filter(not_done).order_by("due_on", "sequence").values("pk")
    )
    late_ids = open_tasks.filter(due_on__lt=day)[:LATE_SHOWN]
    soon_ids = open_tasks.filter(due_on__range=(day, soon))[:SOON_SHOWN]
    # A union of both: of two conditions joined by OR the database expects most of the plan, and reads all of it.
    parts = [Task.objects.filter(pk__in=ids).order_by().values("pk") for ids in (late_ids, soon_ids)]
    rows = Task.objects.filter(pk__in=parts[0].union(parts[1], all=True)).order_by("due_on", "sequence")
    return rows.annotate(waited=waited_for(day, late_before)).values_list(
        "code",
        "title",
        "is_secret",
        "lead_agency_id",
        "due_on",
        "last_difficulties",
        "last_recommendations",
        "waited",
    )


def pressing(
    rows: list[Any], names: PlanNames, day: date, *, tells: bool, locality_id: int
) -> tuple[list[LateTask], list[SoonTask]]:
    late: list[LateTask] = []
    soon: list[SoonTask] = []
    calendar = names.calendar
    for code, title, is_secret, lead, due_on, difficulties, recommendations, *waited in rows:
        words, agency = SECRET_TASK_TITLE if is_secret else title, names.agency(lead)
        if due_on >= day:
            soon.append(SoonTask(code, words, agency, due_on))
            continue
        if calendar is None:
            calendar = work_calendar(locality_id)
        said = difficulties if tells else "", recommendations if tells else ""
        days_left = calendar.days_left(due_on, day)
        waits = waits_in_words(*waited)
        late.append(LateTask(code, words, agency, due_on, days_left, said[0], said[1], waits))
    return late, soon
