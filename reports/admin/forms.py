"""What the transitions of a report ask for."""

from typing import Any

from django import forms

from plans.forms.numbers import NumberFields
from reports.choices import ReportField, ReturnReason
from ttdn_portal.shared.admin.transitions import MoveForm
from ttdn_portal.shared.fields import LongTextField
from ttdn_portal.shared.forms import OneOf, OneOfMixin


class IssueForm(NumberFields, MoveForm):
    """Number, day and signer of a report or a notice, as the clerk writes them into the register."""

    field_order = ("number", "symbol", "issued_on", "signer_name")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            self.suggest_for(self.obj, self.obj.symbol)


COMMENTS = tuple(f"comment_{value}" for value in ReportField.values)


class ReturnForm(OneOfMixin, MoveForm):
    """A reason, a note, and at least one comment where something is to be mended."""

    one_of = (OneOf(COMMENTS, "Ghi ít nhất một ý kiến tại một mục của báo cáo.", words="các ý kiến tại mục"),)

    reason = forms.ChoiceField(label="Loại lý do", choices=[("", "Chọn loại lý do"), *ReturnReason.choices])
    note = LongTextField(label="Lý do", help_text="Người viết báo cáo đọc đúng lời này.")
    new_due_on = forms.DateField(
        label="Hạn mới", required=False, help_text="Ví dụ: 25/06/2026. Để trống nếu giữ hạn cũ."
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for value, label in ReportField.choices:
            self.fields[f"comment_{value}"] = LongTextField(label=f"Ý kiến tại mục: {label}", required=False)

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        comments = [
            (value, given[f"comment_{value}"])
            for value in ReportField.values
            if given[f"comment_{value}"].strip()
        ]
        return {
            "reason": given["reason"],
            "note": given["note"],
            "new_due_on": given["new_due_on"],
            "comments": comments,
        }
