"""Real numbers: I, 1, a) and Điều 1 are lists that Word counts on, as the document has counted them."""

import re
from dataclasses import dataclass

from documents.official.flow import Kind, Paragraph
from documents.official.numbering import roman
from documents.official.styles import LayoutStyle
from documents.official.word.xml import Element, el, twips

_ROMANS = {roman(n): n for n in range(1, 200)}
_ITEMS = {Kind.ITEM: 5, Kind.SUBITEM: 6}
_PARTS = {"Phần": 7, "Chương": 8, "Mục": 9}  # centred, on a line of their own
# Word knows no Vietnamese alphabet: a b c d, then đ as a sign of its own, then e, g h i, k … v, x y by its Latin count.
_D_WITH_STROKE = 4


@dataclass
class _List:
    """A list that is being counted: its number in the file and the last value."""

    id: int
    last: int


class Numbering:
    """Gives each numbered paragraph its list; a count that starts again begins a list of its own."""

    def __init__(self, style: LayoutStyle) -> None:
        self._indent = twips(style.indent)
        self._levels = (
            ("upperRoman", f"%1{style.section_mark}", False),
            ("decimal", f"%1{style.clause_mark}", False),
            ("lowerLetter", "%1)", False),
            ("decimal", "Điều %1.", True),
            ("none", "đ)", False),
            ("bullet", "-", False),
            ("bullet", "+", False),
            ("upperRoman", "Phần %1", False),
            ("upperRoman", "Chương %1", False),
            ("decimal", "Mục %1", False),
        )
        self._nums: list[Element] = []
        self._open: dict[int, _List] = {}

    def properties(self, paragraph: Paragraph) -> Element | None:
        """`w:numPr` for the paragraph; None where its number is none that Word can count."""
        found = self._place(paragraph)
        if found is None:
            return None
        return el("numPr", el("ilvl", val=0), el("numId", val=self._list(*found)))

    def elements(self) -> list[Element]:
        """Everything of numbering.xml."""
        abstract = [self._abstract(n, *level) for n, level in enumerate(self._levels)]
        return [*abstract, *self._nums]

    def _place(self, paragraph: Paragraph) -> tuple[int, int] | None:
        """The family of lists and the value in it."""
        number, kind = paragraph.number, paragraph.kind
        if kind in _ITEMS:
            return _ITEMS[kind], 0
        if kind is Kind.PART:
            return self._part(number)
        if kind is Kind.ARTICLE and (found := re.fullmatch(r"Điều (\d+)\.", number)):
            return 3, int(found[1])
        if kind is Kind.SECTION and self._bears(0, number) and number[:-1] in _ROMANS:
            return 0, _ROMANS[number[:-1]]
        if kind is Kind.CLAUSE and self._bears(1, number) and number[:-1].isdecimal():
            return 1, int(number[:-1])
        if kind is Kind.POINT and (found := re.fullmatch(r"([a-zđ])\1*\)", number)):
            return self._letter(found[1], len(number) - 1)
        return None

    def _part(self, number: str) -> tuple[int, int] | None:
        word, _, value = number.partition(" ")
        counted = int(value) if value.isdecimal() else _ROMANS.get(value)
        family = _PARTS.get(word)
        return (family, counted) if family and counted else None

    def _bears(self, family: int, number: str) -> bool:
        return number.endswith(self._levels[family][1].removeprefix("%1"))

    def _letter(self, letter: str, repeats: int) -> tuple[int, int] | None:
        if letter == "đ":
            return (_D_WITH_STROKE, 0) if repeats == 1 else None
        return 2, ord(letter) - 96 + 26 * (repeats - 1)

    def _list(self, family: int, value: int) -> int:
        known = self._open.get(family)
        if known and (not value or value == known.last + 1):
            known.last = value
            return known.id
        number = len(self._nums) + 1
        self._open[family] = _List(number, value)
        start = el("lvlOverride", el("startOverride", val=value), ilvl=0) if value else None
        self._nums.append(el("num", el("abstractNumId", val=family), start, numId=number))
        return number

    def _abstract(self, n: int, form: str, text: str, is_bold: bool) -> Element:
        level = el(
            "lvl",
            el("start", val=1),
            el("numFmt", val=form),
            el("suff", val="space"),
            el("lvlText", val=text),
            el("lvlJc", val="left"),
            el("pPr", el("ind", left=0, firstLine=0 if n in _PARTS.values() else self._indent)),
            el("rPr", el("b"), el("bCs")) if is_bold else None,
            ilvl=0,
        )
        return el("abstractNum", el("multiLevelType", val="singleLevel"), level, abstractNumId=n)
