"""The promise as it was frozen."""

import hashlib
import json
from datetime import date
from typing import Any

from agencies.models import User
from plans.models import Plan, PlanVersion


def plan_content(plan: Plan) -> dict[str, Any]:
    """Everything that a plan promises, as plain data in a stable order."""
    tasks = (
        plan.tasks.select_related("lead_agency", "joint_lead_agency")
        .prefetch_related("supports__agency", "indicators")
        .order_by("sequence")
    )
    by_group: dict[int, list[dict[str, Any]]] = {}
    for task in tasks:
        by_group.setdefault(task.group_id, []).append(_task_content(task))
    return {
        "plan": {name: _plain(getattr(plan, name)) for name in plan.PROMISE_FIELDS},
        "issuer": plan.issuer.name,
        "bases": [row.basis.full_citation for row in plan.basis_rows.select_related("basis")],
        "groups": [
            {
                "number": group.number,
                "title": group.title,
                "description": group.description,
                "tasks": by_group.get(group.pk, []),
            }
            for group in plan.groups.all()
        ],
    }


def _task_content(task: Any) -> dict[str, Any]:
    content = {name: _plain(getattr(task, name)) for name in task.PROMISE_FIELDS if not name.endswith("_id")}
    return content | {
        "identity": str(task.identity),
        "code": task.code,
        "lead_agency": task.lead_agency.name if task.lead_agency else None,
        "joint_lead_agency": task.joint_lead_agency.name if task.joint_lead_agency else None,
        "supports": [
            {"agency": s.agency.name, "contribution": s.contribution, "due_on": _plain(s.due_on)}
            for s in task.supports.all()
        ],
        "indicators": [
            {"name": i.name, "unit": i.unit, "target": _plain(i.target_value)} for i in task.indicators.all()
        ],
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content in its canonical form."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def freeze(plan: Plan, *, actor: User | None) -> PlanVersion:
    """Keep the promise as it stands now as the plan's next version."""
    content = plan_content(plan)
    return PlanVersion.objects.create(
        plan=plan,
        number=plan.versions.count() + 1,
        effective_from=plan.issued_on,
        content=content,
        sha256=digest_of(content),
        created_by=actor,
    )
