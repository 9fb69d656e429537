"""Where a plan comes from: blank, another plan, a plan of several years, a template."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import locality_or_404
from agencies.services.calendar import work_calendar
from plans.access import plan_or_404
from plans.dashboards.copying import changed_bases, day_names, ended_agencies, proposals, support_days
from plans.dashboards.copying_rows import copy_rows
from plans.dashboards.objectives import objective_lines
from plans.dashboards.outline import outline_of
from plans.forms.copying import read_choice
from plans.forms.drafting import PlanForm, agencies_of
from plans.forms.starting import TemplateForm
from plans.models import Plan, PlanTemplate
from plans.services import drafting, starting
from plans.services.copying import copy_tasks
from plans.tabs import OBJECTIVES, plan_tabs
from plans.views.editing import editable_plan_or_404
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.rows import render_rows


@require_http_methods(["GET", "HEAD", "POST"])
def plan_add(request: HttpRequest, locality: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "plans.add_plan", locality)
    form = PlanForm(request.POST or None, locality=locality, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _begun(request, form)
        except ValidationError as error:  # another began the same plan a moment ago
            add_errors(form, error)
    return render(request, "plans/plan_add.html", {"locality": locality, "form": form})


def _begun(request: HttpRequest, form: PlanForm) -> HttpResponse:
    """Make the draft; from another plan the next step chooses what to take over."""
    plan, source, template = form.save(commit=False), form.source_plan, form.source_template
    if source:
        starting.start_from_plan(plan, source, actor=request.user)
        messages.success(
            request, "Đã lập dự thảo với câu chữ, căn cứ của kế hoạch ấy. Chọn nội dung, nhiệm vụ để chép."
        )
        return redirect("plans:copy_tasks", plan.locality.code, plan.slug, source.slug)
    if template:
        starting.start_from_template(plan, template, actor=request.user)
    else:
        drafting.create_plan(plan, actor=request.user)
    messages.success(request, "Đã lập dự thảo. Viết từng phần, rồi thêm nội dung và nhiệm vụ.")
    return redirect("plans:structure", plan.locality.code, plan.slug) if template else redirect(plan)


# --- Taking groups and tasks over ----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def plan_copy_tasks(request: HttpRequest, locality: str, plan: str, source: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    source = get_object_or_404(
        Plan.objects.visible_to(request.user).filter(locality=plan.locality).exclude(pk=plan.pk), slug=source
    )
    rows = proposals(plan, source, work_calendar(plan.locality_id), day_names(plan))
    ended = ended_agencies([row.task for group in rows for row in group.tasks], plan.starts_on)
    agencies = list(agencies_of(plan.locality)) if ended else []
    choice = None
    if request.method == "POST":
        choice = read_choice(
            request.POST,
            rows,
            {line.agency.pk for line in ended},
            {agency.pk for agency in agencies},
            support_days(plan, source),
        )
        if not choice.errors and "check" not in request.POST:
            return _copied(request, plan, choice)
    return _copy_page(request, plan, source, rows, ended, agencies, choice)


def _copied(request: HttpRequest, plan: Plan, choice) -> HttpResponse:
    tasks = copy_tasks(plan, choice.picks, actor=request.user, groups=choice.groups, agencies=choice.agencies)
    messages.success(request, f"Đã chép {len(choice.groups)} nội dung, {len(tasks)} nhiệm vụ vào dự thảo.")
    return redirect("plans:structure", plan.locality.code, plan.slug)


def _copy_page(request: HttpRequest, plan: Plan, source: Plan, rows, ended, agencies, choice) -> HttpResponse:
    calendar, names = work_calendar(plan.locality_id), day_names(plan)
    lines = copy_rows(rows, choice, calendar, names)
    replaced = {line.agency.pk: _chosen(line, choice) for line in ended}
    context = {
        "plan": plan,
        "source": source,
        "outline": outline_of(plan, "noi-dung"),
        "page_title": f"Chép từ {source.period_label}",
        "rows": render_rows("plans/_copy_rows.jinja", lines) if lines else "",
        "ended": [(line, replaced[line.agency.pk]) for line in ended],
        "agencies": agencies,
        "changed": changed_bases(plan),
        "errors": list(choice.errors.items()) if choice else [],
    }
    return render(request, "plans/copy_tasks.html", context)


def _chosen(line, choice) -> int | None:
    if choice is not None:
        return choice.agencies.get(line.agency.pk)
    return line.successor.pk if line.successor else None


# --- What each objective received ------------------------------------------------------------------------------


@require_safe
def objectives(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    years, lines = objective_lines(plan, request.user, timezone.localdate())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, OBJECTIVES),
        "years": years,
        "lines": lines,
        "as_of": timezone.localdate(),
    }
    return render(request, "plans/objectives.html", context)


# --- Templates -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def template_save(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.add_plan", plan.locality)
    form = TemplateForm(request.POST or None, initial={"name": plan.title})
    if request.method == "POST" and form.is_valid():
        template = starting.save_template(plan, actor=request.user, name=form.cleaned_data["name"])
        messages.success(request, f"Đã lưu mẫu “{template.name}”. Chọn mẫu này khi lập kế hoạch.")
        return redirect("plans:template_list", plan.locality.code)
    return render(request, "plans/template_save.html", {"plan": plan, "form": form})


@require_safe
def template_list(request: HttpRequest, locality: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "plans.add_plan", locality)
    templates = PlanTemplate.objects.visible_to(request.user).filter(locality_id__in=[locality.pk]) | (
        PlanTemplate.objects.filter(locality=None)
    )
    rows = [(template, len(template.content.get("groups", []))) for template in templates]
    return render(request, "plans/template_list.html", {"locality": locality, "rows": rows})


@require_POST
def template_drop(request: HttpRequest, locality: str, code: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "plans.add_plan", locality)
    template = get_object_or_404(PlanTemplate, locality=locality, code=code)
    starting.drop_template(template, actor=request.user)
    messages.success(request, f"Đã bỏ mẫu “{template.name}”.")
    return redirect(reverse("plans:template_list", args=[locality.code]))
