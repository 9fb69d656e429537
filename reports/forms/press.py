"""Forms of press monitoring: the item, its moves, the filter of the list."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from agencies.forms import FilterForm, in_words
from agencies.models import Agency, Locality, User
from agencies.services.calendar import work_calendar
from reports.choices import Language, PressStatus, PressTone
from reports.models import PressItem
from reports.services.press import FACTS
from reports.workflow.press import NO_ANSWER
from ttdn_portal.shared.fields import DayField, LinkField, LongTextField, PlainTextField
from ttdn_portal.shared.forms import OneOf, OneOfMixin
from ttdn_portal.shared.text import squeeze

PUBLIC_ONLY = "Chỉ ghi tin, bài đã đăng công khai; không ghi nội dung thuộc danh mục bí mật nhà nước."


def agencies_asked(locality: Locality) -> Any:
    """Bodies of the locality that may be asked to answer today."""
    today = timezone.localdate()
    near = Agency.objects.filter(locality=locality).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return near.order_by("sort_key")


class PressForm(forms.Form):
    """One item as it was published."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    tone = forms.ChoiceField(label="Loại tin", choices=[("", "Chọn loại"), *in_words(PressTone.choices)])
    title = PlainTextField(label="Tiêu đề", max_length=300, help_text=PUBLIC_ONLY)
    outlet = PlainTextField(label="Cơ quan báo chí", max_length=160, help_text="Tên báo, đài, trang đã đăng.")
    published_on = DayField(label="Ngày đăng")
    url = LinkField(label="Đường dẫn", required=False)
    country = PlainTextField(
        label="Quốc gia, vùng lãnh thổ", required=False, max_length=80, help_text="Ví dụ: Nhật Bản."
    )
    language = forms.ChoiceField(
        label="Ngôn ngữ", choices=in_words(Language.choices), initial=Language.VIETNAMESE
    )
    summary = LongTextField(
        label="Nội dung chính",
        required=False,
        rows=4,
        max_length=4000,
        help_text="Vài dòng: nói gì, về việc gì.",
    )

    def __init__(self, *args: Any, locality: Locality, item: PressItem | None = None, **kwargs: Any):
        self.locality, self.item = locality, item
        if item:
            kwargs["initial"] = {name: getattr(item, name) for name in FACTS} | {"version": item.version}
        super().__init__(*args, **kwargs)

    def clean_published_on(self) -> Any:
        day = self.cleaned_data["published_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Ngày đăng không thể ở tương lai.")
        return day

    def to_item(self) -> PressItem:
        item = self.item or PressItem(locality=self.locality)
        for name in FACTS:
            setattr(item, name, self.cleaned_data[name])
        item.country = squeeze(item.country)
        return item


class AssignForm(forms.Form):
    """Who answers, until when."""

    agency = forms.ModelChoiceField(
        label="Cơ quan phản hồi", queryset=Agency.objects.none(), empty_label="Chọn cơ quan"
    )
    respond_by = DayField(label="Hạn phản hồi")
    note = LongTextField(label="Yêu cầu", required=False, rows=2, max_length=2000)

    def __init__(self, *args: Any, item: PressItem, **kwargs: Any):
        initial = {"agency": item.agency_id, "respond_by": item.respond_by}
        super().__init__(*args, **({"initial": initial} | kwargs))
        self.fields["agency"].queryset = agencies_asked(item.locality)


class AnswerForm(OneOfMixin, forms.Form):
    """How it was answered."""

    one_of = (OneOf(("answer", "answer_url"), NO_ANSWER, words="nội dung phản hồi, đường dẫn bài phản hồi"),)

    answer = LongTextField(
        label="Đã phản hồi thế nào",
        required=False,
        rows=4,
        max_length=4000,
        help_text="Ghi vài dòng, hoặc dán đường dẫn ở ô dưới. Ví dụ: đã gửi văn bản đề nghị đính chính, đã họp báo.",
    )
    answer_url = LinkField(label="Đường dẫn bài phản hồi", required=False)
    answered_on = DayField(label="Ngày phản hồi")

    def __init__(self, *args: Any, item: PressItem, **kwargs: Any):
        initial = {"answer": item.answer, "answer_url": item.answer_url, "answered_on": item.answered_on}
        super().__init__(*args, **({"initial": initial} | kwargs))


class AskAgainForm(forms.Form):
    """What is still missing, until when."""

    note = LongTextField(label="Cần phản hồi thêm điều gì", rows=2, max_length=2000)
    respond_by = DayField(label="Hạn mới")

    def __init__(self, *args: Any, item: PressItem, **kwargs: Any):
        super().__init__(*args, **kwargs)


MOVE_FORMS = {"assign": AssignForm, "answer": AnswerForm, "send_back": AskAgainForm}


class PressFilter(FilterForm):
    """What the list of press items is narrowed to."""

    tim = forms.CharField(
        label="Tìm",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tiêu đề, báo, nội dung"}),
    )
    loai = forms.ChoiceField(
        label="Loại tin", required=False, choices=[("", "Mọi loại"), *in_words(PressTone.choices)]
    )
    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "Mọi trạng thái"), *in_words(PressStatus.choices), ("qua-han", "Quá hạn phản hồi")],
    )
    co_quan = forms.ChoiceField(label="Cơ quan phản hồi", required=False)
    ngon_ngu = forms.ChoiceField(
        label="Ngôn ngữ", required=False, choices=[("", "Mọi ngôn ngữ"), *in_words(Language.choices)]
    )
    quoc_gia = forms.ChoiceField(label="Quốc gia, vùng lãnh thổ", required=False)
    tu_ngay = DayField(label="Đăng từ ngày", required=False, help_text="")
    den_ngay = DayField(label="Đến hết ngày", required=False, help_text="")

    def __init__(self, *args: Any, user: User, locality: Locality, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.locality = locality
        self.seen = PressItem.objects.visible_to(user).filter(locality=locality)
        agencies = self.seen.filter(agency__isnull=False).order_by("agency__sort_key")
        pairs = agencies.values_list("agency__code", "agency__short_name", "agency__name").distinct()
        self.fields["co_quan"].choices = [
            ("", "Mọi cơ quan"),
            *((code, short or name) for code, short, name in pairs),
        ]
        countries = self.seen.exclude(country="").order_by("country").values_list("country", flat=True)
        self.fields["quoc_gia"].choices = [("", "Mọi nơi"), *((name, name) for name in countries.distinct())]

    def _late_before(self) -> date:
        return work_calendar(self.locality.pk).late_before(timezone.localdate())

    def apply(self) -> Any:
        chosen = self.chosen
        rows = self.seen.search(chosen.get("tim", ""))
        if chosen.get("trang_thai") == "qua-han":
            rows = rows.filter(status=PressStatus.ASSIGNED, respond_by__lt=self._late_before())
        elif "trang_thai" in chosen:
            rows = rows.filter(status=chosen["trang_thai"])
        columns = {
            "loai": "tone",
            "co_quan": "agency__code",
            "ngon_ngu": "language",
            "quoc_gia": "country",
            "tu_ngay": "published_on__gte",
            "den_ngay": "published_on__lte",
        }
        return rows.filter(**{column: chosen[name] for name, column in columns.items() if name in chosen})
