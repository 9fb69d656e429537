"""Writing a plan that is not issued yet: its parts, groups and tasks, each save checked against what was read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from agencies.choices import AgencyKind
from agencies.models import Agency, User
from agencies.services.activity import record
from documents.models import OfficeWording
from plans.choices import EDITABLE_STATUSES, IssueForm, PlanStatus
from plans.models import Indicator, Plan, Task, TaskGroup, TaskSupport
from ttdn_portal.shared.text import fold

NOT_EDITABLE = "Kế hoạch không còn ở bước soạn nên không sửa được. Xem lại trạng thái của kế hoạch."


class StaleDraft(Exception):
    """Somebody else saved after the text was read; nothing was written."""


@transaction.atomic
def create_plan(plan: Plan, *, actor: User) -> Plan:
    """Begin a blank plan: address, symbol and the office's own words follow from kind, year and issuer."""
    plan.slug = free_slug(plan)
    if plan.issuer.kind == AgencyKind.STEERING_COMMITTEE:
        plan.issue_form = IssueForm.COMMITTEE_PLAN
    plan.symbol = plan.usual_symbol
    wording = OfficeWording.objects.filter(agency=plan.issuer, layout=plan.layout).first()
    if wording:
        plan.place_name, plan.recipients = wording.place_name, wording.recipients
        plan.signing_authority = wording.signing_authority
    plan.standing_agency = (
        Agency.objects.filter(locality=plan.locality, is_standing=True)
        .effective_on(timezone.localdate())
        .first()
    )
    plan.status = PlanStatus.DRAFT
    plan.full_clean()
    plan.save()
    record(actor=actor, action="create", obj=plan)
    return plan


def free_slug(plan: Plan) -> str:
    """The year or years; with the issuer's mark where the locality has a plan of these years already."""
    years = str(plan.year_from) if plan.year_from == plan.year_to else f"{plan.year_from}-{plan.year_to}"
    mark = slugify(fold(plan.issuer.document_abbreviation or plan.issuer.code))
    taken = set(
        Plan.objects.filter(locality=plan.locality, slug__startswith=years).values_list("slug", flat=True)
    )
    for slug in (years, f"{years}-{mark}"[:40]):
        if slug not in taken:
            return slug
    raise ValidationError({"year_from": "Cơ quan này đã có kế hoạch của những năm ấy."})


@transaction.atomic
def save_section(plan: Plan, *, actor: User, field: str, text: str, read_text: str) -> Plan:
    """Write one part where it still says what the writer read, else raise StaleDraft."""
    if getattr(plan, field) == text:
        return plan
    as_read = {"pk": plan.pk, "version": plan.version, "status__in": EDITABLE_STATUSES}
    before = getattr(plan, field)
    changes = {field: text, "version": plan.version + 1, "updated_at": timezone.now()}
    if before != read_text or not Plan.objects.filter(**as_read).update(**changes):
        raise StaleDraft
    setattr(plan, field, text)
    plan.version += 1
    record(actor=actor, action="edit", obj=plan, before={field: before}, after={field: text})
    return plan


def hold(plan: Plan) -> None:
    """Nobody submits the plan while this transaction lasts; ValidationError where it was submitted already."""
    held = Plan.objects.filter(pk=plan.pk, status__in=EDITABLE_STATUSES).update(
        updated_at=timezone.now(), version=F("version") + 1
    )
    if not held:
        raise ValidationError(NOT_EDITABLE)


@transaction.atomic
def add_group(plan: Plan, *, actor: User, title: str, description: str = "") -> TaskGroup:
    """A new content item after the last; numbers stay with their items for good."""
    hold(plan)
    last = plan.groups.aggregate(last=Max("number"))["last"] or 0
    group = TaskGroup(plan=plan, number=last + 1, title=title, description=description)
    group.full_clean()
    group.save()
    record(actor=actor, action="add_group", obj=plan, after={"group": str(group)})
    return group


@transaction.atomic
def edit_group(group: TaskGroup, *, actor: User, read_at: datetime) -> TaskGroup:
    """Save `group` as its form has filled it, where the row is still as it was read."""
    hold(group.plan)
    before = TaskGroup.objects.get(pk=group.pk)
    if before.updated_at != read_at:
        raise StaleDraft
    group.full_clean()
    group.save()
    record(
        actor=actor,
        action="edit_group",
        obj=group.plan,
        before={"group": str(before)},
        after={"group": str(group)},
    )
    return group


@transaction.atomic
def save_task(
    task: Task,
    *,
    actor: User,
    supports: Iterable[dict[str, Any]],
    indicators: Iterable[dict[str, Any]],
    read_at: datetime | None = None,
) -> Task:
    """Save a new task, or one that was read at `read_at`, with its supports and indicators.

    A row without its agency or name is a blank line of the form and is left out; one left out is taken off the task.
    """
    hold(task.plan)
    is_new = task.pk is None
    if is_new:
        last = task.group.tasks.aggregate(last=Max("number"))["last"] or 0
        task.number = last + 1
    elif read_at is None or not Task.objects.filter(pk=task.pk, updated_at=read_at).exists():
        raise StaleDraft
    task.full_clean(exclude=["locality", "code"])
    task.save()
    _replace_supports(task, list(supports))
    _replace_indicators(task, list(indicators))
    record(
        actor=actor,
        action="add_task" if is_new else "edit_task",
        obj=task,
        after={"title": task.display_title, "lead": task.lead_agency_id},
    )
    return task


def _replace_supports(task: Task, rows: list[dict[str, Any]]) -> None:
    kept = {row["agency"].pk: row for row in rows if row.get("agency")}
    task.supports.exclude(agency_id__in=kept).delete()
    for row in kept.values():
        support = task.supports.filter(agency=row["agency"]).first() or TaskSupport(
            task=task, agency=row["agency"]
        )
        support.contribution, support.due_on = row.get("contribution", ""), row.get("due_on")
        support.full_clean()
        support.save()


def _replace_indicators(task: Task, rows: list[dict[str, Any]]) -> None:
    """Indicators in the order of the form; a draft has no figures yet that could hang on the old rows."""
    task.indicators.all().delete()
    for number, row in enumerate((row for row in rows if row.get("name")), 1):
        indicator = Indicator(
            task=task, number=number, name=row["name"], unit=row["unit"], target_value=row.get("target_value")
        )
        indicator.full_clean()
        indicator.save()
