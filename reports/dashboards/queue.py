"""The desk of the standing agency: what waits for review, in which order; and the plain list of everybody else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from agencies.models import Locality, Rights, User
from agencies.services.calendar import WorkCalendar, left_words, work_calendar
from reports.choices import ReportStatus
from reports.dashboards.missing import MissingPeriod
from reports.dashboards.reading import ORDER, content_from
from reports.models import ProgressReport
from reports.querysets import WRITING_ROLES, ReportQuerySet
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.prepared import prepared
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

    def pile(self, return_count: int, review_by: date) -> int:
        """The pile of one report; `in_piles` says the same to a database."""
        if return_count:
            return RESENT
        return PRESSING if review_by <= self.soon else NEW


def review_by(report: ProgressReport) -> date:
    """The last day on which the sender may expect an answer."""
    sent_at = report.submitted_at or report.updated_at
    clock = Clock(timezone.localdate(sent_at), work_calendar(report.locality_id))
    return clock.review_by(sent_at, report.period.report_due_on)


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
    piled: ReportQuerySet = reports.annotate(pile=pile).order_by(
        "pile", "period__report_due_on", "submitted_at", "pk"
    )
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
    key: str
    is_read: bool

    @property
    def pick(self) -> str:
        """What is ticked to accept it with others; nothing where this reviewer has not read it."""
        return self.key if self.is_read else ""


@dataclass(frozen=True)
class Pile:
    title: str
    size: int
    rows: list[QueueRow] = field(default_factory=list)


def piles_of(
    reports: Iterable[ProgressReport], sizes: Mapping[int, int], clock: Clock, query: str = ""
) -> list[Pile]:
    """The rows of one page under the headings of their piles."""
    piles = {number: Pile(title, sizes.get(number, 0)) for number, title in TITLES.items()}
    for report in reports:
        row = _queue_row(report, clock, query)
        piles[row.pile].rows.append(row)
    return [pile for pile in piles.values() if pile.rows]


def _queue_row(report: ProgressReport, clock: Clock, query: str) -> QueueRow:
    sent_at = report.submitted_at or report.updated_at
    by = clock.review_by(sent_at, report.period.report_due_on)
    pile = clock.pile(report.return_count, by)
    key, label = _queue_status(report, pile, by, clock)
    sub = [
        report.agency.label,
        report.period.name,
        f"gửi {timezone.localtime(sent_at):%H:%M %d/%m/%Y}",
        changed_words(report),
    ]
    return QueueRow(
        pile=pile, number=report.task.code, title=report.task.display_title, url=review_url(report) + query, sub=" · ".join(filter(None, sub)),
        status_key=key, status_label=label, due=f"Xem xét đến {short_date(by)}", is_main=clock.calendar.is_late(by, clock.as_of) or pile == RESENT,
        key=report.reference, is_read=getattr(report, "is_read", False),
    )  # fmt: skip


def _queue_status(report: ProgressReport, pile: int, by: date, clock: Clock) -> tuple[str, str]:
    if report.recall_asked_at:
        return "late_done", "Cơ quan xin rút lại"
    if report.return_count:
        return "going", report.status_words
    late, left = (count(by, clock.as_of) for count in (clock.calendar.days_late, clock.calendar.days_left))
    if late:
        return "late", f"Trễ xem xét {late} ngày làm việc"
    if pile == PRESSING:
        return "late_done", capfirst(left_words(left)) if left else "Hết hạn xem xét hôm nay"
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
    urls = [
        reverse("reports:review", args=[code, *address]) + query for _, *address in keys[number : number + 1]
    ]
    return Place(number, len(keys), urls[0] if urls else "")


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
    writes = bool(user.agency_ids(*WRITING_ROLES) & report.task.acting_ids)
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
        return (
            "Rút lại để sửa được, vì chưa ai mở xem"
            if writes
            else "Không, đang chờ cơ quan thường trực xem xét"
        )
    return {
        ReportStatus.DRAFT: "Có" if writes else "Có, cơ quan báo cáo đang viết",
        ReportStatus.RETURNED: "Có, sửa rồi gửi lại" if writes else "Có, cơ quan báo cáo đang sửa",
        ReportStatus.AGENCY_REVIEW: "Không, lãnh đạo đơn vị đang xem",
        ReportStatus.ACCEPTED: "Không, đã tiếp nhận; cơ quan thường trực mở lại được",
    }[ReportStatus(report.status)]


# --- What the lists can be narrowed to -----------------------------------------------------------------------


@dataclass(frozen=True)
class Choices:
    """Words of the address → labels; only what would find something. Periods and content items stand under their plan's title."""

    periods: dict[str, dict[str, str]]
    agencies: dict[str, str]
    groups: dict[str, dict[str, str]]


CHOICE_COLUMNS = (
    "period__report_due_on",
    "period__plan__slug",
    "period__plan__title",
    "period__slug",
    "period__name",
    "agency__sort_key",
    "agency__code",
    "agency__short_name",
    "agency__name",
    "task__group__number",
    "task__group__title",
)


def choices_of(reports: ReportQuerySet) -> Choices:
    """The periods, agencies and content items among `reports`, by one query."""
    return _choices_from(list(reports.order_by().values_list(*CHOICE_COLUMNS).distinct()))


def waiting_choices(user: User, locality: Locality, missing: Iterable[MissingPeriod]) -> Choices:
    """The same among the reports that wait for this reviewer, and those missing."""
    return _choices_from(_waiting_rows(user=user.rights, locality=locality.pk), missing)


@prepared
def _waiting_rows(*, user: Rights, locality: int) -> QuerySet[Any]:
    waiting = ProgressReport.objects.visible_to(user).filter(locality=locality).waiting()
    return waiting.order_by().values_list(*CHOICE_COLUMNS).distinct()


def _choices_from(rows: list[Any], missing: Iterable[MissingPeriod] = ()) -> Choices:
    agencies = {(key, code): short or name for *_, key, code, short, name, _, _ in rows}
    for asked in missing:
        agencies |= {(vi_sort_key(agency.label), agency.code): agency.label for agency in asked.agencies}
    return Choices(_periods_by_plan(rows, missing), _in_order(agencies), _groups_by_plan(rows))


def _periods_by_plan(rows: list[Any], missing: Iterable[MissingPeriod]) -> dict[str, dict[str, str]]:
    """The nearest deadline first; every plan has its 'Kỳ quý I', so each plan's stand together."""
    known = {(plan, title, due, slug, name) for due, plan, title, slug, name, *_ in rows}
    for asked in (asked.period for asked in missing):
        known.add((asked.plan.slug, asked.plan.title, asked.report_due_on, asked.slug, asked.name))
    return _by_plan((plan, title, slug, name) for plan, title, _, slug, name in sorted(known))


def _groups_by_plan(rows: list[Any]) -> dict[str, dict[str, str]]:
    """Two plans may name an item alike, so each plan's stand together."""
    known = sorted({(plan, plan_title, number, title) for _, plan, plan_title, *_, number, title in rows})
    return _by_plan((plan, title, number, f"{number}. {name}") for plan, title, number, name in known)


def _by_plan(known: Iterable[tuple[str, str, Any, str]]) -> dict[str, dict[str, str]]:
    """(plan, its title, word in the plan, label) → the plan's title → word of the address → label."""
    found: dict[str, dict[str, str]] = {}
    for plan, title, word, label in known:
        found.setdefault(title, {})[f"{plan}/{word}"] = label
    return found


def _in_order(labels: dict[tuple[Any, str], str]) -> dict[str, str]:
    return {word: labels[key, word] for key, word in sorted(labels)}
