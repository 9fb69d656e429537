"""A filed copy beside the issued file: the same file, the same words, other words with their place, a picture."""

import time
import zlib
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from documents import comparison
from documents.choices import ComparisonState
from documents.comparison import compare_with_issued
from documents.official.html import render_pdf
from documents.official.model import Block, Level, Section
from tests.documents.official_samples import NUMBERED
from tests.documents.signing import signed, signer
from ttdn_portal.shared.pdf_words import compared, words_of

LONG = "Các cơ quan, đơn vị chủ động tuyên truyền, quảng bá hình ảnh Thành phố trên không gian mạng."


def paper(*texts):
    return render_pdf(
        replace(NUMBERED, bases=(), sections=tuple(Section(Level.PLAIN, blocks=(Block(0, t),)) for t in texts), closing=(), annexes=())
    )  # fmt: skip


ISSUED = paper(*[LONG] * 40, "Giao Sở Du lịch chủ trì tổ chức 12 đoàn phóng viên.")


def original(content):
    from hashlib import sha256

    return SimpleNamespace(size=len(content), sha256=sha256(content).hexdigest(), file=ContentFile(content))


def compare(content, *issued):
    file = BytesIO(content)
    file.size = len(content)
    return compare_with_issued(file, [original(one) for one in issued or (ISSUED,)])


def saved_again(content):
    """The same pages as another program writes them."""
    writer, target = PdfWriter(), BytesIO()
    for page in PdfReader(BytesIO(content)).pages:
        writer.add_page(page)
    writer.write(target)
    return target.getvalue()


def scan():
    target = BytesIO()
    Image.new("L", (1240, 1754), 255).save(target, "PDF", resolution=150)
    return target.getvalue()


def test_issued_file_with_a_signature_behind_it_is_that_file():
    found = compare(signed(ISSUED, signer("Trần Văn Ký")))

    assert (found.state, found.text) == (ComparisonState.IDENTICAL, comparison.ONLY_SIGNED)


def test_issued_file_itself_has_nothing_added():
    assert compare(ISSUED).sentences == (comparison.SAME_FILE,)


def test_pages_saved_by_another_program_match_by_their_words():
    found = compare(saved_again(ISSUED))

    assert (found.state, found.text) == (ComparisonState.MATCHING, comparison.MATCHING)


def test_other_words_are_shown_with_their_page_and_both_pieces():
    other = paper(*[LONG] * 40, "Giao Sở Ngoại vụ chủ trì tổ chức 12 đoàn phóng viên.")

    found = compare(signed(other, signer("Trần Văn Ký")))

    page = len(PdfReader(BytesIO(ISSUED)).pages)
    assert page > 1
    assert found.state == ComparisonState.DIFFERENT
    [sentence] = found.sentences
    assert sentence.startswith(f"Nội dung khác bản đã ban hành ở trang {page}: bản đã ban hành ghi “…")
    assert "Giao Sở Du lịch chủ trì tổ chức" in sentence.split("; tệp này ghi")[0]
    assert "Giao Sở Ngoại vụ chủ trì tổ chức" in sentence.split("; tệp này ghi")[1]


def test_a_figure_alone_makes_the_difference():
    other = paper(*[LONG] * 40, "Giao Sở Du lịch chủ trì tổ chức 21 đoàn phóng viên.")

    assert compare(other).state == ComparisonState.DIFFERENT


def test_words_changed_behind_the_issued_file_are_not_taken_for_a_signature():
    writer = PdfWriter(BytesIO(ISSUED), incremental=True)
    last = paper(*[LONG] * 40, "Giao Sở Ngoại vụ chủ trì.")
    writer.add_page(PdfReader(BytesIO(last)).pages[-1])
    target = BytesIO()
    writer.write(target)

    found = compare(target.getvalue())

    assert target.getvalue().startswith(ISSUED)
    assert found.state == ComparisonState.DIFFERENT
    assert found.sentences[0] == "Tệp này có 4 trang, bản đã ban hành có 3 trang."


def test_another_paper_of_one_page_tells_both_lengths():
    found = compare(paper("Kế hoạch khác hẳn, chỉ có một trang và lời khác."))

    assert found.sentences[0] == "Tệp này có 1 trang, bản đã ban hành có 3 trang."
    assert found.sentences[1].startswith("Nội dung khác bản đã ban hành ở trang 1:")


def test_scan_has_no_words_to_compare():
    found = compare(scan())

    assert (found.state, found.text) == (ComparisonState.SCAN, comparison.SCAN)


def test_nearest_of_several_issued_files_counts():
    other = paper("Văn bản điều chỉnh ban hành sau kế hoạch, chỉ có một trang.")

    assert compare(saved_again(ISSUED), other, ISSUED).state == ComparisonState.MATCHING


def test_without_an_issued_file_nothing_is_said_to_match():
    found = compare_with_issued(BytesIO(ISSUED), [])

    assert (found.state, found.text) == (ComparisonState.UNCOMPARED, comparison.NO_ORIGINAL)


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", saved_again(ISSUED)[:900]])
def test_file_that_can_not_be_read_is_not_compared(content):
    assert compare(content).text == comparison.TOO_HEAVY


def test_reading_stops_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(comparison, "WAIT_SECONDS", 0.01)

    assert compare(saved_again(ISSUED)).text == comparison.TOO_HEAVY


def test_page_that_takes_too_long_to_read_ends_with_its_process(monkeypatch):
    monkeypatch.setattr(comparison, "WAIT_SECONDS", 2)
    writer, target = PdfWriter(), BytesIO()
    page = writer.add_blank_page(595, 842)
    content = StreamObject()
    content._data = zlib.compress(b"BT /F1 10 Tf " + b"(Ban Chi dao) Tj 1 0 0 1 0 -14 Tm " * 200_000 + b"ET")
    content[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(content)
    kind = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in kind.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    writer.write(target)

    began = time.monotonic()
    found = compare(target.getvalue())

    assert (len(target.getvalue()) < 200_000, found.text) == (True, comparison.TOO_HEAVY)
    assert time.monotonic() - began < 10


def test_letters_in_two_forms_and_any_space_are_the_same_words():
    assert words_of("K\u1ebf hoa\u0323ch\u00a0 năm\n2026\n", 1) == ["Kế", "hoạch", "năm", "2026"]


def test_page_number_and_what_stands_by_a_signature_are_no_words_of_the_paper():
    assert words_of("2\nKý bởi: Trần Văn Ký\nNội dung\nNgày ký: 05/01/2026", 2) == ["Nội", "dung"]
    assert words_of("Nội dung\n12", 2) == ["Nội", "dung", "12"]


def test_differences_on_several_pages_are_each_told():
    issued = [["trang", "một"], ["trang", "hai"], ["trang", "ba"]]
    other = [["trang", "1"], ["trang", "hai"], ["trang", "3"]]

    assert [page for page, _, _ in compared(issued, other)] == [1, 3]


def test_words_cut_at_other_places_say_the_same():
    assert compared([["Kế", "hoạch"]], [["Kếhoạch"]]) == []
