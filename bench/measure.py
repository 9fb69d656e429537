"""Requests, interleaved, with the wall time of each and the CPU time of whoever worked for the answer:

the web server that gave it and the database's processes.
"""

import http.client
import os
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

TICK = os.sysconf("SC_CLK_TCK")
# Each thread of a server has a connection of its own, which plans its statements at the first calls.
WARM_CALLS, WARM_SECONDS = 32, 2.0


def cpu_seconds(root: int) -> float:
    """What a process and its children have spent on the processor: as the scheduler has counted it, in ticks for those that ended."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):  # it has ended meanwhile
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        total += _spent(pid)
        waiting += parents.get(pid, [])
    return total


def _spent(pid: int) -> float:
    nanoseconds = ended = 0
    with suppress(OSError):
        ended = sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[13:15]))
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(OSError):
            nanoseconds += int(thread.read_text().split()[0])
    return nanoseconds / 1e9 + ended / TICK


@dataclass
class Server:
    """A running gunicorn with the database's first process, and the cookies of whoever is signed in to it."""

    name: str
    port: int
    pid: int
    database_pid: int
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        return cpu_seconds(self.pid) + cpu_seconds(self.database_pid)

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        body = urlencode(form) if form is not None else None
        headers = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return answer.status, content, {k.lower(): v for k, v in answer.getheaders()}


@dataclass
class Sample:
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0
    requests: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.wall_ms)

    @property
    def cpu(self) -> float:
        return self.cpu_ms / self.requests


def warm(server: Server, act: Callable[[Server], None]) -> None:
    """Until every thread has met the page often enough; a slow page is met less often."""
    until = time.perf_counter() + WARM_SECONDS
    for _ in range(WARM_CALLS):
        act(server)
        if time.perf_counter() > until:
            return


def interleave(
    servers: dict[str, tuple[Server, Callable[[Server], None]]], *, rounds: int, batch: int
) -> dict[str, Sample]:
    """A B A B …: each server answers `batch` requests a round, so that a slow moment falls on both."""
    samples = {name: Sample() for name in servers}
    for server, act in servers.values():
        warm(server, act)
    for _ in range(rounds):
        for name, (server, act) in servers.items():
            before = server.cpu
            for _ in range(batch):
                start = time.perf_counter()
                act(server)
                samples[name].wall_ms.append((time.perf_counter() - start) * 1000)
            samples[name].cpu_ms += (server.cpu - before) * 1000
            samples[name].requests += batch
    return samples
