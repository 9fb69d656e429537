from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.access import locality_or_404
from agencies.models import Locality
from agencies.services.calendar import work_calendar
from reports.dashboards import queue
from reports.forms.review import ReportFilterForm
from reports.models import ProgressReport
from ttdn_portal.shared.lists import page_of, pager_of

FILTERS = ("ky", "coquan", "noidung")


@require_safe
def review_queue(request: HttpRequest, locality: str) -> HttpResponse:
    """The reviewer's desk; for everybody else, and on demand, the plain list of the reports they may see."""
    locality = locality_or_404(request, locality)
    is_reviewer = request.user.has_perm("reports.review_reports", locality)
    if is_reviewer and request.GET.get("xem") != "tat-ca":
        return _queue(request, locality)
    return _list(request, locality, is_reviewer=is_reviewer)


def _queue(request: HttpRequest, locality: Locality) -> HttpResponse:
    today = timezone.localdate()
    clock = queue.Clock(today, work_calendar(locality.pk))
    waiting = queue.waiting_reports(request.user, locality)
    missing = queue.missing_agencies(locality, queue.reported_periods(request.user, locality, today), today)
    form = ReportFilterForm(request.GET, choices=queue.choices_of(waiting, missing))
    found = queue.in_piles(form.apply(waiting), clock)
    sizes = queue.pile_sizes(found)
    page = page_of(request, found.with_names(), count=sum(sizes.values()))
    context = {
        "locality": locality, "form": form, "piles": queue.piles_of(page.object_list, sizes, clock, filter_query(request)), "pager": pager_of(request, page),
        "total": page.paginator.count, "missing": queue.narrowed(missing, period=form.chosen("ky"), agency=form.chosen("coquan")), "as_of": today,
    }  # fmt: skip
    return render(request, "reports/review_queue.html", context)


def _list(request: HttpRequest, locality: Locality, *, is_reviewer: bool) -> HttpResponse:
    reports = ProgressReport.objects.visible_to(request.user).kept().filter(locality=locality)
    form = ReportFilterForm(request.GET, choices=queue.choices_of(reports), has_status=True)
    page = page_of(request, form.apply(reports).with_names())
    context = {
        "locality": locality, "form": form, "rows": queue.list_rows(page.object_list, request.user, is_reviewer=is_reviewer),
        "pager": pager_of(request, page), "total": page.paginator.count, "is_reviewer": is_reviewer,
    }  # fmt: skip
    return render(request, "reports/review_list.html", context)


def filter_query(request: HttpRequest) -> str:
    """The filters of the queue, carried from one report to the next."""
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return f"?{urlencode(chosen)}" if chosen else ""


def review(request, **kwargs):
    from django.http import Http404

    raise Http404
