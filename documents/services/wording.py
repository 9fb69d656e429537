"""The words of an office: written by its clerk or the locality's administrator, each change kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from documents.models import WORDS, OfficeWording, WordingVersion

HAS_ONE = "Cơ quan này đã có mẫu chữ cho thể thức ấy."


class StaleWording(Exception):
    """Somebody saved these words after they were read; nothing was written."""

    def __init__(self, current: OfficeWording):
        self.current = current
        super().__init__("a newer version stands")


@transaction.atomic
def add_wording(wording: OfficeWording, *, actor: User) -> OfficeWording:
    """The first words of an office in one layout."""
    assert wording.agency.locality_id is not None  # offered: agencies of the locality
    wording.locality_id = wording.agency.locality_id
    wording.full_clean()
    try:
        with transaction.atomic():
            wording.save()
    except IntegrityError as error:  # two people began at the same moment
        raise ValidationError({"agency": HAS_ONE}) from error
    keep_version(wording, actor=actor)
    record(actor=actor, action="create", obj=wording)
    return wording


@transaction.atomic
def change_wording(wording: OfficeWording, *, actor: User, read_version: int) -> OfficeWording:
    """Save the words where they are still as they were read; papers issued before keep what stood then."""
    wording.full_clean()
    before = OfficeWording.objects.get(pk=wording.pk)
    if before.words == wording.words:
        return wording
    columns: dict[str, Any] = wording.words | {"version": read_version + 1, "updated_at": timezone.now()}
    if not OfficeWording.objects.filter(pk=wording.pk, version=read_version).update(**columns):
        raise StaleWording(OfficeWording.objects.get(pk=wording.pk))  # as the faster one left it
    wording.version = read_version + 1
    keep_first_version(before)  # by the one who wrote: two at once would both keep it
    keep_version(wording, actor=actor)
    changed = [name for name in WORDS if before.words[name] != wording.words[name]]
    record(
        actor=actor,
        action="change",
        obj=wording,
        before={name: before.words[name] for name in changed},
        after={name: wording.words[name] for name in changed},
    )
    return wording


def keep_first_version(before: OfficeWording) -> None:
    """Words written before changes were kept: they have held since the row was made."""
    if not before.versions.exists():
        WordingVersion.objects.create(wording=before, words=before.words, valid_from=before.created_at)


def keep_version(wording: OfficeWording, *, actor: User | None) -> None:
    WordingVersion.objects.create(
        wording=wording, words=wording.words, valid_from=timezone.now(), changed_by=actor
    )
