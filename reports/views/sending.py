from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.history import history_of
from agencies.models import ActivityEntry
from reports import workflow
from reports.access import report_or_404
from reports.choices import ReportStatus
from reports.dashboards import queue, work
from reports.dashboards.outputs import outputs_beside
from reports.dashboards.reading import content_of, figure_lines, report_page, reviewing_agency
from reports.dashboards.writing import remarks_of, returned_note
from reports.forms.writing import GiveBackForm, RecallForm
from reports.services.completeness import doubts_of, lacks_of
from reports.services.copies import export_report
from reports.services.writing import delete_report, restore_report
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_problems
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, find, linked
from ttdn_portal.shared.typed import moved_on

# What the page offers as one button; the others have a page of their own.
BUTTONS = ("sign_off", "withdraw", "take_back", "let_go")
# What asks for words.
NOTED = {"give_back": GiveBackForm, "ask_recall": RecallForm}


@require_safe
def report_detail(request, **address):
    return detail_page(request, report_or_404(request, **address))


def detail_page(request, report, forms=None, status=200):
    moves = {move.name: move for move in workflow.available(report, request.user)}
    moves.pop("withdraw" if report.opened_at else "ask_recall", None)
    if report.recall_asked_at:
        moves.pop("ask_recall", None)
    else:
        moves.pop("let_go", None)
    forms = {name: form() for name, form in NOTED.items()} | (forms or {})
    returned = report.is_mending and request.user.has_perm("reports.read_working_copy", report)
    return render(request, "reports/report_detail.html", {
        "report": report, "task": report.task, "period": report.period, "address": report.url_args(),
        "page": report_page(report, request.user, as_of=timezone.localdate()), "moves": moves, "buttons": [moves[name] for name in BUTTONS if name in moves],
        "returned": returned_note(report) if returned else None, "history": history_of(report),
        "outputs": outputs_beside(report, request.user),
        "give_back_form": forms["give_back"] if "give_back" in moves else None, "recall_form": forms["ask_recall"] if "ask_recall" in moves else None,
        "wrote_it_oneself": report.status == ReportStatus.AGENCY_REVIEW and "give_back" in moves and "sign_off" not in moves,
    }, status=status)  # fmt: skip


@require_safe
def report_check(request, **address):
    report = report_or_404(request, **address)
    allow_or_403(request.user, "reports.read_working_copy", report)
    if not report.is_writable:
        return redirect(report)
    content = content_of(report)
    return render(request, "reports/report_check.html", {
        "report": report, "task": report.task, "period": report.period, "address": report.url_args(), "content": content, "figures": figure_lines(report, content),
        "lacks": lacks_of(report, as_of=timezone.localdate()), "doubts": doubts_of(report),
        "remarks": remarks_of(report), "move": workflow.sending_move(report), "reviewer": reviewing_agency(report),
    })  # fmt: skip


@require_safe
def report_sent(request, **address):
    report = report_or_404(request, **address)
    allow_or_403(request.user, "reports.read_working_copy", report)
    if report.is_writable:
        return redirect("reports:report_edit", **address)
    waiting = work.my_work(request.user, report.locality_id, as_of=timezone.localdate())
    return render(request, "reports/report_sent.html", {
        "report": report, "task": report.task, "period": report.period, "address": report.url_args(), "reviewer": reviewing_agency(report),
        "next": next((row for group in waiting.groups if not group.is_folded for row in group.rows), None), "left": waiting.total,
        "review_by": queue.review_by(report) if report.status == ReportStatus.SUBMITTED else None,
        "may_withdraw": report.status == ReportStatus.SUBMITTED and not report.opened_at,
    })  # fmt: skip


@require_POST
def report_move(request, move, **address):
    report = report_or_404(request, **address)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, report)
    form = NOTED[move](request.POST) if move in NOTED else None
    if form and not form.is_valid():
        return detail_page(request, report, {move: form})
    report.version = _version_read(request, report)
    note = form.cleaned_data["note"] if form else ""
    accepted = request.POST.getlist("accepted")
    try:
        workflow.run(report, move, actor=request.user, note=note, accepted=accepted)
    except TransitionBlocked as blocked:
        if form:
            add_problems(form, blocked.problems)
            return detail_page(request, report, {move: form})
        for problem in blocked.problems:
            messages.error(request, linked(problem))
        return redirect("reports:report_check" if report.is_writable else "reports:report_detail", **address)
    except StaleState as stale:
        if not _was_done_before(report, transition, request.user):
            moved_on(request, " ".join(stale.problems))
            return redirect("reports:report_detail", **address)
    return _after(request, transition, address)


def _version_read(request, report):
    """The version that the person had before their eyes when they pressed the button."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else report.version


def _was_done_before(report, transition, user):
    """A second click on the same button: the first one did it."""
    report.refresh_from_db(fields=["status"])
    last = ActivityEntry.objects.about(report).first()
    return (
        report.status == transition.target
        and last is not None
        and last.action == transition.name
        and last.actor_id == user.pk
    )


def _after(request, transition, address):
    if transition.name in ("submit", "ask_sign_off"):
        return redirect("reports:report_sent", **address)
    messages.success(request, transition.done_message)
    if transition.name == "let_go":
        return redirect("reports:review_queue", address["locality"])
    if transition.name in ("withdraw", "take_back"):
        return redirect("reports:report_edit", **address)
    return redirect("reports:report_detail", **address)


@require_POST
def report_delete(request, **address):
    report = report_or_404(request, **address)
    allow_or_403(request.user, "reports.delete_report", report)
    report.version = _version_read(request, report)
    try:
        delete_report(report, actor=request.user)
        messages.success(request, "Đã xóa bản nháp. Có thể khôi phục ngay tại trang này.")
    except StaleState as stale:
        messages.warning(request, " ".join(stale.problems))
    return redirect("reports:report_detail", **address)


@require_POST
def report_restore(request, **address):
    report = report_or_404(request, **address)
    allow_or_403(request.user, "reports.delete_report", report)
    restore_report(report, actor=request.user)
    messages.success(request, "Đã khôi phục bản nháp.")
    return redirect("reports:report_edit", **address)


@require_POST
def report_export(request, **address):
    """The report as it was sent, as PDF or Word."""
    report = report_or_404(request, **address)
    try:
        return redirect(export_report(report, actor=request.user, format=request.POST.get("format", "pdf")))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(report)
