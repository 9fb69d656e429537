"""The bases of a plan: picked from the library, put in order, taken out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.models import LegalBasis
from documents.services.bases import add_basis
from plans.dashboards.bases import cited_rows, found_rows
from plans.dashboards.outline import outline_of
from plans.forms.bases import BasisActForm, BasisForm, BasisSearchForm
from plans.models import Plan
from plans.services import bases as service
from plans.views.editing import editable_plan_or_404
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors


@require_safe
def basis_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    form = BasisSearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    cited = cited_rows(plan)
    context = {
        "plan": plan,
        "outline": outline_of(plan, "can-cu"),
        "page_title": "Căn cứ",
        "cited": cited,
        "has_changed": any(row.state_key != "done" for row in cited),
        "form": form,
        "words": words,
        "found": found_rows(plan, request.user, words),
    }
    return render(request, "plans/basis_list.html", context)


@require_POST
def basis_act(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = editable_plan_or_404(request, locality, plan)
    form = BasisActForm(request.POST)
    if form.is_valid():
        try:
            _act(request, plan, *form.cleaned_data["act"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    response = redirect("plans:basis_list", plan.locality.code, plan.slug)
    words = BasisSearchForm(request.GET)
    if words.is_valid() and words.cleaned_data["q"]:
        response["Location"] += f"?{request.GET.urlencode()}"
    return response


def _act(request: HttpRequest, plan: Plan, act: str, pk: int) -> None:
    if act == "cite":
        basis = get_object_or_404(LegalBasis.objects.visible_to(request.user), pk=pk)
        service.cite(plan, basis, actor=request.user)
        messages.success(request, f"Đã dẫn {basis.short_citation}.")
    elif act == "out":
        service.take_out(plan, pk, actor=request.user)
    elif act == "later":
        later = service.replace_with_successor(plan, pk, actor=request.user)
        if later:
            messages.success(request, f"Đã dẫn {later.short_citation} thay văn bản cũ.")
    else:
        service.shift(plan, pk, actor=request.user, up=act == "up")


@require_http_methods(["GET", "HEAD", "POST"])
def basis_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    """A text that the library lacks is added to the locality's own, and cited."""
    plan = editable_plan_or_404(request, locality, plan)
    allow_or_403(request.user, "documents.add_basis", plan.locality)
    form = BasisForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            basis = add_basis(form.save(commit=False), locality=plan.locality, actor=request.user)
            service.cite(plan, basis, actor=request.user)
            messages.success(request, f"Đã thêm {basis.short_citation} vào thư viện và dẫn trong kế hoạch.")
            return redirect("plans:basis_list", plan.locality.code, plan.slug)
        except ValidationError as error:
            add_errors(form, error)
    context = {
        "plan": plan,
        "outline": outline_of(plan, "can-cu"),
        "page_title": "Thêm căn cứ vào thư viện",
        "form": form,
        "back": reverse("plans:basis_list", args=[plan.locality.code, plan.slug]),
    }
    return render(request, "plans/basis_add.html", context)
