"""A real worker on a real broker: reminders run in it, and what a killed one was doing is done once, by the next."""

import hashlib
import re
import signal
import time
from datetime import timedelta
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import ClassVar

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agencies.choices import DayKind, MailingStatus
from agencies.models import CalendarDay, Mailing, Notification, User
from agencies.services.mailings import ABANDONED
from agencies.services.notices import mail_now
from agencies.tasks import send_mailing, sweep_mailings
from documents.choices import DocumentStatus
from documents.models import Document
from documents.services.jobs import STALE_AFTER, request_document
from documents.tasks import build_document, sweep_documents
from plans.models import Task
from reports.models import ReportingPeriod
from reports.tasks import send_daily_reminders
from tests import factories as f
from tests.fixtures import make_world
from ttdn_portal.shared.locks import take_turn

LONG_AGO = timedelta(minutes=1)


@pytest.fixture
def due(transactional_db):
    """One officer with an address owes one report, due today; today is worked whatever the weekday."""
    today = timezone.localdate()
    world = make_world("hcm")
    if today.weekday() > 4:
        CalendarDay.objects.create(day=today, kind=DayKind.WORKING, name="Làm bù")
    Task.objects.filter(pk=world.other_task.pk).delete()
    Task.objects.filter(pk=world.task.pk).update(
        starts_on=today - timedelta(60), due_on=today + timedelta(200)
    )
    ReportingPeriod.objects.update(report_due_on=today, data_to=today - timedelta(3))
    User.objects.filter(pk=world.people["officer"].pk).update(email="chuyen@dulich.example")
    return world


def letters(address: str) -> list[str]:
    """Subjects of what reached the mail folder for `address`."""
    texts = [path.read_text(encoding="utf-8") for path in Path(settings.EMAIL_FILE_PATH).glob("*.log")]
    return [found for text in texts for found in re.findall(rf"To: {re.escape(address)}\n", text)]


@pytest.fixture(autouse=True)
def no_letters_yet():
    for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        path.unlink()


def test_daily_job_tells_and_writes_once_however_often_it_runs(due, start_celery_worker):
    worker = start_celery_worker()

    for _ in range(3):
        send_daily_reminders.delay()

    worker.wait_for(lambda: Mailing.objects.filter(status=MailingStatus.SENT).exists())
    worker.wait_for(
        lambda: worker.output().count("send_daily_reminders[") >= 6
    )  # received and done, three times
    assert (Notification.objects.count(), Mailing.objects.count()) == (1, 1)
    assert len(letters("chuyen@dulich.example")) == 1


def test_job_killed_half_way_leaves_nothing_and_the_next_run_does_all(due, start_celery_worker):
    first = start_celery_worker()
    with transaction.atomic():
        take_turn("reminders")  # the job has computed and waits for its turn to write
        send_daily_reminders.delay()
        first.wait_for(lambda: "received" in first.output())
        time.sleep(1)
        first.stop(signal.SIGKILL)
    assert not Notification.objects.exists()

    second = start_celery_worker()
    send_daily_reminders.delay()

    second.wait_for(lambda: Mailing.objects.filter(status=MailingStatus.SENT).exists())
    assert (Notification.objects.count(), Mailing.objects.count()) == (1, 1)
    assert len(letters("chuyen@dulich.example")) == 1


class MailServer(StreamRequestHandler):
    """Hangs at the first call, as a mail server that died, and takes letters from the second on."""

    calls = 0
    taken: ClassVar[list[str]] = []

    def handle(self) -> None:
        type(self).calls += 1
        if self.calls == 1:
            self.rfile.read(1)
            return
        self._say("220 thu.example")
        for line in map(bytes.decode, self.rfile):
            if line.upper().startswith("DATA"):
                self._say("354 go on")
                self.taken.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
            elif line.upper().startswith("QUIT"):
                self._say("221 bye")
                return
            self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server(monkeypatch):
    """Stands before the workers: they read its address when they start."""
    MailServer.calls = 0
    MailServer.taken.clear()
    with ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("TTDN_EMAIL_HOST", "127.0.0.1")
        monkeypatch.setenv("TTDN_EMAIL_PORT", str(server.server_address[1]))
        monkeypatch.setenv("TTDN_EMAIL_TLS", "0")
        yield MailServer
        server.shutdown()


def test_letter_in_the_hands_of_a_killed_worker_goes_out_once(due, mail_server, start_celery_worker):
    first = start_celery_worker()
    letter = mail_now(
        User.objects.get(email="chuyen@dulich.example"),
        subject="NHẮC: báo cáo quý III",
        body="Đề nghị gửi báo cáo.",
    )
    first.wait_for(lambda: mail_server.calls == 1)
    first.stop(signal.SIGKILL)
    assert Mailing.objects.get(pk=letter.pk).status == MailingStatus.SENDING  # nobody knows yet

    second = start_celery_worker()
    sweep_mailings.delay()
    second.wait_for(lambda: second.output().count("sweep_mailings[") >= 2)
    assert Mailing.objects.get(pk=letter.pk).status == MailingStatus.SENDING  # its sender may still live

    Mailing.objects.filter(pk=letter.pk).update(claimed_at=timezone.now() - ABANDONED - LONG_AGO)
    sweep_mailings.delay()
    second.wait_for(lambda: Mailing.objects.get(pk=letter.pk).status == MailingStatus.SENT)
    send_mailing.delay(letter.pk)  # the dead worker's message comes back
    second.wait_for(lambda: second.output().count("send_mailing[") >= 2)

    assert len(mail_server.taken) == 1
    assert "To: chuyen@dulich.example" in mail_server.taken[0]
    assert Mailing.objects.get(pk=letter.pk).attempts == 2


def test_paper_of_a_killed_worker_is_built_once_by_the_next(due, start_celery_worker):
    for number in range(400):  # enough pages to be caught at it
        f.make_task(due.group, due.lead, number=number + 10, title=f"Nhiệm vụ minh chứng số {number}")
    first = start_celery_worker()
    document = request_document(
        actor=due.people["clerk"], locality=due.locality, kind="ke-hoach", subject_key=due.plan.subject_key, title=due.plan.title,
        is_draft=False, has_illustration=False,
    )  # fmt: skip
    first.wait_for(lambda: Document.objects.get().status == DocumentStatus.BUILDING)
    first.stop(signal.SIGKILL)
    assert Document.objects.get().status == DocumentStatus.BUILDING

    Document.objects.update(
        claimed_at=timezone.now() - STALE_AFTER - LONG_AGO, created_at=timezone.now() - LONG_AGO
    )
    second = start_celery_worker()
    sweep_documents.delay()
    second.wait_for(lambda: Document.objects.get().status == DocumentStatus.READY, seconds=120)
    build_document.delay(str(document.pk))  # the dead worker's message comes back
    second.wait_for(lambda: second.output().count("build_document[") >= 4)

    built = Document.objects.get()
    with built.file.open("rb") as file:
        content = file.read()
    assert (built.attempts, built.sha256) == (2, hashlib.sha256(content).hexdigest())
    assert [path.name for path in (Path(settings.MEDIA_ROOT) / "hcm" / "van-ban").iterdir()].count(
        Path(built.file.name).name
    ) == 1
    assert Notification.objects.filter(person=due.people["clerk"]).count() == 1
