"""What an act on agencies does to the running work: tasks of a split, units, reports not sent yet."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import Agency, AgencySuccession, Reorganisation, User
from agencies.services.notices import notify, people_holding
from agencies.services.succession import NewBody, move_children, reorganise
from plans.services.heirs import give_supports, give_tasks
from reports.choices import INSIDE_STATUSES
from reports.models import ProgressReport

Places = Mapping[int, int]


@transaction.atomic
def reorganise_with_work(
    predecessors: Sequence[Agency],
    heirs: Sequence[Agency | NewBody],
    *,
    kind: Any,
    starts_on: date,
    basis: str,
    tasks: Places,
    supports: Places,
    posts: Places,
    actor: User,
) -> Reorganisation:
    """Make the act, and keep with it which heir (by its place) takes which task and support until the day comes."""
    made, bodies = reorganise(
        predecessors, heirs, kind=kind, starts_on=starts_on, basis=basis, posts=posts, actor=actor
    )
    made.choices = {
        "tasks": {str(pk): bodies[place].pk for pk, place in tasks.items() if place},
        "supports": {str(pk): bodies[place].pk for pk, place in supports.items() if place},
    }
    made.save(update_fields=["choices", "updated_at"])
    return made


def apply_due_reorganisations(*, as_of: date) -> int:
    """Every act whose day has come; each once, however often this runs."""
    return sum(apply_reorganisation(made) for made in Reorganisation.objects.due(as_of))


@transaction.atomic
def apply_reorganisation(made: Reorganisation) -> bool:
    """Let the running work go over; False where another process has done it."""
    claimed = Reorganisation.objects.filter(pk=made.pk, done_at__isnull=True).update(done_at=timezone.now())
    if not claimed:
        return False
    rows = AgencySuccession.objects.filter(reorganisation=made, is_direct=True)
    direct = rows.select_related("predecessor", "successor").order_by("-is_main", "pk")
    tasks, supports = _numbers(made.choices.get("tasks", {})), _numbers(made.choices.get("supports", {}))
    counts = {"tasks": 0, "supports": 0, "reports": 0, "units": 0}
    for row in direct.filter(is_main=True):
        counts["tasks"] += give_tasks(tasks, predecessor=row.predecessor, actor=made.created_by)
        counts["supports"] += give_supports(supports, predecessor=row.predecessor)
        counts["units"] += move_children(row.predecessor, row.successor, day=made.starts_on)
        counts["reports"] += _pass_reports(row.predecessor, row.successor)
    Reorganisation.objects.filter(pk=made.pk).update(summary=counts)
    _tell(made, [row.successor for row in direct])
    return True


def _numbers(kept: Mapping[str, int]) -> dict[int, int]:
    return {int(pk): agency for pk, agency in kept.items()}


def _pass_reports(predecessor: Agency, main: Agency) -> int:
    """A report that is not sent yet will go under the new name; what was sent keeps the old one."""
    unsent = ProgressReport.objects.filter(agency=predecessor, status__in=INSIDE_STATUSES)
    moved = 0
    for report in unsent.select_related("task"):
        task = report.task
        heir_id = task.lead_heir_id if task.lead_agency_id == predecessor.pk else task.joint_heir_id
        moved += ProgressReport.objects.filter(pk=report.pk, agency=predecessor).update(
            agency=heir_id or main.pk
        )
    return moved


def _tell(made: Reorganisation, heirs: Sequence[Agency]) -> None:
    people = people_holding(Role.OFFICER, Role.AGENCY_LEADER, agency_ids=[agency.pk for agency in heirs])
    names = "; ".join(dict.fromkeys(agency.name for agency in heirs))
    notify(
        people,
        kind=NoticeKind.HANDED_OVER,
        subject_key=f"reorganisation:{made.pk}",
        step="done",
        text=f"{made.get_kind_display().capitalize()}: {names} thực hiện tiếp công việc từ {made.starts_on:%d/%m/%Y}.",
        link=reverse("reports:my_work", args=[made.locality.code]),
        locality_id=made.locality_id,
    )
