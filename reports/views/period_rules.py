"""Periods opened ahead: the rules of a plan, and what they would open in a year before anything is written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import locality_or_404
from agencies.models import Locality
from agencies.services.calendar import work_calendar
from plans.models import Plan
from reports.forms.period_rules import PeriodRuleForm
from reports.models import PeriodRule
from reports.services import period_rules as service
from reports.views.periods import running_plan
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors


def _place(request: HttpRequest, locality: str) -> Locality:
    place = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.add_period", place)
    return place


def _year(request: HttpRequest, plan: Plan) -> int:
    """The year asked for, within the plan's; else this one, or the plan's last."""
    typed = request.GET.get("nam") or request.POST.get("nam") or ""
    year = int(typed) if typed.isdecimal() else timezone.localdate().year
    return min(max(year, plan.year_from), plan.year_to)


@require_http_methods(["GET", "HEAD", "POST"])
def period_rules(request: HttpRequest, locality: str) -> HttpResponse:
    place = _place(request, locality)
    plan = running_plan(request, place)
    if plan is None:
        return render(request, "reports/period_rules.html", {"locality": place, "plan": None})
    return _page(request, place, plan, PeriodRule())


@require_http_methods(["GET", "HEAD", "POST"])
def period_rule_change(request: HttpRequest, locality: str, number: int) -> HttpResponse:
    place = _place(request, locality)
    rule = _rule_or_404(request, place, number)
    return _page(request, place, rule.plan, rule)


def _rule_or_404(request: HttpRequest, place: Locality, number: int) -> PeriodRule:
    rules = PeriodRule.objects.visible_to(request.user).select_related("plan__locality")
    return get_object_or_404(rules, locality=place, pk=number)


def _page(request: HttpRequest, place: Locality, plan: Plan, rule: PeriodRule) -> HttpResponse:
    form = PeriodRuleForm(request.POST or None, plan=plan, instance=rule)
    if request.method == "POST" and form.is_valid() and _saved(request, form, plan):
        messages.success(request, "Đã lưu quy tắc. Chưa kỳ nào được mở; xem trước ở dưới rồi mở.")
        return redirect(f"{reverse('reports:period_rules', args=[place.code])}?ke-hoach={plan.slug}")
    year, rules = _year(request, plan), list(plan.period_rules.all())
    lines = service.planned(rules, plan, year, work_calendar(place.pk))
    context = {
        "locality": place,
        "plan": plan,
        "form": form,
        "rule": rule,
        "rules": rules,
        "year": year,
        "years": range(plan.year_from, plan.year_to + 1),
        "lines": lines,
        "missing": sum(line.existing is None for line in lines),
    }
    return render(request, "reports/period_rules.html", context)


def _saved(request: HttpRequest, form: PeriodRuleForm, plan: Plan) -> bool:
    """False where the plan has such a rule already, or its days are out of order; told in the form."""
    try:
        service.save_rule(form.save(commit=False), plan=plan, actor=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


@require_POST
def period_open_ahead(request: HttpRequest, locality: str) -> HttpResponse:
    place = _place(request, locality)
    plan = running_plan(request, place)
    if plan is None:
        return redirect("reports:period_list", locality)
    year = _year(request, plan)
    made = service.open_ahead(plan, year, actor=request.user)
    if made:
        messages.success(request, f"Đã mở trước {made} kỳ báo cáo của năm {year}. Kỳ đã có giữ nguyên.")
    else:
        messages.info(request, f"Các kỳ của năm {year} đã có đủ, không mở thêm kỳ nào.")
    return redirect("reports:period_list", locality)


@require_POST
def period_rule_remove(request: HttpRequest, locality: str, number: int) -> HttpResponse:
    place = _place(request, locality)
    rule = _rule_or_404(request, place, number)
    service.remove_rule(rule, actor=request.user)
    messages.success(request, "Đã bỏ quy tắc. Các kỳ đã mở vẫn còn.")
    return redirect(f"{reverse('reports:period_rules', args=[place.code])}?ke-hoach={rule.plan.slug}")
