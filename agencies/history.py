"""The history of one row, as the component `components/history.html` draws it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    """Entries as lines, newest first; the first says how things stand now."""
    return [replace(line_of(entry), is_now=n == 0) for n, entry in enumerate(entries)]


def line_of(entry: ActivityEntry) -> HistoryLine:
    return HistoryLine(action_label(entry.action, entry.object_type), entry.actor_name, entry.at, entry.note)
