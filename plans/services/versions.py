"""The promise as it was frozen."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max

from agencies.models import Agency, User
from plans.models import Amendment, Correction, Plan, PlanVersion, Task, TaskGroup


def plan_content(plan: Plan) -> dict[str, Any]:
    """Everything that a plan promises, as plain data in a stable order."""
    rows = plan.tasks.select_related("lead_agency", "joint_lead_agency", "based_on")
    tasks = list(rows.prefetch_related("supports__agency", "indicators").order_by("sequence"))
    by_group: dict[int, list[dict[str, Any]]] = {}
    for task in tasks:
        by_group.setdefault(task.group_id, []).append(task_content(task))
    return {
        "plan": {name: plain(getattr(plan, name)) for name in plan.PROMISE_FIELDS},
        "issuer": plan.issuer.name,
        "agencies": agency_labels(tasks),
        "bases": [row.basis.full_citation for row in plan.basis_rows.select_related("basis")],
        "groups": [
            group_content(group) | {"tasks": by_group.get(group.pk, [])} for group in plan.groups.all()
        ],
    }


def agency_labels(tasks: Iterable[Task]) -> dict[str, str]:
    """How the paper calls each agency that the plan names, by its key."""
    named = {
        agency.pk: agency.label
        for task in tasks
        for agency in (task.lead_agency, task.joint_lead_agency, *(s.agency for s in task.supports.all()))
        if agency
    }
    return {str(pk): label for pk, label in sorted(named.items())}


def group_content(group: TaskGroup) -> dict[str, Any]:
    """One content item without its tasks."""
    return {"number": group.number, "title": group.title, "description": group.description}


def task_content(task: Task) -> dict[str, Any]:
    """One task with its supports and indicators: names as they read now, keys so that it can be written back."""
    return task_columns(task) | {
        "supports": [support_content(s.agency, s.contribution, s.due_on) for s in task.supports.all()],
        "indicators": [
            indicator_content(i.name, i.unit, i.target_value, i.pk) for i in task.indicators.all()
        ],
    }


def task_columns(task: Task) -> dict[str, Any]:
    """What stands in the task's own columns."""
    content = {name: plain(getattr(task, name)) for name in task.PROMISE_FIELDS if not name.endswith("_id")}
    return content | {
        "identity": str(task.identity),
        "origin": str(task.based_on.identity) if task.based_on else None,
        "code": task.code,
        "withdrawn_on": plain(task.withdrawn_on),
        "lead_agency": task.lead_agency.name if task.lead_agency else None,
        "lead_agency_id": task.lead_agency_id,
        "joint_lead_agency": task.joint_lead_agency.name if task.joint_lead_agency else None,
        "joint_lead_agency_id": task.joint_lead_agency_id,
    }


def support_content(agency: Agency, contribution: str, due_on: date | None) -> dict[str, Any]:
    return {
        "agency": agency.name,
        "agency_id": agency.pk,
        "contribution": contribution,
        "due_on": plain(due_on),
    }


def indicator_content(name: str, unit: str, target: Any, pk: int | None) -> dict[str, Any]:
    """`pk` is the row whose figures go on under this name; None begins a new one."""
    return {"id": pk, "name": name, "unit": unit, "target": figure(target)}


def same_promise(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two contents promise the same: an agency is the same under any name, an indicator under any key."""
    return _bare(one) == _bare(other)


def _bare(content: dict[str, Any]) -> dict[str, Any]:
    names = ("lead_agency", "joint_lead_agency", "code", "identity", "origin", "number", "group_number")
    bare = {key: value for key, value in content.items() if key not in names}
    for rows, name in (("supports", "agency"), ("indicators", "id")):
        if rows in bare:
            bare[rows] = [{k: v for k, v in row.items() if k != name} for row in bare[rows]]
    return bare


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if value is None or isinstance(value, str | int | bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def figure(value: Any) -> str | None:
    """A target in one writing, wherever it was read: 12 and 12.00 are the same promise."""
    return None if value is None else f"{value:.2f}"


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content in its canonical form."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def current_version(plan: Plan) -> int:
    """The number of the version that holds now; a report remembers it."""
    return plan.versions.aggregate(last=Max("number"))["last"] or 1


def freeze(
    plan: Plan,
    *,
    actor: User | None,
    effective_from: date | None = None,
    amendment: Amendment | None = None,
    correction: Correction | None = None,
) -> PlanVersion:
    """Keep the promise as it stands now as the plan's next version; it never begins before the one that it follows."""
    content = plan_content(plan)
    last = plan.versions.order_by("number").last()
    if last:  # what was issued under a name keeps it
        content["agencies"] |= last.content.get("agencies", {})
    day = effective_from or plan.issued_on
    if last and last.effective_from and (day is None or day < last.effective_from):
        day = last.effective_from
    return PlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        effective_from=day,
        amendment=amendment,
        correction=correction,
        content=content,
        sha256=digest_of(content),
        created_by=actor,
    )
