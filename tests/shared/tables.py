"""Files for imports: good ones, and those that a hostile or careless hand makes."""

import io
import zipfile
from collections.abc import Callable

import openpyxl

HEADINGS = ("Số", "Nhóm", "Nội dung nhiệm vụ")
GOOD = (("1.1", "1. Truyền thông", "Sản xuất 12 phóng sự song ngữ"),)


def workbook(
    *rows: tuple, headings: tuple = HEADINGS, title: str = "Nhiệm vụ", change: Callable | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in (headings, *rows):
        sheet.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """The workbook with one part exchanged or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry.filename))
        new.writestr(name, text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_of(body: bytes) -> bytes:
    return with_part(
        workbook(*GOOD),
        SHEET,
        b"<worksheet " + NAMESPACE + b"><sheetData>" + body + b"</sheetData></worksheet>",
    )


def hidden(book: openpyxl.Workbook) -> None:
    book.create_sheet("Hiện").sheet_state = "visible"
    book.active.sheet_state = "hidden"
    book.active = 1


def only_chart(book: openpyxl.Workbook) -> None:
    book.create_chartsheet("Biểu đồ")
    book.remove(book.worksheets[0])


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

# name → (file name, content). Each is refused by one sentence, nothing is written, no error page.
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("a.xlsx", lambda: b""),
    "noise": ("a.xlsx", lambda: bytes(range(256)) * 20),
    "text named xlsx": ("a.xlsx", lambda: "Số,Nhóm\n1.1,1".encode()),
    "old excel": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
    "xls": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
    "ods": ("a.ods", lambda: workbook(*GOOD)),
    "no extension": ("a", lambda: workbook(*GOOD)),
    "macro": ("a.xlsx", lambda: with_part(workbook(*GOOD), "xl/vbaProject.bin", b"x")),
    "cut in half": ("a.xlsx", lambda: workbook(*GOOD)[:1500]),
    "zip without parts": ("a.xlsx", lambda: with_part(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"x")),
    "pdf": ("a.csv", lambda: b"%PDF-1.7\n%x"),
    "xlsx named csv": ("a.csv", lambda: workbook(*GOOD)),
    "entity bomb in the sheet": ("a.xlsx", lambda: with_part(workbook(*GOOD), SHEET, b'<?xml version="1.0"?>' + BOMB + b"<worksheet/>")),
    "foreign entity in the workbook": ("a.xlsx", lambda: with_part(workbook(*GOOD), "xl/workbook.xml", b'<?xml version="1.0"?>' + XXE + b"<workbook/>")),
    "foreign entity in the texts": ("a.xlsx", lambda: with_part(workbook(*GOOD), "xl/sharedStrings.xml", XXE + b"<sst/>")),
    "broken XML": ("a.xlsx", lambda: with_part(workbook(*GOOD), SHEET, b"<worksheet><row>")),
    "zip bomb": ("a.xlsx", lambda: with_part(workbook(*GOOD), "xl/media/a.bin", b"\0" * 40_000_000)),
    "sheet of 40 MB": ("a.xlsx", lambda: sheet_of(b"<row/>" * 6_700_000)),
    "too many rows": ("a.xlsx", lambda: sheet_of(b"<row/>" * 6_000)),
    "a million blank cells": ("a.xlsx", lambda: sheet_of(b"<row>" + b"<c/>" * 1_000_000 + b"</row>")),
    "row number at the end of the sheet": ("a.xlsx", lambda: sheet_of(b'<row r="1048576"><c r="A1048576"/></row>')),
    "column at the end of the sheet": ("a.xlsx", lambda: sheet_of(b'<row r="1"><c r="XFD1"/></row>')),
    "a million styles": ("a.xlsx", lambda: with_part(workbook(*GOOD), "xl/styles.xml", b"<styleSheet " + NAMESPACE + b"><cellXfs>" + b"<xf/>" * 1_000_000 + b"</cellXfs></styleSheet>")),
    "lying dimension, nothing in it": ("a.xlsx", lambda: with_part(workbook(*GOOD), SHEET, b"<worksheet " + NAMESPACE + b'><dimension ref="A1:XFD1048576"/><sheetData/></worksheet>')),
    "only a chart": ("a.xlsx", lambda: workbook(*GOOD, change=only_chart)),
    "an empty visible sheet": ("a.xlsx", lambda: workbook(*GOOD, change=hidden)),
    "headings alone": ("a.xlsx", lambda: workbook()),
    "no headings": ("a.xlsx", lambda: workbook(*GOOD, headings=("1.1", "x", "y"))),
    "a needed column missing": ("a.xlsx", lambda: workbook(("1.1",), headings=("Số",))),
    "a column of the model by its name": ("a.xlsx", lambda: workbook((*GOOD[0], "100"), headings=(*HEADINGS, "progress_percent"))),
    "status as a column": ("a.xlsx", lambda: workbook((*GOOD[0], "DONE"), headings=(*HEADINGS, "status"))),
    "locality as a column": ("a.xlsx", lambda: workbook((*GOOD[0], "haiphong"), headings=(*HEADINGS, "Địa phương"))),
    "the same heading twice": ("a.xlsx", lambda: workbook((*GOOD[0], "x"), headings=(*HEADINGS, "số "))),
    "a column without a heading": ("a.xlsx", lambda: workbook((*GOOD[0], "x"), headings=HEADINGS)),
    "csv in a national code page": ("a.csv", lambda: "Số,Nhóm,Nội dung nhiệm vụ\n1.1,1,Sản xuất".encode().replace("ả".encode(), b"\xe3")),
    "csv with NUL": ("a.csv", lambda: "Số,Nhóm,Nội dung nhiệm vụ\n1.1,1,a\0b".encode()),
    "csv with a broken quote": ("a.csv", lambda: 'Số,Nhóm,Nội dung nhiệm vụ\n1.1,1,"abc"def\n'.encode()),
    "csv of one endless cell": ("a.csv", lambda: ("Số,Nhóm,Nội dung nhiệm vụ\n1.1,1," + "x" * 200_000).encode()),
    "csv of too many lines": ("a.csv", lambda: ("Số,Nhóm,Nội dung nhiệm vụ\n" + "1.1,1,a\n" * 6_000).encode()),
    "utf-16 cut in the middle": ("a.csv", lambda: "Số,Nhóm".encode("utf-16")[:-1]),
}  # fmt: skip

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example","x")', "'=1+1", "''+1",
    "=", "-", "+84 28 1234", "@", "-- gạch", "=IMPORTXML(1)", "'bình thường",
)  # fmt: skip
