"""Numbers of headings: I, II, III; 1, 2, 3; a b c d đ e."""

from collections import Counter
from collections.abc import Iterable

from documents.official.model import Level, Section

# NĐ 30/2020/NĐ-CP itself counts a b c d đ e g h; f, j, w and z are no Vietnamese letters.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def roman(n: int) -> str:
    """`n` in Roman numerals.

    >>> roman(4), roman(13), roman(49)
    ('IV', 'XIII', 'XLIX')
    """
    if not 0 < n < 4000:
        raise ValueError(f"{n} has no Roman numeral")
    digits = []
    for value, letters in _ROMAN:
        count, n = divmod(n, value)
        digits.append(letters * count)
    return "".join(digits)


def point_letter(n: int) -> str:
    """The letter of the `n`-th point; after y the letters are doubled: aa, bb.

    >>> "".join(point_letter(n) for n in range(1, 9)), point_letter(24)
    ('abcdđegh', 'aa')
    """
    if n < 1:
        raise ValueError("points are counted from 1")
    round_, place = divmod(n - 1, len(POINT_LETTERS))
    return POINT_LETTERS[place] * (round_ + 1)


def heading_number(level: Level, n: int, section_mark: str = ".", clause_mark: str = ".") -> str:
    """The `n`-th number of a level with its mark: "I.", "1.", "a)", "Điều 1."; Party "I-", "1-"."""
    match level:
        case Level.PART:
            return f"Phần {roman(n)}"
        case Level.CHAPTER:
            return f"Chương {roman(n)}"
        case Level.DIVISION:
            return f"Mục {n}"
        case Level.ARTICLE:
            return f"Điều {n}."
        case Level.SECTION:
            return f"{roman(n)}{section_mark}"
        case Level.CLAUSE:
            return f"{n}{clause_mark}"
        case Level.POINT:
            return f"{point_letter(n)})"
        case Level.PLAIN:
            return ""


class Counting:
    """Counts sections while a document is read from front to back.

    Every list starts again under its parent, but articles run through the whole document.
    """

    def __init__(self, section_mark: str = ".", clause_mark: str = ".") -> None:
        self._marks = section_mark, clause_mark
        self._articles = 0

    def numbered(self, siblings: Iterable[Section]) -> Iterable[tuple[str, Section]]:
        """Each of `siblings` with its number."""
        seen: Counter[Level] = Counter()
        for section in siblings:
            yield self._number(section, seen), section

    def _number(self, section: Section, seen: Counter[Level]) -> str:
        if section.number is not None:
            return section.number
        if section.level is Level.ARTICLE:
            self._articles += 1
            return heading_number(section.level, self._articles)
        seen[section.level] += 1
        return heading_number(section.level, seen[section.level], *self._marks)
