from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plans import tabs
from plans.access import plan_or_404
from plans.dashboards.past import past_plan
from plans.dashboards.tasks import TaskChoice, chosen_tasks, count_tasks, plan_names, task_rows
from plans.forms.filters import TaskFilterForm
from plans.forms.moves import SecretDoneForm
from plans.models import Task
from plans.services.progress import mark_secret_done
from plans.tabs import plan_tabs
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.rows import render_rows
from ttdn_portal.shared.templatetags.ttdn import number


@require_safe
def task_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan, with_names=False)
    today = timezone.localdate()
    names = plan_names(plan, today)
    form = TaskFilterForm(request.GET, plan=plan, names=names)
    day = form.as_of(today)
    past = past_plan(plan, day) if day < today else None
    if past:  # the plan held other dates, leads and tasks on that day
        names = past.names()
        form = TaskFilterForm(request.GET, plan=plan, names=names)
    gone = _withdrawn(plan, names, day, day if past else today) if form.shows_all else 0
    page = _past_page(request, form, past) if past else _page(request, plan, names, form, day, gone)
    rows = render_rows(
        "plans/_task_rows.jinja",
        task_rows(page.object_list, names, day),
        with_groups=form.is_in_plan_order,
        with_marks=not plan.is_illustration,
    )
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.TASKS),
        "form": form,
        "pager": pager_of(request, page),
        "rows": rows,
        "as_of": day,
        "is_past": day != today,
        "past": past,
        "found": _found(page.paginator.count - gone, gone),
    }
    return render(request, "plans/task_list.html", context)


def _page(request, plan, names, form, day, gone):
    choice, words = form.choice(), form.chosen("tim") or ""
    is_counted = day == timezone.localdate() and not form.is_filtered
    found = names.total + gone if is_counted else count_tasks(choice, plan=plan, day=day, words=words)
    tasks = chosen_tasks(choice, plan=plan, day=day, words=words, by_due=not form.is_in_plan_order)
    return page_of(request, tasks, count=found)


def _past_page(request, form, past):
    found = past.chosen(form.choice(), words=form.chosen("tim") or "", by_due=not form.is_in_plan_order)
    return page_of(request, found)


def _withdrawn(plan, names, day, today):
    gone = TaskChoice(is_withdrawn=True)
    return names.withdrawn if day == today else count_tasks(gone, plan=plan, day=day)


def _found(counted, gone):
    """The tasks that count; those withdrawn stay in the list and are told apart."""
    return f"{number(counted)} nhiệm vụ" + (f", thêm {number(gone)} nhiệm vụ đã rút" if gone else "")


@require_http_methods(["GET", "HEAD", "POST"])
def task_mark_secret(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan, with_names=False)
    task = get_object_or_404(Task.objects.with_names().filter(plan=plan, is_secret=True), code=code)
    allow_or_403(request.user, "plans.mark_secret_task", task)
    initial = {"is_done": "1" if task.completed_on else "0", "completed_on": task.completed_on}
    form = SecretDoneForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        mark_secret_done(task, actor=request.user, completed_on=form.cleaned_data["completed_on"])
        messages.success(request, "Đã ghi nhận.")
        return redirect(task)
    return render(request, "plans/task_mark_secret.html", {"plan": plan, "task": task, "form": form})
