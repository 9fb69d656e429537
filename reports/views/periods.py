"""Reporting periods: the whole locality reads them, the standing agency and the administrator run them."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.access import locality_or_404
from agencies.models import Locality
from agencies.services.calendar import work_calendar
from plans.models import Plan
from reports.choices import ExtensionStatus, ReportStatus
from reports.dashboards.deadlines import deadlines_of, deadlines_on_days_off
from reports.forms.periods import PeriodForm
from reports.models import Extension, ReportingPeriod
from reports.services import periods as service
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of


@require_safe
def period_list(request: HttpRequest, locality: str) -> HttpResponse:
    place = locality_or_404(request, locality)
    kept = Q(reports__deleted_at__isnull=True)
    periods = ReportingPeriod.objects.visible_to(request.user).filter(locality=place).select_related("plan").annotate(
        accepted=Count("reports", filter=kept & Q(reports__status=ReportStatus.ACCEPTED)),
        waiting=Count("reports", filter=kept & Q(reports__status=ReportStatus.SUBMITTED)),
        asked=_asked(request.user, status__in=[ExtensionStatus.PENDING, ExtensionStatus.GRANTED, ExtensionStatus.REFUSED]),
        unanswered=_asked(request.user, status=ExtensionStatus.PENDING),
    ).order_by("-report_due_on", "-pk")  # fmt: skip
    page = page_of(request, periods)
    may_add = request.user.has_perm("reports.add_period", place)
    today, calendar = timezone.localdate(), work_calendar(place.pk)
    context = {
        "locality": place,
        "lines": [(period, deadlines_of(period, calendar, today)) for period in page],
        "off": deadlines_on_days_off(place.pk, today, calendar) if may_add else [],
        "page": page,
        "pager": pager_of(request, page),
        "today": today,
        "may_add": may_add,
    }
    return render(request, "reports/period_list.html", context)


def _asked(user, **states):
    """How many requests for more time this person may see in each period."""
    rows = Extension.objects.visible_to(user).filter(period=OuterRef("pk"), **states).order_by()
    return Coalesce(Subquery(rows.values("period").annotate(n=Count("pk")).values("n")), 0)


def period_add(request: HttpRequest, locality: str) -> HttpResponse:
    place = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.add_period", place)
    plan = running_plan(request, place)
    calendar = work_calendar(place.pk)
    presets = service.presets_for(plan.year_to) if plan else []
    chosen = next((preset for preset in presets if preset.key == request.GET.get("mau")), None)
    form = None
    if plan:
        initial = service.proposal(chosen, plan.year_to, calendar) if chosen else {}
        form = PeriodForm(request.POST or None, plan=plan, calendar=calendar, initial=initial)
        if request.method == "POST" and form.is_valid():
            period = service.add_period(form.save(commit=False), plan=plan, actor=request.user)
            _tell(request, form, f"Đã thêm {period.in_sentence}.")
            return redirect("reports:period_list", locality=locality)
    return render(
        request,
        "reports/period_form.html",
        {"locality": place, "plan": plan, "form": form, "presets": presets, "chosen": chosen},
    )


def running_plan(request: HttpRequest, place: Locality) -> Plan | None:
    """The plan named in the address, else the newest one that is being carried out."""
    plans = Plan.objects.visible_to(request.user).filter(locality=place).public().select_related("locality")
    slug = request.GET.get("ke-hoach")
    if slug:
        return get_object_or_404(plans, slug=slug)
    return plans.filter(status="ISSUED").order_by("-year_to", "-year_from").first()


def period_or_404(request: HttpRequest, locality: str, plan: str, period: str) -> ReportingPeriod:
    locality_or_404(request, locality)
    visible = ReportingPeriod.objects.visible_to(request.user).select_related(
        "plan", "plan__locality", "locality"
    )
    return get_object_or_404(visible, locality__code=locality, plan__slug=plan, slug=period)


def period_change(request: HttpRequest, locality: str, plan: str, period: str) -> HttpResponse:
    row = period_or_404(request, locality, plan, period)
    allow_or_403(request.user, "reports.change_period", row)
    form = PeriodForm(
        request.POST or None, instance=row, plan=row.plan, calendar=work_calendar(row.locality_id)
    )
    if request.method == "POST" and form.is_valid():
        service.change_period(form.save(commit=False), actor=request.user)
        _tell(request, form, f"Đã sửa {row.in_sentence}.")
        return redirect("reports:period_list", locality=locality)
    return render(
        request,
        "reports/period_form.html",
        {"locality": row.locality, "plan": row.plan, "form": form, "period": row},
    )


def _tell(request: HttpRequest, form: PeriodForm, sentence: str) -> None:
    messages.success(request, sentence)
    for moved in form.moved:
        messages.info(request, f"{moved} (Bộ luật Dân sự, Điều 148).")


@require_POST
def period_close(request: HttpRequest, locality: str, plan: str, period: str) -> HttpResponse:
    row = period_or_404(request, locality, plan, period)
    allow_or_403(request.user, "reports.change_period", row)
    if service.close_period(row, actor=request.user):
        messages.success(request, f"Đã đóng {row.in_sentence}. Không gửi thêm báo cáo được nữa.")
    else:
        messages.info(request, "Kỳ này đã được người khác đóng trước đó.")
    return redirect("reports:period_list", locality=locality)


@require_POST
def period_deadlines_move(request: HttpRequest, locality: str) -> HttpResponse:
    place = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.add_period", place)
    moved = service.move_deadlines(place, actor=request.user, as_of=timezone.localdate())
    if moved:
        messages.success(request, f"Đã chuyển {moved} hạn sang ngày làm việc kế tiếp.")
    else:
        messages.info(request, "Không còn hạn nào rơi vào ngày nghỉ.")
    return redirect("reports:period_list", locality=locality)


@require_POST
def period_open(request: HttpRequest, locality: str, plan: str, period: str) -> HttpResponse:
    row = period_or_404(request, locality, plan, period)
    allow_or_403(request.user, "reports.change_period", row)
    if service.reopen_period(row, actor=request.user):
        messages.success(request, f"Đã mở lại {row.in_sentence}.")
    else:
        messages.info(request, "Kỳ này đang mở.")
    return redirect("reports:period_list", locality=locality)
