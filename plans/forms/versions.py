"""Asking for the plan of a day, for two versions to compare, and recording a correction."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from documents.services.numbers import series_label_for, suggested_number
from plans.models import Correction, Plan
from plans.services.corrections import find_spot, places
from ttdn_portal.shared.fields import DayField, LongTextField, PlainTextField
from ttdn_portal.shared.forms import RowForm, add_errors
from ttdn_portal.shared.widgets import PlainSelect


class VersionDayForm(forms.Form):
    """The day of which the plan is shown."""

    ngay = DayField(
        label="Xem kế hoạch như ngày",
        help_text="",
    )

    def day(self) -> date | None:
        return self.cleaned_data["ngay"] if self.is_valid() else None


class CompareForm(forms.Form):
    """Two sides out of the versions and drafts that a person sees."""

    tu = forms.ChoiceField(label="Bản trước", widget=PlainSelect)
    den = forms.ChoiceField(label="Bản sau", widget=PlainSelect)

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("tu", "den"):
            self.fields[name].choices = [("", "Chọn bản"), *sides]


class CorrectionForm(RowForm):
    """The letter and the words: what was printed, and how it has to read."""

    place = forms.ChoiceField(label="Chỗ sai", widget=PlainSelect)
    wrong = LongTextField(
        label="Đã in",
        rows=2,
        max_length=2000,
        help_text="Chép nguyên văn những chữ sai, đủ dài để rõ một chỗ.",
    )
    right = LongTextField(label="Sửa là", rows=2, max_length=2000)
    number = forms.IntegerField(label="Số công văn", min_value=1, max_value=99_999)
    symbol = PlainTextField(label="Ký hiệu", max_length=40, help_text="Ví dụ: UBND-VX.")
    issued_on = DayField(label="Ngày công văn")
    signer_name = PlainTextField(
        label="Họ tên người ký", max_length=120, help_text="Không ghi học hàm, học vị, danh hiệu."
    )

    class Meta:
        model = Correction
        fields = ("place", "wrong", "right", "number", "symbol", "issued_on", "signer_name")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        self.names = dict(places(plan))
        self.fields["place"].choices = [("", "Chọn chỗ sai"), *self.names.items()]
        symbol = f"{plan.issuer.document_abbreviation or 'UBND'}-VX"
        today = timezone.localdate()
        label = series_label_for(issuer=plan.issuer, layout=plan.layout, day=today)
        following = suggested_number(issuer=plan.issuer, symbol=symbol, label=label)
        suggested: dict[str, Any] = {
            "number": following,
            "symbol": symbol,
            "issued_on": today,
            "signer_name": plan.signer_name,
        }
        self.initial = {**suggested, **self.initial}

    def clean_issued_on(self) -> date:
        day: date = self.cleaned_data["issued_on"]
        first = self.instance.plan.issued_on
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày công văn không thể ở tương lai.")
        if first and day < first:
            raise forms.ValidationError("Ngày công văn trước ngày ban hành kế hoạch.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place, wrong, right = (data.get(name) for name in ("place", "wrong", "right"))
        if wrong and wrong == right:
            self.add_error("right", "Hai cách viết phải khác nhau.")
        elif place and wrong:
            try:
                find_spot(self.instance.plan, place, wrong)
            except forms.ValidationError as error:
                add_errors(self, error)
        self.instance.place_label = self.names.get(place or "", "")[:600]
        return data

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "ordinal"}  # type: ignore[misc]
