"""The official page as it stands now, from the builder of the paper itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from documents.official.screen import render_screen
from plans.dashboards.outline import outline_of
from plans.papers.plan import build_plan
from plans.views.editing import editable_plan_or_404, frames_preview


@require_safe
@frames_preview
def preview(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    context = {"plan": plan, "outline": outline_of(plan, "xem-truoc"), "page_title": "Xem trước văn bản"}
    return render(request, "plans/preview.html", context)


@require_safe
@xframe_options_sameorigin
def preview_page(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    """The sheet itself; only a page of this portal may frame it, and it runs and loads nothing."""
    plan = editable_plan_or_404(request, locality, plan)
    page = render_screen(build_plan(plan))
    response = HttpResponse(page.html)
    response._csp_replace = {
        "style-src": [page.style_hash],
        "script-src": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
    return response
