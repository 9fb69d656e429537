"""Where a plan comes from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import locality_or_404
from plans.forms.drafting import PlanForm
from plans.services import drafting
from ttdn_portal.shared.access import allow_or_403


@require_http_methods(["GET", "HEAD", "POST"])
def plan_add(request: HttpRequest, locality: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "plans.add_plan", locality)
    form = PlanForm(request.POST or None, locality=locality)
    if request.method == "POST" and form.is_valid():
        plan = drafting.create_plan(form.save(commit=False), actor=request.user)
        messages.success(request, "Đã lập dự thảo. Viết từng phần, rồi thêm nội dung và nhiệm vụ.")
        return redirect(plan)
    return render(request, "plans/plan_add.html", {"locality": locality, "form": form})
