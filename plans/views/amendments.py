"""An amendment as a document: the list, its own text, its page, its moves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plans import tabs
from plans.access import plan_or_404
from plans.dashboards.amendment import amendment_page, amendments_page
from plans.forms.amendments import AmendmentForm, AmendmentIssueForm, AmendmentMoveForm
from plans.models import Amendment
from plans.services import amending
from plans.services.drafting import StaleDraft
from plans.tabs import plan_tabs
from plans.views.drafting import STALE, reread
from plans.workflow import amendment as workflow
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.transitions import StaleState, TransitionError, find
from ttdn_portal.shared.typed import moved_on

FORM_METHODS = ["GET", "HEAD", "POST"]
CONSEQUENCES = {
    "submit": "Dự thảo chuyển đến người ký và không sửa được cho đến khi được trả lại.",
    "approve": "Dự thảo chuyển sang văn thư để lấy số và ban hành.",
    "send_back": "Dự thảo trở về cơ quan thường trực để sửa, kèm lý do ghi dưới đây.",
    "issue": "Số đã cấp không dùng lại. Kế hoạch đổi theo văn bản này từ ngày có hiệu lực; báo cáo, tiến độ đã có giữ nguyên.",
}


def amendment_or_404(request: HttpRequest, locality: str, plan: str, ordinal: int) -> Amendment:
    """The amendment that this person may see, through a plan that this person may see."""
    owner = plan_or_404(request, locality, plan)
    seen = Amendment.objects.visible_to(request.user).with_names()
    amendment: Amendment = get_object_or_404(seen, plan=owner, ordinal=ordinal)
    amendment.plan = owner
    return amendment


@require_safe
def amendment_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.AMENDMENTS),
        "page": amendments_page(plan, request.user),
    }
    return render(request, "plans/amendment_list.html", context)


@require_http_methods(FORM_METHODS)
def amendment_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.add_amendment", plan)
    form = AmendmentForm(request.POST or None, instance=amending.begin(plan), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            amendment = amending.create_amendment(
                form.save(commit=False), actor=request.user, bases=form.cleaned_data["legal_bases"]
            )
        except StaleState as stale:
            form.add_error(None, stale.problems)
        else:
            messages.success(request, "Đã lập dự thảo điều chỉnh. Chọn nội dung cần điều chỉnh.")
            return redirect("plans:amendment_pick", *amendment.url_args())
    return render(request, "plans/amendment_edit.html", {"plan": plan, "form": form})


@require_http_methods(FORM_METHODS)
def amendment_edit(request: HttpRequest, locality: str, plan: str, ordinal: int) -> HttpResponse:
    amendment = amendment_or_404(request, locality, plan, ordinal)
    allow_or_403(request.user, "plans.change_amendment", amendment)
    read_at = amendment.updated_at.isoformat()
    form = AmendmentForm(
        request.POST or None, instance=amendment, user=request.user, initial={"version": read_at}
    )
    if request.method == "POST" and form.is_valid():
        try:
            amending.edit_amendment(
                form.save(commit=False),
                actor=request.user,
                bases=form.cleaned_data["legal_bases"],
                read_at=form.cleaned_data["version"],
            )
            messages.success(request, "Đã lưu phần chung.")
            return redirect(amendment)
        except StaleDraft:
            form = reread(form, Amendment.objects.get(pk=amendment.pk), STALE)
        except ValidationError as error:
            refuse_if_sent(error)
            add_errors(form, error)
    context = {"plan": amendment.plan, "amendment": amendment, "form": form}
    return render(request, "plans/amendment_edit.html", context)


def refuse_if_sent(error: ValidationError) -> None:
    """Submitted while it was being written: nobody writes it any more."""
    if amending.NOT_EDITABLE in error.messages:
        raise PermissionDenied from error


@require_http_methods(FORM_METHODS)
def amendment_discard(request: HttpRequest, locality: str, plan: str, ordinal: int) -> HttpResponse:
    amendment = amendment_or_404(request, locality, plan, ordinal)
    allow_or_403(request.user, "plans.change_amendment", amendment)
    if request.method == "POST":
        try:
            amending.discard_amendment(amendment, actor=request.user)
        except ValidationError as error:
            refuse_if_sent(error)
            raise
        messages.success(request, "Đã bỏ dự thảo điều chỉnh; kế hoạch giữ nguyên.")
        return redirect("plans:amendment_list", locality, plan)
    count = amendment.changes.count()
    context = {"plan": amendment.plan, "amendment": amendment, "count": count}
    return render(request, "plans/amendment_discard.html", context)


@require_safe
def amendment_detail(request: HttpRequest, locality: str, plan: str, ordinal: int) -> HttpResponse:
    amendment = amendment_or_404(request, locality, plan, ordinal)
    may_change = request.user.has_perm("plans.change_amendment", amendment)
    context = {
        "plan": amendment.plan,
        "amendment": amendment,
        "page": amendment_page(amendment),
        "problems": workflow.missing_for_submission(amendment, {}) if may_change else [],
        "moves": workflow.available(amendment, request.user),
        "may_change": may_change,
        "today": timezone.localdate(),
    }
    return render(request, "plans/amendment_detail.html", context)


@require_http_methods(FORM_METHODS)
def amendment_move(request: HttpRequest, locality: str, plan: str, ordinal: int, move: str) -> HttpResponse:
    amendment = amendment_or_404(request, locality, plan, ordinal)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, amendment)
    if amendment.status not in transition.sources:
        moved_on(request, "Văn bản đã chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp.")
        return redirect(amendment)
    form_class = AmendmentIssueForm if move == "issue" else AmendmentMoveForm
    form = form_class(request.POST or None, amendment=amendment, transition=transition)
    if request.method == "POST" and form.is_valid() and _moved(request, amendment, transition, form):
        messages.success(request, transition.done_message)
        return redirect(amendment)
    context = {
        "plan": amendment.plan,
        "amendment": amendment,
        "transition": transition,
        "form": form,
        "problems": transition.blockers(amendment, {}) if move in ("submit", "approve") else [],
        "consequence": CONSEQUENCES[move],
    }
    return render(request, "plans/amendment_move.html", context)


def _moved(request, amendment, transition, form):
    try:
        workflow.run(
            amendment, transition.name, actor=request.user, note=form.cleaned_data["note"], **form.move_data()
        )
    except TransitionError as error:
        form.take(error.problems)
        amendment.refresh_from_db()
        return False
    return True
