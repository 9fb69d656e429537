"""People of a locality: who may look after them, and what nobody may do to oneself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from agencies.choices import MailingPurpose, Role
from agencies.models import ActivityEntry, LoginFailure, Mailing, Membership, User
from agencies.services import people
from tests import factories as f

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def url(name, person=None, locality="hcm", *args):
    return reverse(f"agencies:{name}", args=[locality, *([person.username] if person else []), *args])


def pages_of(person) -> dict[str, str]:
    """Every address about people, by name."""
    post = person.memberships.get()
    named = (
        "person_detail",
        "person_update",
        "person_link",
        "person_unlock",
        "person_block",
        "person_unblock",
        "person_deactivate",
        "membership_create",
    )
    return {
        "people": url("people"), "person_create": url("person_create"), **{name: url(name, person) for name in named},
        "membership_end": url("membership_end", person, "hcm", post.pk),
    }  # fmt: skip


PAGES = (
    "people", "person_create", "person_detail", "person_update", "person_link", "person_unlock", "person_block", "person_unblock",
    "person_deactivate", "membership_create", "membership_end",
)  # fmt: skip
POST_ONLY = {"person_unlock", "person_unblock"}


@pytest.fixture
def person(world) -> User:
    return world.people["officer"]


@pytest.fixture
def as_admin(client, administrator):
    client.force_login(administrator)
    return client


def ask(client, name, address):
    return client.post(address) if name in POST_ONLY else client.get(address)


# --- Who may come here ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_stranger_is_sent_to_the_door(client, person, name):
    address = pages_of(person)[name]

    assert ask(client, name, address)["Location"] == f"/dang-nhap/?next={address}"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["administrator", "standing"])
def test_another_locality_does_not_exist(client, world, other_world, person, name, role):
    client.force_login(other_world.people[role])

    assert ask(client, name, pages_of(person)[name]).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["head", "standing", "signer", "clerk", "committee"])
def test_people_are_not_seen_by_the_other_roles(client, world, person, name, role):
    client.force_login(world.people[role])

    assert ask(client, name, pages_of(person)[name]).status_code == (
        403 if name in ("people", "person_create") else 404
    )
    assert not ActivityEntry.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_officer_sees_oneself_but_not_the_administrators_page(client, person, name):
    client.force_login(person)

    assert ask(client, name, pages_of(person)[name]).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_ministry_viewer_has_no_part_in_it(client, person, ministry_viewer, name):
    client.force_login(ministry_viewer)

    assert ask(client, name, pages_of(person)[name]).status_code in (403, 404)


@pytest.mark.parametrize("name", PAGES)
def test_administrator_may_open_every_page(as_admin, person, name):
    assert ask(as_admin, name, pages_of(person)[name]).status_code == (302 if name in POST_ONLY else 200)


@pytest.mark.parametrize(
    "name", ["person_detail", "person_update", "person_link", "person_block", "membership_create"]
)
def test_administrator_has_no_hand_on_the_systems_administrator(as_admin, world, system_administrator, name):
    User.objects.filter(pk=system_administrator.pk).update(locality=world.locality)

    assert as_admin.get(url(name, system_administrator)).status_code == 403
    assert as_admin.post(url(name, system_administrator), {"note": "x"}).status_code in (403, 405)


# --- The list ---------------------------------------------------------------------------------------


def rows_of(response) -> list[str]:
    return [person.username for person in response.context["pager"].page]


def test_list_shows_own_people_only(as_admin, world, other_world):
    response = as_admin.get(url("people"))

    assert set(rows_of(response)) == {person.username for person in world.people.values()}
    assert "CANARY" not in response.text


def test_post_in_another_locality_is_not_told(as_admin, other_world, person):
    f.make_membership(person, other_world.lead, Role.OFFICER)

    assert "CANARY" not in as_admin.get(url("people")).text
    assert "CANARY" not in as_admin.get(url("person_detail", person)).text


@pytest.mark.parametrize("words", ["dang thi", "ĐẶNG", "trực đặng"])
def test_search_needs_no_marks(as_admin, world, words):
    assert rows_of(as_admin.get(url("people"), {"q": words})) == [world.people["standing"].username]


def test_filters_by_agency_role_and_state(as_admin, world, person):
    people.block(world.people["clerk"], actor=world.people["administrator"], note="Nghỉ")
    invited = f.make_user(world.lead, Role.OFFICER)
    invited.set_unusable_password()
    invited.save()

    def found(**query):
        return rows_of(as_admin.get(url("people"), query))

    assert set(found(co_quan="chu-tri")) == {person.username, world.people["head"].username, invited.username}
    assert found(vai_tro=Role.COMMITTEE_MEMBER) == [world.people["committee"].username]
    assert found(co_quan="chu-tri", vai_tro=Role.AGENCY_LEADER) == [world.people["head"].username]
    assert found(trang_thai="blocked") == [world.people["clerk"].username]
    assert found(trang_thai="unset") == [invited.username]


def test_foreign_agency_in_the_filter_is_refused(as_admin, other_world):
    f.make_agency(other_world.locality, "chi-o-hai-phong")

    response = as_admin.get(url("people"), {"co_quan": "chi-o-hai-phong"})

    assert response.context["form"].errors["co_quan"]
    assert "CANARY" not in response.text


def test_list_asks_the_database_as_often_for_three_people_as_for_many(
    as_admin, world, django_assert_num_queries
):
    with django_assert_num_queries(7):
        as_admin.get(url("people"))
    for _ in range(3):
        f.make_user(world.support, Role.OFFICER)

    with django_assert_num_queries(7):
        as_admin.get(url("people"))


def test_list_is_paged(as_admin, world):
    for _ in range(50):
        f.make_user(world.support, Role.OFFICER)

    response = as_admin.get(url("people"), {"trang": "2", "q": "nguoi"})

    assert len(rows_of(response)) == 9
    assert "?q=nguoi&amp;trang=1" in response.text


# --- Making an account ------------------------------------------------------------------------------

NEW = {
    "full_name": "Trịnh Thị Mới",
    "username": "trinh.thi.moi",
    "position_title": "Phó Trưởng phòng",
    "email": "",
    "phone": "",
    "wants_digest": "on",
}


def test_new_account_gets_a_link_that_is_shown_once(as_admin, world, administrator):
    shown = as_admin.post(url("person_create"), NEW, follow=True)
    again = as_admin.get(shown.request["PATH_INFO"])

    person = User.objects.get(username="trinh.thi.moi")
    assert (person.locality, person.is_superuser, person.has_usable_password()) == (
        world.locality,
        False,
        False,
    )
    assert shown.context["link"].startswith("http://localhost:8000/mat-khau/dat/")
    assert shown.context["link"] in shown.text
    assert "/mat-khau/dat/" not in again.text
    assert not Mailing.objects.exists()
    acts = (
        ActivityEntry.objects.about(person)
        .order_by("id")
        .values_list("action", "actor_name", "locality__code")
    )
    assert list(acts) == [
        ("create_person", str(administrator), "hcm"),
        ("invite_person", str(administrator), "hcm"),
    ]


def test_new_account_with_an_address_is_written_to_without_keeping_the_link(as_admin, world):
    as_admin.post(url("person_create"), NEW | {"email": "moi@dulich.example"})

    letter = Mailing.objects.get()
    assert (letter.purpose, letter.address, letter.locality) == (
        MailingPurpose.INVITATION,
        "moi@dulich.example",
        world.locality,
    )
    assert "/mat-khau/dat/" not in letter.body


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"username": "Trịnh"}, "username", "Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch nối."),
        ({"username": "../admin"}, "username", "Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch nối."),
        ({"username": "DA-CO-ROI"}, "username", "Tên đăng nhập này đã có người dùng."),
        ({"email": "CO@ROI.example"}, "email", "Địa chỉ thư này đã có người dùng."),
        ({"email": "không phải thư"}, "email", "Thư điện tử không đúng. Ghi như ten@coquan.gov.vn."),
        ({"full_name": ""}, "full_name", "Chưa nhập họ và tên."),
    ],
)
def test_wrong_data_is_told_and_nothing_typed_is_lost(as_admin, world, change, field, message):
    f.make_user(world.lead, username="da-co-roi", email="co@roi.example")
    before = User.objects.count()

    response = as_admin.post(url("person_create"), NEW | change)

    assert response.context["form"].errors == {field: [message]}
    assert 'value="Phó Trưởng phòng"' in response.text
    assert User.objects.count() == before


@pytest.mark.parametrize(
    "extra",
    [
        {"is_superuser": "on"},
        {"is_staff": "on"},
        {"locality": "1"},
        {"password": "tự đặt mật khẩu"},
        {"is_active": ""},
    ],
)
def test_fields_that_the_form_lacks_are_not_taken(as_admin, world, extra):
    as_admin.post(url("person_create"), NEW | extra)

    person = User.objects.get(username="trinh.thi.moi")
    assert (person.is_superuser, person.is_staff, person.is_active, person.locality) == (
        False,
        False,
        True,
        world.locality,
    )
    assert not person.has_usable_password()


def test_change_of_data_is_logged_with_what_it_was(as_admin, person):
    as_admin.post(
        url("person_update", person), NEW | {"username": person.username, "full_name": "Lê Thị Chuyên Sâu"}
    )

    entry = ActivityEntry.objects.about(person).get()
    assert (entry.action, entry.before["full_name"], entry.after["full_name"]) == (
        "update_person",
        "Lê Thị Chuyên",
        "Lê Thị Chuyên Sâu",
    )
    assert "phone" not in entry.after


# --- Links, locks -----------------------------------------------------------------------------------


def test_new_link_ends_password_and_sessions(as_admin, person):
    theirs = type(as_admin)()
    theirs.force_login(person)

    asked = as_admin.get(url("person_link", person))
    shown = as_admin.post(url("person_link", person), follow=True)

    assert "hết hiệu lực ngay" in asked.text
    assert "/mat-khau/dat/" in shown.context["link"]
    assert not User.objects.get(pk=person.pk).has_usable_password()
    assert theirs.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")


def test_locked_account_and_its_way_back(as_admin, person):
    theirs = type(as_admin)()
    theirs.force_login(person)

    missing = as_admin.post(url("person_block", person), {"note": ""})
    as_admin.post(url("person_block", person), {"note": "Nghỉ thai sản"})

    assert missing.context["form"].errors["note"]
    assert not User.objects.get(pk=person.pk).is_active
    assert theirs.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")
    assert ActivityEntry.objects.about(person).get().note == "Nghỉ thai sản"
    as_admin.post(url("person_unblock", person))
    assert User.objects.get(pk=person.pk).posts


def test_whoever_leaves_loses_every_post_of_the_locality(as_admin, world, other_world, person):
    elsewhere = f.make_membership(person, other_world.lead, Role.OFFICER)
    f.make_membership(person, world.support, Role.OFFICER, valid_from=TODAY)
    past = f.make_membership(person, world.other, Role.OFFICER, valid_to=date(2021, 1, 1))

    as_admin.post(url("person_deactivate", person), {"note": "Chuyển công tác"})

    person = User.objects.get(pk=person.pk)
    assert not person.is_active
    ends = {m.agency_id: m.valid_to for m in person.memberships.all()}
    assert ends == {world.lead.pk: TODAY - DAY, other_world.lead.pk: None, world.other.pk: past.valid_to}
    assert elsewhere.valid_to is None
    actions = list(ActivityEntry.objects.about(person).order_by("id").values_list("action", flat=True))
    assert sorted(actions) == ["deactivate_person", "end_membership", "remove_membership"]


def test_administrator_unlocks_a_login(as_admin, person, administrator):
    for _ in range(5):
        LoginFailure.objects.create(username=person.username, address="203.0.113.7")
    assert "Có 5 lần gõ sai mật khẩu" in as_admin.get(url("person_detail", person)).text

    as_admin.post(url("person_unlock", person))

    assert not LoginFailure.objects.exists()
    assert ActivityEntry.objects.about(person).get(action="login_unlocked").actor == administrator


# --- Posts ------------------------------------------------------------------------------------------


def post_data(agency, role=Role.OFFICER, start="01/03/2026", end=""):
    return {"agency": agency.pk, "role": role, "valid_from": start, "valid_to": end}


def test_post_from_a_day_to_a_day(as_admin, world, person):
    response = as_admin.post(
        url("membership_create", person),
        post_data(world.support, Role.AGENCY_LEADER, "5/3/2026", "30/06/2026"),
    )

    post = person.memberships.get(agency=world.support)
    assert response["Location"] == url("person_detail", person)
    assert (post.role, post.valid_from, post.valid_to) == (
        Role.AGENCY_LEADER,
        date(2026, 3, 5),
        date(2026, 6, 30),
    )
    entry = ActivityEntry.objects.about(person).get()
    assert (entry.action, entry.note) == (
        "add_membership",
        "lãnh đạo đơn vị, Sở Ngoại vụ, từ 05/03/2026 đến hết 30/06/2026",
    )
    assert entry.after == {
        "agency": "phoi-hop",
        "role": "AGENCY_LEADER",
        "from": "2026-03-05",
        "to": "2026-06-30",
    }


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"role": Role.MINISTRY_VIEWER}, "role", "Vai trò này không giao được ở địa phương."),
        ({"role": "SUPERUSER"}, "role", "Vai trò này không giao được ở địa phương."),
        ({"valid_from": "32/1/2026"}, "valid_from", "Ngày không đúng. Ghi ngày/tháng/năm, ví dụ 05/03/2026."),
        ({"valid_to": "01/01/2020"}, "__all__", "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"agency": "0"}, "agency", "Cơ quan này không tồn tại trong địa phương."),
        ({"agency": "x'; --"}, "agency", "Cơ quan này không tồn tại trong địa phương."),
    ],
)
def test_wrong_post_is_told_beside_its_field(as_admin, world, person, change, field, message):
    response = as_admin.post(url("membership_create", person), post_data(world.support) | change)

    assert message in response.context["form"].errors[field]
    assert person.memberships.count() == 1


def test_agency_of_another_locality_is_neither_offered_nor_taken(as_admin, other_world, person):
    page = as_admin.get(url("membership_create", person))
    response = as_admin.post(url("membership_create", person), post_data(other_world.lead))

    assert "CANARY" not in page.text + response.text
    assert response.context["form"].errors["agency"] == ["Cơ quan này không tồn tại trong địa phương."]
    assert person.memberships.count() == 1


def test_service_refuses_an_agency_of_another_locality_too(world, other_world, administrator, person):
    post = Membership(user=person, agency=other_world.lead, role=Role.OFFICER, valid_from=TODAY)

    with pytest.raises(ValidationError, match="không tồn tại"):
        people.add_membership(post, actor=administrator)


def test_ended_agency_is_not_offered(as_admin, world, person):
    f.make_agency(world.locality, "da-het", name="Sở đã giải thể", valid_to=TODAY - DAY)

    assert "Sở đã giải thể" not in as_admin.get(url("membership_create", person)).text


def test_post_held_already_is_not_given_twice(as_admin, world, person):
    response = as_admin.post(url("membership_create", person), post_data(world.lead))

    assert response.context["form"].errors["valid_from"] == [
        "Người này đang giữ vai trò ấy trong khoảng thời gian đã chọn."
    ]


def test_post_ends_with_a_day_or_at_once(as_admin, world, person):
    post = person.memberships.get()
    as_admin.post(url("membership_end", person, "hcm", post.pk), {"last_day": f"{TODAY + DAY:%d/%m/%Y}"})
    assert User.objects.get(pk=person.pk).posts

    as_admin.post(url("membership_end", person, "hcm", post.pk), {"ngay": "1", "last_day": ""})

    post.refresh_from_db()
    assert post.valid_to == TODAY - DAY
    assert not User.objects.get(pk=person.pk).posts


def test_post_given_today_by_mistake_is_taken_away_whole(as_admin, world, person):
    post = f.make_membership(person, world.support, Role.OFFICER, valid_from=TODAY)

    as_admin.post(url("membership_end", person, "hcm", post.pk), {"ngay": "1"})

    assert not Membership.objects.filter(pk=post.pk).exists()
    assert ActivityEntry.objects.about(person).get().action == "remove_membership"


def test_post_of_another_person_is_not_ended_by_this_address(as_admin, world, person):
    other = world.people["head"].memberships.get()

    assert as_admin.post(url("membership_end", person, "hcm", other.pk), {"ngay": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "where", "sentence"),
    [
        (Role.SIGNER, "issuer", "chỉ giao tại UBND cấp tỉnh"),
        (Role.STANDING_OFFICER, "standing", "chỉ giao tại cơ quan thường trực"),
    ],
)
def test_post_that_acts_for_the_locality_is_given_only_where_it_belongs(
    as_admin, world, person, role, where, sentence
):
    """In a department such a person would sign for the province, or draft the plan and accept everybody's reports."""
    agency = getattr(world, where)
    refused = as_admin.post(url("membership_create", person), post_data(world.support, role))
    taken = as_admin.post(url("membership_create", person), post_data(agency, role))

    assert sentence in str(refused.context["form"].errors["role"])
    assert taken.status_code == 302
    assert [post.agency for post in person.memberships.filter(role=role)] == [agency]


@pytest.mark.parametrize(
    "name", ["person_link", "person_block", "person_unblock", "person_deactivate", "membership_create"]
)
def test_nobody_decides_on_oneself(as_admin, world, administrator, name):
    response = as_admin.post(
        url(name, administrator), post_data(world.issuer, Role.SIGNER) | {"note": "tự làm"}
    )

    assert response.status_code == 403
    assert administrator.memberships.count() == 1
    assert not ActivityEntry.objects.exists()


def test_services_refuse_deciding_on_oneself_too(world, administrator, system_administrator):
    own = administrator.memberships.get()
    with pytest.raises(PermissionDenied):
        people.add_membership(
            Membership(user=administrator, agency=world.issuer, role=Role.SIGNER, valid_from=TODAY),
            actor=administrator,
        )
    with pytest.raises(PermissionDenied):
        people.end_membership(own, last_day=TODAY, actor=administrator)
    with pytest.raises(PermissionDenied):
        people.add_membership(
            Membership(user=system_administrator, agency=world.issuer, role=Role.SIGNER, valid_from=TODAY),
            actor=system_administrator,
        )


def test_own_page_offers_no_act_on_oneself(as_admin, administrator):
    page = as_admin.get(url("person_detail", administrator)).text

    assert "Không ai tự giao" in page
    assert "/khoa/" not in page


# --- One's own data ---------------------------------------------------------------------------------


def test_profile_shows_posts_and_saves_what_is_ones_own(client, person):
    client.force_login(person)

    page = client.get("/tai-khoan/")
    client.post("/tai-khoan/", {"full_name": "Lê Thị Chuyên", "email": "", "phone": "0912 345 678"})

    assert "Chuyên viên" in page.text
    assert "Sở Du lịch" in page.text
    person = User.objects.get(pk=person.pk)
    assert (person.phone, person.wants_digest) == ("0912 345 678", False)
    assert ActivityEntry.objects.about(person).get().action == "update_profile"


@pytest.mark.parametrize("who", ["oneself", "administrator", "admin site"])
def test_what_is_no_telephone_number_is_told_at_its_field_wherever_it_is_typed(
    client, world, person, administrator, who
):
    addresses = {
        "oneself": ("/tai-khoan/", person),
        "administrator": (url("person_update", person), administrator),
        "admin site": (reverse("admin:agencies_user_change", args=[person.pk]), administrator),
    }
    address, actor = addresses[who]
    client.force_login(actor)
    posts = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data = {"full_name": "Lê Thị Chuyên", "username": person.username, "phone": "abc"} | posts

    page = client.post(address, data)

    form = page.context["adminform"].form if who == "admin site" else page.context["form"]
    told = "Số điện thoại không đúng. Ghi như 0912 345 678 hoặc 028 3822 1234 máy lẻ 12."
    assert form.errors["phone"] == [told] and 'value="abc"' in page.text
    assert User.objects.get(pk=person.pk).phone == ""


def test_new_address_for_letters_asks_the_password(client, person):
    client.force_login(person)
    data = {"full_name": "Lê Thị Chuyên", "email": "khac@dulich.example", "phone": ""}

    refused = client.post("/tai-khoan/", data | {"current_password": "đoán bừa"})
    assert refused.context["form"].errors == {
        "current_password": ["Ghi đúng mật khẩu đang dùng để đổi thư điện tử."]
    }
    assert User.objects.get(pk=person.pk).email == ""
    client.post("/tai-khoan/", data | {"current_password": f.PASSWORD})

    assert User.objects.get(pk=person.pk).email == "khac@dulich.example"


def test_profile_asks_for_login(client, db):
    assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=/tai-khoan/"
