"""One task: what was promised, what was reported of it, what came before and after."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from agencies.choices import Role
from agencies.history import HistoryLine, line_of
from agencies.models import ActivityEntry, Rights
from agencies.services.calendar import calendar_from_column, days_as_column, left_words
from plans.dashboards.carrying import followers_of
from plans.dashboards.tasks import SECRET_LABELS, STATE_LABELS
from plans.models import Indicator, Task, TaskSupport
from plans.querysets import TaskQuerySet
from reports.choices import WAITING_CONTRIBUTIONS, ContributionStatus, ReportStatus
from reports.models import Contribution, FigureValue, ProgressReport, ReportingPeriod, granted_days
from reports.querysets import WRITING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.prepared import Numbers, prepared
from ttdn_portal.shared.templatetags.ttdn import moment, vnd
from ttdn_portal.shared.text import blocks

if TYPE_CHECKING:
    from agencies.models import User

# A report in one of these says to its readers what it said when it was sent.
TOLD = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


STATUS_WORDS = {
    "draft": "Bản nháp",
    "agency_review": "Chờ lãnh đạo đơn vị",
    "submitted": "Đã gửi, chờ xem xét",
    "resubmitted": "Đã sửa, trình lại",
    "returned": "Bị trả lại",
    "accepted": "Đã tiếp nhận",
}


@dataclass(frozen=True)
class IndicatorLine:
    """A promised figure and the sum of what accepted reports gave for it; units are never mixed."""

    name: str
    unit: str
    target: Decimal | None
    reached: Decimal | None


@dataclass(frozen=True)
class Answer:
    period: str
    text: str
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Wait:
    """The lead has asked this agency in an open period and waits."""

    period: str
    due_on: date
    days_left: int  # working days

    @property
    def key(self) -> str:
        return "late" if self.days_left < 0 else "going"

    @property
    def words(self) -> str:
        late = left_words(self.days_left) if self.days_left < 0 else f"hạn {short_date(self.due_on)}"
        return f"cơ quan chủ trì đang chờ trả lời, {late}"


@dataclass(frozen=True)
class SupportLine:
    """What one agency gives to the task, its answers that the viewer may see, and where it is waited for."""

    agency_id: int
    agency: str
    contribution: str
    due_on: date | None
    answers: tuple[Answer, ...]
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True)
class PeriodLine:
    """One period of the plan with the task's report in it, where there is one that the viewer may see."""

    slug: str
    name: str
    due_on: date
    is_open: bool
    status: str = ""
    status_key: str = ""
    percent: int | None = None
    results: str = ""
    when: datetime | None = None
    who: str = ""
    report_id: int = 0

    @property
    def has_report(self) -> bool:
        return bool(self.status)

    def as_row(self, url: str) -> tuple[Any, ...]:
        """The line as `reports/_task_period_rows.jinja` draws it; `url` is the report's."""
        sent = f"{self.who} gửi {moment(self.when)}" if self.when else ""
        words = STATUS_WORDS.get(self.status_key, "")
        told = (self.status_key, words, self.percent, sent, blocks(self.results))
        return (url if self.has_report else "", self.name, *told, short_date(self.due_on))

    @property
    def is_waiting(self) -> bool:
        """The lead still has to write or send it."""
        return self.is_open and self.status not in (*TOLD, ReportStatus.AGENCY_REVIEW)


@dataclass(frozen=True)
class TaskPage:
    state: str
    state_label: str
    facts: list[tuple[str, str]]
    indicators: list[IndicatorLine]
    supports: list[SupportLine]
    periods: list[PeriodLine]
    followers: list[Task]


@prepared
def seen_task(*, user: Rights, locality: str, plan: str, code: str, day: date) -> TaskQuerySet:
    """The task that a person may see, with its state on `day` and the codes of those before and after it."""
    siblings = Task.objects.filter(plan=OuterRef("plan")).values("code")
    before = siblings.filter(sequence__lt=OuterRef("sequence")).order_by("-sequence")[:1]
    after = siblings.filter(sequence__gt=OuterRef("sequence")).order_by("sequence")[:1]
    tasks = Task.objects.visible_to(user).filter(plan__locality__code=locality, plan__slug=plan, code=code)
    return (
        tasks.with_names()
        .select_related("lead_agency__successor", "lead_heir")
        .with_state(day)
        .annotate(
            previous_code=Subquery(before),
            next_code=Subquery(after),
            goes_on=Exists(Task.objects.filter(based_on=OuterRef("pk"))),
        )
    )


def task_page(task: Any, user: "User", *, as_of: date) -> TaskPage:
    """Everything of a task that its page shows, by three queries and one more for what goes on elsewhere; `task` comes from `seen_task`."""
    labels = SECRET_LABELS if task.is_secret else STATE_LABELS
    periods = period_lines(task, user, as_of=as_of)
    accepted = Numbers(line.report_id for line in periods if line.status == ReportStatus.ACCEPTED)
    if not expects_reports(task, user):
        periods = [line for line in periods if line.has_report]
    return TaskPage(
        state=task.state,
        state_label=labels[task.state],
        facts=task_facts(task, as_of=as_of),
        indicators=indicator_lines(task, accepted),
        supports=support_lines(task, user, as_of=as_of),
        periods=periods,
        followers=followers_of(task, user) if task.goes_on else [],
    )


def expects_reports(task: Task, user: "User") -> bool:
    """To whoever would see a report once it is sent, a period without one says that it is missing."""
    readers = (Role.STANDING_OFFICER, Role.SIGNER, Role.COMMITTEE_MEMBER)
    return not task.is_secret and (
        user.has_role(task.locality_id, *readers) or bool(user.agency_ids(*WRITING_ROLES) & task.acting_ids)
    )


def carried_on_by(task: Task, as_of: date) -> list[tuple[str, str]]:
    """Who carries on what an agency promised that has ended since; the plan keeps the old name."""
    lead = task.lead_agency
    if lead is None or lead.exists_on(as_of) or as_of < lead.valid_from:
        return []
    heir = task.lead_heir or lead.successor
    return [("Nay thực hiện", heir.name)] if heir else []


def task_facts(task: Task, *, as_of: date) -> list[tuple[str, str]]:
    leads = [agency.name for agency in (task.lead_agency, task.joint_lead_agency) if agency]
    facts = [
        ("Chủ trì" if len(leads) < 2 else "Đồng chủ trì", "; ".join(leads) or "Chưa phân công"),
        *carried_on_by(task, as_of),
        ("Thời gian", _span(task)),
    ]
    if task.is_secret:
        return [
            *facts,
            ("Hoàn thành ngày", short_date(task.completed_on) if task.completed_on else "Chưa hoàn thành"),
        ]
    optional = (
        ("Sản phẩm, kết quả", task.expected_output),
        ("Kinh phí", vnd(task.budget_vnd)),
        ("Nguồn kinh phí", task.get_funding_source_display()),
        ("Ghi chú", task.note),
        ("Hoàn thành ngày", short_date(task.completed_on) if task.completed_on else ""),
    )
    return facts + [(term, value) for term, value in optional if value]


def _span(task: Task) -> str:
    days = " – ".join(short_date(day) for day in (task.starts_on, task.due_on) if day)
    rhythm = "" if task.rhythm == "ONCE" else task.get_rhythm_display().capitalize()
    return ", ".join(part for part in (rhythm, days) if part) or "Chưa có thời hạn"


def indicator_lines(task: Task, accepted: Numbers) -> list[IndicatorLine]:
    """What accepted reports give together for each indicator; a half-year's figure is not added to its quarters'."""
    return [IndicatorLine(*row) for row in _reached(task=task.pk, accepted=accepted)]


@prepared
def _reached(*, task: int, accepted: Numbers) -> QuerySet[Any]:
    counted = FigureValue.objects.filter(indicator__task=task, report_id__in=accepted).counted_once()
    reached = Sum("values__value", filter=Q(values__in=counted.values("pk")))
    rows = Indicator.objects.filter(task=task).annotate(reached=reached)
    return rows.order_by("number", "pk").values_list("name", "unit", "target_value", "reached")


def support_lines(task: Task, user: "User", *, as_of: date) -> list[SupportLine]:
    """Supporting agencies with their answers, newest period first; one row for each pair, one query."""
    found: dict[int, SupportLine] = {}
    for row in _answers(user=user.rights, task=task.pk, locality=task.locality_id):
        agency_id, agency, contribution, due_on, is_seen, period, *answer = row[:9]
        status, asked_by, closed_at, days = row[9:]
        line = found.setdefault(agency_id, SupportLine(agency_id, agency, contribution, due_on, ()))
        if is_seen:
            line = replace(line, answers=(*line.answers, Answer(period or "", *answer)))
        if asked_by and closed_at is None and status in WAITING_CONTRIBUTIONS:
            wait = Wait(
                period or "",
                asked_by,
                calendar_from_column(days, task.locality_id).days_left(asked_by, as_of),
            )
            line = replace(line, waits=(*line.waits, wait))
        found[agency_id] = line
    return list(found.values())


@prepared
def _answers(*, user: Rights, task: int, locality: int) -> QuerySet[Any]:
    seen = Contribution.objects.visible_to(user).filter(
        pk=OuterRef("contributions__pk"), status=ContributionStatus.SENT
    )
    rows = TaskSupport.objects.filter(task=task).annotate(is_seen=Exists(seen))
    return rows.order_by("pk", "-contributions__period__report_due_on").values_list(
        "agency_id",
        "agency__name",
        "contribution",
        "due_on",
        "is_seen",
        "contributions__period__name",
        "contributions__answer",
        "contributions__answered_by__full_name",
        "contributions__answered_at",
        "contributions__status",
        "contributions__due_on",
        "contributions__period__closed_at",
        days_as_column(locality),
    )


@prepared
def _periods(*, user: Rights, task: int, plan: int, day: date) -> QuerySet[Any]:
    told = FilteredRelation("reports", condition=Q(reports__task=task))
    visible = ProgressReport.objects.visible_to(user).kept().filter(task=task)
    seen = visible.filter(period=OuterRef("pk"))
    periods = ReportingPeriod.objects.filter(plan_id=plan, opens_on__lte=day)
    rows = periods.annotate(told=told, is_seen=Exists(seen)).order_by("-report_due_on", "-pk")
    return rows.values_list(
        "slug",
        "name",
        "report_due_on",
        "longer",
        "closed_at",
        "is_seen",
        "told__status",
        "told__return_count",
        "told__progress_percent",
        "told__results",
        "told__submitted_at",
        "told__submitted_by__full_name",
        "told__new_due_on",
        "told__pk",
    )


def period_lines(task: Task, user: "User", *, as_of: date) -> list[PeriodLine]:
    """Periods opened so far, newest first, each with its report, by one query."""
    rows = _periods(user=user.rights, task=task.pk, plan=task.plan_id, day=as_of)
    lines = []
    for (
        slug,
        name,
        due_on,
        longer,
        closed_at,
        is_seen,
        status,
        returns,
        percent,
        results,
        when,
        who,
        new_due_on,
        report_id,
    ) in rows:
        due_on = max([due_on, *granted_days(longer, task.pk, task.lead_ids | task.acting_ids)])
        if not is_seen:
            lines.append(PeriodLine(slug, name, due_on, closed_at is None))
            continue
        is_told = status in TOLD
        key = "resubmitted" if status == ReportStatus.SUBMITTED and returns else status.lower()
        said = (percent, results, when, who or "") if is_told else ()
        line = PeriodLine(slug, name, new_due_on or due_on, closed_at is None, status, key, *said)
        lines.append(replace(line, report_id=report_id))
    return lines


def task_history(task: Task, user: "User") -> list[HistoryLine]:
    """What was done to the task, and to those of its reports that the viewer may see."""
    visible = (
        ProgressReport.objects.visible_to(user)
        .filter(task=task)
        .annotate(word=Cast("pk", CharField()))
        .values("word")
    )
    about_task = Q(object_type="task", object_id=str(task.pk))
    entries = ActivityEntry.objects.filter(
        about_task | Q(object_type="progressreport", object_id__in=visible)
    )
    return [_of_period(line_of(entry), entry) for entry in entries]


def _of_period(line: HistoryLine, entry: ActivityEntry) -> HistoryLine:
    """An act on a report says of which period it was."""
    period = entry.object_label.partition(" – ")[2] if entry.object_type == "progressreport" else ""
    return replace(line, what=f"{line.what}: {period}") if period else line
