from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plans.access import plan_or_404
from plans.forms.versions import CorrectionForm
from plans.services.corrections import correct_plan
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors


@require_http_methods(["GET", "HEAD", "POST"])
def correction_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.correct_plan", plan)
    form = CorrectionForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            correct_plan(
                form.save(commit=False),
                actor=request.user,
                issued_on=form.cleaned_data["issued_on"],
                layout=plan.layout,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Đã ghi đính chính và sửa chữ trong kế hoạch.")
            return redirect("plans:amendment_list", plan.locality.code, plan.slug)
    return render(request, "plans/correction_add.html", {"plan": plan, "form": form})
