"""Rounds as the drafter and the signer see them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.choices import DocumentKind
from documents.models import Document
from plans import tabs, workflow
from plans.access import plan_or_404, round_or_404
from plans.dashboards.clauses import changes_since
from plans.dashboards.consultation import comment_lines, round_lines, round_page
from plans.dashboards.matrix import matrix_of
from plans.forms.consultation import AnswerForm, ReplyDateForm, SendForm
from plans.models import Consultation, ConsultedBody, PlanComment
from plans.services.comments import StaleComment, answer_comment
from plans.services.consultation import move_reply_date
from plans.services.exports import export_paper
from plans.tabs import plan_tabs
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.forms import add_errors, add_problems
from ttdn_portal.shared.transitions import TransitionError, find
from ttdn_portal.shared.typed import moved_on

STALE_ANSWER = "Người khác vừa trả lời ý kiến này. Bản của anh/chị còn nguyên dưới đây; xem bản đang có rồi lưu lại nếu vẫn muốn thay."
UNANSWERED = "chua-tra-loi"


@require_safe
def consultation_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    rounds = round_lines(plan, request.user)
    if request.GET.get("loc") == UNANSWERED:
        left = [line for line in rounds if line.unanswered]
        if left:
            return redirect(f"{left[-1].consultation.get_absolute_url()}?loc={UNANSWERED}#y-kien")
    send = find(workflow.TRANSITIONS, "consult")
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.COMMENTS),
        "rounds": rounds,
        "may_read": request.user.has_perm("plans.consult_plan", plan)
        or request.user.has_perm("plans.approve_plan", plan),
        "may_send": plan.status in send.sources and request.user.has_perm(send.permission, plan),
    }
    return render(request, "plans/consultation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_send(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    transition = find(workflow.TRANSITIONS, "consult")
    allow_or_403(request.user, transition.permission, plan)
    if plan.status not in transition.sources:
        moved_on(request, "Kế hoạch đã chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp.")
        return redirect(plan)
    form = SendForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.run(
                plan, "consult", actor=request.user, note=form.cleaned_data["note"], **form.move_data()
            )
            messages.success(request, transition.done_message)
            return redirect(plan.consultations.select_related("plan__locality").latest("number"))
        except TransitionError as error:
            add_problems(form, error.problems)
            plan.refresh_from_db()
    return render(request, "plans/consultation_send.html", {"plan": plan, "form": form})


@require_safe
def consultation_desk(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    consultation = round_or_404(request, locality, plan, number)
    if not request.user.has_perm("plans.read_comments", consultation):
        return redirect(consultation.url_of("reply_start"))
    page = round_page(consultation, as_of=timezone.localdate())
    only_open = request.GET.get("loc") == UNANSWERED
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "page": page,
        "comments": [line for line in page.comments if line.is_open or not only_open],
        "only_open": only_open,
        "first_open": next((line for line in page.comments if line.is_open), None),
        "due_url": consultation.url_of("consultation_due"),
        "may_run": request.user.has_perm("plans.consult_plan", consultation.plan),
        "may_answer": request.user.has_perm("plans.change_plan", consultation.plan),
    }
    return render(request, "plans/consultation_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_due(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    consultation = round_or_404(request, locality, plan, number)
    allow_or_403(request.user, "plans.consult_plan", consultation.plan)
    if not consultation.is_open:
        moved_on(request, "Đợt lấy ý kiến đã kết thúc nên không đổi hạn trả lời được nữa.")
        return redirect(consultation)
    form = ReplyDateForm(request.POST or None, consultation=consultation)
    if request.method == "POST" and form.is_valid():
        try:
            _move_reply_date(request, consultation, form.cleaned_data)
            return redirect(consultation)
        except TransitionError as error:
            add_problems(form, error.problems)
    context = {"plan": consultation.plan, "consultation": consultation, "form": form}
    return render(request, "plans/consultation_due.html", context)


def _move_reply_date(request: HttpRequest, consultation: Consultation, data: dict) -> None:
    move_reply_date(
        consultation,
        actor=request.user,
        read_due_on=data["read"],
        reply_due_on=data["reply_due_on"],
        reason=data["reason"],
    )
    messages.success(
        request, f"Hạn trả lời mới: {short_date(consultation.reply_due_on)}. Nơi chưa trả lời đã được báo."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def comment_answer(
    request: HttpRequest, locality: str, plan: str, number: int, body: int, comment: int
) -> HttpResponse:
    consultation = round_or_404(request, locality, plan, number)
    comment = _comment_or_404(request, consultation, body, comment)
    allow_or_403(request.user, "plans.answer_comment", comment)
    changes = changes_since(consultation)
    form = AnswerForm(request.POST or None, comment=comment, changes=changes)
    is_stale = False
    if request.method == "POST" and form.is_valid():
        is_stale = _is_stale(request, comment, form)
        if not is_stale and not form.errors:
            messages.success(request, f"Đã trả lời ý kiến của {comment.body.name}.")
            return redirect(_next_open(consultation, comment))
    [line] = [line for line in comment_lines(consultation, [comment.body]) if line.comment.pk == comment.pk]
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "line": line,
        "changes": changes,
        "form": form,
        "is_stale": is_stale,
    }
    return render(request, "plans/comment_answer.html", context)


def _comment_or_404(request, consultation, body, number):
    """A comment that was sent, its round and plan already read."""
    comment = get_object_or_404(
        PlanComment.objects.visible_to(request.user)
        .sent()
        .select_related("body__agency", "body__member", "author", "answered_by"),
        body__consultation=consultation,
        body__number=body,
        number=number,
    )
    comment.body.consultation = consultation
    return comment


def _is_stale(request: HttpRequest, comment: PlanComment, form: AnswerForm) -> bool:
    """Save the answer; True where somebody was faster. What else stands against it goes beside the form."""
    data = form.cleaned_data
    try:
        answer_comment(
            comment,
            actor=request.user,
            answer=data["answer"],
            text=data["text"].strip(),
            changes=form.chosen(),
            read_at=data["read_at"] or comment.created_at,
        )
    except ValidationError as error:
        add_errors(form, error)
    except StaleComment:
        comment.refresh_from_db()
        form.data = form.data.copy()
        form.data["read_at"] = comment.updated_at.isoformat()
        form.add_error(None, STALE_ANSWER)
        return True
    return False


def _next_open(consultation, comment):
    """On to the next comment that waits for an answer, or back to the desk."""
    bodies = list(consultation.bodies.all())
    for body in bodies:
        body.consultation = consultation
    left = [line.comment for line in comment_lines(consultation, bodies) if line.is_open]
    return left[0].answer_url if left else f"{consultation.get_absolute_url()}#y-kien"


@require_safe
def consultation_matrix(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    consultation = round_or_404(request, locality, plan, number)
    if not request.user.has_perm("plans.read_matrix", consultation):
        _tell_not_ready(request, consultation)
        return redirect(consultation.url_of("reply_start"))
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "matrix": matrix_of(consultation, as_of=timezone.localdate()),
        "reads": request.user.has_perm("plans.read_comments", consultation),
    }
    return render(request, "plans/consultation_matrix.html", context)


def _tell_not_ready(request, consultation):
    asked = ConsultedBody.objects.asked_as(request.user).filter(consultation=consultation).exists()
    if not asked:
        raise PermissionDenied
    messages.info(request, "Bảng tiếp thu, giải trình sẽ mở khi đợt kết thúc và mọi ý kiến đã được trả lời.")


@require_POST
def consultation_export(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    """The matrix as a paper: for those asked, too, who no longer see the draft itself."""
    consultation = round_or_404(request, locality, plan, number)
    allow_or_403(request.user, "plans.read_matrix", consultation)
    try:
        document: Document = export_paper(
            consultation.plan,
            actor=request.user,
            kind=DocumentKind.COMMENTS,
            format=request.POST.get("format", "pdf"),
            given={"round": consultation.number},
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(consultation.url_of("consultation_matrix"))
    return redirect(document)
