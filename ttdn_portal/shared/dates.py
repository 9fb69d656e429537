"""Dates as Vietnamese offices write them, and the periods of the reporting regime."""

from datetime import date
from enum import StrEnum

_BLANK = " " * 6


class PeriodKind(StrEnum):
    """Periods of periodic reports (NĐ 09/2019/NĐ-CP, Điều 12)."""

    MONTH = "MONTH"
    QUARTER = "QUARTER"
    HALF_YEAR = "HALF_YEAR"
    YEAR = "YEAR"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}


def long_date(day: date) -> str:
    """The day as a document bears it: a leading zero for days under 10 and months 1 and 2 only.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I (địa danh và thời gian ban hành văn bản).

    >>> long_date(date(2026, 3, 5)), long_date(date(2020, 1, 25))
    ('ngày 05 tháng 3 năm 2026', 'ngày 25 tháng 01 năm 2020')
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def long_date_blank(year: int | None) -> str:
    """The line with room for a day that the clerk writes in, or that no source states.

    >>> long_date_blank(2024)
    'ngày      tháng      năm 2024'
    """
    return f"ngày{_BLANK}tháng{_BLANK}năm {year if year is not None else _BLANK}"


def short_date(day: date) -> str:
    """05/03/2026.

    >>> short_date(date(2026, 3, 5))
    '05/03/2026'
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _shifted(year: int, month: int, day: int) -> date:
    """The day in a month counted from `year`; month 0 is December of the year before."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def moved_years(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none.

    >>> moved_years(date(2024, 2, 29), 3)
    datetime.date(2027, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def weekday_name(day: date) -> str:
    """The day of the week in words, as offices write it.

    >>> weekday_name(date(2026, 8, 22))
    'Thứ Bảy'
    """
    return WEEKDAYS[day.weekday()]


def period_bounds(kind: str, year: int, n: int = 1) -> tuple[date, date]:
    """First and last day of the figures of the `n`-th period of `year`.

    Source: NĐ 09/2019/NĐ-CP, Điều 12: from the 15th of the month before the period to the 14th of
    its last month. Only a proposal: each period of a locality carries days of its own.

    >>> [short_date(day) for day in period_bounds("HALF_YEAR", 2026, 1)]
    ['15/12/2025', '14/06/2026']
    """
    months = _MONTHS[PeriodKind(kind)]
    if not 1 <= n <= 12 // months:
        raise ValueError(f"no period {n} of kind {kind} in a year")
    last = n * months
    return _shifted(year, last - months, 15), date(year, last, 14)


def period_label(kind: str, year: int, n: int = 1) -> str:
    """The period as a title: "Quý II năm 2026", "6 tháng đầu năm 2026".

    >>> period_label("QUARTER", 2026, 2), period_label("HALF_YEAR", 2026, 1)
    ('Quý II năm 2026', '6 tháng đầu năm 2026')
    """
    period_bounds(kind, year, n)
    match PeriodKind(kind):
        case PeriodKind.MONTH:
            return f"Tháng {f'{n:02d}' if n < 3 else n} năm {year}"
        case PeriodKind.QUARTER:
            return f"Quý {('I', 'II', 'III', 'IV')[n - 1]} năm {year}"
        case PeriodKind.HALF_YEAR:
            return f"6 tháng {('đầu', 'cuối')[n - 1]} năm {year}"
        case PeriodKind.YEAR:
            return f"Năm {year}"
