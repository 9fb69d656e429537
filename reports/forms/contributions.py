"""Asking supporting agencies, and an answer to the lead."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from agencies.forms import in_words
from plans.models import Indicator, TaskSupport
from reports.choices import DeclineReason
from reports.forms.writing import EVIDENCE_KINDS
from reports.models import Contribution
from reports.services.contributions import AnswerText
from reports.workflow.contribution import Request
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.fields import (
    DayField,
    FigureField,
    LongTextField,
    ManyFilesField,
    PlainTextField,
)
from ttdn_portal.shared.forms import OneOf, OneOfMixin

LIMIT = 8000
NAMED = (1, 2, 3)  # figures that no indicator of the plan names


class _DateForm(forms.Form):
    """A date for the answer; one after the report's own deadline is taken only where it is meant."""

    due_on = DayField(label="Hạn trả lời")
    accept_late = forms.BooleanField(label="Vẫn đặt ngày này, dù sau hạn gửi báo cáo", required=False)

    def __init__(self, data: Any = None, *, report_due_on: date, **kwargs: Any):
        self.report_due_on = report_due_on
        super().__init__(data, **kwargs)
        if not (self.is_bound and self._is_after()):
            self.fields["accept_late"].widget = forms.HiddenInput()

    def _is_after(self) -> bool:
        try:
            day = self.fields["due_on"].clean(self.data.get(self.add_prefix("due_on")))
        except forms.ValidationError:
            return False
        return bool(day and day > self.report_due_on)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("due_on")
        if day and day < timezone.localdate():
            self.add_error("due_on", "Hạn trả lời không thể ở quá khứ.")
        elif day and day > self.report_due_on and not cleaned.get("accept_late"):
            self.add_error(
                "due_on",
                f"Ngày này sau hạn gửi báo cáo ({short_date(self.report_due_on)}). Chọn ngày sớm hơn, hoặc đánh dấu “Vẫn đặt ngày này”.",
            )
        return cleaned


class NewDateForm(_DateForm):
    """Another date for an answer that is waited for."""


class AskForm(OneOfMixin, _DateForm):
    """Whom to ask, for what, until when."""

    one_of = (
        OneOf(
            ("wants_text", "wants_file", "indicators", *(f"name_{n}" for n in NAMED)),
            "Chọn ít nhất một thứ cần: nội dung, số liệu hoặc tệp.",
            words="nội dung, số liệu, tệp",
            in_legend=True,
        ),
    )
    needed_when = {"unit": "cần khi có số liệu"}
    numbered_rows = "Số liệu khác"

    agencies = forms.MultipleChoiceField(
        label="Xin cơ quan", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một cơ quan."},
    )  # fmt: skip
    wants_text = forms.BooleanField(label="Nội dung bằng chữ", required=False, initial=True)
    wants_file = forms.BooleanField(label="Tệp (văn bản, bảng, ảnh)", required=False)
    indicators = forms.MultipleChoiceField(
        label="Số liệu theo chỉ tiêu của nhiệm vụ", required=False, widget=forms.CheckboxSelectMultiple
    )
    question = LongTextField(
        label="Lời đề nghị", rows=4, max_length=2000,
        help_text="Cần gì, của thời gian nào, để làm gì. Ví dụ: Số đoàn phóng viên nước ngoài Sở đã đón trong 6 tháng.",
    )  # fmt: skip

    field_order = ["agencies", "question", "wants_text", "indicators", "wants_file", "due_on", "accept_late"]

    def __init__(self, *args: Any, supports: list[TaskSupport], indicators: list[Indicator], **kwargs: Any):
        self._supports = {str(support.pk): support for support in supports}
        self._indicators = {str(indicator.pk): indicator for indicator in indicators}
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = [(pk, s.agency.name) for pk, s in self._supports.items()]
        self.fields["indicators"].choices = [(pk, str(i)) for pk, i in self._indicators.items()]
        if not indicators:
            del self.fields["indicators"]
        for n in NAMED:
            self.fields[f"name_{n}"] = PlainTextField(
                label=f"Số liệu khác {n}", required=False, max_length=200
            )
            self.fields[f"unit_{n}"] = PlainTextField(label="Đơn vị tính", required=False, max_length=60)

    def named_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name_{n}"], self[f"unit_{n}"]) for n in NAMED]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for n in NAMED:
            name, unit = cleaned.get(f"name_{n}", ""), cleaned.get(f"unit_{n}", "")
            if name and not unit:
                self.add_error(
                    f"unit_{n}",
                    "Ghi đơn vị tính, ví dụ lượt, người, tin bài: số khác đơn vị không cộng được với nhau.",
                )
            if unit and not name:
                self.add_error(f"name_{n}", "Ghi tên số liệu cần.")
        return cleaned

    def _figures(self, cleaned: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        chosen = [self._indicators[pk] for pk in cleaned.get("indicators", [])]
        known = [{"indicator": i.pk, "name": i.name, "unit": i.unit} for i in chosen]
        named = [
            {"indicator": None, "name": cleaned[f"name_{n}"], "unit": cleaned.get(f"unit_{n}", "")}
            for n in NAMED
            if cleaned.get(f"name_{n}")
        ]
        return (*known, *named)

    def supports(self) -> list[TaskSupport]:
        return [self._supports[pk] for pk in self.cleaned_data["agencies"]]

    def to_request(self) -> Request:
        cleaned = self.cleaned_data
        return Request(
            cleaned["question"],
            cleaned["due_on"],
            cleaned["wants_text"],
            cleaned["wants_file"],
            self._figures(cleaned),
        )


class ContributionForm(forms.Form):
    """The answer: words, and the figures that were asked for."""

    answer = LongTextField(
        label="Nội dung trả lời", max_length=LIMIT, required=False, rows=8,
        help_text="Tư liệu hoặc việc đã làm theo phần phối hợp của cơ quan anh/chị.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, contribution: Contribution, **kwargs: Any):
        self.contribution = contribution
        stored = {
            figure_name(place): Decimal(f["value"]) if f.get("value") is not None else None
            for place, f in enumerate(contribution.figures)
        }
        initial = {"answer": contribution.answer, "version": contribution.version} | stored
        super().__init__(data, initial=initial, **kwargs)
        for place, wanted in enumerate(contribution.figures):
            label = f"{wanted['name']} ({wanted['unit']})"
            self.fields[figure_name(place)] = FigureField(required=False, label=label)

    def figure_fields(self) -> list[forms.BoundField]:
        return [self[figure_name(place)] for place in range(len(self.contribution.figures))]

    def to_text(self) -> AnswerText:
        values = {p: self.cleaned_data[figure_name(p)] for p in range(len(self.contribution.figures))}
        return AnswerText(self.cleaned_data["answer"], values)


def figure_name(place: int) -> str:
    return f"figure_{place + 1}"


class AnswerFilesForm(forms.Form):
    uploads = ManyFilesField(required=False, label="Thêm tệp", kinds=EVIDENCE_KINDS)


class DeclineForm(forms.Form):
    """Why there is nothing to give."""

    reason = forms.ChoiceField(
        label="Vì sao", choices=in_words(DeclineReason.choices), widget=forms.RadioSelect,
        error_messages={"required": "Chọn vì sao không cung cấp được."},
    )  # fmt: skip
    note = LongTextField(
        label="Giải thích",
        rows=3,
        max_length=1000,
        help_text="Một, hai câu; nêu cơ quan nào có số liệu nếu biết.",
    )


class WithdrawForm(forms.Form):
    note = PlainTextField(label="Lý do rút (nếu cần)", required=False, max_length=300)
