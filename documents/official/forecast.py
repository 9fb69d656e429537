"""Which row will probably open which page of a long annex: what a process needs to know before anything is laid out.

Lines are counted by the widths of letters, heights added. A wrong guess costs time and nothing else: what the pages really
hold is read from them afterwards (`halves`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from documents.official.glyphs import text_width
from documents.official.styles import Face, LayoutStyle

# As in static/css/official.css: points.
_LINE, _CELL_LINE, _BORDER, _GAP = 1.2, 1.15, 0.6, 6.0
_PADDING, _COMPACT_PADDING, _SIDES = 4.0, 1.0, 6.0  # above and below; left and right
_HEAD_GAP, _COMPACT_HEAD_GAP, _TITLE_GAP = 10.0, 5.0, 2.0
_POINTS_PER_MM = 72 / 25.4
# Where a line may end inside a word: "báo/đài", "KH-UBND", "II/2024", "2024–2025"; not "01/2024", "2024-2025".
_BREAK = re.compile(r"(?<=[/-])(?=[^\W\d_])|(?<=[^\d/]/)(?=\d)|(?<=[–—…?!])(?=\w)")


_SHORT = 200  # letters: a cell of no more, on few lines, is nowhere as high as a page


def mark_tall_rows(sheet: dict[str, Any], table: dict[str, Any], style: LayoutStyle) -> None:
    """Rows that with the heading above them are higher than a page of this sheet; they alone may be cut.

    Kept whole, such a row would leave the page before it empty and be cut without the heading on each page that it takes.
    """
    width, height = _text_area(sheet, style)
    heights = _Heights(table, style, width, is_compact=sheet["is_compact"])
    room = height * _POINTS_PER_MM - heights.heading()
    for row in table["rows"]:
        if any(len(text) > _SHORT or text.count("\n") > 9 for _, _, text in row["cells"]):
            row["is_tall"] = heights.row(row) > room


def openers(annex: dict[str, Any], style: LayoutStyle) -> list[int]:
    """The rows that open the second page of the annex and those after it."""
    width, height = _text_area(annex, style)
    heights = _Heights(annex["table"], style, width, is_compact=annex["is_compact"])
    return list(_filled(annex["table"]["rows"], heights, height * _POINTS_PER_MM, _head(annex, style, width)))


def _text_area(annex: dict[str, Any], style: LayoutStyle) -> tuple[float, float]:
    if annex["is_compact"]:
        return style.compact_width, style.compact_height
    edges = style.margins[0] + style.margins[2]
    if annex["orientation"] == "landscape":
        return style.landscape_width, style.page[0] - edges
    return style.text_width, style.page[1] - edges


def _filled(rows: list[dict[str, Any]], heights: "_Heights", room: float, used: float) -> Iterator[int]:
    heading = heights.heading()
    used += heading
    for number, row in enumerate(rows):
        height = heights.row(row)
        if used + height > room:
            opener = number - _led(rows, number)
            yield opener
            used = heading + sum(map(heights.row, rows[opener:number]))
        used += height


def _led(rows: list[dict[str, Any]], number: int) -> int:
    """How many rows before this one go to the next page with it: the heading of its group, the last row above a sum."""
    return int(number > 0 and (rows[number - 1]["kind"] == "group" or rows[number]["kind"] == "total"))


def _head(annex: dict[str, Any], style: LayoutStyle, width: float) -> float:
    """What stands above the table on the first page."""
    size = style.faces["compact-head" if annex["is_compact"] else "annex-label"].size
    lines = 1 + annex["title"].count("\n") + 1 + annex["reference"].count("\n") + 1
    height = lines * size * _LINE + 2 * _TITLE_GAP + (_COMPACT_HEAD_GAP if annex["is_compact"] else _HEAD_GAP)
    face = style.faces["compact" if annex["is_compact"] else "body"]
    for paragraph in annex["paragraphs"]:
        text = f"{paragraph['number']} {paragraph['text']}"
        height += _GAP + _lines(text, width - style.indent / 2, face) * face.size * _LINE
    return height


class _Heights:
    """Heights of a table's rows, in points."""

    def __init__(self, table: dict[str, Any], style: LayoutStyle, width: float, *, is_compact: bool):
        self.headings = table["headings"]
        self.face = style.faces[table["face"].removeprefix("face-")]
        self.bold = replace(self.face, bold=True)
        self.padding = _COMPACT_PADDING if is_compact else _PADDING
        self.sides = (_SIDES + _BORDER) / _POINTS_PER_MM
        self.widths = [float(share) / 100 * width for share in table["widths"]]

    def heading(self) -> float:
        return self._height([("", 1, text) for text in self.headings], self.bold)

    def row(self, row: dict[str, Any]) -> float:
        return self._height(row["cells"], self.bold if row["kind"] else self.face)

    def _height(self, cells: list[tuple[str, int, str]], face: Face) -> float:
        column, most = 0, 0
        for _, span, text in cells:
            width = sum(self.widths[column : column + span]) - self.sides
            most = max(most, _lines(text, width, face))
            column += span
        return most * face.size * _CELL_LINE + self.padding + _BORDER


@lru_cache(maxsize=8192)
def _lines(text: str, width: float, face: Face) -> int:
    return sum(_part_lines(part, width, face) for part in text.split("\n")) if text else 0


def _part_lines(part: str, width: float, face: Face) -> int:
    lines, length, space = 1, 0.0, _width(" ", face)
    for word in part.split():
        gap = space if length else 0.0
        for piece in _BREAK.split(word):
            size = _width(piece, face)
            if length and length + gap + size > width:
                lines, length, gap = lines + 1, 0.0, 0.0
            lines += int(size // width)
            length, gap = (length + gap + size) % width, 0.0
    return lines


@lru_cache(maxsize=8192)
def _width(word: str, face: Face) -> float:
    return text_width(word, face)
