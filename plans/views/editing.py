"""What every drafting page begins with."""

from csp.decorators import csp_update
from django.http import HttpRequest

from plans.access import plan_or_404
from plans.models import Plan
from ttdn_portal.shared.access import allow_or_403

# A page that frames the preview; every other page of the portal frames nothing.
frames_preview = csp_update({"frame-src": ["'self'"]})


def editable_plan_or_404(request: HttpRequest, locality: str, slug: str) -> Plan:
    plan = plan_or_404(request, locality, slug)
    allow_or_403(request.user, "plans.change_plan", plan)
    return plan
