"""More time for a report: asked for by the agency, answered by the standing agency."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import locality_or_404
from agencies.history import history_of
from agencies.services.calendar import work_calendar
from reports.access import period_or_404
from reports.dashboards.extensions import (
    STATUS_KEYS,
    choices_of,
    counts_by_agency,
    extensions_in,
    waiting_first,
)
from reports.forms.extensions import AnswerForm, ExtensionForm
from reports.models import Extension
from reports.services.extensions import ask_extension, due_now
from reports.workflow import extension as workflow
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors, add_problems
from ttdn_portal.shared.lists import page_of, pager_of
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, find

OVERTAKEN = "{who} vừa xử lý đề nghị này: {status}. Thao tác của anh/chị chưa được ghi nhận; những gì đã gõ còn ở dưới."


@require_safe
def extension_list(request: HttpRequest, locality: str) -> HttpResponse:
    place = locality_or_404(request, locality)
    period, agency = request.GET.get("ky", ""), request.GET.get("co-quan", "")
    periods, agencies = choices_of(extensions_in(request.user, place))
    rows = extensions_in(request.user, place, period=period, agency=agency)
    page = page_of(request, waiting_first(rows))
    context = {
        "locality": place,
        "pager": pager_of(request, page),
        "rows": [(row, STATUS_KEYS[row.status]) for row in page],
        "counts": counts_by_agency(rows),
        "periods": periods,
        "agencies": agencies,
        "period": period,
        "agency": agency,
    }
    return render(request, "reports/extension_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask(request: HttpRequest, locality: str, plan: str, period: str) -> HttpResponse:
    row = period_or_404(request, locality, plan, period)
    allow_or_403(request.user, "reports.ask_extension", row.locality)
    form = ExtensionForm(
        request.POST or None, user=request.user, period=row, calendar=work_calendar(row.locality_id)
    )
    form.choose(request.GET.get("nhiem-vu", ""))
    if request.method == "POST" and form.is_valid():
        extension = _asked(request, form, row)
        if extension:
            messages.success(request, "Đã gửi đề nghị gia hạn đến cơ quan thường trực.")
            if form.moved:
                messages.info(request, f"Hạn đề nghị {form.moved}.")
            return redirect(extension)
    context = {"locality": row.locality, "period": row, "form": form}
    return render(request, "reports/extension_form.html", context)


def _asked(request: HttpRequest, form: ExtensionForm, period) -> Extension | None:
    try:
        return ask_extension(period=period, actor=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        add_errors(form, refusal)
        return None


def _extension_or_404(request: HttpRequest, locality: str, number: int) -> Extension:
    place = locality_or_404(request, locality)
    rows = Extension.objects.visible_to(request.user).with_names().filter(locality=place)
    return get_object_or_404(rows, pk=number)


@require_safe
def extension_detail(request: HttpRequest, locality: str, number: int) -> HttpResponse:
    return _page(request, _extension_or_404(request, locality, number))


def _page(
    request: HttpRequest, extension: Extension, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    moves = {move.name: move for move in workflow.available(extension, request.user)}
    if form is None and "grant" in moves:
        form = AnswerForm(extension=extension, calendar=work_calendar(extension.locality_id))
    others = Extension.objects.visible_to(request.user).filter(agency=extension.agency_id)
    context = {
        "extension": extension,
        "locality": extension.locality,
        "moves": moves,
        "form": form,
        "status_key": STATUS_KEYS[extension.status],
        "due_now": due_now(extension.period, extension.agency, extension.task),
        "counts": counts_by_agency(others),
        "history": history_of(extension),
    }
    return render(request, "reports/extension_detail.html", context, status=status)


@require_POST
def extension_move(request: HttpRequest, locality: str, number: int, move: str) -> HttpResponse:
    extension = _extension_or_404(request, locality, number)
    transition = find(workflow.TRANSITIONS, move)
    allow_or_403(request.user, transition.permission, extension)
    form = AnswerForm(request.POST, extension=extension, calendar=work_calendar(extension.locality_id))
    if move != "withdraw" and not form.is_valid():
        return _page(request, extension, form)
    try:
        _run(extension, move, form, actor=request.user)
    except TransitionBlocked as blocked:
        add_problems(form, blocked.problems)
        return _page(request, extension, form)
    except StaleState:
        return _overtaken(request, locality, number, form)
    messages.success(request, transition.done_message)
    return redirect(extension)


def _run(extension: Extension, move: str, form: AnswerForm, *, actor) -> None:
    if move == "withdraw":
        workflow.run(extension, move, actor=actor)
        return
    extension.version = form.cleaned_data["version"]
    given = {"granted_on": form.cleaned_data["granted_on"]} if move == "grant" else {}
    workflow.run(extension, move, actor=actor, note=form.cleaned_data["note"], **given)


def _overtaken(request: HttpRequest, locality: str, number: int, form: AnswerForm) -> HttpResponse:
    """Somebody was faster: say who and what; the answer typed here is shown once more."""
    extension = _extension_or_404(request, locality, number)
    who = extension.answered_by or extension.asked_by
    form.is_valid()
    form.add_error(None, OVERTAKEN.format(who=who, status=extension.get_status_display()))
    return _page(request, extension, form, status=409)
