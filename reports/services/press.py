"""Items of the press: written down and corrected by the standing agency."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from agencies.models import User
from agencies.services.activity import record
from reports.choices import PressStatus
from reports.models import PressItem
from ttdn_portal.shared.locks import take_turn
from ttdn_portal.shared.transitions import StaleState

FACTS = ("tone", "title", "summary", "outlet", "country", "language", "url", "published_on")


@transaction.atomic
def add_press_item(item: PressItem, *, actor: User) -> PressItem:
    """Write a new item down under the next number of the locality."""
    item.recorded_by = actor
    item.full_clean(exclude=["number"], validate_constraints=False)
    take_turn(f"press numbers {item.locality_id}")
    last = PressItem.objects.filter(locality_id=item.locality_id).aggregate(last=Max("number"))["last"] or 0
    item.number = last + 1
    item.validate_constraints()
    item.save()
    record(actor=actor, action="add", obj=item, after=_told(item))
    return item


@transaction.atomic
def change_press_item(item: PressItem, *, actor: User, read_version: int) -> PressItem:
    """Save what was corrected of the item as published; StaleState where somebody else was faster."""
    stored = PressItem.objects.get(pk=item.pk)
    item.full_clean()
    as_read = PressItem.objects.filter(pk=item.pk, version=read_version).exclude(status=PressStatus.CLOSED)
    if not as_read.update(version=read_version + 1):
        raise StaleState
    item.version = read_version + 1
    item.save(update_fields=[*FACTS, "updated_at"])
    before, after = _told(stored), _told(item)
    names = [name for name in FACTS if before[name] != after[name]]
    record(
        actor=actor,
        action="change",
        obj=item,
        before={name: before[name] for name in names},
        after={name: after[name] for name in names},
    )
    return item


def _told(item: PressItem) -> dict[str, Any]:
    return {name: str(getattr(item, name)) for name in FACTS}
