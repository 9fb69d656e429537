"""A form that met an ended session, given back to its writer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agencies.kept import FIELD
from agencies.services.kept import drop_form, forms_of

# How the longest fields of the portal are called on their pages.
LABELS = {
    "text": "Nội dung",
    "results": "Kết quả trong kỳ",
    "difficulties": "Khó khăn, vướng mắc",
    "recommendations": "Kiến nghị, đề xuất",
    "next_steps": "Việc kỳ tới",
    "title": "Tên, trích yếu",
    "description": "Diễn giải",
    "expected_output": "Sản phẩm, kết quả",
    "note": "Ghi chú, lý do",
    "reason": "Lý do",
    "answer": "Trả lời",
}
LONG = 40


@require_safe
def kept_form(request: HttpRequest, pk) -> HttpResponse:
    """Long texts to read and change, the rest as it was; one button sends it on under the session of today."""
    form = forms_of(request).filter(pk=pk).first()
    if form is None:  # sent on, out of date, or somebody else's: nothing is said of it
        return redirect("home")
    texts, others = [], []
    for name, value in form.fields:
        is_long = len(value) > LONG or "\n" in value or (name in LABELS and bool(value))
        (texts if is_long else others).append((name, value))
    labelled = [(name, value, LABELS.get(name, f"Ô đã viết {n}")) for n, (name, value) in enumerate(texts, 1)]
    context = {"form": form, "texts": labelled, "others": others, "field": FIELD}
    return render(request, "agencies/kept_form.html", context)


@require_POST
def kept_form_drop(request: HttpRequest, pk) -> HttpResponse:
    drop_form(request, pk)
    messages.success(request, "Đã bỏ bài giữ lại.")
    return redirect("home")
