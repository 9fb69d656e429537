"""Numbers, words and order of an official document, without a page."""

import doctest
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from documents.official import numbering, wording
from documents.official.fetcher import STYLESHEET, Refused, read
from documents.official.flow import Kind, annex_body, body
from documents.official.glyphs import even_lines, fitted, text_width
from documents.official.model import (
    Annex,
    Block,
    Column,
    Level,
    Marks,
    RowGroup,
    Section,
    Signature,
    StyleFamily,
    Table,
    Urgency,
)
from documents.official.numbering import POINT_LETTERS, point_letter, roman
from documents.official.styles import PARTY, STATE, Face
from tests.documents.official_samples import (
    DECISION,
    HAU_GIANG,
    HCM,
    LETTER,
    NUMBERED,
    annex_table,
    text,
)


def test_docstring_examples_hold():
    assert doctest.testmod(numbering).failed == 0


# --- Numbers ----------------------------------------------------------------------------------------


def test_roman_numerals():
    assert [roman(n) for n in (1, 2, 3, 4, 5, 9, 13, 14, 19, 40, 90, 400, 900, 2026)] == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "IX",
        "XIII",
        "XIV",
        "XIX",
        "XL",
        "XC",
        "CD",
        "CM",
        "MMXXVI",
    ]


@pytest.mark.parametrize("n", [0, -1, 4000])
def test_roman_numeral_that_does_not_exist_is_refused(n):
    with pytest.raises(ValueError):
        roman(n)


def test_points_follow_the_vietnamese_alphabet():
    assert "".join(point_letter(n) for n in range(1, 24)) == "abcdđeghiklmnopqrstuvxy"
    assert not set("fjwz") & set(POINT_LETTERS)
    assert point_letter(24) == "aa"


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("5", "Số: 05/KH-UBND"),
        ("05", "Số: 05/KH-UBND"),
        ("47", "Số: 47/KH-UBND"),
        ("123", "Số: 123/KH-UBND"),
        ("12a", "Số: 12a/KH-UBND"),
        (None, "Số:       /KH-UBND"),
        ("", "Số:       /KH-UBND"),
    ],
)
def test_number_line_of_the_state(number, line):
    assert wording.number_line(replace(HCM, number=number)) == line


def test_number_line_of_the_party_has_no_colon_and_a_hyphen_first():
    assert wording.number_line(replace(HAU_GIANG, number="8")) == "Số 08-KH/BCĐ"


def test_place_line_follows_the_zero_rule():
    assert (
        wording.place_line(replace(HCM, issued_on=date(2026, 3, 5)))
        == "Thành phố Hồ Chí Minh, ngày 05 tháng 3 năm 2026"
    )


# --- Words ------------------------------------------------------------------------------------------


def test_bases_are_closed_whatever_the_writer_ended_them_with():
    bases = replace(HCM, bases=("Căn cứ A.", "- Căn cứ B;", " ", "Căn cứ C")).bases
    state, party = (wording.base_lines(replace(document, bases=bases)) for document in (HCM, HAU_GIANG))

    assert state == ("Căn cứ A;", "Căn cứ B;", "Căn cứ C.")
    assert party == ("- Căn cứ A;", "- Căn cứ B;", "- Căn cứ C.")


def test_two_equal_bases_keep_their_ends():
    assert wording.listed(("Như trên", "Như trên")) == ("Như trên;", "Như trên.")


def test_spaces_are_single_and_none_ends_a_line():
    assert wording.clean(" Báo cáo  \n\t- Kỷ yếu\u00ad;  ảnh \nvideo ") == "Báo cáo\n- Kỷ yếu; ảnh\nvideo"


def test_recipients_have_dashes_and_keep_the_colon_inside():
    assert wording.recipient_lines(LETTER) == ("- Như trên;", "- Lưu: VT, VX.")


def test_addressed_paper_goes_first_to_whom_it_is_addressed_also_where_the_list_forgets_it():
    forgot = replace(LETTER, recipients=("- Các sở, ban, ngành;", "Lưu: VT."))

    assert wording.recipient_lines(forgot) == ("- Như trên;", "- Các sở, ban, ngành;", "- Lưu: VT.")
    assert wording.recipient_lines(replace(forgot, addressed_to=()))[0] == "- Các sở, ban, ngành;"


@pytest.mark.parametrize(
    ("written", "state", "party"),
    [
        ("TM. Ủy ban nhân dân", "TM. ỦY BAN NHÂN DÂN", "T/M ỦY BAN NHÂN DÂN"),
        ("T/M Ban Chỉ đạo", "TM. BAN CHỈ ĐẠO", "T/M BAN CHỈ ĐẠO"),
        ("k/t trưởng ban", "KT. TRƯỞNG BAN", "K/T TRƯỞNG BAN"),
        ("KT.CHỦ TỊCH", "KT. CHỦ TỊCH", "K/T CHỦ TỊCH"),
        ("TL. Chủ tịch", "TL. CHỦ TỊCH", "T/L CHỦ TỊCH"),
        ("TUQ. Giám đốc", "TUQ. GIÁM ĐỐC", "TUQ. GIÁM ĐỐC"),
        ("Q. Giám đốc", "Q. GIÁM ĐỐC", "Q. GIÁM ĐỐC"),
        ("Quyền Giám đốc", "QUYỀN GIÁM ĐỐC", "QUYỀN GIÁM ĐỐC"),
        ("Tlinh", "TLINH", "TLINH"),
        ("Phó Chủ tịch", "PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ],
)
def test_signing_words_follow_the_family(written, state, party):
    signature = Signature((written,))

    assert wording.authority_lines(replace(HCM, signature=signature)) == (state,)
    assert wording.authority_lines(replace(HAU_GIANG, signature=signature)) == (party,)


def test_annex_reference_stays_open_even_when_the_number_is_known():
    assert (
        wording.annex_reference(NUMBERED, NUMBERED.annexes[0])
        == "(Kèm theo Kế hoạch số       /KH-UBND ngày      tháng      năm 2024 của Ủy ban nhân dân Thành phố Hồ Chí Minh)"
    )
    assert (
        wording.annex_reference(HAU_GIANG, Annex("x"))
        == "(Kèm theo Kế hoạch số       -KH/BCĐ, ngày      tháng      năm 2021 của Ban Chỉ đạo công tác thông tin đối ngoại tỉnh)"
    )


def test_annex_labels():
    assert [
        wording.annex_label(Annex("x"), 1, 1),
        wording.annex_label(Annex("x"), 2, 3),
        wording.annex_label(Annex("x", label="Kế hoạch"), 1, 1),
    ] == [
        "Phụ lục",
        "Phụ lục II",
        "KẾ HOẠCH",
    ]


def test_letter_subject_has_its_prefix_once():
    assert wording.letter_subject(LETTER).startswith("V/v đôn đốc")
    assert wording.letter_subject(replace(LETTER, subject="V/v báo cáo")) == "V/v báo cáo"
    assert wording.letter_subject(replace(LETTER, style=StyleFamily.PARTY)).startswith("đôn đốc")


def test_watermarks():
    assert wording.watermarks(replace(HCM, marks=Marks(is_draft=True, has_illustration=True))) == (
        "DỰ THẢO",
        "MINH HỌA",
    )
    assert wording.watermarks(NUMBERED) == ()


def test_clean_keeps_words_and_breaks_but_nothing_hidden():
    assert wording.clean("Một\x00\r\nhai\tba\u202e\u2028bốn\ud800") == "Một\nhai ba\nbốn"


def test_mapped_reaches_every_text_and_leaves_the_rest():
    changed = wording.mapped(replace(NUMBERED, marks=Marks(urgency=Urgency.URGENT)), str.upper)

    assert changed.letterhead.issuer_name == "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH"
    assert changed.annexes[0].table.groups[0].rows[0][1].isupper()
    assert (changed.style, changed.issued_on, changed.marks.urgency) == (
        NUMBERED.style,
        NUMBERED.issued_on,
        Urgency.URGENT,
    )


# --- Order ------------------------------------------------------------------------------------------


def sample_body(*sections, closing=()):
    return body(replace(HCM, opening=(), sections=sections, closing=closing))


def test_sections_are_counted_under_their_parents():
    tree = (
        Section(
            Level.SECTION,
            "Một",
            children=(
                Section(Level.CLAUSE, "A"),
                Section(Level.CLAUSE, "B", children=(Section(Level.POINT, "x"), Section(Level.POINT, "y"))),
            ),
        ),
        Section(Level.SECTION, "Hai", children=(Section(Level.CLAUSE, "C"),)),
    )

    assert [(p.number, p.text) for p in sample_body(*tree)] == [
        ("I.", "MỘT"),
        ("1.", "A"),
        ("2.", "B"),
        ("a)", "x"),
        ("b)", "y"),
        ("II.", "HAI"),
        ("1.", "C./."),
    ]


def test_articles_are_counted_through_the_whole_document():
    tree = (
        Section(
            Level.PLAIN, "Chương trình", children=(Section(Level.ARTICLE, "A"), Section(Level.ARTICLE, "B"))
        ),
        Section(Level.PLAIN, "Khác", children=(Section(Level.ARTICLE, "C"),)),
    )

    assert [p.number for p in sample_body(*tree) if p.kind is Kind.ARTICLE] == [
        "Điều 1.",
        "Điều 2.",
        "Điều 3.",
    ]


def test_number_of_an_amended_clause_can_be_stated():
    assert [
        p.number
        for p in sample_body(
            Section(Level.CLAUSE, "A"), Section(Level.CLAUSE, "B", number="1a."), Section(Level.CLAUSE, "C")
        )
    ] == [
        "1.",
        "1a.",
        "2.",
    ]


def test_clause_without_title_runs_on_as_text():
    clause = sample_body(Section(Level.CLAUSE, blocks=(Block(0, "Nội dung"), Block(1, "ý"))))

    assert [(p.kind, p.number, p.text, p.is_title) for p in clause] == [
        (Kind.CLAUSE, "1.", "Nội dung", False),
        (Kind.ITEM, "-", "ý./.", False),
    ]


def test_point_is_never_bold():
    assert [
        p.is_title for p in sample_body(Section(Level.POINT, "Tên điểm"), Section(Level.CLAUSE, "Tên khoản"))
    ] == [False, True]


@pytest.mark.parametrize(
    ("last", "closed"),
    [("hết.", "hết./."), ("hết./.", "hết./."), ("hết;", "hết./."), ("hết…", "hết…./."), ("hết", "hết./.")],
)
def test_end_mark_is_set_once(last, closed):
    assert sample_body(closing=text(last))[-1].text == closed


def test_table_at_the_end_is_followed_by_the_end_mark():
    assert [p.kind for p in sample_body(Section(Level.CLAUSE, "Bảng", table=annex_table(1)))] == [
        Kind.CLAUSE,
        Kind.TABLE,
        Kind.TEXT,
    ]


def test_party_text_ends_with_a_full_stop():
    assert body(HAU_GIANG)[-1].text.endswith("năm 2021.")


def test_attached_text_is_closed_and_an_annex_table_is_not():
    attached, table = DECISION.annexes

    assert annex_body(DECISION, attached)[-1].text.endswith("./.")
    assert (
        annex_body(DECISION, replace(table, opening=text("Gồm các nhiệm vụ:")))[-1].text
        == "Gồm các nhiệm vụ:"
    )


# --- Model ------------------------------------------------------------------------------------------


def test_document_is_frozen_and_comparable():
    with pytest.raises(FrozenInstanceError):
        HCM.number = "1"
    assert hash(HCM) == hash(replace(HCM))
    assert HCM != NUMBERED


def test_tables_of_body_and_annexes_are_found_in_order():
    inner = annex_table(1)
    document = replace(
        LETTER, annexes=(Annex("x", sections=(Section(Level.CLAUSE, "y", table=inner),)), HCM.annexes[0])
    )

    assert list(document.tables()) == [LETTER.sections[0].table, inner, HCM.annexes[0].table]
    assert HCM.annexes[0].table.row_count == 13


@pytest.mark.parametrize(
    "make",
    [
        lambda: Table(()),
        lambda: Table((Column("A", 0),)),
        lambda: Table((Column("A"),), (RowGroup((("1", "2"),)),)),
    ],
)
def test_impossible_table_is_refused(make):
    with pytest.raises(ValueError):
        make()


def test_styles_hold_what_the_rules_say():
    assert (STATE.margins, STATE.page, STATE.text_width, STATE.indent) == (
        (20, 15, 20, 30),
        (210, 297),
        165,
        12.7,
    )
    assert (PARTY.faces["nation"].size, STATE.faces["nation"].size) == (15, 13)
    assert set(PARTY.faces) == set(STATE.faces)


# --- Lines ------------------------------------------------------------------------------------------

BOLD = Face(14, bold=True)


def test_lines_are_few_even_and_keep_expressions_together():
    assert even_lines("Hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024", 100, BOLD) == (
        "Hoạt động thông tin đối ngoại",
        "trên địa bàn Thành phố năm 2024",
    )
    assert even_lines("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", 66, BOLD) == (
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ HỒ CHÍ MINH",
    )


def test_line_breaks_of_the_writer_stay():
    assert even_lines("Một\nhai ba", 100, BOLD) == ("Một", "hai ba")


def test_lines_lose_no_letter_and_fit():
    words = "Thông tin đối ngoại " * 30 + "x" * 300
    lines = even_lines(words, 80, BOLD)

    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert max(text_width(line, BOLD) for line in lines) <= 80


def test_face_shrinks_only_as_far_as_allowed():
    assert fitted("ngắn", 100, BOLD, 13) == BOLD
    assert fitted("dài " * 100, 100, BOLD, 13).size == 13


# --- Fetcher ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://127.0.0.1:9/",
        "https://example.org/a.png",
        "ftp://example.org/",
        "//example.org/a.png",
        "/etc/passwd",
        "anh.png",
        "css/official.css",
        "ttdn:../../ttdn_portal/settings.py",
        "ttdn:css/../css/official.css",
        "ttdn:css/official.css?x",
        "ttdn:/etc/passwd",
        "ttdn:fonts/tinos/README.md",
        "attachment:x",
        "data",
        "data:text/plain",
        "",
    ],
)
def test_fetcher_refuses_every_foreign_address(url):
    with pytest.raises(Refused):
        read(url)


def test_fetcher_serves_our_files_and_data():
    assert read(STYLESHEET)[1] == "text/css"
    assert read("ttdn:fonts/tinos/Tinos-Bold.ttf")[0][:4] == b"\x00\x01\x00\x00"
    assert read("data:image/png;base64,aGk=") == (b"hi", "image/png")
    assert read("data:,a%20b") == (b"a b", "text/plain")


@pytest.mark.parametrize(
    "page",
    [
        "<img src='file:///etc/hostname'>",
        "<img src='http://127.0.0.1:9/a.png'>",
        "<link rel=attachment href='file:///etc/hostname'>",
        "<link rel=stylesheet href='http://127.0.0.1:9/a.css'>",
        "<style>@import 'file:///etc/hostname'; body { background: url(http://127.0.0.1:9/) }</style>",
        "<object data='file:///etc/hostname'></object><embed src='relative.png'>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname' width='9' height='9'/></svg>",
    ],
)
def test_weasyprint_asks_the_fetcher_and_gets_nothing(page, monkeypatch):
    """Markup that no text of a document can become; should it ever, the door is still shut."""
    import socket

    from weasyprint import HTML

    from documents.official import fetcher

    refused = []

    def watched(url, read=fetcher.read):
        try:
            return read(url)
        except Refused:
            refused.append(url)
            raise

    monkeypatch.setattr(fetcher, "read", watched)
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("a connection was opened"))

    content = HTML(string=f"<p>chữ{page}", base_url="ttdn:", url_fetcher=fetcher.paper_fetcher()).write_pdf()

    assert refused
    assert b"EmbeddedFile" not in content and b"/Image" not in content
