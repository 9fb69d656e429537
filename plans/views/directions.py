"""Ý kiến chỉ đạo: the list of those this person may see, one of them, its answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.history import history_of
from plans import tabs
from plans.access import direction_or_404, plan_or_404
from plans.dashboards.directions import direction_line
from plans.forms.directions import AnswerForm
from plans.models import Direction
from plans.services.directions import answer_direction
from plans.tabs import plan_tabs
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.lists import page_of, pager_of


@require_safe
def direction_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    rows = Direction.objects.visible_to(request.user).filter(plan=plan).with_names()
    page = page_of(request, rows.order_by("-given_on", "ordinal"))
    today = timezone.localdate()
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.DIRECTIONS),
        "pager": pager_of(request, page),
        "lines": [direction_line(direction, today) for direction in page],
    }
    return render(request, "plans/direction_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def direction_detail(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    direction = direction_or_404(request, locality, plan, number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        allow_or_403(request.user, "plans.answer_direction", direction)
        if form.is_valid():
            try:
                answer_direction(direction, actor=request.user, answer=form.cleaned_data["answer"])
                messages.success(request, "Đã gửi kết quả thực hiện.")
                return redirect(direction)
            except ValidationError as error:
                form.add_error(None, error.messages)
                direction.refresh_from_db()
    context = {
        "plan": direction.plan,
        "direction": direction,
        "line": direction_line(direction, timezone.localdate()),
        "history": history_of(direction),
        "form": form,
    }
    return render(request, "plans/direction_detail.html", context)
