"""What the transitions of a plan ask for."""

from typing import Any

from django import forms

from plans.choices import PlanStatus
from plans.forms.consultation import SendForm
from plans.forms.numbers import NumberFields
from plans.models import Plan
from plans.services.issuing import against_illustration
from ttdn_portal.shared.admin.transitions import MoveForm
from ttdn_portal.shared.fields import LongTextField


class IssueForm(NumberFields, MoveForm):
    """Number, day and signer, as the clerk writes them into the register."""

    field_order = ("number", "symbol", "issued_on", "signer_name")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.suggest(self.obj)
        self.foretell(against_illustration(self.obj))


class ReturnForm(MoveForm):
    """A general word; points noted at their places on the signer's page go along."""

    field_order = ("note",)
    needed_when = {"note": "cần khi chưa ghi điểm cần sửa trên trang ký duyệt của cổng"}
    note = LongTextField(label="Ý kiến chung", required=False)


class ReplaceForm(MoveForm):
    """Which issued plan stands in the place of this one, and why."""

    replaced_by = forms.ModelChoiceField(label="Kế hoạch thay thế", queryset=Plan.objects.none())
    note = LongTextField(label="Lý do")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        issued = Plan.objects.filter(
            locality_id=self.obj.locality_id, status__in=(PlanStatus.ISSUED, PlanStatus.CLOSED)
        )
        self.fields["replaced_by"].queryset = issued.exclude(pk=self.obj.pk)


class ConsultForm(SendForm):
    """Whom to ask for comments and until when: the form of the portal's own page."""

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any):
        super().__init__(*args, plan=obj, **kwargs)

    def arguments(self) -> dict[str, Any]:
        return {"note": self.cleaned_data["note"], **self.move_data()}
