"""Forms of a plan that is being written."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agencies.choices import AgencyKind
from agencies.models import Agency, Locality, User
from plans.choices import FundingSource, PlanKind
from plans.models import Plan, PlanTemplate, Task, TaskGroup
from plans.services.drafting import free_slug
from plans.services.starting import moved_text
from ttdn_portal.shared.fields import DayField, FigureField, LongTextField, PlainTextField
from ttdn_portal.shared.forms import NamedRows, RowForm, add_errors
from ttdn_portal.shared.text import squeeze, with_list_marks
from ttdn_portal.shared.widgets import PlainSelect

ISSUER_KINDS = (AgencyKind.PEOPLES_COMMITTEE, AgencyKind.STEERING_COMMITTEE)
SPARE_ROWS = 2


def agencies_of(locality: Locality, *more: int | None) -> QuerySet[Agency]:
    """Agencies of today, the locality's and the central ones, and those that are chosen already."""
    near = Q(locality=locality) | Q(locality__isnull=True)
    return Agency.objects.filter(
        Q(pk__in=Agency.objects.filter(near).effective_on(timezone.localdate()).values("pk"))
        | Q(pk__in=[pk for pk in more if pk])
    )


class AgencyField(forms.TypedChoiceField):
    """An agency out of a list that was read once for the whole page, however many rows ask for it."""

    def __init__(self, **kwargs: Any):
        super().__init__(empty_value=None, required=False, widget=PlainSelect, **kwargs)

    def offer(self, agencies: Iterable[Agency]) -> None:
        offered = {str(agency.pk): agency for agency in agencies}
        self.coerce = lambda pk: offered[str(pk)]
        self.choices = [("", "Chưa chọn"), *((pk, agency.name) for pk, agency in offered.items())]


class PlanForm(RowForm):
    """What a plan begins with: blank, or from another plan or a template."""

    needed_when = {"title": "cần khi viết từ đầu", "year_to": "cần với kế hoạch giai đoạn"}

    source = forms.ChoiceField(
        label="Lập từ",
        required=False,
        help_text="Từ kế hoạch khác thì chọn nội dung, nhiệm vụ và xem ngày cũ, ngày mới ở bước sau.",
    )
    title = PlainTextField(
        label="Trích yếu",
        max_length=400,
        required=False,
        help_text="Ví dụ: Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2027. Lập từ kế hoạch khác mà để trống thì lấy trích yếu cũ, đổi năm.",
    )

    class Meta:
        model = Plan
        fields = ("kind", "year_from", "year_to", "title", "issuer", "layout", "allows_joint_lead")

    field_order = ("source", *Meta.fields)

    def __init__(self, *args: Any, locality: Locality, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.locality = locality
        self.plans = {
            f"plan-{plan.pk}": plan
            for plan in Plan.objects.visible_to(user)
            .filter(locality=locality)
            .select_related("parent", "locality")
        }
        self.templates = {
            f"template-{template.pk}": template
            for template in PlanTemplate.objects.visible_to(user).filter(
                Q(locality=None) | Q(locality=locality)
            )
        }
        self.fields["source"].choices = self._sources()
        self.fields["issuer"].queryset = agencies_of(locality).filter(
            locality=locality, kind__in=ISSUER_KINDS
        )
        self.fields["issuer"].empty_label = "Chọn cơ quan"
        self.fields["year_to"].required = False
        self.fields["year_to"].help_text = "Chỉ ghi với kế hoạch giai đoạn."
        year = timezone.localdate().year
        for name in ("year_from", "year_to"):
            self.fields[name].min_value, self.fields[name].max_value = 2000, year + 20

    def _sources(self) -> list[tuple[str, Any]]:
        annual = [(key, p.title) for key, p in self.plans.items() if p.kind == PlanKind.ANNUAL]
        periods = [(key, p.title) for key, p in self.plans.items() if p.kind == PlanKind.MULTI_YEAR]
        templates = [(key, template.name) for key, template in self.templates.items()]
        groups = (("Kế hoạch năm", annual), ("Kế hoạch giai đoạn", periods), ("Mẫu", templates))
        return [("", "Để trống, viết từ đầu"), *((label, rows) for label, rows in groups if rows)]

    @property
    def source_plan(self) -> Plan | None:
        return self.plans.get(self.cleaned_data.get("source", ""))

    @property
    def source_template(self) -> PlanTemplate | None:
        return self.templates.get(self.cleaned_data.get("source", ""))

    def clean_title(self) -> str:
        return squeeze(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("year_from"), data.get("year_to")
        if first and not 2000 <= first <= timezone.localdate().year + 20:
            self.add_error("year_from", "Ghi năm bằng bốn chữ số, ví dụ 2027.")
        elif data.get("kind") == PlanKind.ANNUAL or not last:
            data["year_to"] = first
        if data.get("kind") == PlanKind.MULTI_YEAR and first and (not last or last <= first):
            self.add_error("year_to", "Kế hoạch giai đoạn phải có năm kết thúc sau năm bắt đầu.")
        if first and not self.errors:
            self._check_source(data)
        return data

    def _check_source(self, data: dict[str, Any]) -> None:
        """The year lies in its period; a title that was left blank is the source's with its years moved."""
        source = self.source_plan
        is_year_of_period = source and source.kind == PlanKind.MULTI_YEAR and data["kind"] == PlanKind.ANNUAL
        if source and is_year_of_period and not source.year_from <= data["year_from"] <= source.year_to:
            self.add_error("year_from", f"Chọn năm trong {source.period_label}.")
        elif not data["title"] and source:
            plan = Plan(kind=data["kind"], year_from=data["year_from"], year_to=data["year_to"])
            data["title"] = moved_text(source.title, source, plan)
        elif not data["title"]:
            self.add_error("title", "Ghi trích yếu của kế hoạch.")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                free_slug(self.instance)
            except forms.ValidationError as error:
                add_errors(self, error)


class SectionForm(forms.Form):
    """One written part of a plan, and which text the writer began from."""

    text = LongTextField(rows=18, max_length=20_000, required=False, strip=False)
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields[
            "text"
        ].help_text = "Mỗi đoạn một dòng. Dòng bắt đầu bằng “- ” là một ý, bằng “+ ” là ý nhỏ hơn. Dán từ Word giữ đoạn và ý, bỏ phần còn lại."

    def clean_text(self) -> str:
        return with_list_marks(str(self.cleaned_data["text"])).strip()


class ReadMarkMixin(forms.Form):
    """Remembers which row was read and when, so that a later save of somebody else is not written over."""

    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_version(self) -> Any:
        try:
            return parse_datetime(self.cleaned_data["version"])
        except ValueError:
            return None


class GroupForm(ReadMarkMixin, RowForm):
    title = PlainTextField(label="Tên nội dung", max_length=500)
    description = LongTextField(label="Diễn giải", rows=5, required=False)

    def clean_description(self) -> str:
        return with_list_marks(self.cleaned_data["description"])

    class Meta:
        model = TaskGroup
        fields = ("title", "description")


class TaskForm(ReadMarkMixin, RowForm):
    """All that is promised of one task, but its supports and indicators."""

    needed_when = {"title": "cần, trừ nhiệm vụ mật"}

    title = PlainTextField(label="Nội dung nhiệm vụ", max_length=500, required=False)
    description = LongTextField(label="Diễn giải", rows=4, required=False)
    expected_output = LongTextField(label="Sản phẩm, kết quả", rows=3, required=False)
    starts_on = DayField(label="Bắt đầu", required=False)
    due_on = DayField(label="Hạn hoàn thành", required=False)
    budget_vnd = FigureField(label="Kinh phí (đồng)", required=False)
    note = PlainTextField(label="Ghi chú", max_length=300, required=False)
    lead_agency = AgencyField(label="Cơ quan chủ trì")
    joint_lead_agency = AgencyField(label="Cơ quan đồng chủ trì")

    class Meta:
        model = Task
        fields = (
            "group",
            "title",
            "description",
            "expected_output",
            "lead_agency",
            "joint_lead_agency",
            "objective",
            "rhythm",
            "starts_on",
            "due_on",
            "budget_vnd",
            "funding_source",
            "note",
            "is_secret",
        )

    def __init__(self, *args: Any, plan: Plan, agencies: list[Agency], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        self.fields["lead_agency"].offer(agencies)
        self.fields["joint_lead_agency"].offer(agencies)
        self.fields["group"].queryset = plan.groups.all()
        self.fields["group"].empty_label = "Chọn nội dung"
        self.fields["funding_source"].choices = [("", "Chưa ghi"), *FundingSource.choices]
        self.fields["title"].required = not self["is_secret"].value()
        secret = self.fields["is_secret"]
        secret.help_text = "Chỉ giữ số thứ tự, cơ quan chủ trì, thời hạn; không ghi nội dung lên cổng."
        self.fields["due_on"].help_text = "Nhiệm vụ theo nhịp mà để trống thì hạn là ngày cuối của kế hoạch."
        if not plan.allows_joint_lead:
            del self.fields["joint_lead_agency"]
        self._offer_objectives(plan)
        if self.instance.pk:
            del self.fields["group"]

    def _offer_objectives(self, plan: Plan) -> None:
        """Objectives are the content items of the plan of several years that this year belongs to."""
        if plan.parent_id is None:
            del self.fields["objective"]
            return
        self.fields["objective"].queryset = TaskGroup.objects.filter(plan_id=plan.parent_id)
        self.fields["objective"].label = "Thuộc mục tiêu của kế hoạch giai đoạn"
        self.fields["objective"].empty_label = "Chưa gắn với mục tiêu nào"

    def clean_budget_vnd(self) -> int | None:
        amount = self.cleaned_data["budget_vnd"]
        if amount is not None and amount != int(amount):
            raise forms.ValidationError("Ghi kinh phí bằng số đồng, không có phần lẻ.")
        return None if amount is None else int(amount)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        content = [name for name in ("title", "description", "expected_output", "note") if data.get(name)]
        content += ["budget_vnd"] if data.get("budget_vnd") is not None else []
        if data.get("is_secret"):
            for name in content:
                self.add_error(name, "Nhiệm vụ mật: xóa nội dung ở ô này trước khi lưu.")
        elif not data.get("title") and "title" not in self.errors:
            self.add_error("title", "Ghi nội dung nhiệm vụ.")
        if data.get("starts_on") and data.get("due_on") and data["due_on"] < data["starts_on"]:
            self.add_error("due_on", "Hạn hoàn thành phải sau ngày bắt đầu.")
        return data


class SupportForm(forms.Form):
    needed_when = {"agency": ""}
    agency = AgencyField(label="Cơ quan phối hợp")
    contribution = PlainTextField(label="Nội dung phối hợp", max_length=2000, required=False)
    due_on = DayField(label="Hạn phối hợp", required=False, help_text="")

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].offer(agencies)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("agency") and (data.get("contribution") or data.get("due_on")):
            self.add_error("agency", "Chọn cơ quan phối hợp cho dòng này.")
        return data


class IndicatorForm(forms.Form):
    needed_when = {"name": "", "unit": ""}
    name = PlainTextField(label="Chỉ tiêu", max_length=200, required=False)
    unit = PlainTextField(label="Đơn vị tính", max_length=40, required=False)
    target_value = FigureField(label="Mục tiêu", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("name") and not data.get("unit"):
            self.add_error("unit", "Ghi đơn vị tính, ví dụ: tin, bài, lượt, người.")
        if not data.get("name") and (data.get("unit") or data.get("target_value") is not None):
            self.add_error("name", "Ghi tên chỉ tiêu cho dòng này.")
        return data


class RowsFormSet(NamedRows):
    """Rows with two spare ones; a row is taken off by emptying it. Works without JavaScript."""

    def cleaned_rows(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]


class SupportRows(RowsFormSet):
    row_word = "Cơ quan phối hợp, dòng"

    def clean(self) -> None:
        seen: set[int] = set()
        for form in self.forms:
            agency = getattr(form, "cleaned_data", {}).get("agency")
            if agency and agency.pk in seen:
                form.add_error("agency", "Cơ quan này đã có ở dòng trên.")
            elif agency:
                seen.add(agency.pk)

    def refuse(self, leads: set[int]) -> bool:
        """Mark rows that name a lead of the task; True where there is one."""
        found = [form for form in self.forms if getattr(form.cleaned_data.get("agency"), "pk", None) in leads]
        for form in found:
            form.add_error("agency", "Cơ quan chủ trì không đồng thời là cơ quan phối hợp.")
        return bool(found)


SupportFormSet = forms.formset_factory(SupportForm, formset=SupportRows, extra=SPARE_ROWS, max_num=60)


class IndicatorRows(RowsFormSet):
    row_word = "Chỉ tiêu, dòng"


IndicatorFormSet = forms.formset_factory(IndicatorForm, formset=IndicatorRows, extra=SPARE_ROWS, max_num=30)
