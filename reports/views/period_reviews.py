"""Sơ kết, tổng kết: the list, one review as it is read, its life."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.models import Agency
from documents.models import SignedCopy
from plans import tabs
from plans.access import plan_or_404
from plans.tabs import plan_tabs
from plans.views.signed_copies import filing_of
from reports.access import period_or_404, period_review_or_404
from reports.dashboards.period_review import by_structure, period_lines, review_page
from reports.dashboards.structure import PARAMETER, TODAY, structure_on
from reports.forms.period_reviews import (
    ReviewFormForm,
    ReviewIssueForm,
    ReviewMoveForm,
    ReviewStartForm,
)
from reports.models import PeriodReview
from reports.papers import AgencyPeriod
from reports.services import period_reviews as service
from reports.workflow import period_review as workflow
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.file_kinds import PDF
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.transitions import Transition, TransitionError, find
from ttdn_portal.shared.typed import moved_on
from ttdn_portal.shared.uploads import send_file

FORM_METHODS = ["GET", "HEAD", "POST"]
# What a move brings with it, said before it is made.
CONSEQUENCES = {
    "submit": "Báo cáo chuyển đến người ký và không sửa được cho đến khi được trả lại.",
    "approve": "Báo cáo chuyển sang văn thư để lấy số và ban hành.",
    "send_back": "Báo cáo trở về cơ quan thường trực để sửa, kèm lý do ghi dưới đây.",
    "issue": "Nội dung và số liệu được đóng lại, cả địa phương và Bộ xem được. Số đã cấp không dùng lại cho văn bản khác.",
}
CLOSES = "Đây là báo cáo tổng kết: kế hoạch được ghi nhận đã tổng kết và không nhận báo cáo tiến độ nữa."
STALE = "Người khác vừa lưu báo cáo này. Những gì anh/chị ghi còn nguyên dưới đây; xem lại rồi lưu lần nữa nếu vẫn muốn thay."


@require_safe
def period_review_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    lines = period_lines(plan, request.user, as_of=timezone.localdate())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.REVIEWS),
        "lines": lines,
        "has_own": any(line.agencies for line in lines),
    }
    return render(request, "reports/period_review_list.html", context)


@require_safe
def period_review(request: HttpRequest, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    today = timezone.localdate()
    page, by_today = review_page(review, request.user, today=today), request.GET.get(PARAMETER) == TODAY
    if by_today and review.has_heirs:
        page = by_structure(page, structure_on(review.locality_id, today))
    context = {
        "review": review,
        "plan": review.plan,
        "page": page,
        "by_today": by_today,
        "moves": workflow.available(review, request.user),
        "lacks": workflow.missing_for_submission(review, {}) if review.is_writable else [],
    }
    return render(request, "reports/period_review.html", context)


@require_http_methods(FORM_METHODS)
def period_review_add(request: HttpRequest, locality: str, plan: str, period: str) -> HttpResponse:
    row = period_or_404(request, locality, plan, period)
    allow_or_403(request.user, "reports.add_review", row)
    form = ReviewStartForm(request.POST or None, period=row)
    if request.method == "POST" and form.is_valid():
        try:
            review = service.create_review(row, actor=request.user, **form.cleaned_data)
            messages.success(request, "Đã tổng hợp từ các báo cáo đã tiếp nhận. Đọc lại và sửa từng phần.")
            return redirect("reports:period_review_edit", *review.url_args())
        except ValidationError as error:
            add_errors(form, error)
    return render(request, "reports/period_review_add.html", {"period": row, "plan": row.plan, "form": form})


@require_http_methods(FORM_METHODS)
def period_review_form(request: HttpRequest, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    allow_or_403(request.user, "reports.change_review", review)
    form = ReviewFormForm(request.POST or None, instance=review)
    if request.method == "POST" and form.is_valid():
        try:
            service.change_form(form.instance, actor=request.user, read_version=form.cleaned_data["version"])
            messages.success(request, "Đã lưu thể thức và nơi nhận.")
            return redirect(review)
        except service.StaleReview as stale:
            form = _reread(request, stale.current)
        except ValidationError as error:
            add_errors(form, error)
    return render(
        request, "reports/period_review_form.html", {"review": review, "plan": review.plan, "form": form}
    )


def _reread(request: HttpRequest, current: PeriodReview) -> ReviewFormForm:
    """The same form with what was typed, now on top of the row as it stands."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    form = ReviewFormForm(data, instance=current)
    form.add_error(None, STALE)
    return form


@require_POST
def period_review_freeze(request: HttpRequest, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    allow_or_403(request.user, "reports.change_review", review)
    try:
        service.freeze_figures(review, actor=request.user, read_version=review.version)
        messages.success(
            request, f"Đã chốt số liệu tính đến {review.figures_as_of:%d/%m/%Y}. Văn bản dùng đúng số này."
        )
    except service.StaleReview:
        messages.warning(request, "Người khác vừa lưu báo cáo này nên chưa chốt. Xem lại rồi chốt lần nữa.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(review)


@require_http_methods(FORM_METHODS)
def period_review_move(request: HttpRequest, move: str, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, review)
    if review.status not in transition.sources:
        moved_on(request, "Báo cáo đã chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp.")
        return redirect(review)
    form_class = ReviewIssueForm if move == "issue" else ReviewMoveForm
    form = form_class(request.POST or None, review=review, transition=transition)
    if request.method == "POST" and form.is_valid() and _moved(request, review, transition, form):
        messages.success(request, transition.done_message)
        return redirect(review)
    context = {
        "review": review,
        "plan": review.plan,
        "transition": transition,
        "form": form,
        "problems": transition.blockers(review, {}) if move == "submit" else [],
        "consequence": _consequence(review, move),
    }
    return render(request, "reports/period_review_move.html", context)


def _consequence(review: PeriodReview, move: str) -> str:
    closes = move == "issue" and review.kind == "FINAL" and review.plan.status == "ISSUED"
    return f"{CONSEQUENCES[move]} {CLOSES}" if closes else CONSEQUENCES[move]


def _moved(request: HttpRequest, review: PeriodReview, transition: Transition, form: ReviewMoveForm) -> bool:
    """Make the move; what stands against it goes beside the form, and `review` is as the database has it."""
    try:
        workflow.run(
            review, transition.name, actor=request.user, note=form.cleaned_data["note"], **form.move_data()
        )
    except TransitionError as error:
        form.take(error.problems)
        review.refresh_from_db()
        return False
    return True


@require_POST
def period_review_pass_up(request: HttpRequest, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    allow_or_403(request.user, "reports.pass_up_review", review)
    known = PeriodReview.objects.with_names().filter(based_on=review).first()
    if known:
        messages.info(request, "Báo cáo gửi cấp trên của kỳ này đã có.")
        return redirect(known)
    try:
        upward = service.pass_up(review, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(review)
    messages.success(request, "Đã lập báo cáo gửi cấp trên từ báo cáo đã ban hành, số liệu giữ nguyên.")
    return redirect(upward)


@require_POST
def period_review_export(request: HttpRequest, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    allow_or_403(request.user, "reports.export_review", review)
    try:
        return redirect(
            service.export_review(review, actor=request.user, format=request.POST.get("format", "pdf"))
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(review)


@require_POST
def agency_report_export(
    request: HttpRequest, locality: str, plan: str, period: str, code: str
) -> HttpResponse:
    """The agency's own report; for another's people it is not there."""
    row = period_or_404(request, locality, plan, period)
    agency = get_object_or_404(Agency.objects.select_related("locality"), locality=row.locality, code=code)
    subject = AgencyPeriod(row, agency)
    try:
        return redirect(
            service.export_agency_report(
                subject, actor=request.user, format=request.POST.get("format", "pdf")
            )
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reports:period_review_list", locality, plan)


@require_http_methods(FORM_METHODS)
def period_review_copy_add(request: HttpRequest, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    allow_or_403(request.user, "reports.file_review_copy", review)
    filing = filing_of(request, review)
    if filing.answer:
        return filing.answer
    return render(
        request,
        "reports/period_review_copy_add.html",
        {"review": review, "plan": review.plan, "filing": filing},
    )


@require_safe
def period_review_copy(request: HttpRequest, number: int, **address) -> FileResponse:
    """The file as it was filed; copies are numbered in the order of filing."""
    review = period_review_or_404(request, **address)
    copies = list(SignedCopy.objects.filed_for(review.subject_key))
    if not 1 <= number <= len(copies):
        raise Http404
    copy = copies[number - 1]
    return send_file(copy.file, name=copy.name, content_type=PDF.content_type)
