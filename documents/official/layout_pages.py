"""Each page as it is laid out: the layout tells a logger of its own, here whoever waits is told instead.

What the listener raises ends the layout: a paper of many pages that is no longer wanted frees its worker at the next page.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LOGGER = logging.getLogger("weasyprint.progress")
PAGE = "Step 5 - Creating layout - Page %d"

_listener: ContextVar[Callable[[int], None] | None] = ContextVar("listener", default=None)


class _Pages(logging.Filter):
    """Hands on the number of each page; nothing of it goes into the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        hear = _listener.get()
        if hear is not None and record.msg == PAGE and isinstance(record.args, tuple):
            hear(int(str(record.args[0])))
        return False


LOGGER.addFilter(_Pages())
LOGGER.setLevel(logging.INFO)


@contextmanager
def pages_told_to(hear: Callable[[int], None]) -> Iterator[None]:
    """Within this block `hear` gets, at every page that is begun, the furthest one so far; some are begun more than once."""
    furthest = 0

    def go_on(number: int) -> None:
        nonlocal furthest
        furthest = max(furthest, number)
        hear(furthest)

    token = _listener.set(go_on)
    try:
        yield
    finally:
        _listener.reset(token)
