"""Rows whose INSERT is put together once: the same row as `save()` makes."""

import pytest
from django.db import IntegrityError, transaction

from agencies.models import ActivityEntry
from ttdn_portal.shared.writes import insert

pytestmark = pytest.mark.django_db
VALUES = {
    "action": "save",
    "object_type": "plan",
    "object_id": "7",
    "object_label": "Kế hoạch “100%” số 12/KH-UBND; DROP TABLE",
    "note": "Đổi hạn: %s",
    "before": {"due_on": "2026-03-05"},
    "after": {"due_on": None, "names": ["Sở Ngoại vụ", "Đài Truyền hình"]},
}


def test_row_is_that_of_save(world, lead_officer):
    whose = {"actor": lead_officer, "actor_name": str(lead_officer), "locality": world.locality}
    inserted, saved = ActivityEntry(**VALUES, **whose), ActivityEntry(**VALUES, **whose)

    insert(inserted)
    saved.save()

    rows = ActivityEntry.objects.filter(pk__in=(inserted.pk, saved.pk)).order_by("pk")
    first, second = rows.values(*(field.attname for field in ActivityEntry._meta.concrete_fields))
    assert saved.pk == inserted.pk + 1
    assert (second.pop("at") - first.pop("at")).total_seconds() < 5
    assert first | {"id": 0} == second | {"id": 0}
    assert rows[0] == inserted
    assert not inserted._state.adding


def test_what_the_database_refuses_is_an_error_and_no_row(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(ActivityEntry(**VALUES | {"action": None}))

    assert not ActivityEntry.objects.filter(object_label=VALUES["object_label"]).exists()
