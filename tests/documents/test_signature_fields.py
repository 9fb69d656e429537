"""Empty fields for digital signatures: where NĐ 30/2020 puts them, nothing drawn, filled by a signing program."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from documents.choices import SignatureState
from documents.official.fields import AGENCY, PERSON
from documents.official.html import render_pdf
from documents.official.model import Marks, Signature
from documents.signatures import check_signatures
from tests.documents.official_samples import HAU_GIANG, HCM
from tests.documents.pdf_measure import MM, Measured
from tests.documents.signing import certified, signed

ISSUED = replace(HCM, marks=Marks(), number="12")


@cache
def printed(document):
    return render_pdf(document)


def fields_of(document):
    """Name → page number and box in millimetres from the top left corner of its page."""
    found = {}
    with pikepdf.open(BytesIO(printed(document))) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        for field in pdf.Root.get("/AcroForm", {}).get("/Fields", []):
            page = pages.index(field.P.objgen)
            left, bottom, right, top = (float(side) / MM for side in field.Rect)
            height = float(pdf.pages[page].MediaBox[3]) / MM
            found[str(field.T)] = (page, (left, height - top, right, height - bottom))
    return found


@pytest.mark.parametrize("document", [ISSUED, replace(HAU_GIANG, marks=Marks())])
def test_person_signs_between_title_and_name_in_the_middle(document):
    number, (left, top, right, bottom) = fields_of(document)[PERSON]
    measured = Measured(printed(document))
    post = max(
        (run for run in measured.pages[number].runs if run.text.strip() in ("PHÓ CHỦ TỊCH", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
        key=lambda run: run.y,
    )  # fmt: skip

    assert (left + right) / 2 == pytest.approx(post.center, abs=0.5)
    assert top > post.y
    below = [run.y - run.size / MM for run in measured.pages[number].runs if run.x > 105 and run.y > bottom]
    assert all(bottom <= edge for edge in below)


def test_seal_of_real_size_covers_a_third_of_the_signature_at_its_left():
    fields = fields_of(ISSUED)
    (page, image), (same, seal) = fields[PERSON], fields[AGENCY]
    width = image[2] - image[0]

    assert page == same
    assert (seal[2] - seal[0], seal[3] - seal[1]) == pytest.approx((36, 36), abs=0.1)
    assert seal[2] - image[0] == pytest.approx(width / 3, abs=0.1)
    assert seal[0] < image[0]
    assert (seal[1] + seal[3]) / 2 == pytest.approx((image[1] + image[3]) / 2, abs=0.1)


def test_annex_filed_apart_is_signed_by_the_agency_at_the_top_right_of_page_1():
    annex = replace(ISSUED, is_annex_alone=True)

    [(name, (page, (left, top, right, bottom)))] = fields_of(annex).items()

    assert (name, page) == (AGENCY, 0)
    assert right == pytest.approx(297 - 15, abs=0.1)
    assert left > 297 / 2
    assert 0 < top < bottom < 20, "inside the top margin: over no word of the annex"


@pytest.mark.parametrize(
    "document", [replace(ISSUED, marks=Marks(is_draft=True)), replace(ISSUED, signature=Signature(()))]
)
def test_draft_and_page_without_a_signer_have_no_field(document):
    assert fields_of(document) == {}


def test_nothing_is_drawn_and_the_file_stays_an_archive():
    with pikepdf.open(BytesIO(printed(ISSUED))) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [bytes(field.AP.N.read_bytes()) for field in fields] == [b"", b""]
        assert [int(field.F) for field in fields] == [4, 4], "printed, not hidden (ISO 19005-3, 6.3.2)"
        assert all("/V" not in field for field in fields)
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_same_paper_gives_the_same_bytes_with_its_fields():
    assert render_pdf(ISSUED) == render_pdf(ISSUED)


def test_person_then_agency_fill_the_fields_and_both_are_found_sound():
    content = printed(ISSUED)
    by_person = signed(content, certified("Nguyễn Văn Ký"), PERSON)
    by_both = signed(by_person, certified("Văn phòng Ủy ban nhân dân"), AGENCY)

    found = check_signatures(BytesIO(by_both))

    assert by_both.startswith(content)
    assert found.state == SignatureState.SOUND
    with pikepdf.open(BytesIO(by_both)) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == [PERSON, AGENCY]
        assert all("/V" in field for field in pdf.Root.AcroForm.Fields)
