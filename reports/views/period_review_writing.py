"""Writing a review: the document, its autosave, two people at once, what later reports bring."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reports.access import period_review_or_404
from reports.dashboards.period_review import changes_of, news_of, parts_of, text_differences
from reports.forms.period_reviews import MARKS_HELP, ReviewTextsForm
from reports.models import KeptReviewText, PeriodReview
from reports.papers import figures_of
from reports.services import period_reviews as service
from ttdn_portal.shared import autosave
from ttdn_portal.shared.access import allow_or_403

FORM_METHODS = ["GET", "HEAD", "POST"]
MOVED_ON = "Báo cáo đã trình hoặc đã ban hành nên không sửa được."


def writable_review(request: HttpRequest, address: dict) -> PeriodReview:
    """The review, for whoever writes it; one that has been submitted is answered by its page, not by 403."""
    review = period_review_or_404(request, **address)
    allow_or_403(request.user, "reports.submit_review", review)
    return review


@require_http_methods(FORM_METHODS)
def period_review_edit(request: HttpRequest, **address) -> HttpResponse:
    review = writable_review(request, address)
    if request.method == "POST":
        return _save(request, review)
    if not review.is_writable:
        messages.info(request, MOVED_ON)
        return redirect(review)
    return _edit_page(request, review, ReviewTextsForm(review=review))


def _edit_page(request: HttpRequest, review: PeriodReview, form: ReviewTextsForm) -> HttpResponse:
    parts = parts_of(review, request.user, figures_of(review, timezone.localdate()))
    context = {
        "review": review,
        "plan": review.plan,
        "form": form,
        "rows": [(part, form[part.key]) for part in parts],
        "changes": changes_of(review),
        "marks_help": MARKS_HELP,
        "kept": KeptReviewText.objects.filter(review=review, person=request.user).first(),
        "address": review.url_args(),
        "where": autosave.where_saved(review.updated_at),
    }
    return render(request, "reports/period_review_edit.html", context)


def _save(request: HttpRequest, review: PeriodReview) -> HttpResponse:
    form = ReviewTextsForm(request.POST, review=review)
    if not form.is_valid():
        return _edit_page(request, review, form)
    try:
        service.save_texts(
            review, form.texts(), actor=request.user, read_version=form.cleaned_data["version"]
        )
    except service.StaleReview as stale:
        return _refused(request, stale.current, form.texts())
    messages.success(request, "Đã lưu báo cáo.")
    return (
        redirect("reports:period_review_edit", *review.url_args())
        if "stay" in request.POST
        else redirect(review)
    )


@require_POST
def period_review_autosave(request: HttpRequest, **address) -> JsonResponse:
    review = writable_review(request, address)
    form = ReviewTextsForm(request.POST, review=review)
    if not form.is_valid():
        return autosave.invalid(form)
    try:
        saved = service.save_texts(
            review,
            form.texts(),
            actor=request.user,
            read_version=form.cleaned_data["version"],
            is_autosave=True,
        )
    except service.StaleReview as stale:
        service.keep_refused_text(stale.current, form.texts(), actor=request.user)
        return autosave.refused(_who_saved(stale.current, request.user))
    return autosave.saved(str(saved.version))


def _who_saved(review: PeriodReview, reader: object) -> str:
    return (
        f"{_who_came_first(review, reader)}. Bài anh/chị viết đã được giữ lại; tải lại trang để so hai bản."
    )


def _who_came_first(review: PeriodReview, reader: object) -> str:
    if review.is_writable:
        return autosave.who_was_faster(review.saved_by, reader, review.updated_at)
    return "Báo cáo này đã chuyển sang bước khác"


def _refused(request: HttpRequest, current: PeriodReview, texts: dict[str, str]) -> HttpResponse:
    """409: who saved when, both texts part by part; what was typed is kept."""
    service.keep_refused_text(current, texts, actor=request.user)
    return _compare_page(request, current, texts, status=409)


def _compare_page(
    request: HttpRequest, current: PeriodReview, mine: dict[str, str], status: int = 200
) -> HttpResponse:
    context = {
        "review": current,
        "plan": current.plan,
        "rows": text_differences(current, mine),
        "address": current.url_args(),
        "who": _who_came_first(current, request.user),
        "is_own": current.saved_by_id == request.user.pk,
    }
    return render(request, "reports/period_review_compare.html", context, status=status)


@require_http_methods(FORM_METHODS)
def period_review_compare(request: HttpRequest, **address) -> HttpResponse:
    review = writable_review(request, address)
    mine = get_object_or_404(KeptReviewText, review=review, person=request.user).content
    if request.method != "POST":
        return _compare_page(request, review, mine)
    if "discard" in request.POST:
        service.drop_refused_text(review, actor=request.user)
        messages.success(request, "Đã bỏ bản giữ lại.")
        return redirect(review)
    return _merged(request, review, mine)


def _merged(request: HttpRequest, review: PeriodReview, mine: dict[str, str]) -> HttpResponse:
    chosen = review.texts | {
        key: text for key, text in mine.items() if request.POST.get(f"pick_{key}") == "mine"
    }
    form = ReviewTextsForm(chosen | {"version": request.POST.get("version", "")}, review=review)
    if not form.is_valid():
        return _edit_page(request, review, form)
    try:
        service.save_texts(
            review, form.texts(), actor=request.user, read_version=form.cleaned_data["version"]
        )
    except service.StaleReview as stale:
        return _refused(request, stale.current, form.texts())
    service.drop_refused_text(review, actor=request.user)
    messages.success(request, "Đã ghép hai bản và lưu.")
    return redirect("reports:period_review_edit", *review.url_args())


@require_http_methods(FORM_METHODS)
def period_review_assemble(request: HttpRequest, **address) -> HttpResponse:
    review = period_review_or_404(request, **address)
    allow_or_403(request.user, "reports.change_review", review)
    if request.method == "POST":
        try:
            service.apply_assembly(
                review,
                actor=request.user,
                read_version=_number(request.POST.get("version", "")),
                seen=request.POST.get("seen", ""),
                chosen=set(request.POST.getlist("take")),
            )
            messages.success(request, "Đã tổng hợp lại. Những gì đã viết tay giữ nguyên.")
            return redirect("reports:period_review_edit", *review.url_args())
        except service.StaleReview:
            messages.warning(
                request,
                "Người khác vừa lưu báo cáo này, hoặc vừa có báo cáo được tiếp nhận. Xem lại rồi chọn lần nữa.",
            )
            return redirect("reports:period_review_assemble", *review.url_args())
    context = {"review": review, "plan": review.plan, "news": news_of(review), "address": review.url_args()}
    return render(request, "reports/period_review_assemble.html", context)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
