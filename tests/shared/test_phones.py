"""Telephone numbers as people write them, and what is none."""

import pytest
from django.core.exceptions import ValidationError

from ttdn_portal.shared.phones import WRONG, clean_phone


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "+84 912 345 678",
        "84912345678",
        "+84 (0)28 3822 1234",
        "(028) 3822 1234",
        "028 3822 1234 máy lẻ 12",
        "028 3822 1234 (máy lẻ 12)",
        "028.3822.1234, số máy lẻ: 105",
        "0236 3821 456",
        "1900 1234",
        "0912 345 678 / 028 3822 1234",
    ],
)
def test_a_number_is_kept_as_it_was_typed(typed):
    assert clean_phone(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed", ["abc", "12", "0912 345 67", "0912 345 678x", "0112 345 678", "Phòng 5", "máy lẻ 12"]
)
def test_what_is_no_number_is_told_with_an_example(typed):
    with pytest.raises(ValidationError) as refused:
        clean_phone(typed)

    assert refused.value.messages == [WRONG]
