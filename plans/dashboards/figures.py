"""Figures of a plan's groups: the same counts wherever they stand, from the state that SQL computes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet

from plans.models import Plan, Task, TaskGroup
from plans.states import Figures, figures_of, state_on


class GroupLine(NamedTuple):
    """One content item of a plan and how its tasks stand."""

    number: int
    title: str
    figures: Figures
    description: str = ""
    is_illustration: bool = False

    @property
    def anchor(self) -> str:
        """Where the group stands on the plan's page (see `plans.models.places`)."""
        return f"noi-dung-{self.number}"


def total_of(lines: Iterable[GroupLine]) -> Figures:
    """The five figures of all groups together."""
    rows = [line.figures for line in lines]
    return Figures(*map(sum, zip(*rows, strict=True))) if rows else Figures(*[0] * len(Figures._fields))


def group_lines(plan: Plan, day: date) -> list[GroupLine]:
    """All groups in plan order, those without tasks too; two queries."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for group_id, state, n in state_counts(plan, day, "group_id"):
        counts[group_id][state] = n
    return [_line(group, counts[group.pk]) for group in plan.groups.all()]


def _line(group: TaskGroup, counts: dict[str, int]) -> GroupLine:
    return GroupLine(group.number, group.title, figures_of(counts), group.description, group.is_illustration)


def state_counts(plan: Plan, day: date, *keys: str) -> QuerySet:
    """(key …, state, number of tasks) of the tasks that count on `day`."""
    tasks = plan.tasks.counted_on(day).order_by()
    return tasks.annotate(state=state_on(day)).values_list(*keys, "state").annotate(n=Count("pk"))


def figures_by_plan(plans: Iterable[Plan], day: date) -> dict[int, Figures]:
    """The five figures of each of several plans, in one query."""
    ids = [plan.pk for plan in plans]
    counts: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = Task.objects.filter(plan_id__in=ids).counted_on(day).order_by().annotate(state=state_on(day))
    for plan_id, state, n in rows.values_list("plan_id", "state").annotate(n=Count("pk")):
        counts[plan_id][state] = n
    return {pk: figures_of(found) for pk, found in counts.items()}
