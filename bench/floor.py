"""What each page would cost if it did its one query and nothing else."""

from datetime import date

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import Environment

from plans.models import Task
from plans.querysets import state_on
from reports.models import ProgressReport

PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=vi><meta charset=utf-8><title>{{ title }}</title><table>"
    "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


def task_list(request: HttpRequest, plan: int) -> HttpResponse:
    rows = Task.objects.filter(plan_id=plan).with_state(date.today()).order_by("sequence")
    columns = (
        "code",
        "title",
        "group__title",
        "lead_agency__name",
        "state",
        "starts_on",
        "due_on",
        "progress_percent",
    )
    return HttpResponse(PAGE.render(title="Nhiệm vụ", rows=rows.values_list(*columns)[:50]))


def task_detail(request: HttpRequest, task: int) -> HttpResponse:
    row = Task.objects.filter(pk=task).values_list(
        "code", "title", "description", "expected_output", "lead_agency__name", "due_on"
    )
    reports = ProgressReport.objects.filter(task_id=task).values_list(
        "period__name", "status", "results", "progress_percent", "submitted_at"
    )
    return HttpResponse(PAGE.render(title="Nhiệm vụ", rows=[*row, *reports]))


def overview(request: HttpRequest, plan: int) -> HttpResponse:
    rows = (
        Task.objects.filter(plan_id=plan)
        .order_by()
        .values_list("group_id", state_on(date.today()))
        .annotate(n=Count("pk"))
    )
    return HttpResponse(PAGE.render(title="Tổng quan", rows=rows))


def overview_over_reports(request: HttpRequest, plan: int) -> HttpResponse:
    """What an overview would cost if it read reports instead of the task rows."""
    rows = (
        ProgressReport.objects.filter(task__plan_id=plan)
        .order_by()
        .values_list("task__group_id", "status")
        .annotate(n=Count("pk"), t=Count("task", distinct=True))
    )
    return HttpResponse(PAGE.render(title="Tổng quan", rows=rows))


def assembly(request: HttpRequest, period: int) -> HttpResponse:
    rows = ProgressReport.objects.filter(period_id=period, status="ACCEPTED").order_by("task__sequence")
    columns = (
        "task__code",
        "task__title",
        "agency__name",
        "results",
        "difficulties",
        "next_steps",
        "recommendations",
    )
    return HttpResponse(PAGE.render(title="Sơ kết", rows=rows.values_list(*columns)))


def save(request: HttpRequest, report: int) -> HttpResponse:
    row = ProgressReport.objects.get(pk=report)
    row.results = request.POST.get("results", "")
    row.save(update_fields=["results"])
    return HttpResponse("ok")


urlpatterns = [
    path("list/<int:plan>", task_list),
    path("task/<int:task>", task_detail),
    path("overview/<int:plan>", overview),
    path("reports/<int:plan>", overview_over_reports),
    path("assembly/<int:period>", assembly),
    path("save/<int:report>", save),
]
