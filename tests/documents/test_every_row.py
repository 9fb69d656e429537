"""Each row of the tables of sizes and styles (NĐ 30/2020, Phụ lục I; 36-HD/VPTW, Phụ lục 3), measured in both files.

A row: the words that begin the component, its size in points, bold, italic, the middle of its box in millimetres from the
left edge, and its alignment. The PDF is measured by its glyphs, the Word file by the properties that a paragraph comes out
with: style, list, cell, section. What only one of the two can show:

- capitals: both files hold the letters as they are printed, neither sets them by a property;
- one line of one baseline (number and place): the PDF by its glyphs, in Word one row and lines of one height;
- "level with the signer's title": the PDF by its glyphs, in Word the first paragraphs of one row;
- that no row is cut and no heading stands last: in Word the property that forbids it, the outcome in test_word_converted.py;
- the room of image and seal: in Word the space above the signer's name, in the PDF the empty box and the signature field;
- the place of a digital signature is a field of the PDF: a Word file is for editing and has none.
"""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from docx.oxml.ns import qn

from documents.official import parts
from documents.official.html import render_pdf
from documents.official.model import Annex, Block, Letterhead, Level, Marks, Section, Signature, Urgency
from documents.official.styles import PARTY, STATE
from documents.official.word import render_docx
from tests.documents.official_samples import HAU_GIANG, HCM, LETTER, NUMBERED, annex_table
from tests.documents.pdf_measure import Measured
from tests.documents.word_measure import TWIPS, Word

PAGE_MIDDLE = (30 + 195) / 2
ISSUER, NATION = 30 + STATE.issuer_width / 2, 195 - STATE.nation_width / 2
SIGNING = 195 - 165 * 0.52 / 2
PLAN = replace(
    NUMBERED,
    letterhead=Letterhead("Sở Văn hóa và Thể thao", "Ủy ban nhân dân Thành phố"),
    sections=(
        Section(
            Level.PART,
            "Tình hình thực hiện",
            children=(
                Section(
                    Level.CHAPTER,
                    "Kết quả",
                    children=(
                        Section(
                            Level.DIVISION,
                            "Tuyên truyền",
                            children=(
                                Section(Level.ARTICLE, "Phạm vi", (Block(0, "Nội dung của điều."),)),
                                Section(
                                    Level.SECTION,
                                    "Mục đích",
                                    children=(
                                        Section(
                                            Level.CLAUSE,
                                            "Khoản có tên",
                                            children=(
                                                Section(Level.POINT, blocks=(Block(0, "Điểm thứ nhất."),)),
                                            ),
                                        ),
                                        Section(Level.CLAUSE, blocks=(Block(0, "Khoản không tên."),)),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
    drafter_code="NVA.(10)",
    annexes=(
        Annex("Phân công nhiệm vụ", table=annex_table(60, 4)),
        Annex("Danh mục ấn phẩm", table=annex_table(2, 2)),
    ),
)
ONE_ANNEX = replace(HCM, annexes=HCM.annexes[:1])
OFFICIAL_LETTER = replace(
    LETTER,
    contact_line="Số 86 Lê Thánh Tôn, phường Sài Gòn; điện thoại 028 3829 6052",
    drafter_code="NVA.(05)",
)
ONE = replace(OFFICIAL_LETTER, addressed_to=("Sở Ngoại vụ",))
# component: (document, page, begins with, size, bold, italic, center, alignment in Word)
STATE_ROWS = {
    "quốc hiệu": (PLAN, 0, "CỘNG HÒA XÃ HỘI", 13, True, False, NATION, "center"),
    "tiêu ngữ": (PLAN, 0, "Độc lập - Tự do - Hạnh phúc", 14, True, False, NATION, "center"),
    "cơ quan chủ quản": (PLAN, 0, "ỦY BAN NHÂN DÂN", 13, False, False, ISSUER, "center"),
    "cơ quan ban hành": (PLAN, 0, "SỞ VĂN HÓA VÀ THỂ THAO", 13, True, False, ISSUER, "center"),
    "số, ký hiệu": (PLAN, 0, "Số: 05/KH-UBND", 13, False, False, ISSUER, "center"),
    "địa danh, thời gian": (PLAN, 0, "Thành phố Hồ Chí Minh, ngày", 13, False, True, NATION, "center"),
    "tên loại": (PLAN, 0, "KẾ HOẠCH", 14, True, False, PAGE_MIDDLE, "center"),
    "trích yếu": (PLAN, 0, "Hoạt động thông tin đối ngoại", 14, True, False, PAGE_MIDDLE, "center"),
    "trích yếu công văn": (OFFICIAL_LETTER, 0, "V/v đôn đốc", 12, False, False, ISSUER, "center"),
    "căn cứ": (PLAN, 0, "Căn cứ Luật", 14, False, True, None, "both"),
    "nội dung": (PLAN, 0, "Ủy ban nhân dân Thành phố ban hành", 14, False, False, None, "both"),
    "phần": (PLAN, None, "Phần I", 14, True, False, PAGE_MIDDLE, "center"),
    "tên phần": (PLAN, None, "TÌNH HÌNH THỰC HIỆN", 14, True, False, PAGE_MIDDLE, "center"),
    "chương": (PLAN, None, "Chương I", 14, True, False, PAGE_MIDDLE, "center"),
    "tên chương": (PLAN, None, "KẾT QUẢ", 14, True, False, PAGE_MIDDLE, "center"),
    "mục": (PLAN, None, "Mục 1", 14, True, False, PAGE_MIDDLE, "center"),
    "tên mục": (PLAN, None, "TUYÊN TRUYỀN", 14, True, False, PAGE_MIDDLE, "center"),
    "điều": (PLAN, None, "Điều 1. Phạm vi", 14, True, False, None, "both"),
    "mục I.": (PLAN, None, "I. MỤC ĐÍCH", 14, True, False, None, "both"),
    "khoản có tên": (PLAN, None, "1. Khoản có tên", 14, True, False, None, "both"),
    "khoản không tên": (PLAN, None, "2. Khoản không tên", 14, False, False, None, "both"),
    "điểm": (PLAN, None, "a) Điểm thứ nhất", 14, False, False, None, "both"),
    "quyền hạn": (PLAN, None, "TM. ỦY BAN NHÂN DÂN", 14, True, False, SIGNING, "center"),
    "chức vụ": (PLAN, None, "PHÓ CHỦ TỊCH", 14, True, False, SIGNING, "center"),
    "họ tên": (PLAN, None, "Nguyễn Văn Đường", 14, True, False, SIGNING, "center"),
    "kính gửi": (ONE, 0, "Kính gửi:", 14, False, False, None, "left"),
    "nơi nhận": (PLAN, None, "Nơi nhận:", 12, True, True, None, "left"),
    "danh sách nơi nhận": (PLAN, None, "- Lưu: VT, (VX). NVA.(10)", 11, False, False, None, "left"),
    "phụ lục một mình": (ONE_ANNEX, None, "Phụ lục", 14, True, False, (30 + 282) / 2, "center"),
    "phụ lục": (PLAN, None, "Phụ lục II", 14, True, False, (30 + 282) / 2, "center"),
    "tên phụ lục": (PLAN, None, "PHÂN CÔNG NHIỆM VỤ", 14, True, False, (30 + 282) / 2, "center"),
    "kèm theo": (ONE_ANNEX, None, "(Kèm theo Kế hoạch số", 14, False, True, (30 + 282) / 2, "center"),
    "liên hệ": (OFFICIAL_LETTER, 0, "Số 86 Lê Thánh Tôn", 11, False, False, PAGE_MIDDLE, "center"),
}
PARTY_PLAN = replace(
    HAU_GIANG, number="5", issued_on=date(2021, 5, 4), signature=Signature(("KT. Trưởng ban", "Phó Trưởng ban"), "Nguyễn Văn Ký")
)  # fmt: skip
PARTY_LETTER = replace(
    PARTY_PLAN, type_name="", symbol="CV/BCĐ", subject="đôn đốc thực hiện nhiệm vụ", annexes=()
)
PARTY_HEAD = parts.head(PARTY_PLAN, PARTY)
PARTY_NATION = 195 - PARTY_HEAD.nation_width / 2
PARTY_ISSUER = 30 + PARTY_HEAD.issuer_width / 2
PARTY_ROWS = {
    "heading": (PARTY_PLAN, 0, "ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False, PARTY_NATION, "center"),
    "upper body": (PARTY_PLAN, 0, "TỈNH ỦY HẬU GIANG", 14, False, False, PARTY_ISSUER, "center"),
    "issuer's star": (PARTY_PLAN, 0, "*", 14, True, False, PARTY_ISSUER, "center"),
    "number": (PARTY_PLAN, 0, "Số 05-KH/BCĐ", 14, False, False, PARTY_ISSUER, "center"),
    "place and date": (PARTY_PLAN, 0, "Hậu Giang, ngày 04 tháng 5 năm 2021", 14, False, True, PARTY_NATION, "center"),
    "type": (PARTY_PLAN, 0, "KẾ HOẠCH", 16, True, False, PAGE_MIDDLE, "center"),
    "abstract": (PARTY_PLAN, 0, "hoạt động thông tin đối ngoại", 14, True, False, PAGE_MIDDLE, "center"),
    "abstract of a letter": (PARTY_LETTER, 0, "đôn đốc thực hiện", 12, False, True, PARTY_ISSUER, "center"),
    "bases": (PARTY_PLAN, 0, "- Căn cứ Quyết định", 14, False, False, None, "both"),
    "lists, first": (PARTY_PLAN, None, "I- MỤC ĐÍCH, YÊU CẦU", 14, True, False, None, "both"),
    "lists, second": (PARTY_PLAN, None, "1- Mục đích", 14, True, False, None, "both"),
    "sign": (PARTY_PLAN, None, "K/T TRƯỞNG BAN", 14, True, False, SIGNING, "center"),
    "recipients": (PARTY_PLAN, None, "Nơi nhận:", 14, False, False, None, "left"),
}  # fmt: skip
ROWS = {f"State: {name}": row for name, row in STATE_ROWS.items()} | {
    f"Party: {name}": row for name, row in PARTY_ROWS.items()
}


@cache
def pdf_of(document):
    return Measured(render_pdf(document))


@cache
def word_of(document):
    return Word(render_docx(document))


@pytest.mark.parametrize("name", ROWS)
def test_row_in_the_pdf(name):
    document, page, start, size, bold, italic, center, _ = ROWS[name]
    measured = pdf_of(document)
    number = measured.page_of(start) if page is None else page

    run = next(run for run in measured.pages[number].text_runs if run.text.startswith(start))

    assert (run.size, run.is_bold, run.is_italic, run.color) == (size, bold, italic, (0, 0, 0))
    if center is not None:
        assert run.center == pytest.approx(center, abs=0.6)


@pytest.mark.parametrize("name", ROWS)
def test_row_in_the_word_file(name):
    document, _, start, size, bold, italic, center, align = ROWS[name]
    page = word_of(document)
    line = page.printed(start)

    assert (line.size, line.is_bold, line.is_italic, line.align) == (size, bold, italic, align)
    assert (line.font, line.color) == ("Times New Roman", "auto")
    if center is not None:
        assert sum(page.box(line)) / 2 == pytest.approx(center, abs=0.6)


def test_lines_under_names_in_the_word_file_are_in_the_middle_of_their_box():
    """Solid, black, of the stated length (test_word.py) and as far from the left as from the right."""
    page = word_of(PLAN)
    for start in ("Độc lập - Tự do", "SỞ VĂN HÓA VÀ THỂ THAO", "Hoạt động thông tin đối ngoại"):
        inset = page.after(page.printed(start)).find(f"{qn('w:pPr')}/{qn('w:ind')}")
        assert inset.get(qn("w:left")) == inset.get(qn("w:right"))


def test_lines_of_box_1_stand_close_and_number_and_place_on_one_line():
    page = word_of(PLAN)
    motto, number, place = map(page.printed, ("Độc lập - Tự do", "Số: 05", "Thành phố Hồ Chí Minh, ngày"))
    row_of = lambda line: next(line.element.iterancestors(qn("w:tr")))  # noqa: E731

    assert page.length(motto, "spacing", "before") == page.length(motto, "spacing", "after") == 0
    assert row_of(number) is row_of(place)
    assert [page.length(line, "spacing", "line") for line in (number, place)] == [17, 17]


def test_office_above_is_left_out_where_there_is_none():
    alone = word_of(replace(PLAN, letterhead=Letterhead("Ủy ban nhân dân Thành phố")))

    assert not [line for line in alone.lines if line.style == "CoQuanChuQuan"]


@pytest.mark.parametrize(
    "start", ["Ủy ban nhân dân Thành phố ban hành", "2. Khoản không tên", "a) Điểm thứ nhất"]
)
def test_text_is_indented_1_27_cm_6_points_apart_on_lines_of_single_to_one_and_a_half(start):
    page = word_of(PLAN)
    line = page.printed(start)
    indents = [line.property("ind"), page.level_of(line), page.style_property(line, "ind")]
    first = next(int(one.get(qn("w:firstLine"))) / TWIPS for one in indents if one is not None)

    assert first == pytest.approx(12.7, abs=0.1)
    assert page.length(line, "spacing", "before") >= 6
    assert 1 <= page.length(line, "spacing", "line") * 20 / 240 <= 1.5


@pytest.mark.parametrize("start", ["Phần I", "Chương I", "Mục 1"])
def test_part_and_chapter_are_counted_by_word_and_bear_their_title_on_the_line_below(start):
    page = word_of(PLAN)
    line = page.printed(start)

    assert line.number == start
    assert line.text.startswith("\n") and line.text.strip().isupper()
    assert page.level_of(line).get(qn("w:firstLine")) == "0"


def test_abstract_of_a_letter_stands_6_points_below_its_number():
    page = word_of(OFFICIAL_LETTER)

    assert page.length(page.printed("V/v đôn đốc"), "spacing", "before") == 6


def test_bases_stand_one_a_line_with_a_semicolon_and_the_last_with_a_full_stop():
    for document in (PLAN, PARTY_PLAN):
        bases = [line.text for line in word_of(document).lines if line.style == "CanCu"]
        assert len(bases) == len(document.bases) > 1
        assert all(text.endswith(";") for text in bases[:-1]) and bases[-1].endswith(".")


def test_one_addressee_stands_beside_the_words_and_several_below_each_other():
    for document, names in ((ONE, 1), (OFFICIAL_LETTER, 3)):
        page = word_of(document)
        words, *found = [line for line in page.lines if line.style == "KinhGui"]
        assert words.text.strip() == "Kính gửi:" and len(found) == names
        assert {page.box(line) for line in found} == {page.box(found[0])}
        assert page.box(words)[1] == pytest.approx(page.box(found[0])[0], abs=0.1)
    assert found[-1].text.endswith(".") and all(line.text.endswith(";") for line in found[:-1])


def test_recipients_stand_at_the_left_margin_level_with_the_signers_title():
    page = word_of(PLAN)
    recipients, authority = page.printed("Nơi nhận:"), page.printed("TM. ỦY BAN NHÂN DÂN")
    cells = [next(line.element.iterancestors(qn("w:tc"))) for line in (recipients, authority)]

    assert page.box(recipients)[0] == pytest.approx(30, abs=0.1)
    assert cells[0].getparent() is cells[1].getparent()
    assert all(
        tc.find(qn("w:p")) is line.element for tc, line in zip(cells, (recipients, authority), strict=True)
    )


def test_annexes_are_counted_in_roman_and_name_what_they_belong_to():
    labels = [line.text for line in word_of(PLAN).lines if line.style == "PhuLuc"]
    references = [line.text for line in word_of(PARTY_PLAN).lines if line.style == "KemTheo"]

    assert labels == ["Phụ lục I", "Phụ lục II"]
    assert all(re.search(r"-KH/BCĐ, ngày", text) for text in references), (
        "the Party sets a comma before the day"
    )


def test_contact_line_stands_under_a_rule_as_wide_as_the_text_at_the_foot_of_page_1_only():
    long = replace(OFFICIAL_LETTER, closing=tuple(Block(0, "Đoạn văn dài. " * 60) for _ in range(6)))
    first, *others = pdf_of(long).pages
    run = first.find("Số 86 Lê Thánh Tôn")

    assert others and not any(page.has("Số 86 Lê Thánh Tôn") for page in others)
    rules = [rule for rule in first.rules if 0 < run.y - rule.y < 8]
    assert max(rule.width for rule in rules) == pytest.approx(165, abs=0.5)
    assert 277 < run.y < 297, "inside the bottom margin"
    package = word_of(long).document
    section = package.sections[0]
    assert section.first_page_footer.paragraphs[0].text.startswith("Số 86 Lê Thánh Tôn")
    border = section.first_page_footer.paragraphs[0]._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:top')}")
    assert border.get(qn("w:val")) == "single"
    assert section.footer.paragraphs == [] or not section.footer.paragraphs[0].text


def test_annexes_of_a_letter_do_not_bear_its_contact_line():
    with_annex = replace(OFFICIAL_LETTER, annexes=(Annex("Danh mục", table=annex_table(2, 2)),))

    assert sum(page.has("Số 86 Lê Thánh Tôn") for page in pdf_of(with_annex).pages) == 1
    first, annex = word_of(with_annex).document.sections
    assert first.first_page_footer.paragraphs[0].text
    assert not annex.first_page_footer.paragraphs[0].text


def test_only_a_letter_has_a_contact_line():
    plan = replace(PLAN, contact_line="Số 86 Lê Thánh Tôn")

    assert "Lê Thánh Tôn" not in pdf_of(plan).text


def test_page_number_is_upright_of_13_or_14_points_in_the_middle_of_the_top_margin():
    for document, size in (
        (PLAN, 13),
        (replace(PARTY_PLAN, closing=tuple(Block(0, "Văn. " * 300) for _ in range(4))), 14),
    ):
        page = pdf_of(document).pages[1]
        number = page.find("2")

        assert (number.size, number.is_bold, number.is_italic) == (size, False, False)
        assert number.center == pytest.approx(PAGE_MIDDLE, abs=0.6)
        assert 0 < number.y < 20
        [header] = [line for line in word_of(document).margin_lines if line.text == "2"]
        assert (header.size, header.is_bold, header.is_italic, header.align) == (size, False, False, "center")
        section = word_of(document).sections[0]
        assert 0 < section.header_distance < section.top_margin == pytest.approx(20 * 36000, abs=200)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_stamp_letters_are_bold_capitals_of_13_or_14_points(urgency):
    page = pdf_of(replace(OFFICIAL_LETTER, marks=Marks(urgency=urgency))).pages[0]
    run = page.find(urgency.value)

    assert run.is_bold and not run.is_italic and 13 <= run.size <= 14
    line = word_of(replace(OFFICIAL_LETTER, marks=Marks(urgency=urgency))).printed(urgency.value)
    assert line.is_bold and not line.is_italic and 13 <= line.size <= 14
    assert (line.color, line.text.isupper()) == ("E00000", True)
