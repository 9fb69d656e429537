from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies.access import locality_or_404
from reports.dashboards import desk, work
from ttdn_portal.shared.lists import page_of, pager_of

ROWS_SHOWN = 20


@require_safe
def my_work(request, locality):
    mine = work.my_work(request.user, _locality_id(request, locality), as_of=timezone.localdate())
    only = next((group for group in mine.groups if group.key == request.GET.get("nhom")), None)
    page = page_of(request, only.rows) if only else None
    return render(request, "reports/my_work.html", {
        "locality": locality, "mine": mine, "only": only, "page": page, "pager": pager_of(request, page) if page else None, "rows_shown": ROWS_SHOWN,
        "agencies": work.own_agency_names(request.user, locality), "returned": mine.count(desk.RETURNED), "late": mine.count(desk.LATE),
        "is_head": work.is_head_in(request.user, locality),
    })  # fmt: skip


def _locality_id(request, code):
    """Whoever holds a post here is known already; the others are asked about, or meet 404."""
    own = next((post.locality_id for post in request.user.posts if post.locality_code == code), None)
    return own or locality_or_404(request, code).pk
