"""The first step of every view under `/<LOC>/ke-hoach/<PLAN>/…`: the plan, or 404."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from agencies.models import Rights, User
from plans.models import Plan
from ttdn_portal.shared.prepared import prepared


def plan_or_404(request: HttpRequest, locality: str, slug: str, *, with_names: bool = True) -> Plan:
    """The plan that this person may see, by one query; its locality also stands in the page's head.

    `with_names` reads issuer, standing agency and signer along; a list of tasks does without them.
    """
    user: User = request.user  # type: ignore[assignment]  # every page asks for login
    found = _seen_plan(user=user.rights, locality=locality, slug=slug, with_names=with_names)
    if not found:
        raise Http404
    plan: Plan = found[0]
    request.locality = plan.locality  # type: ignore[attr-defined]
    return plan


@prepared
def _seen_plan(*, user: Rights, locality: str, slug: str, with_names: bool) -> QuerySet[Plan]:
    plans = Plan.objects.visible_to(user).filter(locality__code=locality, slug=slug)
    return plans.with_names() if with_names else plans.select_related("locality")
