"""Order and numbers of a plan that is being written: move, regroup, delete; numbers follow everywhere at once.

Two people at once: every act takes the plan first (`hold`), so one waits for the other and then works on the order as
it has become. Whoever moves something that stands elsewhere than on their page is refused and told (`MovedMeanwhile`).
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat, Length, Substr
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from plans.models import Plan, Task, TaskGroup
from plans.models.task import SEQUENCE_STEP
from plans.services.drafting import hold
from plans.services.references import renumbered

PARKED = 10_000  # numbers wait here while others take their place: each is unique at every moment
PLAN_TEXTS = ("opening", "purposes", "requirements", "budget_text", "organisation")
TASK_TEXTS = ("description", "expected_output", "note")


class MovedMeanwhile(Exception):
    """Somebody else moved or deleted it since the page was read; nothing was written."""


@transaction.atomic
def move_group(group: TaskGroup, *, actor: User, read_number: int, to: int) -> int:
    """Put a group at place `to` (1 is the first); answers the number it has now."""
    hold(group.plan)
    order = list(group.plan.groups.order_by("number").values_list("pk", flat=True))
    if group.pk not in order or order.index(group.pk) + 1 != read_number:
        raise MovedMeanwhile
    order = _put(order, group.pk, to)
    _renumber(group.plan, order, {})
    place = order.index(group.pk) + 1
    _say(group.plan, actor, "move_group", str(read_number), str(place), group.title)
    return place


@transaction.atomic
def move_task(task: Task, *, actor: User, read_code: str, group: TaskGroup, to: int) -> str:
    """Put a task at place `to` of a group, its own or another of the plan; answers the code it has now."""
    plan = task.plan
    hold(plan)
    stored = plan.tasks.filter(pk=task.pk).values_list("group_id", "code").first()
    if stored is None or stored[1] != read_code or not plan.groups.filter(pk=group.pk).exists():
        raise MovedMeanwhile
    left = _tasks_of(plan, stored[0])
    left.remove(task.pk)
    entered = left if group.pk == stored[0] else _tasks_of(plan, group.pk)
    entered.insert(_place(to, len(entered) + 1) - 1, task.pk)
    places = {pk: (stored[0], n) for n, pk in enumerate(left, 1)}
    places |= {pk: (group.pk, n) for n, pk in enumerate(entered, 1)}
    _renumber(plan, _groups_of(plan), places)
    code = plan.tasks.values_list("code", flat=True).get(pk=task.pk)
    _say(plan, actor, "move_task", read_code, code, task.display_title)
    return code


@transaction.atomic
def delete_task(task: Task, *, actor: User, read_code: str) -> None:
    """Take a task out of the plan; those after it move up."""
    plan = task.plan
    hold(plan)
    stored = plan.tasks.filter(pk=task.pk, code=read_code).first()
    if stored is None:
        raise MovedMeanwhile
    kept = [pk for pk in _tasks_of(plan, stored.group_id) if pk != task.pk]
    stored.delete()
    places = {pk: (stored.group_id, n) for n, pk in enumerate(kept, 1)}
    _renumber(plan, _groups_of(plan), places, gone=[read_code])
    _say(plan, actor, "delete_task", read_code, "", stored.display_title)


@transaction.atomic
def delete_group(group: TaskGroup, *, actor: User, read_number: int) -> None:
    """Take a group out of the plan with the tasks under it; those after it move up."""
    plan = group.plan
    hold(plan)
    stored = plan.groups.filter(pk=group.pk, number=read_number).first()
    if stored is None:
        raise MovedMeanwhile
    gone = list(stored.tasks.values_list("code", flat=True))
    stored.tasks.all().delete()
    stored.delete()
    _renumber(plan, _groups_of(plan), {}, gone=gone)
    _say(plan, actor, "delete_group", str(read_number), "", f"{stored.title} ({len(gone)} nhiệm vụ)")


def _groups_of(plan: Plan) -> list[int]:
    return list(plan.groups.order_by("number").values_list("pk", flat=True))


def _tasks_of(plan: Plan, group_id: int) -> list[int]:
    return list(plan.tasks.filter(group_id=group_id).order_by("number").values_list("pk", flat=True))


def _place(to: int, last: int) -> int:
    return max(1, min(to, last))


def _put(order: list[int], pk: int, to: int) -> list[int]:
    rest = [other for other in order if other != pk]
    rest.insert(_place(to, len(order)) - 1, pk)
    return rest


def _say(plan: Plan, actor: User, action: str, before: str, after: str, title: str) -> None:
    record(
        actor=actor, action=action, obj=plan, note=title, before={"number": before}, after={"number": after}
    )


# --- Numbers ---------------------------------------------------------------------------------------------


def _renumber(
    plan: Plan, groups: Sequence[int], places: dict[int, tuple[int, int]], *, gone: Sequence[str] = ()
) -> None:
    """Number `groups` in this order and put tasks at `places` (group, number); the rest keeps its place.

    First all numbers go aside, then each takes its own: no two are alike at any moment, on either database.
    A handful of statements, however long the plan.
    """
    before = dict(plan.tasks.values_list("pk", "code"))
    plan.groups.update(number=F("number") + PARKED)
    plan.tasks.update(
        number=F("number") + PARKED,
        search_text=Substr("search_text", Length("code") + 1),
        code=Concat(Value("~"), Cast("pk", CharField())),
    )
    if groups:
        plan.groups.update(number=_case({pk: n for n, pk in enumerate(groups, 1)}, "number"))
    _settle_tasks(plan, places)
    after = dict(plan.tasks.values_list("pk", "code"))
    moved = {code: after[pk] for pk, code in before.items() if code != after[pk]}
    _rewrite_references(plan, moved | dict.fromkeys(gone, ""))


def _case(values: dict[int, int], otherwise: str) -> Case:
    """A value by row, as one expression."""
    return Case(
        *(When(pk=pk, then=Value(value)) for pk, value in values.items()),
        default=F(otherwise),
        output_field=IntegerField(),
    )


def _settle_tasks(plan: Plan, places: dict[int, tuple[int, int]]) -> None:
    """Tasks out of the parking, into their group, under their code; what is searched begins with the code."""
    homes = {pk: group for pk, (group, _) in places.items()}
    current = dict(plan.tasks.filter(pk__in=homes).values_list("pk", "group_id")) if homes else {}
    for pk in [
        pk for pk, group in homes.items() if current[pk] != group
    ]:  # the one task that changes its group
        plan.tasks.filter(pk=pk).update(group_id=homes[pk], number=2 * PARKED)
    plan.tasks.exclude(pk__in=places).update(number=F("number") - PARKED)
    if places:
        numbers = {pk: n for pk, (_, n) in places.items()}
        plan.tasks.filter(pk__in=places).update(number=_case(numbers, "number"))
    group_number = Subquery(TaskGroup.objects.filter(pk=OuterRef("group_id")).values("number")[:1])
    code: Any = Concat(
        Cast(group_number, CharField()), Value("."), Cast("number", CharField()), output_field=CharField()
    )
    plan.tasks.update(
        code=code,
        sequence=group_number * SEQUENCE_STEP + F("number"),
        search_text=Concat(code, F("search_text")),
    )


# --- References in texts -----------------------------------------------------------------------------------


def _rewrite_references(plan: Plan, codes: dict[str, str]) -> None:
    """Where a text of the plan names a task by its code, it names it by the new one."""
    if not codes:
        return
    now = timezone.now()
    stored = Plan.objects.only(*PLAN_TEXTS).get(pk=plan.pk)
    changes = {name: renumbered(getattr(stored, name), codes) for name in PLAN_TEXTS}
    changes = {name: text for name, text in changes.items() if text != getattr(stored, name)}
    if changes:
        Plan.objects.filter(pk=plan.pk).update(**changes)
    _rewrite_rows(plan.groups.filter(_names("description")), ("description",), codes, now)
    _rewrite_rows(plan.tasks.filter(_names(*TASK_TEXTS)), TASK_TEXTS, codes, now)


def _names(*fields: str) -> Q:
    return Q(*[(f"{name}__contains", "hiệm vụ ") for name in fields], _connector=Q.OR)


def _rewrite_rows(rows: Any, fields: tuple[str, ...], codes: dict[str, str], now: Any) -> None:
    changed = []
    for row in rows:
        texts = {name: renumbered(getattr(row, name), codes) for name in fields}
        if any(texts[name] != getattr(row, name) for name in fields):
            for name, text in texts.items():
                setattr(row, name, text)
            row.updated_at = now  # whoever writes in it now reads it again first
            changed.append(row)
    if changed:
        rows.model.objects.bulk_update(changed, [*fields, "updated_at"])
