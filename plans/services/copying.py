"""Taking groups and tasks over from another plan: new rows that remember where they come from, without results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from agencies.models import User
from agencies.services.activity import record
from plans.models import Indicator, Plan, Task, TaskGroup, TaskSupport
from plans.services.drafting import hold
from ttdn_portal.shared.text import fold

# What a new task keeps of the old one: the promise, but no state, no result and no withdrawal.
KEPT = (
    "title",
    "description",
    "expected_output",
    "rhythm",
    "budget_vnd",
    "funding_source",
    "note",
    "is_secret",
    "is_illustration",
)


@dataclass(frozen=True)
class TaskPick:
    """A task to take over, with the days it gets in the new plan (plans.dashboards.copying proposes them)."""

    source: Task
    starts_on: date | None
    due_on: date | None
    support_due: Mapping[int, date | None] | None = None  # by the supporting agency of the old task


@transaction.atomic
def copy_tasks(
    plan: Plan,
    picks: Sequence[TaskPick],
    *,
    actor: User,
    groups: Iterable[TaskGroup] = (),
    agencies: Mapping[int, int | None] | None = None,
    note: str = "",
) -> list[Task]:
    """Take tasks (and `groups`, even those without a task) into a plan that is being drafted; answers the new tasks.

    A group that `plan` has already, taken over before or of the same title, receives the tasks after its own.
    A task taken over before is left out, so the same request twice is once. `agencies` maps an agency that ended to
    the one that follows it (None: nobody yet). The number of queries does not depend on the number of rows.
    """
    hold(plan)
    done = set(plan.tasks.filter(based_on__isnull=False).values_list("based_on_id", flat=True))
    picks = [pick for pick in picks if pick.source.pk not in done]
    homes = _homes(plan, [*groups, *(pick.source.group for pick in picks)])
    tasks = _new_tasks(plan, picks, homes, agencies or {})
    Task.objects.bulk_create(tasks)
    _copy_supports(picks, tasks, agencies or {})
    _copy_indicators(picks, tasks)
    record(
        actor=actor,
        action="copy_tasks",
        obj=plan,
        note=note,
        after={"groups": len(homes), "tasks": len(tasks)},
    )
    return tasks


def _homes(plan: Plan, sources: Iterable[TaskGroup]) -> dict[int, TaskGroup]:
    """For each source group the group of `plan` that takes its tasks; missing ones are made, after the last."""
    own = list(plan.groups.all())
    by_source = {group.based_on_id: group for group in own if group.based_on_id}
    by_title = {fold(group.title): group for group in reversed(own)}
    last, homes, new = max((group.number for group in own), default=0), {}, []
    for source in sources:
        if source.pk in homes:
            continue
        home = by_source.get(source.pk) or by_title.get(fold(source.title))
        if home is None:
            last += 1
            home = _new_group(plan, source, last)
            by_title[fold(source.title)] = home
            new.append(home)
        homes[source.pk] = home
    TaskGroup.objects.bulk_create(new)
    return homes


def _new_group(plan: Plan, source: TaskGroup, number: int) -> TaskGroup:
    return TaskGroup(
        plan=plan,
        number=number,
        title=source.title,
        description=source.description,
        based_on_id=source.pk,
        is_illustration=source.is_illustration,
    )


def _new_tasks(
    plan: Plan, picks: Sequence[TaskPick], homes: Mapping[int, TaskGroup], agencies: Mapping[int, int | None]
) -> list[Task]:
    last = dict(plan.tasks.order_by().values_list("group_id").annotate(last=Max("number")))
    tasks = []
    for pick in picks:
        group = homes[pick.source.group_id]
        last[group.pk] = last.get(group.pk, 0) + 1
        task = _new_task(plan, pick, group, last[group.pk], agencies)
        task.settle()
        task.fill_search()
        tasks.append(task)
    return tasks


def _new_task(
    plan: Plan, pick: TaskPick, group: TaskGroup, number: int, agencies: Mapping[int, int | None]
) -> Task:
    source = pick.source
    lead, joint = (
        agencies.get(pk, pk) if pk else None for pk in (source.lead_agency_id, source.joint_lead_agency_id)
    )
    if lead is None:
        lead, joint = joint, None
    return Task(
        plan=plan,
        group=group,
        number=number,
        lead_agency_id=lead,
        joint_lead_agency_id=joint if plan.allows_joint_lead and joint != lead else None,
        starts_on=pick.starts_on,
        due_on=pick.due_on,
        based_on_id=source.pk,
        objective_id=_objective(plan, source),
        **{name: getattr(source, name) for name in KEPT},
    )


def _objective(plan: Plan, source: Task) -> int | None:
    """A task of the period plan serves the group it stands in; one of last year serves what it served then."""
    if source.plan_id == plan.parent_id:
        return source.group_id
    served = source.objective
    return served.pk if served and served.plan_id == plan.parent_id else None


def _copy_supports(
    picks: Sequence[TaskPick], tasks: Sequence[Task], agencies: Mapping[int, int | None]
) -> None:
    by_source = {pick.source.pk: (pick, task) for pick, task in zip(picks, tasks, strict=True)}
    rows: dict[tuple[int, int], TaskSupport] = {}
    for old in TaskSupport.objects.filter(task__in=list(by_source)).order_by("task_id", "id"):
        pick, task = by_source[old.task_id]
        agency = agencies.get(old.agency_id, old.agency_id)
        if agency is None or agency in task.lead_ids or (task.pk, agency) in rows:
            continue
        rows[task.pk, agency] = TaskSupport(
            task=task,
            agency_id=agency,
            contribution=old.contribution,
            due_on=(pick.support_due or {}).get(old.agency_id),
            is_illustration=old.is_illustration,
        )
    TaskSupport.objects.bulk_create(rows.values())


def _copy_indicators(picks: Sequence[TaskPick], tasks: Sequence[Task]) -> None:
    by_source = {pick.source.pk: task for pick, task in zip(picks, tasks, strict=True)}
    Indicator.objects.bulk_create(
        Indicator(
            task=by_source[old.task_id],
            number=old.number,
            name=old.name,
            unit=old.unit,
            target_value=old.target_value,
            is_illustration=old.is_illustration,
        )
        for old in Indicator.objects.filter(task__in=list(by_source)).order_by("task_id", "number")
    )
