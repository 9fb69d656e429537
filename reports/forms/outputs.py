"""Forms of the register of outputs: one entry, and what the list can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from agencies.forms import FilterForm, in_words
from agencies.models import Agency, Locality, User
from plans.choices import PlanStatus
from plans.models import Plan, Task
from reports.choices import Channel, Language, OutputKind
from reports.dashboards.outputs import tasks_of, writing_agency
from reports.forms.writing import EVIDENCE_KINDS
from reports.models import Output, ReportingPeriod
from reports.models.output import ATTENDEE_UNITS, VIEW_UNITS, pack_languages
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.fields import DayField, FigureField, LinkField, ManyFilesField, PlainTextField
from ttdn_portal.shared.text import fold, squeeze
from ttdn_portal.shared.uploads import CheckedFile

DAYS_BEFORE_PLAN = 31  # data of a year begins on 15 December of the year before (NĐ 09/2019)
SIMPLE = ("task", "kind", "title", "started_on", "done_on", "audience", "channel", "country", "url")
NUMBERS = ("views", "attendees", "amount", "unit")
MORE = ("started_on", "audience", "country", *NUMBERS, "makers", "file", "drops_file")


class CountField(FigureField):
    """A whole number of something."""

    decimal_places = 0
    not_so_fine = "Ghi số nguyên, ví dụ 1.250."

    def clean(self, value: Any) -> int | None:
        cleaned = super().clean(value)
        return None if cleaned is None else int(cleaned)


class OneFileField(ManyFilesField):
    """One file, looked at; None where none was chosen."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"multiple": False}

    def clean(self, value: Any) -> Any:
        files: list[CheckedFile] = super().clean(value)
        if len(files) > 1:
            raise forms.ValidationError("Mỗi sản phẩm gắn một tệp.")
        return files[0] if files else None


class TaskField(forms.ModelChoiceField):
    def label_from_instance(self, task: Any) -> str:
        return f"{task.plan.slug} · {task.code} {task.display_title}"


class AgenciesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, agency: Any) -> str:
        return str(agency.label)


class OutputForm(forms.Form):
    """One output. The first fields are what every list needs; the rest may follow later."""

    needed_when = {"unit": "cần khi có số lượng khác"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    task = TaskField(label="Nhiệm vụ", queryset=Task.objects.none(), empty_label="Chọn nhiệm vụ")
    kind = forms.ChoiceField(
        label="Loại sản phẩm", choices=[("", "Chọn loại"), *in_words(OutputKind.choices)]
    )
    title = PlainTextField(
        label="Tên sản phẩm",
        max_length=300,
        help_text="Tên bài, chương trình, lớp, đoàn …, như khi công bố. Không ghi nội dung thuộc danh mục bí mật nhà nước.",
    )
    done_on = DayField(
        label="Ngày thực hiện",
        help_text="Ngày đăng, phát, tổ chức; kéo dài nhiều ngày thì ghi ngày cuối. Kỳ báo cáo tính theo ngày này.",
    )
    channel = forms.ChoiceField(label="Kênh", choices=[("", "Chọn kênh"), *in_words(Channel.choices)])
    languages = forms.MultipleChoiceField(
        label="Ngôn ngữ",
        required=False,
        choices=in_words(Language.choices),
        initial=[Language.VIETNAMESE],
        widget=forms.CheckboxSelectMultiple,
    )
    url = LinkField(label="Đường dẫn", required=False, help_text="Địa chỉ trang của chính sản phẩm này.")
    started_on = DayField(label="Từ ngày", required=False, help_text="Chỉ ghi khi kéo dài nhiều ngày.")
    audience = PlainTextField(
        label="Đối tượng",
        required=False,
        max_length=200,
        help_text="Ví dụ: người Việt Nam ở nước ngoài, nhà đầu tư Nhật Bản.",
    )
    country = PlainTextField(
        label="Quốc gia, vùng lãnh thổ",
        required=False,
        max_length=80,
        help_text="Nơi đăng, nơi tổ chức hoặc nơi đoàn đến từ. Ví dụ: Việt Nam, Hàn Quốc.",
    )
    views = CountField(
        label="Lượt xem, tiếp cận", required=False, help_text="Tính bằng lượt; không cộng với số người."
    )
    attendees = CountField(label="Người tham dự", required=False, help_text="Tính bằng người.")
    amount = FigureField(label="Số lượng khác", required=False)
    unit = PlainTextField(
        label="Đơn vị tính", required=False, max_length=40, help_text="Ví dụ: bản, cuốn, cụm, tập."
    )
    makers = AgenciesField(
        label="Cơ quan thực hiện",
        queryset=Agency.objects.none(),
        required=False,
        help_text="Bỏ trống thì là cơ quan của anh/chị.",
    )
    file = OneFileField(label="Tệp", kinds=EVIDENCE_KINDS, required=False)
    drops_file = forms.BooleanField(label="Bỏ tệp đang gắn", required=False)

    def __init__(
        self, *args: Any, user: User, locality: Locality, output: Output | None = None, **kwargs: Any
    ):
        self.user, self.output = user, output
        kwargs["initial"] = (initial_of(output) if output else {}) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        tasks = tasks_of(user, locality)
        if output:  # its own stays, whatever became of the task since
            tasks = (
                tasks | Task.objects.filter(pk=output.task_id).select_related("plan", "plan__locality")
            ).distinct()
        self.fields["task"].queryset = tasks
        near = Q(locality=locality) & (Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))
        if output:
            near |= Q(made_outputs__output=output)
        self.fields["makers"].queryset = Agency.objects.filter(near).distinct().order_by("sort_key")
        if not (output and output.file):
            del self.fields["drops_file"]

    @property
    def has_more(self) -> bool:
        """Something stands, or is wrong, among the fields that are folded."""
        if any(name in self.errors for name in MORE):
            return True
        return any(self[name].value() for name in MORE if name in self.fields and name != "file")

    def clean_unit(self) -> str:
        unit = squeeze(self.cleaned_data["unit"])
        if fold(unit) in VIEW_UNITS | ATTENDEE_UNITS:
            raise forms.ValidationError(
                "“Lượt” và “người” có ô riêng: ghi vào ô Lượt xem, tiếp cận hoặc ô Người tham dự."
            )
        return unit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, first, task = cleaned.get("done_on"), cleaned.get("started_on"), cleaned.get("task")
        if day and day > timezone.localdate():
            self.add_error("done_on", "Ngày này chưa đến. Sổ chỉ ghi sản phẩm đã làm.")
        if day and first and first > day:
            self.add_error("started_on", f"Ngày bắt đầu phải trước ngày {short_date(day)}.")
        if day and task and (task.plan.starts_on - day).days > DAYS_BEFORE_PLAN:
            self.add_error("done_on", f"Ngày này trước kế hoạch {task.plan.period_label}. Kiểm tra lại năm.")
        if "amount" in cleaned and "unit" in cleaned and (cleaned["amount"] is None) != (not cleaned["unit"]):
            name, told = (
                ("unit", "Ghi đơn vị tính của số lượng này.")
                if not cleaned["unit"]
                else ("amount", "Ghi số lượng.")
            )
            self.add_error(name, told)
        return cleaned

    def to_output(self) -> Output:
        """The entry as typed, not saved."""
        cleaned = self.cleaned_data
        output = self.output or Output(agency=writing_agency(self.user, cleaned["task"]))
        for name in (*SIMPLE, *NUMBERS):
            setattr(output, name, cleaned[name])
        output.country = squeeze(output.country)
        output.languages = pack_languages(cleaned["languages"])
        return output


def initial_of(output: Output) -> dict[str, Any]:
    """An entry as it would be typed."""
    values = {name: getattr(output, name) for name in (*SIMPLE, *NUMBERS)}
    return values | {
        "version": output.version,
        "task": output.task_id,
        "languages": output.language_codes,
        "makers": [maker.agency_id for maker in output.makers.all()],
    }


class OutputFilter(FilterForm):
    """What the list of outputs is narrowed to. Each field is one word of the address."""

    tim = forms.CharField(
        label="Tìm",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tên, đối tượng, đường dẫn"}),
    )
    ky = forms.ChoiceField(label="Kỳ báo cáo", required=False)
    loai = forms.ChoiceField(
        label="Loại", required=False, choices=[("", "Mọi loại"), *in_words(OutputKind.choices)]
    )
    kenh = forms.ChoiceField(
        label="Kênh", required=False, choices=[("", "Mọi kênh"), *in_words(Channel.choices)]
    )
    ngon_ngu = forms.ChoiceField(
        label="Ngôn ngữ", required=False, choices=[("", "Mọi ngôn ngữ"), *in_words(Language.choices)]
    )
    quoc_gia = forms.ChoiceField(label="Quốc gia, vùng lãnh thổ", required=False)
    co_quan = forms.ChoiceField(label="Cơ quan", required=False)
    nhiem_vu = forms.CharField(
        label="Nhiệm vụ số",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"placeholder": "Ví dụ 3.2"}),
    )
    xem = forms.ChoiceField(
        label="Xem", required=False, choices=[("", "Đang có trong sổ"), ("da-xoa", "Đã xóa khỏi sổ")]
    )

    def __init__(self, *args: Any, user: User, locality: Locality, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.seen = Output.objects.visible_to(user).filter(locality=locality)
        self.periods = {
            f"{period.plan.slug}/{period.slug}": period
            for period in ReportingPeriod.objects.visible_to(user)
            .filter(locality=locality)
            .select_related("plan")
            .order_by("-plan__year_from", "data_from", "-data_to")
        }
        self.fields["ky"].choices = [
            ("", "Mọi kỳ"),
            *((key, f"{period.plan.slug} · {period.name}") for key, period in self.periods.items()),
        ]
        makers = (
            Agency.objects.filter(made_outputs__output__locality=locality).distinct().order_by("sort_key")
        )
        self.fields["co_quan"].choices = [("", "Mọi cơ quan"), *((a.code, a.label) for a in makers)]
        countries = (
            self.seen.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
        )
        self.fields["quoc_gia"].choices = [("", "Mọi nơi"), *((name, name) for name in countries)]

    def apply(self) -> Any:
        chosen = self.chosen
        rows = self.seen.filter(deleted_at__isnull=chosen.get("xem") != "da-xoa").search(
            chosen.get("tim", "")
        )
        if "ky" in chosen:
            period = self.periods[chosen["ky"]]
            rows = rows.in_period(period).filter(task__plan=period.plan_id)
        columns = {"loai": "kind", "kenh": "channel", "quoc_gia": "country", "nhiem_vu": "task__code"}
        rows = rows.filter(**{column: chosen[name] for name, column in columns.items() if name in chosen})
        if "ngon_ngu" in chosen:
            rows = rows.filter(languages__contains=f",{chosen['ngon_ngu']},")
        if "co_quan" in chosen:
            rows = rows.filter(makers__agency__code=chosen["co_quan"])
        return rows.order_by("-done_on", "-pk")


class PlanOfFile(forms.Form):
    """The plan and the file of an import; the file is looked at by the reader of tables."""

    plan = forms.ModelChoiceField(label="Kế hoạch", queryset=Plan.objects.none(), empty_label=None)
    file = forms.FileField(
        label="Tệp",
        help_text="Excel (.xlsx) hoặc CSV UTF-8, tối đa 5.000 dòng và 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "data-ttdn-max-mb": "10"}),
        error_messages={"empty": "Tệp rỗng. Mở tệp kiểm tra rồi chọn lại."},
    )

    def __init__(self, *args: Any, user: User, locality: Locality, **kwargs: Any):
        super().__init__(*args, **kwargs)
        plans = Plan.objects.visible_to(user).filter(locality=locality, status=PlanStatus.ISSUED)
        self.fields["plan"].queryset = plans.order_by("-year_from", "pk")
