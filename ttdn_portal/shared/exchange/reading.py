"""Reading a workbook or a text file of somebody else's making: right, or refused by one sentence.

A careless reader raises a dozen kinds of exception here and can be made to unpack gigabytes, so sizes are
summed and rows counted in a capped stream before openpyxl sees the file, and everything else is caught.
"""

import csv
import io
import logging
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl
from defusedxml import ElementTree
from openpyxl.utils import column_index_from_string

from ttdn_portal.shared import file_kinds
from ttdn_portal.shared.exchange.table import (
    ERROR_VALUE,
    FORMULA,
    MAX_COLUMNS,
    MAX_ROWS,
    Line,
    Table,
    TableRefused,
)
from ttdn_portal.shared.filenames import extension_of

logger = logging.getLogger(__name__)

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 30 * 1024 * 1024
MAX_CELLS = MAX_ROWS * MAX_COLUMNS
MAX_ELEMENTS = 80_000
SMALL_PART = 200_000
UNREADABLE = (
    "Không đọc được tệp này: tệp hỏng hoặc không đúng dạng. Mở bằng Excel, lưu lại thành .xlsx rồi tải lên."
)
TOO_MANY = f"Tệp có quá {MAX_ROWS} dòng hoặc quá {MAX_COLUMNS} cột. Xóa các dòng, cột trống có định dạng hoặc chia tệp ra."
_CELL = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_SEPARATOR_LINE = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)


def read_table(file: BinaryIO, name: str) -> Table:
    """The table in an .xlsx or .csv file; TableRefused with one sentence where it is anything else."""
    try:
        return _read(file, name)
    except TableRefused:
        raise
    except file_kinds.Refused as refusal:
        raise TableRefused(f"Tệp {refusal}") from refusal
    except (Exception, RecursionError, MemoryError) as error:  # readers of broken files raise many kinds
        logger.info("import file unreadable: %r", error)
        raise TableRefused(UNREADABLE) from error


def _read(file: BinaryIO, name: str) -> Table:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise TableRefused("Tệp rỗng. Mở tệp kiểm tra rồi chọn lại.")
    if size > MAX_BYTES:
        raise TableRefused(f"Tệp nặng quá {MAX_BYTES // 1024 // 1024} MB. Chia nhỏ tệp rồi tải lên.")
    kind = extension_of(name)
    if kind == ".xlsx":
        return _read_workbook(file)
    if kind == ".csv":
        return _read_text(file.read())
    raise TableRefused("Chỉ nhận tệp .xlsx hoặc .csv. Lưu lại thành một trong hai loại rồi tải lên.")


# --- Workbooks ------------------------------------------------------------------------------------------


def _read_workbook(file: BinaryIO) -> Table:
    _refuse_large(file)
    file_kinds.XLSX.inspect(file)
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of every extension it does not know
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        try:
            sheet = next((found for found in book.worksheets if found.sheet_state == "visible"), None)
            if sheet is None:
                raise TableRefused("Tệp không có trang tính nào hiện ra.")
            _count_cells(file, sheet._worksheet_path)
            sheet.reset_dimensions()
            lines = tuple(
                Line(number, tuple(map(_value, row))) for number, row in enumerate(sheet.iter_rows(), 1)
            )
            return Table(sheet.title, lines)
        finally:
            book.close()


def _refuse_large(file: BinaryIO) -> None:
    """What would unpack to too much, or make openpyxl build too many objects (a style is a thousand bytes)."""
    if not zipfile.is_zipfile(file):
        return  # the look inside says what it is instead
    with zipfile.ZipFile(file) as package:
        if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
            raise TableRefused(TOO_MANY)
        for entry in package.infolist():
            is_rows = entry.filename.startswith("xl/worksheets/") or entry.filename.endswith(
                "sharedStrings.xml"
            )
            if entry.filename.endswith((".xml", ".rels")) and not is_rows and entry.file_size > SMALL_PART:
                _count_elements(package, entry.filename)


def _count_elements(package: zipfile.ZipFile, part: str) -> None:
    with package.open(part) as stream:
        for number, _ in enumerate(_started(stream), 1):
            if number > MAX_ELEMENTS:
                raise TableRefused(
                    "Tệp có quá nhiều định dạng. Chép nội dung sang một tệp Excel mới rồi tải lên."
                )


def _count_cells(file: BinaryIO, part: str) -> None:
    """Rows and cells of the sheet, counted in a stream that stops at the limit."""
    rows = cells = 0
    with zipfile.ZipFile(file) as package, package.open(part) as stream:
        for tag, place in _started(stream):
            rows += tag == "row"
            cells += tag == "c"
            is_far = (tag == "c" and _column(place) > MAX_COLUMNS) or (
                tag == "row" and int(place or rows) > MAX_ROWS
            )
            if is_far or rows > MAX_ROWS or cells > MAX_CELLS:
                raise TableRefused(TOO_MANY)


def _started(stream: Any) -> Iterator[tuple[str, str]]:
    """(name, place) of each element as it begins; nothing of the part is kept."""
    parents: list[Any] = []
    for event, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            parents.append(element)
            yield element.tag.rpartition("}")[2], element.get("r", "")
            continue
        parents.pop()
        if parents:
            parents[-1].remove(element)


def _column(address: str) -> int:
    found = _CELL.match(address)
    return column_index_from_string(found.group(1)) if found else 0


def _value(cell: Any) -> Any:
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return FORMULA
    if kind == "e":
        return ERROR_VALUE
    return cell.value


# --- Text files -----------------------------------------------------------------------------------------


def _read_text(content: bytes) -> Table:
    text = _decoded(content)
    if "\0" in text:
        raise TableRefused(UNREADABLE)
    separator = _SEPARATOR_LINE.match(text)
    skipped = 1 if separator else 0
    body = text[separator.end() :] if separator else text
    reader = csv.reader(
        io.StringIO(body, newline=""),
        delimiter=separator.group(1) if separator else _delimiter(body),
        strict=True,
    )
    lines: list[Line] = []
    for row in reader:
        if len(lines) >= MAX_ROWS or len(row) > MAX_COLUMNS:
            raise TableRefused(TOO_MANY)
        lines.append(Line(reader.line_num + skipped, tuple(unguarded(cell) for cell in row)))
    return Table("", tuple(lines))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise TableRefused(
            "Tệp có đuôi .csv nhưng nội dung không phải văn bản. Lưu lại thành CSV UTF-8 hoặc .xlsx."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableRefused(
            "Tệp CSV không phải bảng mã UTF-8. Trong Excel chọn “CSV UTF-8” hoặc lưu thành .xlsx rồi tải lên."
        ) from None


def _delimiter(text: str) -> str:
    """The sign that parts most columns in the first line that has any."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


GUARDED = re.compile(r"^'+[=+\-@\t\r]")


def unguarded(cell: str) -> str:
    """A cell as it was before `writing.guarded` set an apostrophe before what a spreadsheet would run."""
    return cell[1:] if GUARDED.match(cell) else cell
