"""Ý kiến chỉ đạo: the list of those this person may see, one of them, its answer; giving one, another day, taking it back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agencies.history import history_of
from agencies.services.calendar import work_calendar
from plans import tabs
from plans.access import direction_or_404, plan_or_404
from plans.dashboards.directions import direction_line, direction_states
from plans.forms.directions import AnswerForm, DayForm, DirectionForm, SteerForm
from plans.models import Direction, Plan, Task
from plans.services import directions as service
from plans.tabs import plan_tabs
from plans.views.editing import tell_day_off
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.typed import moved_on

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def direction_list(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    plan = plan_or_404(request, locality, plan)
    seen = Direction.objects.visible_to(request.user).filter(plan=plan)
    chosen = request.GET.get("tinh-trang", "")
    states = direction_states(seen, chosen, timezone.localdate(), plan.locality_id)
    rows = seen.in_state(chosen, states.late_before).with_names()
    page = page_of(request, rows.order_by("-given_on", "ordinal"))
    context = {
        "states": states.lines,
        "plan": plan,
        "tabs": plan_tabs(plan, request.user, tabs.DIRECTIONS),
        "pager": pager_of(request, page),
        "lines": [direction_line(direction, states.late_before) for direction in page],
        "is_filtered": bool(chosen),
    }
    return render(request, "plans/direction_list.html", context)


@require_http_methods(FORM_METHODS)
def direction_detail(request: HttpRequest, locality: str, plan: str, number: int) -> HttpResponse:
    direction = direction_or_404(request, locality, plan, number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        allow_or_403(request.user, "plans.answer_direction", direction)
        if form.is_valid():
            try:
                service.answer_direction(direction, actor=request.user, answer=form.cleaned_data["answer"])
                messages.success(request, "Đã gửi kết quả thực hiện.")
                return redirect(direction)
            except ValidationError as error:
                add_errors(form, error)
                direction.refresh_from_db()
    calendar = work_calendar(direction.locality_id)
    context = {
        "plan": direction.plan,
        "direction": direction,
        "line": direction_line(direction, calendar.late_before(timezone.localdate())),
        "counted": calendar.counted_words(direction.due_on) if direction.due_on else "",
        "history": history_of(direction),
        "form": form,
    }
    return render(request, "plans/direction_detail.html", context)


@require_http_methods(FORM_METHODS)
def direction_add(request: HttpRequest, locality: str, plan: str) -> HttpResponse:
    row = plan_or_404(request, locality, plan)
    allow_or_403(request.user, "plans.give_direction", row)
    form = DirectionForm(request.POST or None, plan=row, user=request.user)
    if task := _task_of(row, request.GET.get("nhiem-vu", "")):
        form.begin_with(task)
    if request.method == "POST" and form.is_valid():
        try:
            given = service.give_direction(
                row,
                form.point(),
                actor=request.user,
                words=form.cleaned_data["words"],
                given_on=timezone.localdate(),
            )
            messages.success(request, "Đã ghi ý kiến chỉ đạo và báo cho cơ quan thực hiện.")
            tell_day_off(request, "Hạn", given.due_on, row.locality_id)
            return redirect(given)
        except ValidationError as error:
            add_errors(form, error)
    return render(request, "plans/direction_add.html", {"plan": row, "form": form})


def _task_of(plan: Plan, code: str) -> Task | None:
    return Task.objects.filter(plan=plan, code=code[:20]).first() if code else None


@require_http_methods(FORM_METHODS)
def direction_day(request: HttpRequest, **address: Any) -> HttpResponse:
    words = {"title": "Đổi hạn ý kiến chỉ đạo", "button": "Đổi hạn"}
    done = "Đã đổi hạn và báo cho cơ quan thực hiện."
    return _steer(request, address, DayForm, service.move_direction_day, words, done)


@require_http_methods(FORM_METHODS)
def direction_withdraw(request: HttpRequest, **address: Any) -> HttpResponse:
    words = {"title": "Rút ý kiến chỉ đạo", "button": "Rút ý kiến này"}
    done = "Đã rút ý kiến chỉ đạo và báo cho cơ quan thực hiện."
    return _steer(request, address, SteerForm, service.withdraw_direction, words, done)


def _steer(request, address, form_class, act, words, done):
    """Change a direction that waits: its form, the act with what was typed, back to it."""
    direction = direction_or_404(request, **address)
    allow_or_403(request.user, "plans.steer_direction", direction)
    if not direction.is_waiting:
        return _over(request, direction)
    form = form_class(request.POST or None, direction=direction)
    if request.method == "POST" and form.is_valid():
        try:
            act(direction, actor=request.user, **form.cleaned_data)
            messages.success(request, done)
            tell_day_off(request, "Hạn", form.cleaned_data.get("due_on"), direction.locality_id)
            return redirect(direction)
        except ValidationError as error:
            add_errors(form, error)
    context = words | {"plan": direction.plan, "direction": direction, "form": form}
    return render(request, "plans/direction_steer.html", context)


def _over(request: HttpRequest, direction: Direction) -> HttpResponse:
    """Answered or taken back meanwhile: whoever may see it reads what stands there now."""
    moved_on(request, "Ý kiến chỉ đạo này đã được trả lời hoặc đã rút. Xem tình trạng mới dưới đây.")
    return redirect(direction)
