"""The official page as it stands now, from the builder of the paper itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from documents.official.screen import render_screen
from plans.access import plan_or_404
from plans.dashboards.outline import outline_of
from plans.papers import build_decision, build_plan
from plans.views.editing import editable_plan_or_404, frames_preview
from ttdn_portal.shared.access import allow_or_403


@require_safe
@frames_preview
def preview(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    context = {"plan": plan, "outline": outline_of(plan, "xem-truoc"), "page_title": "Xem trước văn bản"}
    return render(request, "plans/preview.html", context)


@require_safe
@xframe_options_sameorigin
def preview_page(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    """The sheet itself, for whoever sees the plan before its issue; only a page of this portal may frame it."""
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.read_draft", plan)
    page = render_screen(build_decision(plan) if plan.is_by_decision else build_plan(plan))
    response = HttpResponse(page.html)
    response._csp_replace = {
        "style-src": [page.style_hash],
        "script-src": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
    return response
