from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plans.access import plan_or_404
from plans.models import Indicator
from reports.dashboards.counting import is_counted
from reports.forms.counting import CountingForm
from reports.services.counting import set_counting
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of


def indicators_of(plan):
    rows = Indicator.objects.filter(task__plan=plan, task__is_secret=False, task__withdrawn_on__isnull=True)
    return rows.select_related("task", "counting_rule")


@require_safe
def counting_list(request, locality, plan):
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "reports.set_counting", plan)
    page = page_of(request, indicators_of(plan).order_by("task__sequence", "number"))
    rows = [(row, row.counting_rule if is_counted(row) else None) for row in page]
    return render(
        request, "reports/counting_list.html", {"plan": plan, "rows": rows, "pager": pager_of(request, page)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def counting_edit(request, locality, plan, code, number):
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "reports.set_counting", plan)
    indicator = get_object_or_404(indicators_of(plan), task__code=code, number=number)
    rule = indicator.counting_rule if is_counted(indicator) else None
    form = CountingForm(request.POST or None, indicator=indicator, rule=rule)
    if request.method == "POST" and form.is_valid():
        set_counting(indicator, actor=request.user, **form.cleaned_data)
        messages.success(request, f"Đã đặt cách tính: {indicator.name}.")
        return redirect("reports:counting_list", plan.locality.code, plan.slug)
    return render(request, "reports/counting_edit.html", {"plan": plan, "indicator": indicator, "form": form})
