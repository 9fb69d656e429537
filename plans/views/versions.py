"""The plan as one of its versions has it, and two of them side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.access import plan_or_404
from plans.dashboards.compare import compare
from plans.dashboards.sides import default_sides, side_choices, side_of
from plans.dashboards.versions import version_lines, version_page
from plans.forms.versions import CompareForm, VersionDayForm
from plans.models import Plan
from plans.services.versions import plan_content
from ttdn_portal.shared.rows import render_rows


@require_safe
def version_detail(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    lines = version_lines(plan)
    if not 1 <= number <= len(lines):
        raise Http404
    version = plan.versions.get(number=number)
    page = version_page(version.content)
    asked = VersionDayForm(request.GET or None)
    context = {
        "plan": plan,
        "version": version,
        "line": lines[number - 1],
        "lines": lines,
        "is_current": number == len(lines),
        "day": asked.day() if request.GET else None,
        "day_form": VersionDayForm(),
        "page": page,
        "rows": render_rows("plans/_version_rows.jinja", page.rows),
    }
    return render(request, "plans/version_detail.html", context)


@require_safe
def plan_compare(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    seen = Plan.objects.visible_to(request.user).filter(locality=plan.locality)
    choices = side_choices(plan, seen)
    asked = request.GET if "tu" in request.GET or "den" in request.GET else None
    form = CompareForm(asked or default_sides(plan, choices), sides=choices)
    context = {"plan": plan, "form": form, "result": None}
    if form.is_valid():
        before, after = (side_of(seen, form.cleaned_data[name], dict(choices)) for name in ("tu", "den"))
        contents = [side.content or plan_content(side.plan) for side in (before, after)]
        result = compare(*contents, is_same_plan=before.plan == after.plan)
        rows = render_rows("plans/_compare_groups.jinja", [(group,) for group in result.groups])
        context |= {"result": result, "before": before, "after": after, "groups": rows}
    return render(request, "plans/plan_compare.html", context)
