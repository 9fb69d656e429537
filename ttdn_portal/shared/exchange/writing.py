"""Tables as files that a spreadsheet only shows: no cell of an export is ever run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.text import nfc

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
RUNS = re.compile(r"^'*[=+\-@\t\r]")
# Signs that XML cannot carry; a workbook that holds one does not open.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_CELL = 32767
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def as_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet: texts as string cells, days as days, amounts as numbers."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(_SHEET_NAME.sub(" ", title)[:31])
    formats = {
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": "@"}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
        "number": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
    }
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, formats["head"])
    widths = [len(header) for header in headers]
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, line, column, value, formats)
            widths[column] = max(widths[column], len(str(value or "")))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, 10), 50))
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        sheet.write_blank(line, column, None, formats["text"])
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(line, column, value, formats["day"])
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        sheet.write_number(line, column, value, formats["number"])
    else:
        sheet.write_string(line, column, plain(value)[:_MAX_CELL], formats["text"])


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with the mark that Excel looks for; what could be run starts with an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headers)
    writer.writerows([guarded(plain(value)) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it; `reading.unguarded` takes it off."""
    return f"'{text}" if RUNS.match(text) else text


def plain(value: Any) -> str:
    """A value as text: days as 05/03/2026, line ends alike, nothing that XML cannot carry."""
    if value is None:
        return ""
    if isinstance(value, date) and not isinstance(value, datetime):
        return short_date(value)
    return nfc(_NOT_IN_XML.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")))
