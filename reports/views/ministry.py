from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.dashboards.ministry import ministry_page
from ttdn_portal.shared.access import allow_or_403


@require_safe
def ministry(request: HttpRequest) -> HttpResponse:
    allow_or_403(request.user, "reports.view_ministry")
    today = timezone.localdate()
    return render(
        request, "reports/ministry.html", {"page": ministry_page(request.user, as_of=today), "as_of": today}
    )
