"""What an officer types into a report, as one value that can be kept, compared and saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from reports.dashboards.counting import is_counted
from reports.models import FigureValue, Marks, ProgressReport
from ttdn_portal.shared.prepared import prepared

TEXT_COLUMNS = (
    "results",
    "difficulties",
    "recommendations",
    "next_steps",
    "progress_percent",
    "completed_on",
    "no_change",
)

KNOWN = "_typed_figures"


@dataclass(frozen=True)
class ReportText:
    """What an officer typed; `figures` maps an indicator's id to its figure (None: left blank)."""

    results: str = ""
    difficulties: str = ""
    recommendations: str = ""
    next_steps: str = ""
    progress_percent: int | None = None
    completed_on: date | None = None
    no_change: bool = False
    figures: Mapping[int, Decimal | None] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)

    def columns(self) -> dict[str, Any]:
        """What is stored in the report's row."""
        return {name: getattr(self, name) for name in TEXT_COLUMNS} | {"marks": self.marks.as_json()}

    @classmethod
    def of(cls, report: ProgressReport) -> "ReportText":
        """What stands in the report now."""
        columns = {name: getattr(report, name) for name in TEXT_COLUMNS}
        return cls(**columns, figures=figures_of(report), marks=Marks.from_json(report.marks))

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ReportText":
        """What `as_json` kept."""
        done = kept.get("completed_on")
        columns = {name: kept[name] for name in TEXT_COLUMNS if name in kept and name != "completed_on"}
        figures = {int(pk): Decimal(value) for pk, value in kept.get("figures", {}).items()}
        return cls(
            **columns,
            completed_on=date.fromisoformat(done) if done else None,
            figures=figures,
            marks=Marks.from_json(kept.get("marks")),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data to keep or compare."""
        columns = self.columns() | {
            "completed_on": self.completed_on.isoformat() if self.completed_on else None
        }
        return columns | {
            "figures": {str(pk): str(value) for pk, value in self.figures.items() if value is not None}
        }


def figures_of(report: ProgressReport) -> dict[int, Decimal]:
    """The report's typed figures by their indicators' ids; counted ones follow the register (services.counting).

    Without a query where they were read along with it, their indicators and counting rules too.
    """
    if KNOWN in report.__dict__:
        return dict(report.__dict__[KNOWN])
    if "figures" in getattr(report, "_prefetched_objects_cache", {}):
        typed = [figure for figure in report.figures.all() if not is_counted(figure.indicator)]
        return {figure.indicator_id: figure.value for figure in typed}
    return dict(_figures(report=report.pk)) if report.pk else {}


def keep_figures(report: ProgressReport, figures: dict[int, Decimal]) -> None:
    """Let `figures_of` give these, read along with the report, until `forget_figures`."""
    report.__dict__[KNOWN] = figures


def forget_figures(report: ProgressReport) -> None:
    """They are written now: ask the database the next time."""
    report.__dict__.pop(KNOWN, None)
    getattr(report, "_prefetched_objects_cache", {}).pop("figures", None)


@prepared
def _figures(*, report: int) -> QuerySet[Any]:
    typed = FigureValue.objects.filter(report=report, indicator__counting_rule__isnull=True)
    return typed.order_by().values_list("indicator_id", "value")
