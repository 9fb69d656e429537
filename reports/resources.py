"""Reporting periods of a plan as a table; reports as they were submitted."""

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date

from agencies.resources import RecordedResource
from reports.choices import PeriodKind, ReportStatus
from reports.models import ProgressReport, ReportingPeriod
from ttdn_portal.shared.exchange.columns import (
    ChoiceWidget,
    Column,
    DayWidget,
    LineWidget,
    LookupWidget,
    TextWidget,
)


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
