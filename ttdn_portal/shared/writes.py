"""One new row by SQL that is put together once a process: for what nearly every act writes beside its own rows."""

from functools import lru_cache

from django.db import connections, router
from django.db.models import Field, Model


def insert(row: Model) -> None:
    """Write a new row and give it its key, as `save()` does, without signals."""
    model = type(row)
    connection = connections[router.db_for_write(model)]
    sql, fields = _statement(model, connection.alias)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


@lru_cache
def _statement(model: type[Model], alias: str) -> tuple[str, list[Field]]:
    """The SQL, and the fields whose values it takes."""
    quote, meta = connections[alias].ops.quote_name, model._meta
    fields = [field for field in meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    into, key = quote(meta.db_table), quote(str(meta.pk.column))
    return f"INSERT INTO {into} ({columns}) VALUES ({marks}) RETURNING {key}", fields  # noqa: S608 - names of our own
