"""Writing an amendment: its own text and its changes. Nothing of the issued plan moves here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from agencies.choices import AgencyKind
from agencies.models import User
from agencies.services.activity import record
from documents.models import LegalBasis, OfficeWording
from plans.choices import OPEN_AMENDMENT, AmendmentPaper, ChangeKind, PlanStatus, Rhythm
from plans.dashboards.changes import day_of
from plans.models import Amendment, AmendmentChange, Plan, Task, TaskGroup
from plans.services.drafting import StaleDraft
from plans.services.versions import (
    current_version,
    group_content,
    indicator_content,
    same_promise,
    support_content,
    task_columns,
    task_content,
)
from ttdn_portal.shared.transitions import StaleState

NOT_EDITABLE = "Văn bản điều chỉnh không còn ở bước soạn nên không sửa được. Xem lại trạng thái."
# Columns of a task that an amendment writes; days and rows of other tables come apart.
COLUMNS = (
    "title",
    "description",
    "expected_output",
    "rhythm",
    "budget_vnd",
    "funding_source",
    "note",
    "is_secret",
    "lead_agency_id",
    "joint_lead_agency_id",
)
OWN_TEXT = (
    "title",
    "reasons",
    "other_bases",
    "paper",
    "layout",
    "effective_from",
    "recipients",
    "signing_authority",
)
NOTHING_CHANGED = "Chưa thay đổi gì so với nội dung đã ban hành."


@transaction.atomic
def create_amendment(amendment: Amendment, *, actor: User, bases: Iterable[LegalBasis] = ()) -> Amendment:
    """Begin a draft for an issued plan; its number in the plan is the next one."""
    plan = amendment.plan
    held = Plan.objects.filter(pk=plan.pk, status=PlanStatus.ISSUED).update(updated_at=timezone.now())
    if not held:
        raise StaleState
    last = plan.amendments.aggregate(last=Max("ordinal"))["last"] or 0
    amendment.ordinal = last + 1
    amendment.symbol = amendment.usual_symbol
    amendment.full_clean(exclude=["locality"])
    amendment.save()
    amendment.legal_bases.set(bases)
    record(actor=actor, action="create", obj=amendment)
    return amendment


def begin(plan: Plan) -> Amendment:
    """An amendment of `plan` as its form first shows it; the office's own words are filled in."""
    wording = OfficeWording.objects.filter(agency=plan.issuer, layout=plan.layout).first()
    is_committee = plan.issuer.kind == AgencyKind.STEERING_COMMITTEE
    return Amendment(
        plan=plan,
        ordinal=1,
        title=f"điều chỉnh, bổ sung {plan.title}"[:400],
        layout=plan.layout,
        paper=AmendmentPaper.PLAN if is_committee else AmendmentPaper.DECISION,
        recipients=plan.recipients or (wording.recipients if wording else ""),
        signing_authority=plan.signing_authority or (wording.signing_authority if wording else ""),
    )


@transaction.atomic
def edit_amendment(
    amendment: Amendment, *, actor: User, bases: Iterable[LegalBasis], read_at: datetime
) -> Amendment:
    """Save the amendment's own text as its form has filled it, where the row is still as it was read."""
    _hold(amendment, read_at=read_at)
    amendment.symbol = amendment.usual_symbol
    amendment.full_clean(exclude=["locality"])
    amendment.save(update_fields=[*OWN_TEXT, "symbol", "updated_at"])
    amendment.refresh_from_db(fields=["version"])
    amendment.legal_bases.set(bases)
    record(actor=actor, action="edit", obj=amendment, after={"title": amendment.title})
    return amendment


@transaction.atomic
def discard_amendment(amendment: Amendment, *, actor: User) -> None:
    """Put away a draft that nobody wants any more; ValidationError where it lies with the signer or was issued."""
    _hold(amendment)
    told = {"amendment": amendment.full_title, "changes": amendment.changes.count()}
    record(actor=actor, action="discard_amendment", obj=amendment.plan, before=told)
    amendment.changes.all().delete()
    amendment.delete()


def _hold(amendment: Amendment, *, read_at: datetime | None = None) -> None:
    """Nobody submits the amendment while this transaction lasts; ValidationError where it was submitted already."""
    rows = Amendment.objects.filter(pk=amendment.pk, status__in=OPEN_AMENDMENT)
    if read_at and not rows.filter(updated_at=read_at).exists():
        if rows.exists():
            raise StaleDraft
        raise ValidationError(NOT_EDITABLE)
    if not rows.update(updated_at=timezone.now(), version=F("version") + 1):
        raise ValidationError(NOT_EDITABLE)


# --- Changes ----------------------------------------------------------------------------------------


def proposed_content(
    task: Task, supports: Iterable[dict[str, Any]], indicators: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """What a task's form proposes; a row without its agency or name is a blank line and is left out."""
    if task.rhythm != Rhythm.ONCE and task.due_on is None:
        task.due_on = task.plan.ends_on
    return task_columns(task) | {
        "supports": [
            support_content(row["agency"], row.get("contribution", ""), row.get("due_on"))
            for row in supports
            if row.get("agency")
        ],
        "indicators": [
            indicator_content(row["name"], row["unit"], row.get("target_value"), row.get("id"))
            for row in indicators
            if row.get("name")
        ],
    }


def change_of_task(amendment: Amendment, task: Task) -> AmendmentChange:
    """The change of `task` in this amendment, or one that begins with the task as it stands."""
    found = amendment.changes.filter(task=task).first()
    content = task_content(task)
    return found or AmendmentChange(
        amendment=amendment, kind=ChangeKind.EDIT_TASK, task=task, before=content, after=content
    )


def stored(change: AmendmentChange) -> AmendmentChange | None:
    """The row as it is now: of the same key, or begun by somebody else for the same place."""
    rows = change.amendment.changes.all()
    if change.pk:
        return rows.filter(pk=change.pk).first()
    if change.task:
        return rows.filter(task=change.task).first()
    if change.field:
        return rows.filter(field=change.field).first()
    is_title = change.kind == ChangeKind.EDIT_GROUP
    return rows.filter(kind=change.kind, group=change.group).first() if is_title else None


def is_overtaken(change: AmendmentChange, task: Task) -> bool:
    """Another amendment took effect since this change was drafted: its *trước* is not any more what stands."""
    return change.pk is not None and not same_promise(change.before, task_content(task))


@transaction.atomic
def save_task_change(
    change: AmendmentChange, *, actor: User, content: dict[str, Any], read_at: datetime | None
) -> AmendmentChange:
    """Keep what is proposed for a task, against the task as it stands now."""
    assert change.task is not None
    change.before = task_content(change.task)
    if same_promise(change.before, content):
        raise ValidationError(NOTHING_CHANGED)
    change.kind, change.after = ChangeKind.EDIT_TASK, content
    return _put(change, actor=actor, read_at=read_at)


@transaction.atomic
def withdraw_task(amendment: Amendment, task: Task, *, actor: User, reason: str) -> AmendmentChange:
    """Propose that `task` leaves the plan; a change proposed before is taken back by this."""
    change = change_of_task(amendment, task)
    change.before, change.after = task_content(task), {}
    change.kind, change.reason = ChangeKind.WITHDRAW_TASK, reason
    return _put(change, actor=actor, read_at=change.updated_at if change.pk else None)


@transaction.atomic
def save_added_task(
    change: AmendmentChange, *, actor: User, content: dict[str, Any], read_at: datetime | None
) -> AmendmentChange:
    """Keep a task that is to be added to a content item of the plan, or to one that this amendment adds."""
    change.kind, change.after = ChangeKind.ADD_TASK, content | {"number": None}  # given on issue
    return _put(change, actor=actor, read_at=read_at)


def change_of_text(amendment: Amendment, field: str) -> AmendmentChange:
    """The change of one written part, or one that begins with its words as they stand."""
    words = {"text": getattr(amendment.plan, field)}
    found = amendment.changes.filter(field=field).first()
    return found or AmendmentChange(
        amendment=amendment, kind=ChangeKind.EDIT_TEXT, field=field, before=words, after=words
    )


@transaction.atomic
def save_text_change(
    change: AmendmentChange, *, actor: User, text: str, read_at: datetime | None
) -> AmendmentChange:
    """Keep the new words of one written part of the plan."""
    change.before = {"text": getattr(change.amendment.plan, change.field)}
    change.after = {"text": text}
    if change.before == change.after:
        raise ValidationError(NOTHING_CHANGED)
    return _put(change, actor=actor, read_at=read_at)


def change_of_group(amendment: Amendment, group: TaskGroup) -> AmendmentChange:
    """The change of a content item's title, or one that begins with it as it stands."""
    found = amendment.changes.filter(kind=ChangeKind.EDIT_GROUP, group=group).first()
    words = group_content(group)
    return found or AmendmentChange(
        amendment=amendment, kind=ChangeKind.EDIT_GROUP, group=group, before=words, after=words
    )


@transaction.atomic
def save_group_change(
    change: AmendmentChange, *, actor: User, title: str, description: str, read_at: datetime | None
) -> AmendmentChange:
    """Keep the new title of a content item; its number stays."""
    assert change.group is not None
    change.before = group_content(change.group)
    change.after = change.before | {"title": title, "description": description}
    if change.before == change.after:
        raise ValidationError(NOTHING_CHANGED)
    return _put(change, actor=actor, read_at=read_at)


@transaction.atomic
def save_added_group(
    change: AmendmentChange, *, actor: User, title: str, description: str, read_at: datetime | None
) -> AmendmentChange:
    """Keep a content item that is to be added after the last."""
    change.kind, change.after = ChangeKind.ADD_GROUP, {"title": title, "description": description}
    return _put(change, actor=actor, read_at=read_at)


def _put(change: AmendmentChange, *, actor: User, read_at: datetime | None) -> AmendmentChange:
    """Write the change where it is new or still as it was read, else raise StaleDraft."""
    amendment = change.amendment
    _hold(amendment)
    change.base_version = current_version(amendment.plan)
    as_read = AmendmentChange.objects.filter(pk=change.pk, updated_at=read_at) if read_at else None
    if change.pk and not (as_read and as_read.exists()):
        raise StaleDraft
    if not change.pk:
        change.position = (amendment.changes.aggregate(last=Max("position"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:  # somebody proposed a change of the same place a moment ago
        raise StaleDraft from None
    record(
        actor=actor,
        action="save_change",
        obj=amendment,
        before=change.before,
        after={"kind": change.kind, **change.after},
    )
    return change


@transaction.atomic
def remove_change(change: AmendmentChange, *, actor: User) -> None:
    """Take a change back; a content item to be added stays as long as a task is to be added to it."""
    amendment = change.amendment
    _hold(amendment)
    if change.new_tasks.exists():
        raise ValidationError("Bỏ các nhiệm vụ thuộc nội dung bổ sung này trước.")
    record(actor=actor, action="remove_change", obj=amendment, before={"kind": change.kind, **change.after})
    change.delete()


def task_of_content(task: Task, content: dict[str, Any]) -> Task:
    """`task` as `content` has it, in memory only: what its form begins with."""
    for name in COLUMNS:
        setattr(task, name, content[name])
    task.starts_on, task.due_on = day_of(content["starts_on"]), day_of(content["due_on"])
    return task


def places_for_tasks(amendment: Amendment) -> list[tuple[str, str]]:
    """Where a task may be added: (word, title) of the plan's content items and of those that this amendment adds."""
    old = [(f"g{group.number}", f"{group.number}. {group.title}") for group in amendment.plan.groups.all()]
    new = amendment.changes.filter(kind=ChangeKind.ADD_GROUP)
    return old + [(f"n{change.position}", f"(bổ sung) {change.after['title']}") for change in new]


def set_place(change: AmendmentChange, word: str) -> None:
    """Let the added task stand where `word` of `places_for_tasks` says."""
    kind, number = word[:1], int(word[1:])
    change.group = change.amendment.plan.groups.get(number=number) if kind == "g" else None
    change.new_group = (
        change.amendment.changes.get(kind=ChangeKind.ADD_GROUP, position=number) if kind == "n" else None
    )


def place_word(change: AmendmentChange) -> str:
    if change.group:
        return f"g{change.group.number}"
    return f"n{change.new_group.position}" if change.new_group else ""
