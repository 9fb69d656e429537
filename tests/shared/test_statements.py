"""Statements that PostgreSQL plans once a connection: made once, found again, made anew where they are gone."""

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext

from plans.models import Task
from ttdn_portal.shared import statements
from ttdn_portal.shared.prepared import prepared
from ttdn_portal.shared.statements import statement_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL keeps statements"),
]


@prepared
def titled(*, plan: int, title: str) -> QuerySet[Task]:
    return Task.objects.filter(plan=plan, title=title)


def made() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'ttdn\\_%' ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    statements._made.clear()


def test_a_query_is_made_once_and_only_called_afterwards(world):
    forget()

    with CaptureQueriesContext(connection) as asked:
        assert titled(plan=world.plan.pk, title=world.task.title) == [world.task]
        assert titled(plan=world.plan.pk, title="Không có nhiệm vụ này") == []

    (name,) = made()
    assert [query["sql"].split(" (")[0] for query in asked] == [f"EXECUTE {name}"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_to_the_server_makes_them_anew(world):
    assert titled(plan=world.plan.pk, title=world.task.title) == [world.task]

    connection.close()

    assert made() == []
    assert titled(plan=world.plan.pk, title=world.task.title) == [world.task]
    assert len(made()) == 1


def test_what_is_made_outlives_a_transaction_that_is_taken_back(world):
    forget()
    with transaction.atomic():
        titled(plan=world.plan.pk, title=world.task.title)
        transaction.set_rollback(True)

    assert titled(plan=world.plan.pk, title=world.task.title) == [world.task]


def test_many_make_room_for_new_ones(world, monkeypatch):
    monkeypatch.setattr(statements, "MAX_STATEMENTS", 2)
    forget()

    @prepared
    def first_of(*, plan: int, part: tuple[int, int]) -> QuerySet[Task]:
        return Task.objects.filter(plan=plan).order_by("sequence")[part[0] : part[1]]

    for last in (1, 2, 3, 1, 2):
        assert len(first_of(plan=world.plan.pk, part=(0, last))) == min(last, world.plan.tasks.count())
    assert len(made()) <= 2


def test_percent_signs_of_constants_stay_as_they_are(world):
    world.task.title = "Đạt 100% số hộ"
    world.task.save()

    @prepared
    def full(*, plan: int) -> QuerySet[Task]:
        return Task.objects.filter(plan=plan, title__contains="100%")

    @prepared
    def told() -> QuerySet[Task]:
        return Task.objects.filter(title="Đạt 100% số hộ").values_list("pk", Value("100% số hộ"))

    assert full(plan=world.plan.pk) == [world.task]
    assert told() == [(world.task.pk, "100% số hộ")]


@pytest.mark.parametrize(("setting", "value"), [("DISABLE_SERVER_SIDE_CURSORS", True), ("CONN_MAX_AGE", 0)])
def test_none_is_made_where_connections_do_not_last(monkeypatch, setting, value):
    assert statement_of(connection, "SELECT 1", (), ()) is not None

    monkeypatch.setitem(connection.settings_dict, setting, value)

    assert statement_of(connection, "SELECT 1", (), ()) is None
