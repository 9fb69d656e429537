"""The country's days off and swapped days: what the `holidays` package knows, and what it is corrected by.

Only a start: each year the administrators correct the rows when the year's decision is published.
"""

from datetime import date

import holidays

from agencies.choices import DayKind

TO_CONFIRM = "dự kiến, chờ văn bản"

# (day, kind, name): rows that stand above the package's.
CORRECTIONS: tuple[tuple[date, str, str], ...] = (
    (date(2025, 4, 26), DayKind.WORKING, "Làm bù cho ngày 02/05/2025"),
    (date(2025, 5, 2), DayKind.DAY_OFF, "Ngày nghỉ (hoán đổi với ngày 26/04/2025)"),
    (date(2026, 8, 22), DayKind.WORKING, "Làm bù cho ngày 31/08/2026"),
    (date(2026, 8, 31), DayKind.DAY_OFF, "Ngày nghỉ (hoán đổi với ngày 22/08/2026)"),
    # Nghị quyết 80-NQ/TW; the change of the Labour Code has not been seen enacted.
    (date(2026, 11, 24), DayKind.DAY_OFF, f"Ngày Văn hóa Việt Nam ({TO_CONFIRM})"),
    *(
        (date(2027, 2, day), DayKind.DAY_OFF, f"Nghỉ Tết Nguyên đán Đinh Mùi ({TO_CONFIRM})")
        for day in range(4, 11)
    ),
    (date(2027, 11, 24), DayKind.DAY_OFF, f"Ngày Văn hóa Việt Nam ({TO_CONFIRM})"),
)


def national_days(year: int) -> dict[date, tuple[str, str]]:
    """Exceptions of `year` to Monday–Friday: day → (kind, name)."""
    calendar = holidays.country_holidays("VN", years=year, language="vi")
    days = {day: (str(DayKind.DAY_OFF), name) for day, name in calendar.items() if day.year == year}
    swapped = {
        day: (str(DayKind.WORKING), "Ngày làm bù") for day in calendar.weekend_workdays if day.year == year
    }
    return days | swapped | {day: (str(kind), name) for day, kind, name in CORRECTIONS if day.year == year}
