"""Reading what others wrote, writing what others open."""

import csv
import io
import tracemalloc
from datetime import date, datetime

import openpyxl
import pytest

from tests.shared import tables
from ttdn_portal.shared.exchange import columns, writing
from ttdn_portal.shared.exchange.reading import read_table
from ttdn_portal.shared.exchange.table import FORMULA, TableRefused, headed

KNOWN = ("Số", "Nhóm", "Nội dung nhiệm vụ", "Ghi chú")
REQUIRED = ("Số", "Nội dung nhiệm vụ")


def read(content: bytes, name: str = "a.xlsx"):
    return headed(read_table(io.BytesIO(content), name), KNOWN, REQUIRED)


@pytest.mark.parametrize("name", tables.HOSTILE)
def test_hostile_file_is_refused_by_a_sentence_within_bounds(name):
    file_name, make = tables.HOSTILE[name]
    content = make()

    tracemalloc.start()
    with pytest.raises(TableRefused) as refusal:
        read(content, file_name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    sentence = str(refusal.value)
    assert sentence.endswith((".", "cả.")), sentence
    assert "Error" not in sentence and "Traceback" not in sentence
    assert peak < 200 * 1024 * 1024


def test_title_above_the_headings_and_blank_lines_between_keep_the_numbers_of_the_lines():
    def change(book):
        book.active.insert_rows(1, 2)
        book.active["A1"] = "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ"
        book.active.append([None, None, None])
        book.active.append(["1.2", "1", "Việc hai"])

    found = read(tables.workbook(*tables.GOOD, change=change))

    assert [line.number for line in found.lines] == [4, 6]
    assert found.address(6, "Nội dung nhiệm vụ") == "trang tính “Nhiệm vụ”, ô C6"


def test_headings_are_found_composed_otherwise_and_in_another_order():
    found = read("ghi chu;NỘI DUNG  nhiệm vụ;Số\nx;Việc;1.1\n".encode(), "a.csv")

    assert found.columns == ("Ghi chú", "Nội dung nhiệm vụ", "Số")
    assert found.address(2, "Số") == "dòng 2, cột C"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_by_mark_and_separator(encoding, sign):
    text = f"Số{sign}Nội dung nhiệm vụ\r\n1.10{sign}Hội nghị\r\n"

    assert [line.cells for line in read(text.encode(encoding), "a.csv").lines] == [("1.10", "Hội nghị")]


def test_a_formula_is_told_from_a_text_that_looks_like_one():
    def change(book):
        book.active["C2"].value = "=1+1"
        book.active["C2"].data_type = "s"
        book.active["C3"] = "=1+1"

    lines = read(tables.workbook(("1.1", "1", ""), ("1.2", "1", ""), change=change)).lines

    assert lines[0].cells[2] == "=1+1"
    assert lines[1].cells[2] is FORMULA


@pytest.mark.parametrize("text", tables.FORMULAS)
def test_no_cell_of_an_export_is_a_formula_and_none_is_changed(text):
    headings, rows = ["Số", "Nội dung nhiệm vụ"], [["1.1", text]]

    book = openpyxl.load_workbook(io.BytesIO(writing.as_xlsx("Nhiệm vụ", headings, rows)))
    cell = book.active["B2"]
    line = list(csv.reader(io.StringIO(writing.as_csv(headings, rows).decode("utf-8-sig"), newline="")))[1]

    assert cell.data_type == "s"
    assert not line[1].startswith(("=", "+", "-", "@", "\t", "\r"))
    for content, name in (
        (writing.as_xlsx("Nhiệm vụ", headings, rows), "a.xlsx"),
        (writing.as_csv(headings, rows), "a.csv"),
    ):
        assert columns.same(read(content, name).lines[0].cells[1], text)


@pytest.mark.parametrize(
    "text",
    [
        "_x000D_",
        "a_x0041_b",
        "dòng một\ndòng hai",
        "Hoà Bình",
        "00012",
        "12345678901234567",
        "a\x0bb",
        "😀 biểu tượng",
    ],
)
def test_odd_texts_survive_both_kinds_of_file(text):
    for content, name in (
        (writing.as_xlsx("T", ["Số", "Nội dung nhiệm vụ"], [["1.1", text]]), "a.xlsx"),
        (writing.as_csv(["Số", "Nội dung nhiệm vụ"], [["1.1", text]]), "a.csv"),
    ):
        assert columns.same(read(content, name).lines[0].cells[1], text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("05/03/2026", date(2026, 3, 5)), ("5/3/2026", date(2026, 3, 5)), ("05-03-2026", date(2026, 3, 5)), ("2026-03-05", date(2026, 3, 5)),
        (datetime(2026, 3, 5), date(2026, 3, 5)), (None, None), ("  ", None),
    ],
)  # fmt: skip
def test_days(cell, expected):
    assert columns.DayWidget().clean(cell) == expected


@pytest.mark.parametrize("cell", ["31/02/2026", "3/13/2026", "mai", "26/3", 45000, True, "01/01/0001"])
def test_what_is_no_day_is_said(cell):
    with pytest.raises(ValueError, match="không phải ngày"):
        columns.DayWidget().clean(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.250.000", 1250000),
        ("1 250 000 đồng", 1250000),
        (1250000, 1250000),
        (1250000.0, 1250000),
        ("", None),
        ("0", 0),
    ],
)
def test_amounts(cell, expected):
    assert columns.AmountWidget().clean(cell) == expected


@pytest.mark.parametrize("cell", ["1,5", "-5", "1,234", "một triệu", 0.5, True, "9" * 20])
def test_what_is_no_amount_is_said(cell):
    with pytest.raises(ValueError):
        columns.AmountWidget().clean(cell)


def test_a_number_too_long_to_be_exact_is_refused_as_text():
    with pytest.raises(ValueError, match="15 chữ số"):
        columns.LineWidget().clean(12345678901234567)
