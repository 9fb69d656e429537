"""The plan's own budget table: the only place where amounts of different tasks are added up."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.text import capfirst

from plans.choices import FundingSource
from plans.models import Plan

SOURCES = (*FundingSource.choices, ("", "chưa ghi nguồn"))


@dataclass(frozen=True)
class BudgetLine:
    """One content item: (source, đồng) of each, their sum, and how many tasks state no amount."""

    number: int
    title: str
    amounts: list[tuple[str, int]]
    total: int
    without: int


@dataclass(frozen=True)
class BudgetTable:
    """Amounts stand beside the name of their source: on a phone there is no head to read it from."""

    sources: list[str]
    lines: list[BudgetLine]
    amounts: list[tuple[str, int]]
    total: int
    without: int


def budget_table(plan: Plan) -> BudgetTable:
    """Sums by content item and source, by two queries; a source that no task names has no column."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    without: dict[int, int] = defaultdict(int)
    tasks = plan.tasks.filter(withdrawn_on__isnull=True, is_secret=False).order_by()
    rows = tasks.values_list("group_id", "funding_source").annotate(
        amount=Sum("budget_vnd"), blank=Count("pk", filter=Q(budget_vnd__isnull=True))
    )
    for group, source, amount, blank in rows:
        if amount:
            found[group][source] = amount
        without[group] += blank
    used = [
        (key, capfirst(label)) for key, label in SOURCES if any(key in amounts for amounts in found.values())
    ]
    lines = [
        BudgetLine(
            group.number,
            group.title,
            [(label, found[group.pk].get(key, 0)) for key, label in used],
            sum(found[group.pk].values()),
            without[group.pk],
        )
        for group in plan.groups.all()
    ]
    sums = [(label, sum(amounts.get(key, 0) for amounts in found.values())) for key, label in used]
    return BudgetTable(
        sources=[label for _, label in used],
        lines=lines,
        amounts=sums,
        total=sum(line.total for line in lines),
        without=sum(line.without for line in lines),
    )
