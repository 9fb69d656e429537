"""Rounds as the bodies asked see them, and the drafter's writing down of a paper reply."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.services.calendar import work_calendar
from plans.access import body_or_404, round_or_404
from plans.choices import ReplyStatus
from plans.dashboards.consultation import WHOLE, body_lines
from plans.dashboards.reply import clause_of, reply_page
from plans.forms.consultation import CommentForm, RecordedFormSet, RecordForm, ReplyNoteForm
from plans.models import ConsultedBody
from plans.services.comments import StaleComment, add_comment, edit_comment, remove_comment
from plans.workflow import reply as reply_workflow
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors, add_problems
from ttdn_portal.shared.transitions import TransitionError, find, linked
from ttdn_portal.shared.typed import moved_on

CHANGED = "Ý kiến vừa được người khác thay đổi. Xem lại rồi gửi."
STALE = "Người khác vừa sửa ý kiến này. Bản của anh/chị còn nguyên dưới đây; xem bản đang có rồi lưu lại nếu vẫn muốn thay."
CHANGES_ONLY = "thay-doi"


@require_safe
def reply_start(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    """On to one's own reply; whoever answers for several bodies chooses."""
    consultation = round_or_404(request, locality, plan, number)
    own = list(
        ConsultedBody.objects.asked_as(request.user).filter(consultation=consultation).order_by("number")
    )
    for body in own:
        body.consultation = consultation
    if len(own) == 1:
        return redirect(own[0])
    if not own:
        return redirect(consultation)
    calendar = work_calendar(consultation.locality_id)
    mine = {body.pk for body in own}
    lines = [
        line for line in body_lines(consultation, calendar, timezone.localdate()) if line.body.pk in mine
    ]
    return render(
        request,
        "plans/reply_start.html",
        {"plan": consultation.plan, "consultation": consultation, "lines": lines},
    )


@require_safe
def reply(request: HttpRequest, locality: str, plan: str, number: int, body: int) -> HttpResponse:
    body = body_or_404(request, locality, plan, number, body)
    consultation = body.consultation
    if not ConsultedBody.objects.asked_as(request.user).filter(pk=body.pk).exists():
        return redirect(consultation)  # those who make the plan read replies at the desk, once they are sent
    page = reply_page(body)
    moves = {move.name: move for move in reply_workflow.available(body, request.user)}
    only_changed = request.GET.get("xem") == CHANGES_ONLY and page.previous is not None
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "body": body,
        "page": page,
        "lines": page.changed if only_changed else page.clauses,
        "only_changed": only_changed,
        "moves": moves,
        "may_write": request.user.has_perm("plans.write_reply", body),
        "may_read_matrix": request.user.has_perm("plans.read_matrix", consultation),
        "is_late": consultation.is_open and _days_left(consultation) < 0,
        "days_left": _days_left(consultation),
        "whole": WHOLE,
    }
    return render(request, "plans/reply.html", context)


def _days_left(consultation):
    calendar = work_calendar(consultation.locality_id)
    return calendar.days_left(consultation.reply_due_on, timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def comment_add(request: HttpRequest, locality: str, plan: str, number: int, body: int) -> HttpResponse:
    body = body_or_404(request, locality, plan, number, body)
    allow_or_403(request.user, "plans.write_reply", body)
    clause = clause_of(body.consultation, request.GET.get("cho", WHOLE.key))
    if clause is None:
        raise Http404
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_comment(body, actor=request.user, clause=clause, text=form.cleaned_data["text"])
            messages.success(request, "Đã ghi ý kiến. Ý kiến chỉ gửi đi khi anh/chị bấm gửi.")
            return redirect(f"{body.get_absolute_url()}#{clause.anchor}")
        except ValidationError as error:
            add_errors(form, error)
    return _comment_page(request, body, clause, form)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(
    request: HttpRequest, locality: str, plan: str, number: int, body: int, comment: int
) -> HttpResponse:
    body = body_or_404(request, locality, plan, number, body)
    allow_or_403(request.user, "plans.write_reply", body)
    comment = get_object_or_404(body.comments.select_related("author"), number=comment, answer="")
    comment.body = body
    clause = clause_of(body.consultation, comment.clause_key) or WHOLE
    form = CommentForm(
        request.POST or None, initial={"text": comment.text, "read_at": comment.updated_at.isoformat()}
    )
    if request.method == "POST" and "remove" in request.POST:
        return _removed(request, body, comment)
    if request.method == "POST" and form.is_valid() and _saved(request, comment, form):
        messages.success(request, "Đã lưu ý kiến.")
        return redirect(f"{body.get_absolute_url()}#{clause.anchor}")
    return _comment_page(request, body, clause, form, comment)


def _removed(request, body, comment):
    try:
        remove_comment(comment, actor=request.user)
        messages.success(request, "Đã xóa ý kiến.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except StaleComment:
        messages.warning(request, "Ý kiến này không còn.")
    return redirect(body)


def _saved(request, comment, form):
    """Save the comment; what stands against it goes beside the form, and `comment` is as the database has it."""
    data = form.cleaned_data
    try:
        edit_comment(
            comment, actor=request.user, text=data["text"], read_at=data["read_at"] or comment.created_at
        )
        return True
    except ValidationError as error:
        add_errors(form, error)
    except StaleComment:
        comment.refresh_from_db()
        form.data = form.data.copy()
        form.data["read_at"] = comment.updated_at.isoformat()
        form.add_error(None, STALE)
    return False


def _comment_page(request, body, clause, form, comment=None):
    context = {
        "plan": body.consultation.plan,
        "consultation": body.consultation,
        "body": body,
        "clause": clause,
        "form": form,
        "comment": comment,
        "is_stale": bool(comment and form.is_bound and STALE in form.non_field_errors()),
    }
    return render(request, "plans/comment_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reply_move(
    request: HttpRequest, locality: str, plan: str, number: int, body: int, move: str
) -> HttpResponse:
    body = body_or_404(request, locality, plan, number, body)
    transition = find(reply_workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, body)
    back = body if request.user.has_perm("plans.withdraw_reply", body) else body.consultation
    if body.status not in transition.sources:
        moved_on(request, "Ý kiến đã chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp.")
        return redirect(back)
    if transition.note_required:
        return _move_with_note(request, body, transition, back)
    if request.method == "POST":
        _move(request, body, transition)
    return redirect(back)


def _move(request, body, transition):
    """One button: what was read must still stand."""
    if request.POST.get("version") != str(body.version):
        messages.warning(request, CHANGED)
        return
    try:
        reply_workflow.run(
            body, transition.name, actor=request.user, agrees=request.POST.get("agrees") == "1"
        )
        messages.success(request, transition.done_message)
    except TransitionError as error:
        for problem in error.problems:
            messages.error(request, linked(problem))


def _move_with_note(request, body, transition, back):
    form = ReplyNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reply_workflow.run(body, transition.name, actor=request.user, note=form.cleaned_data["note"])
            messages.success(request, transition.done_message)
            return redirect(back)
        except TransitionError as error:
            add_problems(form, error.problems)
    context = {
        "plan": body.consultation.plan,
        "consultation": body.consultation,
        "body": body,
        "transition": transition,
        "form": form,
        "back": back.get_absolute_url(),
    }
    return render(request, "plans/reply_move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reply_record(request: HttpRequest, locality: str, plan: str, number: int, body: int) -> HttpResponse:
    body = body_or_404(request, locality, plan, number, body)
    allow_or_403(request.user, "plans.record_reply", body)
    consultation = body.consultation
    if body.status != ReplyStatus.WAITING or not consultation.is_open:
        moved_on(request, "Nơi này đã trả lời, đang trình lãnh đạo hoặc đợt lấy ý kiến đã kết thúc.")
        return redirect(consultation)
    clauses = [WHOLE, *(line.clause for line in reply_page(body).clauses if not line.clause.is_closed)]
    form = RecordForm(request.POST or None)
    rows = RecordedFormSet(request.POST or None, prefix="y-kien", form_kwargs={"clauses": clauses})
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        said = [found for row in rows if (found := row.said())]
        try:
            reply_workflow.record_paper_reply(
                body,
                actor=request.user,
                paper=form.cleaned_data["paper"],
                agrees=form.cleaned_data["agrees"] == "1",
                said=said,
            )
            messages.success(request, f"Đã ghi ý kiến của {body.name}.")
            return redirect(consultation)
        except ValidationError as error:
            add_errors(form, error)
        except TransitionError as error:
            add_problems(form, error.problems)
    context = {
        "plan": consultation.plan,
        "consultation": consultation,
        "body": body,
        "form": form,
        "rows": rows,
    }
    return render(request, "plans/reply_record.html", context)
