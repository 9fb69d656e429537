"""The history of one row, as the component `components/history.html` draws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from agencies.labels import action_label
from agencies.models import ActivityEntry

HISTORY_LENGTH = 50


@dataclass(frozen=True)
class HistoryLine:
    what: str
    who: str
    when: datetime
    why: str
    is_now: bool = False


def history_of(obj: Model, limit: int = HISTORY_LENGTH) -> list[HistoryLine]:
    """The latest acts on `obj`, newest first, by one query. Whoever sees the row sees its history."""
    return lines_of(ActivityEntry.objects.about(obj)[:limit])


def lines_of(entries: Iterable[ActivityEntry]) -> list[HistoryLine]:
    """Entries as lines; the first is marked as where things stand now."""
    return [HistoryLine(action_label(e.action, e.object_type), e.actor_name, e.at, e.note, is_now=n == 0) for n, e in enumerate(entries)]
