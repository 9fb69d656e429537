"""Việc của tôi: what waits for one person in one locality, in the order in which it should be done."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from agencies.choices import Role
from agencies.models import User
from agencies.services.calendar import work_calendar
from plans.choices import PlanStatus
from plans.models import Task
from plans.querysets import ANSWERING_ROLES
from reports.choices import ReportField, ReportStatus, ReturnReason
from reports.dashboards.asked import support_rows
from reports.dashboards.besides import rows_besides
from reports.dashboards.desk import (
    DRAFTS,
    HEAD,
    LATE,
    LATER,
    RETURNED,
    SUPPORT,
    TITLES,
    WAITING,
    Desk,
    WorkGroup,
    WorkRow,
    named,
)
from reports.dashboards.owed import is_owed, own_agencies
from reports.models import FieldComment, Marks, ReportingPeriod
from reports.querysets import WRITING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.prepared import Numbers, prepared


@dataclass(frozen=True)
class Grid:
    """A period in which more than one report is to be written: a grid fills them at once."""

    plan: str
    period: str
    name: str
    count: int


@dataclass(frozen=True)
class MyWork:
    """All groups that hold something, what is open now and what opens next."""

    groups: list[WorkGroup]
    current: ReportingPeriod | None
    upcoming: ReportingPeriod | None
    grids: list["Grid"]
    open: list[ReportingPeriod] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(len(group.rows) for group in self.groups if not group.is_folded)

    @property
    def next_opening(self) -> str:
        """When the next work comes, as a sentence."""
        if self.upcoming is None:
            return ""
        return f"{named(self.upcoming)} mở ngày {short_date(self.upcoming.opens_on)}, hạn gửi {short_date(self.upcoming.report_due_on)}."

    def count(self, key: str) -> int:
        return next((len(group.rows) for group in self.groups if group.key == key), 0)


@dataclass(frozen=True)
class _Led:
    """One led task with one of its reports, or none."""

    pk: int
    lead_agency_id: int | None
    joint_lead_agency_id: int | None
    lead_heir_id: int | None
    joint_heir_id: int | None
    code: str
    title: str
    plan_id: int
    starts_on: date | None
    completed_on: date | None
    withdrawn_on: date | None
    report_id: int | None
    period_id: int | None
    status: str | None
    return_count: int | None
    new_due_on: date | None
    agency_id: int | None
    saved_by_id: int | None
    updated_at: datetime | None
    opened_at: datetime | None
    return_reason: str | None
    returned_at: datetime | None
    returned_by: str | None
    points: int | None
    marks: dict[str, Any] | None
    deleted_at: datetime | None

    def due_in(self, period: ReportingPeriod) -> date:
        """The day given with a return, else the period's or the later one that was granted."""
        leads = (self.lead_agency_id, self.joint_lead_agency_id, self.lead_heir_id, self.joint_heir_id)
        return self.new_due_on or period.due_for(self.pk, leads)


def my_work(user: User, locality_id: int, *, as_of: date) -> MyWork:
    """Everything that waits for `user` in one locality; five queries, whatever there is."""
    agencies = own_agencies(user, locality_id, WRITING_ROLES)
    periods: list[ReportingPeriod] = _periods(locality=locality_id)
    desk = Desk(
        user, own_agencies(user, locality_id, [Role.AGENCY_LEADER]), work_calendar(locality_id), as_of
    )
    groups: dict[str, list[WorkRow]] = {key: [] for key in TITLES}
    for key, row in _report_rows(desk, agencies, periods):
        groups[key].append(row)
    for row in support_rows(desk, agencies, periods):
        groups[SUPPORT].append(row)
    offices = own_agencies(user, locality_id, ANSWERING_ROLES)
    for key, row in rows_besides(desk, agencies, offices, locality_id):
        groups[key].append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: row.due_on)
    return MyWork(
        [WorkGroup(key, TITLES[key], rows) for key, rows in groups.items() if rows],
        current=next((p for p in periods if p.is_open_on(as_of) and p.report_due_on >= as_of), None),
        upcoming=min(
            (p for p in periods if p.closed_at is None and p.opens_on > as_of),
            key=lambda p: p.opens_on,
            default=None,
        ),
        open=[p for p in periods if agencies and p.is_open_on(as_of)],
        grids=_grids(groups, periods),
    )


@prepared
def _periods(*, locality: int) -> QuerySet[ReportingPeriod]:
    """Periods of the plans carried out here."""
    periods = ReportingPeriod.objects.filter(locality_id=locality, plan__status=PlanStatus.ISSUED)
    return periods.select_related("plan").order_by("report_due_on", "pk")


def _grids(groups: dict[str, list[WorkRow]], periods: list[ReportingPeriod]) -> list[Grid]:
    rows = [row for rows in groups.values() for row in rows if row.page == "reports:report_edit"]
    found = Counter((row.plan, row.period) for row in rows)
    counted = [(period, found[period.plan.slug, period.slug]) for period in periods]
    return [Grid(p.plan.slug, p.slug, p.in_sentence, count) for p, count in counted if count > 1]


def own_agency_names(user: User, locality_code: str) -> list[str]:
    """The agencies for which this person writes here."""
    return list(
        dict.fromkeys(
            post.agency_label
            for post in user.posts
            if post.locality_code == locality_code and post.role in WRITING_ROLES
        )
    )


def is_head_in(user: User, locality_code: str) -> bool:
    """Whether this person heads an agency here, and so may hand over its officers' work."""
    return any(p.locality_code == locality_code and p.role == Role.AGENCY_LEADER for p in user.posts)


# --- Reports of one's own tasks -------------------------------------------------------------------------


@prepared
def _led(*, agencies: Numbers, plans: Numbers) -> QuerySet[Any]:
    """Columns of `_Led` for the tasks that these agencies lead."""
    points = (
        FieldComment.objects.filter(
            report_id=OuterRef("reports__pk"), round=OuterRef("reports__return_count")
        )
        .order_by()
        .values("report_id")
        .annotate(n=Count("pk"))
    )
    rows = (
        Task.objects.led_by(agencies)
        .filter(plan_id__in=plans, is_secret=False)
        .annotate(points=Subquery(points.values("n")))
        .order_by("sequence", "reports__period")
    )
    return rows.values_list(
        "pk", "lead_agency_id", "joint_lead_agency_id", "lead_heir_id", "joint_heir_id", "code", "title", "plan_id", "starts_on", "completed_on", "withdrawn_on", "reports__pk", "reports__period_id", "reports__status", "reports__return_count",
        "reports__new_due_on", "reports__agency_id", "reports__saved_by_id", "reports__updated_at", "reports__opened_at", "reports__return_reason", "reports__returned_at",
        "reports__returned_by__full_name", "points", "reports__marks", "reports__deleted_at",
    )  # fmt: skip


def _report_rows(
    desk: Desk, agencies: set[int], periods: list[ReportingPeriod]
) -> Iterator[tuple[str, WorkRow]]:
    by_plan: dict[int, list[ReportingPeriod]] = {}
    for period in periods:
        by_plan.setdefault(period.plan_id, []).append(period)
    told: dict[str, dict[int | None, _Led]] = {}
    for row in _led(agencies=Numbers(sorted(agencies)), plans=Numbers(sorted(by_plan))):
        led = _Led(*row)
        told.setdefault(f"{led.plan_id}/{led.code}", {})[led.period_id] = led
    for reports in told.values():
        any_row = next(iter(reports.values()))
        for period in by_plan[any_row.plan_id]:
            found = _classified(desk, period, reports.get(period.pk), any_row)
            if found:
                yield found


def _classified(
    desk: Desk, period: ReportingPeriod, led: _Led | None, task: _Led
) -> tuple[str, WorkRow] | None:
    """The group and the row of one task in one period, or nothing where nothing waits."""
    if led is None or led.deleted_at:
        owed = period.is_open_on(desk.as_of) and is_owed(
            period, starts_on=task.starts_on, completed_on=task.completed_on, withdrawn_on=task.withdrawn_on
        )
        return _owed_row(desk, period, task, has_deleted=led is not None) if owed else None
    by_status: dict[str, Callable[[Desk, ReportingPeriod, _Led], tuple[str, WorkRow] | None]] = {
        ReportStatus.RETURNED: _returned_row,
        ReportStatus.DRAFT: _draft_row,
        ReportStatus.AGENCY_REVIEW: _agency_review_row,
        ReportStatus.SUBMITTED: _sent_row,
    }
    row = by_status.get(led.status or "")
    return row(desk, period, led) if row else None


def _row(desk: Desk, period: ReportingPeriod, led: _Led, **parts: Any) -> WorkRow:
    due_on = parts.pop("due_on", led.due_in(period))
    parts = {"due_note": desk.due_note(due_on), "page": "reports:report_edit"} | parts
    return WorkRow(
        number=led.code, title=led.title, due_on=due_on, plan=period.plan.slug, period=period.slug, **parts
    )


def _owed_row(desk: Desk, period: ReportingPeriod, task: _Led, *, has_deleted: bool) -> tuple[str, WorkRow]:
    due_on = replace(task, new_due_on=None).due_in(period)
    key = desk.pile_of(due_on, LATER)
    status = ("late", desk.lateness(due_on)) if key == LATE else ("idle", "Chưa báo cáo")
    # A deleted draft is brought back on its own page; the grid has it as a locked row.
    place = {"page": "reports:report_detail"} if has_deleted else {}
    row = _row(
        desk,
        period,
        task,
        due_on=due_on,
        sub=f"{named(period)} · bản nháp đã xóa, khôi phục được" if has_deleted else named(period),
        status_key=status[0],
        status_label=status[1],
        act_label="Khôi phục bản nháp" if has_deleted else "Báo cáo",
        is_main=key == LATE,
        **place,
    )
    return key, row


def _draft_row(desk: Desk, period: ReportingPeriod, led: _Led) -> tuple[str, WorkRow] | None:
    if led.return_count:
        return _returned_row(desk, period, led)
    if not period.is_open_on(desk.as_of):
        return None
    due_on = led.due_in(period)
    key = desk.pile_of(due_on, DRAFTS)
    status = ("late", desk.lateness(due_on)) if key == LATE else ("going", "Đang viết")
    saved = timezone.localtime(led.updated_at).strftime("%H:%M %d/%m/%Y") if led.updated_at else ""
    sub = f"{named(period)} · bản nháp lưu {saved}{_unfinished(led)}"
    return key, _row(
        desk,
        period,
        led,
        sub=sub,
        status_key=status[0],
        status_label=status[1],
        act_label="Viết tiếp",
        is_main=key == LATE,
    )


def _unfinished(led: _Led) -> str:
    """Which parts their writer marked as not written to the end."""
    parts = Marks.from_json(led.marks).unfinished
    return (
        f" · chưa viết xong: {', '.join(ReportField(part).label.lower() for part in parts)}" if parts else ""
    )


def _returned_row(desk: Desk, period: ReportingPeriod, led: _Led) -> tuple[str, WorkRow]:
    when = f", {timezone.localtime(led.returned_at):%d/%m/%Y}" if led.returned_at else ""
    reason = ReturnReason(led.return_reason).label if led.return_reason else ""
    sub = f"{named(period)} · trả lại lần {led.return_count} · {led.returned_by}{when}: {reason}{_unfinished(led)}"
    due_on = led.due_in(period)
    note = ", ".join(part for part in ("hạn mới" if led.new_due_on else "", desk.due_note(due_on)) if part)
    label = f"Cần sửa {led.points} điểm" if led.points else "Cần sửa"
    return RETURNED, _row(
        desk,
        period,
        led,
        sub=sub,
        status_key="late",
        status_label=label,
        due_note=note,
        act_label="Sửa và gửi lại",
        is_main=True,
    )


def _agency_review_row(desk: Desk, period: ReportingPeriod, led: _Led) -> tuple[str, WorkRow]:
    if led.agency_id in desk.heads and led.saved_by_id != desk.user.pk:
        return HEAD, _row(
            desk,
            period,
            led,
            sub=named(period),
            status_key="going",
            status_label="Chờ duyệt",
            act_label="Xem và duyệt",
            page="reports:report_detail",
            is_main=True,
        )
    return WAITING, _row(
        desk,
        period,
        led,
        sub=f"{named(period)} · lãnh đạo đơn vị đang xem, lấy về sửa được",
        status_key="going",
        status_label="Chờ lãnh đạo đơn vị",
        act_label="Xem",
        page="reports:report_detail",
    )


def _sent_row(desk: Desk, period: ReportingPeriod, led: _Led) -> tuple[str, WorkRow]:
    may = "người xem xét đã mở, không sửa được" if led.opened_at else "chưa ai mở, còn rút lại được"
    label = f"Đã sửa, trình lại (lần {led.return_count})" if led.return_count else "Chờ xem xét"
    return WAITING, _row(
        desk,
        period,
        led,
        sub=f"{named(period)} · {may}",
        status_key="going",
        status_label=label,
        act_label="Xem",
        page="reports:report_detail",
    )
