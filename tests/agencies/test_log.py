"""The activity log only grows: by the model, by the queryset, and by the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.models import ActivityEntry
from agencies.services.activity import record

pytestmark = pytest.mark.usefixtures("guarded_rows")


@pytest.fixture
def entry(world, standing_officer):
    return record(actor=standing_officer, action="save", obj=world.plan, note="Sửa trích yếu")


def test_model_and_queryset_refuse_change_and_removal(entry):
    entry.note = "khác"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        ActivityEntry.objects.filter(pk=entry.pk).update(note="khác")
    with pytest.raises(TypeError):
        ActivityEntry.objects.all().delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE agencies_activityentry SET note = 'khác'", "DELETE FROM agencies_activityentry"]
)
def test_database_refuses_change_and_removal(entry, statement):
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert ActivityEntry.objects.get(pk=entry.pk).note == "Sửa trích yếu"
