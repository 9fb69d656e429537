"""The web process is killed in the middle of its work: what it had answered as saved is there, and whole."""

import http.client
import json
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from reports.models import FigureValue, ProgressReport
from tests import factories as f
from tests.fixtures import make_world
from tests.reports.test_writing import TYPED

PERIOD = "/hcm/bao-cao/2026/2026-6-thang/"
TOKEN = "a" * 32
KILLS = 3


@dataclass
class Writer:
    """Saves number after number, as the page's script does, and remembers the last that was answered as saved."""

    person: object
    path: str
    prefix: str
    more: dict = field(default_factory=dict)
    confirmed: int = 0
    sent: int = 0
    refusals: list = field(default_factory=list)

    def __post_init__(self):
        client = Client()
        client.force_login(self.person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}", "X-CSRFToken": TOKEN, "X-Requested-With": "fetch",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip

    def write(self, address: str, version: int) -> None:
        """Until the server is gone."""
        with suppress(OSError, http.client.HTTPException):
            while True:
                self.sent += 1
                status, answer = self._save(address, version)
                if status != 200:
                    self.refusals.append((status, answer))
                    return
                version, self.confirmed = json.loads(answer)["version"], self.sent

    def _save(self, address: str, version: int) -> tuple[int, str]:
        texts = {"results": f"Lần lưu {self.sent}", "figure_1": str(self.sent), "progress_percent": "50"}
        typed = {
            f"{self.prefix}{name}": text for name, text in (TYPED | texts | {"version": str(version)}).items()
        }
        connection = http.client.HTTPConnection(address, timeout=20)
        connection.request("POST", self.path, urlencode(typed | self.more), self.headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def stored(task) -> tuple[int, int, int]:
    """The number in the text, the number in the figure, and the version."""
    report = ProgressReport.objects.get(task=task)
    figure = FigureValue.objects.get(report=report)
    return int(report.results.removeprefix("Lần lưu ")), int(figure.value), report.version


@pytest.mark.browser  # a real server beside the tests: on PostgreSQL only
def test_nothing_answered_as_saved_is_lost_with_the_process(start_web_process):
    world = make_world("hcm")
    second = f.make_task(world.group, world.lead, title="Đón 4 đoàn phóng viên nước ngoài")
    f.make_indicator(second, name="Đoàn", unit="đoàn", target_value=4)
    officer = world.people["officer"]
    for task in (world.task, second):
        report = f.make_report(task, world.period, officer, results="Lần lưu 0")
        report.figures.create(indicator=task.indicators.get(), value=0)
    prefix = f"t{second.code.replace('.', '_')}-"
    writers = {
        world.task: Writer(officer, f"{PERIOD}{world.task.code}/tu-luu/", ""),
        second: Writer(officer, f"{PERIOD}luoi/tu-luu/", prefix, {"hang": second.code}),
    }

    for _ in range(KILLS):
        web = start_web_process()
        before = {task: writer.confirmed for task, writer in writers.items()}
        threads = [threading.Thread(target=writer.write, args=(web.address, stored(task)[2])) for task, writer in writers.items()]  # fmt: skip
        for thread in threads:
            thread.start()
        limit = time.monotonic() + 30
        while any(w.confirmed < before[t] + 3 and not w.refusals for t, w in writers.items()):
            assert time.monotonic() < limit, web.output()
            time.sleep(0.01)
        web.stop(signal.SIGKILL)
        for thread in threads:
            thread.join(timeout=30)

        for task, writer in writers.items():
            assert writer.refusals == []
            text, figure, _ = stored(task)
            assert writer.confirmed <= text <= writer.sent
            assert figure == text  # a save is whole or not at all
