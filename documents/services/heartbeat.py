"""A sign of life from the process that builds a paper."""

import threading
from typing import Any, Self

from django.db import connection
from django.utils import timezone

from documents.choices import DocumentStatus
from documents.models import Document

EVERY_SECONDS = 15


class Heartbeat:
    """While it beats the sweeper knows that the row's worker lives; a killed worker stops beating."""

    def __init__(self, document: Document):
        self.document = document
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *exc: Any) -> None:
        self.stopped.set()
        self.thread.join(timeout=5)

    def _beat(self) -> None:
        while not self.stopped.wait(EVERY_SECONDS):
            mine = Document.objects.filter(
                pk=self.document.pk, status=DocumentStatus.BUILDING, attempts=self.document.attempts
            )
            mine.update(claimed_at=timezone.now())
            connection.close()
