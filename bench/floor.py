"""What each page costs a bare Django: its one query, model objects, Jinja2; no session, no rights, no frame.

The pages tell of the same rows as the portal's, in as many words: a list of fifty tasks, a task with its
reports, the counts by group and state. A save is one commit of a row read, changed and written.
"""

from datetime import date

from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import Environment

from plans.models import Task
from plans.states import state_on
from reports.models import ProgressReport

HEAD = "<!doctype html><html lang=vi><meta charset=utf-8><title>{{ title }}</title><table>"
PAGES = Environment(autoescape=True)
LIST = PAGES.from_string(
    HEAD + "{% for task in rows %}<tr>"
    "<th scope=row><a href='{{ task.code }}/'>{{ task.code }} {{ task.title }}</a></th><td>{{ task.group.title }}</td>"
    "<td>{{ task.lead_agency.name }}</td><td>{{ task.due_on.strftime('%d/%m/%Y') if task.due_on }}</td>"
    "<td><span class='status {{ task.state }}'>{{ task.state }}</span></td><td>{{ task.progress_percent }}%</td>"
    "</tr>{% endfor %}</table>"
)
DETAIL = PAGES.from_string(
    HEAD + "<tr><th>{{ task.code }} {{ task.title }}<td>{{ task.description }}<td>{{ task.expected_output }}"
    "<td>{{ task.lead_agency.name }}<td>{{ task.due_on.strftime('%d/%m/%Y') if task.due_on }}</tr>"
    "{% for report in reports %}<tr><th>{{ report.period.name }}<td>{{ report.get_status_display() }}"
    "<td>{{ report.progress_percent }}%<td>{{ report.results }}"
    "<td>{{ report.submitted_at.strftime('%H:%M %d/%m/%Y') if report.submitted_at }}</tr>{% endfor %}</table>"
)
COUNTS = PAGES.from_string(
    HEAD + "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}{% endfor %}</tr>{% endfor %}</table>"
)


def task_list(request: HttpRequest, plan: int) -> HttpResponse:
    rows = Task.objects.filter(plan_id=plan).with_state(date.today()).select_related("group", "lead_agency")
    return HttpResponse(LIST.render(title="Nhiệm vụ", rows=rows.order_by("sequence")[:50]))


def dressed_list(request: HttpRequest, plan: int) -> HttpResponse:
    """The list as any page of the portal has to be, before it has a look: with a stylesheet, here of one rule, and with the
    header that keeps foreign windows away, for which the browser starts a process."""
    page = task_list(request, plan).content
    response = HttpResponse(page.replace(b"<table>", b"<link rel=stylesheet href=/sheet.css><table>", 1))
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def sheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse("td { padding: 4px }", content_type="text/css")


def task_detail(request: HttpRequest, task: int) -> HttpResponse:
    row = Task.objects.select_related("lead_agency").get(pk=task)
    reports = ProgressReport.objects.filter(task_id=task).select_related("period")
    return HttpResponse(DETAIL.render(title="Nhiệm vụ", task=row, reports=reports))


def overview(request: HttpRequest, plan: int) -> HttpResponse:
    rows = (
        Task.objects.filter(plan_id=plan)
        .order_by()
        .values_list("group_id", state_on(date.today()))
        .annotate(n=Count("pk"))
    )
    return HttpResponse(COUNTS.render(title="Tổng quan", rows=rows))


def overview_over_reports(request: HttpRequest, plan: int) -> HttpResponse:
    """What an overview would cost if it read reports instead of the task rows."""
    rows = (
        ProgressReport.objects.filter(task__plan_id=plan)
        .order_by()
        .values_list("task__group_id", "status")
        .annotate(n=Count("pk"), t=Count("task", distinct=True))
    )
    return HttpResponse(COUNTS.render(title="Tổng quan", rows=rows))


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
    return HttpResponse(COUNTS.render(title="Sơ kết", rows=rows.values_list(*columns)))


LINES = PAGES.from_string(
    HEAD
    + "{% for row in rows %}<tr><th scope=row><a href='{{ row.task.code }}/'>{{ row.task.code }} {{ row.task.title }}</a></th>"
    "<td>{{ row.period.name }}<td>{{ row.period.report_due_on.strftime('%d/%m/%Y') }}<td>{{ row.get_status_display() }}"
    "<td>{{ row.agency.name }}</tr>{% endfor %}</table>"
)


def mine(request: HttpRequest, agency: int) -> HttpResponse:
    """The reports of one agency that are not accepted yet."""
    rows = ProgressReport.objects.filter(agency_id=agency).exclude(status="ACCEPTED")
    rows = rows.select_related("task", "period", "agency").order_by("period__report_due_on")
    return HttpResponse(LINES.render(title="Việc của tôi", rows=rows))


def queue(request: HttpRequest, locality: int) -> HttpResponse:
    """The first page of what waits for the reviewer."""
    rows = ProgressReport.objects.filter(locality_id=locality, status="SUBMITTED")
    rows = rows.select_related("task", "period", "agency").order_by("submitted_at")[:50]
    return HttpResponse(LINES.render(title="Chờ xem xét", rows=rows))


@transaction.atomic
def save(request: HttpRequest, report: int) -> HttpResponse:
    row = ProgressReport.objects.get(pk=report)
    row.results = request.POST.get("results", "")
    row.save()
    return HttpResponse("ok")


urlpatterns = [
    path("list/<int:plan>", task_list),
    path("dressed/<int:plan>", dressed_list),
    path("sheet.css", sheet),
    path("task/<int:task>", task_detail),
    path("overview/<int:plan>", overview),
    path("reports/<int:plan>", overview_over_reports),
    path("assembly/<int:period>", assembly),
    path("mine/<int:agency>", mine),
    path("queue/<int:locality>", queue),
    path("save/<int:report>", save),
]
