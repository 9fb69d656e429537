"""Lưới báo cáo: the tasks of one's agencies that owe a report in a period; the same queries for one row and for twenty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from agencies.models import User
from plans.models import Indicator, Task
from reports.choices import ReportStatus
from reports.dashboards.counting import WITH_RULES
from reports.dashboards.owed import owed_between, own_agencies
from reports.models import FieldComment, FigureValue, ProgressReport, ReportingPeriod
from reports.querysets import WRITING_ROLES


@dataclass(frozen=True)
class GridPlace:
    """One task of the grid with its report, if there is one, and what stands beside its cells."""

    task: Task
    period: ReportingPeriod
    report: ProgressReport | None
    earlier: Mapping[int, Decimal]
    comments: Mapping[str, str]

    @property
    def indicators(self) -> list[Indicator]:
        return list(self.task.indicators.all())

    def locked(self, as_of: date) -> str:
        """Why nothing can be typed in this row, in words; empty where it can."""
        report = self.report
        if report is None:
            return "" if self.period.is_open_on(as_of) else "Kỳ báo cáo chưa mở hoặc đã đóng"
        if report.deleted_at:
            return "Có bản nháp đã xóa, mở ra để khôi phục"
        return {
            ReportStatus.AGENCY_REVIEW: "Khóa: lãnh đạo đơn vị đang xem",
            ReportStatus.SUBMITTED: f"Khóa: {report.status_words[:1].lower()}{report.status_words[1:]}",
            ReportStatus.ACCEPTED: "Khóa: đã tiếp nhận",
        }.get(ReportStatus(report.status), "")


def grid_places(user: User, period: ReportingPeriod, codes: list[str] | None = None) -> list[GridPlace]:
    """All rows of this person's grid, in the order of the plan; `codes` narrows it to a few."""
    tasks = list(_tasks(user, period, codes))
    reports = {report.task_id: report for report in _reports(period, tasks)}
    earlier, comments = _earlier(period, tasks), _comments(list(reports.values()))
    places = []
    for task in tasks:
        report = reports.get(task.pk)
        task.plan = period.plan
        if report:
            report.task, report.period = task, period
        said = comments.get(report.pk, {}) if report and report.is_mending else {}
        places.append(GridPlace(task, period, report, earlier, said))
    return places


def _tasks(user: User, period: ReportingPeriod, codes: list[str] | None) -> QuerySet[Task]:
    """What owes a report, and what was reported on all the same."""
    agencies = own_agencies(user, period.locality_id, WRITING_ROLES)
    told = ProgressReport.objects.filter(task=OuterRef("pk"), period=period)
    owed = owed_between(period.data_from, period.data_to) | Exists(told)
    tasks = Task.objects.led_by(agencies).filter(owed, plan=period.plan_id, is_secret=False)
    if codes is not None:
        tasks = tasks.filter(code__in=codes)
    return (
        tasks.select_related("group", "lead_agency", "joint_lead_agency")
        .prefetch_related(WITH_RULES)
        .order_by("sequence")
    )


def _reports(period: ReportingPeriod, tasks: list[Task]) -> QuerySet[ProgressReport]:
    figures = Prefetch("figures", FigureValue.objects.select_related("indicator__counting_rule"))
    rows = ProgressReport.objects.filter(period=period, task__in=[task.pk for task in tasks])
    return rows.with_people().prefetch_related(figures, "evidence")


def _earlier(period: ReportingPeriod, tasks: list[Task]) -> dict[int, Decimal]:
    """Each indicator's figure in the last accepted report before."""
    accepted = ProgressReport.objects.filter(
        task=OuterRef("report__task"), status=ReportStatus.ACCEPTED, period__data_to__lt=period.data_to
    )
    last = Subquery(accepted.order_by("-period__data_to", "-pk").values("pk")[:1])
    figures = FigureValue.objects.filter(report__task__in=[task.pk for task in tasks], report=last)
    return dict(figures.order_by().values_list("indicator_id", "value"))


def _comments(reports: list[ProgressReport]) -> dict[int, dict[str, str]]:
    """Report → field → what the reviewer wrote there when it came back last."""
    rounds = {report.pk: report.return_count for report in reports if report.return_count}
    said: dict[int, dict[str, str]] = {}
    for comment in FieldComment.objects.filter(report__in=rounds).order_by("pk"):
        if comment.round == rounds[comment.report_id]:
            fields = said.setdefault(comment.report_id, {})
            fields[comment.field] = "\n".join(filter(None, [fields.get(comment.field, ""), comment.text]))
    return said
