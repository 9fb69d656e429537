from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import locality_or_404
from agencies.history import history_of
from agencies.models import Locality
from agencies.services.calendar import work_calendar
from reports import workflow
from reports.access import report_or_404
from reports.choices import ReportStatus
from reports.dashboards import queue
from reports.dashboards.missing import missing_agencies, narrowed, reported_periods
from reports.dashboards.outputs import sent_outputs
from reports.dashboards.review import last_move, review_page, what_happened, withdrawn_report
from reports.dashboards.structure import AS_PLANNED, PARAMETER, TODAY, structure_on
from reports.forms.review import ACCEPT, ReportFilterForm, ReviewForm
from reports.models import ProgressReport
from reports.services.review import mark_opened, note_reading
from reports.workflow.many import Moved, move_each, not_read
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, find

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
    periods, by_today = reported_periods(request.user, locality, today), request.GET.get(PARAMETER) == TODAY
    has_heirs = any(period.has_heirs for period in periods)
    structure = structure_on(locality.pk, today) if by_today and has_heirs else AS_PLANNED
    missing = missing_agencies(locality, periods, clock.calendar.late_before(today), structure)
    form = ReportFilterForm(request.GET, choices=queue.waiting_choices(request.user, locality, missing))
    found = queue.in_piles(form.apply(waiting), clock)
    sizes = queue.pile_sizes(found)
    page = page_of(request, found.with_names().with_reading_of(request.user), count=sum(sizes.values()))
    piles = queue.piles_of(page.object_list, sizes, clock, filter_query(request))
    context = {
        "locality": locality, "form": form, "piles": piles, "pager": pager_of(request, page),
        "has_read": any(row.is_read for pile in piles for row in pile.rows), "query": filter_query(request),
        "total": page.paginator.count, "missing": narrowed(missing, period=form.chosen("ky"), agency=form.chosen("coquan")), "as_of": today,
        "has_heirs": has_heirs, "by_today": by_today,
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


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, locality: str, plan: str, period: str, code: str) -> HttpResponse:
    address = {"locality": locality, "plan": plan, "period": period, "code": code}
    if withdrawn := withdrawn_report(request.user, **address):
        return _withdrawn(request, withdrawn)
    report = report_or_404(request, **address)
    allow_or_403(request.user, "reports.review_reports", report.locality)
    if request.method == "POST":
        return _decide(request, report, address)
    if request.method == "GET" and request.user.has_perm("reports.accept_report", report):
        report = _opened(request, report, address)
    return _page(request, report, ReviewForm(report=report))


def _opened(request: HttpRequest, report: ProgressReport, address: dict[str, str]) -> ProgressReport:
    """The report as it stands after the first look; read again where somebody moved it meanwhile."""
    if report.status != ReportStatus.SUBMITTED:
        return report
    if not report.opened_at and not mark_opened(report, actor=request.user):
        report = report_or_404(request, **address)
    if report.status == ReportStatus.SUBMITTED:
        note_reading(report, actor=request.user)
    return report


@require_POST
def accept_read(request: HttpRequest, locality: str) -> HttpResponse:
    """Tiếp nhận các mục đã xem: each of the ticked reports by itself, told one by one."""
    row = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.review_reports", row)
    keys = set(request.POST.getlist("chon"))
    waiting = queue.waiting_reports(request.user, row).filter(
        task__code__in=[key.rpartition("/")[2] for key in keys]
    )
    done = move_each(
        [report for report in waiting.with_names().with_reading_of(request.user) if report.reference in keys],
        actor=request.user,
        move=lambda report: ACCEPT,
        against=not_read,
    )
    _tell_accepted(request, done, len(keys))
    return redirect(_back_to_queue(row, request))


def _tell_accepted(request: HttpRequest, done: list[Moved], chosen: int) -> None:
    went = [item.report.task.code for item in done if item.went]
    if went:
        messages.success(request, f"Đã tiếp nhận {len(went)} báo cáo: {', '.join(went)}.")
    for item in done:
        if not item.went:
            messages.error(request, f"{item.report} chưa tiếp nhận được: {' '.join(item.problems)}")
    if not chosen:
        messages.error(request, "Chọn ít nhất một báo cáo đã xem.")
    elif gone := chosen - len(done):
        messages.warning(
            request, f"{gone} báo cáo không còn chờ xem xét: người khác vừa xử lý hoặc cơ quan đã rút lại."
        )


def _decide(request: HttpRequest, report: ProgressReport, address: dict[str, str]) -> HttpResponse:
    form = ReviewForm(request.POST, report=report)
    place = _place(request, report)
    try:
        if form.is_valid():
            report.version = form.cleaned_data["version"] or report.version
            workflow.run(
                report, form.act, actor=request.user, note=form.cleaned_data["note"], **form.move_data()
            )
            return _answer(request, report, form, place)
    except TransitionBlocked as blocked:
        form.take(blocked.problems)
    except StaleState:
        return _overtaken(request, form, place, address)
    return _page(request, report, form)


def _answer(
    request: HttpRequest, report: ProgressReport, form: ReviewForm, place: queue.Place
) -> HttpResponse:
    done = find(workflow.TRANSITIONS, form.act).done_message
    messages.success(request, f"{report}: {done[:1].lower()}{done[1:]}")
    if form.goes_on and place.next_url:
        return redirect(place.next_url)
    if form.goes_on and place.total > 1:
        messages.info(request, "Đã đến cuối danh sách. Các báo cáo để sau vẫn còn ở dưới đây.")
    return redirect(_queue_url(request, report))


def _overtaken(
    request: HttpRequest, form: ReviewForm, place: queue.Place, address: dict[str, str]
) -> HttpResponse:
    """Somebody was faster: say who and what, keep what was typed. One's own second click is no surprise."""
    if withdrawn := withdrawn_report(request.user, **address):
        return _withdrawn(request, withdrawn)
    report = report_or_404(request, **address)
    move = last_move(report)
    if (
        move
        and move.actor_id == request.user.pk
        and move.action == form.act
        and report.status == find(workflow.TRANSITIONS, form.act).target
    ):
        return _answer(request, report, form, place)
    form.overtaken_by(
        report, f"{what_happened(report)} Thao tác của anh/chị chưa được ghi nhận; những gì đã gõ còn ở dưới."
    )
    return _page(request, report, form, status=409)


def _withdrawn(request: HttpRequest, report: ProgressReport) -> HttpResponse:
    request.locality = report.locality  # type: ignore[attr-defined]
    typed = ReviewForm(request.POST, report=report).typed() if request.method == "POST" else []
    context = {
        "report": report,
        "happened": what_happened(report),
        "typed": typed,
        "queue_url": _queue_url(request, report),
    }
    return render(request, "reports/review_withdrawn.html", context, status=409 if typed else 404)


def _page(request: HttpRequest, report: ProgressReport, form: ReviewForm, status: int = 200) -> HttpResponse:
    page = review_page(report, request.user, as_of=timezone.localdate())
    moves = {move.name for move in workflow.available(report, request.user)}
    context = {
        "report": report, "task": report.task, "period": report.period, "address": report.url_args(), "page": page, "form": form,
        "sections": [(section, form[form.comment_name(section.name)]) for section in page.sections],
        "may_accept": "accept" in moves, "may_return": "send_back" in moves, "may_reopen": "reopen" in moves,
        "may_let_go": "let_go" in moves and report.recall_asked_at is not None,
        "place": _place(request, report), "queue_url": _queue_url(request, report), "history": history_of(report),
        "outputs": sent_outputs(report),
    }  # fmt: skip
    return render(request, "reports/review.html", context, status=status)


def _place(request: HttpRequest, report: ProgressReport) -> queue.Place:
    """Where the report stands in the queue that the reviewer came from, filters and all."""
    filters = ReportFilterForm(request.GET, choices=queue.Choices({}, {}, {}))
    waiting = filters.apply(queue.waiting_reports(request.user, report.locality))
    clock = queue.Clock(timezone.localdate(), work_calendar(report.locality_id))
    return queue.place_of(report, queue.in_piles(waiting, clock), filter_query(request))


def _queue_url(request: HttpRequest, report: ProgressReport) -> str:
    return _back_to_queue(report.locality, request)


def _back_to_queue(locality: Locality, request: HttpRequest) -> str:
    return f"{reverse('reports:review_queue', args=[locality.code])}{filter_query(request)}"
