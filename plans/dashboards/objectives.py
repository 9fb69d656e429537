"""What each objective of a plan of several years received, year by year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from agencies.models import User
from plans.choices import TaskState
from plans.models import Plan, Task
from plans.states import state_on

DONE = (TaskState.DONE, TaskState.DONE_LATE)


@dataclass(frozen=True)
class YearTask:
    code: str
    title: str
    url: str
    state: str


@dataclass(frozen=True)
class YearCell:
    """The tasks of one year that serve one objective, and how many are done."""

    year: int
    tasks: list[YearTask]

    @property
    def done(self) -> int:
        return sum(task.state in DONE for task in self.tasks)


@dataclass(frozen=True)
class ObjectiveLine:
    """One objective: a content item of the plan of several years."""

    number: int
    title: str
    years: list[YearCell]

    @property
    def is_bare(self) -> bool:
        return not any(cell.tasks for cell in self.years)


def objective_lines(plan: Plan, user: User, day: date) -> tuple[list[int], list[ObjectiveLine]]:
    """All objectives with the tasks of each year that this person may see, by three queries."""
    years = list(range(plan.year_from, plan.year_to + 1))
    children = Plan.objects.visible_to(user).filter(parent=plan)
    tasks = (
        Task.objects.filter(plan__in=children.values("pk"), objective__plan=plan)
        .counted_on(day)
        .annotate(state=state_on(day))
        .select_related("plan__locality")
        .order_by("plan__year_from", "sequence")
    )
    cells: dict[tuple[int | None, int], list[YearTask]] = defaultdict(list)
    for task in tasks:
        row = YearTask(task.code, task.display_title, task.get_absolute_url(), task.state)
        cells[task.objective_id, task.plan.year_from].append(row)
    lines = [
        ObjectiveLine(group.number, group.title, [YearCell(year, cells[group.pk, year]) for year in years])
        for group in plan.groups.all()
    ]
    return years, lines
