"""How one indicator is counted."""

from typing import Any

from django import forms

from agencies.forms import in_words
from plans.models import Indicator
from reports.choices import Channel, Language, Measure, OutputKind
from reports.models import CountingRule


class CountingForm(forms.Form):
    """Typed, or counted from the register by kind, channel and language."""

    measure = forms.ChoiceField(
        label="Số liệu của chỉ tiêu này",
        required=False,
        choices=[
            ("", "Ghi tay trong báo cáo"),
            (Measure.ENTRIES, "Đếm số sản phẩm trong sổ"),
            (Measure.QUANTITY, "Cộng số lượng cùng đơn vị tính của các sản phẩm trong sổ"),
        ],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label="Loại sản phẩm", required=False, choices=[("", "Mọi loại"), *in_words(OutputKind.choices)]
    )
    channel = forms.ChoiceField(
        label="Kênh", required=False, choices=[("", "Mọi kênh"), *in_words(Channel.choices)]
    )
    language = forms.ChoiceField(
        label="Ngôn ngữ", required=False, choices=[("", "Mọi ngôn ngữ"), *in_words(Language.choices)]
    )

    def __init__(self, *args: Any, indicator: Indicator, rule: CountingRule | None, **kwargs: Any):
        names = ("measure", "kind", "channel", "language")
        initial = {name: getattr(rule, name) for name in names} if rule else {"measure": ""}
        super().__init__(*args, **({"initial": initial} | kwargs))
        self.fields[
            "measure"
        ].help_text = f"Cộng số lượng chỉ lấy số ghi bằng “{indicator.unit}”; “lượt” và “người” không bao giờ cộng với nhau."
