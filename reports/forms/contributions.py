"""An answer to the lead agency."""

from django import forms

LIMIT = 8000


class ContributionForm(forms.Form):
    answer = forms.CharField(
        label="Nội dung trả lời",
        max_length=LIMIT,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Số liệu, tư liệu hoặc việc đã làm theo phần phối hợp của cơ quan anh/chị.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
