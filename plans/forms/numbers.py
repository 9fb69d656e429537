"""Number, symbol, day and signer, as the clerk gives them to an approved paper; the same in the portal and the admin site."""

from typing import Any

from django import forms
from django.utils import timezone

from documents.services.numbers import neighbours, series_label_for, suggested_number
from plans.models import Amendment, Plan
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.fields import DayField, PlainTextField


class NumberFields(forms.Form):
    """For a form of the transition `issue`: `suggest(plan)` fills in what follows from the book of numbers."""

    number = forms.IntegerField(label="Số", min_value=1, max_value=99_999)
    symbol = PlainTextField(label="Ký hiệu", max_length=40)
    issued_on = DayField(label="Ngày ban hành")
    signer_name = PlainTextField(
        label="Họ tên người ký", max_length=120, help_text="Không ghi học hàm, học vị, danh hiệu."
    )

    def suggest(self, plan: Plan | Amendment) -> None:
        """What stands for a plan: its symbol follows from the form in which it is issued."""
        self.suggest_for(plan, plan.symbol if plan.symbol.startswith(plan.type_word) else plan.usual_symbol)

    def suggest_for(self, paper: Any, symbol: str) -> None:
        """The next number of the book that the paper's issuer, symbol and day lead to; a number is the clerk's word."""
        today, issuer = timezone.localdate(), paper.issuer
        label = series_label_for(issuer=issuer, layout=paper.layout, day=today)
        number = suggested_number(issuer=issuer, symbol=symbol, label=label)
        self.initial: dict[str, Any] = {
            "number": number,
            "symbol": symbol,
            "issued_on": today,
            "signer_name": paper.signer_name or (paper.signer.full_name if paper.signer else ""),
            **self.initial,
        }
        last = neighbours(issuer=issuer, symbol=symbol, label=label, number=number).before
        day = f" ngày {short_date(last.issued_on)}" if last and last.issued_on else ""
        before = f" Số trước là {last.number:02d}{day}." if last else " Sổ chưa có số nào."
        self.fields["number"].help_text = f"Số tiếp theo trong sổ {symbol} {label} là {number:02d}.{before}"
