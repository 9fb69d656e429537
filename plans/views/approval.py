"""Before the signer: his page, the drafter's page of what to put right, the check of the form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.access import plan_or_404
from plans.dashboards.approval import form_check_of, last_submission, points_sent_last, signing_page
from plans.dashboards.form_check import form_points
from plans.dashboards.places import places_of
from plans.dashboards.plan import basis_lines
from plans.forms.approval import AnswerForm, FormCheckForm, PointForm
from plans.models import Plan, ReturnPoint
from plans.services.approval import add_point, answer_point, check_form, remove_point
from plans.views.editing import frames_preview
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.typed import moved_on

MOVED_ON = "Kế hoạch đã chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp."


@require_safe
@frames_preview
def signing(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    if not request.user.has_perm("plans.appraise_plan", plan) and request.user.has_perm(
        "plans.approve_plan", plan
    ):
        moved_on(request, MOVED_ON)
        return redirect(plan)
    allow_or_403(request.user, "plans.appraise_plan", plan)
    return _signing_page(
        request, plan, PointForm(places=places_of(plan), initial={"place": request.GET.get("cho")})
    )


def _signing_page(request: HttpRequest, plan: Plan, form: PointForm) -> HttpResponse:
    context = {
        "plan": plan,
        "page": signing_page(plan, request.user),
        "warnings": [line for line in basis_lines(plan) if line.warning],
        "form": form,
    }
    return render(request, "plans/signing.html", context)


@require_POST
@frames_preview
def point_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.appraise_plan", plan)
    form = PointForm(request.POST, places=places_of(plan))
    if not form.is_valid():
        return _signing_page(request, plan, form)
    try:
        add_point(plan, actor=request.user, place=form.cleaned_data["place"], text=form.cleaned_data["text"])
    except ValidationError as error:
        moved_on(request, " ".join(error.messages))
        return redirect(plan)
    messages.success(request, "Đã ghi điểm cần sửa. Người soạn thấy điểm này khi kế hoạch được trả lại.")
    return redirect(f"{reverse('plans:signing', args=[locality, plan.slug])}#diem-can-sua")


@require_POST
def point_remove(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.appraise_plan", plan)
    point = plan.return_points.filter(number=number, sent_at__isnull=True).select_related("plan").first()
    if point is not None:
        remove_point(point)
        messages.success(request, "Đã bỏ điểm cần sửa.")
    return redirect(f"{reverse('plans:signing', args=[locality, plan.slug])}#diem-can-sua")


@require_safe
def return_points(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.answer_points", plan)
    return _points_page(request, plan)


@require_POST
def point_answer(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.answer_points", plan)
    point = get_object_or_404(ReturnPoint, pk__in=[p.pk for p in points_sent_last(plan)], number=number)
    form = AnswerForm(request.POST, prefix=f"p{number}")
    if not form.is_valid():
        return _points_page(request, plan, form, number)
    answer, note = form.cleaned_data["answer"], form.cleaned_data["note"]
    try:
        answer_point(point, actor=request.user, answer=answer, note=note)
        messages.success(request, f"Đã ghi điểm {number}.")
    except ValidationError as error:
        moved_on(request, " ".join(error.messages))
        return redirect(plan)
    return redirect("plans:return_points", locality, plan.slug)


def _points_page(
    request: HttpRequest, plan: Plan, bound: AnswerForm | None = None, number: int = 0
) -> HttpResponse:
    rows = []
    for point in points_sent_last(plan):
        initial = {"answer": point.answer, "note": point.answer_note}
        fresh = AnswerForm(prefix=f"p{point.number}", initial=initial)
        rows.append((point, bound if bound and point.number == number else fresh))
    waiting = sum(not point.answer for point, _ in rows)
    context = {"plan": plan, "rows": rows, "waiting": waiting, "bound": bound}
    return render(request, "plans/return_points.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def form_check(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.read_form_check", plan)
    may_check = request.user.has_perm("plans.check_form", plan)
    form = FormCheckForm(request.POST or None) if may_check else None
    if request.method == "POST":
        allow_or_403(request.user, "plans.check_form", plan)
        if form.is_valid() and _checked(request, plan, form):
            return redirect(plan)
    context = {
        "plan": plan,
        "form": form,
        "points": form_points(plan),
        "submission": last_submission(plan),
        "check": form_check_of(plan),
        "earlier": plan.form_checks.all(),
    }
    return render(request, "plans/form_check.html", context)


def _checked(request: HttpRequest, plan: Plan, form: FormCheckForm) -> bool:
    try:
        check_form(plan, actor=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, "Đã ghi kết quả kiểm tra thể thức.")
    return True
