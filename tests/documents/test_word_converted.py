"""The Word file opened by another program: the same headings, the same rows, as many pages as the PDF.

Runs where LibreOffice is installed (bin/setup installs it for the tests where it may).
"""

import pytest

from documents.official import flow
from documents.official.html import render_pdf
from documents.official.word import render_docx
from tests.documents.conversion import OFFICE, convert, in_order, pages_of
from tests.documents.official_samples import (
    DECISION,
    HA_NOI_DRAFT,
    HAU_GIANG,
    LETTER,
    NUMBERED,
)

SAMPLES = {
    "numbered": NUMBERED,
    "haugiang": HAU_GIANG,
    "hanoi": HA_NOI_DRAFT,
    "letter": LETTER,
    "decision": DECISION,
}
pytestmark = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """All samples converted by one start of the program, which takes longer than the converting."""
    folder = tmp_path_factory.mktemp("word")
    for name, document in SAMPLES.items():
        (folder / f"{name}.docx").write_bytes(render_docx(document))
        (folder / f"{name}-own.pdf").write_bytes(render_pdf(document))
    convert(folder, SAMPLES)
    return folder


@pytest.mark.parametrize("name", SAMPLES)
def test_pages_are_as_many_as_in_the_pdf_give_or_take_one(converted, name):
    word, own = pages_of(converted / f"{name}.pdf"), pages_of(converted / f"{name}-own.pdf")

    assert abs(len(word) - len(own)) <= 1
    assert not [n for n, page in enumerate(word, start=1) if not page.removesuffix(str(n))]


@pytest.mark.parametrize("name", SAMPLES)
def test_headings_come_in_the_same_order(converted, name):
    titles = [p for p in flow.body(SAMPLES[name]) if p.is_title]
    for annex in SAMPLES[name].annexes:
        titles += [p for p in flow.annex_body(SAMPLES[name], annex) if p.is_title]
    headings = [f"{p.number} {p.text}" for p in titles]

    assert in_order(headings, "".join(pages_of(converted / f"{name}.pdf"))) == ""
    assert in_order(headings, "".join(pages_of(converted / f"{name}-own.pdf"))) == ""


@pytest.mark.parametrize("name", ["numbered", "hanoi", "letter", "decision"])
def test_rows_of_tables_are_identical(converted, name):
    rows = []
    for table in SAMPLES[name].tables():
        for group in table.groups:
            rows += [f"{group.number} {group.heading}"] if group.heading else []
            rows += [" ".join(row) for row in group.rows]

    assert in_order(rows, "".join(pages_of(converted / f"{name}.pdf"))) == ""
    assert in_order(rows, "".join(pages_of(converted / f"{name}-own.pdf"))) == ""
