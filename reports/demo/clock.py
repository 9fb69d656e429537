"""The hour at which a piece of the demo happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(day: date, hour: int = 9, minute: int = 0) -> Iterator[datetime]:
    """Let the portal's services take `day` for now. Only the demo turns the clock; it runs in a process of its own.

    What happens on the day of loading has happened by then: nothing stands in the log before its hour.
    """
    moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    if day == timezone.localdate(real_now()):
        moment = min(moment, real_now())
    with patch.object(timezone, "now", lambda: moment):
        yield moment


def real_now() -> datetime:
    """Now, also while the portal's clock is turned."""
    return datetime.now(UTC)
