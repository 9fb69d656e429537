"""What other agencies wait for: the answers that one's own agency owes as a supporter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Subquery

from plans.models import TaskSupport
from reports.choices import ContributionStatus
from reports.dashboards.desk import Desk, WorkRow
from reports.dashboards.owed import SENT, is_owed, support_due_on
from reports.models import Contribution, ProgressReport, ReportingPeriod


@dataclass(frozen=True)
class _Asked:
    """What one lead asked of one's own agency in one open period, and how far the answer is."""

    period_id: int
    given: str | None
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
    def lead(self) -> str:
        return self.lead_short or self.lead_name or ""


def _asked(agencies: set[int], period_ids: Iterable[int]) -> list[_Asked]:
    """Where the lead has sent its report already, nobody waits any more."""
    # By the annotation, not by the relation: a later filter() would join the periods once more.
    given = Contribution.objects.filter(support=OuterRef("pk"), period=OuterRef("period_id"))
    reported = ProgressReport.objects.filter(
        task=OuterRef("task"), period=OuterRef("period_id"), status__in=SENT
    )
    rows = TaskSupport.objects.filter(
        agency_id__in=agencies, task__is_secret=False, task__plan__periods__in=period_ids
    )
    rows = (
        rows.annotate(period_id=F("task__plan__periods"), given=Subquery(given.values("status")[:1]))
        .filter(~Exists(reported))
        .order_by("task__sequence", "pk")
    )
    return [_Asked(*row) for row in rows.values_list(
        "period_id", "given", "due_on", "contribution", "task__code", "task__title", "task__lead_agency__name", "task__lead_agency__short_name",
        "task__starts_on", "task__completed_on", "task__withdrawn_on",
    )]  # fmt: skip


def support_rows(desk: Desk, agencies: set[int], periods: list[ReportingPeriod]) -> Iterator[WorkRow]:
    open_now = {period.pk: period for period in periods if period.is_open_on(desk.as_of)}
    for asked in _asked(agencies, open_now):
        period = open_now[asked.period_id]
        owed = is_owed(
            period,
            starts_on=asked.starts_on,
            completed_on=asked.completed_on,
            withdrawn_on=asked.withdrawn_on,
        )
        if owed and asked.given != ContributionStatus.SENT:
            yield _support_row(desk, period, asked)


def _support_row(desk: Desk, period: ReportingPeriod, asked: _Asked) -> WorkRow:
    due_on = support_due_on(period, asked.asked_by)
    late = desk.is_late(due_on)
    status = (
        ("late", desk.lateness(due_on))
        if late
        else ("going", "Đang viết")
        if asked.given
        else ("idle", "Chờ anh/chị")
    )
    return WorkRow(
        number=asked.code, title=asked.title, sub=f"{asked.lead} chờ trả lời: {asked.contribution.rstrip('.') or 'nội dung phối hợp'} · {period.in_sentence}",
        status_key=status[0], status_label=status[1], due_note=desk.due_note(due_on), due_on=due_on, is_main=late,
        act_label="Viết tiếp" if asked.given else "Trả lời phối hợp", page="reports:contribution_edit", plan=period.plan.slug, period=period.slug,
    )  # fmt: skip
