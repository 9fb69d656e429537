"""Sending work to the worker: the row stands first, the message comes after."""

import logging
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)


def enqueue_on_commit(task: Any, *args: Any) -> None:
    """Send `task` once the transaction stands; where the broker is silent the sweeper sends it later."""
    transaction.on_commit(lambda: _enqueue(task, *args))


def _enqueue(task: Any, *args: Any) -> None:
    try:
        task.delay(*args)
    except Exception as error:  # broker clients raise many kinds; none may reach the person who saved
        logger.warning("broker unreachable, left to the sweeper: %s", error)
