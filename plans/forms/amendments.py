"""Forms of an amendment: its own text, and one for each kind of change."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import construct_instance

from agencies.models import User
from documents.models import LegalBasis
from plans.dashboards.changes import day_of
from plans.forms.drafting import IndicatorFormSet, ReadMarkMixin, SupportFormSet, TaskForm
from plans.forms.numbers import NumberFields
from plans.models import Amendment
from plans.services.amending import OWN_TEXT
from plans.services.issuing import against_post
from ttdn_portal.shared.doubts import DoubtsForm
from ttdn_portal.shared.fields import DayField, LongTextField, PlainTextField
from ttdn_portal.shared.forms import RowForm
from ttdn_portal.shared.text import squeeze
from ttdn_portal.shared.transitions import Transition
from ttdn_portal.shared.widgets import PlainSelect


class AmendmentForm(ReadMarkMixin, RowForm):
    """What the document says of itself; its changes are picked after that."""

    # A draft may lack them, what is submitted may not.
    needed_when = {"reasons": "cần khi trình ký", "recipients": "cần khi trình ký"}

    title = PlainTextField(
        label="Trích yếu",
        max_length=400,
        help_text="Viết tiếp sau “Quyết định về việc …” hoặc “Kế hoạch …”, ví dụ: điều chỉnh, bổ sung Kế hoạch …",
    )
    reasons = LongTextField(label="Lý do điều chỉnh", rows=5, required=False)
    other_bases = LongTextField(
        label="Căn cứ khác",
        rows=3,
        required=False,
        help_text="Mỗi dòng một căn cứ. Kế hoạch được điều chỉnh tự đứng trong phần căn cứ.",
    )
    legal_bases = forms.ModelMultipleChoiceField(
        label="Căn cứ trong thư viện",
        queryset=LegalBasis.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    effective_from = DayField(label="Có hiệu lực từ", required=False)
    recipients = LongTextField(label="Nơi nhận", rows=4, required=False)
    signing_authority = LongTextField(label="Thẩm quyền ký", rows=3, required=False)
    field_order = (
        "title",
        "paper",
        "layout",
        "reasons",
        "effective_from",
        "legal_bases",
        "other_bases",
        "recipients",
        "signing_authority",
        "version",
    )

    class Meta:
        model = Amendment
        fields = OWN_TEXT

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        near = LegalBasis.objects.visible_to(user)
        self.fields["legal_bases"].queryset = near.filter(locality=None) | near.filter(
            locality_id=self.instance.plan.locality_id
        )
        self.fields["effective_from"].help_text = "Để trống thì có hiệu lực từ ngày ban hành."
        self.fields["recipients"].help_text = "Mỗi dòng một nơi nhận."

    def clean_title(self) -> str:
        return squeeze(self.cleaned_data["title"])


class ChangeTaskForm(TaskForm):
    """A task as it shall be. The promise is checked; that its plan is frozen is the amendment's business."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields.pop("group", None)
        self.fields.pop("objective", None)
        if self.instance.pk:  # whether a task is kept secret is no matter of an amendment
            self.fields["is_secret"].disabled = True

    def _post_clean(self) -> None:
        exclude = self._get_validation_exclusions()
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            self.instance.clean_fields(exclude=exclude)
            self.instance.check_promise()
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)


class AddTaskForm(ChangeTaskForm):
    """A new task under a content item of the plan, or under one that the same amendment adds."""

    place = forms.ChoiceField(label="Thuộc nội dung", widget=PlainSelect)
    field_order = ("place", "title")

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "Chọn nội dung"), *places]


class TextForm(ReadMarkMixin):
    """The new words of one written part."""

    text = LongTextField(rows=16, max_length=20_000, required=False, strip=False)
    field_order = ("text", "version")

    def __init__(self, *args: Any, label: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = f"{label}, sau điều chỉnh"
        self.fields[
            "text"
        ].help_text = "Sửa ngay trong lời đã ban hành; bảng trước và sau tự tính theo từng đoạn."

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).strip()


class GroupTextForm(ReadMarkMixin):
    title = PlainTextField(label="Tên nội dung", max_length=500)
    description = LongTextField(label="Diễn giải", rows=5, required=False)
    field_order = ("title", "description", "version")


class AmendmentMoveForm(DoubtsForm):
    """The note that goes with a move; asked for where the move needs a reason."""

    field_order: tuple[str, ...] = ("note",)
    note = LongTextField(label="Ghi chú", max_length=4000, rows=4)

    def __init__(self, *args: Any, amendment: Amendment, transition: Transition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.required = transition.note_required
        if transition.note_required:
            note.label = "Lý do"
            note.help_text = "Nói rõ phần nào, cần sửa thế nào; người soạn thấy nguyên văn."

    def move_data(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}


class AmendmentIssueForm(NumberFields, AmendmentMoveForm):
    """What the clerk gives to an approved amendment: number, symbol, day, signer."""

    field_order = ("number", "symbol", "issued_on", "signer_name", "note")

    def __init__(self, *args: Any, amendment: Amendment, transition: Transition, **kwargs: Any):
        super().__init__(*args, amendment=amendment, transition=transition, **kwargs)
        self.suggest(amendment)
        self.foretell(against_post(amendment))


class WithdrawForm(forms.Form):
    reason = PlainTextField(
        label="Lý do rút",
        max_length=400,
        help_text="Ghi trong hồ sơ; bảng trước và sau chỉ ghi “Rút khỏi Kế hoạch”.",
    )


def rows_of(data: Any, content: dict[str, Any], agencies: list[Any]) -> tuple[Any, Any]:
    """The two sets of rows of a task's form, filled with what its content holds."""
    supports = [
        {
            "agency": row["agency_id"],
            "contribution": row["contribution"],
            "due_on": day_of(row["due_on"]),
        }
        for row in content.get("supports", ())
    ]
    indicators = [
        {
            "id": row["id"],
            "name": row["name"],
            "unit": row["unit"],
            "target_value": Decimal(row["target"]) if row["target"] is not None else None,
        }
        for row in content.get("indicators", ())
    ]
    return (
        SupportFormSet(data, prefix="phoi-hop", initial=supports, form_kwargs={"agencies": agencies}),
        IndicatorFormSet(data, prefix="chi-tieu", initial=indicators),
    )


def indicator_rows(formset: Any) -> list[dict[str, Any]]:
    """What was typed, each row with the key of the indicator that stood there: it comes from the server, never from the form."""
    kept = [form for form in formset.forms if form.has_changed() or form.initial]
    return [form.cleaned_data | {"id": form.initial.get("id")} for form in kept]
