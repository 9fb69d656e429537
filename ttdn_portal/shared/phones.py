"""Telephone numbers of Vietnam, as people write them."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from ttdn_portal.shared.text import squeeze

WRONG = "Số điện thoại không đúng. Ghi như 0912 345 678 hoặc 028 3822 1234 máy lẻ 12."
_EXTENSION = re.compile(
    r"[\s,]*\(?\s*(?:số\s+)?(?:máy\s+)?(?:lẻ|nhánh|ext)[\s.:]*\d{1,5}\s*\)?$", re.IGNORECASE
)
_BETWEEN_TWO = re.compile(r"\s*(?:[/;,]|\bhoặc\b)\s*")
_PUNCTUATION = re.compile(r"[\s.\-()]")
# Mobile and fixed numbers behind 0 or 84 (“+84 (0)28 …” too); lines of information 1800, 1900.
_NUMBER = re.compile(r"(?:\+?840?|0)(?:[35789]\d{8}|2\d{8,9})|1[89]00\d{4,6}")


def clean_phone(typed: str) -> str:
    """`typed` with single spaces, or ValidationError; one number or several, each with an extension or without.

    >>> clean_phone("028  3822 1234 máy lẻ 12"), clean_phone("+84 912.345.678")
    ('028 3822 1234 máy lẻ 12', '+84 912.345.678')
    """
    words = squeeze(unicodedata.normalize("NFC", typed))
    for one in _BETWEEN_TWO.split(_EXTENSION.sub("", words)) if words else []:
        if not _NUMBER.fullmatch(_PUNCTUATION.sub("", _EXTENSION.sub("", one))):
            raise ValidationError(WRONG, code="phone")
    return words
