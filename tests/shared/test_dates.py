import doctest
from datetime import date

import pytest

from ttdn_portal.shared import dates
from ttdn_portal.shared.dates import (
    long_date,
    long_date_blank,
    period_bounds,
    period_label,
    short_date,
)


def test_docstring_examples_hold():
    assert doctest.testmod(dates).failed == 0


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2019, 10, 10), "ngày 10 tháng 10 năm 2019"),
        (date(2019, 12, 31), "ngày 31 tháng 12 năm 2019"),
    ],
)
def test_long_date_has_zeros_for_days_under_ten_and_two_months_only(day, written):
    assert long_date(day) == written


def test_blank_date_keeps_the_year_when_known():
    assert long_date_blank(2024) == "ngày      tháng      năm 2024"
    assert long_date_blank(None).split() == ["ngày", "tháng", "năm"]


def test_short_date_is_day_first():
    assert short_date(date(2026, 3, 5)) == "05/03/2026"


@pytest.mark.parametrize(
    ("kind", "n", "first", "last"),
    [
        ("MONTH", 1, date(2025, 12, 15), date(2026, 1, 14)),
        ("MONTH", 12, date(2026, 11, 15), date(2026, 12, 14)),
        ("QUARTER", 1, date(2025, 12, 15), date(2026, 3, 14)),
        ("QUARTER", 3, date(2026, 6, 15), date(2026, 9, 14)),
        ("HALF_YEAR", 1, date(2025, 12, 15), date(2026, 6, 14)),
        ("HALF_YEAR", 2, date(2026, 6, 15), date(2026, 12, 14)),
        ("YEAR", 1, date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_period_bounds_of_decree_09_2019(kind, n, first, last):
    assert period_bounds(kind, 2026, n) == (first, last)


@pytest.mark.parametrize(("kind", "n"), [("QUARTER", 5), ("YEAR", 2), ("MONTH", 0), ("NINE_MONTHS", 1)])
def test_period_that_no_year_has_is_refused(kind, n):
    with pytest.raises(ValueError):
        period_bounds(kind, 2026, n)


def test_period_labels():
    assert [
        period_label("HALF_YEAR", 2026, 2),
        period_label("MONTH", 2026, 2),
        period_label("YEAR", 2026),
    ] == [
        "6 tháng cuối năm 2026",
        "Tháng 02 năm 2026",
        "Năm 2026",
    ]
