"""Fixtures that start real programs: a browser, a Celery worker and a web server. A missing one fails the test, it never skips it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
WORKER_SECONDS = 40
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "start_celery_worker", "start_web_process"}
DATABASE_SETUP = {"django_db_setup", "django_db_blocker"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a browser, a worker or the database carries its mark: none can be forgotten."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & DATABASE_FIXTURES or item.get_closest_marker("django_db") or _opens_database(item):
            item.add_marker(pytest.mark.database)
        if names & {"browser"}:
            item.add_marker(pytest.mark.browser)
        if "start_celery_worker" in names:
            item.add_marker(pytest.mark.worker)


def _opens_database(item: pytest.Item) -> bool:
    """True where a fixture of ours opens the database by itself, as one that fills it once for a module does."""
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    ours = [fixture for name, found in known.items() if name not in DATABASE_SETUP for fixture in found]
    return any(
        DATABASE_SETUP.intersection(fixture.argnames)
        for fixture in ours
        if fixture.func.__module__.startswith("tests.")
    )


# --- Browser ----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's loop makes Django take a test for asynchronous code, which it is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium: TTDN_TEST_BROWSER, the system's, or the one that Playwright installed."""
    path = os.environ.get("TTDN_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        launched = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
    except Error as problem:
        pytest.fail(f"no browser to test with (run `bin/setup test`): {problem}", pytrace=False)
    yield launched
    launched.close()


@pytest.fixture
def new_page(browser: Browser, live_server):
    """Makes pages of separate people: each has its own cookies."""
    contexts = []

    def make(**options: object) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    return new_page()


# --- Celery worker ----------------------------------------------------------------------------
@dataclass
class WorkerProcess:
    """A running `celery worker` on the test's own database and Redis."""

    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, condition, seconds: float = WORKER_SECONDS) -> None:
        """Until `condition()` is true; the worker's log is in the message when it never is."""
        limit = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None:
                pytest.fail(
                    f"the worker ended with code {self.process.returncode}:\n{self.output()}", pytrace=False
                )
            if time.monotonic() > limit:
                pytest.fail(f"not done after {seconds} s; the worker says:\n{self.output()}")
            time.sleep(0.05)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """SIGTERM lets it finish; SIGKILL takes its children too, as when the machine dies."""
        with suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def start_celery_worker(transactional_db):
    """Makes workers: `start_celery_worker()`; for tests that kill one and start another, or let several share the work."""
    from ttdn_portal.celery import app

    started: list[WorkerProcess] = []
    app.control.purge()  # what tests before this one have enqueued
    environment = {**os.environ, "TTDN_TEST_DATABASE": str(connection.settings_dict["NAME"])}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)

    def start(processes: int = 1) -> WorkerProcess:
        log = Path(settings.DATA_DIR) / f"worker-{os.getpid()}-{time.monotonic_ns()}.log"
        command = [sys.executable, "-m", "celery", "-A", "ttdn_portal", "worker", "-l", "INFO"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    *command,
                    "-c",
                    str(processes),
                    "-n",
                    f"test-{len(started)}@%h",
                    "--without-gossip",
                    "--without-mingle",
                ],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        worker = WorkerProcess(process, log)
        started.append(worker)
        worker.wait_for(lambda: " ready." in worker.output())
        return worker

    yield start
    for worker in started:
        worker.stop()
        with suppress(ProcessLookupError):
            os.killpg(worker.process.pid, signal.SIGKILL)


@pytest.fixture
def celery_worker_process(start_celery_worker) -> WorkerProcess:
    return start_celery_worker()


# --- Web process ------------------------------------------------------------------------------
@dataclass
class WebProcess(WorkerProcess):
    """A running gunicorn on the test's own database; `address` is where it answers."""

    address: str


@pytest.fixture
def start_web_process(transactional_db):
    """Makes web servers: `start_web_process()`; for tests that kill one in the middle of its work."""
    started: list[WebProcess] = []
    environment = {**os.environ, "TTDN_TEST_DATABASE": str(connection.settings_dict["NAME"])}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)

    def start() -> WebProcess:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = Path(settings.DATA_DIR) / f"web-{os.getpid()}-{time.monotonic_ns()}.log"
        command = [sys.executable, "-m", "gunicorn", "ttdn_portal.wsgi:application", "-w", "2"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, "--bind", f"127.0.0.1:{port}"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        web = WebProcess(process, log, f"127.0.0.1:{port}")
        started.append(web)
        web.wait_for(lambda: _answers(web.address))
        return web

    yield start
    for web in started:
        web.stop(signal.SIGKILL)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/livez", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
