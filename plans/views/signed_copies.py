"""Filing the signed copy of an issued paper: the same for a plan, a review and a meeting's notice."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from documents.models import SignedCopy
from plans.forms.signed_copies import KeepAnywayForm, SignedCopyForm
from plans.services.signed_copies import file_signed_copy, held_copy, keep_anyway
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.transitions import StaleState

KEEP = "van-luu"
GONE = "Tệp chờ xác nhận không còn. Chọn lại tệp rồi lưu."
KEPT = "Đã lưu bản đã ký, kèm lý do."
HELD = "Nội dung tệp khác bản đã ban hành nên chưa lưu. Xem điểm khác nhau dưới đây."


@dataclass
class Filing:
    """What the page shows: the form of a file, and the held copy with its form where there is one."""

    form: SignedCopyForm
    held: SignedCopy | None
    keep: KeepAnywayForm | None
    answer: HttpResponse | None = None

    @property
    def first_form(self) -> Any:
        """Whose errors stand on top of the page."""
        return self.keep if self.keep is not None and self.keep.is_bound else self.form


def filing_of(request: HttpRequest, paper: Any) -> Filing:
    """Read the request, do what it asks; `answer` is where to go when something was done."""
    held = held_copy(paper, request.user)
    is_keeping = request.method == "POST" and KEEP in request.POST
    given = (request.POST, request.FILES) if request.method == "POST" and not is_keeping else ()
    keep = KeepAnywayForm(request.POST if is_keeping else None, held=held) if held else None
    filing = Filing(SignedCopyForm(*given), held, keep)
    if is_keeping and keep is None:
        messages.warning(request, GONE)
        filing.answer = redirect(request.path)
    elif is_keeping and keep is not None and keep.is_valid():
        filing.answer = _kept(request, paper, keep)
    elif filing.form.is_bound and filing.form.is_valid():
        filing.answer = _filed(request, paper, filing.form)
    return filing


def _kept(request: HttpRequest, paper: Any, keep: KeepAnywayForm) -> HttpResponse:
    try:
        keep_anyway(paper, keep.held, actor=request.user, reason=keep.cleaned_data["reason"])
    except StaleState:
        messages.warning(request, GONE)
        return redirect(request.path)
    messages.success(request, KEPT)
    return redirect(paper)


def _filed(request: HttpRequest, paper: Any, form: SignedCopyForm) -> HttpResponse | None:
    try:
        copy = file_signed_copy(paper, actor=request.user, checked=form.cleaned_data["file"])
    except ValidationError as error:
        add_errors(form, error)
        return None
    if copy.is_held:
        messages.warning(request, HELD)
        return redirect(request.path)
    said = f"{copy.get_signature_state_display()}; {copy.get_comparison_display()}"
    messages.success(request, f"Đã lưu bản đã ký ({said}).")
    return redirect(paper)
