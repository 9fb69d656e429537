"""What is typed about a meeting: its facts, its conclusions, the form of its notice, its moves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from agencies.models import Agency, Locality
from plans.forms.drafting import AgencyField
from reports.forms.period_reviews import IssuerField, issuers_of
from reports.models import Meeting
from reports.services.meetings import Point
from ttdn_portal.shared.fields import DayField, LongTextField, PlainTextField
from ttdn_portal.shared.forms import NamedRows, RowForm

SPARE_ROWS, MOST_ROWS = 3, 40
CHAIR_HELP = "Chức vụ và họ tên như sẽ in trong thông báo, ví dụ: Trưởng Ban Chỉ đạo công tác thông tin đối ngoại Thành phố."


def agencies_of(locality: Locality | int, chosen: Iterable[int] = ()) -> list[Agency]:
    """Agencies of the locality today, those chosen already included though they have ended."""
    rows = Agency.objects.filter(locality=locality)
    today = rows.effective_on(timezone.localdate()).values("pk")
    return list((rows.filter(pk__in=today) | rows.filter(pk__in=list(chosen))).order_by("sort_key"))


class MeetingForm(RowForm):
    """When, where, who chaired, what about, who was there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    subject = PlainTextField(
        label="Nội dung cuộc họp",
        max_length=300,
        help_text="Ví dụ: Sơ kết công tác thông tin đối ngoại 6 tháng đầu năm 2026.",
    )
    held_on = DayField(label="Ngày họp")
    held_at = PlainTextField(label="Địa điểm", max_length=200, required=False)
    chair = PlainTextField(label="Người chủ trì", max_length=160, help_text=CHAIR_HELP)
    attending = forms.TypedMultipleChoiceField(
        label="Cơ quan dự họp", required=False, widget=forms.CheckboxSelectMultiple
    )
    agenda = LongTextField(label="Chương trình", required=False, rows=4, max_length=4000)
    assessment = LongTextField(
        label="Đánh giá chung",
        required=False,
        rows=5,
        max_length=8000,
        help_text="In ở phần tình hình thực hiện, sau các con số đã chốt.",
    )

    class Meta:
        model = Meeting
        fields = ("subject", "held_on", "held_at", "chair", "agenda", "assessment")

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = [agency.pk for agency in self.instance.attending.all()] if self.instance.pk else []
        by_pk = {str(agency.pk): agency for agency in agencies_of(locality, known)}
        field = self.fields["attending"]
        field.choices = [(pk, agency.name) for pk, agency in by_pk.items()]
        field.coerce = by_pk.__getitem__
        self.initial.update({"attending": [str(pk) for pk in known], "version": self.instance.version})
        self.order_fields(["subject", "held_on", "held_at", "chair", "attending", "agenda", "assessment"])

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class MeetingFormForm(RowForm):
    """Issuer, layout, place, signature and recipients of the notice."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    place_name = PlainTextField(label="Địa danh", required=False, max_length=80)
    signing_authority = LongTextField(
        label="Thẩm quyền ký",
        required=False,
        rows=3,
        max_length=400,
        help_text="Mỗi dòng một cấp, ví dụ: TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG.",
    )
    signer_name = PlainTextField(
        label="Họ tên người ký",
        required=False,
        max_length=120,
        help_text="Không ghi học hàm, học vị, danh hiệu.",
    )
    recipients = LongTextField(
        label="Nơi nhận", required=False, rows=6, max_length=4000, help_text="Mỗi dòng một nơi nhận."
    )

    class Meta:
        model = Meeting
        fields = ("layout", "symbol", "place_name", "signing_authority", "signer_name", "recipients")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        meeting = self.instance
        self.fields["issuer"] = IssuerField(agencies=issuers_of(meeting.locality_id, meeting.issuer_id))
        self.initial.update({"issuer": str(meeting.issuer_id), "version": meeting.version})
        self.order_fields(["issuer", "layout", "symbol"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "issuer" in cleaned:
            self.instance.issuer = cleaned["issuer"]
        return cleaned


class PointForm(forms.Form):
    """One conclusion. A row left blank is no point; a point without an agency is a statement."""

    needed_when = {"text": "", "agency": "cần khi có hạn", "ORDER": "", "DELETE": ""}

    text = LongTextField(label="Nội dung kết luận", required=False, rows=3, max_length=4000)
    agency = AgencyField(label="Giao cơ quan")
    due_on = DayField(label="Hạn", required=False)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, AgencyField)
        field.offer(agencies)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("DELETE"):
            return data
        text, agency, due_on = (data.get(name) for name in ("text", "agency", "due_on"))
        if (agency or due_on) and not text and "text" not in self.errors:
            self.add_error("text", "Chưa ghi nội dung kết luận.")
        if due_on and not agency and "agency" not in self.errors:
            self.add_error("agency", "Có hạn thì phải chọn cơ quan thực hiện.")
        return data


class PointRows(NamedRows):
    """The conclusions in the order of their numbers; equal or missing numbers keep the order of the page."""

    row_word = "Kết luận"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Thứ tự"
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ kết luận này"

    def clean(self) -> None:
        kept = [form for form in self.forms if form not in self.deleted_forms]
        if kept and not any(self.errors) and not self.points():
            kept[0].add_error("text", "Chưa ghi kết luận nào.")

    def points(self) -> list[Point]:
        kept = [
            (form.cleaned_data.get("ORDER") or len(self.forms) + n, n, form.cleaned_data)
            for n, form in enumerate(self.forms)
            if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda row: row[:2])
        return [Point(data["text"], data["agency"], data["due_on"]) for _, _, data in kept]


PointFormSet = forms.formset_factory(
    PointForm,
    formset=PointRows,
    extra=SPARE_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + SPARE_ROWS,
    validate_max=True,
    can_order=True,
    can_delete=True,
    can_delete_extra=False,
)


class ReadVersionForm(forms.Form):
    """Which state of the meeting the writer had before the eyes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
