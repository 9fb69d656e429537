from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.models import Task
from reports.dashboards.task import task_page, tasks_with_neighbours


@require_safe
def task_detail(request: HttpRequest, locality: str, plan: str, code: str) -> HttpResponse:
    today = timezone.localdate()
    tasks = tasks_with_neighbours(Task.objects.visible_to(request.user), today)
    task = get_object_or_404(tasks, plan__locality__code=locality, plan__slug=plan, code=code)
    request.locality = task.plan.locality
    page = task_page(task, request.user, as_of=today)
    may_report = request.user.has_perm("reports.start_report", task)
    context = {
        "task": task, "plan": task.plan, "page": page, "may_report": may_report,
        "open_periods": [line for line in page.periods if may_report and task.plan.is_public and line.is_waiting],
        "own_agencies": request.user.agency_ids("OFFICER", "AGENCY_LEADER"),
    }
    return render(request, "reports/task_detail.html", context)
