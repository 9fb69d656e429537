"""How a plan is issued: layout, form, symbol, who signs, the decision's articles."""

from typing import Any

from django import forms

from plans.choices import IssueForm
from plans.models import Plan
from plans.papers.decision import usual_articles
from ttdn_portal.shared.fields import LongTextField, PlainTextField
from ttdn_portal.shared.forms import RowForm


class FormOfIssueForm(RowForm):
    """Chosen for each paper, never guessed: one Ban Chỉ đạo issues in the State's way and in the Party's."""

    symbol = PlainTextField(
        label="Ký hiệu",
        max_length=40,
        required=False,
        help_text="Để trống thì cổng đặt theo hình thức và cơ quan: KH-UBND, QĐ-UBND, KH-BCĐ, KH/BCĐ.",
    )
    place_name = PlainTextField(label="Địa danh", max_length=80, required=False)
    signing_authority = LongTextField(
        label="Thẩm quyền ký",
        rows=3,
        max_length=400,
        required=False,
        help_text="Mỗi dòng một cấp, ví dụ: TM. ỦY BAN NHÂN DÂN, dòng dưới KT. CHỦ TỊCH, dòng dưới PHÓ CHỦ TỊCH.",
    )
    decision_text = LongTextField(
        label="Các điều của quyết định",
        rows=6,
        max_length=8000,
        required=False,
        help_text="Chỉ dùng khi ban hành bằng quyết định. Mỗi dòng một điều, không ghi “Điều 1.”; để trống thì cổng viết ba điều thường dùng.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Plan
        fields = ("layout", "issue_form", "symbol", "place_name", "signing_authority", "decision_text")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["decision_text"].widget.attrs["placeholder"] = "\n".join(usual_articles(self.instance))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.instance.issue_form = data.get("issue_form", self.instance.issue_form)
        self.instance.layout = data.get("layout", self.instance.layout)
        word, typed = self.instance.type_word, data.get("symbol", "")
        if not typed:
            data["symbol"] = self.instance.usual_symbol
        elif not typed.startswith(word):
            form = IssueForm(self.instance.issue_form).label
            self.add_error("symbol", f"Ký hiệu của hình thức “{form}” bắt đầu bằng {word}.")
        return data
