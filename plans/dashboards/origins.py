"""Where a task comes from: the one it was taken over from, the item of the period plan it serves."""

from dataclasses import dataclass

from django.urls import reverse

from agencies.models import User
from plans.models import Plan, Task


@dataclass(frozen=True)
class Origin:
    label: str
    title: str
    url: str


def origins_of(task: Task, user: "User") -> list[Origin]:
    """Only what this person may see; nothing is asked of the database where the task remembers nothing."""
    found = []
    if task.based_on_id:
        source = (
            Task.objects.visible_to(user).filter(pk=task.based_on_id).select_related("plan__locality").first()
        )
        if source:
            label = f"Chép từ nhiệm vụ {source.code}, kế hoạch {source.plan.period_label}"
            found.append(Origin(label, source.display_title, source.get_absolute_url()))
    objective = task.objective if task.objective_id else None
    if objective and Plan.objects.visible_to(user).filter(pk=objective.plan_id).exists():
        plan = objective.plan
        url = reverse("plans:objectives", args=[plan.locality.code, plan.slug])
        found.append(
            Origin(f"Mục tiêu {objective.number}, kế hoạch {plan.period_label}", objective.title, url)
        )
    return found
