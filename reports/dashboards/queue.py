"""The review queue of the standing agency: what waits, in which pile, and who has not reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import Notification
from agencies.services.calendar import WorkCalendar
from plans.models import Task
from reports.choices import WRITABLE_STATUSES, ReportStatus
from reports.dashboards.owed import SENT
from reports.dashboards.reading import changes_between, content_from
from reports.models import ProgressReport, ReportingPeriod
from ttdn_portal.shared.dates import short_date

DUE_DAYS = 3
AGAIN, DUE, NEW = "trinh-lai", "den-han", "moi"
PILES = {AGAIN: "Đã sửa, trình lại", DUE: f"Kỳ đã đến hạn hoặc còn không quá {DUE_DAYS} ngày làm việc", NEW: "Mới gửi"}


@dataclass(frozen=True)
class QueueRow:
    """One report that waits for the reviewer."""

    number: str
    title: str
    sub: str
    status_key: str
    status_label: str
    due: str
    plan: str
    period: str
    pile: str

    @property
    def is_again(self) -> bool:
        return self.pile == AGAIN


def queue_rows(reports: Iterable[ProgressReport], calendar: WorkCalendar, *, as_of: date) -> list[QueueRow]:
    """The rows of one page of the queue, in its order."""
    return [_queue_row(report, calendar, as_of) for report in reports]


def _queue_row(report: ProgressReport, calendar: WorkCalendar, as_of: date) -> QueueRow:
    sent_on = timezone.localdate(report.submitted_at)
    waited = calendar.working_days_between(sent_on, as_of)
    pile = AGAIN if report.return_count else DUE if calendar.working_days_between(as_of, report.due_on) <= DUE_DAYS else NEW
    label = {AGAIN: f"Trình lại lần {report.return_count}", DUE: "Chờ xem xét", NEW: "Chờ xem xét"}[pile]
    words = [report.agency.label, report.period.name, f"gửi {short_date(sent_on)}" + (f", chờ {waited} ngày làm việc" if waited > 0 else "")]
    if report.return_count:
        words.append(f"{changed_count(report)} mục thay đổi")
    return QueueRow(
        number=report.task.code, title=report.task.title, sub=" · ".join(words), status_key="late" if pile == AGAIN else "going", status_label=label,
        due=f"hạn {short_date(report.due_on)}", plan=report.task.plan.slug, period=report.period.slug, pile=pile,
    )  # fmt: skip


def changed_count(report: ProgressReport) -> int:
    """How many fields differ from the version sent before."""
    sent = report.submission or {}
    before = sent.get("previous")
    return len(changes_between(content_from(before), content_from(sent))) if before else 0


@dataclass(frozen=True)
class MissingAgency:
    """An agency that still owes reports of one period."""

    agency: str
    period: str
    due_on: date
    missing: int
    writing: int
    reminded_at: datetime | None

    def is_late(self, as_of: date) -> bool:
        return self.due_on < as_of


def missing_agencies(periods: list[ReportingPeriod]) -> list[MissingAgency]:
    """Who has not reported in these periods, most first; two queries, whatever there is."""
    named = {period.pk: period for period in periods}
    rows = list(_missing_counts(list(named)))
    reminded = dict(
        Notification.objects.filter(kind=NoticeKind.REPORT_DUE, person__memberships__agency__in={row["lead_agency"] for row in rows})
        .order_by().values_list("person__memberships__agency").annotate(last=Max("created_at"))
    )  # fmt: skip
    found = [
        MissingAgency(
            row["lead_agency__short_name"] or row["lead_agency__name"], named[row["period_id"]].name, named[row["period_id"]].report_due_on,
            row["missing"], row["writing"], reminded.get(row["lead_agency"]),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.due_on, -row.missing, row.agency))


def _missing_counts(period_ids: list[int]) -> Any:
    """Tasks without a sent report by period and leading agency; the rule of `is_owed`, over several periods."""
    sent = ProgressReport.objects.filter(task=OuterRef("pk"), period=OuterRef("plan__periods"), status__in=SENT)
    begun = ProgressReport.objects.kept().filter(task=OuterRef("pk"), period=OuterRef("plan__periods"), status__in=[*WRITABLE_STATUSES, ReportStatus.AGENCY_REVIEW])
    rows = Task.objects.filter(plan__periods__in=period_ids, is_secret=False, lead_agency__isnull=False).annotate(period_id=F("plan__periods"))
    rows = rows.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=F("plan__periods__data_to")),
        Q(completed_on__isnull=True) | Q(completed_on__gte=F("plan__periods__data_from")),
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=F("plan__periods__data_to")),
        ~Exists(sent),
    ).annotate(begun=Exists(begun))
    return (
        rows.order_by().values("period_id", "lead_agency", "lead_agency__name", "lead_agency__short_name")
        .annotate(missing=Count("pk"), writing=Count("pk", filter=Q(begun=True)))
    )  # fmt: skip
