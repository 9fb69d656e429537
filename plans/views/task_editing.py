"""One task of a plan that is being drafted, with its supports and indicators."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans.dashboards.outline import outline_of
from plans.forms.comparing import differences, rows_as_text
from plans.forms.drafting import IndicatorFormSet, SupportFormSet, TaskForm, agencies_of
from plans.models import Plan, Task
from plans.services import drafting
from plans.views.drafting import GONE, STALE, reread
from plans.views.editing import editable_plan_or_404, frames_preview, tell_day_off
from ttdn_portal.shared import autosave
from ttdn_portal.shared.forms import add_errors


@dataclass
class TaskForms:
    """The task's form and its two sets of rows."""

    form: TaskForm
    supports: SupportFormSet
    indicators: IndicatorFormSet

    def are_valid(self) -> bool:
        good = all([self.form.is_valid(), self.supports.is_valid(), self.indicators.is_valid()])
        return good and not self.supports.refuse(self.form.instance.lead_ids)

    def bad_rows(self) -> list:
        return [row for row in [*self.supports, *self.indicators] if row.is_bound and row.errors]


@require_http_methods(["GET", "HEAD", "POST"])
@frames_preview
def task_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    asked = request.GET.get("nhom", "")
    group = plan.groups.filter(number=asked).first() if asked.isdigit() and len(asked) < 5 else None
    task = Task(plan=plan, group=group, objective_id=group.based_on_id if plan.parent_id and group else None)
    return _task_form(request, plan, task if group else Task(plan=plan))


@require_http_methods(["GET", "HEAD", "POST"])
@frames_preview
def task_edit(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    """The task that the form was about, wherever it stands now; by its code where the page is only opened."""
    plan = editable_plan_or_404(request, locality, plan)
    key = request.POST.get("key", "")
    rows = Task.objects.with_names().filter(plan=plan)
    task = (rows.filter(pk=key) if key.isdigit() else rows.filter(code=code)).first()
    if task is not None:
        task.plan = plan
        return _task_form(request, plan, task)
    if request.method != "POST":
        raise Http404
    if autosave.is_autosave(request):
        return autosave.refused(GONE)
    forms = _forms_of(request, plan, Task(plan=plan))
    forms.form.add_error(None, GONE)
    return _task_page(request, plan, Task(plan=plan), forms)


def _task_form(request: HttpRequest, plan: Plan, task: Task) -> HttpResponse:
    forms = _forms_of(request, plan, task)
    by_script = autosave.is_autosave(request)
    if request.method != "POST":
        return _task_page(request, plan, task, forms)
    if not forms.are_valid():
        return (
            autosave.invalid(forms.form, *forms.bad_rows())
            if by_script
            else _task_page(request, plan, task, forms)
        )
    try:
        saved = _save(request, forms, is_autosave=by_script)
    except drafting.StaleDraft:
        return autosave.refused(STALE) if by_script else _stale_task(request, plan, task, forms)
    except ValidationError as error:
        if drafting.NOT_EDITABLE in error.messages:
            raise PermissionDenied from error
        add_errors(forms.form, error)
        return autosave.invalid(forms.form) if by_script else _task_page(request, plan, task, forms)
    return autosave.saved(saved.updated_at.isoformat()) if by_script else _saved(request, plan, saved)


def _save(request: HttpRequest, forms: TaskForms, *, is_autosave: bool) -> Task:
    return drafting.save_task(
        forms.form.save(commit=False),
        actor=request.user,
        supports=forms.supports.cleaned_rows(),
        indicators=forms.indicators.cleaned_rows(),
        read_at=forms.form.cleaned_data["version"],
        is_autosave=is_autosave,
    )


def _saved(request: HttpRequest, plan: Plan, task: Task) -> HttpResponse:
    messages.success(request, f"Đã lưu nhiệm vụ {task.code}.")
    tell_day_off(request, "Hạn hoàn thành", task.due_on, plan.locality_id)
    if "more" in request.POST:
        return redirect("plans:task_edit", plan.locality.code, plan.slug, task.code)
    if "next" in request.POST:
        page = reverse("plans:task_add", args=[plan.locality.code, plan.slug])
        return redirect(f"{page}?nhom={task.group.number}")
    return redirect(task)


def _stale_task(request: HttpRequest, plan: Plan, task: Task, forms: TaskForms) -> HttpResponse:
    """Both texts side by side, row for row; saving again takes the place of what was read here."""
    stored = Task.objects.with_names().filter(pk=task.pk, plan=plan).first()
    if stored is None:
        forms.form.add_error(None, GONE)
        return _task_page(request, plan, Task(plan=plan), forms)
    stored.plan = plan
    theirs = _forms_of(request, plan, stored, is_bound=False)
    rows = differences(forms.form, theirs.form)
    for label, mine, other in (
        ("Cơ quan phối hợp", forms.supports, theirs.supports),
        ("Chỉ tiêu", forms.indicators, theirs.indicators),
    ):
        typed, kept = rows_as_text(mine), rows_as_text(other)
        if typed != kept:
            rows.append((label, kept, typed))
    reread(forms.form, stored, STALE)
    return _task_page(request, plan, stored, forms, is_stale=True, rows=rows)


def _task_page(
    request: HttpRequest, plan: Plan, task: Task, forms: TaskForms, *, is_stale: bool = False, rows=()
) -> HttpResponse:
    context = {
        "plan": plan,
        "outline": outline_of(plan, "noi-dung"),
        "page_title": f"Sửa nhiệm vụ {task.code}" if task.pk else "Thêm nhiệm vụ",
        "task": task,
        "action": "" if task.pk else reverse("plans:task_add", args=[plan.locality.code, plan.slug]),
        "form": forms.form,
        "supports": forms.supports,
        "indicators": forms.indicators,
        "is_stale": is_stale,
        "differences": rows,
        "bad_rows": forms.bad_rows(),
    }
    return render(request, "plans/task_edit.html", context)


def _forms_of(request: HttpRequest, plan: Plan, task: Task, *, is_bound: bool = True) -> TaskForms:
    """Filled from the request, or from the rows."""
    data = (request.POST or None) if is_bound else None
    initial = {"version": task.updated_at.isoformat(), "key": task.pk} if task.pk else {}
    supports = list(task.supports.values("agency", "contribution", "due_on")) if task.pk else []
    indicators = list(task.indicators.values("name", "unit", "target_value")) if task.pk else []
    chosen = (task.lead_agency_id, task.joint_lead_agency_id, *(row["agency"] for row in supports))
    agencies = list(agencies_of(plan.locality, *chosen))
    return TaskForms(
        TaskForm(data, plan=plan, agencies=agencies, instance=task, initial=initial),
        SupportFormSet(data, prefix="phoi-hop", initial=supports, form_kwargs={"agencies": agencies}),
        IndicatorFormSet(data, prefix="chi-tieu", initial=indicators),
    )
