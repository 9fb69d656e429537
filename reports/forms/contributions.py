"""An answer to the lead agency."""

from django import forms

from ttdn_portal.shared.fields import LongTextField

LIMIT = 8000


class ContributionForm(forms.Form):
    answer = LongTextField(
        label="Nội dung trả lời",
        max_length=LIMIT,
        required=False,
        rows=8,
        help_text="Số liệu, tư liệu hoặc việc đã làm theo phần phối hợp của cơ quan anh/chị.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
