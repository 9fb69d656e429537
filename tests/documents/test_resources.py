"""The library of bases in and out."""

import io

import pytest

from documents.models import LegalBasis
from documents.resources import LegalBasisResource
from tests.shared import tables
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.reading import read_table


def take(resource, content, name="a.xlsx"):
    return resource.read(read_table(io.BytesIO(content), name), dry_run=False)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_bases_taken_back_change_nothing(world, standing_officer, kind):
    heir = LegalBasis.objects.create(
        code="nd-148-2026",
        symbol="148/2026/NĐ-CP",
        title="Nghị định",
        full_citation="Nghị định số 148/2026/NĐ-CP",
        short_citation="Nghị định số 148/2026/NĐ-CP",
    )
    LegalBasis.objects.create(
        locality=world.locality,
        code="qc",
        title="-Quy chế",
        full_citation="Dòng một\r\nDòng hai ",
        short_citation="Quy chế",
        note="+84",
        state="REPLACED",
        replaced_by=heir,
    )
    headings, rows = LegalBasisResource(scope=world.locality).rows_out(
        LegalBasis.objects.filter(locality=world.locality)
    )
    content = writing.as_xlsx("Căn cứ", headings, rows) if kind == "xlsx" else writing.as_csv(headings, rows)

    report = take(LegalBasisResource(scope=world.locality, actor=standing_officer), content, f"a.{kind}")

    assert (report.added, report.changed, report.unchanged, report.problems) == (0, 0, 1, ())


def test_new_basis_is_replaced_by_one_of_a_line_above(world, standing_officer):
    rows = (
        ("moi", "Nghị định mới", "Nghị định số 1", "NĐ 1", ""),
        ("cu", "Nghị định cũ", "Nghị định số 2", "NĐ 2", "moi"),
    )
    headings = ("Mã", "Tên loại và trích yếu", "Viện dẫn đầy đủ", "Viện dẫn rút gọn", "Được thay bằng")

    report = take(
        LegalBasisResource(scope=world.locality, actor=standing_officer),
        tables.workbook(*rows, headings=headings),
    )

    assert report.problems == ()
    assert LegalBasis.objects.get(code="cu").replaced_by.code == "moi"
    assert LegalBasis.objects.get(code="cu").locality == world.locality
