"""Keeping a plan as a template."""

from django import forms

from ttdn_portal.shared.fields import PlainTextField
from ttdn_portal.shared.text import squeeze


class TemplateForm(forms.Form):
    name = PlainTextField(
        label="Tên mẫu",
        max_length=200,
        help_text="Mẫu giữ câu chữ, nội dung, nhiệm vụ; không giữ cơ quan, ngày, kinh phí và nhiệm vụ mật.",
    )

    def clean_name(self) -> str:
        return squeeze(self.cleaned_data["name"])
