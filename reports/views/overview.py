from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.access import locality_or_404
from agencies.navigation import address
from plans import tabs
from plans.models import Plan
from plans.tabs import plan_tabs
from reports.dashboards.overview import Overview, is_before_issue, last_meeting_of, overview_of, overview_plan
from reports.dashboards.owed import own_agencies
from reports.dashboards.structure import PARAMETER, TODAY, Structure, structure_on
from reports.dashboards.to_sign import papers_to_sign
from reports.forms.overview import DayForm
from reports.querysets import WRITING_ROLES
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.rows import render_known

# Name of the figure → the list's word for it.
FIVE = {
    "total": "",
    "done": "dung-han",
    "done_late": "xong-qua-han",
    "in_term": "trong-han",
    "overdue": "qua-han",
}


@require_safe
def overview(request: HttpRequest, locality: str) -> HttpResponse:
    return _overview(request, locality)


@require_safe
def plan_overview(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    return _overview(request, locality, plan)


def _overview(request: HttpRequest, code: str, slug: str | None = None) -> HttpResponse:
    today = timezone.localdate()
    form = DayForm(request.GET)
    day = form.day(today)
    plan = overview_plan(request.user, code, slug, as_of=day)
    if plan is None and slug:
        raise Http404
    locality = plan.locality if plan else locality_or_404(request, code)
    request.locality = locality
    allow_or_403(request.user, "reports.view_overview", locality)
    to_sign = papers_to_sign(request.user, locality, today=today) if slug is None else None
    if plan is None:
        return render(request, "reports/overview_empty.html", {"locality": locality, "to_sign": to_sign})
    if day < today and is_before_issue(plan, day):
        return _before_issue(request, plan, form, day)
    is_whole = request.user.has_perm("reports.view_whole_overview", locality)
    page = overview_of(
        plan,
        as_of=day,
        today=today,
        agency_ids=None if is_whole else _own_agencies(request.user, locality),
        tells=not is_whole or request.user.has_perm("reports.read_results", locality),
        structure=_structure(request, plan, day),
    )
    context = {
        "tabs": plan_tabs(plan, request.user, tabs.OVERVIEW),
        "plan": plan,
        "to_sign": to_sign,
        "page": page,
        "form": form,
        "as_of": day,
        "is_past": day != today,
        "is_whole": is_whole,
        "by_today": _is_by_today(request),
        "structure_query": _rest(request.GET),
    }
    context |= _since_meeting(request.user, plan, page, is_whole=is_whole)
    context |= _links(plan, page, day=day, is_past=day != today, is_whole=is_whole)
    context |= _rows(plan, page, context["list_url"], is_whole=is_whole)
    return render(request, "reports/overview.html", context)


def _before_issue(request, plan: Plan, form: DayForm, day) -> HttpResponse:
    """Nothing was promised yet, so nothing is counted."""
    context = {
        "tabs": plan_tabs(plan, request.user, tabs.OVERVIEW),
        "plan": plan,
        "form": form,
        "title": f"Kế hoạch chưa ban hành vào ngày {short_date(day)}.",
        "text": f"Kế hoạch ban hành ngày {short_date(plan.first_day)}; trước ngày ấy chưa có nhiệm vụ nào để tính.",
    }
    return render(request, "reports/overview_before.html", context)


def _is_by_today(request) -> bool:
    return request.GET.get(PARAMETER) == TODAY


def _structure(request, plan: Plan, day) -> Structure:
    """The bodies of today where they are asked for; else, without asking anything, those of the plan."""
    is_asked = _is_by_today(request) and plan.has_heirs
    return structure_on(plan.locality_id, day) if is_asked else Structure()


def _rest(query) -> str:
    """The address without the choice of a structure."""
    kept = query.copy()
    kept.pop(PARAMETER, None)
    return kept.urlencode()


def _since_meeting(user, plan: Plan, page: Overview, *, is_whole: bool) -> dict:
    """What has changed since the last meeting; its own page for whoever takes part in meetings."""
    meeting = last_meeting_of(plan) if is_whole else None
    if meeting is None:
        return {"meeting": None, "changes": {}, "meeting_url": ""}
    may_read = user.has_perm("reports.read_results", plan.locality)
    words = [plan.locality.code, plan.slug, meeting.ordinal]
    url = f"{reverse('reports:meeting', args=words)}#thay-doi" if may_read else ""
    return {"meeting": meeting, "changes": meeting.changes(page.figures), "meeting_url": url}


def _rows(plan: Plan, page: Overview, list_url: str, *, is_whole: bool) -> dict:
    """The lists of the page, drawn from tuples."""
    url = _tasks_url(plan)
    agencies = page.agencies if is_whole else []
    return {
        "agency_rows": _drawn("reports/_overview_agency_rows.jinja", agencies, list_url),
        "late_rows": _drawn("reports/_overview_late_rows.jinja", page.late, url),
        "soon_rows": _drawn("reports/_overview_soon_rows.jinja", page.soon, url),
    }


def _drawn(template: str, lines, url: str) -> str:
    return render_known(template, tuple(line.as_row() for line in lines), url)


def _tasks_url(plan: Plan) -> str:
    return address("plans:task_list", plan.locality.code, plan.slug)


def _own_agencies(user, locality) -> set[int]:
    return own_agencies(user, locality.pk, WRITING_ROLES)


def _links(plan: Plan, page: Overview, *, day, is_past: bool, is_whole: bool) -> dict:
    """Where each figure leads: the list with the same day and the same choice, so that both count alike."""
    url = _tasks_url(plan)
    fixed = {"ngay": short_date(day)} if is_past else {}
    if not is_whole and len(page.agencies) == 1:
        fixed["chu-tri"] = page.agencies[0].code
    is_listed = is_whole or len(page.agencies) == 1
    links = (
        {
            name: f"{url}?{urlencode({**fixed, **({'tinh-trang': word} if word else {})})}".rstrip("?")
            for name, word in FIVE.items()
        }
        if is_listed
        else {}
    )
    version_url = (
        reverse("plans:version_detail", args=[plan.locality.code, plan.slug, page.version])
        if page.version
        else ""
    )
    return {
        "links": links,
        "version_url": version_url,
        "list_url": f"{url}?{urlencode(fixed)}{'&' if fixed else ''}",
    }
