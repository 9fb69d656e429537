"""Answers of supporting agencies: written by them, read by the lead once sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Notification
from reports.models import Contribution, ReportingPeriod
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(world):
    return reverse("reports:contribution_edit", args=["hcm", "2026", "2026-6-thang", "1.1"])


@pytest.fixture
def supporting(client, supporter):
    client.force_login(supporter)
    return client


@pytest.mark.parametrize("role", ["officer", "other_officer", "standing", "committee", "clerk"])
def test_only_the_agency_asked_has_the_page(client, world, url, role):
    client.force_login(world.people[role])

    assert client.get(url).status_code == 404


def test_another_locality_finds_nothing(client, url, other_world):
    client.force_login(other_world.people["supporter"])

    assert client.get(url).status_code == 404


def test_draft_is_kept_and_sending_tells_the_lead(supporting, url, lead_officer):
    supporting.post(url, {"answer": "Đang tập hợp.", "version": 0, "save": "1"})
    draft = Contribution.objects.get()
    assert (draft.status, draft.answer, draft.version) == ("DRAFT", "Đang tập hợp.", 1)
    assert not Contribution.objects.visible_to(lead_officer).exists()

    supporting.post(url, {"answer": "Đã gửi 24 ảnh.", "version": 1, "send": "1"})

    sent = Contribution.objects.get()
    assert (sent.status, sent.answer) == ("SENT", "Đã gửi 24 ảnh.")
    assert Contribution.objects.visible_to(lead_officer).get() == sent
    assert "đã trả lời phối hợp" in Notification.objects.get(person=lead_officer).text


def test_empty_answer_is_not_sent(supporting, url):
    page = supporting.post(url, {"answer": " ", "version": 0, "send": "1"}).content.decode()

    assert "Ghi nội dung trả lời trước khi gửi." in page
    assert not Contribution.objects.exists()


def test_second_of_two_savers_is_told_and_keeps_the_text(supporting, url, world):
    supporting.post(url, {"answer": "Bản một", "version": 0, "save": "1"})
    colleague = f.make_user(world.support, "OFFICER")
    supporting.force_login(colleague)
    supporting.post(url, {"answer": "Bản hai", "version": 1, "save": "1"})

    answer = supporting.post(url, {"answer": "Bản ba", "version": 1, "save": "1"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản ba" in page
    assert "Bản hai" in page
    assert "Anh/chị đã lưu bản mới hơn ở một cửa sổ khác lúc" in page
    assert Contribution.objects.get().answer == "Bản hai"


def test_sent_answer_can_be_taken_back_while_the_period_is_open(supporting, url):
    supporting.post(url, {"answer": "Đã gửi 24 ảnh.", "version": 0, "send": "1"})
    assert supporting.post(url, {"answer": "Sửa", "version": 1, "save": "1"}).status_code == 403

    supporting.post(url, {"reopen": "1"})
    assert Contribution.objects.get().status == "DRAFT"


def test_closed_period_takes_no_answer_but_keeps_what_was_typed(supporting, url):
    ReportingPeriod.objects.update(closed_at=timezone.now())

    page = supporting.post(url, {"answer": "Đã gửi 24 ảnh.", "version": 0, "send": "1"}).content.decode()

    assert "Kỳ báo cáo đã đóng" in page
    assert "Đã gửi 24 ảnh." in page
    assert not Contribution.objects.exists()
