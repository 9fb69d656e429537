"""What a supporting agency answers; the lead's agency and the readers of the report see it once sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from plans.access import plan_or_404
from plans.models import TaskSupport
from reports.choices import ContributionStatus
from reports.forms.contributions import ContributionForm
from reports.models import Contribution, ReportingPeriod
from reports.querysets import WRITING_ROLES
from reports.services import contributions as service
from ttdn_portal.shared.access import allow_or_403

STALE = "Người khác trong cơ quan vừa lưu câu trả lời này. Nội dung anh/chị gõ còn ở dưới; bản đang lưu ghi ở cuối trang."


def contribution_edit(request: HttpRequest, locality: str, plan: str, period: str, code: str) -> HttpResponse:
    support, row = _support_and_period(request, locality, plan, period, code)
    contribution = service.contribution_for(support, row)
    may_write = request.user.has_perm("reports.give_contribution", contribution)
    form = ContributionForm(
        request.POST or None, initial={"answer": contribution.answer, "version": contribution.version}
    )
    if request.method == "POST":
        if "reopen" in request.POST:
            return _reopen(request, contribution)
        allow_or_403(request.user, "reports.give_contribution", contribution)
        if form.is_valid() and _save(request, form, contribution):
            return (
                redirect("reports:my_work", locality=locality)
                if contribution.status == ContributionStatus.SENT
                else redirect(request.path)
            )
    stored = service.contribution_for(support, row)
    context = {
        "plan": support.task.plan, "address": [locality, plan, period, code], "support": support, "task": support.task, "period": row, "contribution": stored, "form": form,
        "may_write": may_write and stored.status == ContributionStatus.DRAFT, "may_reopen": request.user.has_perm("reports.reopen_contribution", stored),
    }  # fmt: skip
    return render(
        request, "reports/contribution_form.html", context, status=409 if form.non_field_errors() else 200
    )


def _support_and_period(
    request: HttpRequest, locality: str, plan: str, period: str, code: str
) -> tuple[TaskSupport, ReportingPeriod]:
    """One's own agency's part of the task; everybody else meets 404 here and reads answers on the task's page."""
    owner = plan_or_404(request, locality, plan)
    agencies = request.user.agency_ids(*WRITING_ROLES)
    supports = TaskSupport.objects.select_related(
        "agency", "task", "task__plan", "task__plan__locality", "task__lead_agency", "task__joint_lead_agency"
    )
    support = supports.filter(task__plan=owner, task__code=code, agency_id__in=agencies).first()
    if support is None:
        raise Http404
    return support, get_object_or_404(
        ReportingPeriod.objects.visible_to(request.user), plan=owner, slug=period
    )


def _save(request: HttpRequest, form: ContributionForm, contribution: Contribution) -> bool:
    """Saved or sent; on refusal the sentence stands beside the field and what was typed stays."""
    is_sent = "send" in request.POST
    try:
        service.save_contribution(
            contribution,
            answer=form.cleaned_data["answer"],
            is_sent=is_sent,
            actor=request.user,
            read_version=form.cleaned_data["version"],
        )
    except service.StaleAnswer:
        form.add_error(None, STALE)
        return False
    except ValidationError as error:
        form.add_error(None if not hasattr(error, "error_dict") else "answer", error.messages[0])
        return False
    messages.success(request, "Đã gửi trả lời phối hợp." if is_sent else "Đã lưu nháp trả lời.")
    return True


def _reopen(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    allow_or_403(request.user, "reports.reopen_contribution", contribution)
    if service.reopen_contribution(contribution, actor=request.user):
        messages.success(request, "Đã lấy lại câu trả lời để sửa.")
    else:
        messages.error(request, "Kỳ báo cáo đã đóng nên không sửa được câu trả lời nữa.")
    return redirect(request.path)
