"""Passwords: chosen by their owner, changed, forgotten, and set by links that work once."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agencies.choices import MailingPurpose
from agencies.models import ActivityEntry, LoginFailure, Mailing, User
from agencies.passwords import check_password_choice
from agencies.services import people
from agencies.services.links import (
    InvitationTokens,
    one_time_link,
    one_time_tokens,
    reset_tokens,
)
from agencies.services.mailings import LINK_MARK, send
from tests import factories as f

CHANGE = "/mat-khau/doi/"
NEW = "câu mới dễ nhớ của tôi"


@pytest.fixture
def person(world) -> User:
    user = world.people["officer"]
    user.email = "chuyen@dulich.example"
    user.save()
    return user


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def open_link(client, link):
    return client.get(path_of(link), follow=True)


# --- Choosing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("ngắn quá", "Mật khẩu phải có ít nhất 12 ký tự."),
        ("123456789012", "Mật khẩu không được toàn chữ số."),
        ("matkhau12345678", "Mật khẩu này quá phổ biến, dễ bị đoán."),
        ("Mật khẩu 2026!!", "Mật khẩu này quá phổ biến, dễ bị đoán."),
        ("TPHCM@2026@2026", "Mật khẩu này quá phổ biến, dễ bị đoán."),
        ("password1234", "Mật khẩu này quá phổ biến, dễ bị đoán."),
        ("le.thi.chuyen.1", "Mật khẩu quá giống tên đăng nhập, họ tên hoặc thư điện tử."),
    ],
)
def test_weak_password_is_refused_with_its_reason(world, password, reason):
    person = f.make_user(world.lead, username="le.thi.chuyen", full_name="Lê Thị Chuyên")

    with pytest.raises(Exception, match=re.escape(reason)):
        check_password_choice(password, person)


@pytest.mark.parametrize(
    "password", [NEW, "mot cau khong dau cung duoc", "x7!Kq#92mZp4", "字" * 12, "a b " * 32]
)
def test_long_enough_password_of_any_signs_is_taken(person, password):
    check_password_choice(password, person)


# --- Changing ---------------------------------------------------------------------------------------


def test_change_asks_the_old_password_and_keeps_this_session_only(client, person):
    client.force_login(person)
    elsewhere = type(client)()
    elsewhere.force_login(person)

    wrong = client.post(CHANGE, {"old_password": "không phải", "new_password1": NEW, "new_password2": NEW})
    right = client.post(CHANGE, {"old_password": f.PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert wrong.context["form"].errors == {"old_password": ["Mật khẩu đang dùng không đúng."]}
    assert right["Location"] == "/"
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert client.get("/tai-khoan/").status_code == 200
    assert elsewhere.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")
    assert ActivityEntry.objects.about(person).get().action == "change_password"


@pytest.mark.parametrize(
    ("new", "again", "field", "message"),
    [
        (NEW, NEW + "x", "new_password2", "Hai lần gõ không giống nhau."),
        (f.PASSWORD, f.PASSWORD, "new_password1", "Mật khẩu mới phải khác mật khẩu đang dùng."),
        ("a" * 129, "a" * 129, "new_password1", "Dài quá 128 ký tự (đang có 129). Rút gọn rồi lưu lại."),
    ],
)
def test_change_says_what_is_wrong_beside_the_field(client, person, new, again, field, message):
    client.force_login(person)

    response = client.post(CHANGE, {"old_password": f.PASSWORD, "new_password1": new, "new_password2": again})

    assert response.context["form"].errors[field][0] == message
    assert User.objects.get(pk=person.pk).check_password(f.PASSWORD)


def test_two_that_differ_are_told_also_where_the_first_is_refused(client, person):
    client.force_login(person)

    page = client.post(
        CHANGE, {"old_password": f.PASSWORD, "new_password1": "ngắn", "new_password2": "không phải thế"}
    )

    assert page.context["form"].errors == {
        "new_password1": ["Mật khẩu phải có ít nhất 12 ký tự."],
        "new_password2": ["Hai lần gõ không giống nhau."],
    }


def test_link_tells_at_the_second_box_that_the_two_differ(client, person):
    page = open_link(client, one_time_link(person))

    refused = client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": f"{NEW} khác"})

    assert refused.context["form"].errors == {"new_password2": ["Hai lần gõ không giống nhau."]}
    assert 'href="#id_new_password2">' in refused.text and "data-ttdn-errors" in refused.text


def test_password_given_by_somebody_is_changed_before_anything_else(client, person):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    client.force_login(person)

    assert client.get("/tai-khoan/")["Location"] == CHANGE
    assert "Mật khẩu đang dùng do người khác đặt." in client.get(CHANGE).text
    client.post(CHANGE, {"old_password": f.PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert client.get("/tai-khoan/").status_code == 200


def test_change_asks_for_login(client, db):
    assert client.get(CHANGE)["Location"] == f"/dang-nhap/?next={CHANGE}"


# --- Forgotten --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "chuyen@dulich.example", "khong-co-ai", "khong@co.ai"])
def test_asking_for_a_reset_answers_the_same_for_everybody(
    client, person, name, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as sent_to_worker:
        response = client.post(reverse("agencies:password_forgotten"), {"name": name or person.username})

    assert response.status_code == 200
    assert "Nếu tài khoản có thật và có thư điện tử" in response.text
    assert len(sent_to_worker) == 1
    assert mail.outbox == []


def test_reset_letter_carries_a_link_that_its_row_does_not(person):
    people.mail_password_reset(person.pk)
    letter = Mailing.objects.get()

    send(letter.pk)

    assert (letter.purpose, letter.address) == (MailingPurpose.RESET, "chuyen@dulich.example")
    assert LINK_MARK in letter.body
    assert "/mat-khau/dat/" not in letter.body
    assert "/mat-khau/dat/" in mail.outbox[0].body
    assert LINK_MARK not in mail.outbox[0].body
    assert mail.outbox[0].subject == "Đặt lại mật khẩu – Cổng thông tin đối ngoại"


def test_reset_letter_is_plain_text_with_names_as_they_are(person):
    person.full_name = "Lê & Trần <Chuyên>"
    person.save()

    people.mail_password_reset(person.pk)

    assert Mailing.objects.get().body.startswith("Kính gửi Lê & Trần <Chuyên>,\n")


def test_reset_is_mailed_once_however_often_it_is_asked(person):
    for _ in range(3):
        people.mail_password_reset(person.pk)
    assert Mailing.objects.count() == 1
    Mailing.objects.update(created_at=timezone.now() - timedelta(minutes=6))

    people.mail_password_reset(person.pk)

    assert Mailing.objects.count() == 2


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_reset_needs_an_address_and_an_account_in_use(person, change):
    User.objects.filter(pk=person.pk).update(**change)

    people.mail_password_reset(person.pk)
    people.mail_password_reset(0)

    assert not Mailing.objects.exists()


# --- Links ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reset", [True, False])
def test_link_sets_the_password_once(client, person, reset):
    elsewhere = type(client)()
    elsewhere.force_login(person)
    LoginFailure.objects.create(username=person.username, address="203.0.113.7")
    link = one_time_link(person, reset=reset)

    page = open_link(client, link)
    assert page.context["validlink"]
    assert page.request["PATH_INFO"].endswith("/set-password/")
    response = client.post(
        page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW}, follow=True
    )

    assert f"Đã đặt mật khẩu. Đăng nhập bằng tên {person.username}." in response.text
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert not LoginFailure.objects.exists()
    assert elsewhere.get("/tai-khoan/")["Location"].startswith("/dang-nhap/")
    assert "Liên kết không còn dùng được" in open_link(type(client)(), link).text
    assert ActivityEntry.objects.about(person).get().action == "set_password"


def test_link_names_the_public_address_whatever_the_host_header_says(person, settings):
    settings.PUBLIC_URL = "https://ttdn.example"

    assert one_time_link(person).startswith("https://ttdn.example/mat-khau/dat/")


class Later(InvitationTokens):
    """The same tokens, read at another moment."""

    hours = 0.0

    def _now(self) -> datetime:
        return datetime.now() + timedelta(hours=self.hours)


@pytest.mark.parametrize(("hours", "holds"), [(71.9, True), (72.1, False)])
def test_invitation_holds_as_long_as_the_setting_says(person, settings, hours, holds):
    settings.INVITATION_HOURS = 72
    later = Later()
    later.hours = hours

    assert later.check_token(person, InvitationTokens().make_token(person)) is holds


def test_reset_by_mail_holds_an_hour(person, settings):
    token = reset_tokens.make_token(person)
    assert one_time_tokens.check_token(person, token)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert not one_time_tokens.check_token(person, token)


def test_newer_link_ends_the_older(person, administrator):
    people.invite(person, actor=administrator)
    first = InvitationTokens().make_token(person)
    people.invite(person, actor=administrator)

    assert not one_time_tokens.check_token(person, first)
    assert one_time_tokens.check_token(person, InvitationTokens().make_token(person))


def test_link_of_a_locked_account_does_nothing(client, person):
    link = one_time_link(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert "Liên kết không còn dùng được" in open_link(client, link).text


@pytest.mark.parametrize(
    "path", ["MQ/abc-def", "xx/yy", "%00/a", "MQ/1-" + "a" * 500, "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b"]
)
def test_odd_links_are_answered(client, db, path):
    assert client.get(f"/mat-khau/dat/{path}/").status_code in (200, 400)


def test_token_of_one_person_opens_nothing_for_another(client, world, person):
    other = world.people["other_officer"]
    uid_of_other = path_of(one_time_link(other)).split("/")[3]
    token = path_of(one_time_link(person)).split("/")[4]

    assert (
        "Liên kết không còn dùng được"
        in client.get(f"/mat-khau/dat/{uid_of_other}/{token}/", follow=True).text
    )
