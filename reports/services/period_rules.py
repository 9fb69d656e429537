"""Periods opened ahead by rule: looked at first, made where they are missing, never written over."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.text import slugify

from agencies.models import User
from agencies.services.activity import record
from agencies.services.calendar import WorkCalendar, work_calendar
from plans.choices import PlanStatus
from plans.models import Plan
from reports.choices import PeriodKind
from reports.models import DEADLINE_COLUMNS, PeriodRule, ReportingPeriod
from ttdn_portal.shared.dates import period_label
from ttdn_portal.shared.locks import take_turn
from ttdn_portal.shared.text import fold

_DAY = timedelta(days=1)
MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6}
WORDS = {PeriodKind.MONTH: "thang-{n}", PeriodKind.QUARTER: "quy-{n}"}
HALVES = {1: "6-thang", 2: "6-thang-cuoi"}
FACTS = ("name", "kind", "slug", "data_from", "data_to", "opens_on", *DEADLINE_COLUMNS)
NEXT_YEAR_FROM = 12  # in December the periods of the coming year are opened too


@dataclass(frozen=True)
class Planned:
    """One period as a rule has it in a year; `existing` stands there already and is left as it is."""

    rule: PeriodRule
    name: str
    kind: str
    slug: str
    data_from: date
    data_to: date
    opens_on: date
    report_due_on: date
    standing_due_on: date | None
    ministry_due_on: date | None
    moved: tuple[str, ...]
    existing: ReportingPeriod | None = None


def _cut_off(year: int, month: int, day: int) -> date:
    """The day of a month counted from `year` (0 is December before); a day that it has not is its last."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _spans(rule: PeriodRule, year: int) -> list[tuple[str, str, date, date]]:
    """(slug, name, first day, cut-off) of each period of the rule in a year."""
    day, kind = rule.cut_off_day, PeriodKind(rule.kind)
    if kind in MONTHS:
        size = MONTHS[kind]
        return [
            (
                f"{year}-{HALVES[n] if kind == PeriodKind.HALF_YEAR else WORDS[kind].format(n=n)}",
                period_label(kind, year, n),
                _cut_off(year, (n - 1) * size, day) + _DAY,
                _cut_off(year, n * size, day),
            )
            for n in range(1, 12 // size + 1)
        ]
    month = rule.cut_off_month or 12
    first = _cut_off(year - 1, month if kind == PeriodKind.YEAR else 12, day) + _DAY
    if kind == PeriodKind.YEAR:
        return [(f"{year}-nam", period_label(kind, year), first, _cut_off(year, month, day))]
    return [
        (
            f"{year}-{slugify(fold(rule.name))}"[:40],
            f"{rule.name} năm {year}",
            first,
            _cut_off(year, month, day),
        )
    ]


def planned(rules: Iterable[PeriodRule], plan: Plan, year: int, calendar: WorkCalendar) -> list[Planned]:
    """What the rules have in a year, by the day of the deadline, beside the periods that stand; one query."""
    standing = {period.slug: period for period in plan.periods.all()}
    found = [_planned(rule, calendar, standing, *span) for rule in rules for span in _spans(rule, year)]
    return sorted(found, key=lambda one: (one.report_due_on, one.slug))


def _planned(
    rule: PeriodRule,
    calendar: WorkCalendar,
    standing: dict[str, ReportingPeriod],
    slug: str,
    name: str,
    data_from: date,
    data_to: date,
) -> Planned:
    days = (rule.agency_days, rule.standing_days, rule.ministry_days)
    dues = [None if count is None else data_to + timedelta(days=count) for count in days]
    agency, up, top = (day and calendar.next_working_day(day) for day in dues)
    assert agency is not None
    return Planned(
        rule, name, rule.kind, slug, data_from, data_to, data_to - timedelta(days=rule.opens_before), agency, up, top,
        tuple(words for day in dues if day and (words := calendar.moved_words(day))), standing.get(slug),
    )  # fmt: skip


@transaction.atomic
def open_ahead(plan: Plan, year: int, *, actor: User | None, rules: list[PeriodRule] | None = None) -> int:
    """Make the periods of a year that are missing; answers how many. Twice at once makes them once."""
    take_turn(f"periods of {plan.pk}")
    chosen = list(plan.period_rules.all()) if rules is None else rules
    made = 0
    for one in planned(chosen, plan, year, work_calendar(plan.locality_id)):
        by_itself = actor is None and one.slug in one.rule.made  # made once before and deleted since
        if one.existing is not None or by_itself:
            continue
        period = ReportingPeriod(
            plan=plan, locality_id=plan.locality_id, **{name: getattr(one, name) for name in FACTS}
        )
        period.full_clean()
        period.save()
        one.rule.made = [*one.rule.made, one.slug]
        PeriodRule.objects.filter(pk=one.rule.pk).update(made=one.rule.made)
        record(
            actor=actor,
            action="open_period_ahead",
            obj=period,
            after={n: str(getattr(one, n)) for n in FACTS},
        )
        made += 1
    return made


def open_by_rule(*, as_of: date) -> int:
    """The daily job: plans that are being carried out, rules that open by themselves; answers how many periods were made."""
    years = {as_of.year, as_of.year + 1} if as_of.month >= NEXT_YEAR_FROM else {as_of.year}
    rules = PeriodRule.objects.filter(is_automatic=True, plan__status=PlanStatus.ISSUED)
    by_plan: dict[int, list[PeriodRule]] = {}
    for rule in rules.select_related("plan"):
        by_plan.setdefault(rule.plan_id, []).append(rule)
    return sum(
        open_ahead(found[0].plan, year, actor=None, rules=found)
        for found in by_plan.values()
        for year in sorted(years)
        if found[0].plan.year_from <= year <= found[0].plan.year_to
    )


@transaction.atomic
def save_rule(rule: PeriodRule, *, plan: Plan, actor: User) -> PeriodRule:
    is_new = rule.pk is None
    rule.plan, rule.locality_id = plan, plan.locality_id
    rule.full_clean()
    rule.save()
    action = "add_period_rule" if is_new else "change_period_rule"
    record(actor=actor, action=action, obj=rule, after={"kind": rule.kind, "name": str(rule)})
    return rule


@transaction.atomic
def remove_rule(rule: PeriodRule, *, actor: User) -> None:
    """The periods that it made stay."""
    record(actor=actor, action="remove_period_rule", obj=rule, before={"kind": rule.kind, "name": str(rule)})
    rule.delete()
