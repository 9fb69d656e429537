"""Choosing bases, and adding one to the library."""

import re
from typing import Any

from django import forms

from documents.choices import BasisState
from documents.models import LegalBasis
from ttdn_portal.shared.dates import long_date
from ttdn_portal.shared.fields import DayField, PlainTextField
from ttdn_portal.shared.forms import RowForm
from ttdn_portal.shared.text import squeeze

_ACT = re.compile(r"(cite|out|up|down|later):(\d{1,18})")


class BasisActForm(forms.Form):
    """The value of one button: what to do, with which basis."""

    act = forms.CharField(max_length=40)

    def clean_act(self) -> tuple[str, int]:
        found = _ACT.fullmatch(self.cleaned_data["act"])
        if found is None:
            raise forms.ValidationError("Không rõ việc cần làm.")
        return found.group(1), int(found.group(2))


class BasisSearchForm(forms.Form):
    q = forms.CharField(
        label="Tìm trong thư viện",
        max_length=120,
        required=False,
        help_text="Số, ký hiệu, tên hoặc cơ quan ban hành; gõ không dấu cũng được.",
    )


class BasisForm(RowForm):
    """A text that the library does not have; both citations are worded from its parts where they are left blank."""

    type_name = PlainTextField(
        label="Tên loại", max_length=60, help_text="Ví dụ: Nghị định, Kế hoạch, Công văn."
    )
    symbol = PlainTextField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 72/2015/NĐ-CP.")
    issued_on = DayField(label="Ngày ban hành", required=False)
    issuer_name = PlainTextField(label="Cơ quan ban hành", max_length=160, required=False)
    abstract = PlainTextField(
        label="Trích yếu",
        max_length=300,
        required=False,
        help_text="Ví dụ: về quản lý hoạt động thông tin đối ngoại.",
    )

    class Meta:
        model = LegalBasis
        fields = ("symbol", "issued_on", "issuer_name", "state", "replaced_by")

    field_order = ("type_name", "symbol", "issued_on", "issuer_name", "abstract", "state", "replaced_by")

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].queryset = LegalBasis.objects.visible_to(user)
        self.fields["replaced_by"].empty_label = "Không có"
        self.fields["replaced_by"].help_text = "Chỉ chọn khi văn bản đã bị thay thế."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("replaced_by") and data.get("state") == BasisState.IN_FORCE:
            self.add_error("state", "Văn bản đã có văn bản thay thế thì không còn nguyên hiệu lực.")
        return data

    def _post_clean(self) -> None:
        """NĐ 30/2020, Phụ lục I: type, number, date, issuer, abstract the first time; type and number later."""
        data = self.cleaned_data
        short = squeeze(f"{data.get('type_name', '')} số {data.get('symbol', '')}")
        day = long_date(data["issued_on"]) if data.get("issued_on") else ""
        issuer = f"của {data['issuer_name']}" if data.get("issuer_name") else ""
        abstract = data.get("abstract", "")
        self.instance.title = squeeze(f"{data.get('type_name', '')} {abstract}")[:400]
        self.instance.short_citation = short[:160]
        self.instance.full_citation = squeeze(f"{short} {day} {issuer} {abstract}")
        super()._post_clean()  # type: ignore[misc]
