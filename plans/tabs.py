"""The pages of one plan, as components/tabs.html draws them."""

from dataclasses import dataclass

from django.urls import reverse

from agencies.models import User
from plans.choices import PlanKind
from plans.models import Plan

PLAN, TASKS, OVERVIEW = "plans:plan_detail", "plans:task_list", "reports:plan_overview"
OBJECTIVES = "plans:objectives"
REVIEWS = "reports:period_review_list"


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: str = ""


def plan_tabs(plan: Plan, user: User, current: str) -> list[Tab]:
    """Plan, tasks and, once it is issued, the overview (for whoever may see it) and its reviews; addresses are asked by name."""
    pages = [("Kế hoạch", PLAN), ("Nhiệm vụ", TASKS)]
    if plan.kind == PlanKind.MULTI_YEAR:
        pages.append(("Mục tiêu theo năm", OBJECTIVES))
    if plan.is_public and user.has_perm("reports.view_overview", plan.locality):
        pages.append(("Tổng quan", OVERVIEW))
    if plan.is_public:
        pages.append(("Sơ kết, tổng kết", REVIEWS))
    return [
        Tab(label, reverse(name, args=[plan.locality.code, plan.slug]), name == current)
        for label, name in pages
    ]
