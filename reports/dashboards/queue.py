"""The desk of the standing agency: what waits for review, in which order, and who has not sent yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import Locality, Notification, User
from agencies.services.calendar import WorkCalendar
from plans.choices import PlanStatus
from plans.models import Task
from reports.choices import ReportStatus
from reports.dashboards.owed import SENT, owed_between
from reports.dashboards.reading import ORDER, content_from
from reports.models import ProgressReport, ReportingPeriod
from reports.querysets import WRITING_ROLES, ReportQuerySet
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.text import vi_sort_key

# A report is looked at within five working days and, where it came in time, before its period is due: who gets
# it back can still mend it. The last two days of that stand in a pile of their own.
REVIEW_DAYS = 5
SOON_DAYS = 2
RESENT, NEW, PRESSING = 1, 2, 3
TITLES = {RESENT: "Trình lại", NEW: "Mới gửi", PRESSING: "Sắp hết hạn hoặc quá hạn xem xét"}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """A day and how the locality counts working days from it."""

    as_of: date
    calendar: WorkCalendar

    @property
    def soon(self) -> date:
        return self.calendar.add_working_days(self.as_of, SOON_DAYS)

    @property
    def sent_before(self) -> datetime:
        """Whatever was sent before this moment is to be looked at by `soon`."""
        first = self.calendar.add_working_days(self.soon + _DAY, -REVIEW_DAYS)
        return timezone.make_aware(datetime.combine(first, time.min))

    def review_by(self, sent_at: datetime, report_due_on: date) -> date:
        """The last day for the reviewer."""
        sent_on = timezone.localdate(sent_at)
        last = self.calendar.add_working_days(sent_on, REVIEW_DAYS)
        return min(last, report_due_on) if report_due_on >= sent_on else last


def waiting_reports(user: User, locality: Locality) -> ReportQuerySet:
    reports: ReportQuerySet = ProgressReport.objects.visible_to(user).filter(locality=locality).waiting()
    return reports


def in_piles(reports: ReportQuerySet, clock: Clock) -> ReportQuerySet:
    """Reports with the number of their pile, in the order in which they are to be read."""
    in_time = Q(period__report_due_on__gte=TruncDate("submitted_at"), period__report_due_on__lte=clock.soon)
    pile = Case(
        When(return_count__gt=0, then=Value(RESENT)),
        When(Q(submitted_at__lt=clock.sent_before) | in_time, then=Value(PRESSING)),
        default=Value(NEW),
        output_field=IntegerField(),
    )
    piled: ReportQuerySet = reports.annotate(pile=pile).order_by("pile", "period__report_due_on", "submitted_at", "pk")
    return piled


def pile_sizes(reports: ReportQuerySet) -> dict[int, int]:
    """How many reports each pile holds, by one query."""
    return dict(reports.order_by().values_list("pile").annotate(n=Count("pk")))


# --- Rows of the queue ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class QueueRow:
    """One report that waits."""

    pile: int
    number: str
    title: str
    url: str
    sub: str
    status_key: str
    status_label: str
    due: str
    is_main: bool


@dataclass(frozen=True)
class Pile:
    title: str
    size: int
    rows: list[QueueRow] = field(default_factory=list)


def piles_of(reports: Iterable[ProgressReport], sizes: Mapping[int, int], clock: Clock, query: str = "") -> list[Pile]:
    """The rows of one page under the headings of their piles."""
    piles = {number: Pile(title, sizes.get(number, 0)) for number, title in TITLES.items()}
    for report in reports:
        row = _queue_row(report, clock, query)
        piles[row.pile].rows.append(row)
    return [pile for pile in piles.values() if pile.rows]


def _queue_row(report: ProgressReport, clock: Clock, query: str) -> QueueRow:
    assert report.submitted_at is not None
    by = clock.review_by(report.submitted_at, report.period.report_due_on)
    key, label = _queue_status(report, by, clock)
    sub = [report.agency.label, report.period.name, f"gửi {timezone.localtime(report.submitted_at):%H:%M %d/%m/%Y}", changed_words(report)]
    return QueueRow(
        pile=report.pile, number=report.task.code, title=report.task.display_title, url=review_url(report) + query, sub=" · ".join(filter(None, sub)),
        status_key=key, status_label=label, due=f"Xem xét đến {short_date(by)}", is_main=by < clock.as_of or report.pile == RESENT,
    )  # fmt: skip


def _queue_status(report: ProgressReport, by: date, clock: Clock) -> tuple[str, str]:
    if report.return_count:
        return "going", report.status_words
    left = clock.calendar.working_days_between(clock.as_of, by)
    if by < clock.as_of:
        return "late", f"Quá hạn xem xét {max(1, -left)} ngày làm việc"
    if report.pile == PRESSING:
        return "late_done", "Hết hạn xem xét hôm nay" if by == clock.as_of else f"Còn {left} ngày làm việc"
    return "idle", "Mới gửi"


def changed_words(report: ProgressReport) -> str:
    """How much differs from what was sent before, as the server sees it."""
    before = (report.submission or {}).get("previous")
    if not before:
        return ""
    old, new = content_from(before), content_from(report.submission or {})
    changed = sum(old.text_of(name) != new.text_of(name) for name in ORDER)
    return f"sửa {changed} mục so với lần gửi trước" if changed else "không sửa mục nào so với lần gửi trước"


def review_url(report: ProgressReport) -> str:
    return reverse("reports:review", args=report.url_args())


# --- The place of one report in the queue -----------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a report stands among those that wait, and which comes after it (empty: none)."""

    number: int
    total: int
    next_url: str

    @property
    def percent(self) -> int:
        return round(100 * self.number / self.total) if self.total else 0

    @property
    def words(self) -> str:
        return f"{self.number} / {self.total}"


def place_of(report: ProgressReport, reports: ReportQuerySet, query: str = "") -> Place:
    """The place of `report` in the queue, by one query; number 0 where it does not wait (any more)."""
    keys = list(reports.values_list("pk", "task__plan__slug", "period__slug", "task__code"))
    order = [pk for pk, *_ in keys]
    number = order.index(report.pk) + 1 if report.pk in order else 0
    code = report.task.plan.locality.code
    urls = [reverse("reports:review", args=[code, *address]) + query for _, *address in keys[number : number + 1]]
    return Place(number, len(keys), urls[0] if urls else "")


# --- Who has not sent --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MissingAgency:
    code: str
    label: str
    missing: int
    owed: int
    reminded_at: datetime | None
    url: str


@dataclass(frozen=True)
class MissingPeriod:
    """Agencies that still owe reports in one open period."""

    period: ReportingPeriod
    is_late: bool
    agencies_owing: int
    agencies: list[MissingAgency]

    @property
    def complete(self) -> int:
        return self.agencies_owing - len(self.agencies)


def reported_periods(user: User, locality: Locality, as_of: date) -> list[ReportingPeriod]:
    """Periods in which reports of running plans may be sent now, the nearest deadline first."""
    periods = ReportingPeriod.objects.visible_to(user).open_on(as_of).filter(locality=locality, plan__status=PlanStatus.ISSUED)
    return list(periods.select_related("plan").order_by("report_due_on", "pk"))


def missing_agencies(locality: Locality, periods: list[ReportingPeriod], as_of: date) -> list[MissingPeriod]:
    """For each period the agencies whose reports are not in; two queries, whatever the number of periods."""
    owing: dict[int, list[dict[str, Any]]] = {period.pk: [] for period in periods}
    for row in _owed_counts(owing):
        owing[row["asked"]].append(row)
    reminded = _last_reminders(locality, periods)
    return [_missing_period(locality, period, owing[period.pk], reminded, as_of) for period in periods if owing[period.pk]]


def _owed_counts(period_ids: Iterable[int]) -> QuerySet[Task, dict[str, Any]]:
    """Reports owed and not in, by period and lead agency."""
    is_sent = Exists(ProgressReport.objects.filter(task=OuterRef("pk"), period=OuterRef("plan__periods"), status__in=SENT))
    owed = Task.objects.filter(owed_between(F("plan__periods__data_from"), F("plan__periods__data_to")), plan__periods__in=list(period_ids))
    names = {"agency_name": F("lead_agency__name"), "agency_label": F("lead_agency__short_name"), "agency_code": F("lead_agency__code")}
    grouped = owed.annotate(is_sent=is_sent, asked=F("plan__periods")).values("asked", "lead_agency_id", "lead_agency__sort_key", **names)
    return grouped.annotate(owed=Count("pk"), missing=Count("pk", filter=Q(is_sent=False))).order_by("-missing", "lead_agency__sort_key")


def _last_reminders(locality: Locality, periods: list[ReportingPeriod]) -> dict[int, datetime]:
    """When people of each agency were last told of a report that is due, since the first of the periods opened."""
    if not periods:
        return {}
    since = timezone.make_aware(datetime.combine(min(period.opens_on for period in periods), time.min))
    told = Notification.objects.filter(locality=locality, kind=NoticeKind.REPORT_DUE, created_at__gte=since, person__memberships__role__in=WRITING_ROLES)
    return dict(told.order_by().values_list("person__memberships__agency_id").annotate(at=Max("created_at")))


def _missing_period(locality: Locality, period: ReportingPeriod, rows: list[dict[str, Any]], reminded: Mapping[int, datetime], as_of: date) -> MissingPeriod:
    tasks_url = reverse("plans:task_list", args=[locality.code, period.plan.slug])
    agencies = [
        MissingAgency(
            row["agency_code"], row["agency_label"] or row["agency_name"], row["missing"], row["owed"],
            _since_opening(reminded.get(row["lead_agency_id"]), period), f"{tasks_url}?chutri={row['agency_code']}",
        )
        for row in rows if row["missing"]
    ]  # fmt: skip
    return MissingPeriod(period, period.report_due_on < as_of, len(rows), agencies)


def _since_opening(at: datetime | None, period: ReportingPeriod) -> datetime | None:
    """A reminder from before the period opened was about another one."""
    return at if at and timezone.localdate(at) >= period.opens_on else None


# --- The plain list of everybody else ----------------------------------------------------------------------


@dataclass(frozen=True)
class ListRow:
    """One report somebody may see, with its state in words."""

    number: str
    title: str
    url: str
    agency: str
    period: str
    sent_at: datetime | None
    status_key: str
    status_label: str
    may_change: str
    is_illustration: bool


def list_rows(reports: Iterable[ProgressReport], user: User, *, is_reviewer: bool) -> list[ListRow]:
    return [_list_row(report, user, is_reviewer=is_reviewer) for report in reports]


def _list_row(report: ProgressReport, user: User, *, is_reviewer: bool) -> ListRow:
    writes = bool(user.agency_ids(*WRITING_ROLES) & report.task.lead_ids)
    return ListRow(
        report.task.code, report.task.display_title, review_url(report) if is_reviewer else report.get_absolute_url(), report.agency.label, report.period.name,
        report.submitted_at, report.status_key, report.status_words,
        may_change_words(report, writes=writes), report.is_illustration,
    )  # fmt: skip


def may_change_words(report: ProgressReport, *, writes: bool) -> str:
    """“Có sửa được không?” in words: the commonest question about a report that is on its way."""
    if report.status == ReportStatus.SUBMITTED:
        if report.opened_at:
            return "Không, cơ quan thường trực đang xem xét"
        return "Rút lại để sửa được, vì chưa ai mở xem" if writes else "Không, đang chờ cơ quan thường trực xem xét"
    return {
        ReportStatus.DRAFT: "Có" if writes else "Có, cơ quan báo cáo đang viết",
        ReportStatus.RETURNED: "Có, sửa rồi gửi lại" if writes else "Có, cơ quan báo cáo đang sửa",
        ReportStatus.AGENCY_REVIEW: "Không, lãnh đạo đơn vị đang xem",
        ReportStatus.ACCEPTED: "Không, đã tiếp nhận; cơ quan thường trực mở lại được",
    }[ReportStatus(report.status)]


# --- What the lists can be narrowed to -----------------------------------------------------------------------


@dataclass(frozen=True)
class Choices:
    """Words of the address → labels; only what would find something."""

    periods: dict[str, str]
    agencies: dict[str, str]
    groups: dict[str, str]


def choices_of(reports: ReportQuerySet, missing: Iterable[MissingPeriod] = ()) -> Choices:
    """The periods, agencies and content items among `reports` and those missing, by one query."""
    columns = ("period__report_due_on", "period__plan__slug", "period__slug", "period__name", "agency__sort_key", "agency__code", "agency__short_name", "agency__name", "task__group__number", "task__group__title")
    rows = list(reports.order_by().values_list(*columns).distinct())
    periods = {(due, f"{plan}/{slug}"): name for due, plan, slug, name, *_ in rows}
    agencies = {(key, code): short or name for *_, key, code, short, name, _, _ in rows}
    groups = {(number, f"{row[1]}/{number}"): f"{number}. {title}" for row in rows for number, title in [row[-2:]]}
    for asked in missing:
        periods[asked.period.report_due_on, period_word(asked.period)] = asked.period.name
        agencies |= {(vi_sort_key(agency.label), agency.code): agency.label for agency in asked.agencies}
    return Choices(_in_order(periods), _in_order(agencies), _in_order(groups))


def period_word(period: ReportingPeriod) -> str:
    return f"{period.plan.slug}/{period.slug}"


def _in_order(labels: dict[tuple[Any, str], str]) -> dict[str, str]:
    return {word: labels[key, word] for key, word in sorted(labels)}


def narrowed(missing: Iterable[MissingPeriod], *, period: str = "", agency: str = "") -> list[MissingPeriod]:
    """The periods with somebody missing in them, of one period or one agency where these are asked for."""
    found = []
    for asked in missing:
        agencies = [row for row in asked.agencies if agency in ("", row.code)]
        if agencies and period in ("", period_word(asked.period)):
            found.append(replace(asked, agencies=agencies, agencies_owing=len(agencies) if agency else asked.agencies_owing))
    return found
