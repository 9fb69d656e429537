"""Two requests at once on one report, as a double click or two people send them. Real connections, no mocks."""

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agencies.models import ActivityEntry
from reports.choices import ReportStatus
from reports.models import Evidence, ProgressReport, SavedText
from reports.services.writing import add_link
from tests import factories as f
from tests.fixtures import make_world
from tests.reports.test_writing import ADDRESS, TYPED
from tests.shared import files as made
from tests.test_together import at_once, move_report
from ttdn_portal.shared.transitions import StaleState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return make_world("hcm")


def sender(person, page, **changes):
    """A request of `person`, ready to go."""
    client = Client()
    client.force_login(person)
    return lambda: client.post(f"{ADDRESS}{page}", TYPED | changes)


def statuses(answers) -> list[int]:
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    return sorted(answer.status_code for answer in answers)


def test_first_words_of_two_people_one_stands_and_the_other_is_kept(world):
    officer, head = world.people["officer"], world.people["head"]

    answers = at_once(
        sender(officer, "viet/", results="Bản của chị Chuyên", later="1"),
        sender(head, "viet/", results="Bản của anh Trưởng", later="1"),
    )

    assert statuses(answers) == [302, 409]
    assert {ProgressReport.objects.get().results, SavedText.objects.get().content["results"]} == {
        "Bản của chị Chuyên",
        "Bản của anh Trưởng",
    }


def test_double_click_on_the_first_save_is_one_save(world):
    officer = world.people["officer"]

    answers = at_once(
        *(sender(officer, "viet/", later="1", link="https://dulich.example/7") for _ in range(2))
    )

    assert statuses(answers) == [302, 302]
    assert ActivityEntry.objects.filter(action="save").count() == 1
    assert Evidence.objects.count() == 1
    assert not SavedText.objects.exists()


def test_double_click_with_a_file_stores_it_once(world, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "ttdn_portal.shared.storage.PrivateStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    f.make_report(world.task, world.period, world.people["officer"])
    content = made.pdf()

    answers = at_once(*(
        sender(world.people["officer"], "minh-chung/them/", version="1", uploads=[SimpleUploadedFile("a.pdf", content)]) for _ in range(2)
    ))  # fmt: skip

    assert statuses(answers) == [302, 302]
    assert Evidence.objects.count() == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_double_click_on_send_sends_once(world):
    f.make_report(world.task, world.period, world.people["officer"])

    answers = at_once(*(sender(world.people["officer"], "chuyen/gui/", version="1") for _ in range(2)))

    assert [answer.url for answer in answers] == [f"{ADDRESS}da-gui/"] * 2
    assert ActivityEntry.objects.filter(action="submit").count() == 1


def test_double_click_where_nothing_changed_sends_once(world):
    answers = at_once(
        *(sender(world.people["officer"], "khong-thay-doi/", reason="Chưa đến thời gian.") for _ in range(2))
    )

    assert statuses(answers) == [302, 302]
    assert ActivityEntry.objects.filter(action="submit").count() == 1
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED


def test_evidence_against_sending_what_is_sent_is_what_stands(world):
    officer = world.people["officer"]
    report = f.make_report(world.task, world.period, officer)

    results = at_once(
        lambda: add_link(report, actor=officer, url="https://dulich.example/phut-chot").pk,
        move_report(report.pk, "submit", officer),
    )

    sent = ProgressReport.objects.get()
    assert sent.status == ReportStatus.SUBMITTED
    if isinstance(results[0], StaleState):
        assert sent.submission["evidence"] == []
        assert not Evidence.objects.exists()
    else:
        assert [item["id"] for item in sent.submission["evidence"]] == [results[0]]


def grid_sender(person, **typed):
    client = Client()
    client.force_login(person)
    row = {"hang": "1.1", "t1_1-version": "0", "t1_1-seen": "x"} | {
        f"t1_1-{name}": text for name, text in typed.items()
    }
    return lambda: client.post("/hcm/bao-cao/2026/2026-6-thang/luoi/tu-luu/", row)


def test_first_words_of_two_people_in_one_row_of_the_grid(world):
    answers = at_once(
        grid_sender(world.people["officer"], results="Bản của chị Chuyên"),
        grid_sender(world.people["head"], results="Bản của anh Trưởng"),
    )

    assert statuses(answers) == [200, 409]
    assert {ProgressReport.objects.get().results, SavedText.objects.get().content["results"]} == {
        "Bản của chị Chuyên",
        "Bản của anh Trưởng",
    }


def test_two_reviewers_accept_the_same_report_once(world):
    f.make_report(world.task, world.period, world.people["officer"], status=ReportStatus.SUBMITTED)
    reviewers = [world.people["standing"], f.make_user(world.standing, "STANDING_OFFICER")]
    clients = []
    for person in reviewers:
        client = Client()
        client.force_login(person)
        assert client.get(f"{ADDRESS}xem-xet/").status_code == 200
        clients.append(client)
    key = ProgressReport.objects.with_names().get().reference

    answers = at_once(*(
        (lambda client=client: client.post("/hcm/bao-cao/tiep-nhan/", {"chon": [key]})) for client in clients
    ))  # fmt: skip

    assert statuses(answers) == [302, 302]
    assert ProgressReport.objects.get().status == ReportStatus.ACCEPTED
    assert ActivityEntry.objects.filter(action="accept").count() == 1


def test_second_window_of_the_same_person_is_not_told_of_somebody_else(world):
    client = Client()
    client.force_login(world.people["officer"])
    client.post(f"{ADDRESS}viet/", TYPED | {"results": "Ở cửa sổ thứ nhất.", "later": "1"})
    old = TYPED | {"version": "0", "results": "Ở cửa sổ thứ hai."}

    by_script = client.post(f"{ADDRESS}tu-luu/", old).json()["message"]
    compared = client.post(f"{ADDRESS}viet/", old | {"later": "1"}).content.decode()
    banner = client.get(f"{ADDRESS}viet/").content.decode()
    row = {"hang": "1.1", "t1_1-version": "0", "t1_1-seen": "x", "t1_1-results": "Trong bảng."}
    in_grid = client.post("/hcm/bao-cao/2026/2026-6-thang/luoi/tu-luu/", row).json()["message"]

    own = "Anh/chị đã lưu bản mới hơn ở một cửa sổ khác lúc "
    assert by_script.startswith(own) and in_grid.startswith(own)
    assert own in compared and "Báo cáo này được sửa ở hai cửa sổ" in compared
    assert "do chính anh/chị lưu lúc" in banner
    for page in (by_script, compared, banner, in_grid):
        assert "Người khác" not in page and "người khác" not in page


def test_window_left_open_while_the_head_sends_names_the_head(world):
    officer, head = world.people["officer"], world.people["head"]
    report = f.make_report(world.task, world.period, officer, saved_by=officer)
    move_report(report.pk, "submit", head)()
    client = Client()
    client.force_login(officer)

    told = client.post(f"{ADDRESS}tu-luu/", TYPED | {"version": "1"}).json()["message"]

    assert told.startswith("Phạm Văn Trưởng đã gửi báo cáo này lúc ")


def test_draft_of_another_day_says_the_day_on_which_it_was_saved(world):
    f.make_report(world.task, world.period, world.people["officer"])
    client = Client()
    client.force_login(world.people["officer"])
    noon = timezone.make_aware(datetime(2026, 3, 5, 11, 50))

    today = client.get(f"{ADDRESS}viet/").content.decode()
    ProgressReport.objects.update(updated_at=noon)
    later = client.get(f"{ADDRESS}viet/").content.decode()

    assert re.search(r"Đã lưu trên máy chủ \d\d:\d\d\s*<", today)
    assert "Đã lưu trên máy chủ 11:50 05/03/2026" in later
