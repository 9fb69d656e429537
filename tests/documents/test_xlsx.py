"""The workbook: every table of a paper, printed as its annex, with nothing in it that runs."""

import zipfile
from dataclasses import replace
from datetime import datetime
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

    assert sheet["A1"].value == "Phụ lục\nPHÂN CÔNG NHIỆM VỤ THÔNG TIN ĐỐI NGOẠI NĂM 2024"
    assert sheet["A2"].value.startswith("(Kèm theo Kế hoạch số       /KH-UBND ngày      tháng      năm 2024")
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


def test_page_number_stands_at_the_top_and_not_on_the_first_page_of_a_sheet():
    for sheet, size in ((book_of(HCM).active, 13), *((sheet, 14) for sheet in book_of(HA_NOI_DRAFT))):
        header = sheet.HeaderFooter
        assert (header.oddHeader.center.text, header.oddHeader.center.size) == ("&P", size)
        assert (
            header.differentFirst and not header.firstHeader.center.text and not header.oddFooter.center.text
        )
        assert sheet.page_setup.useFirstPageNumber and sheet.page_setup.firstPageNumber in (None, 1)
        assert 0 < sheet.page_margins.header * 25.4 < 20


def test_what_stands_above_a_table_of_the_body_is_the_paper_itself():
    """A công văn has no type; a paper that goes along with another bears no number."""
    assert book_of(LETTER)["Bảng"]["A1"].value.startswith("V/v đôn đốc")
    attached = replace(LETTER, type_name="Bảng tổng hợp", symbol="", subject="Dự thảo Kế hoạch")
    sheet = book_of(attached)["Bảng"]
    assert sheet["A1"].value == "BẢNG TỔNG HỢP\nDự thảo Kế hoạch"
    assert not sheet["A2"].value.startswith(",")


def test_rows_are_as_high_as_their_words_and_grow_with_them():
    """Excel fits no merged cell by itself, other programs fit none; a height for good would hide what is added."""
    columns = (Column("STT", 1, Align.CENTER), Column("Nội dung", 4), Column("Chủ trì", 2))
    long = "Biên soạn, xuất bản ấn phẩm song ngữ giới thiệu Thành phố tới bạn bè quốc tế " * 3
    group = RowGroup(
        (("1.1", "Ngắn", "Sở Du lịch"), ("1.2", long, "Sở Du lịch")), heading=long * 2, number="1"
    )
    content = render_xlsx(replace(HCM, annexes=(Annex("Dài", table=Table(columns, (group,))),)))

    sheet = openpyxl.load_workbook(BytesIO(content)).active
    heading, short, high = (sheet.row_dimensions[n].height for n in (5, 6, 7))
    assert heading > 2.5 * short and high > 1.9 * short
    assert 14 < short < 20
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert b"customHeight" not in package.read("xl/worksheets/sheet1.xml")


def test_column_is_wide_enough_for_its_longest_day_and_number():
    """Excel shows "####" for a figure that does not fit; words it breaks."""
    columns = (
        Column("Nội dung", 97),
        Column("Hạn", 1, Align.CENTER),
        Column("Kinh phí", 1, Align.RIGHT),
        Column("Mã", 1),
    )
    rows = (("Họp báo", "05/12/2026", "1.000.000.000", "một mã rất dài"), ("Tập huấn", "", "5", "–"))
    document = replace(HCM, annexes=(Annex("Hẹp", table=Table(columns, (RowGroup(rows),))),))

    sheet = book_of(document).active

    assert sheet.column_dimensions["B"].width > len("05/12/2026") + 1
    assert sheet.column_dimensions["C"].width > len("1.000.000.000") + 1
    assert sheet.column_dimensions["D"].width < 6


def test_widths_count_the_letters_of_the_sheets_own_typeface():
    """A font with a scheme is whatever the theme of the reader's machine says."""
    for book in (book_of(HCM), book_of(HCM)):
        assert {(font.name, font.scheme) for font in book._fonts} == {("Times New Roman", None)}


def test_tables_of_one_sheet_to_look_over_are_told_apart():
    tables = (
        annex_table(1),
        Table(
            (Column("Số", 1), Column("Nhiệm vụ quá hạn", 5), Column("Vướng mắc", 9)),
            (RowGroup((("1", "Một", ""),)),),
        ),
    )
    sheet = Annex(
        "Kế hoạch", label="Tổng quan", sections=tuple(Section(Level.PLAIN, table=t) for t in tables)
    )

    assert book_of(replace(HCM, annexes=(sheet,))).sheetnames == ["Nội dung nhiệm vụ", "Nhiệm vụ quá hạn"]


def test_name_of_a_sheet_leaves_out_how_many_rows_stand_there():
    table = Table((Column("Số"), Column("Nhiệm vụ quá hạn (3/5)")), (RowGroup((("1", "Họp báo"),)),))
    sheet = Annex("Kế hoạch", label="Tổng quan", sections=(Section(Level.PLAIN, table=table),) * 2)

    assert book_of(replace(HCM, annexes=(sheet,))).sheetnames == [
        "Nhiệm vụ quá hạn",
        "Nhiệm vụ quá hạn 2",
    ]


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


def test_numbers_and_days_look_as_on_the_paper():
    columns = (
        Column("Nhiệm vụ", 1, Align.CENTER),
        Column("Hạn", 1, Align.CENTER),
        Column("Đã gửi", 1, Align.CENTER),
        Column("Tỷ lệ", 1, Align.RIGHT),
        Column("Kinh phí", 1, Align.RIGHT),
        Column("Kỳ", 1, Align.CENTER),
    )
    rows = (
        ("1.1", "05/12/2026", "3", "45%", "1.250,5", "2026"),
        ("12", "31/02/2026", "–", "98,62%", "2026", "6 tháng"),
        ("2", "01/02/2026 – 30/04/2026", "", "–", "0123", "2025"),
    )
    document = replace(HCM, annexes=(Annex("Số liệu", table=Table(columns, (RowGroup(rows),))),))

    first, second, third = book_of(document)["Phụ lục"].iter_rows(min_row=5)

    assert [cell.value for cell in first] == ["1.1", datetime(2026, 12, 5), 3, 0.45, 1250.5, "2026"]
    assert [cell.number_format for cell in first] == ["@", "dd\\/mm\\/yyyy", "0", "0%", "#,##0.0", "@"]
    assert [cell.value for cell in second] == ["12", "31/02/2026", "–", 0.9862, 2026, "6 tháng"]
    assert [cell.number_format for cell in second[3:5]] == ["0.00%", "0"]
    assert [cell.value for cell in third] == ["2", "01/02/2026 – 30/04/2026", None, "–", "0123", "2025"]


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
