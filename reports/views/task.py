from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.dashboards.origins import origins_of
from plans.models import Task
from reports.dashboards.task import PeriodLine, seen_task, task_history, task_page
from ttdn_portal.shared.access import only_or_404
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.rows import render_rows


def task_or_404(request: HttpRequest, locality: str, plan: str, code: str, *, as_of: date) -> Task:
    found = seen_task(user=request.user.rights, locality=locality, plan=plan, code=code, day=as_of)
    task: Task = only_or_404(found)
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
    context["period_rows"] = render_rows(
        "reports/_task_period_rows.jinja", [line.as_row(_report_url(task, line)) for line in page.periods]
    )
    return render(request, "reports/task_detail.html", context)


def _report_url(task: Task, line: PeriodLine) -> str:
    place = [task.plan.locality.code, task.plan.slug, line.slug, task.code]
    return reverse("reports:report_detail", args=place) if line.has_report else ""


@require_safe
def history(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    task = task_or_404(request, locality, plan, code, as_of=timezone.localdate())
    page = page_of(request, task_history(task, request.user))
    return render(
        request,
        "reports/task_history.html",
        {"task": task, "plan": task.plan, "pager": pager_of(request, page)},
    )
