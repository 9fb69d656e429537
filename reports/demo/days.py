"""Days of the demo: working days, and the reporting periods of a running year."""

from dataclasses import dataclass
from datetime import date, timedelta

from agencies.services.calendar import WorkCalendar
from plans.models import Plan
from reports.choices import PeriodKind
from reports.models import DEADLINE_COLUMNS, ReportingPeriod
from ttdn_portal.shared.dates import period_bounds, period_label


@dataclass(frozen=True)
class PeriodFact:
    slug: str
    name: str
    kind: str
    data_from: date
    data_to: date
    opens_on: date
    report_due_on: date
    standing_due_on: date | None = None
    ministry_due_on: date | None = None
    instructions: str = ""


@dataclass(frozen=True)
class Periods:
    """The periods of a running year as they stand on the loading day."""

    closed: tuple[ReportingPeriod, ...]
    late: ReportingPeriod | None
    soon: ReportingPeriod


_REGULAR = (
    (PeriodKind.QUARTER, 1, "quy-1"),
    (PeriodKind.HALF_YEAR, 1, "6-thang"),
    (PeriodKind.QUARTER, 3, "quy-3"),
    (PeriodKind.YEAR, 1, "nam"),
)
# The half-year and the year go on to the ministry, on the 25th at the latest (NĐ 09/2019/NĐ-CP, Điều 13).
TO_THE_MINISTRY = (PeriodKind.HALF_YEAR, PeriodKind.YEAR)
INSTRUCTIONS = "Báo cáo kết quả so với nội dung được giao, kèm số liệu theo chỉ tiêu và minh chứng; nêu rõ vướng mắc, kiến nghị (nếu có)."


def regular_periods(year: int, calendar: WorkCalendar) -> list[PeriodFact]:
    """Quý I, 6 tháng, quý III, năm: figures to the 14th (NĐ 09/2019/NĐ-CP), due on the 20th, 22nd and 25th or the next working day."""
    facts = []
    for kind, n, tail in _REGULAR:
        data_from, data_to = period_bounds(kind, year, n)
        due = calendar.next_working_day(data_to.replace(day=20))
        facts.append(
            PeriodFact(
                f"{year}-{tail}",
                period_label(kind, year, n),
                kind,
                data_from,
                data_to,
                data_to.replace(day=1),
                due,
                calendar.next_working_day(data_to.replace(day=22)),
                calendar.next_working_day(data_to.replace(day=25)) if kind in TO_THE_MINISTRY else None,
                INSTRUCTIONS,
            )
        )
    return facts


def meeting_period(due: date, opens_on: date) -> PeriodFact:
    """A period of the locality's own, before a meeting: the one that is open on the loading day."""
    return PeriodFact(
        f"{due.year}-giao-ban-{due:%d-%m}",
        f"Giao ban ngày {due:%d/%m/%Y}",
        PeriodKind.LOCAL,
        due - timedelta(32),
        due - timedelta(2),
        opens_on,
        due,
        instructions="Báo cáo nhanh phục vụ cuộc họp giao ban: việc đã làm trong tháng, việc chậm và lý do.",
    )


def make_period(plan: Plan, fact: PeriodFact) -> ReportingPeriod:
    fields = {
        name: getattr(fact, name)
        for name in ("name", "kind", "data_from", "data_to", "opens_on", *DEADLINE_COLUMNS, "instructions")
    }
    return ReportingPeriod.objects.create(plan=plan, locality_id=plan.locality_id, slug=fact.slug, **fields)


def running_periods(plan: Plan, as_of: date, calendar: WorkCalendar) -> Periods:
    """All periods of the year; those before the last one past are closed, and one is always due within days."""
    regular = [make_period(plan, fact) for fact in regular_periods(as_of.year, calendar)]
    first = date(as_of.year, 1, 2)
    past = [period for period in regular if period.report_due_on < as_of]
    late = past[-1] if past else None
    if late is None and as_of > first + timedelta(14):
        late = make_period(
            plan, meeting_period(calendar.add_working_days(as_of, -3), max(first, as_of - timedelta(14)))
        )
    near = [
        period for period in regular if as_of <= period.report_due_on <= calendar.add_working_days(as_of, 7)
    ]
    soon = (
        near[0]
        if near
        else make_period(
            plan,
            meeting_period(calendar.add_working_days(as_of, 3), min(as_of, max(first, as_of - timedelta(8)))),
        )
    )
    return Periods(tuple(past[:-1]), late, soon)
