from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plans import workflow
from plans.access import plan_or_404
from plans.forms.moves import IssueForm, MoveForm, ReplaceForm
from plans.models import Plan
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.transitions import Transition, TransitionError, find
from ttdn_portal.shared.typed import moved_on

# What a move brings with it, said before it is made.
CONSEQUENCES = {
    "end_consultation": "Kế hoạch trở về dự thảo; từ nay nơi được hỏi không gửi ý kiến và không xem dự thảo được nữa. Kết thúc trước hạn khi còn nơi chưa trả lời thì ghi lý do.",
    "submit": "Kế hoạch chuyển đến người ký và không sửa được cho đến khi được trả lại.",
    "approve": "Kế hoạch chuyển sang văn thư để lấy số và ban hành.",
    "send_back": "Kế hoạch trở về cơ quan thường trực để sửa, kèm lý do ghi dưới đây.",
    "issue": "Nội dung kế hoạch được đóng lại: từ nay chỉ thay đổi bằng văn bản điều chỉnh. Số đã cấp không dùng lại cho văn bản khác.",
    "close": "Kế hoạch được ghi nhận đã tổng kết và không nhận báo cáo tiến độ nữa.",
    "replace": "Kế hoạch được ghi nhận bị thay thế, kèm liên kết đến kế hoạch mới; văn bản điều chỉnh chưa đến ngày hiệu lực thôi có hiệu lực theo. Không lùi lại được.",
    "revoke": "Kế hoạch được ghi nhận bị bãi bỏ. Không lùi lại được.",
}

FORMS = {"issue": IssueForm, "replace": ReplaceForm}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_move(request: HttpRequest, locality: str, plan: str, move: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    if move == "consult":  # it asks for more than a note
        return redirect("plans:consultation_send", locality, plan.slug)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, plan)
    if plan.status not in transition.sources:
        moved_on(request, "Kế hoạch đã chuyển sang bước khác. Xem trạng thái mới rồi làm tiếp.")
        return redirect(plan)
    form_class = FORMS.get(move, MoveForm)
    form = form_class(request.POST or None, plan=plan, transition=transition)
    if request.method == "POST" and form.is_valid() and _moved(request, plan, transition, form):
        messages.success(request, transition.done_message)
        return redirect(plan)
    problems = transition.blockers(plan, {}) if move == "submit" else []
    context = {
        "plan": plan,
        "transition": transition,
        "form": form,
        "problems": problems,
        "consequence": CONSEQUENCES[move],
    }
    return render(request, "plans/plan_move.html", context)


def _moved(request: HttpRequest, plan: Plan, transition: Transition, form: MoveForm) -> bool:
    """Make the move; what stands against it goes beside the form, and `plan` is as the database has it."""
    try:
        workflow.run(
            plan, transition.name, actor=request.user, note=form.cleaned_data["note"], **form.move_data()
        )
    except TransitionError as error:
        form.take(error.problems)
        plan.refresh_from_db()
        return False
    return True
