"""Reporting periods of a plan as a table; reports as they were submitted; the registers of outputs and of the press."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date

from agencies.models import Agency
from agencies.resources import RecordedResource, agencies_by_name
from reports.choices import Channel, Language, OutputKind, PeriodKind, PressStatus, PressTone, ReportStatus
from reports.dashboards.outputs import tasks_of, writing_agency
from reports.models import Output, PressItem, ProgressReport, ReportingPeriod
from reports.models.output import pack_languages, title_key
from reports.services.outputs import add_output, change_output
from ttdn_portal.shared.exchange.columns import (
    CellWidget,
    ChoiceWidget,
    Column,
    DayWidget,
    LineWidget,
    LookupWidget,
    ManyLookupWidget,
    TextWidget,
    as_text,
)
from ttdn_portal.shared.numbers import UnclearNumber, parse_number
from ttdn_portal.shared.text import fold, squeeze


class PeriodResource(RecordedResource):
    """Kỳ báo cáo của một kế hoạch."""

    title = "Kỳ báo cáo"
    file_stem = "ky-bao-cao"
    key = "slug"
    required = ("slug", "name", "kind", "data_from", "data_to", "opens_on", "report_due_on")
    slug = Column("slug", "Mã", LineWidget())
    name = Column("name", "Tên kỳ", LineWidget())
    kind = Column("kind", "Loại kỳ", ChoiceWidget(PeriodKind.choices, default=""))
    data_from = Column("data_from", "Số liệu từ ngày", DayWidget())
    data_to = Column("data_to", "Ngày chốt số liệu", DayWidget())
    opens_on = Column("opens_on", "Mở từ ngày", DayWidget())
    report_due_on = Column("report_due_on", "Hạn gửi báo cáo", DayWidget())
    standing_due_on = Column("standing_due_on", "Hạn trình UBND", DayWidget())
    ministry_due_on = Column("ministry_due_on", "Hạn gửi Bộ", DayWidget())
    instructions = Column("instructions", "Hướng dẫn", TextWidget())

    class Meta:
        model = ReportingPeriod
        fields = (
            "slug",
            "name",
            "kind",
            "data_from",
            "data_to",
            "opens_on",
            "report_due_on",
            "standing_due_on",
            "ministry_due_on",
            "instructions",
        )
        import_order = export_order = fields
        import_id_fields = ("slug",)

    def scope_rows(self) -> Any:
        return ReportingPeriod.objects.filter(plan=self.scope).select_related("plan", "locality")

    def new_row(self) -> ReportingPeriod:
        return ReportingPeriod(plan=self.scope, locality_id=self.scope.locality_id)


class ReportResource(RecordedResource):
    """Báo cáo tiến độ: the version last submitted, which is all that its readers see."""

    title = "Báo cáo tiến độ"
    file_stem = "bao-cao"
    task_code = Column("task_code", "Số", LineWidget())
    task_title = Column("task_title", "Nội dung nhiệm vụ", LineWidget())
    period = Column("period", "Kỳ báo cáo", LookupWidget("Kỳ", str))
    agency = Column("agency", "Cơ quan báo cáo", LookupWidget("Cơ quan", str))
    status = Column("status", "Trạng thái", ChoiceWidget(ReportStatus.choices))
    sent_on = Column("sent_on", "Ngày gửi", DayWidget())
    due_on = Column("due_on", "Hạn gửi", DayWidget())
    told_percent = Column("told_percent", "Tiến độ (%)", LineWidget())
    told_completed_on = Column("told_completed_on", "Ngày hoàn thành", DayWidget())
    told_results = Column("told_results", "Kết quả trong kỳ", TextWidget())
    told_difficulties = Column("told_difficulties", "Khó khăn, vướng mắc", TextWidget())
    told_recommendations = Column("told_recommendations", "Kiến nghị, đề xuất", TextWidget())

    class Meta:
        model = ProgressReport
        fields = (
            "task_code",
            "task_title",
            "period",
            "agency",
            "status",
            "sent_on",
            "due_on",
            "told_percent",
            "told_completed_on",
            "told_results",
            "told_difficulties",
            "told_recommendations",
        )
        export_order = fields

    def rows_out(self, queryset: Any) -> tuple[list[str], list[list[Any]]]:
        reports = list(queryset)
        for report in reports:
            told = report.submission or {}
            report.task_code, report.task_title = report.task.code, report.task.display_title
            report.sent_on = timezone.localdate(report.submitted_at) if report.submitted_at else None
            report.told_percent = told.get("progress_percent")
            report.told_completed_on = parse_date(told["completed_on"]) if told.get("completed_on") else None
            for name in ("results", "difficulties", "recommendations"):
                setattr(report, f"told_{name}", told.get(name, ""))
        return super().rows_out(reports)


class FigureWidget(CellWidget):
    """A figure that is not negative, with at most `places` digits after the comma."""

    def __init__(self, places: int = 2):
        super().__init__()
        self.places = places

    def take(self, value: Any) -> Any:
        text = squeeze(as_text(value)) if isinstance(value, str) or value is None else str(value)
        if not text:
            return None
        try:
            amount = parse_number(text) if isinstance(value, str) else Decimal(text)
        except UnclearNumber as unclear:
            raise ValueError(str(unclear)) from unclear
        if not 0 <= amount < 10**14 or amount != round(amount, self.places):
            how = "số nguyên" if not self.places else "số có nhiều nhất hai chữ số sau dấu phẩy"
            raise ValueError(f"Ghi {how}, không âm, ví dụ 1.250.")
        return amount if self.places else int(amount)


class LanguagesWidget(CellWidget):
    """Several languages, parted by ";": “tiếng Việt; tiếng Anh”."""

    KNOWN: ClassVar[dict[str, str]] = {
        **{fold(label): code for code, label in Language.choices},
        **{fold(str(label)).removeprefix("tieng "): code for code, label in Language.choices},
        **{code: code for code in Language.values},
    }

    def take(self, value: Any) -> str:
        parts = [fold(part) for part in as_text(value).replace("\n", ";").replace(",", ";").split(";")]
        unknown = [part for part in parts if part and part not in self.KNOWN]
        if unknown:
            names = "; ".join(str(label) for label in Language.labels)
            raise ValueError(
                f"Ngôn ngữ “{unknown[0][:40]}” không có trong danh sách. Ghi một hay nhiều trong: {names}."
            )
        return pack_languages(self.KNOWN[part] for part in parts if part)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        names = dict(Language.choices)
        return "; ".join(str(names[code]) for code in (value or "").split(",") if code in names)


class OutputResource(RecordedResource):
    """Sổ sản phẩm của một kế hoạch: rows that the importer's agencies may write; the services decide as on the page.

    A row without its number is new, unless the register holds the same title of the same task and day already.
    """

    title = "Sổ sản phẩm"
    file_stem = "san-pham"
    key = "told_code"
    required = ("told_task", "kind", "told_title", "done_on", "channel")
    belongs_to: ClassVar[dict[str, str]] = {"title": "told_title", "task": "told_task"}
    told_code = Column("told_code", "Số trong sổ", LineWidget())
    told_task = Column("told_task", "Nhiệm vụ", LineWidget())
    kind = Column("kind", "Loại sản phẩm", ChoiceWidget(OutputKind.choices, default=""))
    told_title = Column("title", "Tên sản phẩm", LineWidget())
    started_on = Column("started_on", "Từ ngày", DayWidget())
    done_on = Column("done_on", "Ngày thực hiện", DayWidget())
    channel = Column("channel", "Kênh", ChoiceWidget(Channel.choices, default=""))
    languages = Column("languages", "Ngôn ngữ", LanguagesWidget())
    audience = Column("audience", "Đối tượng", LineWidget())
    country = Column("country", "Quốc gia, vùng lãnh thổ", LineWidget())
    url = Column("url", "Đường dẫn", LineWidget())
    views = Column("views", "Lượt xem, tiếp cận", FigureWidget(places=0))
    attendees = Column("attendees", "Người tham dự", FigureWidget(places=0))
    amount = Column("amount", "Số lượng khác", FigureWidget())
    unit = Column("unit", "Đơn vị tính", LineWidget())
    told_makers = Column("told_makers", "Cơ quan thực hiện", ManyLookupWidget("Cơ quan", str))

    class Meta:
        model = Output
        fields = (
            "told_code",
            "told_task",
            "kind",
            "told_title",
            "started_on",
            "done_on",
            "channel",
            "languages",
            "audience",
            "country",
            "url",
            "views",
            "attendees",
            "amount",
            "unit",
            "told_makers",
        )
        import_order = export_order = fields
        import_id_fields = ("told_code",)

    # --- what rows look up --------------------------------------------------------------------------
    def scope_rows(self) -> Any:
        rows = Output.objects.visible_to(self.actor).kept().filter(task__plan=self.scope)
        return [row for row in self.dressed(rows) if self.actor.has_perm("reports.change_output", row)]

    @staticmethod
    def dressed(rows: Any) -> list[Output]:
        """Outputs with what the columns show beside the model's own."""
        outputs = list(rows.with_names().prefetch_related("makers__agency"))
        for output in outputs:
            output.told_code, output.told_task = output.code, output.task.code
            makers = sorted((maker.agency for maker in output.makers.all()), key=lambda agency: agency.pk)
            output.told_makers = tuple(makers)
        return outputs

    def new_row(self) -> Output:
        output = Output(
            locality=self.scope.locality, entered_by=self.actor, number=0
        )  # numbered when it is saved
        output.told_code, output.told_task, output.told_makers = "", "", ()
        return output

    def prepare(self) -> None:
        self.tasks = {
            task.code: task for task in tasks_of(self.actor, self.scope.locality).filter(plan=self.scope)
        }
        agencies = Agency.objects.filter(locality_id=self.scope.locality_id)
        self.fields["told_makers"].widget.rows = agencies_by_name(list(agencies))
        self.by_nature: dict[Any, Output] = {}

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        for row in self.existing.values():
            self.by_nature.setdefault((row.told_task, title_key(row.title), row.done_on), row)

    # --- reading a row --------------------------------------------------------------------------------
    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Without a number a row is new, or found by what it tells."""
        if self.fields["told_code"].clean(row):
            super().before_import_row(row, **kwargs)

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        known = super().get_instance(instance_loader, row)
        if known or self.fields["told_code"].clean(row):
            return known
        try:
            cells = [self.fields[name].clean(row) for name in ("told_task", "told_title", "done_on")]
        except ValueError:
            return None  # told at its cell when the row is read
        return self.by_nature.get((cells[0], title_key(cells[1]), cells[2]))

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        code = instance.told_code
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if instance.pk is None and instance.told_code:
            errors["told_code"] = [
                "Số này không có trong phần sổ mà anh/chị được sửa. Sản phẩm mới thì để trống."
            ]
        instance.told_code = code if instance.pk else instance.told_code
        self._settle(instance, errors)
        if errors:
            raise ValidationError(errors)

    def _settle(self, output: Output, errors: dict[str, Any]) -> None:
        """Task and agency; what the form refuses is refused here with the same words."""
        task = self.tasks.get(output.told_task)
        if task is None and (output.pk is None or output.told_task != output.task.code):
            errors["told_task"] = [
                f"Nhiệm vụ “{output.told_task[:20]}” không do cơ quan anh/chị chủ trì, phối hợp."
            ]
        elif task is not None:
            output.task = task
            if output.pk is None:
                output.agency = writing_agency(self.actor, task)
        if output.done_on and output.done_on > timezone.localdate():
            errors["done_on"] = ["Ngày này chưa đến. Sổ chỉ ghi sản phẩm đã làm."]

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Where a cell could not be read, or the task is not one's own, nothing more is asked of the row."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        super().validate_instance(instance, None, validate_unique)

    # --- writing a row ----------------------------------------------------------------------------------
    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        makers = list(instance.told_makers)
        if is_create:
            add_output(instance, actor=self.actor, makers=makers)
        else:
            change_output(
                instance, actor=self.actor, read_version=instance.version, makers=makers or [instance.agency]
            )
        instance.told_code = instance.code

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """The services wrote the log; the row is found again by its number."""
        self.existing[self.key_value(instance.told_code)] = instance
        self.by_nature.setdefault((instance.told_task, title_key(instance.title), instance.done_on), instance)

    def rows_out(self, queryset: Any) -> tuple[list[str], list[list[Any]]]:
        return super().rows_out(self.dressed(queryset))


class PressResource(RecordedResource):
    """Tin, bài theo dõi báo chí, with whoever answers and how it was answered."""

    title = "Theo dõi báo chí"
    file_stem = "bao-chi"
    code = Column("code", "Số", LineWidget())
    tone = Column("tone", "Loại tin", ChoiceWidget(PressTone.choices))
    name = Column("title", "Tiêu đề", LineWidget())
    outlet = Column("outlet", "Cơ quan báo chí", LineWidget())
    country = Column("country", "Quốc gia, vùng lãnh thổ", LineWidget())
    language = Column("language", "Ngôn ngữ", ChoiceWidget(Language.choices))
    published_on = Column("published_on", "Ngày đăng", DayWidget())
    url = Column("url", "Đường dẫn", LineWidget())
    summary = Column("summary", "Nội dung chính", TextWidget())
    status = Column("status", "Trạng thái", ChoiceWidget(PressStatus.choices))
    agency = Column("agency", "Cơ quan phản hồi", LookupWidget("Cơ quan", str))
    respond_by = Column("respond_by", "Hạn phản hồi", DayWidget())
    answered_on = Column("answered_on", "Ngày phản hồi", DayWidget())
    answer = Column("answer", "Đã phản hồi thế nào", TextWidget())
    answer_url = Column("answer_url", "Đường dẫn phản hồi", LineWidget())

    class Meta:
        model = PressItem
        fields = (
            "code",
            "tone",
            "name",
            "outlet",
            "country",
            "language",
            "published_on",
            "url",
            "summary",
            "status",
            "agency",
            "respond_by",
            "answered_on",
            "answer",
            "answer_url",
        )
        export_order = fields
