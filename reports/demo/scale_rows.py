"""Tasks, periods and reports of a locality made for measuring, some tasks at a time."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from agencies.models import Agency, Locality, User
from plans.models import Indicator, Plan, Task, TaskGroup, TaskSupport
from reports.choices import PeriodKind, ReportStatus
from reports.demo.acts import agency_of
from reports.demo.hcm_2024 import ITEMS
from reports.models import FigureValue, ProgressReport, ReportingPeriod
from reports.services.state import state_of

REPORTS_AT_ONCE = 2_000
PERIOD_DAYS = 28
VERBS = (
    "Tổ chức", "Xây dựng", "Biên soạn", "Sản xuất", "Phối hợp thực hiện", "Cập nhật", "Giới thiệu", "Tập huấn",
)  # fmt: skip
THINGS = (
    "phóng sự song ngữ", "chuyên mục truyền hình", "ấn phẩm đối ngoại", "hội nghị xúc tiến", "lớp bồi dưỡng nghiệp vụ",
    "trang thông tin tiếng Anh", "triển lãm ảnh", "cuộc họp báo",
)  # fmt: skip
PLACES = (
    "tại cửa khẩu", "ở cơ sở", "trên mạng xã hội", "cho người nước ngoài", "cho kiều bào", "tại các phường, xã",
    "cùng cơ quan báo chí", "dịp lễ hội",
)  # fmt: skip
UNITS = (("Tin, bài", "tin, bài"), ("Lớp", "lớp"), ("Ấn phẩm", "ấn phẩm"), ("Lượt tiếp cận", "lượt"))
# Where the report of the open period stands, by a throw of the dice; below the first limit there is none.
NOW = (
    (0.4, ReportStatus.DRAFT),
    (0.5, ReportStatus.RETURNED),
    (0.7, ReportStatus.SUBMITTED),
    (1.1, ReportStatus.ACCEPTED),
)
NONE_NOW = 0.3
DONE = 0.35


@dataclass
class Scene:
    """One locality while it is being made."""

    locality: Locality
    agencies: list[Agency]
    officers: dict[int, User]
    reviewer: User
    plan: Plan
    random: Random
    as_of: date


def make_rows(scene: Scene, *, tasks: int, periods: int) -> None:
    """So many tasks with their supports, indicators and reports; each task's row says what its reports say."""
    groups = TaskGroup.objects.bulk_create(
        TaskGroup(plan=scene.plan, number=n, title=title) for n, title in enumerate(ITEMS, 1)
    )
    spans = _periods(scene, periods)
    at_once = max(1, REPORTS_AT_ONCE // periods)
    for start in range(0, tasks, at_once):
        piece = [
            _task(scene, groups[n % len(groups)], n // len(groups) + 1, n)
            for n in range(start, min(tasks, start + at_once))
        ]
        _write(scene, piece, {task.sequence: list(_reports(scene, task, spans)) for task in piece})


def _write(scene: Scene, tasks: list[Task], reports: dict[int, list[ProgressReport]]) -> None:
    for task in tasks:
        for name, value in asdict(state_of(reports[task.sequence])).items():
            setattr(task, name, value)
    Task.objects.bulk_create(tasks)
    TaskSupport.objects.bulk_create(_supports(scene, tasks))
    indicators = {
        indicator.task_id: indicator for indicator in Indicator.objects.bulk_create(map(_indicator, tasks))
    }
    rows = ProgressReport.objects.bulk_create([report for task in tasks for report in reports[task.sequence]])
    FigureValue.objects.bulk_create(
        FigureValue(
            report=row, indicator=indicators[row.task_id], value=Decimal(row.progress_percent or 0) / 10
        )
        for row in rows
    )


def _task(scene: Scene, group: TaskGroup, number: int, n: int) -> Task:
    first, last = date(scene.as_of.year, 1, 2), date(scene.as_of.year, 12, 31)
    random = scene.random
    task = Task(
        locality=scene.locality, plan=scene.plan, group=group, number=number, code=f"{group.number}.{number}",
        sequence=group.number * 10_000 + number, title=f"{random.choice(VERBS)} {random.choice(THINGS)} {random.choice(PLACES)}, đợt {n + 1}",
        expected_output="01 sản phẩm", lead_agency=random.choice(scene.agencies), starts_on=first,
        due_on=min(max(scene.as_of + timedelta(random.randint(-120, 150)), first), last),
        budget_vnd=random.randint(1, 900) * 1_000_000, is_illustration=True,
    )  # fmt: skip
    task.fill_search()
    return task


def _indicator(task: Task) -> Indicator:
    name, unit = UNITS[task.number % len(UNITS)]
    return Indicator(
        task=task, name=name, unit=unit, target_value=Decimal(10 + task.number % 90), is_illustration=True
    )


def _supports(scene: Scene, tasks: list[Task]) -> Iterator[TaskSupport]:
    for task in tasks:
        others = scene.random.sample(scene.agencies, min(3, len(scene.agencies)))
        for agency in [agency for agency in others if agency.pk != task.lead_agency_id][:2]:
            yield TaskSupport(
                task=task,
                agency=agency,
                contribution="Cung cấp tư liệu, cử người tham gia.",
                due_on=task.due_on,
                is_illustration=True,
            )


def _periods(scene: Scene, count: int) -> list[ReportingPeriod]:
    """Back to back; the last is open and due in a week, those before are closed."""
    return ReportingPeriod.objects.bulk_create(_period(scene, n, count) for n in range(1, count + 1))


def _period(scene: Scene, n: int, count: int) -> ReportingPeriod:
    due = scene.as_of + timedelta(7 - PERIOD_DAYS * (count - n))
    closed = timezone.make_aware(datetime.combine(due + timedelta(5), time(17)))
    return ReportingPeriod(
        locality=scene.locality, plan=scene.plan, slug=f"ky-{n:02d}", name=f"Kỳ {n} năm {scene.as_of.year}", kind=PeriodKind.LOCAL,
        data_from=due - timedelta(PERIOD_DAYS + 3), data_to=due - timedelta(3), opens_on=due - timedelta(10), report_due_on=due,
        closed_at=closed if n < count else None,
    )  # fmt: skip


def _reports(scene: Scene, task: Task, periods: list[ReportingPeriod]) -> Iterator[ProgressReport]:
    """One in every period; a task that was done in the last closed one owes nothing in the open one."""
    last, is_done = len(periods), scene.random.random() < DONE and len(periods) > 1
    for n, period in enumerate(periods, 1):
        chance = scene.random.random()
        if n == last and (is_done or chance < NONE_NOW):
            return
        completed_on = (
            max(task.starts_on or period.data_to, period.data_to) if is_done and n == last - 1 else None
        )
        status = next(word for limit, word in NOW if chance < limit) if n == last else ReportStatus.ACCEPTED
        yield _report(
            scene, task, period, status, 100 if completed_on else min(95, 90 * n // last), completed_on
        )


def _report(
    scene: Scene, task: Task, period: ReportingPeriod, status: str, percent: int, completed_on: date | None
) -> ProgressReport:
    author = scene.officers[task.lead_agency_id or 0]
    sent = timezone.make_aware(
        datetime.combine(min(period.report_due_on - timedelta(2), scene.as_of), time(9))
    )
    report = ProgressReport(
        locality=scene.locality, task=task, period=period, agency=agency_of(task), author=author, saved_by=author, status=status,
        results=f"Đã đạt {percent}% khối lượng của nhiệm vụ {task.code} trong {period.name.lower()}.", progress_percent=percent,
        completed_on=completed_on, is_illustration=True,
    )  # fmt: skip
    if status != ReportStatus.DRAFT:
        report.submitted_at, report.submitted_by, report.submission = sent, author, _submission(report)
    if status == ReportStatus.ACCEPTED:
        report.accepted_at, report.accepted_by, report.opened_at = (
            sent + timedelta(hours=6),
            scene.reviewer,
            sent,
        )
    if status == ReportStatus.RETURNED:
        report.returned_at, report.returned_by, report.return_count = (
            sent + timedelta(hours=6),
            scene.reviewer,
            1,
        )
        report.return_reason, report.return_note = "MISSING_FIGURES", "Đề nghị bổ sung số liệu."
    return report


def _submission(report: ProgressReport) -> dict[str, Any]:
    """As reports.services.submission writes it, without asking the database for each report."""
    texts = {name: getattr(report, name) for name in ProgressReport.TEXT_FIELDS}
    done = report.completed_on.isoformat() if report.completed_on else None
    rest = {"progress_percent": report.progress_percent, "completed_on": done, "no_change": False}
    return texts | rest | {"figures": [], "evidence": [], "previous": None}
