"""What a cell of the workbook holds, how high its row comes out, and what the writer of the file can not say itself."""

import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from documents.official.glyphs import even_lines
from documents.official.model import Align, Table
from documents.official.styles import Face

CELL, HEADING = Face(11), Face(11, bold=True)
DAY_PATTERN = "dd\\/mm\\/yyyy"  # a bare "/" is whatever the reader's machine writes between day and month
_MM_A_PIXEL = 25.4 / 96
_SIDES = 1.6  # millimetres of a cell's width that are not its words
_SHRINK = 0.98  # another program may set letters a little wider
_LINE, _EDGE, _HIGHEST = (
    1.32,
    2.0,
    409.0,
)  # line height in letters' sizes; points above and below; what Excel allows
_NUMBER = re.compile(r"-?(?:[1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d{0,14})(?:,\d{1,6})?%?")
_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
_NARROWEST, _SPARE_DIGITS = 4.0, 1.5  # digits: of any column; beside the longest figure, which may be bold
_NO_FIGURE = ("", "–", "-")


def number(text: str) -> float:
    """A number as Vietnamese writes it: “1.250,5”, “45%”.

    >>> number("1.250,5"), number("150"), number("45%")
    (1250.5, 150.0, 0.45)
    """
    value = Decimal(text.rstrip("%").replace(".", "").replace(",", "."))
    return float(value / 100 if text.endswith("%") else value)


def number_pattern(text: str) -> str:
    """How Excel shows the number as the paper does: grouped or not, with as many decimals.

    >>> number_pattern("1.250,5"), number_pattern("2026"), number_pattern("45%")
    ('#,##0.0', '0', '0%')
    """
    whole, _, decimals = text.rstrip("%").partition(",")
    pattern = "#,##0" if "." in whole else "0"
    if decimals:
        pattern += "." + "0" * len(decimals)
    return pattern + ("%" if text.endswith("%") else "")


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def day_of(text: str) -> datetime | None:
    """The day where the cell holds nothing else; Excel knows none before 1900."""
    if not _DAY.fullmatch(text):
        return None
    try:
        day = datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def columns_of_amounts(table: Table) -> set[int]:
    """Columns whose numbers Excel may count with: those set to the right, and centred ones that hold nothing but numbers."""
    found = {n for n, column in enumerate(table.columns) if column.align is Align.RIGHT}
    for n, column in enumerate(table.columns[1:], start=1):
        texts = {row[n] for group in table.groups for row in group.rows} - set(_NO_FIGURE)
        if column.align is Align.CENTER and texts and all(map(is_number, texts)):
            found.add(n)
    return found


def least_digits(table: Table) -> list[float]:
    """Widths below which Excel shows "####" for the longest number or day of a column, which it does not break."""
    amounts, found = columns_of_amounts(table), []
    for n, _ in enumerate(table.columns):
        texts = (row[n] for group in table.groups for row in group.rows)
        figures = (len(t) for t in texts if (n in amounts and is_number(t)) or day_of(t))
        found.append(max(_NARROWEST, max(figures, default=0) + _SPARE_DIGITS))
    return found


def column_millimetres(width: float) -> float:
    """What a column comes out with whose width Excel counts in its digits of 7 pixels."""
    return (int(width * 7 + 0.5) + 5) * _MM_A_PIXEL


def row_height(cells: Iterable[tuple[str, float, Face]]) -> float:
    """Points that the highest of these cells takes: text, width in millimetres, face."""
    heights = [_lines(text, width, face) * face.size * _LINE for text, width, face in cells]
    return min(max(heights, default=0.0) + _EDGE, _HIGHEST)


def _lines(text: str, width: float, face: Face) -> int:
    room = max(width - _SIDES, 2) * _SHRINK
    return sum(max(len(even_lines(part, room, face)), 1) for part in text.split("\n"))


def print_ready(content: bytes) -> bytes:
    """Rows that grow when somebody writes on in them, and no page number on the first page of a sheet.

    The library sets a row's height for good and knows one header for all pages. Words of users stand in a part of
    their own (sharedStrings), so nothing of them can be met here.
    """
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                part = part.replace(b' customHeight="1"', b"")
                part = part.replace(b"<headerFooter", b'<headerFooter differentFirst="1"')
            made.writestr(entry, part)
    return target.getvalue()
