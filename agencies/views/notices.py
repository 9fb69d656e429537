"""One's own notices; the letters sent and the log, for the locality's administrator."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from agencies.access import locality_or_404
from agencies.choices import MailingStatus, NoticeKind
from agencies.forms import LogFilter, MailingFilter
from agencies.history import line_of
from agencies.labels import object_types
from agencies.models import ActivityEntry, Mailing, Notification
from agencies.services.mailings import retry
from agencies.services.notices import mark_read
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of

UNREAD_SHOWN = 200


@require_safe
def notice_list(request):
    own = Notification.objects.filter(person=request.user)
    unread = sorted(
        own.filter(read_at__isnull=True)[:UNREAD_SHOWN],
        key=lambda notice: NoticeKind.values.index(notice.kind),
    )
    groups = [
        (NoticeKind(kind).label, kind, list(rows))
        for kind, rows in groupby(unread, key=lambda notice: notice.kind)
    ]
    page = page_of(request, own.filter(read_at__isnull=False))
    return render(
        request,
        "agencies/notice_list.html",
        {"groups": groups, "unread": len(unread), "pager": pager_of(request, page)},
    )


@require_POST
def notices_read(request):
    own = Notification.objects.filter(person=request.user)
    kind = request.POST.get("loai", "")
    mark_read(own.filter(kind=kind) if kind else own)
    return redirect("agencies:notices")


@require_POST
def notice_open(request, pk):
    own = Notification.objects.filter(person=request.user)
    notice = get_object_or_404(own, pk=pk)
    mark_read(own.filter(pk=pk))
    if notice.link and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None):
        return redirect(notice.link)
    return redirect("agencies:notices")


def _local_letters(request, locality):
    allow_or_403(request.user, "agencies.read_mailings", locality)
    return Mailing.objects.visible_to(request.user).filter(locality=locality).select_related("person")


@require_safe
def mailing_list(request, locality):
    locality = locality_or_404(request, locality)
    letters = _local_letters(request, locality)
    form = MailingFilter(request.GET)
    page = page_of(request, form.apply(letters).defer("body"))
    context = {
        "locality": locality,
        "form": form,
        "pager": pager_of(request, page),
        "found": f"{page.paginator.count} thư",
    }
    return render(request, "agencies/mailing_list.html", context)


@require_safe
def mailing_detail(request, locality, pk):
    locality = locality_or_404(request, locality)
    mailing = get_object_or_404(_local_letters(request, locality), pk=pk)
    may_retry = mailing.status in (MailingStatus.FAILED, MailingStatus.NO_ADDRESS) and bool(
        mailing.person.email
    )
    crumbs = [("Thư đã gửi", reverse("agencies:mailings", args=[locality.code]))]
    context = {"locality": locality, "mailing": mailing, "may_retry": may_retry, "crumbs": crumbs}
    return render(request, "agencies/mailing_detail.html", context)


@require_POST
def mailing_retry(request, locality, pk):
    locality = locality_or_404(request, locality)
    mailing = get_object_or_404(_local_letters(request, locality), pk=pk)
    if retry(mailing, actor=request.user):
        messages.success(request, f"Thư sẽ được gửi lại tới {mailing.person.email}.")
    else:
        messages.error(request, "Thư này không cần gửi lại, hoặc người nhận chưa có địa chỉ thư.")
    return redirect("agencies:mailing_detail", locality.code, pk)


@require_safe
def activity_log(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "agencies.read_log", locality)
    form = LogFilter(request.GET)
    page = page_of(
        request, form.apply(ActivityEntry.objects.visible_to(request.user).filter(locality=locality))
    )
    types = object_types()
    rows = [(line_of(entry), types.get(entry.object_type, ""), entry.object_label) for entry in page]
    context = {
        "locality": locality,
        "form": form,
        "pager": pager_of(request, page),
        "rows": rows,
        "found": f"{page.paginator.count} mục",
    }
    return render(request, "agencies/activity_log.html", context)
