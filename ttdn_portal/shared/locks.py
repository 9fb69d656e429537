"""One process at a time through a piece of work; the database's constraints still stand behind it."""

from zlib import crc32

from django.db import connection


def take_turn(name: str) -> None:
    """Wait, inside a transaction, until nobody else is in the middle of `name`; let go with the transaction's end.

    SQLite needs nothing: its transactions begin as writers here (settings), so they come one after another.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a turn lasts as long as a transaction: there is none")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(name.encode())])
