"""The pages of one plan, as components/tabs.jinja draws them."""

from dataclasses import dataclass

from agencies.choices import Role
from agencies.models import User
from agencies.navigation import address
from agencies.querysets import SENIOR_ROLES
from plans.choices import PlanKind, PlanStatus
from plans.models import Plan
from plans.querysets import READING_ROLES, REPLYING_ROLES

PLAN, TASKS, OVERVIEW = "plans:plan_detail", "plans:task_list", "reports:plan_overview"
OBJECTIVES = "plans:objectives"
AMENDMENTS, COMMENTS = "plans:amendment_list", "plans:consultation_list"
REVIEWS = "reports:period_review_list"
MEETINGS, DIRECTIONS = "reports:meeting_list", "plans:direction_list"


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool


def plan_tabs(plan: Plan, user: User, current: str) -> list[Tab]:
    """Plan, tasks and, once it is issued, what changed since, the overview (for whoever may see it) and its reviews; by name."""
    pages = [("Kế hoạch", PLAN), ("Nhiệm vụ", TASKS)]
    if plan.kind == PlanKind.MULTI_YEAR:
        pages.append(("Mục tiêu theo năm", OBJECTIVES))
    if plan.is_public:
        pages.append(("Điều chỉnh", AMENDMENTS))
    if plan.is_public and user.has_perm("reports.view_overview", plan.locality):
        pages.append(("Tổng quan", OVERVIEW))
    if _reads_rounds(plan, user):
        pages.append(("Góp ý", COMMENTS))
    if plan.is_public:
        pages.append(("Sơ kết, tổng kết", REVIEWS))
        pages += _after_meetings(plan, user)
    return [
        Tab(label, address(name, plan.locality.code, plan.slug), name == current) for label, name in pages
    ]


def _reads_rounds(plan: Plan, user: User) -> bool:
    """Those who make the plan; while comments are asked also those who see it to comment on it."""
    if user.has_role(plan.locality_id, *READING_ROLES):
        return True
    runs = user.has_role(plan.locality_id, Role.CLERK, Role.LOCALITY_ADMIN)
    return plan.status == PlanStatus.CONSULTING and not runs


def _after_meetings(plan: Plan, user: User) -> list[tuple[str, str]]:
    """Meetings for those who prepare, chair, sign or issue; directions for the committee, the standing agency and those addressed."""
    pages = []
    if user.has_role(plan.locality_id, *SENIOR_ROLES, Role.CLERK):
        pages.append(("Cuộc họp", MEETINGS))
    if user.has_role(plan.locality_id, Role.COMMITTEE_MEMBER, Role.STANDING_OFFICER, *REPLYING_ROLES):
        pages.append(("Ý kiến chỉ đạo", DIRECTIONS))
    return pages
