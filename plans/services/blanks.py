"""Blanks of a plan that was transcribed from a public source: filled once, by the clerk, logged."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from documents.services.numbers import series_label_for, take_number
from plans.models import Plan

ALREADY_FILLED = "Chỗ này vừa được bổ sung rồi. Xem lại kế hoạch."


@transaction.atomic
def fill_blanks(plan: Plan, *, actor: User, values: dict[str, Any], note: str = "") -> Plan:
    """Write `values` where `plan` is still blank; ValidationError where somebody was faster or the number is taken."""
    wrong = [name for name in values if name not in plan.BLANK_FIELDS or getattr(plan, name)]
    if wrong or not plan.is_transcribed:
        raise ValidationError(ALREADY_FILLED)
    for name, value in values.items():
        setattr(plan, name, value)
    if "number" in values:
        _register(plan, actor)
    plan.full_clean()
    columns = {
        **values,
        "series_label": plan.series_label,
        "version": plan.version + 1,
        "updated_at": timezone.now(),
    }
    still_blank = {name: "" if name == "signer_name" else None for name in values}
    if not Plan.objects.filter(pk=plan.pk, version=plan.version, **still_blank).update(**columns):
        raise ValidationError(ALREADY_FILLED)
    plan.version += 1
    plan.save(update_fields=["updated_at"])  # brings the search column up to date
    record(
        actor=actor,
        action="fill_blank",
        obj=plan,
        note=note,
        after={name: str(value) for name, value in values.items()},
    )
    return plan


def _register(plan: Plan, actor: User) -> None:
    """A number of the past takes its place in the book of its year, so that nobody gets it again."""
    day = plan.issued_on or plan.starts_on
    plan.series_label = series_label_for(issuer=plan.issuer, layout=plan.layout, day=day)
    take_number(
        issuer=plan.issuer,
        symbol=plan.symbol,
        layout=plan.layout,
        label=plan.series_label,
        number=plan.number or 0,
        subject_key=plan.subject_key,
        issued_on=plan.issued_on,
        actor=actor,
    )
