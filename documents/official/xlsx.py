"""The tables of an official document as a workbook: a sheet each, printed as the annex is.

Nothing a user wrote is ever a formula or a link: texts are string cells. Only an amount in a column of
amounts is a number.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from documents.official import wording
from documents.official.model import (
    Align,
    NothingToWrite,
    OfficialDocument,
    Orientation,
    RowGroup,
    Section,
    Table,
)
from documents.official.styles import LayoutStyle
from ttdn_portal.shared.text import squeeze

Progress = Callable[[str, int], None]
FONT = "Times New Roman"
NO_TABLE = "Văn bản này không có bảng nào để xuất ra Excel. Hãy chọn PDF hoặc Word."
# A width in Excel counts the digits of its standard letter: about 2 mm each.
_MM_A_DIGIT = 2.0
_LONGEST = 32767
_SIGNS_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,\d{1,6})?%?")
_HEAD_ROWS = 3
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
    book = xlsxwriter.Workbook(target, {"in_memory": True, **_PLAIN})
    _properties(book, document)
    writer = _Writer(book, document)
    names: set[str] = set()
    for position, sheet in enumerate(sheets):
        tell("Ghi bảng", 20 + 60 * position // len(sheets))
        writer.write(sheet, _unique(sheet.name, names))
    tell("Ghi tệp", 80)
    book.close()
    tell("Xong", 100)
    return target.getvalue()


def _sheets(document: OfficialDocument) -> Iterator[_Sheet]:
    """Tables in reading order: those of the body under its headings, then the annexes."""
    head = squeeze(f"{document.type_name.upper()} {document.subject}")
    number = squeeze(f"{wording.number_line(document)}, {wording.place_line(document)}")
    for title, table in _tables_of(() if document.is_annex_alone else document.sections):
        yield _Sheet(title or "Bảng", head, number, table, len(table.columns) > 5)
    count = sum(1 for annex in document.annexes if not annex.label)
    position = 0
    for annex in document.annexes:
        position += not annex.label
        label = wording.annex_label(annex, position, count)
        reference = squeeze(wording.annex_reference(document, annex))
        is_landscape = annex.orientation is Orientation.LANDSCAPE
        for title, table in _tables_of(annex.sections):
            yield _Sheet(title or label, squeeze(annex.title).upper(), reference, table, is_landscape)
        if annex.table:
            yield _Sheet(label, squeeze(annex.title).upper(), reference, annex.table, is_landscape)


def _tables_of(sections: tuple[Section, ...]) -> Iterator[tuple[str, Table]]:
    for section in sections:
        title = ""
        for part in section.walk():
            title = squeeze(part.title) or title
            if part.table:
                yield title, part.table


@dataclass(frozen=True, slots=True)
class _CellFormats:
    """How cells of one weight are set: texts by alignment, amounts as numbers."""

    texts: dict[Align, Any]
    number: Any
    whole: Any
    percent: Any

    @classmethod
    def of(cls, book: Any, framed: dict[str, Any]) -> "_CellFormats":
        names = ((Align.LEFT, "left"), (Align.CENTER, "center"), (Align.RIGHT, "right"))
        return cls(
            {align: book.add_format({**framed, "align": name}) for align, name in names},
            *(
                book.add_format({**framed, "num_format": form, "align": "right"})
                for form in ("#,##0.##", "#,##0", "0.##%")
            ),
        )


class _Writer:
    """Writes sheets with one set of formats."""

    def __init__(self, book: Any, document: OfficialDocument) -> None:
        self._book = book
        self._style: LayoutStyle = wording.style_of(document)
        self._marks = " – ".join(wording.watermarks(document))
        base = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True}
        framed = {**base, "border": 1, "num_format": "@"}
        self._title = book.add_format(
            {**base, "bold": True, "font_size": 13, "align": "center", "valign": "vcenter"}
        )
        self._reference = book.add_format({**base, "italic": True, "align": "center"})
        self._mark = book.add_format({**base, "bold": True, "font_color": "#808080", "align": "center"})
        self._heading = book.add_format({**framed, "bold": True, "align": "center", "valign": "vcenter"})
        self._group = book.add_format({**framed, "bold": True})
        self._group_number = book.add_format({**framed, "bold": True, "align": "center"})
        self._plain, self._total = (_CellFormats.of(book, {**framed, "bold": bold}) for bold in (False, True))

    def write(self, sheet: _Sheet, name: str) -> None:
        page = self._book.add_worksheet(name)
        last = len(sheet.table.columns) - 1
        self._set_up(page, sheet, last)
        self._across(page, 0, last, sheet.title, self._title)
        self._across(page, 1, last, sheet.reference, self._reference)
        self._across(page, 2, last, self._marks, self._mark)
        for column, one in enumerate(sheet.table.columns):
            page.write_string(_HEAD_ROWS, column, one.heading, self._heading)
        line = _HEAD_ROWS + 1
        for group in sheet.table.groups:
            line = self._group_rows(page, line, group, sheet.table)

    def _set_up(self, page: Any, sheet: _Sheet, last: int) -> None:
        """A4 as the annex, one page wide, the heading row on every page and always in sight."""
        style = self._style
        total = sum(column.width for column in sheet.table.columns)
        width = style.landscape_width if sheet.is_landscape else style.text_width
        for column, one in enumerate(sheet.table.columns):
            page.set_column(column, column, max(one.width / total * width / _MM_A_DIGIT, 4))
        page.set_paper(9)
        (page.set_landscape if sheet.is_landscape else page.set_portrait)()
        top, right, bottom, left = (margin / 25.4 for margin in style.margins)
        page.set_margins(left=left, right=right, top=top, bottom=bottom)
        page.fit_to_pages(1, 0)
        page.repeat_rows(_HEAD_ROWS)
        page.freeze_panes(_HEAD_ROWS + 1, 0)
        page.set_footer(f'&C&"{FONT}"&11&P')
        page.set_row(0, 36 if len(sheet.title) > 70 else 20)
        page.set_row(1, 18)
        page.hide_gridlines(2)

    @staticmethod
    def _across(page: Any, line: int, last: int, text: str, form: Any) -> None:
        if last:
            page.merge_range(line, 0, line, last, "", form)
        if text:
            page.write_string(line, 0, text[:_LONGEST], form)

    def _group_rows(self, page: Any, line: int, group: RowGroup, table: Table) -> int:
        last = len(table.columns) - 1
        if group.heading:
            first = 1 if group.number and last else 0
            if first:
                page.write_string(line, 0, group.number, self._group_number)
            if last > first:
                page.merge_range(line, first, line, last, "", self._group)
            page.write_string(line, first, group.heading[:_LONGEST], self._group)
            line += 1
        forms = self._total if group.is_total else self._plain
        for texts in group.rows:
            for column, (one, text) in enumerate(zip(table.columns, texts, strict=True)):
                self._cell(page, line, column, text, one.align, forms)
            line += 1
        return line

    @staticmethod
    def _cell(page: Any, line: int, column: int, text: str, align: Align, forms: _CellFormats) -> None:
        if align is Align.RIGHT and _NUMBER.fullmatch(text):
            decimals = forms.number if "," in text else forms.whole
            page.write_number(line, column, number(text), forms.percent if text.endswith("%") else decimals)
        elif text:
            page.write_string(line, column, text[:_LONGEST], forms.texts[align])
        else:
            page.write_blank(line, column, None, forms.texts[align])


def number(text: str) -> float:
    """A number as Vietnamese writes it: “1.250,5”, “45%”.

    >>> number("1.250,5"), number("150"), number("45%")
    (1250.5, 150.0, 0.45)
    """
    value = Decimal(text.rstrip("%").replace(".", "").replace(",", "."))
    return float(value / 100 if text.endswith("%") else value)


def _unique(name: str, taken: set[str]) -> str:
    """A name Excel takes: at most 31 letters, none of its signs, no two alike."""
    bare = squeeze(_SIGNS_IN_NAMES.sub(" ", name))[:31].strip() or "Bảng"
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
