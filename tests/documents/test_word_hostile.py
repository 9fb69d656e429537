"""What a user wrote stays words in a Word file: no markup, no link, no field, no path."""

import re
import unicodedata
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx.oxml.ns import qn
from lxml import etree

from documents.official.word import render_docx
from documents.official.xlsx import render_xlsx
from tests.documents.hostile import HOSTILE, hostile_document
from tests.documents.official_samples import HAU_GIANG, text
from tests.documents.word_measure import Word
from tests.shared import tables

FIELDS = (
    r'{ INCLUDETEXT "file:///etc/passwd" }',
    r'HYPERLINK "http://127.0.0.1:9/"',
    r"DDEAUTO c:\\windows\\system32\\cmd.exe",
    '<w:fldSimple w:instr="DDE"/>',
    "</w:t></w:r></w:p><w:altChunk r:id='x'/>",
)


@pytest.mark.parametrize("words", [*HOSTILE, *FIELDS, *tables.FORMULAS])
def test_words_in_every_field_stay_words(words):
    written = Word(render_docx(hostile_document(words)))

    packed = written.parts
    assert not [
        name for name, part in packed.items() if name.endswith(".rels") and 'TargetMode="External"' in part
    ]
    instructions = [e.text for e in written.document.sections[0].header._element.iter(qn("w:instrText"))]
    assert instructions == [" PAGE "]
    known = ("w:p", "w:tbl", "w:sectPr")
    assert {child.tag for child in written.body} <= {qn(name) for name in known}
    assert not list(
        written.body.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:hyperlink"), qn("w:object"))
    )
    plain = re.sub(r"\s", "", "".join(line.text for line in written.lines))
    assert re.sub(r"\s", "", words).rstrip(".;,:/") in plain


def test_every_part_is_well_formed_and_names_no_entity():
    content = render_docx(hostile_document(']]> <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]> &e;'))

    with zipfile.ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            part = package.read(name)
            assert b"<!DOCTYPE" not in part
            etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def test_signs_that_xml_can_not_carry_vanish_in_word_and_excel():
    odd = hostile_document("Một\x00 hai\x1b[31m ba\u202egnud\u202c \ud800bốn\ufeff\ufffe\uffff.")

    lines = [line.text for line in Word(render_docx(odd)).lines]

    assert any("Một hai[31m bagnud bốn" in line for line in lines)
    assert render_xlsx(odd).startswith(b"PK")


def test_text_comes_out_composed():
    decomposed = replace(HAU_GIANG, opening=text(unicodedata.normalize("NFD", "Thông tin đối ngoại")))

    assert Word(render_docx(decomposed)).find("Thông tin đối ngoại")
