"""Forms of the acts on a plan: its moves, its blanks, a neutral task's mark."""

from typing import Any

from django import forms
from django.utils import timezone

from plans.choices import PlanStatus
from plans.dashboards.approval import last_submission
from plans.forms.numbers import NumberFields
from plans.models import Plan
from plans.services.issuing import against_illustration, against_post
from ttdn_portal.shared.doubts import DoubtsForm
from ttdn_portal.shared.fields import DayField, LongTextField, PlainTextField
from ttdn_portal.shared.forms import OneOf, OneOfMixin
from ttdn_portal.shared.transitions import Transition

REPLACING = (PlanStatus.ISSUED, PlanStatus.CLOSED)


class MoveForm(DoubtsForm):
    """The note that goes with a move; asked for where the move needs a reason."""

    field_order: tuple[str, ...] = ("note",)
    note = LongTextField(label="Lý do", max_length=4000, rows=4)
    # Which submission the signer had before his eyes.
    submission = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, transition: Transition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.required = transition.note_required
        note.label = "Lý do" if transition.note_required else "Ghi chú"
        if transition.name == "send_back":
            note.label = "Ý kiến chung"
            self.needed_when = {"note": "cần khi chưa ghi điểm cần sửa"}
            note.help_text = "Nói rõ phần nào, cần sửa thế nào; người soạn thấy nguyên văn."
        if transition.name in ("approve", "send_back"):
            submission = last_submission(plan)
            self.fields["submission"].initial = submission.number if submission else None
        else:
            del self.fields["submission"]

    def move_data(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}


class IssueForm(NumberFields, MoveForm):
    """What the clerk gives to an approved plan: number, symbol, day, signer."""

    field_order = ("number", "symbol", "issued_on", "signer_name", "note")

    def __init__(self, *args: Any, plan: Plan, transition: Transition, **kwargs: Any):
        super().__init__(*args, plan=plan, transition=transition, **kwargs)
        self.suggest(plan)
        self.foretell([*against_post(plan), *against_illustration(plan)])


class ReplaceForm(MoveForm):
    """Which plan stands in the place of this one."""

    replaced_by = forms.ModelChoiceField(
        label="Kế hoạch thay thế",
        queryset=Plan.objects.none(),
        empty_label="Chọn kế hoạch",
        help_text="Kế hoạch khác của địa phương, đã ban hành.",
    )
    field_order = ("replaced_by", "note")

    def __init__(self, *args: Any, plan: Plan, transition: Transition, **kwargs: Any):
        super().__init__(*args, plan=plan, transition=transition, **kwargs)
        issued = Plan.objects.filter(locality_id=plan.locality_id, status__in=REPLACING)
        self.fields["replaced_by"].queryset = issued.exclude(pk=plan.pk)
        self.fields["replaced_by"].label_from_instance = lambda p: f"{p.title} ({p.document_number})"


class BlankForm(OneOfMixin, forms.Form):
    """The blanks of a transcribed plan that are still open; each is filled once."""

    one_of = (OneOf(Plan.BLANK_FIELDS, "Chưa ghi gì để bổ sung."),)

    number = forms.IntegerField(label="Số", min_value=1, max_value=99_999, required=False)
    issued_on = DayField(label="Ngày ban hành", required=False)
    signer_name = PlainTextField(label="Họ tên người ký", max_length=120, required=False)
    note = PlainTextField(
        label="Căn cứ vào đâu", max_length=400, help_text="Ví dụ: bản gốc lưu tại văn thư. Ghi vào nhật ký."
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in plan.BLANK_FIELDS:
            if getattr(plan, name):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "note" and value}


class SecretDoneForm(OneOfMixin, forms.Form):
    """Of a neutral task is said that it is done on a day, or that it is not; nothing else."""

    needed_when = {"completed_on": "cần khi đã hoàn thành"}

    is_done = forms.TypedChoiceField(
        label="Nhiệm vụ",
        choices=[("1", "Đã hoàn thành"), ("0", "Chưa hoàn thành")],
        coerce=lambda word: word == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn “Đã hoàn thành” hoặc “Chưa hoàn thành”."},
    )
    completed_on = DayField(label="Ngày hoàn thành", required=False)

    def clean(self) -> dict[str, Any]:
        day = self.cleaned_data.get("completed_on")
        if not self.cleaned_data.get("is_done"):
            self.cleaned_data["completed_on"] = None
        elif day is None and "completed_on" not in self.errors:
            self.add_error("completed_on", "Đã hoàn thành thì ghi ngày hoàn thành.")
        elif day and day > timezone.localdate():
            self.add_error("completed_on", "Ngày hoàn thành không thể ở tương lai.")
        return self.cleaned_data
