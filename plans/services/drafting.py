"""Writing a plan that is not issued yet: its parts, groups and tasks, each save checked against what was read."""

import hashlib
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


def text_version(text: str) -> str:
    """How a page remembers which text it was read from."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@transaction.atomic
def save_section(
    plan: Plan, *, actor: User, field: str, text: str, read_version: str, is_autosave: bool = False
) -> Plan:
    """Write one part where it still says what the writer read, else raise StaleDraft.

    Two people on two parts do not hinder each other. An autosave leaves no entry in the log.
    """
    before = Plan.objects.values_list(field, flat=True).get(pk=plan.pk)
    if before == text:
        return plan
    as_read = {"pk": plan.pk, field: before, "status__in": EDITABLE_STATUSES}
    changes = {field: text, "version": F("version") + 1, "updated_at": timezone.now()}
    if text_version(before) != read_version or not Plan.objects.filter(**as_read).update(**changes):
        raise StaleDraft
    setattr(plan, field, text)
    if not is_autosave:
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
def edit_group(
    group: TaskGroup, *, actor: User, read_at: datetime | None, is_autosave: bool = False
) -> TaskGroup:
    """Save `group` as its form has filled it, where its text is still as it was read; its number is as it has become."""
    hold(group.plan)
    before = TaskGroup.objects.filter(pk=group.pk, updated_at=read_at).first() if read_at else None
    if before is None:
        raise StaleDraft
    group.number = before.number
    group.full_clean()
    group.save()
    if not is_autosave:
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
    is_autosave: bool = False,
) -> Task:
    """Save a new task, or one that was read at `read_at`, with its supports and indicators.

    A row without its agency or name is a blank line of the form and is left out; one left out is taken off the task.
    A task that was moved meanwhile keeps the place it has now.
    """
    hold(task.plan)
    is_new = task.pk is None
    if is_new:
        _take_new_place(task)
    else:
        _take_place(task, read_at)
    task.full_clean(exclude=["locality", "code"])
    task.save()
    _replace_supports(task, list(supports))
    _replace_indicators(task, list(indicators))
    if not is_autosave:
        record(
            actor=actor,
            action="add_task" if is_new else "edit_task",
            obj=task,
            after={"title": task.display_title, "lead": task.lead_agency_id},
        )
    return task


def _take_new_place(task: Task) -> None:
    """The last place of its group, whatever number the group has by now."""
    group = TaskGroup.objects.filter(pk=task.group_id, plan=task.plan).first()
    if group is None:
        raise ValidationError({"group": "Nội dung đã chọn vừa bị xóa. Chọn nội dung khác."})
    task.group = group
    task.number = (group.tasks.aggregate(last=Max("number"))["last"] or 0) + 1


def _take_place(task: Task, read_at: datetime | None) -> None:
    """Group and number as they are now; StaleDraft where the text is not the one that was read."""
    rows = Task.objects.select_related("group").filter(pk=task.pk)
    stored = rows.filter(updated_at=read_at).first() if read_at else None
    if stored is None:
        raise StaleDraft
    task.group, task.number = stored.group, stored.number


def _replace_supports(task: Task, rows: list[dict[str, Any]]) -> None:
    """Supports as the form has them; a row that says the same stays untouched."""
    kept = {row["agency"].pk: row for row in rows if row.get("agency")}
    task.supports.exclude(agency_id__in=kept).delete()
    stored = {support.agency_id: support for support in task.supports.all()}
    for pk, row in kept.items():
        support = stored.get(pk) or TaskSupport(task=task, agency=row["agency"])
        wanted = (row.get("contribution", ""), row.get("due_on"))
        if support.pk and (support.contribution, support.due_on) == wanted:
            continue
        support.contribution, support.due_on = wanted
        support.full_clean()
        support.save()


def _replace_indicators(task: Task, rows: list[dict[str, Any]]) -> None:
    """Indicators in the order of the form, each in the row of its number; a draft has no figures on them yet."""
    stored = {indicator.number: indicator for indicator in task.indicators.all()}
    named = [row for row in rows if row.get("name")]
    task.indicators.filter(number__gt=len(named)).delete()
    for number, row in enumerate(named, 1):
        indicator = stored.get(number) or Indicator(task=task, number=number)
        wanted = (row["name"], row["unit"], row.get("target_value"))
        if indicator.pk and (indicator.name, indicator.unit, indicator.target_value) == wanted:
            continue
        indicator.name, indicator.unit, indicator.target_value = wanted
        indicator.full_clean()
        indicator.save()
