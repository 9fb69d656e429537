"""The first step of every view under `/<LOC>/ke-hoach/<PLAN>/…`: the plan, or 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from plans.models import Plan


def plan_or_404(request: HttpRequest, locality: str, slug: str) -> Plan:
    """The plan that this person may see, with its locality, by one query; the locality also stands in the page's head."""
    plan: Plan = get_object_or_404(
        Plan.objects.visible_to(request.user).with_names(), locality__code=locality, slug=slug
    )
    request.locality = plan.locality  # type: ignore[attr-defined]
    return plan
