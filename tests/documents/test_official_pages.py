"""Pages measured: margins, page numbers, text, signature, annexes, words across the page."""

from collections import defaultdict
from dataclasses import replace

import pytest

from documents.official.model import (
    Annex,
    Block,
    Level,
    Marks,
    Orientation,
    RowGroup,
    Section,
    Signature,
    Table,
)
from documents.official.styles import STATE
from tests.documents.official_samples import (
    COLUMNS,
    DECISION,
    HA_NOI_DRAFT,
    HAU_GIANG,
    HCM,
    LETTER,
    LONG,
    NUMBERED,
    annex_table,
    printed,
    task_row,
    text,
)

SAMPLES = {
    "hcm": HCM,
    "numbered": NUMBERED,
    "haugiang": HAU_GIANG,
    "hanoi": HA_NOI_DRAFT,
    "letter": LETTER,
    "decision": DECISION,
    "long": LONG,
}
every_sample = pytest.mark.parametrize("document", SAMPLES.values(), ids=SAMPLES)
TOP, RIGHT, BOTTOM, LEFT = STATE.margins


def page_number(page):
    """The run in the top margin, if there is one."""
    found = [run for run in page.text_runs if run.y < TOP]
    assert len(found) <= 1
    return found[0] if found else None


def lines(page):
    """Words line by line, below the page number."""
    by_line = defaultdict(list)
    for run in page.text_runs:
        if run.y > TOP:
            by_line[round(run.y, 1)].append(run)
    return [
        " ".join(run.text.strip() for run in sorted(by_line[y], key=lambda run: run.x))
        for y in sorted(by_line)
    ]


@every_sample
def test_every_page_is_a4_and_keeps_its_margins(document):
    for page in printed(document).pages:
        assert sorted((round(page.width), round(page.height))) == [210, 297]
        for run in page.text_runs:
            if run.y > TOP:
                assert run.x >= LEFT - 0.1
                assert run.right <= page.width - RIGHT + 0.1, run.text
                assert run.y <= page.height - BOTTOM, run.text


@every_sample
def test_page_number_is_centred_in_the_top_margin_but_on_no_first_page(document):
    for n, page in enumerate(printed(document).pages):
        starts_part = (
            n == 0
            or lines(page)[0].lower().startswith("phụ lục")
            or (document is DECISION and lines(page)[0] == "KẾ HOẠCH")
        )
        count = 1 if starts_part else count + 1  # noqa: F821
        number = page_number(page)

        if count == 1:
            assert number is None
        else:
            assert number.text == str(count)
            assert (number.size, number.is_bold, number.is_italic) == (
                14 if document.style == "PARTY" else 13,
                False,
                False,
            )
            assert number.center == pytest.approx((LEFT + page.width - RIGHT) / 2, abs=0.3)
            assert 5 < number.y < TOP - 4


def test_paragraphs_are_justified_indented_and_apart():
    page = printed(NUMBERED).pages[0]
    start = page.find("- Triển khai có hiệu quả")
    following = page.find("Thành phố về tình hình thế giới")
    next_start = page.find("- Đa dạng hóa")

    assert start.x == pytest.approx(LEFT + 12.7, abs=0.2)
    assert start.right == pytest.approx(210 - RIGHT, abs=0.1)
    assert following.x == pytest.approx(LEFT, abs=0.1)
    single = 14 * 1.107 * 25.4 / 72
    assert single <= following.y - start.y <= single * 1.5
    assert next_start.y - following.y - (following.y - start.y) >= 6 * 25.4 / 72 - 0.05


def test_bases_end_with_semicolons_and_the_last_with_a_full_stop():
    body = " ".join(lines(printed(NUMBERED).pages[0]))

    assert (
        "năm 2015;" in body and "thông tin đối ngoại; Thực hiện" in body and "tình hình mới. Ủy ban" in body
    )


def test_sections_clauses_and_points_are_numbered_and_weighted():
    measured = printed(NUMBERED)
    page = measured.pages[measured.page_of("IV. TỔ CHỨC")]
    section, clause, point = (
        page.find("IV. TỔ CHỨC THỰC HIỆN"),
        page.find("1. Sở Thông tin"),
        page.find("b) Theo dõi"),
    )
    untitled = page.find("2. Các sở, ban, ngành")

    assert [run.is_bold for run in (section, clause, point, untitled)] == [True, True, False, False]
    assert {run.size for run in (section, clause, point, untitled)} == {14}
    assert {round(run.x, 1) for run in (section, clause, point, untitled)} == {42.7}


def test_last_words_bear_the_end_mark():
    assert "xem xét, giải quyết./." in " ".join(lines(printed(NUMBERED).pages[2]))
    assert "./." not in printed(HAU_GIANG).text


def test_no_heading_is_last_on_its_page():
    for words in range(10, 120, 22):
        filler = Section(Level.CLAUSE, blocks=text("Nội dung " * words))
        document = replace(
            NUMBERED,
            annexes=(),
            sections=(
                filler,
                *(
                    Section(
                        Level.SECTION,
                        f"Mục {n}",
                        children=(
                            Section(Level.CLAUSE, f"Tiêu đề {n}", blocks=text("Nội dung của mục " * 25)),
                        ),
                    )
                    for n in range(9)
                ),
            ),
        )

        for page in printed(document).pages[:-1]:
            last = max(page.text_runs, key=lambda run: run.y)
            assert not last.is_bold, last.text


def test_titles_without_text_fill_the_page_like_a_list():
    """Chained to one another they would all go to the next page together."""
    titles = tuple(Section(Level.CLAUSE, f"Nội dung {n} của kế hoạch") for n in range(1, 60))
    document = replace(
        HCM, sections=(Section(Level.SECTION, "Nội dung", children=titles),), annexes=(), closing=()
    )

    first, second = printed(document).pages[:2]

    assert max(run.y for run in first.text_runs) > 265
    assert second.has("2")


def test_signature_stands_level_with_the_recipients():
    page = printed(NUMBERED).pages[2]
    title, authority, name = (
        page.find("Nơi nhận:"),
        page.find("TM. ỦY BAN NHÂN DÂN"),
        page.find("Nguyễn Văn Đường"),
    )
    listed = [run for run in page.text_runs if run.text.startswith("- ") and run.y > title.y]

    assert (title.size, title.is_bold, title.is_italic) == (12, True, True)
    assert title.x == pytest.approx(LEFT, abs=0.1)
    assert abs(title.y - authority.y) < 1.2
    assert {(run.size, run.is_bold, run.is_italic) for run in listed} == {(11, False, False)}
    assert {round(run.x, 1) for run in listed} == {30.0}
    assert [run.text[-1] for run in listed][-1] == "."
    for run in (authority, page.find("KT. CHỦ TỊCH"), page.find("PHÓ CHỦ TỊCH"), name):
        assert (run.size, run.is_bold) == (14, True)
        assert run.center == pytest.approx(authority.center, abs=0.3)


def test_room_for_image_and_seal_stays_empty():
    page = printed(NUMBERED).pages[2]
    post, name = page.find("PHÓ CHỦ TỊCH"), page.find("Nguyễn Văn Đường")

    assert name.y - post.y > 28
    assert not [run for run in page.runs if post.y + 1 < run.y < name.y - 5 and run.x > 105]
    assert not printed(NUMBERED).pdf.pages[2].get_images()


def test_signature_without_a_name_keeps_its_room():
    pages = printed(HCM).pages

    assert not any(page.has("Nguyễn Văn Đường") for page in pages)
    assert pages[2].find("PHÓ CHỦ TỊCH").y + 30 < 297 - BOTTOM


@pytest.mark.parametrize("words", range(0, 560, 35))
def test_signature_is_never_alone_on_a_page(words):
    document = replace(
        NUMBERED,
        annexes=(),
        opening=(),
        closing=(Block(0, "Đoạn cuối cùng của văn bản " * 20),),
        sections=(Section(Level.CLAUSE, blocks=text("Nội dung " * (words + 1))),),
    )
    measured = printed(document)
    page = measured.pages[-1]
    authority = page.find("TM. ỦY BAN NHÂN DÂN")

    assert len([run for run in page.text_runs if TOP < run.y < authority.y - 3]) >= 2
    assert page.has("Nguyễn Văn Đường") and page.has("Nơi nhận:") and page.has("- Lưu: VT")


def test_annex_is_a_landscape_page_with_its_own_head():
    page = printed(NUMBERED).pages[3]
    label, title, reference = page.find("Phụ lục"), page.find("PHÂN CÔNG NHIỆM VỤ"), page.find("(Kèm theo")

    assert (round(page.width), round(page.height)) == (297, 210)
    assert [(run.size, run.is_bold, run.is_italic) for run in (label, title, reference)] == [
        (14, True, False),
        (14, True, False),
        (14, False, True),
    ]
    assert (
        reference.text
        == "(Kèm theo Kế hoạch số       /KH-UBND ngày      tháng      năm 2024 của Ủy ban nhân dân Thành phố Hồ Chí Minh)"
    )
    for run in (label, title, reference):
        assert run.center == pytest.approx(LEFT + 252 / 2, abs=0.5)


def test_several_annexes_have_roman_numbers_and_count_their_own_pages():
    pages = printed(HA_NOI_DRAFT).pages
    heads = [lines(page)[0] for page in pages]

    assert heads[1:3] == ["Phụ lục I", "Phụ lục II"]
    assert all(page.find(head).is_bold for page, head in zip(pages[1:3], heads[1:3], strict=True))
    assert [getattr(page_number(page), "text", None) for page in pages[1:]] == [
        None,
        None,
        *map(str, range(2, len(pages) - 1)),
    ]


def test_attached_text_bears_its_type_and_is_no_numbered_annex():
    measured = printed(DECISION)

    assert lines(measured.pages[1])[0] == "KẾ HOẠCH"
    assert [page.width < page.height for page in measured.pages[1:4]] == [True, True, True]
    assert lines(measured.pages[4])[0] == "Phụ lục"
    assert "./." in measured.pages[3].text


def test_header_row_is_repeated_and_no_row_is_cut():
    document = replace(HCM, annexes=(Annex("Phân công", table=annex_table(60, 12)),))
    measured = printed(document)
    annex = measured.pages[3:]

    assert len(annex) > 4
    for page in annex:
        header = [page.find(column.heading) for column in COLUMNS if column.heading != "Thời gian"]
        assert all(run.is_bold and run.size == 10.5 for run in header)
        rows = [
            run
            for run in page.text_runs
            if run.x < 37 and run.text.isdigit() and run.y > TOP and not run.is_bold
        ]
        # the cells of the last row all end on this page: five lines of supporting agencies each
        tails = [run for run in page.text_runs if run.text.strip() == "chí Thành phố"]
        assert len(rows) == len(tails) > 0
    numbers = [
        int(run.text)
        for page in annex
        for run in page.text_runs
        if run.x < 37 and run.text.isdigit() and run.y > TOP and not run.is_bold
    ]
    assert numbers == list(range(1, 61))


@pytest.mark.parametrize("per_group", [2, 3, 4, 5, 7])
def test_group_heading_is_never_last_on_its_page(per_group):
    document = replace(
        HCM, opening=(), sections=(), annexes=(Annex("Phân công", table=annex_table(40, per_group)),)
    )

    for page in printed(document).pages[1:-1]:
        firsts = sorted(
            (run for run in page.text_runs if run.x < 37 and run.text.isdigit() and run.y > TOP),
            key=lambda run: run.y,
        )
        assert not firsts[-1].is_bold


def test_cells_are_left_aligned_unless_the_column_says_so():
    page = printed(NUMBERED).pages[3]
    edges = {run.text: run for run in page.text_runs}
    money = [run for run in page.text_runs if run.text == "150"]
    supports = [run for run in page.text_runs if run.text.startswith("Sở Ngoại vụ; Sở Văn")]

    assert len({round(run.x, 2) for run in supports}) == 1
    assert len({round(run.right, 2) for run in money}) == 1
    assert supports[0].right < edges["Thời gian"].x
    assert {run.size for run in money + supports} == {10.5}


def test_column_widths_follow_the_table():
    narrow, wide = (
        Table(
            (replace(COLUMNS[0], width=w), replace(COLUMNS[1], width=10)), (RowGroup((("1", "Nhiệm vụ"),)),)
        )
        for w in (1, 10)
    )
    xs = [
        printed(replace(HCM, sections=(), annexes=(Annex("Bảng", table=table),))).pages[-1].find("Nhiệm vụ").x
        for table in (narrow, wide)
    ]

    assert xs[0] == pytest.approx(LEFT + 252 / 11, abs=1.5)
    assert xs[1] == pytest.approx(LEFT + 252 / 2, abs=1.5)


def test_row_taller_than_a_page_is_printed_whole():
    words = " ".join(f"từ{n}" for n in range(3000))
    table = Table(COLUMNS, (RowGroup((task_row(1, "Trước"), task_row(2, words), task_row(3, "Sau"))),))
    measured = printed(replace(HCM, sections=(), annexes=(Annex("Bảng", table=table),)))
    printed_words = measured.text.split()

    assert [word for word in printed_words if word.startswith("từ") and word[2:].isdigit()] == [
        f"từ{n}" for n in range(3000)
    ]
    assert "Sau" in printed_words


@pytest.mark.parametrize("is_annex", [True, False])
def test_row_taller_than_a_page_begins_where_it_stands_under_a_header_on_each_page(is_annex):
    words = " ".join(f"từ{n}" for n in range(3000))
    table = Table(COLUMNS, (RowGroup((task_row(1, "Trước"), task_row(2, words), task_row(3, "Sau"))),))
    annexes = (Annex("Bảng", table=table),) if is_annex else ()
    sections = () if is_annex else (Section(Level.PLAIN, table=table),)

    pages = printed(replace(HCM, opening=(), sections=sections, annexes=annexes)).pages

    taken = [page for page in pages if "từ" in page.text.replace("từng", "")]
    assert len(taken) > 3
    assert "Trước" in taken[0].text, "no page is left empty before it"
    assert all(page.find(COLUMNS[1].heading).is_bold for page in taken)


def test_portrait_annex_stays_upright():
    document = replace(HCM, annexes=(Annex("Biểu", table=annex_table(3), orientation=Orientation.PORTRAIT),))

    assert [page.width < page.height for page in printed(document).pages] == [True] * len(
        printed(document).pages
    )


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (Marks(), []),
        (Marks(is_draft=True), ["DỰ THẢO"]),
        (Marks(has_illustration=True), ["MINH HỌA"]),
        (Marks(is_draft=True, has_illustration=True), ["DỰ THẢO", "MINH HỌA"]),
    ],
)
def test_marks_lie_light_across_every_page_under_the_text(marks, words):
    for page in printed(replace(NUMBERED, marks=marks)).pages:
        across = [run for run in page.runs if not run.is_upright_page]

        assert [run.text for run in across] == words
        if words:
            assert min(min(run.color) for run in across) > 0.8
            assert all(run.size > 60 for run in across)
            assert page.runs[: len(words)] == across  # drawn first, so below the text
            assert all(0 < run.x < page.width and 0 < run.y < page.height for run in across)


def test_incomplete_plan_says_so_under_the_signature():
    page = printed(HAU_GIANG).pages[0]
    note = page.find("(Danh mục nội dung")

    assert note.is_italic
    assert note.y > page.find("T/M BAN CHỈ ĐẠO").y + 20


def test_document_with_nothing_but_its_head_still_prints():
    bare = replace(
        NUMBERED,
        bases=(),
        opening=(),
        sections=(),
        closing=(),
        recipients=(),
        annexes=(),
        signature=Signature(()),
    )
    measured = printed(bare)

    assert len(measured.pages) == 1
    assert lines(measured.pages[0])[-2:] == ["KẾ HOẠCH", bare.subject]
