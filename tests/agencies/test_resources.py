"""Agencies and calendar in and out."""

import io
from datetime import date

import pytest

from agencies.models import ActivityEntry, Agency, CalendarDay
from agencies.resources import AgencyResource, CalendarDayResource, PersonResource
from tests import factories as f
from tests.shared import tables
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.reading import read_table


def files(resource, rows):
    headings, cells = resource.rows_out(rows)
    return [
        (writing.as_xlsx(resource.title, headings, cells), "a.xlsx"),
        (writing.as_csv(headings, cells), "a.csv"),
    ]


def take(resource, content, name="a.xlsx", *, dry_run=False):
    return resource.read(read_table(io.BytesIO(content), name), dry_run=dry_run)


@pytest.fixture
def agencies(world):
    heir = f.make_agency(
        world.locality,
        "so-vhtt",
        name="Sở Văn hoá, Thể thao và Du lịch",
        parent=world.issuer,
        is_standing=True,
    )
    f.make_agency(
        world.locality,
        "so-tttt",
        name="=Sở Thông tin và Truyền thông",
        short_name="007",
        valid_to=date(2025, 2, 28),
        successor=heir,
        requires_sign_off=True,
    )
    return Agency.objects.filter(locality=world.locality)


@pytest.mark.parametrize("kind", [0, 1])
def test_agencies_taken_back_change_nothing(world, administrator, agencies, kind):
    before = list(agencies.values())
    report = take(
        AgencyResource(scope=world.locality, actor=administrator),
        *files(AgencyResource(scope=world.locality), agencies)[kind],
    )

    assert (report.added, report.changed, report.problems) == (0, 0, ())
    assert report.unchanged == len(before)
    assert list(agencies.values()) == before


def test_new_agency_may_stand_under_one_of_a_line_above(world, administrator):
    rows = (("so-moi", "Sở Mới", "sở, ban, ngành", ""), ("phong-moi", "Phòng Mới", "cơ quan khác", "so-moi"))
    report = take(
        AgencyResource(scope=world.locality, actor=administrator),
        tables.workbook(*rows, headings=("Mã", "Tên đầy đủ", "Loại", "Cơ quan chủ quản")),
    )

    assert report.problems == () and report.added == 2
    assert Agency.objects.get(code="phong-moi").parent.code == "so-moi"
    assert (
        ActivityEntry.objects.filter(action="import", actor=administrator, locality=world.locality).count()
        == 2
    )


def test_code_of_another_locality_is_another_agency(world, other_world, administrator):
    """The same code names one agency in each locality: an import of one never touches the other."""
    before = Agency.objects.filter(locality=other_world.locality).values_list("code", "name")
    expected = list(before)
    report = take(
        AgencyResource(scope=world.locality, actor=administrator),
        tables.workbook(("chu-tri", "Tên mới", "sở, ban, ngành"), headings=("Mã", "Tên đầy đủ", "Loại")),
    )

    assert (report.changed, report.added) == (1, 0)
    assert list(before.all()) == expected


def test_parent_of_another_locality_does_not_exist(world, other_world, administrator):
    rows = (("so-moi", "Sở Mới", "sở, ban, ngành", other_world.lead.name),)
    report = take(
        AgencyResource(scope=world.locality, actor=administrator),
        tables.workbook(*rows, headings=("Mã", "Tên đầy đủ", "Loại", "Cơ quan chủ quản")),
    )

    assert "không tồn tại" in report.problems[0].sentence
    assert not Agency.objects.filter(code="so-moi").exists()


@pytest.mark.parametrize(
    ("row", "cell", "sentence"),
    [
        (("Số Một", "Sở", "sở, ban, ngành"), "A2", "chữ không dấu"), (("so", "", "sở, ban, ngành"), "B2", ""),
        (("so", "Sở", "hội quán"), "C2", "không có trong danh sách"), (("so", "Sở", ""), "C2", ""),
    ],
)  # fmt: skip
def test_bad_agency_is_named_by_its_cell(world, administrator, row, cell, sentence):
    report = take(
        AgencyResource(scope=world.locality, actor=administrator),
        tables.workbook(row, headings=("Mã", "Tên đầy đủ", "Loại")),
    )
    assert [p for p in report.problems if p.where.endswith(cell) and sentence in p.sentence], [
        str(p) for p in report.problems
    ]


@pytest.mark.parametrize("kind", [0, 1])
def test_calendar_taken_back_changes_nothing(world, administrator, kind):
    CalendarDay.objects.create(locality=world.locality, day=date(2026, 8, 22), kind="WORKING", name="Làm bù")
    CalendarDay.objects.create(day=date(2026, 8, 31), kind="DAY_OFF", name="Nghỉ Quốc khánh")
    for scope in (world.locality, None):
        rows = CalendarDay.objects.filter(locality=scope)
        report = take(
            CalendarDayResource(scope=scope, actor=administrator),
            *files(CalendarDayResource(scope=scope), rows)[kind],
        )
        assert (report.added, report.changed, report.unchanged, report.problems) == (0, 0, 1, ())


def test_calendar_is_keyed_by_the_day(world, administrator):
    CalendarDay.objects.create(locality=world.locality, day=date(2026, 8, 22), kind="WORKING", name="Làm bù")
    rows = (
        (date(2026, 8, 22), "ngày làm bù", "Làm bù cho 31/8"),
        ("24/11/2026", "ngày nghỉ", "Ngày Văn hóa Việt Nam"),
    )
    report = take(
        CalendarDayResource(scope=world.locality, actor=administrator),
        tables.workbook(*rows, headings=("Ngày", "Loại", "Tên gọi")),
    )

    assert (report.added, report.changed) == (1, 1)


def test_accounts_are_listed_without_anything_secret(world):
    headings, rows = PersonResource(scope=world.locality).rows_out(
        type(world.people["officer"])
        .objects.filter(locality=world.locality)
        .prefetch_related("memberships__agency")
    )

    assert headings == [
        "Tên đăng nhập",
        "Họ và tên",
        "Chức vụ",
        "Thư điện tử",
        "Được đăng nhập",
        "Vai trò hiện nay",
        "Đăng nhập lần cuối",
    ]
    assert "chuyên viên – Sở Du lịch" in {row[5] for row in rows}
    assert "argon2" not in str(rows) and "md5" not in str(rows)
