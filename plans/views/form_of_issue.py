from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plans.access import plan_or_404
from plans.dashboards.outline import outline_of
from plans.forms.form_of_issue import FormOfIssueForm
from plans.services.drafting import StaleDraft
from plans.services.form_of_issue import save_form_of_issue
from ttdn_portal.shared.access import allow_or_403

STALE = "Người khác vừa sửa kế hoạch. Bản của anh/chị còn nguyên dưới đây; xem lại rồi lưu."


@require_http_methods(["GET", "HEAD", "POST"])
def form_of_issue(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.change_plan", plan)
    form = FormOfIssueForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            save_form_of_issue(
                form.save(commit=False), actor=request.user, read_version=form.cleaned_data["version"]
            )
            messages.success(request, "Đã lưu thể thức và hình thức ban hành.")
            return redirect(plan)
        except StaleDraft:
            plan = plan_or_404(request, locality, plan.slug)
            form = FormOfIssueForm({**request.POST.dict(), "version": plan.version}, instance=plan)
            form.add_error(None, STALE)
    context = {
        "plan": plan,
        "form": form,
        "outline": outline_of(plan, "the-thuc"),
        "page_title": "Thể thức, hình thức ban hành",
    }
    return render(request, "plans/form_of_issue.html", context)
