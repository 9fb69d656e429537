"""The menu, the first page, the head of every page."""

import contextlib

import pytest
from django.urls import NoReverseMatch, reverse

from agencies.choices import RESERVED_CODES, Role
from agencies.models import Locality, Notification, User
from agencies.navigation import FIRST_PAGES, SECTIONS, first_page_of
from tests import factories as f

URL_NAMES = {section.url_name for section in SECTIONS} | {url_name for _, url_name in FIRST_PAGES}


def has_page(url_name: str) -> bool:
    for args in (["hcm"], []):
        with contextlib.suppress(NoReverseMatch):
            return bool(reverse(url_name, args=args))
    return False


def nav_of(response) -> list[str]:
    return [item.label for item in response.context["portal"].nav]


def test_every_entry_of_the_menu_has_its_page():
    assert [url_name for url_name in sorted(URL_NAMES) if not has_page(url_name)] == []


@pytest.mark.parametrize(
    ("role", "url_name"),
    [
        ("officer", "reports:my_work"), ("head", "reports:my_work"), ("supporter", "reports:my_work"), ("standing", "reports:review_queue"),
        ("signer", "reports:overview"), ("clerk", "reports:clerk_desk"), ("committee", "reports:overview"), ("administrator", "agencies:people"),
    ],
)  # fmt: skip
def test_first_page_by_role(client, world, role, url_name):
    client.force_login(world.people[role])

    assert client.get("/")["Location"] == reverse(url_name, args=["hcm"])
    assert client.get("/hcm/")["Location"] == reverse(url_name, args=["hcm"])


def test_first_page_of_those_above_the_localities(client, world, ministry_viewer, system_administrator):
    assert first_page_of(ministry_viewer) == reverse("reports:ministry")
    assert first_page_of(system_administrator) == "/quan-tri/"
    assert first_page_of(ministry_viewer, "hcm") == "/hcm/ke-hoach/"


def test_first_page_without_a_post_is_ones_own_account(client, world):
    person = f.make_user(locality=world.locality)
    client.force_login(person)

    response = client.get("/", follow=True)

    assert response.request["PATH_INFO"] == "/tai-khoan/"
    assert "Tài khoản chưa được giao vai trò nào" in response.text


MENUS = {
    "officer": ["Việc của tôi", "Tổng quan", "Kế hoạch", "Sổ sản phẩm", "Báo chí"],
    "head": ["Việc của tôi", "Tổng quan", "Kế hoạch", "Sổ sản phẩm", "Báo chí"],
    "standing": [
        "Việc của tôi",
        "Chờ xem xét",
        "Tổng quan",
        "Kế hoạch",
        "Sổ sản phẩm",
        "Báo chí",
        "Kỳ báo cáo",
        "Nhắc việc",
        "Quản trị",
    ],
    "signer": ["Tổng quan", "Kế hoạch", "Sổ sản phẩm", "Báo chí", "Quản trị"],
    "clerk": ["Văn thư", "Tổng quan", "Kế hoạch", "Quản trị"],
    "committee": ["Việc của tôi", "Tổng quan", "Kế hoạch", "Sổ sản phẩm", "Báo chí"],
    "administrator": ["Tổng quan", "Kế hoạch", "Kỳ báo cáo", "Nhắc việc", "Nhân sự", "Quản trị"],
}


@pytest.mark.parametrize("role", MENUS)
def test_menu_by_role(client, world, role):
    client.force_login(world.people[role])

    response = client.get("/hcm/co-quan/")

    assert nav_of(response) == MENUS[role]
    assert response.context["portal"].locality == {"code": "hcm", "name": world.locality.name}


@pytest.mark.parametrize("role", MENUS)
def test_every_page_of_the_menu_opens(client, world, role):
    client.force_login(world.people[role])
    items = client.get("/hcm/co-quan/").context["portal"].nav

    assert {item.label: client.get(item.url).status_code for item in items} == dict.fromkeys(MENUS[role], 200)


def test_search_looks_through_the_locality_of_the_page(client, world, system_administrator):
    client.force_login(world.people["officer"])
    assert client.get("/thong-bao/").context["portal"].search_url == "/hcm/tim/"
    client.force_login(system_administrator)
    assert client.get("/thong-bao/").context["portal"].search_url == ""
    assert client.get("/hcm/co-quan/").context["portal"].search_url == "/hcm/tim/"


def test_menu_marks_the_part_of_this_page(client, administrator):
    client.force_login(administrator)

    for path, label in (
        ("/hcm/nhan-su/them/", "Nhân sự"),
        ("/hcm/nhat-ky/", "Nhân sự"),
        ("/hcm/ke-hoach/", "Kế hoạch"),
    ):
        items = client.get(path).context["portal"].nav
        assert [item.label for item in items if item.is_current] == [label]


def test_whoever_serves_two_localities_changes_between_them(client, world, other_world):
    person = world.people["officer"]
    f.make_membership(person, other_world.standing, Role.STANDING_OFFICER)
    client.force_login(person)

    here, there = client.get("/hcm/co-quan/"), client.get("/haiphong/co-quan/")

    assert nav_of(here) == [*MENUS["officer"], "Sang Haiphong"]
    assert nav_of(there) == [*MENUS["standing"], "Sang Hcm"]
    assert client.get("/haiphong/")["Location"] == reverse("reports:review_queue", args=["haiphong"])
    assert client.get("/")["Location"] == reverse("reports:my_work", args=["hcm"])
    assert reverse("reports:review_queue", args=["haiphong"]) in client.get("/tai-khoan/").text


def test_menu_names_no_locality_that_one_has_no_post_in(client, world, other_world):
    client.force_login(world.people["officer"])

    assert "CANARY" not in client.get("/tai-khoan/").text


def test_heirs_menu_in_an_ended_locality_reads_only(client, world, other_world):
    Locality.objects.filter(pk=world.locality.pk).update(
        valid_to="2025-06-30", successor=other_world.locality
    )
    client.force_login(other_world.people["standing"])

    assert nav_of(client.get("/hcm/co-quan/")) == ["Tổng quan", "Kế hoạch"]


def test_head_costs_nothing_beside_session_and_account(client, world, django_assert_num_queries):
    client.force_login(world.people["officer"])

    with django_assert_num_queries(2):  # session; account with posts and unread notices
        response = client.get("/mat-khau/doi/")

    assert response.context["portal"].unread_count == 0


def test_head_counts_own_unread_notices_only(client, world):
    for person in (world.people["officer"], world.people["head"]):
        Notification.objects.create(
            person=person, kind="REPORT_DUE", subject_key="report:1", step="0", text="Đến hạn"
        )
    client.force_login(world.people["officer"])

    assert client.get("/tai-khoan/").context["portal"].unread_count == 1


def test_stranger_sees_the_mark_alone(client, db):
    portal = client.get("/dang-nhap/").context["portal"]

    assert (portal.user_label, portal.nav, portal.unread_count, portal.locality) == ("", [], 0, None)


def test_demo_says_so(client, db, settings):
    settings.TTDN_DEMO = True
    assert "Bản minh họa" in client.get("/dang-nhap/").text
    settings.TTDN_DEMO = False
    assert "Bản minh họa" not in client.get("/dang-nhap/").text


@pytest.mark.parametrize("word", sorted(RESERVED_CODES))
def test_reserved_word_is_never_taken_for_a_locality(client, world, word):
    Locality.objects.filter(pk=world.locality.pk).update(code=word)
    client.force_login(User.objects.get(pk=world.people["officer"].pk))

    response = client.get(f"/{word}/co-quan/")

    assert response.status_code in (302, 404)
    assert "Sở Du lịch" not in response.text
