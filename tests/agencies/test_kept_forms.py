"""A form that meets an ended session or an old token is kept for its writer, and for nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies import kept
from agencies.models import KeptForm
from agencies.services.kept import delete_old_forms
from plans.choices import PlanStatus
from plans.models import Plan
from tests import factories as f

HERE = {
    "HTTP_SEC_FETCH_SITE": "same-origin",
    "HTTP_REFERER": "http://testserver/hcm/ke-hoach/2027/soan/muc-dich/",
}
TYPED = {"text": "Đoạn viết khi phiên đã hết,\nrất dài.", "version": "abc"}


@pytest.fixture
def draft(world):
    return f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027)


@pytest.fixture
def url(draft):
    return reverse("plans:section_edit", args=["hcm", "2027", "purposes"])


def browser_of(person, client=None) -> Client:
    """A browser where this person has just worked and the session has ended since."""
    client = client or Client()
    client.force_login(person)
    client.get(reverse("agencies:profile"))
    del client.cookies["ttdn-session"]
    return client


def send(client, url, data=TYPED, **headers):
    return client.post(url, data, **(HERE | headers))


def test_text_sent_after_the_session_ended_comes_back_after_the_login(draft, url, standing_officer):
    client = browser_of(standing_officer)

    door = send(client, url)
    page = client.get(door["Location"]).content.decode()
    client.post(
        door["Location"],
        {
            "username": standing_officer.username,
            "password": f.PASSWORD,
            "next": door["Location"].partition("next=")[2].replace("%2F", "/"),
        },
    )
    back = client.get(reverse("agencies:kept_form", args=[KeptForm.objects.get().pk]))
    form = KeptForm.objects.get()
    client.post(url, TYPED | {"version": _version(draft), kept.FIELD: str(form.pk)})
    draft.refresh_from_db()

    assert (
        door["Location"].startswith("/dang-nhap/?next=/dang-nhap/bai-da-giu/")
        or "bai-da-giu" in door["Location"]
    )
    assert "Bài vừa gửi đã được giữ" in page
    assert "Đoạn viết khi phiên đã hết,\nrất dài." in back.content.decode()
    assert f'action="{url}"' in back.content.decode()
    assert draft.purposes == "Đoạn viết khi phiên đã hết,\nrất dài."
    assert not KeptForm.objects.exists()


def _version(draft):
    from plans.services.drafting import text_version

    return text_version(draft.purposes)


def test_the_last_form_of_a_page_stands(url, standing_officer):
    client = browser_of(standing_officer)

    for text in ("một", "hai"):
        send(client, url, {"text": text})

    assert [form.fields for form in KeptForm.objects.all()] == [[["text", "hai"]]]


def test_another_person_at_the_same_browser_finds_nothing_and_the_writer_does_later(
    url, world, standing_officer
):
    client = browser_of(standing_officer)
    send(client, url)
    address = reverse("agencies:kept_form", args=[KeptForm.objects.get().pk])

    client.force_login(world.people["clerk"])
    assert client.get(address).status_code == 302
    assert (
        client.post(reverse("agencies:kept_form_drop", args=[KeptForm.objects.get().pk])).status_code == 302
    )
    client.force_login(standing_officer)
    answer = client.get(address)

    assert answer.status_code == 200
    assert "Đoạn viết khi phiên đã hết" in answer.content.decode()


def test_the_same_person_at_another_browser_finds_nothing(url, standing_officer):
    send(browser_of(standing_officer), url)
    elsewhere = Client()
    elsewhere.force_login(standing_officer)

    assert elsewhere.get(reverse("agencies:kept_form", args=[KeptForm.objects.get().pk])).status_code == 302


def test_after_a_day_it_is_gone(url, standing_officer):
    client = browser_of(standing_officer)
    send(client, url)
    KeptForm.objects.update(updated_at=timezone.now() - timedelta(hours=25))
    client.force_login(standing_officer)

    assert client.get(reverse("agencies:kept_form", args=[KeptForm.objects.get().pk])).status_code == 302
    assert delete_old_forms() == 1


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (TYPED, {"HTTP_SEC_FETCH_SITE": "cross-site"}),
        (TYPED, {"HTTP_SEC_FETCH_SITE": "", "HTTP_REFERER": "https://noi-khac.example/"}),
        (TYPED, {"HTTP_X_REQUESTED_WITH": "fetch"}),
        ({"text": "x", "new_password1": "bí mật"}, {}),
        ({"text": "x" * (kept.MOST_BYTES + 1)}, {}),
        ({}, {}),
    ],
    ids=["from elsewhere", "referer elsewhere", "autosave", "a password", "too large", "nothing"],
)
def test_what_is_not_kept(url, standing_officer, data, headers):
    answer = send(browser_of(standing_officer), url, data, **headers)

    assert answer.status_code == 302
    assert not KeptForm.objects.exists()


def test_a_stranger_fills_no_table(url):
    client = Client()
    client.cookies["ttdn-browser"] = "chuoi-tu-bia"

    send(client, url)

    assert not KeptForm.objects.exists()


def test_login_and_password_pages_keep_nothing(standing_officer):
    client = browser_of(standing_officer)

    client.post(reverse("agencies:login"), {"username": "ai", "note": "x"}, **HERE)
    client.post(reverse("agencies:password_change"), {"note": "x"}, **HERE)

    assert not KeptForm.objects.exists()


def test_files_are_not_kept_and_the_page_says_so(url, standing_officer):
    client = browser_of(standing_officer)
    send(client, url, TYPED | {"uploads": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    client.force_login(standing_officer)

    page = client.get(reverse("agencies:kept_form", args=[KeptForm.objects.get().pk])).content.decode()

    assert "Tệp đính kèm không giữ được" in page
    assert [name for name, _ in KeptForm.objects.get().fields] == ["text", "version"]


def test_an_old_token_keeps_the_text_and_leads_to_it(draft, url, standing_officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(standing_officer)
    client.get(url)

    answer = send(client, url, TYPED | {"csrfmiddlewaretoken": "x" * 64})
    form = KeptForm.objects.get()

    assert answer.status_code == 403
    assert reverse("agencies:kept_form", args=[form.pk]) in answer.content.decode()
    assert "csrfmiddlewaretoken" not in dict(form.fields)
    assert client.get(reverse("agencies:kept_form", args=[form.pk])).status_code == 200


def test_what_another_site_sends_is_never_offered_as_ones_own(url, standing_officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(standing_officer)
    client.get(url)

    answer = client.post(url, TYPED, HTTP_ORIGIN="https://noi-khac.example")

    assert answer.status_code == 403
    assert not KeptForm.objects.exists()


def test_a_browser_keeps_ten_at_most(standing_officer, world):
    client = browser_of(standing_officer)

    for n in range(12):
        send(client, f"/hcm/ke-hoach/{n}/soan/muc-dich/")

    assert KeptForm.objects.count() == 10


def test_text_of_the_report_form_comes_back_too(world, lead_officer):
    client = browser_of(lead_officer)
    url = "/hcm/bao-cao/2026/2026-6-thang/1.1/viet/"

    send(client, url, {"results": "Đã phát 7 phóng sự.", "version": "0", "later": "1"})
    client.force_login(lead_officer)
    form = KeptForm.objects.get()
    client.post(url, dict(form.fields) | {kept.FIELD: str(form.pk)})

    from reports.models import ProgressReport

    assert ProgressReport.objects.get().results == "Đã phát 7 phóng sự."
    assert not KeptForm.objects.exists()


def test_it_stays_when_sending_on_fails(draft, url, standing_officer, world):
    client = browser_of(standing_officer)
    send(client, url)
    form = KeptForm.objects.get()
    Plan.objects.filter(pk=draft.pk).update(status=PlanStatus.SUBMITTED, submitted_at=timezone.now())
    client.force_login(standing_officer)

    answer = client.post(url, TYPED | {kept.FIELD: str(form.pk)})

    assert answer.status_code == 403
    assert KeptForm.objects.filter(pk=form.pk).exists()


def test_the_cookie_is_closed_to_scripts_and_opens_nothing(standing_officer, client):
    client.force_login(standing_officer)
    client.get(reverse("agencies:profile"))
    cookie = client.cookies["ttdn-browser"]

    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    del client.cookies["ttdn-session"]
    assert client.get(reverse("agencies:profile")).status_code == 302
