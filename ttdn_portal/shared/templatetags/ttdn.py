"""Filters and tags that every template has without loading them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from markupsafe import Markup

from ttdn_portal.shared import dates, forms
from ttdn_portal.shared.filenames import extension_of
from ttdn_portal.shared.rows import render_fragment, render_known, render_rows
from ttdn_portal.shared.text import Block, blocks
from ttdn_portal.shared.transitions import Problem, place_of

register = template.Library()


@register.filter
def number(value: Any) -> str:
    """1250000 → 1.250.000; 12.5 → 12,5. Nothing stays nothing."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    whole, _, fraction = f"{amount:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


@register.filter
def vnd(value: Any) -> str:
    """Whole đồng: 1250000 → “1.250.000 đồng”."""
    return f"{number(value)} đồng" if value not in (None, "") else ""


@register.filter
def short_date(day: date | None) -> str:
    return dates.short_date(day) if day else ""


@register.filter
def weekday(day: date) -> str:
    return dates.weekday_name(day)


@register.filter
def long_date(day: date | None) -> str:
    return dates.long_date(day) if day else ""


@register.filter
def moment(at: datetime | None) -> str:
    """14:32 05/03/2026, in the portal's time zone."""
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""


@register.filter
def text_blocks(text: str) -> list[Block]:
    """A long text as paragraphs and list items."""
    return blocks(text or "")


@register.filter
def extension(name: str) -> str:
    """PDF for “Báo cáo.pdf”: the kind of a file as a list shows it."""
    return extension_of(name).removeprefix(".").upper()


@register.filter
def place(problem: str) -> str:
    """Where a sentence that stands against a move is put right, or nothing."""
    return place_of(problem)


@register.filter
def with_places(errors: Any) -> list[Problem]:
    """The errors of a form as sentences that still know their places."""
    return [Problem(next(iter(error)), place_of(error.message)) for error in errors.as_data()]


@register.filter
def told(field: BoundField, error: str) -> str:
    """An error as the list above a form says it (see shared.forms)."""
    return forms.told(field, error)


@register.filter
def row_name(form: Any) -> str:
    """Which of several rows a form is; nothing where it stands alone."""
    return getattr(form, "row_name", "")


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key, "") if mapping else ""


@register.simple_tag(takes_context=True)
def has_perm(context: dict[str, Any], name: str, obj: Any = None) -> bool:
    """{% has_perm "plans.submit_plan" plan as may_submit %}"""
    return bool(context["request"].user.has_perm(name, obj))


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any], part: str) -> Markup:
    """{% frame "header" %}: a part of the page's frame, which every answer draws."""
    return render_fragment(
        f"components/{part}.jinja",
        portal=context.get("portal"),
        csrf_token=context.get("csrf_token", ""),
    )


@register.simple_tag
def rows(template: str, rows: Any) -> Markup:
    """{% rows "reports/_x_rows.jinja" page.tuples %}: the rows of a long list, drawn from tuples."""
    return render_rows(template, rows)


@register.simple_tag
def group_bars(groups: Any, url: str) -> Markup:
    """{% group_bars page.groups "…?nhom=" %}: a bar for each content item; `url` goes on with its number."""
    return render_known("components/group_bars.jinja", tuple(groups), url)


# Name of the figure; kind of status, which the sum has not; words.
FIVE = (
    ("total", "", "Tổng số nhiệm vụ"),
    ("done", "done", "Hoàn thành đúng hạn"),
    ("done_late", "late_done", "Hoàn thành quá hạn"),
    ("in_term", "going", "Chưa xong, trong hạn"),
    ("overdue", "late", "Chưa xong, quá hạn"),
)


@register.simple_tag
def five(figures: Any, links: Any = None, changes: Any = None) -> Markup:
    """{% five page.figures links changes %}: the five figures, and by their names where each leads and how it changed."""
    links, changes = links or {}, changes or {}
    counts = figures if isinstance(figures, Mapping) else figures._asdict()
    cells = [
        (kind, label, number(counts[name]), links.get(name, ""), changes.get(name, ""))
        for name, kind, label in FIVE
    ]
    return render_fragment("components/five.jinja", cells=cells)


@register.simple_tag
def tabs(label: str, items: Any) -> Markup:
    """{% tabs "Các trang của kế hoạch" tabs %}: pages that belong together, the one at hand marked."""
    return render_fragment("components/tabs.jinja", label=label, items=items)


@register.simple_tag
def filter_field(field: BoundField, *, wide: bool = False) -> Markup:
    """{% filter_field form.q wide=True %}: one field of a list's filter, its label above it."""
    return render_fragment("components/filter_field.jinja", field=field, wide=wide)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The address's query with some values changed; an empty value takes its key away."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = str(value)
    return f"?{params.urlencode()}" if params else "?"
