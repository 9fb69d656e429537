"""The Word file measured: sections, styles, numbers, tables, as NĐ 30/2020/NĐ-CP and 36-HD/VPTW ask for them."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from documents.official import flow, parts
from documents.official.model import Annex, Level, Marks, Section, Urgency
from documents.official.styles import PARTY, STATE
from documents.official.word import render_docx
from tests.documents.official_samples import (
    DECISION,
    HA_NOI_DRAFT,
    HAU_GIANG,
    HCM,
    LETTER,
    LONG,
    NUMBERED,
    annex_table,
    text,
)
from tests.documents.word_measure import TWIPS, Word, length_of_rule, rows_of

ALL = {
    "hcm": HCM, "numbered": NUMBERED, "haugiang": HAU_GIANG, "hanoi": HA_NOI_DRAFT, "letter": LETTER,
    "decision": DECISION, "long": LONG,
}  # fmt: skip


@cache
def written(document):
    return Word(render_docx(document))


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic", "align"),
    [
        ("CỘNG HÒA XÃ HỘI", 13, True, False, "center"),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False, "center"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH", 13, True, False, "center"),
        ("Số: 05/KH-UBND", 13, False, False, "center"),
        ("Thành phố Hồ Chí Minh, ngày 05 tháng 02 năm 2024", 13, False, True, "center"),
        ("KẾ HOẠCH", 14, True, False, "center"),
        ("Hoạt động thông tin đối ngoại trên địa bàn", 14, True, False, "center"),
        ("Căn cứ Luật", 14, False, True, "both"),
        ("Ủy ban nhân dân Thành phố ban hành", 14, False, False, "both"),
        ("MỤC ĐÍCH, YÊU CẦU", 14, True, False, "both"),
        ("Mục đích", 14, True, False, "both"),
        ("TM. ỦY BAN NHÂN DÂN", 14, True, False, "center"),
        ("Nguyễn Văn Đường", 14, True, False, "center"),
        ("Nơi nhận:", 12, True, True, "left"),
        ("- Lưu: VT, (VX).", 11, False, False, "left"),
        ("Phụ lục", 14, True, False, "center"),
        ("PHÂN CÔNG NHIỆM VỤ", 14, True, False, "center"),
        ("(Kèm theo Kế hoạch số", 14, False, True, "center"),
    ],
)
def test_state_component_has_its_size_weight_and_place(start, size, bold, italic, align):
    line = written(NUMBERED).find(start)

    assert (line.size, line.is_bold, line.is_italic, line.align) == (size, bold, italic, align)


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False),
        ("TỈNH ỦY HẬU GIANG", 14, False, False),
        ("BAN CHỈ ĐẠO CÔNG TÁC", 14, True, False),
        ("Số       -KH/BCĐ", 14, False, False),
        ("Hậu Giang, ngày", 14, False, True),
        ("KẾ HOẠCH", 16, True, False),
        ("- Căn cứ Quyết định", 14, False, False),
        ("T/M BAN CHỈ ĐẠO", 14, True, False),
        ("K/T TRƯỞNG BAN", 14, False, False),
    ],
)
def test_party_component_has_its_size_and_weight(start, size, bold, italic):
    line = written(HAU_GIANG).find(start)

    assert (line.size, line.is_bold, line.is_italic) == (size, bold, italic)


def test_decision_names_who_decides_and_what_in_bold():
    page = written(DECISION)

    assert page.find("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH").is_bold
    assert page.find("QUYẾT ĐỊNH:").is_bold
    assert [line.number for line in page.lines if line.number.startswith("Điều")] == [
        "Điều 1.",
        "Điều 2.",
        "Điều 3.",
    ]


def test_body_is_a4_with_its_margins_and_annexes_lie_across():
    body, portrait, landscape = written(DECISION).sections

    assert [round(side / 36000) for side in (body.page_width, body.page_height)] == [210, 297]
    assert [round(landscape.page_width / 36000), round(landscape.page_height / 36000)] == [297, 210]
    assert (portrait.orientation, landscape.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    for section in (body, portrait, landscape):
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        assert [round(margin / 36000) for margin in margins] == [20, 15, 20, 30]


def test_page_number_is_a_field_in_the_header_from_page_2_and_begins_again_in_each_annex():
    body, *annexes = written(DECISION).sections

    field = "".join(body.header._element.itertext())
    assert "PAGE" in field
    assert body.header.paragraphs[0].style.name == "Số trang"
    assert "".join(body.first_page_header._element.itertext()) == ""
    assert body._sectPr.find(qn("w:pgNumType")) is None
    for section in annexes:
        assert section.header.is_linked_to_previous and section.first_page_header.is_linked_to_previous
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert all(section.different_first_page_header_footer for section in (body, *annexes))


def test_letterhead_is_a_table_without_borders_and_without_margins():
    document = written(NUMBERED)
    table = document.tables[0]._tbl

    assert table.find(f".//{qn('w:tblBorders')}") is None
    assert [m.get(qn("w:w")) for m in table.find(f".//{qn('w:tblCellMar')}")] == ["0", "0"]
    widths = [int(column.get(qn("w:w"))) / TWIPS for column in table.iter(qn("w:gridCol"))]
    assert widths == pytest.approx([STATE.issuer_width, STATE.text_width - STATE.issuer_width], abs=0.1)


def test_lines_under_names_have_the_stated_length():
    page = written(NUMBERED)
    motto, issuer, subject = (
        page.find("Độc lập"),
        page.find("ỦY BAN NHÂN DÂN\n"),
        page.find("Hoạt động thông tin"),
    )
    width = STATE.text_width - STATE.issuer_width

    assert length_of_rule(page.after(motto), width) == pytest.approx(
        parts.longest(motto.text, STATE.faces["motto"]), abs=0.2
    )
    for line, box, face in ((issuer, STATE.issuer_width, "issuer"), (subject, STATE.text_width, "subject")):
        share = length_of_rule(page.after(line), box) / parts.longest(line.text, STATE.faces[face])
        assert 1 / 3 <= share <= 1 / 2


def test_number_and_place_have_lines_of_one_height():
    page = written(NUMBERED)
    lines = [
        page.find(start).property("spacing") for start in ("Số: 05/KH-UBND", "Thành phố Hồ Chí Minh, ngày")
    ]

    assert {
        (line.get(qn("w:line")), line.get(qn("w:lineRule")), line.get(qn("w:before"))) for line in lines
    } == {("340", "exact", "160")}


def test_party_heading_has_a_full_line_and_the_issuer_a_star():
    page = written(HAU_GIANG)
    heading, issuer = page.find("ĐẢNG CỘNG SẢN"), page.find("BAN CHỈ ĐẠO CÔNG TÁC")

    width = PARTY.text_width - parts.head(HAU_GIANG, PARTY).issuer_width
    assert length_of_rule(page.after(heading), width) == pytest.approx(
        parts.longest(heading.text, PARTY.faces["nation"]), abs=0.2
    )
    assert [line.text for line in page.lines if line.element is page.after(issuer)] == ["*"]


@pytest.mark.parametrize("name", ALL)
def test_word_counts_the_same_numbers_as_the_document(name):
    document = ALL[name]
    expected = [(p.number, p.text) for p in flow.body(document) if p.text]
    for annex in document.annexes:
        expected += [(p.number, p.text) for p in flow.annex_body(document, annex) if p.text]

    texts = {"Heading1", "Heading2", "NoiDung"}
    found = [(line.number, line.text) for line in written(document).lines if line.style in texts]

    assert found == expected


def test_points_follow_the_vietnamese_alphabet_and_lists_begin_again_under_each_parent():
    points = tuple(Section(Level.POINT, blocks=text(f"Điểm {n}")) for n in range(1, 26))
    clauses = tuple(Section(Level.CLAUSE, f"Khoản {n}", children=points) for n in (1, 2))
    document = replace(
        HCM,
        sections=(
            Section(Level.SECTION, "Một", children=clauses),
            Section(Level.SECTION, "Hai", children=clauses),
        ),
    )

    lines = [line for line in written(document).lines if line.number]
    letters = [line.number for line in lines if line.text.startswith("Điểm")]

    assert letters[:25] == [f"{letter})" for letter in [*"abcdđeghiklmnopqrstuvxy", "aa", "bb"]]
    assert letters == letters[:25] * 4
    assert [line.number for line in lines if line.text.startswith("Khoản")] == ["1.", "2.", "1.", "2."]
    assert [line.number for line in lines if line.text in ("MỘT", "HAI")] == ["I.", "II."]


def test_number_that_word_can_not_count_stands_as_it_is():
    document = replace(HCM, sections=(Section(Level.CLAUSE, "Riêng", number="1.2.3."),))

    assert written(document).find("1.2.3. Riêng").is_bold


def test_headings_are_styles_with_a_level_and_stay_with_what_follows():
    page = written(NUMBERED)

    for start, style, level in (
        ("MỤC ĐÍCH", "Heading1", "0"),
        ("Mục đích", "Heading2", "1"),
        ("Phụ lục", "PhuLuc", "0"),
    ):
        line = page.find(start)
        assert line.style == style
        assert page.style_property(line, "outlineLvl").get(qn("w:val")) == level
        assert page.style_property(line, "keepNext") is not None


def test_point_that_heads_a_text_stays_with_it_and_an_item_of_a_list_does_not():
    points = (
        Section(Level.POINT, "Việc có lời ở dưới", blocks=text("Tổng số 6 nhiệm vụ.")),
        Section(Level.POINT, "Một việc của danh mục"),
    )
    page = written(replace(HCM, sections=(Section(Level.CLAUSE, "Kết quả", children=points),)))

    assert page.find("Việc có lời ở dưới").property("keepNext") is not None
    assert page.find("Một việc của danh mục").property("keepNext") is None


@pytest.mark.parametrize("name", ALL)
def test_no_empty_paragraph_stands_for_a_gap(name):
    """Gaps are properties. A paragraph without words is a line under a name, the signer's place, or one Word asks for."""
    page = written(ALL[name])
    for line in page.lines:
        if line.text.strip() or next(line.element.iterancestors(qn("w:tbl")), None) in data_tables(page):
            continue
        is_rule = line.property("pBdr") is not None
        assert line.style == "NguoiKy" or is_rule or page.length(line, "spacing", "line") <= 6
    for above, below in pairwise(page.body):
        assert not above.tag == below.tag == qn("w:tbl"), "Word makes one table of two that touch"


@pytest.mark.parametrize("name", ["numbered", "haugiang"])
def test_what_follows_the_title_keeps_12_points_from_its_line_or_mark(name):
    page = written(ALL[name])
    subject = next(line for line in page.lines if line.style == "TrichYeu")
    under = next(line for line in page.lines if line.element is page.after(subject))

    assert page.length(under, "spacing", "after") == 12


@pytest.mark.parametrize("name", ["hcm", "hanoi", "decision", "letter"])
def test_words_above_a_table_stand_6_points_from_it_or_more(name):
    page = written(ALL[name])
    lines = {id(line.element): line for line in page.lines}

    above = [lines[id(table.getprevious())] for table in data_tables(page)]

    assert above and all(page.length(line, "spacing", "after") >= 6 for line in above)


def data_tables(page):
    return [t._tbl for t in page.tables if t._tbl.find(f".//{qn('w:tblBorders')}") is not None]


def test_recipients_keep_clear_of_the_signature():
    page = written(NUMBERED)
    gap = next(page.find("Nơi nhận:").element.iterancestors(qn("w:tc"))).find(
        f".//{qn('w:tcMar')}/{qn('w:right')}"
    )
    left, right = page.box(page.find("Nơi nhận:"))

    width = right - left - int(gap.get(qn("w:w"))) / TWIPS
    assert width == pytest.approx(STATE.text_width * parts.RECIPIENTS_SHARE, abs=0.1)


def test_sheet_to_look_over_is_set_in_small_letters():
    sheet = Annex("Kế hoạch năm 2026", label="Tổng quan", sections=(Section(Level.PLAIN, table=annex_table(2, 1)),),
                  opening=text("Tổng số 58 nhiệm vụ."), is_compact=True)  # fmt: skip
    page = written(replace(HCM, annexes=(sheet,), is_annex_alone=True))

    sizes = {line.size for line in page.lines if line.text}
    assert sizes == {12, STATE.faces["compact"].size, STATE.faces["compact-cell"].size}


def test_title_without_text_is_free_to_stand_last():
    titles = (Section(Level.CLAUSE, "Một mình"), Section(Level.CLAUSE, "Có lời", blocks=text("Lời.")))
    page = written(replace(HCM, sections=titles))

    assert page.find("Một mình").property("keepNext").get(qn("w:val")) == "0"
    assert page.find("Có lời").property("keepNext") is None


@pytest.mark.parametrize("name", ["hcm", "hanoi", "decision", "letter"])
def test_tables_repeat_their_heading_and_cut_no_row(name):
    document = ALL[name]
    tables = [
        table for table in written(document).tables if table._tbl.find(f".//{qn('w:tblBorders')}") is not None
    ]

    assert len(tables) == len(list(document.tables()))
    for table, data in zip(tables, document.tables(), strict=True):
        first, *rest = [row._tr.trPr for row in table.rows]
        assert first.find(qn("w:tblHeader")) is not None
        assert all(properties.find(qn("w:tblHeader")) is None for properties in rest)
        assert all(properties.find(qn("w:cantSplit")) is not None for properties in (first, *rest))
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        expected = [tuple(column.heading for column in data.columns)]
        for group in data.groups:
            heading = (group.number, group.heading) if group.number else (group.heading,)
            expected += ([heading] if group.heading else []) + list(group.rows)
        assert rows_of(table) == expected


def test_annex_table_is_as_wide_as_the_text():
    table = written(HCM).tables[-1]._tbl

    widths = [int(column.get(qn("w:w"))) / TWIPS for column in table.iter(qn("w:gridCol"))]

    assert sum(widths) == pytest.approx(STATE.landscape_width, abs=0.2)


@pytest.mark.parametrize("name", ["numbered", "haugiang", "letter", "long"])
def test_signature_is_one_row_that_stays_with_the_last_words(name):
    page = written(ALL[name])
    table = next(t for t in page.tables if "Nơi nhận:" in t.rows[0].cells[0].text)
    last = table._tbl.getprevious()

    assert [row.cells[1].text for row in table.rows[1:]] == [""] * (len(table.rows) - 1)
    assert len(table.rows) == 1 or name == "long", "only what is too much for a page goes on below"
    assert table.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    assert last.tag == qn("w:p") and last.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_room_for_signature_and_seal_is_kept_and_nothing_is_drawn_in():
    named = written(NUMBERED)
    nameless = written(replace(NUMBERED, signature=replace(NUMBERED.signature, name=None)))
    line = named.find("Nguyễn Văn Đường")
    [open_name] = [one for one in nameless.lines if one.style == "NguoiKy"]

    assert named.length(line, "spacing", "before") * 20 / TWIPS == pytest.approx(30, abs=0.1)
    room = nameless.length(open_name, "spacing", "before") + STATE.faces["signer"].size * STATE.line_height
    assert (open_name.text, room * 20 / TWIPS) == ("", pytest.approx(30, abs=0.1))
    for page in (named, nameless):
        assert not list(page.body.iter(qn("w:drawing"), qn("w:pict")))


@pytest.mark.parametrize(
    ("urgency", "width"), [(Urgency.URGENT, 20), (Urgency.VERY_URGENT, 40), (Urgency.IMMEDIATE, 30)]
)
def test_urgency_is_a_red_frame_of_its_size(urgency, width):
    page = written(replace(LETTER, marks=Marks(urgency=urgency)))
    line = page.find(urgency.value)
    inner = line.element.getparent().getparent().getparent()

    assert int(inner.find(f".//{qn('w:gridCol')}").get(qn("w:w"))) / TWIPS == pytest.approx(width, abs=0.1)
    height = inner.find(f".//{qn('w:trHeight')}")
    assert (int(height.get(qn("w:val"))) / TWIPS, height.get(qn("w:hRule"))) == (
        pytest.approx(8, abs=0.1),
        "exact",
    )
    edges = inner.find(f".//{qn('w:tcBorders')}")
    assert {edge.get(qn("w:color")) for edge in edges} == {"E00000"}
    assert (line.size, line.is_bold) == (13, True)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (Marks(), ""),
        (Marks(is_draft=True), "DỰ THẢO"),
        (Marks(has_illustration=True), "MINH HỌA"),
        (Marks(is_draft=True, has_illustration=True), "DỰ THẢO – MINH HỌA"),
    ],
)
def test_words_across_the_page_stand_in_both_headers(marks, words):
    section = written(replace(NUMBERED, marks=marks)).sections[0]

    for header in (section.header, section.first_page_header):
        shapes = [
            e.get("string") for e in header._element.iter() if e.tag.endswith("}textpath") and e.get("string")
        ]
        assert shapes == ([words] if words else [])


def test_language_is_vietnamese_and_the_one_font_is_named():
    for name in ("hcm", "haugiang", "letter"):
        packed = written(ALL[name]).parts
        assert 'w:lang w:val="vi-VN"' in packed["word/styles.xml"]
        assert set(re.findall(r'w:ascii="([^"]+)"', "".join(packed.values()))) == {"Times New Roman"}
        assert not re.search("asciiTheme|hAnsiTheme|minorHAnsi|Calibri|Cambria", "".join(packed.values()))
        assert not [part for part in packed if "theme" in part or "thumbnail" in part or "customXml" in part]


def test_file_says_what_it_is():
    core = written(NUMBERED).document.core_properties

    assert core.title == "Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024"
    assert (core.author, core.language) == ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "vi-VN")
    assert core.subject == "Số: 05/KH-UBND, Thành phố Hồ Chí Minh, ngày 05 tháng 02 năm 2024"
    assert core.created.date() == NUMBERED.issued_on


def test_same_document_gives_the_same_bytes():
    assert render_docx(HCM) == render_docx(HCM)


def test_several_annexes_are_counted_in_roman():
    document = replace(
        HCM, annexes=(Annex("Một", annex_table(1)), Annex("Hai", annex_table(1)), Annex("Ba", annex_table(1)))
    )

    labels = [line.text for line in written(document).lines if line.style == "PhuLuc"]

    assert labels == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]


def test_letter_names_its_addressees_beside_the_words():
    page = written(LETTER)
    table = next(t for t in page.tables if "Kính gửi:" in t.rows[0].cells[0].text)

    assert [p.text for p in table.rows[0].cells[1].paragraphs] == [
        "- Sở Thông tin và Truyền thông;",
        "- Sở Ngoại vụ;",
        "- Sở Du lịch.",
    ]
    assert not [line for line in page.lines if line.style.startswith("Heading")]
