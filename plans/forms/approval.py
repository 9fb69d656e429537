"""Forms of the signer, of the drafter who mends what was returned, and of who checks the form."""

from typing import Any

from django import forms

from plans.choices import PointAnswer
from plans.forms.places import PlaceField
from plans.models.places import Place
from ttdn_portal.shared.fields import LongTextField


class PointForm(forms.Form):
    """One thing to be changed, at its place."""

    place = PlaceField()
    text = LongTextField(
        label="Cần sửa thế nào",
        max_length=4000,
        rows=3,
        help_text="Nói rõ cần sửa gì; người soạn thấy nguyên văn khi kế hoạch được trả lại.",
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(places)


class AnswerForm(forms.Form):
    """What the drafter did about one point."""

    needed_when = {"note": "cần khi giữ nguyên"}

    answer = forms.ChoiceField(
        label="Đã làm gì",
        choices=[(PointAnswer.FIXED.value, "Đã sửa"), (PointAnswer.KEPT.value, "Giữ nguyên, vì …")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn “Đã sửa” hoặc “Giữ nguyên, vì …”."},
    )
    note = LongTextField(label="Giải thích", max_length=4000, rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("answer") == PointAnswer.KEPT and not self.cleaned_data.get("note"):
            self.add_error("note", "Giữ nguyên thì ghi rõ vì sao.")
        return self.cleaned_data


class FormCheckForm(forms.Form):
    """The second person's word on the form of the submitted text."""

    needed_when = {"note": "cần khi chưa đúng"}

    is_passed = forms.TypedChoiceField(
        label="Thể thức, kỹ thuật trình bày",
        choices=[("1", "Đúng thể thức"), ("0", "Chưa đúng, cần sửa")],
        coerce=lambda word: word == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn “Đúng thể thức” hoặc “Chưa đúng, cần sửa”."},
    )
    note = LongTextField(label="Ý kiến", max_length=4000, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("is_passed") is False and not self.cleaned_data.get("note"):
            self.add_error("note", "Chưa đúng thể thức thì ghi rõ chỗ cần sửa.")
        return self.cleaned_data
