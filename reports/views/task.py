from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.dashboards.origins import origins_of
from plans.models import Task
from reports.dashboards.task import task_history, task_page, tasks_with_neighbours
from ttdn_portal.shared.lists import page_of, pager_of


def task_or_404(request: HttpRequest, locality: str, plan: str, code: str, *, as_of: date) -> Task:
    tasks = tasks_with_neighbours(Task.objects.visible_to(request.user), as_of)
    task = get_object_or_404(tasks, plan__locality__code=locality, plan__slug=plan, code=code)
    request.locality = task.plan.locality
    return task


@require_safe
def task_detail(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    today = timezone.localdate()
    task = task_or_404(request, locality, plan, code, as_of=today)
    page = task_page(task, request.user, as_of=today)
    may_report = request.user.has_perm("reports.start_report", task)
    context = {
        "task": task,
        "plan": task.plan,
        "page": page,
        "may_report": may_report,
        "origins": origins_of(task, request.user),
        "open_periods": [
            line for line in page.periods if may_report and task.plan.is_public and line.is_waiting
        ],
    }
    return render(request, "reports/task_detail.html", context)


@require_safe
def history(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    task = task_or_404(request, locality, plan, code, as_of=timezone.localdate())
    page = page_of(request, task_history(task, request.user))
    return render(
        request,
        "reports/task_history.html",
        {"task": task, "plan": task.plan, "pager": pager_of(request, page)},
    )
