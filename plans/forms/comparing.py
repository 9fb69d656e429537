"""Two states of one form side by side, as people read them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number

# Label, what stands, what was typed.
Difference = tuple[str, str, str]


def differences(typed: forms.BaseForm, stored: forms.BaseForm) -> list[Difference]:
    """The fields in which the two differ."""
    rows = []
    for field in typed:
        if field.is_hidden or field.name not in stored.fields:
            continue
        mine, theirs = shown(field), shown(stored[field.name])
        if mine != theirs:
            rows.append((str(field.label), theirs, mine))
    return rows


def rows_as_text(formset: Any) -> str:
    """The filled rows of a set, one a line."""
    lines = ("; ".join(filter(None, (shown(field) for field in row))) for row in formset)
    return "\n".join(line for line in lines if line)


def shown(field: BoundField) -> str:
    """A field's value in words."""
    value = field.value()
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        return next((str(label) for key, label in choices if value and str(key) == str(value)), "")
    if isinstance(field.field, forms.BooleanField):
        return "Có" if value in (True, "on", "1", "true", "True") else "Không"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal | int):
        return number(value)
    return str(value or "").replace("\r\n", "\n").strip()
