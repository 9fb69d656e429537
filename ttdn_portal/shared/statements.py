"""Statements that PostgreSQL plans once a connection: `PREPARE` at the first use, `EXECUTE` at every one.

Planning the joins of “who may see” costs several times what answering them does. Constants stay in the
text, so that partial indexes are found; only the values of a call are parameters. Not where connections do
not last: closed after each request, or handed out anew for each transaction by a pooler (TTDN_DB_POOLER).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any
from weakref import WeakKeyDictionary

MAX_STATEMENTS = 256  # of one connection; each holds a plan in the server's memory
TYPES = ((datetime, "timestamptz"), (date, "date"), (str, "text"), (int, "bigint"))

_made: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Statement:
    """A query with its constants in place: how it is made, and how it is called with the values of a call."""

    name: str
    make: str
    call: str
    values: tuple[int, ...]

    def ready_on(self, connection: Any) -> None:
        """Make it where this connection to the server does not know it yet."""
        connection.ensure_connection()
        made = _made.setdefault(connection.connection, set())
        if self.name in made:
            return
        with connection.connection.cursor() as cursor:  # the driver's: no query of the page's
            if len(made) >= MAX_STATEMENTS:
                cursor.execute("DEALLOCATE ALL")
                made.clear()
            cursor.execute(self.make)
        made.add(self.name)


def statement_of(
    connection: Any, sql: str, params: Sequence[Any], slots: Sequence[tuple[int, int]]
) -> Statement | None:
    """The query as a statement whose parameters are `slots` (place in `params`, number of the value); None elsewhere than on PostgreSQL."""
    if connection.vendor != "postgresql" or not _lasts(connection.settings_dict):
        return None
    numbers = {place: n for n, (place, _) in enumerate(slots, start=1)}
    pieces = sql.split("%s")
    marks = [f"${numbers[place]}" if place in numbers else "%s" for place in range(len(params))]
    text = "".join(piece + mark for piece, mark in zip(pieces, [*marks, ""], strict=True))
    constants = [value for place, value in enumerate(params) if place not in numbers]
    with connection.cursor() as cursor:
        query = cursor.mogrify(text, constants).decode() if constants else text.replace("%%", "%")
    types = ", ".join(_type_of(params[place]) for place, _ in slots)
    name = f"ttdn_{blake2b(f'{types}|{query}'.encode(), digest_size=12).hexdigest()}"
    blanks = ", ".join(["%s"] * len(slots))
    return Statement(
        name,
        f"PREPARE {name}{f' ({types})' if types else ''} AS {query}",
        f"EXECUTE {name}{f' ({blanks})' if blanks else ''}",
        tuple(value for _, value in slots),
    )


def _lasts(settings: dict[str, Any]) -> bool:
    return settings["CONN_MAX_AGE"] != 0 and not settings.get("DISABLE_SERVER_SIDE_CURSORS")


def _type_of(value: Any) -> str:
    return next(name for kind, name in TYPES if isinstance(value, kind))
