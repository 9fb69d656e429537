"""What people do with a report in the demo: the portal's own services, at the hour of the day they do it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from agencies.choices import Role
from agencies.models import Agency, User
from agencies.services.calendar import WorkCalendar
from plans.models import Task
from reports import workflow
from reports.choices import ReportField, ReportStatus, ReturnReason
from reports.dashboards.points import asked_fields
from reports.demo import clock
from reports.demo.people import People
from reports.demo.writing import Told, report_text
from reports.models import FigureValue, Marks, PointAnswer, ProgressReport, ReportingPeriod
from reports.models.marks import KEPT
from reports.services.completeness import doubts_of
from reports.services.writing import add_link, delete_report, save_report, start_report

RETURN_NOTE = "Số liệu và minh chứng chưa khớp với kết quả đã nêu, đề nghị bổ sung."
COMMENTS = (
    (ReportField.FIGURES, "Số liệu trong kỳ chưa thống nhất với phần kết quả, đề nghị rà soát."),
    (ReportField.EVIDENCE, "Bổ sung đường dẫn hoặc tệp minh chứng cho sản phẩm đã hoàn thành."),
    (ReportField.DIFFICULTIES, "Nêu rõ vướng mắc thuộc trách nhiệm của cơ quan nào."),
)
KEPT_WHY = "Đã đối chiếu với sổ theo dõi của cơ quan, nội dung đã đúng; phần bổ sung ghi ở Kết quả trong kỳ."
ACCEPT_NOTE = "Ghi nhận kết quả; kỳ sau bổ sung đánh giá mức độ lan tỏa của sản phẩm."


def agency_of(task: Task) -> Agency:
    """The lead, which every task of the demo has."""
    if task.lead_agency is None:
        raise ValueError(f"task {task.code} has no lead")
    return task.lead_agency


@dataclass
class Cast:
    """Who acts: the reviewer, and one writer for each agency."""

    reviewer: User
    people: People
    writers: dict[int, User] = field(default_factory=dict)

    def writer_of(self, task: Task) -> User:
        agency = agency_of(task)
        if agency.pk not in self.writers:
            self.writers[agency.pk] = self.people.writer(agency)
        return self.writers[agency.pk]

    @staticmethod
    def head_of(agency: Agency) -> User:
        return User.objects.filter(memberships__agency=agency, memberships__role=Role.AGENCY_LEADER).order_by(
            "pk"
        )[0]


@dataclass(frozen=True)
class Desk:
    """One task at one period, with those who act on it."""

    cast: Cast
    task: Task
    period: ReportingPeriod
    salt: int

    def write(self, told: Told, day: date) -> ProgressReport:
        writer = self.cast.writer_of(self.task)
        with clock.at(day, 8 + self.salt % 8, self.salt * 7 % 60):
            report = start_report(task=self.task, period=self.period, actor=writer)
            report.task, report.period, report.agency = (
                self.task,
                self.period,
                agency_of(self.task),
            )  # read already
            ProgressReport.objects.filter(pk=report.pk).update(is_illustration=True)
            text = report_text(self.task, told, salt=self.salt, before=self._reached_before())
            save_report(
                report,
                replace(text, marks=_answered(report)),
                actor=writer,
                read_version=report.version,
            )
            if told.percent >= 50 and not report.evidence.exists():
                add_link(
                    report,
                    actor=writer,
                    url=f"https://minh-hoa.example/{self.task.plan.slug}/{self.task.code}",
                    name=f"Trang minh chứng {self.task.code} (minh họa)",
                )
        return report

    def _reached_before(self) -> dict[int, Decimal]:
        """What the accepted reports of earlier periods come to, by indicator."""
        earlier = FigureValue.objects.filter(
            indicator__task=self.task,
            report__status=ReportStatus.ACCEPTED,
            report__period__data_to__lt=self.period.data_from,
        )
        return dict(earlier.counted_once().order_by().values_list("indicator").annotate(Sum("value")))

    def send(self, told: Told, day: date) -> ProgressReport:
        report, writer = self.write(told, day), self.cast.writer_of(self.task)
        if report.agency.requires_sign_off:
            self._run(report, "ask_sign_off", writer, day, 1)
            self._run(report, "sign_off", self.cast.head_of(report.agency), day, 2)
        else:
            self._run(report, "submit", writer, day, 1)
        return report

    def ask_sign_off(self, told: Told, day: date) -> None:
        self._run(self.write(told, day), "ask_sign_off", self.cast.writer_of(self.task), day, 1)

    def accept(self, told: Told, day: date, *, seen: date, note: str = "") -> None:
        report = self.send(told, day)
        self._run(report, "accept", self.cast.reviewer, seen, 0, note=note)

    def send_back(self, told: Told, day: date, *, seen: date, new_due_on: date) -> ProgressReport:
        report = self.send(told, day)
        comments = [(str(name), text) for name, text in (COMMENTS if self.salt % 2 else COMMENTS[:2])]
        self._run(
            report,
            "send_back",
            self.cast.reviewer,
            seen,
            0,
            note=RETURN_NOTE,
            reason=ReturnReason.MISSING_FIGURES,
            comments=comments,
            new_due_on=new_due_on,
        )
        return report

    def throw_away(self, told: Told, day: date) -> None:
        report = self.write(told, day)
        with clock.at(day, 17):
            delete_report(report, actor=self.cast.writer_of(self.task))

    def _run(
        self, report: ProgressReport, name: str, actor: User, day: date, later: int, **data: Any
    ) -> None:
        report.refresh_from_db(fields=["status", "version", "return_count", "opened_at"])
        with clock.at(day, min(18, 9 + self.salt % 8 + later), self.salt * 11 % 60):
            if actor == self.cast.reviewer and not report.opened_at:
                ProgressReport.objects.filter(pk=report.pk).update(opened_at=timezone.now())
            if name in ("submit", "ask_sign_off"):
                data["accepted"] = [str(doubt) for doubt in doubts_of(report)]
            workflow.run(report, name, actor=actor, **data)


def _answered(report: ProgressReport) -> Marks:
    """Where the report came back: what was not mended is kept for a reason."""
    return Marks(answers={name.value: PointAnswer(KEPT, KEPT_WHY) for name in asked_fields(report)})


def workday(calendar: WorkCalendar, day: date) -> date:
    """The last working day up to `day`."""
    while not calendar.is_working_day(day):
        day -= timedelta(1)
    return day


def days_of(task: Task) -> tuple[date, date]:
    """First and last day, which every task with a script has."""
    if task.starts_on is None or task.due_on is None:
        raise ValueError(f"task {task.code} has no days")
    return task.starts_on, task.due_on
