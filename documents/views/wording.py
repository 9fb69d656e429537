"""Mẫu chữ của cơ quan: the list, one office's words with a sample paper in them."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import member_locality_or_404
from agencies.history import history_of
from documents.forms import WordingForm, WordingStartForm
from documents.models import OfficeWording
from documents.official.screen import render_screen
from documents.papers import office_of
from documents.sample import sample_paper
from documents.services import wording as service
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors

FORM_METHODS = ["GET", "HEAD", "POST"]
STALE = "Người khác vừa sửa mẫu chữ này. Những gì anh/chị ghi còn nguyên dưới đây; xem lại rồi lưu lần nữa nếu vẫn muốn thay."


def words_or_404(request: HttpRequest, locality: str, code: str, layout: str) -> OfficeWording:
    """The words of one office of this person's locality."""
    place = member_locality_or_404(request, locality)
    rows = OfficeWording.objects.visible_to(request.user).select_related(
        "locality", "agency", "agency__parent", "agency__locality"
    )
    return get_object_or_404(rows, locality=place, agency__code=code, layout=layout)


@require_safe
def wording_list(request: HttpRequest, locality: str) -> HttpResponse:
    place = member_locality_or_404(request, locality)
    allow_or_403(request.user, "documents.keep_words", place)
    rows = OfficeWording.objects.visible_to(request.user).filter(locality=place)
    rows = rows.select_related("agency", "locality").order_by("agency__sort_key", "layout")
    return render(request, "documents/wording_list.html", {"locality": place, "wordings": rows})


@require_http_methods(FORM_METHODS)
def wording_add(request: HttpRequest, locality: str) -> HttpResponse:
    place = member_locality_or_404(request, locality)
    allow_or_403(request.user, "documents.keep_words", place)
    form = WordingStartForm(request.POST or None, locality=place)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.add_wording(_begun(**form.cleaned_data), actor=request.user)
            messages.success(request, "Đã lập mẫu chữ từ tên cơ quan. Sửa từng dòng rồi xem trước.")
            return redirect(made)
        except ValidationError as error:
            add_errors(form, error)
    return render(request, "documents/wording_add.html", {"locality": place, "form": form})


def _begun(agency: Any, layout: str) -> OfficeWording:
    """What papers have printed so far, as the first words."""
    office = office_of(agency, layout)
    return OfficeWording(
        agency=agency,
        layout=layout,
        parent_name=office.letterhead.parent_name,
        issuer_name=office.letterhead.issuer_name,
        place_name=office.place or agency.name,
        signing_authority="\n".join(office.authority),
    )


@require_http_methods(FORM_METHODS)
@csp_update({"frame-src": ["'self'"]})
def wording_edit(request: HttpRequest, locality: str, code: str, layout: str) -> HttpResponse:
    row = words_or_404(request, locality, code, layout)
    allow_or_403(request.user, "documents.keep_words", row.locality)
    form = WordingForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            service.change_wording(
                form.instance, actor=request.user, read_version=form.cleaned_data["version"] or 0
            )
            messages.success(
                request, "Đã lưu mẫu chữ. Văn bản lập từ nay dùng mẫu này; văn bản đã ban hành giữ nguyên."
            )
            return redirect(row)
        except service.StaleWording as stale:
            form = _reread(request, stale.current)
        except ValidationError as error:
            add_errors(form, error)
    context = {"locality": row.locality, "wording": row, "form": form, "history": history_of(row)}
    return render(request, "documents/wording_edit.html", context)


def _reread(request: HttpRequest, current: OfficeWording) -> WordingForm:
    """What was typed, now on top of the row as it stands."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    form = WordingForm(data, instance=current)
    form.add_error(None, STALE)
    return form


@require_POST
@xframe_options_sameorigin
def wording_preview(request: HttpRequest, locality: str, code: str, layout: str) -> HttpResponse:
    """A sample paper in the words as they stand in the form, saved or not; drawn by the builder of papers."""
    row = words_or_404(request, locality, code, layout)
    allow_or_403(request.user, "documents.keep_words", row.locality)
    form = WordingForm(request.POST, instance=row)
    if not form.is_valid():
        response = render(request, "documents/wording_preview_errors.html", {"form": form})
        response._csp_update = {"frame-ancestors": ["'self'"]}
        return response
    is_letter = request.POST.get("sample") == "cong-van"
    page = render_screen(sample_paper(row.agency, layout, form.instance, is_letter=is_letter))
    response = HttpResponse(page.html)
    response._csp_replace = {
        "style-src": [page.style_hash],
        "script-src": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
    return response
