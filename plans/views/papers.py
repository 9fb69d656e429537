"""The page where the papers of a plan are asked for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.choices import DocumentKind
from documents.registry import DRAFT
from plans.access import plan_or_404
from plans.dashboards.papers import paper_kinds
from plans.dashboards.plan import issued_lines
from plans.services.exports import export_paper
from ttdn_portal.shared.access import allow_or_403

COUNTED, NAMED = ("round", "amendment"), ("period", "agency", DRAFT)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_export(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.export_plan", plan)
    if request.method == "POST":
        kind, format = request.POST.get("kind", DocumentKind.PLAN), request.POST.get("format", "pdf")
        try:
            return redirect(
                export_paper(plan, actor=request.user, kind=kind, format=format, given=_options(request))
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("plans:plan_export", locality, plan.slug)
    context = {"plan": plan, "kinds": paper_kinds(plan, request.user), "issued": issued_lines(plan)}
    return render(request, "plans/plan_export.html", context)


def _options(request: HttpRequest) -> dict[str, object]:
    """What was asked for, as a source names it: rounds and amendments are counted."""
    counted = {name: request.POST.get(name, "") for name in COUNTED}
    given: dict[str, object] = {name: request.POST.get(name, "")[:100] for name in NAMED}
    return given | {
        name: int(text) if text.isascii() and text.isdigit() else text for name, text in counted.items()
    }
