"""The tables of an official document as a workbook: a sheet each, printed as the annex is.

Nothing a user wrote is ever a formula or a link: texts are string cells. Only an amount in a column of amounts is a
number, and only a cell that holds a day and nothing else is a date; both look as on the paper.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from documents.official import wording
from documents.official.model import (
    Align,
    Annex,
    NothingToWrite,
    OfficialDocument,
    Orientation,
    RowGroup,
    Section,
    Table,
)
from documents.official.styles import Face, LayoutStyle
from documents.official.xlsx_cells import (
    CELL,
    DAY_PATTERN,
    HEADING,
    column_millimetres,
    columns_of_amounts,
    day_of,
    is_number,
    least_digits,
    number,
    number_pattern,
    print_ready,
    row_height,
)
from ttdn_portal.shared.text import squeeze

Progress = Callable[[str, int], None]
FONT = "Times New Roman"
NO_TABLE = "Văn bản này không có bảng nào để xuất ra Excel. Hãy chọn PDF hoặc Word."
# A width in Excel counts the digits of its standard letter: about 2 mm each.
_MM_A_DIGIT = 2.0
_LONGEST = 32767
_COUNT = re.compile(r" \(\d+/\d+\)$")  # “Nhiệm vụ quá hạn (3/5)”: a name of a sheet takes no stroke
_SIGNS_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_HEAD_ROWS = 3
_TITLE, _REFERENCE = Face(13, bold=True), Face(11, italic=True)
_HEADER_FROM_TOP = 7 / 25.4  # inches: the page number stands in the middle of the top margin
_ALIGNS = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
# Widths count the digits of the standard letter: one typeface for all, or they come out otherwise on each machine.
# No "scheme": it would hand the letters over to the theme of whoever opens the file.
_LETTER = {"font_name": FONT, "font_size": CELL.size, "font_scheme": "none"}
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table with what stands above it."""

    name: str
    title: str
    reference: str
    table: Table
    is_landscape: bool


def render_xlsx(document: OfficialDocument, *, progress: Progress | None = None) -> bytes:
    """Every table of the document as a sheet; NothingToWrite where it has none."""
    tell = progress or (lambda step, percent: None)
    tell("Soạn nội dung", 10)
    document = wording.mapped(document, wording.clean)
    sheets = list(_sheets(document))
    if not sheets:
        raise NothingToWrite(NO_TABLE)
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, **_PLAIN, "default_format_properties": dict(_LETTER)}
    )
    _properties(book, document)
    writer = _Writer(book, document)
    names: set[str] = set()
    for position, sheet in enumerate(sheets):
        tell("Ghi bảng", 20 + 60 * position // len(sheets))
        writer.write(sheet, _unique(sheet.name, names))
    tell("Ghi tệp", 80)
    book.close()
    tell("Xong", 100)
    return print_ready(target.getvalue())


def _sheets(document: OfficialDocument) -> Iterator[_Sheet]:
    """Tables in reading order: those of the body under its headings, then the annexes."""
    head, number_line = _head(document), wording.number_line(document)
    reference = ", ".join(filter(None, (number_line, wording.place_line(document))))
    for title, table in _tables_of(() if document.is_annex_alone else document.sections):
        yield _Sheet(title or "Bảng", head, reference, table, len(table.columns) > 5)
    count = sum(1 for annex in document.annexes if not annex.label)
    position = 0
    for annex in document.annexes:
        position += not annex.label
        label = wording.annex_label(annex, position, count)
        yield from _annex_sheets(annex, label, wording.annex_reference(document, annex))


def _head(document: OfficialDocument) -> str:
    """What the paper is, above what it is about; a công văn says only that."""
    subject = squeeze(document.subject)
    kind = wording.type_line(document)
    return f"{kind}\n{subject}" if kind else wording.letter_subject(document)


def _annex_sheets(annex: Annex, label: str, reference: str) -> Iterator[_Sheet]:
    title = f"{label}\n{squeeze(annex.title).upper()}".strip()
    is_landscape = annex.orientation is Orientation.LANDSCAPE
    tables = list(_tables_of(annex.sections))
    for heading, table in tables:
        told = table.columns[
            min(1, len(table.columns) - 1)
        ].heading  # beside the number: what the table is about
        name = heading or (told if len(tables) > 1 else label)
        yield _Sheet(name, title, reference, table, is_landscape)
    if annex.table:
        yield _Sheet(label, title, reference, annex.table, is_landscape)


def _tables_of(sections: tuple[Section, ...]) -> Iterator[tuple[str, Table]]:
    for section in sections:
        title = ""
        for part in section.walk():
            title = squeeze(part.title) or title
            if part.table:
                yield title, part.table


class _Writer:
    """Writes sheets with one set of formats."""

    def __init__(self, book: Any, document: OfficialDocument) -> None:
        self._book = book
        self._style: LayoutStyle = wording.style_of(document)
        self._marks = " – ".join(wording.watermarks(document))
        self._formats: dict[tuple[Any, ...], Any] = {}

    def write(self, sheet: _Sheet, name: str) -> None:
        page = self._book.add_worksheet(name)
        table, last = sheet.table, len(sheet.table.columns) - 1
        widths = self._columns(page, sheet)
        self._set_up(page, sheet)
        self._across(page, 0, last, sheet.title, _TITLE)
        self._across(page, 1, last, sheet.reference, _REFERENCE)
        self._across(page, 2, last, self._marks, HEADING, font_color="#808080")
        for line, text, face in ((0, sheet.title, _TITLE), (1, sheet.reference, _REFERENCE)):
            page.set_row(line, row_height([(text, sum(widths), face)]))
        heading = self._format(HEADING, border=1, align="center", valign="vcenter")
        for column, one in enumerate(table.columns):
            page.write_string(_HEAD_ROWS, column, one.heading, heading)
        texts = (one.heading for one in table.columns)
        page.set_row(_HEAD_ROWS, row_height((t, w, HEADING) for t, w in zip(texts, widths, strict=True)))
        self._rows(page, table, widths)

    def _columns(self, page: Any, sheet: _Sheet) -> list[float]:
        """As wide as on the paper, and no figure cut; what they come out with, in millimetres."""
        total = sum(column.width for column in sheet.table.columns)
        least = least_digits(sheet.table)
        width = self._style.landscape_width if sheet.is_landscape else self._style.text_width
        found = []
        for column, one in enumerate(sheet.table.columns):
            digits = max(one.width / total * width / _MM_A_DIGIT, least[column])
            page.set_column(column, column, digits)
            found.append(column_millimetres(digits))
        return found

    def _set_up(self, page: Any, sheet: _Sheet) -> None:
        """A4 as the annex, one page wide, counted by itself, the heading row on every page and always in sight."""
        page.set_paper(9)
        (page.set_landscape if sheet.is_landscape else page.set_portrait)()
        top, right, bottom, left = (margin / 25.4 for margin in self._style.margins)
        page.set_margins(left=left, right=right, top=top, bottom=bottom)
        page.fit_to_pages(1, 0)
        page.repeat_rows(_HEAD_ROWS)
        page.freeze_panes(_HEAD_ROWS + 1, 0)
        size = round(self._style.faces["page-number"].size)
        options = {"margin": _HEADER_FROM_TOP, "scale_with_doc": False}
        page.set_header(f'&C&"{FONT}"&{size}&P', options)
        page.set_start_page(1)
        page.hide_gridlines(2)

    def _format(self, face: Face, **properties: Any) -> Any:
        """One format for all cells that look alike."""
        key = (face, *sorted(properties.items()))
        if key not in self._formats:
            words = {"font_name": FONT, "font_size": face.size, "bold": face.bold, "italic": face.italic}
            self._formats[key] = self._book.add_format(
                {**words, "valign": "top", "text_wrap": True, "num_format": "@", **properties}
            )
        return self._formats[key]

    def _across(self, page: Any, line: int, last: int, text: str, face: Face, **properties: Any) -> None:
        form = self._format(face, align="center", valign="vcenter", **properties)
        if last:
            page.merge_range(line, 0, line, last, "", form)
        if text:
            page.write_string(line, 0, text[:_LONGEST], form)

    def _rows(self, page: Any, table: Table, widths: list[float]) -> None:
        line, amounts = _HEAD_ROWS + 1, columns_of_amounts(table)
        for group in table.groups:
            if group.heading:
                self._group_heading(page, line, group, widths)
                line += 1
            face = HEADING if group.is_total else CELL
            for texts in group.rows:
                cells = enumerate(zip(table.columns, texts, strict=True))
                for column, (one, text) in cells:
                    self._cell(page, (line, column), text, face, one.align, is_amount=column in amounts)
                page.set_row(line, row_height((t, w, face) for t, w in zip(texts, widths, strict=True)))
                line += 1

    def _group_heading(self, page: Any, line: int, group: RowGroup, widths: list[float]) -> None:
        last = len(widths) - 1
        first = 1 if group.number and last else 0
        form = self._format(HEADING, border=1)
        if first:
            page.write_string(line, 0, group.number, self._format(HEADING, border=1, align="center"))
        if last > first:
            page.merge_range(line, first, line, last, "", form)
        page.write_string(line, first, group.heading[:_LONGEST], form)
        page.set_row(line, row_height([(group.heading, sum(widths[first:]), HEADING)]))

    def _cell(
        self, page: Any, place: tuple[int, int], text: str, face: Face, align: Align, *, is_amount: bool
    ) -> None:
        look = {"border": 1, "align": _ALIGNS[align]}
        if is_amount and is_number(text):
            form = self._format(face, **look, num_format=number_pattern(text))
            page.write_number(*place, number(text), form)
        elif day := day_of(text):
            form = self._format(face, **look, num_format=DAY_PATTERN)
            page.write_datetime(*place, day, form)
        elif text:
            page.write_string(*place, text[:_LONGEST], self._format(face, **look))
        else:
            page.write_blank(*place, None, self._format(face, **look))


def _unique(name: str, taken: set[str]) -> str:
    """A name Excel takes: at most 31 letters, none of its signs, no two alike."""
    bare = squeeze(_SIGNS_IN_NAMES.sub(" ", _COUNT.sub("", name)))[:31].strip() or "Bảng"
    found, n = bare, 1
    while found.casefold() in taken or found.casefold() == "history":
        n += 1
        found = f"{bare[: 31 - len(str(n)) - 1]} {n}"
    taken.add(found.casefold())
    return found


def _properties(book: Any, document: OfficialDocument) -> None:
    """Dated by the document, not by the clock: the same document gives the same bytes."""
    meta = wording.metadata(document)
    day = document.issued_on or date(document.year or 2000, 1, 1)
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the writer takes no zone
    book.set_properties(
        {
            "title": meta.title[:255],
            "subject": meta.subject[:255],
            "author": meta.author[:255],
            "created": made,
        }
    )
