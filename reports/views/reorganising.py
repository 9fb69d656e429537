from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.access import member_locality_or_404
from agencies.choices import ReorganisationKind
from agencies.models import Agency
from reports.dashboards.reorganising import work_of
from reports.forms.reorganising import ReorganiseForm, ShareForm
from reports.services.reorganising import apply_due_reorganisations, reorganise_with_work
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors


@require_http_methods(["GET", "HEAD", "POST"])
def reorganise(request, locality, code):
    locality = member_locality_or_404(request, locality)
    agencies = (
        Agency.objects.visible_to(request.user).filter(locality=locality).select_related("locality", "parent")
    )
    agency = get_object_or_404(agencies, code=code)
    allow_or_403(request.user, "agencies.change_agency", agency)
    if agency.issues_plans or agency.valid_to is not None:
        messages.error(request, "Cơ quan đã kết thúc, hoặc ban hành kế hoạch, không sắp xếp ở trang này.")
        return redirect(agency)
    form = ReorganiseForm(request.POST or None, agency=agency, today=timezone.localdate())
    work = share = None
    if request.method == "POST" and form.is_valid():
        work = work_of(form.predecessors(), form.cleaned_data["starts_on"])
        share = _share(request, form, work)
        is_ready = "confirm" in request.POST and (share is None or share.is_valid())
        if is_ready and _done(request, form, share):
            return redirect("agencies:agencies", locality.code)
    context = {"locality": locality, "agency": agency, "form": form, "work": work, "share": share}
    return render(request, "reports/reorganise.html", context)


def _share(request, form, work):
    """Only a split is shared out; its first page begins with everything at the first heir."""
    if form.cleaned_data["kind"] != ReorganisationKind.SPLIT:
        return None
    data = request.POST if "confirm" in request.POST else None
    return ShareForm(data, work=work, heirs=form.heirs())


def _done(request, form, share):
    chosen = form.cleaned_data
    kinds = ("task", "support", "post")
    places = {f"{kind}s": share.places(kind) if share else {} for kind in kinds}
    facts = {name: chosen[name] for name in ("kind", "starts_on", "basis")}
    try:
        made = reorganise_with_work(form.predecessors(), form.heirs(), actor=request.user, **facts, **places)
    except ValidationError as error:
        add_errors(form, error)
        return False
    apply_due_reorganisations(as_of=timezone.localdate())
    messages.success(request, f"Đã ghi: {made}. Báo cáo, văn bản đã có giữ tên cũ.")
    return True
