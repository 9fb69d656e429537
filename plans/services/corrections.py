"""Đính chính: a letter that puts right how an issued plan was typed. Its words are kept beside what they corrected."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from agencies.models import User
from agencies.services.activity import record
from documents.services.numbers import series_label_for, take_number
from plans.dashboards.plan import SECTIONS
from plans.models import Correction, Plan, Task, TaskGroup
from plans.services.applying import hold_plan
from plans.services.versions import freeze

# The columns of words at each kind of place; figures, days and agencies are no matter of a correction.
_TASK_WORDS = ("title", "description", "expected_output", "note")
_GROUP_WORDS = ("title", "description")


@dataclass(frozen=True)
class Spot:
    """The one place where the wrong words stand."""

    row: Any
    field: str


def places(plan: Plan) -> list[tuple[str, str]]:
    """Where words may be put right: (key, name) of the title, the written parts, content items and tasks."""
    found = [("title", "Trích yếu"), *((name, str(title)) for name, _, title in SECTIONS)]
    found += [(f"g{group.number}", f"Nội dung {group.number}. {group.title}") for group in plan.groups.all()]
    tasks = plan.tasks.filter(is_secret=False).order_by("sequence").values_list("code", "title")
    return found + [(f"t{code}", f"Nhiệm vụ {code}. {title}") for code, title in tasks]


def find_spot(plan: Plan, place: str, wrong: str) -> Spot:
    """The column in which `wrong` stands exactly once; ValidationError where it does not stand there, or more often."""
    rows = _rows(plan, place)
    found = [Spot(row, name) for row, names in rows for name in names if wrong in getattr(row, name)]
    times = sum(getattr(spot.row, spot.field).count(wrong) for spot in found)
    if times == 0:
        raise ValidationError({"wrong": "Không tìm thấy đúng những chữ này ở chỗ đã chọn. Chép nguyên văn."})
    if times > 1:
        raise ValidationError(
            {"wrong": f"Những chữ này có {times} lần ở chỗ đã chọn. Chép dài hơn để rõ một chỗ."}
        )
    return found[0]


def _rows(plan: Plan, place: str) -> list[tuple[Any, tuple[str, ...]]]:
    if place == "title" or place in {name for name, _, _ in SECTIONS}:
        return [(plan, (place,))]
    if place[:1] == "g" and place[1:].isdigit():
        return [(group, _GROUP_WORDS) for group in TaskGroup.objects.filter(plan=plan, number=place[1:])]
    tasks = Task.objects.filter(plan=plan, code=place[1:], is_secret=False).select_related("plan", "group")
    return [(task, _TASK_WORDS) for task in tasks]


@transaction.atomic
def correct_plan(correction: Correction, *, actor: User, issued_on: date, layout: str) -> Correction:
    """Record a correction: number taken, words put right where they stand, a version of the plan kept.

    ValidationError where the words are not found once, or the number is taken.
    """
    plan = correction.plan
    hold_plan(plan)
    plan.refresh_from_db()
    spot = find_spot(plan, correction.place, correction.wrong)
    last = plan.corrections.aggregate(last=Max("ordinal"))["last"] or 0
    correction.ordinal, correction.issued_on, correction.recorded_by = last + 1, issued_on, actor
    correction.full_clean(exclude=["locality"])
    correction.save()
    _take_number(correction, actor, layout)
    setattr(spot.row, spot.field, getattr(spot.row, spot.field).replace(correction.wrong, correction.right))
    spot.row.clean_fields(exclude=["locality", "code"])
    spot.row.save()
    fresh = Plan.objects.select_related("issuer", "locality").get(pk=plan.pk)
    freeze(fresh, actor=actor, effective_from=issued_on, correction=correction)
    record(
        actor=actor,
        action="correct",
        obj=plan,
        note=f"Công văn số {correction.document_number}, {correction.place_label}",
        before={"words": correction.wrong},
        after={"words": correction.right},
    )
    return correction


def _take_number(correction: Correction, actor: User, layout: str) -> None:
    plan = correction.plan
    take_number(
        issuer=plan.issuer,
        symbol=correction.symbol,
        layout=layout,
        label=series_label_for(issuer=plan.issuer, layout=layout, day=correction.issued_on),
        number=correction.number,
        subject_key=correction.subject_key,
        issued_on=correction.issued_on,
        actor=actor,
    )
