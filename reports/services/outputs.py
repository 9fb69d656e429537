"""The register of outputs: written, changed, deleted, brought back."""

import contextlib
import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from agencies.models import Agency, User
from agencies.services.activity import record
from plans.models import Task
from reports.choices import WRITABLE_STATUSES
from reports.models import Output, OutputMaker, ProgressReport
from reports.services.counting import recount
from reports.services.likeness import forget_pairs, note_pairs
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.locks import take_turn
from ttdn_portal.shared.transitions import StaleState
from ttdn_portal.shared.uploads import CheckedFile

LOGGED = (
    "kind",
    "title",
    "started_on",
    "done_on",
    "languages",
    "audience",
    "channel",
    "country",
    "url",
    "views",
    "attendees",
    "amount",
    "unit",
)


def _reports_of(task_id: int, days: Iterable[date]) -> Any:
    """Reports of the task whose period holds one of `days`."""
    held = Q()
    for day in days:
        held |= Q(period__data_from__lte=day, period__data_to__gte=day)
    return ProgressReport.objects.kept().filter(held, task_id=task_id)


def locking_report(task_id: int, *days: date) -> ProgressReport | None:
    """The report that was sent and counted these days already, if there is one."""
    sent = _reports_of(task_id, days).exclude(status__in=WRITABLE_STATUSES)
    return sent.select_related("period", "task").order_by("period__data_from", "pk").first()


def _hold(task: Task, *days: date) -> None:
    """While this transaction lasts no report is sent that counts these days; ValidationError where one was already."""
    pks = list(_reports_of(task.pk, days).order_by("pk").values_list("pk", flat=True))
    ProgressReport.objects.filter(pk__in=pks).update(version=F("version"))
    sent = locking_report(task.pk, *days)
    if sent:
        raise ValidationError(
            f"Báo cáo {sent.period.in_sentence} của nhiệm vụ {sent.task.code} đã gửi nên sản phẩm trong kỳ không ghi thêm, "
            "không sửa được nữa. Rút báo cáo về, hoặc đề nghị cơ quan thường trực trả lại, mở lại báo cáo."
        )


@transaction.atomic
def add_output(
    output: Output, *, actor: User, makers: Iterable[Agency] = (), file: CheckedFile | None = None
) -> Output:
    """Write a new output down; the agency that writes it is always among those that made it unless others are named."""
    _hold(output.task, output.done_on)
    output.entered_by = actor
    output.settle()
    output.full_clean(exclude=["number", "file"], validate_constraints=False)
    take_turn(f"output numbers {output.locality_id}")
    last = Output.objects.filter(locality_id=output.locality_id).aggregate(last=Max("number"))["last"] or 0
    output.number = last + 1
    output.validate_constraints()
    output.save()
    _set_makers(output, makers or [output.agency])
    record(actor=actor, action="add", obj=output, after=_told(output))
    if file:
        _keep_file(output, file, actor)
    _settled(output, output.done_on)
    return output


@transaction.atomic
def change_output(
    output: Output,
    *,
    actor: User,
    read_version: int,
    makers: Iterable[Agency] | None = None,
    file: CheckedFile | None = None,
    drops_file: bool = False,
) -> Output:
    """Save what was changed; StaleState where somebody else saved it since it was read."""
    stored = Output.objects.select_related("task", "locality").get(pk=output.pk)
    _hold(stored.task, stored.done_on)
    _hold(output.task, output.done_on)
    output.settle()
    output.full_clean(exclude=["file"])
    _claim(output, read_version)
    output.save()
    if makers is not None:
        _set_makers(output, makers)
    before, after = _told(stored), _told(output)
    names = [name for name in after if before[name] != after[name]]
    record(
        actor=actor,
        action="change",
        obj=output,
        before={name: before[name] for name in names},
        after={name: after[name] for name in names},
    )
    if file or drops_file:
        _drop_file(output, actor)
    if file:
        _keep_file(output, file, actor)
    if stored.task_id != output.task_id:
        recount(stored.task, [stored.done_on])
    _settled(output, stored.done_on, output.done_on)
    return output


@transaction.atomic
def delete_output(output: Output, *, actor: User, read_version: int) -> None:
    """Take it out of every list and count; its row, its makers and its history stay, so that it can come back."""
    _hold(output.task, output.done_on)
    _claim(output, read_version, deleted_at=timezone.now())
    forget_pairs(output)
    record(actor=actor, action="delete", obj=output, before=_told(output))
    recount(output.task, [output.done_on])


@transaction.atomic
def restore_output(output: Output, *, actor: User) -> None:
    """Bring a deleted one back as it was; one that stands already stays as it is."""
    _hold(output.task, output.done_on)
    back = Output.objects.filter(pk=output.pk, deleted_at__isnull=False)
    if not back.update(deleted_at=None, version=F("version") + 1):
        return
    output.refresh_from_db(fields=["deleted_at", "version", "same_as"])
    record(actor=actor, action="restore", obj=output)
    _settled(output, output.done_on)


def _claim(output: Output, read_version: int, **columns: Any) -> None:
    """Count the version up where the row is still as it was read, else somebody was faster."""
    as_read = Output.objects.filter(pk=output.pk, version=read_version, deleted_at__isnull=True)
    if not as_read.update(version=read_version + 1, **columns):
        raise StaleState
    output.version = read_version + 1
    for name, value in columns.items():
        setattr(output, name, value)


def _settled(output: Output, *days: date) -> None:
    note_pairs(output)
    recount(output.task, days)


def _set_makers(output: Output, agencies: Iterable[Agency]) -> None:
    """Who is named already keeps the name under which it was written down."""
    wanted = {agency.pk: agency for agency in agencies}
    kept = {maker.agency_id for maker in output.makers.all()}
    output.makers.exclude(agency_id__in=wanted).delete()
    OutputMaker.objects.bulk_create(
        OutputMaker(output=output, agency=agency, name=agency.label)
        for pk, agency in wanted.items()
        if pk not in kept
    )


def _told(output: Output) -> dict[str, Any]:
    told = {name: "" if getattr(output, name) is None else str(getattr(output, name)) for name in LOGGED}
    return told | {"task": output.task.code, "done_on": short_date(output.done_on)}


def _keep_file(output: Output, checked: CheckedFile, actor: User) -> None:
    """Store an upload that the form has looked at, under a name of the portal's own."""
    digest = hashlib.sha256()
    for chunk in checked.upload.chunks():
        digest.update(chunk)
    checked.upload.seek(0)
    output.file_name, output.content_type = checked.name, checked.content_type
    output.size, output.sha256 = checked.upload.size or 0, digest.hexdigest()
    output.file.save(checked.name, checked.upload, save=False)
    try:
        output.save()
        record(
            actor=actor, action="add_file", obj=output, after={"file": checked.name, "sha256": output.sha256}
        )
    except Exception:
        with contextlib.suppress(OSError):
            output.file.storage.delete(output.file.name or "")
        raise


def _drop_file(output: Output, actor: User) -> None:
    """Take the file off; it goes from the store once that stands."""
    if not output.file:
        return
    stored, name, sha256 = output.file.name, output.file_name, output.sha256
    storage = output.file.storage
    output.file, output.file_name, output.content_type, output.size, output.sha256 = "", "", "", 0, ""
    output.save()
    record(actor=actor, action="remove_file", obj=output, before={"file": name, "sha256": sha256})
    transaction.on_commit(lambda: storage.delete(stored or ""))
