"""What every drafting page begins with."""

from datetime import date

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest

from agencies.services.calendar import work_calendar
from plans.access import plan_or_404
from plans.models import Plan
from ttdn_portal.shared.access import allow_or_403

# A page that frames the preview; every other page of the portal frames nothing.
frames_preview = csp_update({"frame-src": ["'self'"]})


def editable_plan_or_404(request: HttpRequest, locality: str, slug: str) -> Plan:
    plan = plan_or_404(request, locality, slug)
    allow_or_403(request.user, "plans.change_plan", plan)
    return plan


def tell_day_off(request: HttpRequest, label: str, day: date | None, locality_id: int) -> None:
    """A deadline is kept as it was given; where nobody works on that day, the person is told until when it counts."""
    words = work_calendar(locality_id).counted_words(day) if day else ""
    if words:
        messages.info(request, f"{label} {words} (Bộ luật Dân sự, Điều 148).")
