"""The programs that tests start are real, and work on the test's own rows."""

import signal
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from agencies.tasks import send_password_reset
from tests import factories as f
from ttdn_portal.celery import app


def letters() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in Path(settings.EMAIL_FILE_PATH).glob("*.log")]


def test_worker_reads_the_tests_rows_and_writes_its_files(celery_worker_process):
    person = f.make_user(username="tran-thi-be", email="be@tinh.example")

    send_password_reset.delay(person.pk)

    celery_worker_process.wait_for(lambda: any("be@tinh.example" in letter for letter in letters()))


def test_killed_worker_is_gone_and_another_takes_its_place(start_celery_worker):
    first = start_celery_worker()
    first.stop(signal.SIGKILL)

    start_celery_worker()

    replies = app.control.ping(timeout=5)
    assert [name.split("@")[0] for reply in replies for name in reply] == ["test-1"]


def test_browser_speaks_vietnamese_and_keeps_vietnam_time(page):
    page.goto(reverse("agencies:login"))

    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.evaluate("[navigator.language, new Date('2026-03-05T00:00:00Z').getHours()]") == ["vi-VN", 7]
