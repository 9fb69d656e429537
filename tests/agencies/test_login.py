"""Coming in and going out: one door, one sentence, and an end to guessing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from agencies.models import ActivityEntry, LoginFailure, User
from agencies.services.login import ADDRESSES_TO_LOCK_ALL
from tests import factories as f

LOGIN = "/dang-nhap/"


def log_in(client, username, password=f.PASSWORD, address="203.0.113.7", **extra):
    return client.post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR=address, **extra)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def errors_of(response) -> list[str]:
    return response.context["form"].non_field_errors()


def miss(client, username, times, address="203.0.113.7"):
    for _ in range(times):
        log_in(client, username, "sai mật khẩu", address)


@pytest.fixture
def person(world) -> User:
    return world.people["officer"]


def test_right_password_opens_the_first_page_of_the_role(client, person):
    response = log_in(client, person.username.upper())

    assert response.status_code == 302
    assert response["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize(
    "account", ["known", "unknown", "locked_person", "without_password", "locked_by_failures"]
)
def test_every_way_to_fail_gives_the_same_answer(client, person, account):
    name = {"unknown": "khong-co-ai"}.get(account, person.username)
    if account == "locked_person":
        User.objects.filter(pk=person.pk).update(is_active=False)
    if account == "without_password":
        person.set_unusable_password()
        person.save()
    if account == "locked_by_failures":
        miss(client, person.username, 5)
    right = account in ("locked_person", "locked_by_failures")

    response = log_in(client, name, f.PASSWORD if right else "sai mật khẩu")

    assert response.status_code == 200
    assert errors_of(response) == [
        "Tên đăng nhập hoặc mật khẩu không đúng. Sai 5 lần liền thì phải chờ 15 phút mới thử lại được."
    ]
    assert not is_in(client)


def test_five_wrong_tries_lock_the_account_for_that_address_only(client, person):
    miss(client, person.username, 5)

    log_in(client, person.username)
    assert not is_in(client)
    log_in(client, person.username, address="203.0.113.8")

    assert is_in(client)
    entry = ActivityEntry.objects.about(person).get(action="login_locked")
    assert (entry.actor, entry.note) == (None, "Khóa đăng nhập từ địa chỉ 203.0.113.7.")


def test_four_wrong_tries_lock_nothing_and_a_login_forgets_them(client, person):
    miss(client, person.username, 4)

    log_in(client, person.username)

    assert is_in(client)
    assert not LoginFailure.objects.exists()


def test_lock_ends_by_itself_and_tries_during_it_do_not_prolong_it(client, person):
    miss(client, person.username, 9)
    assert LoginFailure.objects.count() == 5
    LoginFailure.objects.update(failed_at=timezone.now() - timedelta(minutes=16))

    miss(client, person.username, 1)  # the first try after the lock is an ordinary one
    log_in(client, person.username)

    assert is_in(client)


def test_wrong_tries_spread_over_a_day_do_not_lock(client, person):
    for hours in range(1, 9):
        failure = LoginFailure.objects.create(username=person.username, address="203.0.113.7")
        LoginFailure.objects.filter(pk=failure.pk).update(failed_at=timezone.now() - timedelta(hours=hours))

    log_in(client, person.username)

    assert is_in(client)


def test_tries_from_many_addresses_lock_the_account_wholly(client, person):
    for number in range(ADDRESSES_TO_LOCK_ALL):
        miss(client, person.username, 5, f"198.51.100.{number}")
    LoginFailure.objects.update(failed_at=timezone.now() - timedelta(days=2))

    log_in(client, person.username, address="192.0.2.1")

    assert not is_in(client)
    assert ActivityEntry.objects.about(person).filter(note="Khóa đăng nhập mọi địa chỉ.").count() == 1


def test_one_address_less_locks_only_those_addresses(client, person):
    for number in range(ADDRESSES_TO_LOCK_ALL - 1):
        miss(client, person.username, 5, f"198.51.100.{number}")

    log_in(client, person.username, address="192.0.2.1")

    assert is_in(client)


def test_forged_forwarding_header_does_not_change_the_address(client, person, settings):
    settings.TRUSTED_PROXY_COUNT = 0
    for number in range(5):
        log_in(client, person.username, "sai", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    log_in(client, person.username, HTTP_X_FORWARDED_FOR="198.51.100.99")

    assert not is_in(client)
    assert set(LoginFailure.objects.values_list("address", flat=True)) == {"203.0.113.7"}


def test_behind_one_proxy_only_what_that_proxy_wrote_counts(client, person, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        log_in(
            client,
            person.username,
            "sai",
            address="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.50",
        )

    assert set(LoginFailure.objects.values_list("address", flat=True)) == {"203.0.113.50"}


@pytest.mark.parametrize("header", ["", "không phải địa chỉ", "1.2.3.4.5", "a, b"])
def test_forwarding_header_that_is_no_address_falls_back_to_the_connection(client, person, settings, header):
    settings.TRUSTED_PROXY_COUNT = 1

    log_in(
        client,
        person.username,
        "sai",
        address="10.0.0.1",
        HTTP_X_FORWARDED_FOR=header.encode().decode("latin-1"),
    )

    assert LoginFailure.objects.get().address == "10.0.0.1"


def test_unlock_command_lets_the_account_in_and_is_logged(client, person):
    miss(client, person.username, 5)
    said = StringIO()

    call_command("unlock_account", person.username, stdout=said)
    log_in(client, person.username)

    assert said.getvalue() == f"Đã mở khóa đăng nhập cho {person.username}, bỏ qua 5 lần sai mật khẩu.\n"
    assert is_in(client)
    assert ActivityEntry.objects.about(person).filter(action="login_unlocked", actor=None).count() == 1


def test_unlock_command_names_an_unknown_account(db):
    with pytest.raises(CommandError, match="Không có tài khoản “khong-co-ai”"):
        call_command("unlock_account", "khong-co-ai")


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/hcm/nhan-su/", "/hcm/nhan-su/"),
        ("https://ke-gian.example/", "/"),
        ("//ke-gian.example/", "/"),
        ("///ke-gian.example", "/"),
        ("/\\ke-gian.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http:///ke-gian.example", "/"),
        ("https:ke-gian.example", "/"),
        ("\thttps://ke-gian.example", "/"),
    ],
)
def test_login_leads_on_to_our_own_pages_only(client, person, wanted, target):
    response = client.post(LOGIN, {"username": person.username, "password": f.PASSWORD, "next": wanted})

    assert response["Location"] == target


def test_stranger_is_sent_to_the_door_and_back(client, world):
    response = client.get("/hcm/nhan-su/")

    assert response["Location"] == f"{LOGIN}?next=/hcm/nhan-su/"


def test_login_gives_a_new_session_key(client, person):
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key

    log_in(client, person.username)

    assert client.session.session_key != before


def test_logout_is_a_post(client, person):
    client.force_login(person)

    assert client.get(reverse("agencies:logout")).status_code == 405
    response = client.post(reverse("agencies:logout"))

    assert response["Location"] == LOGIN
    assert not is_in(client)


def test_session_ends_when_the_account_is_locked(client, person):
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/tai-khoan/")["Location"].startswith(LOGIN)


def test_empty_fields_are_said_beside_the_fields_and_count_for_nothing(client, world):
    response = client.post(LOGIN, {"username": "", "password": ""})

    assert response.context["form"].errors == {
        "username": ["Chưa nhập tên đăng nhập."],
        "password": ["Chưa nhập mật khẩu."],
    }
    assert not LoginFailure.objects.exists()


@pytest.mark.parametrize(
    "username", ["a\0b", "a" * 300, "ă'; --", "\ud800".encode("utf-8", "replace").decode()]
)
def test_odd_names_are_refused_without_an_error(client, db, username):
    assert client.post(LOGIN, {"username": username, "password": "x" * 2000}).status_code == 200
