"""Every text of a plan, with its place: what is looked through before the plan goes on."""

from plans.models import Plan
from ttdn_portal.shared.secrecy import row_texts


def plan_texts(plan: Plan) -> list[tuple[str, str]]:
    """The plan's own texts and those of its content, tasks, supports and indicators; five queries however many there are."""
    found = row_texts(plan)
    for group in plan.groups.all():
        found += row_texts(group, f"nội dung {group.number}")
    for task in plan.tasks.prefetch_related("supports", "indicators"):
        place = f"nhiệm vụ {task.code}"
        for row in (task, *task.supports.all(), *task.indicators.all()):
            found += row_texts(row, place)
    return found
