"""The fields that stand beside the text of a report: finished or not, copied, how each request was met."""

from collections.abc import Iterable
from typing import Any

from django import forms

from reports.choices import ReportField
from reports.models import Marks, PointAnswer, ProgressReport
from reports.models.marks import KEPT, LONG_PARTS, MENDED
from ttdn_portal.shared.fields import PlainTextField

YES, NO = "yes", "no"


def add_marks(form: forms.Form, report: ProgressReport, asked: Iterable[str]) -> None:
    """One answer for each long part and for each field that the reviewer commented on."""
    marks = Marks.from_json(report.marks)
    form.fields["copied"] = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    for part in LONG_PARTS:
        form.fields[f"finished_{part}"] = _finished(marks.finished.get(part))
    for name in asked:
        said = marks.answers.get(name, PointAnswer())
        form.fields[f"answer_{name}"] = _answer(ReportField(name), said.tick)
        form.fields[f"why_{name}"] = PlainTextField(
            required=False, max_length=500, label="Lý do giữ nguyên", initial=said.why
        )


def _finished(stored: bool | None) -> forms.ChoiceField:
    initial = "" if stored is None else YES if stored else NO
    return forms.ChoiceField(
        required=False,
        label="Đã viết xong phần này?",
        choices=[(YES, "Có"), (NO, "Chưa")],
        widget=forms.RadioSelect,
        initial=initial,
    )


def _answer(name: ReportField, stored: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        required=False,
        label=f"Đã xử lý ý kiến tại mục “{name.label}”?",
        choices=[(MENDED, "Đã sửa"), (KEPT, "Giữ nguyên vì …")],
        widget=forms.RadioSelect,
        initial=stored,
    )


def marks_of(form: Any, texts: dict[str, str]) -> Marks:
    """The marks as they stand after this save; what the page did not ask about stays as it was."""
    stored, cleaned = Marks.from_json(form.report.marks), form.cleaned_data
    finished = dict(stored.finished)
    for part in LONG_PARTS:
        if said := cleaned.get(f"finished_{part}"):
            finished[part] = said == YES
    answers = dict(stored.answers)
    for name in form.asked:
        if not any(f"{part}_{name}" in form.data for part in ("answer", "why")):
            continue  # a text that was put together from two says nothing about the points
        said = PointAnswer(cleaned[f"answer_{name}"], cleaned[f"why_{name}"].strip())
        if said != PointAnswer():
            answers[name] = said
        else:
            answers.pop(name, None)
    copied_now = [part for part in cleaned.get("copied", "").split() if part in LONG_PARTS]
    return Marks(finished, stored.copied, answers).settled(texts, copied_now)
