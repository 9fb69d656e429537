"""What other agencies wait for: the answers that one's own agency owes as a supporter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, When, Window
from django.db.models.functions import JSONObject

from plans.models import TaskSupport
from plans.querysets import supported_by
from reports.choices import WAITING_CONTRIBUTIONS, ContributionStatus
from reports.dashboards.desk import Desk, WorkRow
from reports.dashboards.owed import SENT, is_owed, support_due_on
from reports.models import Contribution, ProgressReport, ReportingPeriod
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.prepared import Numbers, prepared

GIVEN_COLUMNS = {"given": "status", "wanted_by": "due_on", "question": "question"}


@dataclass(frozen=True)
class _Asked:
    """What one lead asked of one's own agency in one open period, and how far the answer is."""

    period_id: int
    given: str | None
    wanted_by: date | None
    question: str | None
    asked_by: date | None
    contribution: str
    code: str
    title: str
    lead_name: str | None
    lead_short: str | None
    starts_on: date | None
    completed_on: date | None
    withdrawn_on: date | None

    @property
    def is_requested(self) -> bool:
        """The lead asked for it in particular, with a date of its own."""
        return self.wanted_by is not None

    @property
    def is_waited_for(self) -> bool:
        return self.given in (None, *WAITING_CONTRIBUTIONS)

    @property
    def words(self) -> str:
        asked = (self.question if self.is_requested else self.contribution) or ""
        first = asked.strip().splitlines()[0] if asked.strip() else "nội dung phối hợp"
        return first.rstrip(".")

    @property
    def lead(self) -> str:
        return self.lead_short or self.lead_name or ""


@prepared
def _asked(*, agencies: Numbers, periods: Numbers) -> QuerySet[Any]:
    """Columns of `_Asked`. Where the lead has sent its report already, nobody waits any more."""
    # By the annotation, not by the relation: a later filter() would join the periods once more.
    given = Contribution.objects.filter(support=OuterRef("pk"), period=OuterRef("period_id"))
    reported = ProgressReport.objects.filter(
        task=OuterRef("task"), period=OuterRef("period_id"), status__in=SENT
    )
    rows = TaskSupport.objects.filter(
        supported_by(agencies), task__is_secret=False, task__plan__periods__in=periods
    )
    columns = {name: Subquery(given.values(column)[:1]) for name, column in GIVEN_COLUMNS.items()}
    rows = (
        rows.annotate(period_id=F("task__plan__periods"), **columns)
        .filter(~Exists(reported))
        .order_by("task__sequence", "pk")
    )
    return rows.values_list(
        "period_id", *GIVEN_COLUMNS, "due_on", "contribution", "task__code", "task__title", "task__lead_agency__name", "task__lead_agency__short_name",
        "task__starts_on", "task__completed_on", "task__withdrawn_on",
    )  # fmt: skip


def support_rows(desk: Desk, agencies: set[int], periods: list[ReportingPeriod]) -> Iterator[WorkRow]:
    open_now = {period.pk: period for period in periods if period.is_open_on(desk.as_of)}
    for row in _asked(agencies=Numbers(sorted(agencies)), periods=Numbers(open_now)):
        asked = _Asked(*row)
        period = open_now[asked.period_id]
        owed = is_owed(
            period,
            starts_on=asked.starts_on,
            completed_on=asked.completed_on,
            withdrawn_on=asked.withdrawn_on,
        )
        if (owed or asked.is_requested) and asked.is_waited_for:
            yield _support_row(desk, period, asked)


def _support_row(desk: Desk, period: ReportingPeriod, asked: _Asked) -> WorkRow:
    due_on = asked.wanted_by or support_due_on(period, asked.asked_by)
    is_begun = asked.given == ContributionStatus.DRAFT
    late = desk.is_late(due_on)
    status = (
        ("late", desk.lateness(due_on))
        if late
        else ("going", "Đang viết")
        if is_begun
        else ("idle", "Chờ anh/chị")
    )
    return WorkRow(
        number=asked.code, title=asked.title, sub=f"{asked.lead} chờ trả lời: {asked.words} · {period.in_sentence}",
        status_key=status[0], status_label=status[1], due_note=desk.due_note(due_on), due_on=due_on, is_main=late,
        act_label="Viết tiếp" if is_begun else "Trả lời phối hợp", page="reports:contribution_edit", plan=period.plan.slug, period=period.slug,
    )  # fmt: skip


# --- Whom a late task waits for, beside the task itself ----------------------------------------------------


def waited_for(day: date, late_before: date) -> Case:
    """Column of a task overdue on `day`: of those whose answers were due before `late_before`, the agency that is longest overdue with an answer to its lead, since when, and how many are."""
    asked = Contribution.objects.filter(
        support__task=OuterRef("pk"),
        status__in=WAITING_CONTRIBUTIONS,
        due_on__lt=late_before,
        period__closed_at__isnull=True,
    )
    told = JSONObject(
        name="support__agency__name",
        short="support__agency__short_name",
        since="due_on",
        count=Window(Count("pk")),
    )
    first = Subquery(asked.order_by("due_on", "pk").values(told=told)[:1])
    return Case(When(due_on__lt=day, then=first))


def waits_in_words(waited: Mapping[str, Any] | None = None) -> str:
    """“Chờ Sở Ngoại vụ và 1 cơ quan khác trả lời phối hợp, quá hạn từ 10/03/2026.”; empty where nobody is waited for, or it is a past day told from other rows."""
    if not waited:
        return ""
    others = f" và {waited['count'] - 1} cơ quan khác" if waited["count"] > 1 else ""
    since = short_date(date.fromisoformat(waited["since"]))
    return f"Chờ {waited['short'] or waited['name']}{others} trả lời phối hợp, quá hạn từ {since}."
