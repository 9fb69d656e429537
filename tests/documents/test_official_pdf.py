"""The file itself: typeface and glyphs, archive, tags, same bytes, and texts that mean harm."""

import hashlib
import re
import subprocess
import sys
import time
import unicodedata
from dataclasses import fields, replace
from datetime import date
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from documents.official import fetcher
from documents.official.html import page_count, render_html, render_pdf
from documents.official.model import (
    Annex,
    Column,
    Letterhead,
    Level,
    Metadata,
    RowGroup,
    Section,
    Signature,
    Table,
)
from documents.official.typeface import FONT_FILES, font_folder
from tests.documents.hostile import HOSTILE, hostile_document
from tests.documents.official_samples import (
    DECISION,
    HAU_GIANG,
    HCM,
    LONG_WORD,
    NUMBERED,
    annex_table,
    printed,
    text,
)
from tests.documents.pdf_measure import Measured

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
ALL_LETTERS = f"{LETTERS} {LETTERS.upper()} 0123456789 “”‘’–—…;:!?%/()[]+-*&<>"
SPECIMEN = replace(
    NUMBERED,
    bases=(ALL_LETTERS,),
    sections=(Section(Level.CLAUSE, ALL_LETTERS, blocks=text(ALL_LETTERS)),),
    annexes=(),
)
FACES = {
    "TTDN-Paper": (False, False),
    "TTDN-Paper-Bold": (True, False),
    "TTDN-Paper-Italic": (False, True),
    "TTDN-Paper-Bold-Italic": (True, True),
}


@cache
def original(name):
    return TTFont(font_folder() / FONT_FILES[FACES[name]])


def outline(font, glyph):
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return pen.value


# --- Typeface ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [NUMBERED, HAU_GIANG, SPECIMEN])
def test_every_font_is_ours_and_embedded(document):
    fonts = printed(document).fonts

    assert {font.name for font in fonts} <= set(FACES)
    assert all(len(font.file) > 1000 for font in fonts)


def test_every_glyph_is_the_one_of_its_letter():
    """A text layer can read right over wrong glyphs, so the outlines are compared."""
    seen = set()
    for font in printed(SPECIMEN).fonts:
        whole, embedded = original(font.name), TTFont(BytesIO(font.file))
        for run in (run for run in printed(SPECIMEN).runs() if run.font == font.name):
            for glyph, letter in run.glyphs:
                expected = whole.getBestCmap()[ord(letter)]
                assert whole.getGlyphID(expected) == glyph, letter
                assert outline(embedded, embedded.getGlyphOrder()[glyph]) == outline(whole, expected), letter
                seen.add((font.name, letter))

    for name in ("TTDN-Paper", "TTDN-Paper-Bold", "TTDN-Paper-Italic"):
        assert {letter for face, letter in seen if face == name} >= set(ALL_LETTERS)


def test_text_comes_out_composed_whatever_went_in():
    decomposed = replace(NUMBERED, subject=unicodedata.normalize("NFD", NUMBERED.subject))
    found = printed(decomposed).text

    assert found == unicodedata.normalize("NFC", found)
    assert NUMBERED.subject in found
    assert render_pdf(decomposed) == printed(NUMBERED).content


def test_symbols_missing_in_the_typeface_call_in_no_other_font():
    odd = replace(HAU_GIANG, opening=text("Xong ✓, việc ☐, 漢字 và 😀 hết"))

    assert {font.name for font in printed(odd).fonts} <= set(FACES)
    assert "Xong √, việc □, □□ và □ hết" in printed(odd).text


def test_vendored_files_match_what_their_readme_states():
    stated = dict(
        re.findall(
            r"\| `(\S+)` \|.*\| ([0-9a-f]{64}) \|", (font_folder() / "README.md").read_text(encoding="utf-8")
        )
    )

    assert stated == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in font_folder().iterdir()
        if path.name != "README.md"
    }


# --- Archive ----------------------------------------------------------------------------------------


def test_file_is_archival_tagged_and_names_itself():
    pdf = printed(NUMBERED).pdf
    meta = pdf.open_metadata()

    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
    assert str(pdf.Root.Lang) == "vi"
    assert pdf.Root.MarkInfo.Marked and pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert str(pdf.docinfo.Title) == "Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024"
    assert str(pdf.docinfo.Author) == "Ủy ban nhân dân Thành phố Hồ Chí Minh"
    assert str(pdf.docinfo.Subject) == "Số: 05/KH-UBND, Thành phố Hồ Chí Minh, ngày 05 tháng 02 năm 2024"
    assert str(pdf.docinfo.CreationDate).startswith("D:20240205")


def test_metadata_given_wins_over_metadata_worded():
    pdf = printed(replace(HAU_GIANG, metadata=Metadata(title="Bản trình"))).pdf

    assert str(pdf.docinfo.Title) == "Bản trình"
    assert "/CreationDate" not in pdf.docinfo


def test_structure_has_headings_paragraphs_and_tables_of_header_and_cells():
    kinds = set()

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                kinds.add(str(element.S))
            walk(element.get("/K"))

    walk(printed(NUMBERED).pdf.Root.StructTreeRoot)

    assert {
        "/Document",
        "/H1",
        "/H2",
        "/H3",
        "/P",
        "/Table",
        "/THead",
        "/TBody",
        "/TR",
        "/TH",
        "/TD",
    } <= kinds


def test_bookmarks_follow_the_headings():
    with printed(NUMBERED).pdf.open_outline() as outline_:
        roots = [(item.title, [child.title for child in item.children]) for item in outline_.root]

    assert [title for title, _ in roots] == ["KẾ HOẠCH", "Phụ lục"]
    assert roots[0][1] == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. KINH PHÍ", "IV. TỔ CHỨC THỰC HIỆN"]


def test_same_document_gives_same_bytes_in_one_process():
    assert render_pdf(HAU_GIANG) == render_pdf(HAU_GIANG) == printed(HAU_GIANG).content


def test_same_document_gives_same_bytes_in_another_process():
    code = (
        "import sys, hashlib; from pathlib import Path; from django.conf import settings; root = Path(sys.argv[1]);"
        "settings.configure(BASE_DIR=root, TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [root / 'templates']}]);"
        "import django; django.setup();"
        "from documents.official.html import render_pdf; from tests.documents.official_samples import NUMBERED;"
        "print(hashlib.sha256(render_pdf(NUMBERED)).hexdigest())"
    )
    env = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(settings.BASE_DIR)],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == hashlib.sha256(printed(NUMBERED).content).hexdigest()


def test_another_word_gives_other_bytes():
    assert render_pdf(replace(HAU_GIANG, place="Cần Thơ")) != printed(HAU_GIANG).content


def test_page_count_and_progress():
    steps = []

    content = render_pdf(HAU_GIANG, progress=lambda step, percent: steps.append((step, percent)))

    assert page_count(content) == 1
    assert [step for step, _ in steps] == ["Soạn nội dung", "Dàn trang", "Dàn trang 1", "Ghi tệp", "Xong"]
    assert [percent for _, percent in steps] == sorted(percent for _, percent in steps)


def test_progress_can_stop_the_work():
    class Stopped(Exception):
        pass

    def stop(step, percent):
        if step == "Ghi tệp":
            raise Stopped

    with pytest.raises(Stopped):
        render_pdf(HAU_GIANG, progress=stop)


# --- Texts that mean harm ------------------------------------------------------------------------------


def test_hostile_document_reaches_every_field():
    untouched = {"style", "issued_on", "year", "is_annex_alone"}
    samples = hostile_document("x"), hostile_document("y")

    assert {
        field.name
        for field in fields(NUMBERED)
        if getattr(samples[0], field.name) == getattr(samples[1], field.name)
    } == untouched


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_as_words(words, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "documents.official.fetcher.read",
        lambda url, read=fetcher.read: asked.append(url) or read(url),
    )
    document = hostile_document(words)

    page = render_html(document)
    measured = printed(document)

    assert re.findall(r"<(?:img|script|iframe|object|svg|image|embed|form|a|base)\b", page, re.I) == []
    assert page.count("<link ") == page.count("<style>") == page.count("</style>") == 1
    assert page.count("<table ") == page.count("</table>") == 2
    assert {url.split(":")[0] for url in asked} <= {"ttdn"}
    assert "/Names" not in measured.pdf.Root or "/EmbeddedFiles" not in measured.pdf.Root.Names
    annotations = [one for page in measured.pdf.pages for one in page.get("/Annots", [])]
    assert {str(one.get("/FT")) for one in annotations} <= {"/Sig"}, (
        "no link, no attachment: signature fields at most"
    )
    assert not any("/A" in one or "/AA" in one for one in annotations)
    plain = re.sub(r"\s", "", measured.text)
    assert re.sub(r"\s", "", words).rstrip(".;,:/") in plain


def test_control_and_format_characters_vanish():
    odd = replace(
        HAU_GIANG,
        opening=text("Một\x00 hai\x1b[31m ba\u202egnud\u202c \ud800bốn\ufeff\u200b."),
        place="Hậu\nGiang",
    )
    found = printed(odd).text

    assert "Một hai[31m bagnud bốn." in found
    assert "Hậu Giang, ngày" in found


def test_word_of_5000_letters_is_broken_in_its_box_and_soon_done():
    """In a flexible box such a word costs minutes, unless it is cut before the layout."""
    word = LONG_WORD
    table = Table((Column("A"), Column("B")), (RowGroup(((word, "ngắn"),)),))
    document = replace(
        HAU_GIANG,
        letterhead=Letterhead(word),
        place=word,
        subject=word,
        addressed_to=(word,),
        opening=text(word),
        signature=Signature((word,), word),
        recipients=(word,),
        annexes=(Annex("Bảng", table=table),),
    )
    begun = time.process_time()

    measured = Measured(render_pdf(document))

    assert time.process_time() - begun < 60
    assert all(
        run.right <= page.width - 14.9
        for page in measured.pages
        for run in page.text_runs
        if run.text.startswith("Đ")
    )
    assert (
        measured.text.replace("\n", "").replace(" ", "").upper().count("ĐỐI") >= 9 * 1667 - 9
    )  # a page number may stand inside one


def test_long_annex_costs_no_more_than_its_rows():
    def cost(rows):
        document = replace(HCM, sections=(), annexes=(Annex("Phân công", table=annex_table(rows, 12)),))
        begun = time.process_time()
        pages = page_count(render_pdf(document))
        return time.process_time() - begun, pages

    render_pdf(HAU_GIANG)
    small, large = cost(100), cost(600)

    assert large[1] > 60
    assert large[0] < 12 * small[0]


def test_table_with_a_short_row_is_refused():
    with pytest.raises(ValueError, match="1 cells"):
        Table((Column("A"), Column("B")), (RowGroup((("một",),)),))


def test_issue_day_is_the_only_time_in_the_file():
    later = replace(DECISION, issued_on=date(2024, 12, 31))

    assert b"20241231" in b"".join(str(value).encode() for value in printed(later).pdf.docinfo.values())
    assert "/ModDate" not in printed(later).pdf.docinfo
