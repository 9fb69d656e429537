"""Calendar and agencies of a locality: read by its members, changed by its administrator."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import DayKind, Role
from agencies.models import ActivityEntry, Agency, CalendarDay, Locality
from agencies.services.calendar import work_calendar
from agencies.trees import tree_of
from tests import factories as f

CALENDAR, AGENCIES = "/hcm/lich-nghi/", "/hcm/co-quan/"
PAGES = (CALENDAR, "/hcm/lich-nghi/2026/", AGENCIES, "/hcm/co-quan/chu-tri/")
MEMBERS = ("officer", "head", "supporter", "standing", "signer", "clerk", "committee", "administrator")


@pytest.fixture
def as_admin(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def days(world, other_world):
    rows = (
        (None, date(2026, 9, 2), "Quốc khánh"),
        (world.locality, date(2026, 10, 9), "Ngày của Thành phố"),
        (other_world.locality, date(2026, 5, 13), "CANARY"),
    )
    return [
        CalendarDay.objects.create(locality=place, day=day, kind=DayKind.DAY_OFF, name=name)
        for place, day, name in rows
    ]


# --- Who reads --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "/hcm/"])
def test_pages_ask_for_login(client, world, page):
    assert client.get(page)["Location"] == f"/dang-nhap/?next={page}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", MEMBERS)
def test_every_member_reads_them(client, world, role, page):
    client.force_login(world.people[role])

    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/hcm/"])
def test_another_locality_does_not_exist(client, world, other_world, page):
    client.force_login(other_world.people["administrator"])

    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_ministry_viewer_has_no_part_in_them(client, world, ministry_viewer, page):
    client.force_login(ministry_viewer)

    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [("standing", 200), ("signer", 200), ("committee", 200), ("officer", 404), ("administrator", 404)],
)
def test_ended_locality_is_read_by_the_seniors_of_its_successor(
    client, world, other_world, page, role, status
):
    Locality.objects.filter(pk=world.locality.pk).update(
        valid_to="2025-06-30", successor=other_world.locality
    )
    client.force_login(other_world.people[role])

    response = client.get(page)

    assert response.status_code == status
    if status == 200 and page == AGENCIES:
        assert "Sở Du lịch" in response.text


# --- The calendar -----------------------------------------------------------------------------------


def test_calendar_shows_own_days_and_the_countrys(client, world, days):
    client.force_login(world.people["officer"])

    response = client.get("/hcm/lich-nghi/2026/")

    assert [day.name for day in response.context["days"]] == ["Quốc khánh", "Ngày của Thành phố"]
    assert "Thứ Tư, 02/09/2026" in response.text
    assert "CANARY" not in response.text
    assert "Thêm vào lịch" not in response.text
    assert not client.get("/hcm/lich-nghi/2025/").context["days"]


def test_administrator_adds_a_worked_saturday(as_admin, world, administrator):
    response = as_admin.post(
        CALENDAR, {"day": "22/8/2026", "kind": "WORKING", "name": "Làm bù cho ngày 31/8"}
    )

    day = CalendarDay.objects.get()
    assert response["Location"] == "/hcm/lich-nghi/2026/"
    assert (day.locality, day.day, day.kind) == (world.locality, date(2026, 8, 22), DayKind.WORKING)
    assert work_calendar(world.locality.pk).is_working_day(date(2026, 8, 22))
    entry = ActivityEntry.objects.about(day).get()
    assert (entry.action, entry.actor, entry.locality) == ("add_calendar_day", administrator, world.locality)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"day": "22/8/2026", "kind": "DAY_OFF", "name": "x"}, "day", "Thứ Bảy, Chủ nhật vốn là ngày nghỉ."),
        (
            {"day": "21/8/2026", "kind": "WORKING", "name": "x"},
            "day",
            "Ngày này vốn là ngày làm việc, không cần ghi làm bù.",
        ),
        ({"day": "09/10/2026", "kind": "DAY_OFF", "name": "x"}, "day", "Ngày này đã có trong lịch."),
        (
            {"day": "9.13.2026", "kind": "DAY_OFF", "name": "x"},
            "day",
            "Ngày không đúng. Ghi ngày/tháng/năm, ví dụ 05/03/2026.",
        ),
        (
            {"day": "20/8/2026", "kind": "HALF", "name": "x"},
            "kind",
            "Không chọn được mục này. Chọn lại trong danh sách.",
        ),
        ({"day": "20/8/2026", "kind": "DAY_OFF", "name": ""}, "name", "Chưa nhập tên gọi."),
    ],
)
def test_wrong_day_is_told_and_not_kept(as_admin, days, data, field, message):
    response = as_admin.post(CALENDAR, data)

    assert response.context["form"].errors[field] == [message]
    assert CalendarDay.objects.count() == 3


def test_locality_works_on_a_national_day_off(as_admin, world, days):
    as_admin.post(CALENDAR, {"day": "02/09/2026", "kind": "WORKING", "name": "Trực Quốc khánh"})

    assert work_calendar(world.locality.pk).is_working_day(date(2026, 9, 2))
    assert not work_calendar(None).is_working_day(date(2026, 9, 2))


def test_own_day_is_removed_and_logged(as_admin, days, administrator):
    as_admin.post("/hcm/lich-nghi/2026-10-09/xoa/")

    assert [day.name for day in CalendarDay.objects.order_by("day")] == ["CANARY", "Quốc khánh"]
    entry = ActivityEntry.objects.get()
    assert (entry.action, entry.before["name"]) == ("remove_calendar_day", "Ngày của Thành phố")


@pytest.mark.parametrize("day", ["2026-09-02", "2026-05-13", "2026-01-05", "khong-phai-ngay", "2026-02-30"])
def test_day_of_the_country_or_of_another_locality_is_not_removed(as_admin, days, day):
    assert as_admin.post(f"/hcm/lich-nghi/{day}/xoa/").status_code == 404
    assert CalendarDay.objects.count() == 3


@pytest.mark.parametrize("role", ["officer", "standing", "signer", "committee"])
def test_others_read_the_calendar_but_do_not_change_it(client, world, days, role):
    client.force_login(world.people[role])

    assert client.post(CALENDAR, {"day": "22/8/2026", "kind": "WORKING", "name": "x"}).status_code == 403
    assert client.post("/hcm/lich-nghi/2026-10-09/xoa/").status_code == 403
    assert CalendarDay.objects.count() == 3


@pytest.mark.parametrize("year", ["1900", "9999"])
def test_year_out_of_reach_is_not_there(as_admin, world, year):
    assert as_admin.get(f"/hcm/lich-nghi/{year}/").status_code == 404


def test_calendar_asks_the_database_as_often_for_one_day_as_for_three(
    as_admin, world, django_assert_num_queries
):
    for number in range(3):
        CalendarDay.objects.create(
            locality=world.locality, day=date(2026, 10, 5 + number), kind=DayKind.DAY_OFF, name="Nghỉ"
        )
        with django_assert_num_queries(6):
            as_admin.get("/hcm/lich-nghi/2026/")


# --- Agencies ---------------------------------------------------------------------------------------


def test_tree_stands_below_the_parents(world):
    room = f.make_agency(world.locality, "phong", name="Phòng Thông tin", parent=world.lead)
    unit = f.make_agency(world.locality, "to", name="Tổ Báo chí", parent=room)

    nodes = tree_of([unit, world.other, room, world.lead])

    assert [(node.agency.code, node.level) for node in nodes] == [
        ("khac", 0),
        ("chu-tri", 0),
        ("phong", 1),
        ("to", 2),
    ]


def test_tree_keeps_every_agency_whatever_was_left_out(world):
    room = f.make_agency(world.locality, "phong", name="Phòng Thông tin", parent=world.lead)

    assert [(node.agency.code, node.level) for node in tree_of([room])] == [("phong", 0)]


def test_list_shows_agencies_of_today_and_what_the_others_became(client, world, other_world):
    f.make_agency(
        world.locality,
        "so-tttt",
        name="Sở Thông tin và Truyền thông",
        valid_to=date(2025, 3, 2),
        successor=world.standing,
    )
    client.force_login(world.people["officer"])

    response = client.get(AGENCIES)

    assert [node.agency.code for node in response.context["past"]] == ["so-tttt"]
    assert "nay là Sở Văn hóa và Thể thao" in response.text
    assert (
        len(response.context["current"])
        == Agency.objects.filter(locality=world.locality, valid_to=None).count()
    )
    assert "CANARY" not in response.text


def test_agencies_are_found_without_marks(client, world):
    client.force_login(world.people["officer"])

    assert [node.agency.code for node in client.get(AGENCIES, {"q": "du lich"}).context["current"]] == [
        "chu-tri"
    ]
    assert "Không tìm thấy cơ quan nào." in client.get(AGENCIES, {"q": "không có"}).text


def test_list_asks_the_database_as_often_for_more_agencies(client, world, django_assert_num_queries):
    client.force_login(world.people["officer"])

    for _ in range(3):
        with django_assert_num_queries(4):
            client.get(AGENCIES)
        f.make_agency(
            world.locality,
            parent=world.lead,
            successor=world.standing,
            valid_to=timezone.localdate() - timedelta(days=1),
        )


def test_detail_tells_parent_children_successor_and_history(as_admin, world, other_world):
    heir = f.make_agency(other_world.locality, "so-moi", name="Sở hợp nhất")
    Agency.objects.filter(pk=world.lead.pk).update(
        parent=world.issuer, successor=heir, valid_to=date(2026, 12, 31)
    )
    f.make_agency(world.locality, "phong", name="Phòng Thông tin", parent=world.lead)
    as_admin.post("/hcm/co-quan/chu-tri/", {"requires_sign_off": "on"})

    response = as_admin.get("/hcm/co-quan/chu-tri/")

    for words in ("Ủy ban nhân dân", "Phòng Thông tin", "Sở hợp nhất", "31/12/2026", "Sửa thông tin cơ quan"):
        assert words in response.text
    assert "/haiphong/" not in response.text


def test_administrator_switches_sign_off(as_admin, world, administrator):
    response = as_admin.post(
        "/hcm/co-quan/chu-tri/", {"requires_sign_off": "on", "name": "Tên khác", "is_standing": "on"}
    )

    agency = Agency.objects.get(pk=world.lead.pk)
    assert response["Location"] == "/hcm/co-quan/chu-tri/"
    assert (agency.requires_sign_off, agency.name, agency.is_standing) == (True, "Sở Du lịch", False)
    entry = ActivityEntry.objects.about(agency).get()
    assert (entry.actor, entry.note) == (administrator, "Lãnh đạo đơn vị duyệt báo cáo trước khi gửi: có")


@pytest.mark.parametrize("role", ["officer", "head", "standing", "signer"])
def test_others_do_not_switch_sign_off(client, world, role):
    client.force_login(world.people[role])

    assert client.post("/hcm/co-quan/chu-tri/", {"requires_sign_off": "on"}).status_code == 403
    assert "Duyệt nội bộ" not in client.get("/hcm/co-quan/chu-tri/").text
    assert not Agency.objects.get(pk=world.lead.pk).requires_sign_off


def test_agency_of_another_locality_is_not_there_under_ours(as_admin, other_world):
    f.make_agency(other_world.locality, "chi-o-hai-phong")

    assert as_admin.get(reverse("agencies:agency_detail", args=["hcm", "chi-o-hai-phong"])).status_code == 404
    assert (
        as_admin.get(reverse("agencies:agency_detail", args=["haiphong", "chi-o-hai-phong"])).status_code
        == 404
    )


def test_role_of_a_visitor_is_asked_in_this_locality(client, world, other_world):
    visitor = other_world.people["administrator"]
    f.make_membership(visitor, world.other, Role.OFFICER)
    client.force_login(visitor)

    assert client.get(AGENCIES).status_code == 200
    assert client.post("/hcm/co-quan/chu-tri/", {"requires_sign_off": "on"}).status_code == 403
