"""Figures counted from the register of outputs: what counts, and how much of one unit it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from plans.models import Indicator, Task
from reports.choices import Measure
from reports.models import CountingRule, Output, ReportingPeriod
from reports.models.output import ATTENDEE_UNITS, VIEW_UNITS
from ttdn_portal.shared.text import fold

# A task's indicators, each with how it is counted.
WITH_RULES = Prefetch("indicators", Indicator.objects.select_related("counting_rule"))
COLUMNS = ("pk", "same_as_id", "kind", "channel", "languages", "views", "attendees", "amount", "unit_key")


@dataclass(frozen=True)
class Entry:
    """One output as far as counting needs it."""

    pk: int
    same_as: int | None
    kind: str
    channel: str
    languages: str
    views: int | None
    attendees: int | None
    amount: Decimal | None
    unit_key: str

    @property
    def root(self) -> int:
        return self.same_as or self.pk

    def quantity(self, unit_key: str) -> Decimal | None:
        """How much it has of a unit. “Lượt” and “người” have columns of their own, so neither becomes the other."""
        if unit_key in VIEW_UNITS:
            return None if self.views is None else Decimal(self.views)
        if unit_key in ATTENDEE_UNITS:
            return None if self.attendees is None else Decimal(self.attendees)
        return self.amount if self.unit_key == unit_key else None


def is_counted(indicator: Indicator) -> bool:
    """Its figure comes from the register and is not typed."""
    return getattr(indicator, "counting_rule", None) is not None


def rules_of(task: Task) -> list[CountingRule]:
    """The counting rules of the task's indicators; no query where they were read along with them."""
    read = getattr(task, "_prefetched_objects_cache", {}).get("indicators")
    if read is not None and all("counting_rule" in row._state.fields_cache for row in read):
        return [row.counting_rule for row in read if row._state.fields_cache["counting_rule"]]
    return list(CountingRule.objects.filter(indicator__task=task).select_related("indicator"))


def entries_of(task: Task, period: ReportingPeriod) -> list[Entry]:
    """What the register holds for the task in the span of the period's data; one query."""
    rows = Output.objects.kept().in_period(period).filter(task=task).order_by("pk")
    return [Entry(*row) for row in rows.values_list(*COLUMNS)]


def matching(rule: CountingRule, entries: Iterable[Entry]) -> list[Entry]:
    return [
        entry
        for entry in entries
        if (not rule.kind or entry.kind == rule.kind)
        and (not rule.channel or entry.channel == rule.channel)
        and (not rule.language or f",{rule.language}," in entry.languages)
    ]


def value_of(rule: CountingRule, entries: Iterable[Entry]) -> Decimal:
    """The figure by this rule. Merged entries count once; of what they tell differently the greater stands."""
    found = matching(rule, entries)
    if rule.measure == Measure.ENTRIES:
        return Decimal(len({entry.root for entry in found}))
    return sum(quantities(found, fold(rule.indicator.unit)).values(), Decimal())


def quantities(entries: Iterable[Entry], unit_key: str) -> dict[int, Decimal]:
    """By merged entry, how much there is of one unit; never two units in one sum."""
    by_root: dict[int, Decimal] = {}
    for entry in entries:
        amount = entry.quantity(unit_key)
        if amount is not None:
            by_root[entry.root] = max(by_root.get(entry.root, Decimal()), amount)
    return by_root


def counted_values(task: Task, period: ReportingPeriod) -> dict[int, Decimal]:
    """Figures by indicator as the register counts them now; no query but the first where nothing is counted."""
    rules = rules_of(task)
    entries = entries_of(task, period) if rules else []
    return {rule.indicator_id: value_of(rule, entries) for rule in rules}
