"""What a year left unfinished goes on in a later plan: the new task remembers the old one."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from agencies.models import User
from agencies.services.activity import record
from agencies.services.calendar import work_calendar
from plans.dashboards.copying import ended_agencies, moved_day, proposal_of
from plans.models import Plan, Task
from plans.services.copying import TaskPick, copy_tasks

NOTHING = "Chưa chọn nhiệm vụ nào để chuyển."
FINISHED = "Nhiệm vụ {codes} vừa hoàn thành hoặc đã rút, không chuyển nữa. Xem lại danh sách."


@transaction.atomic
def carry_over(source: Plan, target: Plan, *, tasks: Sequence[Task], actor: User) -> list[Task]:
    """Take unfinished tasks of `source` into a plan that is drafted; one carried there before is left out.

    Days move with the years; an agency that ended gives way to the one that follows it.
    """
    if not tasks:
        raise ValidationError(NOTHING)
    standing = source.tasks.unfinished().filter(pk__in=[task.pk for task in tasks])
    rows = list(standing.select_related("group", "lead_agency", "joint_lead_agency", "objective"))
    if gone := {task.code for task in tasks} - {task.code for task in rows}:
        raise ValidationError(FINISHED.format(codes=", ".join(sorted(gone))))
    heirs = {e.agency.pk: e.successor.pk for e in ended_agencies(rows, target.starts_on) if e.successor}
    new = copy_tasks(
        target, [_pick(task, source, target) for task in rows], actor=actor, agencies=heirs, note=source.title
    )
    if new:
        codes = ", ".join(task.code for task in rows)
        record(actor=actor, action="carry_over", obj=source, note=f"Nhiệm vụ {codes}: {target.title}.")
    return new


def _pick(task: Task, source: Plan, target: Plan) -> TaskPick:
    task.plan = source
    proposal = proposal_of(task, target, source, work_calendar(source.locality_id))
    due = {support.agency_id: moved_day(support.due_on, source, target) for support in task.supports.all()}
    return TaskPick(task, proposal.start.new, proposal.due.new, due)
