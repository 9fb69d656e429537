"""Beginning a plan: from another plan, from a plan of several years, from a template."""

import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from agencies.models import Locality, User
from agencies.services.activity import record
from plans.choices import PlanKind
from plans.models import Plan, PlanBasis, PlanTemplate, Task, TaskGroup
from plans.services.drafting import create_plan, hold
from ttdn_portal.shared.text import fold

TEXTS = ("opening", "purposes", "requirements", "budget_text", "organisation")
OFFICE = ("recipients", "signing_authority", "place_name")
TASK_FIELDS = ("title", "description", "expected_output", "rhythm", "funding_source", "note")


def moved_text(text: str, source: Plan, plan: Plan) -> str:
    """The years of `source` in a text become those of `plan`; years inside numbers and dates stay."""
    if source.year_from != source.year_to:
        span = rf"giai đoạn {source.year_from}\s*[-–]\s*{source.year_to}"
        return re.sub(span, plan.period_label, text)
    return re.sub(rf"(?<![\d/.\-–]){source.year_from}(?![\d/\-–])", str(plan.year_from), text)


@transaction.atomic
def start_from_plan(plan: Plan, source: Plan, *, actor: User) -> Plan:
    """Begin `plan` with the words and bases of `source`; its groups and tasks are chosen in the next step."""
    for name in TEXTS:
        setattr(plan, name, moved_text(getattr(source, name), source, plan))
    if source.kind == PlanKind.MULTI_YEAR and plan.kind == PlanKind.ANNUAL:
        plan.parent = source
    else:
        plan.parent = source.parent if plan.kind == PlanKind.ANNUAL and _covers(source.parent, plan) else None
    plan.based_on = source
    create_plan(plan, actor=actor)
    _keep_office_words(plan, source)
    PlanBasis.objects.bulk_create(
        PlanBasis(plan=plan, basis_id=row.basis_id, position=row.position) for row in source.basis_rows.all()
    )
    return plan


def _covers(period: Plan | None, plan: Plan) -> bool:
    return period is not None and period.year_from <= plan.year_from <= period.year_to


def _keep_office_words(plan: Plan, source: Plan) -> None:
    """Recipients and signing lines of the same office as it last wrote them."""
    if plan.issuer_id != source.issuer_id or plan.layout != source.layout:
        return
    words = {name: getattr(source, name) for name in OFFICE if getattr(source, name)}
    if words:
        for name, text in words.items():
            setattr(plan, name, text)
        Plan.objects.filter(pk=plan.pk).update(**words)


# --- Templates -------------------------------------------------------------------------------------------


@transaction.atomic
def start_from_template(plan: Plan, template: PlanTemplate, *, actor: User) -> Plan:
    """Begin `plan` with the texts, content items and tasks of a template."""
    texts = template.content.get("texts", {})
    for name in TEXTS:
        setattr(plan, name, str(texts.get(name, "")))
    create_plan(plan, actor=actor)
    hold(plan)
    facts = template.content.get("groups", [])
    groups = TaskGroup.objects.bulk_create(
        TaskGroup(plan=plan, number=n, title=fact["title"][:500], description=fact.get("description", ""))
        for n, fact in enumerate(facts, 1)
    )
    tasks = []
    for group, fact in zip(groups, facts, strict=True):
        for number, row in enumerate(fact.get("tasks", []), 1):
            task = Task(
                plan=plan, group=group, number=number, **{name: row.get(name, "") for name in TASK_FIELDS}
            )
            task.settle()
            task.fill_search()
            tasks.append(task)
    Task.objects.bulk_create(tasks)
    record(
        actor=actor,
        action="copy_tasks",
        obj=plan,
        note=template.name,
        after={"groups": len(groups), "tasks": len(tasks)},
    )
    return plan


@transaction.atomic
def save_template(plan: Plan, *, actor: User, name: str) -> PlanTemplate:
    """Keep what a plan is made of for later years: no agency, no day, no amount, nothing of a secret task."""
    tasks: dict[int, list[dict[str, Any]]] = {}
    open_tasks = plan.tasks.filter(withdrawn_on__isnull=True, is_secret=False)
    for task in open_tasks.order_by("sequence"):
        tasks.setdefault(task.group_id, []).append({field: getattr(task, field) for field in TASK_FIELDS})
    groups = [
        {"title": group.title, "description": group.description, "tasks": tasks.get(group.pk, [])}
        for group in plan.groups.all()
    ]
    template = PlanTemplate(
        locality=plan.locality,
        code=_free_code(plan.locality, name),
        name=name,
        source_note=f"Lấy từ {plan.title}.",
        content={"texts": {field: getattr(plan, field) for field in TEXTS}, "groups": groups},
    )
    template.full_clean()
    template.save()
    record(actor=actor, action="save_template", obj=template, after={"plan": plan.subject_key})
    return template


@transaction.atomic
def drop_template(template: PlanTemplate, *, actor: User) -> None:
    """A locality's own template goes; plans begun from it stay as they are."""
    record(actor=actor, action="drop_template", obj=template)
    template.delete()


def _free_code(locality: Locality, name: str) -> str:
    stem = slugify(fold(name))[:50] or f"mau-{timezone.localdate():%Y%m%d}"
    taken = set(
        PlanTemplate.objects.filter(locality=locality, code__startswith=stem).values_list("code", flat=True)
    )
    return next(
        code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken
    )
