"""The day of an overview, and the words of a search."""

from datetime import date

from django import forms
from django.utils import timezone

from ttdn_portal.shared.fields import DayField, SearchField
from ttdn_portal.shared.widgets import PlainDay


class DayForm(forms.Form):
    ngay = DayField(
        label="Số liệu của ngày",
        help_text="",
        required=False,
        widget=PlainDay(),
    )

    def clean_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["ngay"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Chưa đến ngày này. Chọn hôm nay hoặc một ngày đã qua.")
        return day

    def day(self, today: date) -> date:
        """The day asked for; a day that cannot be read, or is still to come, gives today beside the error."""
        return (self.cleaned_data.get("ngay") if self.is_valid() else None) or today


class SearchForm(forms.Form):
    q = SearchField(
        label="Tìm kế hoạch, nhiệm vụ",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def words(self) -> str:
        return self.cleaned_data["q"].strip() if self.is_valid() else ""
