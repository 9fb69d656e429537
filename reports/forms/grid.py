"""The rows of the grid: each the report's own form with the columns that fit into a line."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from reports.dashboards.counting import is_counted
from reports.dashboards.grid import GridPlace
from reports.dashboards.unusual import unusual
from reports.forms.writing import ReportForm
from reports.models import ProgressReport
from ttdn_portal.shared.fields import DAY_HINT
from ttdn_portal.shared.templatetags.ttdn import number

COLUMNS = ("results", "progress_percent", "completed_on", "difficulties", "recommendations")
# What a reviewer's comment is pinned to, by the grid's columns.
COMMENTED = {"progress_percent": "percent"}


class GridForm(ReportForm):
    """One row. `seen` names the text as the page showed it: a row that nobody touched is not saved over anybody's."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, place: GridPlace, report: ProgressReport):
        prefix = prefix_of(place.task.code)
        super().__init__(
            data, report=report, indicators=place.indicators, only=(*COLUMNS, "seen"), prefix=prefix
        )
        for name in ("results", "difficulties", "recommendations"):
            self.fields[name].widget.attrs["rows"] = 2
        self.fields["completed_on"].widget.attrs["placeholder"] = DAY_HINT
        for box in self.fields.values():
            box.help_text = ""  # said once, above the grid
        self.initial["seen"] = self.digest() if data is None else ""

    def digest(self) -> str:
        """What stands in the boxes of this row, as typed or as shown."""
        shown = [self._text_of(name) for name in self.fields if name not in ("version", "seen")]
        return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:32]

    def _text_of(self, name: str) -> str:
        text = self.fields[name].widget.format_value(self[name].value())
        return "\n".join(str(text or "").splitlines()).strip()

    @property
    def is_touched(self) -> bool:
        return self.digest() != self.data.get(self.add_prefix("seen"))


@dataclass(frozen=True)
class GridCell:
    """One box: its column counted from the left, and what stands below it."""

    column: int
    field: forms.BoundField
    comment: str = ""
    hint: str = ""
    warning: str = ""


@dataclass(frozen=True)
class GridRow:
    """One task with its form; no form where nothing can be typed. `width`: columns of figures in the whole grid."""

    place: GridPlace
    report: ProgressReport
    locked: str
    form: GridForm | None
    width: int
    is_stale: bool = False
    problem: str = ""
    is_chosen: bool = False

    @property
    def code(self) -> str:
        return self.place.task.code

    @property
    def cells(self) -> dict[str, GridCell]:
        """By the names of the columns; figures stand in `figures`."""
        places = dict(zip(COLUMNS, (0, 1, 2, 3 + self.width, 4 + self.width), strict=True))
        return {name: self._cell(name, column) for name, column in places.items()} if self.form else {}

    def _cell(self, name: str, column: int) -> GridCell:
        assert self.form is not None
        return GridCell(column, self.form[name], self.place.comments.get(COMMENTED.get(name, name), ""))

    @property
    def counted(self) -> list[str]:
        """Figures that the register of outputs gives: read here, never typed."""
        stored = {f.indicator_id: f.value for f in self.report.figures.all()} if self.report.pk else {}
        return [
            f"{i.name}: {number(stored[i.pk]) if i.pk in stored else '–'} {i.unit}, tính từ sổ sản phẩm"
            for i in self.place.indicators
            if is_counted(i)
        ]

    @property
    def figures(self) -> list[GridCell]:
        found = []
        for place, (indicator, box) in enumerate(self.form.figure_fields() if self.form else []):
            target, last = indicator.target_value, self.place.earlier.get(indicator.pk)
            warning = unusual(box.initial, target=target, earlier=last)
            found.append(GridCell(3 + place, box, "", _measures(target, last), warning))
        return found


def _measures(target: Decimal | None, last: Decimal | None) -> str:
    said = [("cả năm", target), ("kỳ trước", last)]
    return " · ".join(f"{words} {number(value)}" for words, value in said if value is not None)


def prefix_of(code: str) -> str:
    return f"t{code.replace('.', '_')}"


def posted_form(place: GridPlace, report: ProgressReport, data: Mapping[str, Any]) -> GridForm | None:
    """The row as it was sent; a row in which nothing could be typed was not."""
    is_sent = f"{prefix_of(place.task.code)}-version" in data
    return GridForm(data, place=place, report=report) if is_sent else None
