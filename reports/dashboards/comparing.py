"""Two texts of one report, field by field, where they differ."""

from dataclasses import dataclass
from typing import Any

from plans.models import Indicator
from reports.dashboards.reading import field_label
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number


@dataclass(frozen=True)
class Difference:
    """One field in which the text on the server and one's own differ; `name` is the form's."""

    name: str
    label: str
    theirs: str
    mine: str

    @property
    def takes_mine(self) -> bool:
        """What is offered first: one's own words, unless one wrote nothing there."""
        return bool(self.mine) or not self.theirs


def differences(theirs: Any, mine: Any, indicators: list[Indicator]) -> list[Difference]:
    """Fields of two ReportTexts that differ, in the order of the form."""
    pairs = [
        _pair(name, getattr(theirs, name), getattr(mine, name))
        for name in (
            "results",
            "progress_percent",
            "completed_on",
            "difficulties",
            "recommendations",
            "next_steps",
        )
    ]
    figures = [
        Difference(
            f"figure_{i.number}", str(i), number(theirs.figures.get(i.pk)), number(mine.figures.get(i.pk))
        )
        for i in indicators
    ]
    rows = pairs[:1] + figures + pairs[1:]
    return [row for row in rows if row.theirs != row.mine]


def _pair(name: str, theirs: Any, mine: Any) -> Difference:
    label = field_label(name)
    return Difference(name, label, _shown(name, theirs), _shown(name, mine))


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    return {"completed_on": short_date, "progress_percent": lambda percent: f"{percent}%"}.get(name, str)(
        value
    )
