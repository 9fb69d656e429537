"""How an issued paper calls its agencies: as it did on the day of its issue, whatever they are called since."""

from collections.abc import Callable
from typing import Any

from agencies.models import Agency
from plans.models import Plan

Content = dict[str, Any]
Names = Callable[[Agency], str]


def names_in(plan: Plan) -> Names:
    """The name of an agency in the plan's paper: of a draft today's, of an issued plan the one that its version keeps; one query."""
    content = plan.versions.order_by("-number").values_list("content", flat=True).first() or {}
    kept = content.get("agencies")
    if kept is not None:
        return lambda agency: kept.get(str(agency.pk), agency.label)
    full = _full_names(content)  # a version from before short names were kept
    return lambda agency: agency.label if full.get(agency.pk, agency.name) == agency.name else full[agency.pk]


def _full_names(content: Content) -> dict[int, str]:
    tasks = [task for group in content.get("groups", []) for task in group["tasks"]]
    pairs = [
        *((task["lead_agency_id"], task["lead_agency"]) for task in tasks),
        *((task["joint_lead_agency_id"], task["joint_lead_agency"]) for task in tasks),
        *((row["agency_id"], row["agency"]) for task in tasks for row in task["supports"]),
    ]
    return {pk: name for pk, name in pairs if pk}
