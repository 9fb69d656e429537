"""The floor: the same database, a bare Django with no session, no middleware, no permission."""

from ttdn_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.floor"
MIDDLEWARE: list[str] = []
ALLOWED_HOSTS = ["*"]
