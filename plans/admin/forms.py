"""What the transitions of a plan ask for."""

from typing import Any

from django import forms
from django.utils import timezone

from documents.services.numbers import series_label_for, suggested_number
from ttdn_portal.shared.admin.transitions import MoveForm


class IssueForm(MoveForm):
    """Number, day and signer, as the clerk writes them into the register."""

    number = forms.IntegerField(label="Số văn bản", min_value=1, max_value=99999)
    symbol = forms.CharField(label="Ký hiệu", max_length=40)
    issued_on = forms.DateField(label="Ngày ban hành", help_text="Ví dụ: 15/01/2026.")
    signer_name = forms.CharField(label="Họ tên người ký", max_length=120)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        plan, today = self.obj, timezone.localdate()
        label = series_label_for(issuer=plan.issuer, layout=plan.layout, day=today)
        following = suggested_number(issuer=plan.issuer, symbol=plan.symbol, label=label)
        self.fields["number"].help_text = f"Số tiếp theo của sổ {plan.symbol} {label}: {following}."
        self.initial = {
            "number": following,
            "symbol": plan.symbol,
            "issued_on": today,
            "signer_name": plan.signer_name or str(plan.signer or ""),
        }
