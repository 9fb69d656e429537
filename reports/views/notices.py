from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agencies.access import locality_or_404
from agencies.models import Agency, Notification
from reports.dashboards.notices import REMINDER_KINDS, debts_of
from reports.forms.notices import NoticeFilter
from reports.services.reminders import remind_agency
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of


@require_safe
def notices_sent(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "reports.follow_reminders", locality)
    context = {"locality": locality, "debts": debts_of(locality, as_of=timezone.localdate())}
    if request.user.has_perm("reports.read_notices", locality):
        context |= _notices(request, locality)
    return render(request, "reports/notices_sent.html", context)


def _notices(request, locality):
    form = NoticeFilter(request.GET)
    sent = (
        Notification.objects.visible_to(request.user)
        .filter(locality=locality, kind__in=REMINDER_KINDS)
        .select_related("person", "mailing")
    )
    page = page_of(request, form.apply(sent))
    return {"form": form, "pager": pager_of(request, page), "found": f"{page.paginator.count} lần nhắc"}


@require_POST
def agency_remind(request, locality, code):
    locality = locality_or_404(request, locality)
    agency = get_object_or_404(Agency.objects.visible_to(request.user).filter(locality=locality), code=code)
    allow_or_403(request.user, "reports.remind_agencies", locality)
    try:
        told = remind_agency(agency, actor=request.user, as_of=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Đã nhắc {told} người của {agency.label}.")
    return redirect("reports:notices_sent", locality.code)
