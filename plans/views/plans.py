from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import locality_or_404
from documents.models import SignedCopy
from plans import tabs, workflow
from plans.access import plan_or_404
from plans.choices import PlanStatus
from plans.dashboards.approval import points_sent_last
from plans.dashboards.checklist import checklist_of, plan_counts
from plans.dashboards.figures import figures_by_plan
from plans.dashboards.plan import plan_page
from plans.dashboards.versions import version_lines, version_on
from plans.forms.moves import BlankForm
from plans.forms.versions import VersionDayForm
from plans.models import Plan
from plans.services.blanks import fill_blanks
from plans.tabs import plan_tabs
from plans.views.signed_copies import filing_of
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.file_kinds import PDF
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.uploads import send_file


@require_safe
def plan_list(request: HttpRequest, locality: str) -> HttpResponse:
    locality = locality_or_404(request, locality)
    plans = Plan.objects.visible_to(request.user).filter(locality=locality).with_names()
    figures = figures_by_plan(plans, timezone.localdate())
    rows = [(plan, figures[plan.pk]) for plan in plans]
    return render(request, "plans/plan_list.html", {"locality": locality, "rows": rows})


@require_safe
def plan_detail(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    if plan.is_public and "ngay" in request.GET and (version := _version_of_day(request, plan)):
        return redirect(f"{version.url}?{request.GET.urlencode()}")
    today = timezone.localdate()
    checklist = None
    if not plan.is_public and request.user.has_perm("plans.submit_plan", plan):
        checklist = checklist_of(plan, plan_counts(plan, today, with_comments=True))
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.PLAN),
        "page": plan_page(plan, request.user, as_of=today),
        "lines": version_lines(plan) if plan.is_public else [],
        "day_form": VersionDayForm(),
        "checklist": checklist,
        "as_of": today,
        "moves": _moves(plan, request.user),
        "points": points_sent_last(plan) if plan.status == PlanStatus.RETURNED else [],
    }
    return render(request, "plans/plan_detail.html", context)


def _moves(plan, user):
    """The buttons; a submitted plan is decided on from the page that shows it."""
    decided = ("approve", "send_back") if plan.status == PlanStatus.SUBMITTED else ()
    return [move for move in workflow.available(plan, user) if move.name not in decided]


def _version_of_day(request, plan):
    """The version that held on the day asked for; before the issue the first one, which then says so."""
    day = VersionDayForm(request.GET).day()
    lines = version_lines(plan) if day else []
    return (version_on(lines, day) or lines[0]) if lines else None


@require_http_methods(["GET", "HEAD", "POST"])
def plan_fill_blank(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.fill_blank", plan)
    if plan.is_filled:
        messages.info(request, "Kế hoạch không còn chỗ nào để trống.")
        return redirect(plan)
    form = BlankForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            fill_blanks(plan, actor=request.user, values=form.values(), note=form.cleaned_data["note"])
            messages.success(request, "Đã bổ sung và ghi vào nhật ký.")
            return redirect(plan)
        except ValidationError as error:
            add_errors(form, error)
            plan = plan_or_404(request, locality, plan.slug)
    return render(request, "plans/plan_fill_blank.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def signed_copy_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.file_signed_copy", plan)
    filing = filing_of(request, plan)
    if filing.answer:
        return filing.answer
    return render(request, "plans/signed_copy_add.html", {"plan": plan, "filing": filing})


@require_safe
def signed_copy(request: HttpRequest, locality: str, plan: str, number: int) -> FileResponse:
    """The file as it was filed; copies are numbered in the order of filing."""
    plan = plan_or_404(request, locality, plan)
    copies = list(SignedCopy.objects.filed_for(plan.subject_key))
    if not 1 <= number <= len(copies):
        raise Http404
    copy = copies[number - 1]
    return send_file(copy.file, name=copy.name, content_type=PDF.content_type)
