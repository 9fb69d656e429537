from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plans.access import plan_or_404
from plans.dashboards.carrying import carry_page
from plans.services.carrying import carry_over
from ttdn_portal.shared.access import allow_or_403


@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.carry_over", plan)
    page = carry_page(plan, request.user, slug=request.POST.get("den") or request.GET.get("den", ""))
    if request.method == "POST" and page.target is not None:
        allow_or_403(request.user, "plans.change_plan", page.target)
        chosen = set(request.POST.getlist("nhiem-vu"))
        tasks = [row.task for row in page.open_rows if row.task.code in chosen]
        try:
            new = carry_over(plan, page.target, tasks=tasks, actor=request.user)
            messages.success(
                request, f"Đã chuyển {len(new)} nhiệm vụ. Xem lại thời hạn, kinh phí của từng nhiệm vụ."
            )
            return redirect(page.target)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("plans:carry", locality, plan.slug)
    return render(request, "plans/carry.html", {"plan": plan, "page": page})
