"""Forms that move and delete groups and tasks; each remembers which row its page was about."""

import re
from typing import Any

from django import forms

from plans.models import Plan, TaskGroup

_MOVE = re.compile(r"(group|task):(\d{1,18}):(\d{1,3}(?:\.\d{1,4})?):(\d{1,4})")


class MoveForm(forms.Form):
    """The value of one button: kind, key, number as read, place to go to."""

    move = forms.CharField(max_length=60)

    def clean_move(self) -> tuple[str, int, str, int]:
        found = _MOVE.fullmatch(self.cleaned_data["move"])
        if found is None:
            raise forms.ValidationError("Không rõ mục cần chuyển.")
        kind, key, read, to = found.groups()
        return kind, int(key), read, int(to)


class DeleteForm(forms.Form):
    key = forms.IntegerField(widget=forms.HiddenInput)


class GroupPlaceForm(forms.Form):
    key = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.IntegerField(
        label="Đến thứ tự",
        min_value=1,
        max_value=9999,
        help_text="Các nội dung sau chỗ ấy lùi xuống một bậc.",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)


class TaskPlaceForm(forms.Form):
    key = forms.IntegerField(widget=forms.HiddenInput)
    group = forms.ModelChoiceField(label="Vào nội dung", queryset=TaskGroup.objects.none(), empty_label=None)
    to = forms.IntegerField(
        label="Ở thứ tự",
        min_value=1,
        max_value=9999,
        help_text="Trong nội dung đã chọn; lớn hơn số nhiệm vụ đang có thì đứng cuối.",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = plan.groups.all()
