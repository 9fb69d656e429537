"""Cuộc họp: the list, one meeting, its facts, its conclusions, the life of its notice."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.models import SignedCopy
from plans import tabs
from plans.access import plan_or_404
from plans.tabs import plan_tabs
from plans.views.signed_copies import filing_of
from reports.access import meeting_or_404
from reports.dashboards.meeting import meeting_lines, meeting_page
from reports.forms.meetings import (
    MeetingForm,
    MeetingFormForm,
    PointFormSet,
    ReadVersionForm,
    agencies_of,
)
from reports.forms.period_reviews import ReviewIssueForm, ReviewMoveForm
from reports.models import Meeting
from reports.services import meetings as service
from reports.workflow import meeting as workflow
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.file_kinds import PDF
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.transitions import Transition, TransitionError, find
from ttdn_portal.shared.typed import moved_on
from ttdn_portal.shared.uploads import send_file

FORM_METHODS = ["GET", "HEAD", "POST"]
# What a move brings with it, said before it is made.
CONSEQUENCES = {
    "submit": "Dự thảo thông báo chuyển đến người ký và không sửa được cho đến khi được trả lại.",
    "approve": "Thông báo chuyển sang văn thư để lấy số và ban hành.",
    "send_back": "Thông báo trở về cơ quan thường trực để sửa, kèm lý do ghi dưới đây.",
    "issue": "Thông báo được đóng lại, số đã cấp không dùng lại. Mỗi kết luận giao cho một cơ quan được theo dõi ở trang Ý kiến chỉ đạo và báo ngay cho cơ quan ấy.",
}
STALE = "Người khác vừa lưu cuộc họp này. Những gì anh/chị ghi còn nguyên dưới đây; xem lại rồi lưu lần nữa nếu vẫn muốn thay."


@require_safe
def meeting_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.MEETINGS),
        "meetings": meeting_lines(plan, request.user),
    }
    return render(request, "reports/meeting_list.html", context)


@require_safe
def meeting(request: HttpRequest, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    context = {
        "meeting": row,
        "plan": row.plan,
        "page": meeting_page(row, request.user, as_of=timezone.localdate()),
        "moves": workflow.available(row, request.user),
        "lacks": workflow.missing_for_submission(row, {}) if row.is_writable else [],
    }
    return render(request, "reports/meeting.html", context)


@require_http_methods(FORM_METHODS)
def meeting_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "reports.add_meeting", plan)
    form = MeetingForm(request.POST or None, locality=plan.locality)
    if request.method == "POST" and form.is_valid():
        try:
            row = service.create_meeting(
                plan, actor=request.user, attending=form.cleaned_data["attending"], **form.facts()
            )
            messages.success(request, "Đã ghi nhận cuộc họp. Chốt số liệu rồi ghi các kết luận.")
            return redirect(row)
        except ValidationError as error:
            add_errors(form, error)
    context = {"plan": plan, "form": form, "back": plan.get_absolute_url()}
    return render(request, "reports/meeting_edit.html", context)


@require_http_methods(FORM_METHODS)
def meeting_edit(request: HttpRequest, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    allow_or_403(request.user, "reports.change_meeting", row)
    form = MeetingForm(request.POST or None, instance=row, locality=row.locality)
    if request.method == "POST" and form.is_valid():
        try:
            service.change_meeting(
                form.instance,
                actor=request.user,
                read_version=form.cleaned_data["version"] or 0,
                attending=form.cleaned_data["attending"],
            )
            messages.success(request, "Đã lưu nội dung cuộc họp.")
            return redirect(row)
        except service.StaleMeeting as stale:
            form = MeetingForm(_reread(request, stale.current), instance=stale.current, locality=row.locality)
            form.add_error(None, STALE)
        except ValidationError as error:
            add_errors(form, error)
    context = {"plan": row.plan, "meeting": row, "form": form, "back": row.get_absolute_url()}
    return render(request, "reports/meeting_edit.html", context)


def _reread(request: HttpRequest, current: Meeting) -> Any:
    """What was typed, now on top of the row as it stands."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    return data


@require_http_methods(FORM_METHODS)
def meeting_form(request: HttpRequest, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    allow_or_403(request.user, "reports.change_meeting", row)
    form = MeetingFormForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            service.change_form(form.instance, actor=request.user, read_version=form.cleaned_data["version"])
            messages.success(request, "Đã lưu thể thức và nơi nhận.")
            return redirect(row)
        except service.StaleMeeting as stale:
            form = MeetingFormForm(_reread(request, stale.current), instance=stale.current)
            form.add_error(None, STALE)
        except ValidationError as error:
            add_errors(form, error)
    return render(request, "reports/meeting_form.html", {"meeting": row, "plan": row.plan, "form": form})


@require_http_methods(FORM_METHODS)
def meeting_conclusions(request: HttpRequest, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    allow_or_403(request.user, "reports.change_meeting", row)
    known = list(row.conclusions.order_by("position"))
    rows = PointFormSet(
        request.POST or None,
        initial=[_typed(point) for point in known],
        form_kwargs={"agencies": agencies_of(row.locality_id, [p.agency_id for p in known if p.agency_id])},
        prefix="ket-luan",
    )
    read = ReadVersionForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and read.is_valid() and rows.is_valid():
        try:
            service.save_conclusions(
                row, rows.points(), actor=request.user, read_version=read.cleaned_data["version"]
            )
            messages.success(request, "Đã lưu các kết luận.")
            return redirect(row)
        except service.StaleMeeting as stale:
            read = ReadVersionForm(_reread(request, stale.current))
            read.add_error(None, STALE)
    context = {"meeting": row, "plan": row.plan, "rows": rows, "read": read}
    return render(request, "reports/meeting_conclusions.html", context)


def _typed(point: Any) -> dict[str, Any]:
    return {
        "text": point.text,
        "agency": str(point.agency_id) if point.agency_id else "",
        "due_on": point.due_on,
    }


@require_POST
def meeting_freeze(request: HttpRequest, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    allow_or_403(request.user, "reports.change_meeting", row)
    try:
        service.freeze_figures(row, actor=request.user, read_version=row.version)
        messages.success(
            request, f"Đã chốt số liệu tính đến {row.figures_as_of:%d/%m/%Y}. Thông báo dùng đúng số này."
        )
    except service.StaleMeeting:
        messages.warning(request, "Người khác vừa lưu cuộc họp này nên chưa chốt. Xem lại rồi chốt lần nữa.")
    return redirect(row)


@require_http_methods(FORM_METHODS)
def meeting_move(request: HttpRequest, move: str, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, row)
    if row.status not in transition.sources:
        moved_on(request, "Thông báo đã chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp.")
        return redirect(row)
    form_class = ReviewIssueForm if move == "issue" else ReviewMoveForm
    form = form_class(request.POST or None, review=row, transition=transition)
    if request.method == "POST" and form.is_valid() and _moved(request, row, transition, form):
        messages.success(request, transition.done_message)
        return redirect(row)
    context = {
        "meeting": row,
        "plan": row.plan,
        "transition": transition,
        "form": form,
        "problems": transition.blockers(row, {}) if move == "submit" else [],
        "consequence": CONSEQUENCES[move],
    }
    return render(request, "reports/meeting_move.html", context)


def _moved(request: HttpRequest, row: Meeting, transition: Transition, form: ReviewMoveForm) -> bool:
    """Make the move; what stands against it goes beside the form, and `row` is as the database has it."""
    try:
        workflow.run(
            row, transition.name, actor=request.user, note=form.cleaned_data["note"], **form.move_data()
        )
    except TransitionError as error:
        form.take(error.problems)
        row.refresh_from_db()
        return False
    return True


@require_POST
def meeting_export(request: HttpRequest, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    allow_or_403(request.user, "reports.export_meeting", row)
    try:
        return redirect(
            service.export_notice(row, actor=request.user, format=request.POST.get("format", "pdf"))
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(row)


@require_http_methods(FORM_METHODS)
def meeting_copy_add(request: HttpRequest, **address) -> HttpResponse:
    row = meeting_or_404(request, **address)
    allow_or_403(request.user, "reports.file_meeting_copy", row)
    filing = filing_of(request, row)
    if filing.answer:
        return filing.answer
    return render(
        request, "reports/meeting_copy_add.html", {"meeting": row, "plan": row.plan, "filing": filing}
    )


@require_safe
def meeting_copy(request: HttpRequest, copy: int, **address) -> FileResponse:
    """The file as it was filed; copies are numbered in the order of filing."""
    row = meeting_or_404(request, **address)
    copies = list(SignedCopy.objects.filed_for(row.subject_key))
    if not 1 <= copy <= len(copies):
        raise Http404
    found = copies[copy - 1]
    return send_file(found.file, name=found.name, content_type=PDF.content_type)
