from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import member_locality_or_404
from agencies.history import history_of
from agencies.services.calendar import calendar_from_column, days_as_column, work_calendar
from plans.views.editing import tell_day_off
from reports.access import press_or_404
from reports.forms.press import MOVE_FORMS, PUBLIC_ONLY, PressFilter, PressForm
from reports.services.press import add_press_item, change_press_item
from reports.workflow import press as workflow
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors, add_problems
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.templatetags.ttdn import number as grouped
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, find
from ttdn_portal.shared.typed import moved_on

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def press_list(request, locality):
    locality = member_locality_or_404(request, locality)
    form = PressFilter(request.GET, user=request.user, locality=locality)
    rows = form.apply().with_names().annotate(days_off=days_as_column(locality.pk))
    page = page_of(request, rows)
    calendar = calendar_from_column(page[0].days_off if page else "", locality.pk)
    return render(request, "reports/press_list.html", {
        "locality": locality, "form": form, "pager": pager_of(request, page), "found": f"{grouped(page.paginator.count)} tin, bài",
        "late_before": calendar.late_before(timezone.localdate()), "query": request.GET.urlencode(),
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def press_add(request, locality):
    locality = member_locality_or_404(request, locality)
    allow_or_403(request.user, "reports.add_press", locality)
    form = PressForm(request.POST or None, locality=locality)
    if request.method == "POST" and form.is_valid():
        item = add_press_item(form.to_item(), actor=request.user)
        messages.success(request, f"Đã ghi {item.code}.")
        return redirect(item)
    return render(request, "reports/press_form.html", {"locality": locality, "form": form, "item": None})


@require_http_methods(FORM_METHODS)
def press_edit(request, locality, number):
    item = press_or_404(request, locality, number)
    allow_or_403(request.user, "reports.change_press", item)
    form = PressForm(request.POST or None, locality=item.locality, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            change_press_item(
                form.to_item(), actor=request.user, read_version=form.cleaned_data["version"] or 0
            )
        except StaleState:
            form.add_error(
                None, "Người khác vừa sửa tin, bài này. Mở lại trang để xem bản mới, rồi sửa tiếp."
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Đã lưu.")
            return redirect(item)
    return render(request, "reports/press_form.html", {"locality": item.locality, "form": form, "item": item})


@require_safe
def press_detail(request, locality, number):
    return detail_page(request, press_or_404(request, locality, number))


def detail_page(request, item, bound=None):
    """`bound`: the move that was refused, with its form as it was filled in."""
    name, refused = bound or ("", None)
    moves = [
        (
            move,
            refused
            if move.name == name
            else MOVE_FORMS[move.name](item=item)
            if move.name in MOVE_FORMS
            else None,
        )
        for move in workflow.available(item, request.user)
    ]
    return render(request, "reports/press_detail.html", {
        "item": item, "locality": item.locality, "moves": moves, "refused": refused, "refused_name": name, "history": history_of(item),
        "is_late": item.is_waiting and work_calendar(item.locality_id).is_late(item.respond_by, timezone.localdate()), "may_change": request.user.has_perm("reports.change_press", item),
        "public_only": PUBLIC_ONLY,
    })  # fmt: skip


@require_POST
def press_move(request, locality, number, move):
    item = press_or_404(request, locality, number)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, item)
    form = MOVE_FORMS[move](request.POST, item=item) if move in MOVE_FORMS else None
    if form is not None and not form.is_valid():
        return detail_page(request, item, (move, form))
    typed = request.POST.get("version", "")
    item.version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else item.version
    try:
        workflow.run(item, move, actor=request.user, **(form.cleaned_data if form else {}))
    except TransitionBlocked as blocked:
        if form is not None:
            add_problems(form, blocked.problems)
            return detail_page(request, item, (move, form))
        messages.error(request, " ".join(blocked.problems))
    except StaleState as stale:
        return _overtaken(request, locality, number, (move, form), stale)
    else:
        messages.success(request, transition.done_message)
        if form is not None:
            tell_day_off(request, "Hạn phản hồi", form.cleaned_data.get("respond_by"), item.locality_id)
    return redirect(item)


def _overtaken(request, locality, number, typed, stale):
    """Somebody was faster: the form once more over the item as it stands, or else what was typed, to be copied."""
    item, (move, form) = press_or_404(request, locality, number), typed
    if form is not None and any(open_now.name == move for open_now in workflow.available(item, request.user)):
        add_problems(form, stale.problems)
        return detail_page(request, item, typed)
    moved_on(request, " ".join(stale.problems))
    return redirect(item)
