"""Figures as people type them."""

from decimal import Decimal

import pytest

from ttdn_portal.shared.numbers import UnclearNumber, parse_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7", "7"), ("007", "7"), ("1.234", "1234"), ("1.234,5", "1234.5"), ("1234,5", "1234.5"), ("1234.5", "1234.5"), ("1,5", "1.5"), ("12.5", "12.5"),
        ("1 234", "1234"), ("1 250 000,5", "1250000.5"), ("1 234.5", "1234.5"), ("1.250.000", "1250000"), ("1,250,000", "1250000"), ("1,234.5", "1234.5"),
        ("0,125", "0.125"), ("0.125", "0.125"), ("1234.567", "1234.567"), ("  216.350  ", "216350"), ("1\u00a0234", "1234"), ("1\u202f234", "1234"), ("１２", "12"), ("-3", "-3"),
    ],
)  # fmt: skip
def test_number_that_can_be_read_in_one_way(typed, meant):
    assert parse_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "1,234",
        "12,345",
        "1.23.4",
        "1,23,4",
        "12 34",
        "1.25,000.5",
        "1.234,567.8",
        "1.250 000",
        "",
        ".5",
        "5.",
        "5,",
        "--3",
        "1e5",
        "NaN",
        "Infinity",
        "١٢",
        "58%",
        "bảy",
        "1 2",
    ],
)
def test_number_that_is_unclear_is_refused_with_a_sentence(typed):
    with pytest.raises(UnclearNumber) as refused:
        parse_number(typed)

    assert str(refused.value).endswith(".")


def test_ambiguous_number_is_told_both_ways():
    with pytest.raises(UnclearNumber) as refused:
        parse_number("1,234")

    assert str(refused.value) == "“1,234” có thể hiểu hai cách. Ghi 1234 nếu là số nguyên, 1,23 nếu là số lẻ."
