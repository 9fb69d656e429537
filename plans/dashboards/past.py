"""A plan's tasks on a past day as they were promised then: an amendment moves dates, leads and tasks from its day on.

The rows of a plan hold the promise of today; where another version held on the day asked for, its content is laid over
what is known of each task's progress. Read only for such a day: a page of today, or of a plan never amended, asks nothing more.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from agencies.models import Agency
from plans.choices import Rhythm
from plans.dashboards.changes import Content, day_of
from plans.dashboards.figures import GroupLine
from plans.dashboards.tasks import PlanNames, TaskChoice
from plans.models import Plan, Task
from plans.states import Figures, figures_of, state_of
from ttdn_portal.shared.text import fold

PROGRESS = (
    "pk",
    "completed_on",
    "first_reported_on",
    "progress_percent",
    "is_illustration",
    "last_difficulties",
    "last_recommendations",
)


@dataclass(frozen=True, slots=True)
class PastTask:
    """One task with the names of the list's columns, as it was promised on the day."""

    pk: int
    code: str
    group: int
    title: str
    is_secret: bool
    lead_agency_id: int | None
    joint_lead_agency_id: int | None
    rhythm: str
    starts_on: date | None
    due_on: date | None
    withdrawn_on: date | None
    completed_on: date | None
    state: str
    progress_percent: int
    is_illustration: bool
    difficulties: str
    recommendations: str
    words: str

    @property
    def lead_ids(self) -> set[int]:
        return {pk for pk in (self.lead_agency_id, self.joint_lead_agency_id) if pk}


@dataclass(frozen=True)
class PastPlan:
    """What held on a day: the version's number, its groups and tasks in plan order."""

    version: int
    day: date
    groups: dict[int, str]
    every: list[PastTask]
    agencies: dict[int, tuple[str, str]]

    @property
    def tasks(self) -> list[PastTask]:
        """Those that count: withdrawn ones do not, from the day of withdrawal."""
        return [task for task in self.every if not self._is_gone(task)]

    def _is_gone(self, task: PastTask) -> bool:
        return task.withdrawn_on is not None and task.withdrawn_on <= self.day

    def names(self) -> PlanNames:
        """The names as the task list asks for them; a group is known by its number."""
        counted = self.tasks
        return PlanNames(
            {number: (number, title) for number, title in self.groups.items()},
            self.agencies,
            len(counted),
            len(self.every) - len(counted),
        )

    def chosen(self, choice: TaskChoice, *, words: str = "", by_due: bool = False) -> list[PastTask]:
        """What `TaskChoice.tasks` chooses of today's rows, of the rows of that day."""
        found = [task for task in self.every if self._fits(task, choice) and _is_found(task.words, words)]
        return sorted(found, key=lambda task: task.due_on or date.max) if by_due else found

    def _fits(self, task: PastTask, choice: TaskChoice) -> bool:
        gone = self._is_gone(task)
        leads = choice.leads
        led_by = task.lead_ids if choice.with_joint_leads else {task.lead_agency_id}
        return (
            (gone if choice.is_withdrawn else choice.with_withdrawn or not gone)
            and (not choice.states or (task.state in choice.states and not gone))
            and (choice.group is None or task.group == choice.group)
            and (not choice.due_until or (task.due_on is not None and task.due_on <= choice.due_until))
            and (not choice.has_no_due or task.due_on is None)
            and (task.lead_agency_id is None if choice.has_no_lead else leads is None or bool(led_by & set(leads)))
        )  # fmt: skip

    def group_lines(self, only: set[int] | None = None) -> list[GroupLine]:
        """All groups in plan order, or with `only` those in which these agencies lead a task."""
        states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for task in self.led_by(only):
            states[task.group][task.state] += 1
        return [
            GroupLine(number, title, figures_of(states[number]))
            for number, title in self.groups.items()
            if only is None or number in states
        ]

    def led_by(self, only: set[int] | None) -> list[PastTask]:
        return [task for task in self.tasks if only is None or task.lead_ids & only]

    def figures_by_agency(self, only: set[int] | None = None) -> dict[int, Figures]:
        """A task with two leads counts for both."""
        states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for task in self.led_by(only):
            for pk in task.lead_ids:
                states[pk][task.state] += 1
        return {pk: figures_of(states[pk]) for pk in self.agencies if pk in states}


def past_plan(plan: Plan, day: date) -> PastPlan | None:
    """The plan on a past day; None where the version of today held on it too. One query more, else four."""
    versions = list(plan.versions.order_by("number").values_list("number", "effective_from"))
    number = _held_on(versions, day)
    if number is None or number == versions[-1][0]:
        return None
    content = plan.versions.values_list("content", flat=True).get(number=number)
    known = {
        str(identity): row
        for identity, *row in Task.objects.filter(plan=plan).order_by().values_list("identity", *PROGRESS)
    }
    groups = content.get("groups", [])
    tasks = [
        _task(group["number"], task, known[task["identity"]], day)
        for group in groups
        for task in group["tasks"]
        if task["identity"] in known
    ]
    titles = {group["number"]: group["title"] for group in groups}
    return PastPlan(number, day, titles, tasks, _agencies(tasks))


def _held_on(versions: list[tuple[int, date | None]], day: date) -> int | None:
    """The last version that had begun by `day`; before the first, the first: it is the earliest promise known."""
    begun = [number for number, first in versions if first is None or first <= day]
    return begun[-1] if begun else versions[0][0] if versions else None


def _task(group: int, content: Content, known: list[Any], day: date) -> PastTask:
    pk, completed_on, first_reported_on, percent, is_illustration, difficulties, recommendations = known
    starts_on, due_on = day_of(content.get("starts_on")), day_of(content.get("due_on"))
    return PastTask(
        pk=pk,
        code=content["code"],
        group=group,
        title=content["title"],
        is_secret=content.get("is_secret", False),
        lead_agency_id=content.get("lead_agency_id"),
        joint_lead_agency_id=content.get("joint_lead_agency_id"),
        rhythm=content.get("rhythm", Rhythm.ONCE),
        starts_on=starts_on,
        due_on=due_on,
        withdrawn_on=day_of(content.get("withdrawn_on")),
        completed_on=completed_on,
        state=state_of(
            day, starts_on=starts_on, due_on=due_on, completed_on=completed_on, first_reported_on=first_reported_on
        ),
        progress_percent=percent,
        is_illustration=is_illustration,
        difficulties=difficulties,
        recommendations=recommendations,
        words=f"{content['code']} {content['title']} {content.get('expected_output', '')}",
    )  # fmt: skip


def _is_found(text: str, words: str) -> bool:
    return not words or all(word in fold(text) for word in fold(words).split())


def _agencies(tasks: Iterable[PastTask]) -> dict[int, tuple[str, str]]:
    """Code and name of each that led a task then, by the alphabet."""
    ids = {pk for task in tasks for pk in task.lead_ids}
    rows = Agency.objects.filter(pk__in=ids).order_by("sort_key", "pk")
    return {
        pk: (code, short or name)
        for pk, code, short, name in rows.values_list("pk", "code", "short_name", "name")
    }
