"""Queries whose shape never changes: built and compiled once a process, filled with values at each call.

Building a queryset and turning it into SQL costs several times what the database needs to answer it.
A function marked `@prepared` builds its queryset once; later calls only put their values into the SQL
that came out. Whole numbers, texts, days and moments are values, and so are those inside a `Mould`.
Anything else among the arguments (None, True, a choice as a tuple of texts) belongs to the shape: each
combination is compiled once.

Which values went where is found by compiling twice with different stand-ins: the parameters that
differ are the places. A value that Django turns into something else on its way (a pattern for LIKE)
would not be found again, and is refused when the shape is first built.

PostgreSQL plans a shape once a connection, too: `shared/statements.py`.
"""

import copy
from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import IntegerField, QuerySet
from django.db.models.query import NamedValuesListIterable, ValuesListIterable

from ttdn_portal.shared.statements import Statement, statement_of

UNKNOWN = object()
MAX_SHAPES = 512  # of one function; a list's pages are shapes too
FIRST_NUMBER = {
    False: 11_001,
    True: 21_001,
}  # within the smallest column; no constant of ours is of this size
FIRST_DAY = {False: date(1971, 1, 1), True: date(1981, 1, 1)}


class NotPreparable(TypeError):
    """A value of the call can't be found again in the compiled query."""


class Mould(Protocol):
    """An argument that holds several values, such as what a person's posts open."""

    def shape(self) -> Any:
        """What of it belongs to the shape, hashable."""

    def values(self) -> tuple[int, ...]:
        """The values it holds, in an order of its own."""

    def holding(self, values: tuple[int, ...]) -> "Mould":
        """The same with other values."""


class Numbers(tuple[int, ...]):
    """Whole numbers for one `__in`; how many there are belongs to the shape."""

    def shape(self) -> Any:
        return (Numbers, len(self))

    def values(self) -> tuple[int, ...]:
        return self

    def holding(self, values: tuple[int, ...]) -> "Numbers":
        return Numbers(values)


@dataclass(frozen=True)
class _Shape:
    """One compiled form: its SQL with its parameters, and which of them are which values of the call."""

    queryset: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    slots: tuple[tuple[int, int], ...]
    row: Callable[[tuple[Any, ...]], Any] | None
    statement: Statement | None


def prepared(build: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """Mark a function of keyword arguments that builds a queryset: calling it then gives the rows."""
    shapes: dict[Any, Any] = {}

    @wraps(build)
    def rows(**arguments: Any) -> list[Any]:
        key = tuple((name, _kind_of(value)) for name, value in arguments.items())
        shape = shapes.get(key, UNKNOWN)
        if shape is UNKNOWN:  # another thread may be making the same, or making room: nobody reads it back
            if len(shapes) >= MAX_SHAPES:
                shapes.clear()
            shape = shapes[key] = _compile(build, arguments)
        if shape is None:  # nothing can match, whatever the values
            return []
        return _read(shape, [value for argument in arguments.values() for value in _values_in(argument)])

    return rows


def prepared_update(build: Callable[..., QuerySet[Any]]) -> Callable[..., int]:
    """Mark a function of whole numbers that builds the queryset of rows to change: calling it with columns and values
    changes them, as `update` does, and tells how many there were."""
    compiled: list[_Shape] = []  # one, made at the first call

    @wraps(build)
    def change(columns: Mapping[str, Any], **arguments: int) -> int:
        if not compiled:
            found = _compile(lambda **numbers: build(**numbers).order_by().values_list("pk"), arguments)
            assert found is not None, "a condition that nothing meets"
            compiled.append(found)
        return _change(compiled[0], columns, list(arguments.values()))

    return change


def _kind_of(argument: Any) -> Any:
    """What of an argument belongs to the shape: the type of a value, else all that is not a value."""
    if _is_value(argument):
        return type(argument)
    return argument.shape() if hasattr(argument, "holding") else argument


def _is_value(argument: Any) -> bool:
    return isinstance(argument, int | str | date) and not isinstance(argument, bool)


def _values_in(argument: Any) -> tuple[Any, ...]:
    if _is_value(argument):
        return (argument,)
    return argument.values() if hasattr(argument, "holding") else ()


# --- Compiling ---------------------------------------------------------------------------------------
def _compile(build: Callable[..., Any], arguments: dict[str, Any]) -> _Shape | None:
    try:
        first = _compiled(build, _stand_ins(arguments, is_second=False))
        second = _compiled(build, _stand_ins(arguments, is_second=True))
    except EmptyResultSet:
        return None
    queryset, compiler, sql, params, numbers = first
    differing = [
        (place, _hashable(one))
        for place, (one, other) in enumerate(zip(params, second[3], strict=True))
        if _hashable(one) != _hashable(other)
    ]
    if sql != second[2] or any(value not in numbers for _, value in differing):
        raise NotPreparable(f"{build.__qualname__}: a value changes the SQL, or is changed on its way")
    slots = tuple((place, numbers[value]) for place, value in differing)
    statement = statement_of(connections[queryset.db], sql, params, slots)
    return _Shape(queryset, compiler, sql, tuple(params), slots, _row_maker(queryset, compiler), statement)


def _compiled(build: Callable[..., Any], arguments: dict[str, Any]) -> tuple[Any, ...]:
    """Queryset, compiler, SQL, parameters, and which value of the call each parameter would be."""
    queryset = build(**arguments)
    compiler = queryset.query.get_compiler(queryset.db)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters(_columns_of(compiler))  # those of every call
    compiler.get_converters = lambda *_: converters
    values = [value for argument in arguments.values() for value in _values_in(argument)]
    connection = connections[queryset.db]
    numbers = {_hashable(_to_database(value, connection)): n for n, value in enumerate(values)}
    return queryset, compiler, sql, params, numbers


def _stand_ins(arguments: dict[str, Any], *, is_second: bool) -> dict[str, Any]:
    """The same arguments with a value of its own in every slot."""
    numbers = count(FIRST_NUMBER[is_second])

    def stand_in(value: Any) -> Any:
        n = next(numbers)
        if isinstance(value, int):
            return n
        if isinstance(value, str):
            return f"slot {n}"
        day = FIRST_DAY[is_second] + timedelta(days=n - FIRST_NUMBER[is_second])
        return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if isinstance(value, datetime) else day

    def of(argument: Any) -> Any:
        if _is_value(argument):
            return stand_in(argument)
        if hasattr(argument, "holding"):
            return argument.holding(tuple(stand_in(value) for value in argument.values()))
        return argument

    return {name: of(argument) for name, argument in arguments.items()}


def _hashable(value: Any) -> Any:
    return value if isinstance(value, int | str | date) else repr(value)


def _to_database(value: Any, connection: Any) -> Any:
    """As Django hands such a value to the driver."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def keep_related(obj: Any, name: str, rows: list[Any]) -> None:
    """Let `obj.<name>.all()` give these rows, as after `prefetch_related`."""
    kept = getattr(obj, name).all()
    kept._result_cache, kept._prefetch_done = rows, True
    obj.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept


# --- Filling -----------------------------------------------------------------------------------------
def _read(shape: _Shape, values: list[Any]) -> list[Any]:
    """Ask the database with these values in the slots; rows as the queryset would have given them."""
    connection = connections[shape.queryset.db]
    sql, params = _question(shape, connection, values)
    if shape.row is None:
        return list(_queryset(shape, connection, sql, params))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [shape.row(found) for found in cursor.fetchall()]


def _question(shape: _Shape, connection: Any, values: list[Any]) -> tuple[str, list[Any]]:
    """The SQL to send, with its parameters."""
    if shape.statement is not None:
        shape.statement.ready_on(connection)
        return shape.statement.call, [values[n] for n in shape.statement.values]
    return shape.sql, _filled(shape, connection, values)


def _filled(shape: _Shape, connection: Any, values: list[Any]) -> list[Any]:
    """The parameters of the SQL with these values in the slots."""
    params = list(shape.params)
    for place, slot in shape.slots:
        params[place] = _to_database(values[slot], connection)
    return params


def _change(shape: _Shape, columns: Mapping[str, Any], values: list[Any]) -> int:
    """UPDATE with the condition of the shape."""
    connection, meta = connections[shape.queryset.db], shape.queryset.model._meta
    quote = connection.ops.quote_name
    fields = [meta.get_field(name) for name in columns]
    told = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, columns.values(), strict=True)
    ]
    settings = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    condition = shape.sql.partition(" WHERE ")[2]
    sql = f"UPDATE {quote(meta.db_table)} SET {settings} WHERE {condition}"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.execute(sql, [*told, *_filled(shape, connection, values)])
        return int(cursor.rowcount)


def _queryset(shape: _Shape, connection: Any, sql: str, params: list[Any]) -> Any:
    """The rows as Django's own iterable makes them: objects, and columns that need converting."""
    compiler = copy.copy(shape.compiler)
    compiler.connection = connection
    compiler.as_sql = lambda *_, **__: (sql, params)
    query: Any = copy.copy(shape.queryset.query)
    query.get_compiler = lambda *_, **__: compiler
    queryset = type(shape.queryset)(model=shape.queryset.model, query=query, using=shape.queryset.db)
    queryset._fields = shape.queryset._fields
    return shape.queryset._iterable_class(queryset)


def _row_maker(queryset: Any, compiler: Any) -> Callable[[tuple[Any, ...]], Any] | None:
    """How a plain row becomes what `values_list` gives; None where Django has to do it."""
    columns = _columns_of(compiler)
    converted = [columns[place] for place in compiler.get_converters(columns)]
    is_converted = any(
        not isinstance(column.output_field, IntegerField) for column in converted
    )  # a whole number comes as one
    if compiler.has_extra_select or is_converted or compiler.has_composite_fields(columns):
        return None
    if queryset._iterable_class is ValuesListIterable:
        return tuple
    if queryset._iterable_class is NamedValuesListIterable and queryset._fields:
        row: Any = namedtuple("Row", queryset._fields)  # type: ignore[misc]  # the columns are known now
        return row._make
    return None


def _columns_of(compiler: Any) -> list[Any]:
    return [expression for expression, _, _ in compiler.select]
