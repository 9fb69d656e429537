"""What may stand last on a page and first on the next: nothing that leads on, nothing left alone above the signature."""

from dataclasses import replace

import pytest

from documents.official import parts
from documents.official.html import render_pdf
from documents.official.model import Align, Block, Column, Level, Marks, RowGroup, Section, Signature, Table
from documents.official.styles import STATE
from documents.official.word import render_docx
from tests.documents.official_samples import HA_NOI_DRAFT, NUMBERED
from tests.documents.pdf_measure import Measured
from tests.documents.word_measure import Word

LINE = "Các cơ quan, đơn vị triển khai đúng tiến độ."
ENDS = range(22, 34)  # paragraphs before the place looked at: it falls on each of the last lines of page 1
TITLE = "Tập huấn, đào tạo bồi dưỡng nghiệp vụ về thông tin đối ngoại"


def document(*sections, note=""):
    return replace(
        NUMBERED,
        bases=(),
        opening=(),
        sections=sections,
        closing=(),
        annexes=(),
        marks=Marks(incomplete_note=note),
    )


def filled(count):
    return Section(Level.PLAIN, blocks=(Block(0, LINE),) * count)


def first_page_ends(paper):
    """The last line of page 1 and the lines of page 2."""
    pages = Measured(render_pdf(paper)).pages
    ends = max(pages[0].text_runs, key=lambda run: (run.y, run.x)).text
    return ends, [run.text for run in pages[1].text_runs] if len(pages) > 1 else []


def test_title_of_a_point_is_never_last_on_its_page():
    told = Section(Level.POINT, TITLE, (Block(0, "Tổng số 5 nhiệm vụ: đã hoàn thành 5 (đúng hạn 5)."),))

    ends = [first_page_ends(document(filled(count), told, filled(4)))[0] for count in ENDS]

    assert not [text for text in ends if text.startswith("a)")]
    assert any(text.startswith("Tổng số") for text in ends)  # page 1 does end there for one of them


def test_sentence_with_a_colon_is_never_last_on_its_page():
    table = Table((Column("STT", 1, Align.CENTER), Column("Nhiệm vụ", 5)), (RowGroup((("1", "Họp báo"),)),))
    listed = Section(Level.PLAIN, blocks=(Block(0, "Cụ thể như sau:"),), table=table)

    ends = [first_page_ends(document(filled(count), listed, filled(4)))[0] for count in ENDS]

    assert "Cụ thể như sau:" not in ends
    assert LINE in ends


NOTE = "Bản chép lại chỉ ghi những gì nguồn có."


def test_what_a_copy_says_of_itself_stands_under_the_signature_below_a_line_as_wide_as_the_text():
    page = Measured(render_pdf(document(filled(3), note=NOTE))).pages[0]
    name, note = page.find(NUMBERED.signature.name), page.find("Bản chép lại")

    text_starts, text_ends = 30, 195  # mm: an A4 sheet without the margins of NĐ 30/2020
    [line] = [rule for rule in page.rules if name.y < rule.y < note.y]
    assert (note.is_italic, name.is_italic) == (True, False)
    assert (round(line.x), round(line.x + line.width)) == (text_starts, text_ends)


def test_note_of_a_copy_and_the_signature_stay_on_one_page():
    for count in ENDS:
        pages = Measured(render_pdf(document(filled(count), note=NOTE))).pages
        held = [page.has("Bản chép lại") for page in pages]
        assert held == [page.has(NUMBERED.signature.name) for page in pages], count


def test_word_puts_the_note_of_a_copy_under_the_signature_and_keeps_both_together():
    page = Word(render_docx(document(filled(3), note=NOTE)))

    texts = [line.text for line in page.lines]
    assert texts.index(NOTE) > texts.index(NUMBERED.signature.name)
    assert page.find(NUMBERED.signature.name).property("keepNext") is not None
    assert page.find(NOTE).property("pBdr") is not None
    alone = Word(render_docx(document(filled(3))))
    assert alone.find(NUMBERED.signature.name).property("keepNext") is None


def test_note_of_a_copied_text_takes_text_along_to_the_page_of_the_signature():
    for count in ENDS:
        _, second = first_page_ends(document(filled(count), note=NOTE))
        if second:
            assert any(text.startswith("Các cơ quan") for text in second), count


def test_last_line_is_never_alone_above_the_signature():
    for count in ENDS:
        _, second = first_page_ends(document(filled(count)))
        if second:
            assert sum(text.startswith("Các cơ quan") for text in second) >= 2, count


def test_word_keeps_the_same_together():
    told = Section(Level.POINT, TITLE, (Block(0, "Cụ thể như sau:"), Block(0, LINE)))
    page = Word(render_docx(document(told)))

    for start in (TITLE, "Cụ thể như sau:", LINE):
        assert page.find(start).property("keepNext") is not None, start


@pytest.mark.parametrize("has_bases", [True, False])
def test_text_keeps_its_distance_from_the_line_under_the_title(has_bases):
    paper = NUMBERED if has_bases else replace(NUMBERED, bases=())
    page = Measured(render_pdf(paper)).pages[0]
    subject = [run for run in page.text_runs if run.is_bold and run.y < page.find("Ủy ban nhân dân").y][-1]
    first = next(run for run in page.text_runs if run.y > subject.y + 1)

    rule = page.rule_under(subject)
    assert first.y - rule.y >= 14 * 0.7 * 25.4 / 72 + 12 * 25.4 / 72 - 0.5  # over the letters 12 points


def test_long_place_of_the_party_takes_room_from_the_issuer_and_stays_on_one_line():
    paper = replace(HA_NOI_DRAFT, place="Thành phố Hồ Chí Minh", year=2026, issued_on=None)
    page = Measured(render_pdf(paper)).pages[0]
    place = page.find("Thành phố Hồ Chí Minh, ngày")

    on_the_line = [run for run in page.text_runs if abs(run.y - place.y) < 0.5]
    assert (place.size, max(run.right for run in on_the_line) <= 195.1) == (13.5, True)
    assert any("năm 2026" in run.text for run in on_the_line)


def test_sums_stand_in_bold_under_the_last_row():
    columns = (Column("Nội dung", 5), Column("Số nhiệm vụ", 2, Align.RIGHT))
    table = Table(columns, (RowGroup((("Họp báo", "12"),)), RowGroup((("Tổng cộng", "12"),), is_total=True)))
    paper = document(Section(Level.PLAIN, table=table))

    page = Measured(render_pdf(paper)).pages[0]
    word = Word(render_docx(paper))

    assert (page.find("Tổng cộng").is_bold, page.find("Họp báo").is_bold) == (True, False)
    assert (word.find("Tổng cộng").is_bold, word.find("Họp báo").is_bold) == (True, False)


MANY = (*(f"Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc Việt Nam xã số {n}" for n in range(39)), "Lưu: VT")


@pytest.mark.parametrize("count", range(14, 24, 3))
def test_recipients_too_many_for_a_page_begin_level_with_the_signature_and_go_on_over_its_end(count):
    paper = replace(document(filled(count)), recipients=MANY)

    pages = Measured(render_pdf(paper)).pages

    [page] = [page for page in pages if "Nơi nhận:" in page.text]
    assert page.find("Nơi nhận:").y == pytest.approx(page.find("TM. ỦY BAN NHÂN DÂN").y, abs=1)
    assert LINE.split(".")[0] in page.text, "text goes along to the page of the signature"
    assert "Lưu: VT" in pages[-1].text and len(pages) <= 3


def test_word_has_a_row_for_each_recipient_below_the_signature():
    table = Word(render_docx(replace(document(filled(3)), recipients=MANY))).document.tables[-1]

    first, *more = table.rows
    assert "Nơi nhận:" in first.cells[0].text and "TM. ỦY BAN NHÂN DÂN" in first.cells[1].text
    assert [row.cells[0].text for row in more][-1] == "- Lưu: VT."
    assert len(first.cells[0].paragraphs) - 1 + len(more) == 40


def test_long_title_and_name_of_a_signer_break_by_their_sense():
    signature = Signature(
        ("TUQ. CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",), "Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên"
    )
    found = parts.signing(replace(NUMBERED, signature=signature), STATE)

    assert found.authority == ("TUQ. CHỦ TỊCH\nỦY BAN NHÂN DÂN TỈNH",)
    assert found.name == "Công Tằng Tôn Nữ Hoàng\nThị Phương Thảo Nguyên"
