from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import locality_or_404
from plans.access import plan_or_404
from plans.dashboards.plan import SECTIONS
from plans.forms.drafting import (
    GroupForm,
    IndicatorFormSet,
    PlanForm,
    SectionForm,
    SupportFormSet,
    TaskForm,
    agencies_of,
)
from plans.models import Plan, Task, TaskGroup
from plans.services import drafting
from ttdn_portal.shared.access import allow_or_403

STALE = "Người khác vừa sửa mục này. Bản của anh/chị còn nguyên dưới đây; xem bản đang có rồi lưu lại nếu vẫn muốn thay."
TITLES = {field: title for field, _, title in SECTIONS}


def editable_plan_or_404(request: HttpRequest, locality: str, slug: str) -> Plan:
    plan = plan_or_404(request, locality, slug)
    allow_or_403(request.user, "plans.change_plan", plan)
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
def plan_add(request: HttpRequest, locality: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "plans.add_plan", locality)
    form = PlanForm(request.POST or None, locality=locality)
    if request.method == "POST" and form.is_valid():
        plan = drafting.create_plan(form.save(commit=False), actor=request.user)
        messages.success(request, "Đã lập dự thảo. Viết từng phần, rồi thêm nội dung và nhiệm vụ.")
        return redirect(plan)
    return render(request, "plans/plan_add.html", {"locality": locality, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, locality: str, plan: str, section: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    current = getattr(plan, section)
    form = SectionForm(
        request.POST or None, label=TITLES[section], initial={"text": current, "read_text": current}
    )
    is_stale = False
    if request.method == "POST" and form.is_valid():
        text, read_text = form.cleaned_data["text"], form.cleaned_data["read_text"]
        try:
            drafting.save_section(plan, actor=request.user, field=section, text=text, read_text=read_text)
            messages.success(request, f"Đã lưu phần {TITLES[section].lower()}.")
            return redirect(plan)
        except drafting.StaleDraft:
            is_stale, current = True, getattr(plan_or_404(request, locality, plan.slug), section)
            form = SectionForm({"text": text, "read_text": current}, label=TITLES[section])
            form.add_error(None, STALE)
    context = {"plan": plan, "form": form, "title": TITLES[section], "current": current, "is_stale": is_stale}
    return render(request, "plans/section_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    form = GroupForm(request.POST or None, instance=TaskGroup(plan=plan))
    if request.method == "POST" and form.is_valid():
        title, description = form.cleaned_data["title"], form.cleaned_data["description"]
        group = drafting.add_group(plan, actor=request.user, title=title, description=description)
        messages.success(request, f"Đã thêm nội dung {group.number}.")
        return redirect(plan)
    return render(request, "plans/group_edit.html", {"plan": plan, "form": form, "group": None})


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    group = get_object_or_404(TaskGroup.objects.select_related("plan__locality"), plan=plan, number=number)
    form = GroupForm(request.POST or None, instance=group, initial={"read_at": group.updated_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            drafting.edit_group(form.instance, actor=request.user, read_at=form.cleaned_data["read_at"])
            messages.success(request, f"Đã lưu nội dung {number}.")
            return redirect(plan)
        except drafting.StaleDraft:
            stored = TaskGroup.objects.get(pk=group.pk)
            form = reread(form, stored)
            return render(
                request,
                "plans/group_edit.html",
                {"plan": plan, "form": form, "group": stored, "is_stale": True},
            )
    return render(request, "plans/group_edit.html", {"plan": plan, "form": form, "group": group})


def reread(form, stored):
    """The same form with what was typed, now read from the row as it stands."""
    data = form.data.copy()
    data["read_at"] = stored.updated_at.isoformat()
    form.data = data
    form.add_error(None, STALE)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def task_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    group = (
        plan.groups.filter(number=request.GET.get("nhom") or 0).first()
        if request.GET.get("nhom", "").isdigit()
        else None
    )
    return _task_form(request, plan, Task(plan=plan, group=group) if group else Task(plan=plan))


@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    return _task_form(request, plan, get_object_or_404(Task.objects.with_names(), plan=plan, code=code))


def _task_form(request: HttpRequest, plan: Plan, task: Task) -> HttpResponse:
    form, supports, indicators = _forms_of(request, plan, task)
    is_stale = False
    is_valid = request.method == "POST" and all([form.is_valid(), supports.is_valid(), indicators.is_valid()])
    if is_valid and not supports.refuse(form.instance.lead_ids):
        try:
            saved = drafting.save_task(
                form.save(commit=False),
                actor=request.user,
                supports=supports.cleaned_rows(),
                indicators=indicators.cleaned_rows(),
                read_at=form.cleaned_data["read_at"],
            )
            messages.success(request, f"Đã lưu nhiệm vụ {saved.code}.")
            stays = "more" in request.POST
            return (
                redirect("plans:task_edit", plan.locality.code, plan.slug, saved.code)
                if stays
                else redirect(saved)
            )
        except drafting.StaleDraft:
            is_stale, form = True, reread(form, Task.objects.get(pk=task.pk))
        except ValidationError as error:
            if drafting.NOT_EDITABLE in error.messages:
                raise PermissionDenied from error
            form.add_error(None, error.messages)
    context = {
        "plan": plan,
        "task": task,
        "form": form,
        "supports": supports,
        "indicators": indicators,
        "is_stale": is_stale,
        "bad_rows": [row for row in [*supports, *indicators] if row.is_bound and row.errors],
    }
    return render(request, "plans/task_edit.html", context)


def _forms_of(request: HttpRequest, plan: Plan, task: Task):
    """The task's form and its two sets of rows, filled from the request or from the rows."""
    data = request.POST or None
    read_at = task.updated_at.isoformat() if task.pk else ""
    supports = list(task.supports.values("agency", "contribution", "due_on")) if task.pk else []
    indicators = list(task.indicators.values("name", "unit", "target_value")) if task.pk else []
    chosen = (task.lead_agency_id, task.joint_lead_agency_id, *(row["agency"] for row in supports))
    agencies = list(agencies_of(plan.locality, *chosen))
    return (
        TaskForm(data, plan=plan, agencies=agencies, instance=task, initial={"read_at": read_at}),
        SupportFormSet(data, prefix="phoi-hop", initial=supports, form_kwargs={"agencies": agencies}),
        IndicatorFormSet(data, prefix="chi-tieu", initial=indicators),
    )
