"""The bell, the letters sent, the log: who reads them and what they say."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import MailingStatus, NoticeKind
from agencies.history import history_of
from agencies.labels import ACTION_LABELS, action_label, register_actions
from agencies.models import Mailing, Notification, User
from agencies.services.activity import record
from agencies.services.notices import mail_now, notify

NOTICES = "/thong-bao/"


@pytest.fixture
def person(world) -> User:
    return world.people["officer"]


@pytest.fixture
def tell(world):
    def make(
        *people,
        kind=NoticeKind.REPORT_DUE,
        subject="report:1",
        text="Báo cáo 3.2 đến hạn",
        link="/tai-khoan/",
        step="0",
    ):
        return notify(
            people,
            kind=kind,
            subject_key=subject,
            step=step,
            text=text,
            link=link,
            locality_id=world.locality.pk,
        )

    return make


# --- The bell ---------------------------------------------------------------------------------------


def test_same_thing_is_told_once(tell, person, world):
    assert tell(person, world.people["head"]) == 2
    assert tell(person, world.people["clerk"]) == 1
    assert tell(person, step="+1") == 1


def test_bell_shows_own_notices_grouped_by_why(client, tell, person, world):
    tell(person, subject="report:1", text="Báo cáo 3.2 đến hạn")
    tell(person, subject="report:2", text="Báo cáo 4.1 đến hạn")
    tell(person, kind=NoticeKind.REPORT_RETURNED, subject="report:3", text="Báo cáo 2.1 bị trả lại")
    tell(world.people["head"], subject="report:9", text="Chuyện của người khác")
    client.force_login(person)

    response = client.get(NOTICES)

    assert [(kind, [notice.text for notice in rows]) for _, kind, rows in response.context["groups"]] == [
        ("REPORT_DUE", ["Báo cáo 4.1 đến hạn", "Báo cáo 3.2 đến hạn"]), ("REPORT_RETURNED", ["Báo cáo 2.1 bị trả lại"]),
    ]  # fmt: skip
    assert "Chuyện của người khác" not in response.text
    assert '3<span class="ttdn-sr"> chưa đọc</span>' in response.text


def test_opening_a_notice_marks_it_read_and_leads_to_its_subject(client, tell, person):
    tell(person)
    notice = Notification.objects.get()
    client.force_login(person)

    assert client.get(reverse("agencies:notice_open", args=[notice.pk])).status_code == 405
    response = client.post(reverse("agencies:notice_open", args=[notice.pk]))

    notice.refresh_from_db()
    assert response["Location"] == "/tai-khoan/"
    assert notice.read_at is not None


@pytest.mark.parametrize(
    "link", ["", "https://ke-gian.example/", "//ke-gian.example/", "javascript:alert(1)"]
)
def test_notice_leads_to_our_own_pages_only(client, tell, person, link):
    tell(person, link=link)
    client.force_login(person)

    assert (
        client.post(reverse("agencies:notice_open", args=[Notification.objects.get().pk]))["Location"]
        == NOTICES
    )


def test_notice_of_another_person_is_not_there(client, tell, person, world):
    tell(world.people["head"])
    client.force_login(person)

    assert (
        client.post(reverse("agencies:notice_open", args=[Notification.objects.get().pk])).status_code == 404
    )
    client.post(reverse("agencies:notices_read"))

    assert Notification.objects.get().read_at is None


def test_one_kind_or_all_are_marked_read(client, tell, person):
    tell(person)
    tell(person, kind=NoticeKind.PLAN_ISSUED, subject="plan:1")
    tell(person, kind=NoticeKind.REPORT_RETURNED, subject="report:2")
    client.force_login(person)

    client.post(reverse("agencies:notices_read"), {"loai": "REPORT_DUE"})
    assert set(Notification.objects.filter(read_at=None).values_list("kind", flat=True)) == {
        "PLAN_ISSUED",
        "REPORT_RETURNED",
    }
    client.post(reverse("agencies:notices_read"))

    assert not Notification.objects.filter(read_at=None).exists()
    assert "Không có thông báo chưa đọc" in client.get(NOTICES).text


def test_bell_asks_the_database_as_often_for_one_notice_as_for_three(
    client, tell, person, django_assert_num_queries
):
    tell(person, subject="report:0")
    Notification.objects.update(read_at=timezone.now())
    client.force_login(person)

    for number in range(1, 4):
        tell(person, subject=f"report:{number}")
        with django_assert_num_queries(5):
            client.get(NOTICES)


@pytest.mark.parametrize("address", [NOTICES, "/thong-bao/da-doc/"])
def test_bell_asks_for_login(client, db, address):
    assert client.get(address)["Location"].startswith("/dang-nhap/")


# --- Letters ----------------------------------------------------------------------------------------


@pytest.fixture
def letter(world, person) -> Mailing:
    return Mailing.objects.create(
        person=person, locality=world.locality, day="2026-06-16", address="chuyen@dulich.example", subject="2 việc đến hạn",
        body="Kính gửi <b>Lê Thị Chuyên</b>", status=MailingStatus.FAILED, attempts=5, error="550 no such user",
    )  # fmt: skip


LETTER_PAGES = ("mailings", "mailing_detail", "mailing_retry")


def ask(client, name, letter, locality="hcm"):
    address = reverse(f"agencies:{name}", args=[locality, *([] if name == "mailings" else [letter.pk])])
    return client.post(address) if name == "mailing_retry" else client.get(address)


@pytest.mark.parametrize("name", LETTER_PAGES)
def test_letters_ask_for_login(client, letter, name):
    assert ask(client, name, letter)["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("name", LETTER_PAGES)
@pytest.mark.parametrize(
    ("role", "status"), [("officer", 403), ("standing", 403), ("signer", 403), ("committee", 403)]
)
def test_letters_are_the_administrators(client, world, letter, name, role, status):
    client.force_login(world.people[role])

    assert ask(client, name, letter).status_code == status


@pytest.mark.parametrize("name", LETTER_PAGES)
def test_letters_of_another_locality_are_not_there(client, other_world, letter, name):
    client.force_login(other_world.people["administrator"])

    assert ask(client, name, letter).status_code == 404
    if name != "mailings":
        assert ask(client, name, letter, "haiphong").status_code == 404


def test_administrator_reads_who_when_what_and_why_not(client, administrator, letter, other_world):
    Mailing.objects.create(
        person=other_world.people["officer"],
        locality=other_world.locality,
        day="2026-06-16",
        subject="CANARY",
        body="CANARY",
    )
    client.force_login(administrator)

    listed, read = ask(client, "mailings", letter), ask(client, "mailing_detail", letter)

    assert [row.pk for row in listed.context["pager"].page] == [letter.pk]
    assert "CANARY" not in listed.text
    for words in (
        "2 việc đến hạn",
        "Lê Thị Chuyên",
        "chuyen@dulich.example",
        "Gửi không được",
        "đã thử 5 lần",
    ):
        assert words in listed.text
    assert "550 no such user" in read.text
    assert "Kính gửi &lt;b&gt;Lê Thị Chuyên&lt;/b&gt;" in read.text


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "le thi chuyen"}, 1), ({"q": "dulich.example"}, 1), ({"q": "ai đó"}, 0), ({"trang_thai": "SENT"}, 0), ({"trang_thai": "FAILED"}, 1), ({"ngay": "16/06/2026"}, 1), ({"ngay": "17/06/2026"}, 0)],
)  # fmt: skip
def test_letters_are_found_by_person_state_and_day(client, administrator, letter, query, found):
    client.force_login(administrator)

    response = client.get(reverse("agencies:mailings", args=["hcm"]), query)

    assert response.context["pager"].page.paginator.count == found


def test_letter_given_up_is_sent_again_from_its_page(client, administrator, letter, person):
    client.force_login(administrator)
    assert "Gửi lại" not in ask(client, "mailing_detail", letter).text
    User.objects.filter(pk=person.pk).update(email="moi@dulich.example")

    assert "Gửi lại" in ask(client, "mailing_detail", letter).text
    ask(client, "mailing_retry", letter)

    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.address) == (
        MailingStatus.PENDING,
        0,
        "moi@dulich.example",
    )


def test_immediate_letter_needs_an_address_and_an_account_in_use(person):
    assert mail_now(person, subject="Trả lại", body="…") is None
    person.email = "chuyen@dulich.example"
    assert mail_now(person, subject="Trả lại", body="…").status == MailingStatus.PENDING
    person.is_active = False
    assert mail_now(person, subject="Trả lại", body="…") is None


# --- The log ----------------------------------------------------------------------------------------

LOG = "/hcm/nhat-ky/"


def test_log_asks_for_login(client, world):
    assert client.get(LOG)["Location"] == f"/dang-nhap/?next={LOG}"


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 403), ("standing", 403), ("signer", 403), ("administrator", 200)]
)
def test_log_is_the_administrators(client, world, role, status):
    client.force_login(world.people[role])

    assert client.get(LOG).status_code == status


def test_log_of_another_locality_is_not_there(client, world, other_world):
    client.force_login(other_world.people["administrator"])

    assert client.get(LOG).status_code == 404


def test_log_says_who_did_what_to_which_and_why(client, world, other_world, administrator, person):
    record(actor=person, action="update_profile", obj=person, note="Đổi số máy")
    record(actor=other_world.people["officer"], action="update_profile", obj=other_world.people["officer"])
    client.force_login(administrator)

    response = client.get(LOG)

    [(line, kind, label)] = response.context["rows"]
    assert (line.what, line.who, line.why, kind, label) == (
        "Sửa hồ sơ của mình",
        "Lê Thị Chuyên",
        "Đổi số máy",
        "người dùng",
        "Lê Thị Chuyên",
    )
    assert "CANARY" not in response.text


def test_log_is_filtered_by_kind_person_and_day(client, world, administrator, person):
    record(actor=person, action="update_profile", obj=person)
    record(actor=administrator, action="update_agency", obj=world.lead)
    client.force_login(administrator)

    def found(**query):
        return [line.what for line, _, _ in client.get(LOG, query).context["rows"]]

    assert found(loai="agency") == ["Sửa thông tin cơ quan"]
    assert found(nguoi="chuyen le") == ["Sửa hồ sơ của mình"]
    assert len(found(ngay=f"{timezone.localdate():%d/%m/%Y}")) == 2
    assert found(ngay=f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}") == []
    for no_day in ("32/13/2026", "01/01/0001", "31/12/9999"):
        assert len(found(loai="không có", ngay=no_day, trang="xx")) == 2


def test_log_asks_the_database_as_often_for_one_entry_as_for_three(
    client, world, administrator, django_assert_num_queries
):
    client.force_login(administrator)
    record(actor=administrator, action="update_agency", obj=world.lead)

    for _ in range(3):
        with django_assert_num_queries(5):
            client.get(LOG)
        record(actor=administrator, action="update_agency", obj=world.support)


def test_history_of_one_thing_is_newest_first_and_of_that_thing_only(
    world, administrator, django_assert_num_queries
):
    record(actor=administrator, action="update_agency", obj=world.lead, note="lần một")
    record(actor=None, action="update_agency", obj=world.lead, note="lần hai")
    record(actor=administrator, action="update_agency", obj=world.support)

    with django_assert_num_queries(1):
        lines = history_of(world.lead)

    assert [(line.what, line.who, line.why) for line in lines] == [
        ("Sửa thông tin cơ quan", "Hệ thống", "lần hai"),
        ("Sửa thông tin cơ quan", str(administrator), "lần một"),
    ]


def test_other_apps_add_their_words():
    before = dict(ACTION_LABELS)
    register_actions({"thu_nghiem": "Thử nghiệm", "plan.thu_nghiem": "Thử nghiệm kế hoạch"})

    assert action_label("thu_nghiem") == "Thử nghiệm"
    assert action_label("thu_nghiem", "plan") == "Thử nghiệm kế hoạch"
    ACTION_LABELS.clear()
    ACTION_LABELS.update(before)
