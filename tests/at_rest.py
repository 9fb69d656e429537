"""When a test ends, nobody else is at work on its rows: a late request or process would deadlock with emptying the tables."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

EMPTIED_BY = {"transactional_db", "live_server", "start_celery_worker", "start_web_process"}
OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend' AND state <> 'idle'"
)


class Gate:
    """Counts the requests the tests' own server is answering; while closed it turns new ones away with 503.

    A page that is closed still sends what was typed, so a request may come when its test is over.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.inside = 0
        self.is_open = True

    def enter(self) -> bool:
        with self.changed:
            self.inside += self.is_open
            return self.is_open

    def leave(self) -> None:
        with self.changed:
            self.inside -= 1
            self.changed.notify_all()

    def open(self) -> None:
        with self.changed:
            self.is_open = True

    def close(self, seconds: float = 30) -> bool:
        """Let nobody in; True once everybody inside has left."""
        with self.changed:
            self.is_open = False
            return self.changed.wait_for(lambda: not self.inside, timeout=seconds)

    def before(self, answer: Callable[..., Any]) -> Callable[..., Any]:
        """The handler `answer` behind this gate."""

        def at_gate(
            handler: WSGIHandler, environ: dict[str, Any], start: Callable[..., Any]
        ) -> Iterable[bytes]:
            if not self.enter():
                start("503 Service Unavailable", [("Content-Length", "0")])
                return []
            try:
                return Passed(answer(handler, environ, start), self.leave)
            except BaseException:
                self.leave()
                raise

        return at_gate


class Passed:
    """A response whose closing, the last thing a request does, says that the request has left."""

    def __init__(self, response: Any, leave: Callable[[], None]) -> None:
        self.response, self.leave = response, leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.response)

    def close(self) -> None:
        try:
            self.response.close()
        finally:
            self.leave()


@pytest.fixture(scope="session")
def gate() -> Iterator[Gate]:
    """The gate before every request to the server that runs inside the tests."""
    made = Gate()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", made.before(WSGIHandler.__call__))
        yield made


@pytest.fixture(autouse=True)
def nobody_at_work(request: pytest.FixtureRequest, _django_db_marker: None, gate: Gate) -> Iterator[None]:
    """Servers, workers and threads have let go of their rows before the tables are emptied."""
    marker = request.node.get_closest_marker("django_db")
    empties = bool(EMPTIED_BY & set(request.fixturenames)) or (
        marker is not None and bool(marker.kwargs.get("transaction"))
    )
    if empties:
        request.getfixturevalue("transactional_db")  # set up before this one, so emptied after it
    gate.open()
    yield
    if empties:
        gate.close()
        if connection.vendor == "postgresql":
            _wait_for_processes()


def _wait_for_processes(seconds: float = 10) -> None:
    """Until no other connection is in the middle of something; one that stays so is cut off."""
    limit = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < limit:
            cursor.execute(f"SELECT count(*) {OTHERS}")
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.05)
        cursor.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")
