"""What of a plan is unfinished and where it may go on."""

from dataclasses import dataclass

from django.db.models import QuerySet

from agencies.models import Rights, User
from agencies.services.calendar import work_calendar
from plans.choices import EDITABLE_STATUSES
from plans.dashboards.copying import TaskProposal, proposal_of
from plans.models import Plan, Task
from ttdn_portal.shared.prepared import prepared


@dataclass(frozen=True)
class CarryPage:
    """Unfinished tasks with their days in `target`, and the plans that may take them."""

    target: Plan | None
    targets: list[Plan]
    rows: list[TaskProposal]

    @property
    def open_rows(self) -> list[TaskProposal]:
        return [row for row in self.rows if not row.is_taken]


def carry_page(source: Plan, user: User, *, slug: str = "") -> CarryPage:
    """The chosen target, or the earliest later plan that is being drafted."""
    later = Plan.objects.visible_to(user).filter(
        locality=source.locality, status__in=EDITABLE_STATUSES, year_to__gt=source.year_from
    )
    targets = list(later.exclude(pk=source.pk).order_by("year_from", "pk"))
    target = next((plan for plan in targets if plan.slug == slug), targets[0] if targets else None)
    return CarryPage(target, targets, _rows(source, target) if target else [])


def _rows(source: Plan, target: Plan) -> list[TaskProposal]:
    taken = set(target.tasks.filter(based_on__isnull=False).values_list("based_on_id", flat=True))
    calendar = work_calendar(source.locality_id)
    tasks = source.tasks.unfinished().select_related("group", "lead_agency", "joint_lead_agency")
    rows = []
    for task in tasks.order_by("sequence"):
        task.plan = source
        rows.append(proposal_of(task, target, source, calendar, is_taken=task.pk in taken))
    return rows


def followers_of(task: Task, user: User) -> list[Task]:
    """The tasks in which this one goes on, as far as this person sees their plans; where it comes from, see `origins`."""
    return _followers(user=user.rights, task=task.pk)


@prepared
def _followers(*, user: Rights, task: int) -> QuerySet[Task]:
    rows = Task.objects.visible_to(user).filter(based_on=task).select_related("plan__locality")
    return rows.order_by("plan__year_from", "pk")
