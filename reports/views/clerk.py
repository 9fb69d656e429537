from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.access import locality_or_404
from reports.dashboards import clerk
from ttdn_portal.shared.access import allow_or_403


@require_safe
def clerk_desk(request: HttpRequest, locality: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.view_clerk_desk", locality)
    desk = clerk.clerk_desk(
        request.user, locality, slug=request.GET.get("ke-hoach", ""), as_of=timezone.localdate()
    )
    if desk is None:
        raise Http404
    return render(request, "reports/clerk_desk.html", {"locality": locality, "desk": desk})
