"""The first step of every view under `/<LOC>/ke-hoach/<PLAN>/…`: the plan, or 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from plans.models import Plan


def plan_or_404(request: HttpRequest, locality: str, slug: str, *, with_names: bool = True) -> Plan:
    """The plan that this person may see, by one query; its locality also stands in the page's head.

    `with_names` reads issuer, standing agency and signer along; a list of tasks does without them.
    """
    plans = Plan.objects.visible_to(request.user)  # type: ignore[arg-type]  # every page asks for login
    plans = plans.with_names() if with_names else plans.select_related("locality")
    plan: Plan = get_object_or_404(plans, locality__code=locality, slug=slug)
    request.locality = plan.locality  # type: ignore[attr-defined]
    return plan
