"""Running work of an agency that was split: who carries it on, beside the promise that keeps its name."""

from collections.abc import Mapping

from django.db import transaction

from agencies.models import Agency, User
from agencies.services.activity import record
from plans.models import Task, TaskSupport


@transaction.atomic
def give_tasks(given: Mapping[int, int], *, predecessor: Agency, actor: User | None) -> int:
    """Let each of these tasks (id → agency) be carried on by its heir; only where the agency led it."""
    heirs = Agency.objects.in_bulk(set(given.values()))
    moved = 0
    for task in Task.objects.filter(pk__in=given).select_related("plan"):
        heir = heirs[given[task.pk]]
        led = Task.objects.filter(pk=task.pk, lead_agency=predecessor).update(lead_heir=heir)
        joint = Task.objects.filter(pk=task.pk, joint_lead_agency=predecessor).update(joint_heir=heir)
        if led or joint:
            moved += 1
            record(actor=actor, action="give_to_heir", obj=task, note=f"{predecessor.label} → {heir.label}")
    return moved


@transaction.atomic
def give_supports(given: Mapping[int, int], *, predecessor: Agency) -> int:
    """The same for what the agency gives to the tasks of others."""
    moved = 0
    for pk, heir_id in given.items():
        moved += TaskSupport.objects.filter(pk=pk, agency=predecessor).update(heir_id=heir_id)
    return moved
