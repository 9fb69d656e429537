"""Redis silent or gone while people work: the page answers, the row waits, the sweeper sends it later."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery

from documents.choices import DocumentStatus
from documents.models import Document
from documents.services import jobs
from ttdn_portal.shared.cache import ForgivingRedisCache

PATIENCE = 20  # seconds, on a busy machine; without time-outs the call never comes back


@pytest.fixture
def silent_socket(tmp_path: Path) -> Iterator[Path]:
    """A server that takes every connection and never says a word."""
    path = Path(f"/tmp/ttdn-silent-{tmp_path.parent.name[-8:]}-{time.monotonic_ns()}")
    taken: list[socket.socket] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(50)
        server.settimeout(0.2)
        over = threading.Event()

        def take() -> None:
            while not over.is_set():
                try:
                    taken.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield path
        over.set()
        thread.join()
    for connection in taken:
        connection.close()
    path.unlink()


@pytest.fixture(params=["silent", "gone"])
def broker(request, silent_socket, monkeypatch) -> str:
    """A broker address behind which nobody helps; the portal's own time-outs are in force."""
    url = f"redis+socket://{silent_socket if request.param == 'silent' else '/tmp/ttdn-nobody-here'}"
    broken = Celery("broken", set_as_current=False)
    broken.config_from_object("django.conf:settings", namespace="CELERY")
    broken.conf.broker_url = url

    def build_document(document_id: str) -> None:
        """Never reached: nobody takes the message."""

    task = broken.task(build_document, name="documents.tasks.build_document")
    monkeypatch.setattr(jobs, "build_task", task)
    return url


@pytest.mark.django_db(transaction=True)
def test_asking_for_a_paper_answers_and_the_row_waits(client, world, clerk, broker):
    client.force_login(clerk)
    start = time.monotonic()

    answer = client.post("/hcm/ke-hoach/2026/xuat/")

    assert time.monotonic() - start < PATIENCE
    assert answer.status_code == 302
    assert Document.objects.get().status == DocumentStatus.PENDING


@pytest.mark.parametrize("is_silent", [True, False])
def test_dead_cache_is_a_miss(silent_socket, is_silent, settings):
    path = silent_socket if is_silent else "/tmp/ttdn-nobody-here"
    cache = ForgivingRedisCache(f"unix://{path}", {"OPTIONS": settings.CACHES["default"]["OPTIONS"]})
    start = time.monotonic()

    assert cache.get("danh-muc", "mặc định") == "mặc định"
    assert time.monotonic() - start < PATIENCE


@pytest.mark.django_db
def test_health_says_which_one_is_away(client, settings, silent_socket):
    assert client.get("/healthz").json() == {"database": True, "broker": True}

    settings.CELERY_BROKER_URL = f"redis+socket://{silent_socket}"
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (503, {"database": True, "broker": False})
    assert client.get("/livez").status_code == 200
