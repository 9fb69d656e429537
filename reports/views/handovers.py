from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import locality_or_404
from agencies.models import Handover, User
from agencies.services.handovers import hand_over
from reports.dashboards.handovers import people_to_hand_over, preview_lines
from reports.forms.handovers import HandoverForm
from reports.services.handovers import apply_due_handovers
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors


@require_safe
def handover_list(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "agencies.see_handovers", locality)
    today = timezone.localdate()
    rows = Handover.objects.visible_to(request.user).filter(locality=locality)
    context = {
        "locality": locality,
        "people": people_to_hand_over(request.user, locality.pk, as_of=today),
        "handovers": rows.select_related("from_person", "to_person", "created_by")[:100],
        "today": today,
    }
    return render(request, "reports/handover_list.html", context)


def _person_or_404(request, locality, username):
    """Whoever may not know of this person meets the same 404 as for nobody at all."""
    person = get_object_or_404(
        User.objects.filter(locality=locality).select_related("locality"), username=username
    )
    if request.user.has_perm("agencies.hand_over", person):
        return person
    if not User.objects.visible_to(request.user).filter(pk=person.pk).exists():
        raise Http404
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request, locality, username):
    locality = locality_or_404(request, locality)
    person = _person_or_404(request, locality, username)
    allow_or_403(request.user, "agencies.hand_over", person)
    form = HandoverForm(request.POST or None, user=request.user, locality=locality, person=person)
    lines = None
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and _done(request, form):
            return redirect("reports:handover_list", locality.code)
        lines = preview_lines(person, form.memberships(), takes_seats=form.facts()["takes_seats"])
    context = {
        "locality": locality,
        "person": person,
        "form": form,
        "lines": lines,
        "posts": form.memberships() if lines is not None else [],
    }
    return render(request, "reports/handover.html", context)


def _done(request, form):
    try:
        made = hand_over(form.memberships(), from_person=form.person, actor=request.user, **form.facts())
    except ValidationError as error:
        add_errors(form, error)
        return False
    apply_due_handovers(as_of=timezone.localdate())
    when = f"từ ngày {made.starts_on:%d/%m/%Y}"
    messages.success(request, f"Đã ghi bàn giao: {made.from_person} giao cho {made.to_person} {when}.")
    return True
