"""The first step of every view under `/<LOC>/ke-hoach/<PLAN>/…`: the plan, or 404."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from agencies.models import Rights, User
from plans.models import Consultation, ConsultedBody, Direction, Plan
from ttdn_portal.shared.access import only_or_404
from ttdn_portal.shared.prepared import prepared


def plan_or_404(request: HttpRequest, locality: str, slug: str, *, with_names: bool = True) -> Plan:
    """The plan that this person may see, by one query; its locality also stands in the page's head.

    `with_names` reads issuer, standing agency and signer along; a list of tasks does without them.
    """
    user: User = request.user  # type: ignore[assignment]  # every page asks for login
    plan: Plan = only_or_404(
        _seen_plan(user=user.rights, locality=locality, slug=slug, with_names=with_names)
    )
    request.locality = plan.locality  # type: ignore[attr-defined]
    return plan


@prepared
def _seen_plan(*, user: Rights, locality: str, slug: str, with_names: bool) -> QuerySet[Plan]:
    plans = Plan.objects.visible_to(user).filter(locality__code=locality, slug=slug)
    return plans.with_names() if with_names else plans.select_related("locality")


def round_or_404(request: HttpRequest, locality: str, slug: str, number: int) -> Consultation:
    """The round that this person may see: the bodies asked keep theirs, though the draft is no longer open to them."""
    rounds = Consultation.objects.visible_to(request.user).with_names()  # type: ignore[arg-type]
    found: Consultation = get_object_or_404(
        rounds, plan__locality__code=locality, plan__slug=slug, number=number
    )
    request.locality = found.plan.locality  # type: ignore[attr-defined]
    return found


def body_or_404(request: HttpRequest, locality: str, slug: str, number: int, body: int) -> ConsultedBody:
    """One body of a round: one's own, or any for those who make the plan."""
    bodies = ConsultedBody.objects.visible_to(request.user).with_names()  # type: ignore[arg-type]
    found: ConsultedBody = get_object_or_404(
        bodies,
        consultation__plan__locality__code=locality,
        consultation__plan__slug=slug,
        consultation__number=number,
        number=body,
    )
    request.locality = found.consultation.plan.locality  # type: ignore[attr-defined]
    return found


def direction_or_404(request: HttpRequest, locality: str, plan: str, number: int) -> Direction:
    """The direction that this person may see, by its number within the plan."""
    rows = Direction.objects.visible_to(request.user).with_names()  # type: ignore[arg-type]
    found: Direction = get_object_or_404(rows, plan__locality__code=locality, plan__slug=plan, ordinal=number)
    request.locality = found.plan.locality  # type: ignore[attr-defined]
    return found
