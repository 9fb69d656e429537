"""The parts of the report's form as the page draws them: each with what is said about it."""

from dataclasses import dataclass
from typing import Any

from reports.choices import ReportField
from reports.dashboards.writing import FieldNote, WritingPage
from reports.models import Marks

FIELDS = {
    ReportField.RESULTS: "results",
    ReportField.PERCENT: "progress_percent",
    ReportField.COMPLETED_ON: "completed_on",
    ReportField.DIFFICULTIES: "difficulties",
    ReportField.RECOMMENDATIONS: "recommendations",
    ReportField.NEXT_STEPS: "next_steps",
}


@dataclass(frozen=True)
class FormPart:
    """One part of the form. Where a report came back, what was not asked for is folded."""

    name: str
    label: str
    note: FieldNote
    field: Any = None
    answer: Any = None
    why: Any = None
    finished: Any = None
    previous: str = ""
    is_copied: bool = False
    is_folded: bool = False
    is_bad: bool = False

    @property
    def is_needed(self) -> bool:
        """A draft may lack it, what is sent may not."""
        return self.name in (ReportField.RESULTS, ReportField.PERCENT)

    @property
    def kind(self) -> str:
        return "tall" if self.name == ReportField.RESULTS else ""


def form_parts(form: Any, page: WritingPage) -> dict[str, FormPart]:
    """By the names of ReportField."""
    asked = set(form.asked)
    copied = Marks.from_json(form.report.marks).copied
    return {name.value: _part(form, page, name, asked, copied) for name in ReportField}


def _part(form: Any, page: WritingPage, name: ReportField, asked: set[str], copied: Any) -> FormPart:
    key = FIELDS.get(name, "")
    bad = [field for field in form.errors if field == key or (not key and field.startswith("figure_"))]
    return FormPart(
        name=name.value,
        label=name.label,
        note=page.notes[name],
        field=form[key] if key else None,
        answer=form[f"answer_{name}"] if name in asked else None,
        why=form[f"why_{name}"] if name in asked else None,
        finished=form[f"finished_{key}"] if f"finished_{key}" in form.fields else None,
        previous=getattr(page.before, key, "") if f"finished_{key}" in form.fields else "",
        is_copied=key in copied,
        is_folded=bool(asked) and name not in asked,
        is_bad=bool(bad),
    )
