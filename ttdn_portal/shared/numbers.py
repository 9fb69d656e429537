"""Figures as people in Vietnam type them."""

import re
import unicodedata
from decimal import Decimal

HOW_TO = "Ghi như 1.250.000 hoặc 1.234,5."

_AMBIGUOUS = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
# Each shape that can be read in one way only: its pattern, the sign that groups, the sign before the fraction.
_SHAPES = tuple(
    (re.compile(pattern, re.ASCII), group, point)
    for pattern, group, point in (
        (r"\d+", "", ""),
        (r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", ".", ","),
        (r"[1-9]\d{0,2}(,\d{3})+\.\d+", ",", "."),
        (r"[1-9]\d{0,2}(,\d{3}){2,}", ",", ""),
        (r"[1-9]\d{0,2}( \d{3})+(,\d+)?", " ", ","),
        (r"[1-9]\d{0,2}( \d{3})+\.\d+", " ", "."),
        (r"\d+,\d+", "", ","),
        (r"\d+\.\d+", "", "."),
    )
)


class UnclearNumber(ValueError):
    """Not a number, or one that can be read in two ways; the message is a Vietnamese sentence."""


def parse_number(text: str, how_to: str = HOW_TO) -> Decimal:
    """The number meant by `text`; UnclearNumber where it cannot be told, with `how_to` for what is no number at all.

    - Dots or spaces group thousands, a comma comes before the fraction: 1.250.000, 1 234, 1.234,5.
    - One dot before exactly three digits groups thousands, as Vietnamese writes them (1.234 is 1234);
      any other single dot is a decimal point (1234.5, 0.125).
    - The English way is read where it is clear: 1,234.5 and 1,250,000. One comma before exactly three
      digits (1,234) is refused: a Vietnamese decimal comma or an English thousand, nobody can tell.
    - Groups that do not have three digits are refused (1.23.4, 12 34), and so is all that is no digit.

    >>> [str(parse_number(text)) for text in ("1.234,5", "1234.5", "1 234", "1.250.000", "1.234")]
    ['1234.5', '1234.5', '1234', '1250000', '1234']
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).split())
    sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    if _AMBIGUOUS.fullmatch(digits):
        whole, _, rest = digits.partition(",")
        raise UnclearNumber(
            f"“{typed}” có thể hiểu hai cách. Ghi {whole}{rest} nếu là số nguyên, {whole},{rest[:2]} nếu là số lẻ."
        )
    for pattern, group, point in _SHAPES:
        if pattern.fullmatch(digits):
            plain = digits.replace(group, "") if group else digits
            return sign * Decimal(plain.replace(point, ".") if point else plain)
    raise UnclearNumber(f"Không đọc được số “{typed}”. {how_to}")
