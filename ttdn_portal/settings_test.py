"""What the tests must change, and no more: own folders, own names, a quick password hash.

`bin/test` starts the servers and names them in the environment. Each xdist worker has its own
data folder, database and prefix in Redis, so that two never see each other's rows or messages.
"""

import os
from pathlib import Path

if not os.environ.get("TTDN_TEST_ROOT"):
    raise SystemExit(
        "The tests need their own PostgreSQL and Redis: run `make test` "
        '(some of them: `make test ARGS="tests/plans -k issue"`).'
    )

TEST_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_root = Path(os.environ["TTDN_TEST_ROOT"]) / TEST_WORKER
_root.mkdir(parents=True, exist_ok=True)
os.environ["TTDN_DATA_DIR"] = str(_root)  # before the settings are read

from ttdn_portal.settings import *
from ttdn_portal.settings import (
    CACHES,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASES,
    IS_SQLITE,
    STATIC_ROOT,
    STORAGES,
)

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if IS_SQLITE:
    # A file: a live server's threads and a real worker process must see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(_root / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
    )
# A process started by a test (Celery worker, manage.py) works on the database of that test.
if os.environ.get("TTDN_TEST_DATABASE"):
    DATABASES["default"]["NAME"] = os.environ["TTDN_TEST_DATABASE"]

CACHES["default"]["KEY_PREFIX"] = f"ttdn-{TEST_WORKER}"
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"ttdn-{TEST_WORKER}:"

# Nothing is collected for a test: the addresses of static files carry no checksum.
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
