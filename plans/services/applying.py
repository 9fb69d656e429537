"""The one door past the freeze: an issued amendment, or a correction, changes what the plan promises."""

import logging
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from plans.choices import AmendmentStatus, ChangeKind
from plans.dashboards.changes import added_numbers, day_of
from plans.models import (
    Amendment,
    AmendmentChange,
    Indicator,
    Plan,
    PlanVersion,
    Task,
    TaskGroup,
    TaskSupport,
)
from plans.services.amending import COLUMNS
from plans.services.versions import freeze, group_content, same_promise, task_content

logger = logging.getLogger(__name__)


def hold_plan(plan: Plan) -> None:
    """One amendment of a plan at a time is issued or applied; the row's UPDATE is the lock on both databases."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1, updated_at=timezone.now())


def conflicts_of(amendment: Amendment) -> list[str]:
    """Changes whose place of the plan is not any more as the drafter had it, as sentences."""
    changes = list(amendment.changes.select_related("group", "task__plan__locality", "task__group"))
    waiting = {
        change.target: change.amendment
        for change in AmendmentChange.objects.filter(
            amendment__in=amendment.plan.amendments.scheduled().exclude(pk=amendment.pk)
        ).select_related("amendment")
    }
    now = _contents(amendment.plan, changes)
    found = []
    for change in changes:
        place = place_of_change(change)
        if change.before and not same_promise(change.before, now[change.pk]):
            found.append(
                f"{place}: dự thảo lập trên bản {change.base_version}, nay chỗ này đã được văn bản khác điều chỉnh. "
                "Mở lại phần này, xem nội dung đang có hiệu lực rồi lưu lại."
            )
        elif other := waiting.get(change.target):
            found.append(
                f"{place}: văn bản điều chỉnh lần {other.ordinal} ({other.document_number}) đã ban hành cũng điều chỉnh "
                f"chỗ này và chưa đến ngày có hiệu lực ({other.effective_from:%d/%m/%Y})."
            )
    return found


def place_of_change(change: AmendmentChange) -> str:
    if change.task:
        return f"Nhiệm vụ {change.task.code}"
    if change.field:
        return f"Phần {Plan._meta.get_field(change.field).verbose_name}"  # type: ignore[union-attr]
    return f"Nội dung {change.group.number}" if change.group else str(change.get_kind_display())


def _contents(plan: Plan, changes: list[AmendmentChange]) -> dict[int, dict[str, Any]]:
    """What stands now at each place that the changes are about; four queries however many there are."""
    stored = Plan.objects.get(pk=plan.pk)
    tasks = (
        Task.objects.filter(pk__in=[c.task_id for c in changes if c.task_id])
        .select_related("lead_agency", "joint_lead_agency")
        .prefetch_related("supports__agency", "indicators")
        .in_bulk()
    )
    now: dict[int, dict[str, Any]] = {}
    for change in changes:
        if change.task_id:
            now[change.pk] = task_content(tasks[change.task_id])
        elif change.kind == ChangeKind.EDIT_GROUP and change.group:
            now[change.pk] = group_content(change.group)
        elif change.field:
            now[change.pk] = {"text": getattr(stored, change.field)}
    return now


@transaction.atomic
def fix_numbers(amendment: Amendment) -> None:
    """On issue what is added gets the numbers that its paper prints, for good."""
    changes = list(amendment.changes.select_related("group", "new_group"))
    for pk, (group, task) in added_numbers(amendment, changes).items():
        change = next(c for c in changes if c.pk == pk)
        fixed = {"number": group} if task is None else {"number": task, "group_number": group}
        change.after |= fixed if task is None else fixed | {"code": f"{group}.{task}"}
        change.save(update_fields=["after"])


# --- Taking effect ------------------------------------------------------------------------------------


@transaction.atomic
def apply_amendment(amendment: Amendment, *, actor: User | None) -> PlanVersion | None:
    """Write what was issued into the plan and keep the next version; None where that was done before.

    Claim, changes and version stand or fall together: a worker killed half way leaves nothing behind.
    """
    claimed = Amendment.objects.filter(
        pk=amendment.pk, status=AmendmentStatus.ISSUED, applied_at__isnull=True
    ).update(applied_at=timezone.now())
    if not claimed:
        return None
    hold_plan(amendment.plan)
    day = amendment.effective_from
    assert day is not None
    groups: dict[int, TaskGroup] = {}
    changes = amendment.changes.select_related("task__plan", "task__group", "group", "new_group")
    for change in sorted(changes, key=lambda c: (c.kind == ChangeKind.ADD_TASK, c.position)):
        change.amendment = amendment
        _WRITERS[ChangeKind(change.kind)](change, day, groups)
    amendment.refresh_from_db(fields=["applied_at"])
    plan = Plan.objects.select_related("issuer", "locality").get(pk=amendment.plan_id)
    version = freeze(plan, actor=actor, effective_from=day, amendment=amendment)
    record(
        actor=actor,
        action="apply_amendment",
        obj=plan,
        note=str(amendment),
        after={"version": version.number},
    )
    return version


def apply_due(*, as_of: date) -> int:
    """Let every issued amendment whose day has come take effect; answers how many did. One that fails leaves the rest alone."""
    done = 0
    for amendment in Amendment.objects.due(as_of).with_names():
        try:
            done += apply_amendment(amendment, actor=None) is not None
        except ValidationError:
            logger.exception("amendment %s could not take effect", amendment.pk)
    return done


def rehearse(amendment: Amendment) -> None:
    """Try now what a later day has to bring, and undo it; ValidationError where it would fail then."""
    with transaction.atomic():
        apply_amendment(amendment, actor=None)
        transaction.set_rollback(True)
    amendment.applied_at = None


def _edit_task(change: AmendmentChange, day: date, groups: dict[int, TaskGroup]) -> None:
    assert change.task is not None
    write_task(change.task, change.after, day=day, is_illustration=change.amendment.is_illustration)


def _withdraw_task(change: AmendmentChange, day: date, groups: dict[int, TaskGroup]) -> None:
    assert change.task is not None
    change.task.withdrawn_on = day
    change.task.save()


def _add_task(change: AmendmentChange, day: date, groups: dict[int, TaskGroup]) -> None:
    group = change.group or groups[change.new_group_id or 0]
    plan = change.amendment.plan
    task = Task(
        plan=plan,
        group=group,
        number=change.after["number"],
        identity=change.after["identity"],
        is_illustration=change.amendment.is_illustration,
    )
    write_task(task, change.after, day=day, is_illustration=change.amendment.is_illustration)


def _edit_text(change: AmendmentChange, day: date, groups: dict[int, TaskGroup]) -> None:
    write_text(change.amendment.plan, change.field, change.after["text"])


def _edit_group(change: AmendmentChange, day: date, groups: dict[int, TaskGroup]) -> None:
    assert change.group is not None
    write_group(change.group, change.after)


def _add_group(change: AmendmentChange, day: date, groups: dict[int, TaskGroup]) -> None:
    group = TaskGroup(
        plan=change.amendment.plan,
        number=change.after["number"],
        is_illustration=change.amendment.is_illustration,
    )
    groups[change.pk] = write_group(group, change.after)


_WRITERS = {
    ChangeKind.EDIT_TASK: _edit_task,
    ChangeKind.WITHDRAW_TASK: _withdraw_task,
    ChangeKind.ADD_TASK: _add_task,
    ChangeKind.EDIT_TEXT: _edit_text,
    ChangeKind.EDIT_GROUP: _edit_group,
    ChangeKind.ADD_GROUP: _add_group,
}


# --- Writing into the frozen rows ---------------------------------------------------------------------


def write_text(plan: Plan, field: str, text: str) -> None:
    setattr(plan, field, text)
    Plan.objects.filter(pk=plan.pk).update(**{field: text})


def write_group(group: TaskGroup, content: dict[str, Any]) -> TaskGroup:
    group.title, group.description = content["title"], content["description"]
    group.clean_fields()
    group.validate_constraints()
    group.save()
    return group


def write_task(task: Task, content: dict[str, Any], *, day: date, is_illustration: bool = False) -> Task:
    """Write a promise over a task; what reports said of it, its progress and its key stay."""
    if content["lead_agency_id"] != task.lead_agency_id:
        task.lead_heir = None  # the amendment names who leads from now on
    if content["joint_lead_agency_id"] != task.joint_lead_agency_id:
        task.joint_heir = None
    for name in COLUMNS:
        setattr(task, name, content[name])
    task.starts_on, task.due_on = day_of(content["starts_on"]), day_of(content["due_on"])
    task.clean_fields(exclude=["locality", "code"])
    task.check_promise()
    task.validate_constraints(exclude=["locality", "code"])
    task.save()
    _write_supports(task, content["supports"], day, is_illustration)
    _write_indicators(task, content["indicators"], day, is_illustration)
    return task


def _write_supports(task: Task, rows: list[dict[str, Any]], day: date, is_illustration: bool) -> None:
    """A support that ends keeps its row and its answers; one that comes back is the same row again."""
    known = {support.agency_id: support for support in TaskSupport.every.filter(task=task)}
    for row in rows:
        support = known.pop(row["agency_id"], None) or TaskSupport(
            task=task, agency_id=row["agency_id"], is_illustration=is_illustration
        )
        support.contribution, support.due_on = row["contribution"], day_of(row["due_on"])
        support.withdrawn_on = None
        support.clean_fields()
        support.check_promise()
        support.save()
    ended = [support.pk for support in known.values() if support.withdrawn_on is None]
    TaskSupport.every.filter(pk__in=ended).update(withdrawn_on=day)


def _write_indicators(task: Task, rows: list[dict[str, Any]], day: date, is_illustration: bool) -> None:
    """An indicator keeps its row, and so its figures, as long as it keeps its unit; one that ends keeps both too.

    Another unit is another indicator: figures told in the old unit are never added to those of the new one.
    """
    known = {indicator.pk: indicator for indicator in Indicator.objects.filter(task=task)}
    last = Indicator.every.filter(task=task).aggregate(last=Max("number"))["last"] or 0
    for row in rows:
        indicator = known.get(row["id"])
        if indicator is not None and indicator.unit == row["unit"]:
            del known[indicator.pk]
        else:
            last += 1
            indicator = Indicator(task=task, number=last, is_illustration=is_illustration)
        indicator.name, indicator.unit, indicator.target_value = row["name"], row["unit"], row["target"]
        indicator.clean_fields()
        indicator.save()
    Indicator.objects.filter(pk__in=known).update(withdrawn_on=day)
