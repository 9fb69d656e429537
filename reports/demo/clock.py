"""The hour at which a piece of the demo happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(day: date, hour: int = 9, minute: int = 0) -> Iterator[datetime]:
    """Let the portal's services take `day` for now. Only the demo turns the clock; it runs in a process of its own."""
    moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    with patch.object(timezone, "now", lambda: moment):
        yield moment
