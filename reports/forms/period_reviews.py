"""What is typed about a period's review: how it begins, its parts, its form, its moves."""

from typing import Any

from django import forms
from django.utils import timezone

from agencies.choices import AgencyKind
from agencies.models import Agency
from documents.choices import Layout
from plans.forms.numbers import NumberFields
from plans.services.issuing import against_post
from reports.choices import PeriodKind, ReviewKind
from reports.dashboards.period_review import HINTS, groups_of, part_titles
from reports.models import PeriodReview, ReportingPeriod
from ttdn_portal.shared.doubts import DoubtsForm
from ttdn_portal.shared.fields import LongTextField, PlainTextField
from ttdn_portal.shared.forms import RowForm
from ttdn_portal.shared.transitions import Transition

PART_LIMIT = 20_000
ISSUER_KINDS = (AgencyKind.PEOPLES_COMMITTEE, AgencyKind.STEERING_COMMITTEE)
MARKS_HELP = "Dấu [1.2] ở cuối đoạn nhớ báo cáo nguồn, không in ra văn bản. Dòng bắt đầu bằng “- ” hoặc “+ ” là gạch đầu dòng."


def issuers_of(locality_id: int, *chosen: int | None) -> list[Agency]:
    """Who may issue such a report today, the one already chosen included though it has ended."""
    rows = Agency.objects.filter(locality=locality_id, kind__in=ISSUER_KINDS)
    found = list(rows.effective_on(timezone.localdate()).order_by("kind", "sort_key"))
    known = {agency.pk for agency in found}
    missing = {pk for pk in chosen if pk} - known
    return found + (list(rows.filter(pk__in=missing)) if missing else [])


class IssuerField(forms.TypedChoiceField):
    """One of the agencies read already; no query of its own."""

    def __init__(self, *, agencies: list[Agency], **kwargs: Any):
        by_pk = {str(agency.pk): agency for agency in agencies}
        super().__init__(
            choices=[(pk, agency.name) for pk, agency in by_pk.items()],
            coerce=by_pk.__getitem__,
            label="Cơ quan ban hành",
            **kwargs,
        )


class ReviewStartForm(forms.Form):
    """Which report it is, who issues it, in whose layout; the rest follows."""

    kind = forms.ChoiceField(label="Loại", choices=ReviewKind, widget=forms.RadioSelect)
    layout = forms.ChoiceField(label="Thể thức", choices=Layout, widget=forms.RadioSelect)

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (ReviewKind.INTERIM, "Sơ kết: kế hoạch còn thực hiện tiếp"),
            (ReviewKind.FINAL, "Tổng kết: ban hành báo cáo này thì kế hoạch được ghi nhận đã tổng kết"),
        ]
        agencies = issuers_of(period.locality_id, period.plan.issuer_id)
        self.fields["issuer"] = IssuerField(agencies=agencies)
        self.order_fields(["kind", "issuer", "layout"])
        is_last = period.kind == PeriodKind.YEAR and period.data_to.year == period.plan.year_to
        proposed = {
            "kind": ReviewKind.FINAL if is_last else ReviewKind.INTERIM,
            "issuer": str(period.plan.issuer_id),
            "layout": period.plan.layout,
        }
        self.initial = {**proposed, **self.initial}


class ReviewTextsForm(forms.Form):
    """All written parts of a review in one document."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, review: PeriodReview, **kwargs: Any):
        initial = review.texts | {"version": review.version}
        super().__init__(data, initial=initial, **kwargs)
        self.titles = part_titles(groups_of(review))
        for key, title in self.titles:
            lines = review.texts.get(key, "").count("\n") + 1
            self.fields[key] = LongTextField(
                label=title,
                required=False,
                rows=min(max(4, 2 * lines), 14),
                max_length=PART_LIMIT,
                help_text=HINTS.get(key, ""),
            )

    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key, _ in self.titles}


class ReviewFormForm(RowForm):
    """Title, issuer, layout, addressee, recipients, signature: the words around the text."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = PlainTextField(label="Trích yếu", max_length=400)
    kind = forms.ChoiceField(label="Loại", choices=[(k, str(k.label).capitalize()) for k in ReviewKind])
    addressed_to = LongTextField(
        label="Kính gửi",
        required=False,
        rows=2,
        max_length=1000,
        help_text="Mỗi dòng một nơi; để trống nếu báo cáo không gửi lên cấp trên.",
    )
    place_name = PlainTextField(label="Địa danh", required=False, max_length=80)
    signing_authority = LongTextField(
        label="Thẩm quyền ký",
        required=False,
        rows=3,
        max_length=400,
        help_text="Mỗi dòng một cấp, ví dụ: TM. ỦY BAN NHÂN DÂN.",
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
        model = PeriodReview
        fields = (
            "title",
            "kind",
            "layout",
            "symbol",
            "place_name",
            "addressed_to",
            "signing_authority",
            "signer_name",
            "recipients",
        )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        review = self.instance
        self.fields["issuer"] = IssuerField(agencies=issuers_of(review.locality_id, review.issuer_id))
        self.initial.update({"issuer": str(review.issuer_id), "version": review.version})
        self.order_fields(["title", "kind", "issuer", "layout", "symbol"])
        if review.is_upward:
            self.fields["addressed_to"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "issuer" in cleaned:
            self.instance.issuer = cleaned["issuer"]
        return cleaned


class ReviewMoveForm(DoubtsForm):
    """The note that goes with a move; asked for where the move needs a reason."""

    field_order: tuple[str, ...] = ("note",)
    note = LongTextField(label="Lý do", max_length=4000, rows=4)

    def __init__(self, *args: Any, review: PeriodReview, transition: Transition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.required = transition.note_required
        note.label = "Lý do" if transition.note_required else "Ghi chú"
        if transition.name == "send_back":
            note.help_text = "Nói rõ phần nào, cần sửa thế nào; người soạn thấy nguyên văn."

    def move_data(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}


class ReviewIssueForm(NumberFields, ReviewMoveForm):
    """What the clerk gives to an approved report: number, symbol, day, signer."""

    field_order = ("number", "symbol", "issued_on", "signer_name", "note")

    def __init__(self, *args: Any, review: PeriodReview, transition: Transition, **kwargs: Any):
        super().__init__(*args, review=review, transition=transition, **kwargs)
        self.suggest_for(review, review.symbol)
        self.foretell(against_post(review))
