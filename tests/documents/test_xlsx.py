"""The workbook: every table of a paper, printed as its annex, with nothing in it that runs."""

import zipfile
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from documents.official.model import (
    Align,
    Annex,
    Column,
    Level,
    Marks,
    NothingToWrite,
    RowGroup,
    Section,
    Table,
)
from documents.official.xlsx import NO_TABLE, render_xlsx
from tests.documents.official_samples import (
    HA_NOI_DRAFT,
    HAU_GIANG,
    HCM,
    LETTER,
    NUMBERED,
    annex_table,
)
from tests.shared import tables


def book_of(document):
    return openpyxl.load_workbook(BytesIO(render_xlsx(document)))


def rows_of(sheet, first=5):
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=first)]


def test_annex_stands_row_by_row_under_its_headings():
    sheet = book_of(NUMBERED)["Phụ lục"]
    table = NUMBERED.annexes[0].table

    assert sheet["A1"].value == "PHÂN CÔNG NHIỆM VỤ THÔNG TIN ĐỐI NGOẠI NĂM 2024"
    assert sheet["A2"].value.startswith("(Kèm theo Kế hoạch số /KH-UBND ngày tháng năm 2024")
    assert rows_of(sheet, 4)[0] == tuple(column.heading for column in table.columns)
    rows = rows_of(sheet)
    assert len(rows) == sum(1 + len(group.rows) for group in table.groups)
    assert rows[0][:2] == (table.groups[0].number, table.groups[0].heading)
    assert rows[1][:6] == table.groups[0].rows[0][:6]


def test_sheet_prints_as_the_annex_and_keeps_its_heading_in_sight():
    sheet = book_of(HCM)["Phụ lục"]

    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    margins = sheet.page_margins
    assert [round(side * 25.4) for side in (margins.top, margins.right, margins.bottom, margins.left)] == [
        20,
        15,
        20,
        30,
    ]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGH"]
    assert widths[1] == pytest.approx(widths[0] * 27 / 5, rel=0.1)


def test_every_table_has_a_sheet_of_its_own():
    assert book_of(HA_NOI_DRAFT).sheetnames == ["Phụ lục I", "Phụ lục II"]
    assert book_of(LETTER).sheetnames == ["Bảng"]
    assert [row[1] for row in rows_of(book_of(LETTER)["Bảng"])] == ["Tập huấn nghiệp vụ", "Họp báo quý II"]


def test_names_of_sheets_are_what_excel_takes():
    sections = tuple(
        Section(Level.CLAUSE, title, table=annex_table(1))
        for title in (
            "Kết quả [1/2]: 'tốt'?*\\",
            "Một tên rất dài của một phần rất dài trong báo cáo",
            "Một tên rất dài của một phần khác",
            "History",
        )
    )

    names = book_of(replace(HCM, sections=sections, annexes=())).sheetnames

    assert len(set(map(str.casefold, names))) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert "History" not in names


def test_words_across_the_paper_stand_on_the_sheet():
    assert book_of(HA_NOI_DRAFT)["Phụ lục I"]["A3"].value == "DỰ THẢO – MINH HỌA"
    assert book_of(replace(HCM, marks=Marks()))["Phụ lục"]["A3"].value is None


def test_amounts_are_numbers_and_everything_else_is_text():
    columns = (Column("STT", 1, Align.CENTER), Column("Nội dung", 4), Column("Kinh phí", 2, Align.RIGHT))
    texts = ("1.250,5", "150", "-3", "98,62%", "1.2.3", "khoảng 150", "", "12.5", "1.000.000")
    table = Table(columns, (RowGroup(tuple(("1", text, text) for text in texts)),))

    rows = list(
        book_of(replace(HCM, annexes=(Annex("Kinh phí", table=table),)))["Phụ lục"].iter_rows(min_row=5)
    )

    assert [row[2].value for row in rows] == [
        1250.5,
        150,
        -3,
        0.9862,
        "1.2.3",
        "khoảng 150",
        None,
        "12.5",
        1000000,
    ]
    assert {row[0].data_type for row in rows} == {"s"}
    assert [row[1].value for row in rows] == [text or None for text in texts]


@pytest.mark.parametrize("text", tables.FORMULAS)
def test_no_cell_is_a_formula_or_a_link_and_no_text_is_changed(text):
    table = Table(
        (Column(text, 1), Column("Số", 1, Align.RIGHT)),
        (RowGroup(((text, text),), heading=text, number="1"),),
    )
    document = replace(HCM, subject=text, annexes=(Annex(text, table=table, reference=text, label=text),))

    content = render_xlsx(document)
    cells = [
        cell
        for sheet in openpyxl.load_workbook(BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
    ]

    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    words = " ".join(text.split())
    assert [cell.value for cell in cells if cell.value and " ".join(str(cell.value).split()) == words]
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert not [name for name in package.namelist() if "externalLink" in name]
        assert all(b"<f>" not in package.read(name) for name in package.namelist())


def test_paper_without_a_table_is_refused_with_a_sentence():
    with pytest.raises(NothingToWrite, match=NO_TABLE):
        render_xlsx(HAU_GIANG)


def test_same_document_gives_the_same_bytes():
    assert render_xlsx(HA_NOI_DRAFT) == render_xlsx(HA_NOI_DRAFT)
