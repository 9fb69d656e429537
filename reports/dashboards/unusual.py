"""A figure that is far out of the ordinary: told before it is sent, never refused."""

from collections.abc import Mapping
from decimal import Decimal

from plans.models import Indicator
from ttdn_portal.shared.templatetags.ttdn import number

FACTOR = 10


def unusual(value: Decimal | None, *, target: Decimal | None, earlier: Decimal | None) -> str:
    """How far `value` is out of the ordinary, in words; empty where it is not.

    Ten times the year's target or the last figure is more often a wrong unit or a nought too many than good work.
    """
    if value is None:
        return ""
    for measure, words in ((target, "chỉ tiêu cả năm"), (earlier, "số kỳ trước")):
        if measure and value >= FACTOR * measure:
            return f"gấp {number((value / measure).quantize(Decimal(1)))} lần {words} ({number(measure)})"
    return ""


def warnings_of(
    figures: Mapping[int, Decimal], indicators: list[Indicator], earlier: Mapping[int, Decimal]
) -> dict[int, str]:
    """Indicator's id → sentence, for the figures that should be looked at twice."""
    found = {}
    for indicator in indicators:
        value = figures.get(indicator.pk)
        words = unusual(value, target=indicator.target_value, earlier=earlier.get(indicator.pk))
        if words and value is not None:
            found[indicator.pk] = f"{indicator.name}: {number(value)} {indicator.unit} {words}."
    return found
