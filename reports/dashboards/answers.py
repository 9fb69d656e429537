"""What a report rests on: whom its lead asked, who is waited for, what was answered, what of it was used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from agencies.models import User
from agencies.services.calendar import (
    WorkCalendar,
    calendar_from_column,
    days_as_column,
    left_words,
    work_calendar,
)
from plans.models import Task
from reports.choices import ContributionStatus as S
from reports.dashboards.owed import support_due_on
from reports.models import Contribution, ContributionFile, ReportingPeriod, SavedAnswer
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import fold

BY_REQUEST, BY_PLAN, BY_REPORT = "theo đề nghị của cơ quan chủ trì", "theo kế hoạch", "theo hạn gửi báo cáo"


@dataclass(frozen=True)
class GivenFigure:
    """One figure that an agency was asked for, and gave."""

    indicator: int | None
    name: str
    unit: str
    value: Decimal

    def __str__(self) -> str:
        return f"{self.name}: {number(self.value)} {self.unit}"


@dataclass(frozen=True)
class Answer:
    """What one supporting agency was asked for and what it gave."""

    agency: str
    asked: str
    due_on: date
    text: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    pk: int | None = None
    code: str = ""
    status: str = ""
    is_requested: bool = False
    declined: str = ""
    figures: tuple[GivenFigure, ...] = ()
    files: tuple[ContributionFile, ...] = ()
    used_at: datetime | None = None
    used_by: str = ""
    is_text_used: bool = False
    is_changed: bool = False
    days_left: int = 0  # working days; negative where the deadline has passed

    @property
    def is_given(self) -> bool:
        return self.answered_at is not None and self.status == S.SENT

    @property
    def is_waited_for(self) -> bool:
        """Somebody waits for it: the lead that asked, or the plan."""
        return self.status not in (S.SENT, S.DECLINED, S.WITHDRAWN)

    @property
    def is_late(self) -> bool:
        return self.is_waited_for and self.days_left < 0

    def state(self) -> tuple[str, str]:
        """Key and words for components/status.html."""
        if self.is_given:
            return "done", "đã trả lời"
        if not self.is_waited_for:
            return "idle", S(self.status).label
        if self.is_late:
            return "late", f"chưa trả lời, hạn {short_date(self.due_on)}"
        return (
            ("going", "đang viết")
            if self.status == S.DRAFT and self.is_requested
            else ("idle", "chưa trả lời")
        )

    @property
    def status_key(self) -> str:
        return self.state()[0]

    @property
    def status_label(self) -> str:
        """The state with how long there is, or how late it is, in working days."""
        key, words = self.state()
        if not self.is_waited_for:
            return words
        return f"{'chưa trả lời' if key == 'late' else words}, {left_words(self.days_left)}"


def answers_for(task: Task, period: ReportingPeriod, *, visible: Any, as_of: date) -> list[Answer]:
    """Every supporting agency with how far it is in this period; `visible` limits what is shown of the answers.

    Two queries; a third where files were given.
    """
    files = ContributionFile.objects.filter(contribution=OuterRef("pk")).order_by().values("contribution")
    rows = Contribution.objects.filter(support__task=task, period=period).annotate(
        is_seen=Exists(visible.filter(pk=OuterRef("pk"))), has_files=Exists(files)
    )
    given = {c.support_id: c for c in rows.select_related("answered_by", "used_by")}
    stored = _files_of([c.pk for c in given.values() if c.has_files and c.is_seen and c.answered_at])
    supports = task.supports.select_related("agency").annotate(days=days_as_column(task.locality_id))
    return [
        _counted(
            _answer(support, given.get(support.pk), support_due_on(period, support.due_on), stored),
            calendar_from_column(support.days, task.locality_id),
            as_of,
        )
        for support in supports
    ]


def _counted(answer: Answer, calendar: WorkCalendar, as_of: date) -> Answer:
    return replace(answer, days_left=calendar.days_left(answer.due_on, as_of))


def _files_of(ids: list[int]) -> dict[int, list[ContributionFile]]:
    found: dict[int, list[ContributionFile]] = {}
    for row in ContributionFile.objects.filter(contribution__in=ids) if ids else ():
        found.setdefault(row.contribution_id, []).append(row)
    return found


def _answer(support: Any, row: Any, plan_due_on: date, files: dict[int, list[ContributionFile]]) -> Answer:
    agency, code = support.agency.label, support.agency.code
    if row is None:
        return Answer(agency, support.contribution, plan_due_on, code=code)
    asked = row.question if row.is_requested else support.contribution
    base = Answer(
        agency, asked, row.due_on or plan_due_on, pk=row.pk, code=code,
        status=row.status, is_requested=row.is_requested,
        answered_at=row.answered_at if row.is_seen else None,
        is_changed=is_changed_since_used(row), used_at=row.used_at, used_by=str(row.used_by or ""),
        is_text_used="answer" in (row.used or {}),
    )  # fmt: skip
    if not row.is_seen or row.answered_at is None:
        return base
    declined = f"{row.get_declined_as_display()}: {row.decline_note}" if row.declined_as else ""
    said = {} if declined else {"text": row.answer, "figures": figures_given(row)}
    return replace(
        base,
        answered_by=str(row.answered_by or ""),
        declined=declined,
        files=tuple(files.get(row.pk, ())),
        **said,
    )


def figures_given(row: Contribution) -> tuple[GivenFigure, ...]:
    return tuple(
        GivenFigure(f["indicator"], f["name"], f["unit"], Decimal(f["value"]))
        for f in row.figures
        if f.get("value") is not None
    )


def is_changed_since_used(row: Contribution) -> bool:
    """What was taken into the report no longer stands in the answer."""
    if not row.used:
        return False
    now = row.content()
    return row.status != S.SENT or any(now[part] != said for part, said in row.used.items())


@dataclass(frozen=True)
class Proposal:
    """Figures of one kind and one unit, with their sum; what differs in unit is never added."""

    key: str
    indicator: int | None
    name: str
    unit: str
    total: Decimal
    parts: tuple[tuple[str, Decimal], ...]
    contributions: tuple[int, ...]

    @property
    def sources(self) -> str:
        return "; ".join(f"{agency} {number(value)}" for agency, value in self.parts)

    @property
    def sentence(self) -> str:
        """The figure as a line of the report, its sources named."""
        return f"{self.name}: {number(self.total)} {self.unit} (theo {self.sources})."


def proposals(answers: Iterable[Answer]) -> list[Proposal]:
    """What the answers give together, kind by kind in the order in which they stand."""
    kinds: dict[str, list[tuple[Answer, GivenFigure]]] = {}
    for answer in answers:
        if answer.is_given:
            for figure in answer.figures:
                kind = figure.indicator or fold(figure.name).strip()
                kinds.setdefault(f"so|{kind}|{fold(figure.unit).strip()}", []).append((answer, figure))
    found = []
    for key, given in kinds.items():
        first = given[0][1]
        found.append(
            Proposal(
                key, first.indicator, first.name, first.unit,
                sum((figure.value for _, figure in given), Decimal(0)),
                tuple((answer.agency, figure.value) for answer, figure in given),
                tuple(dict.fromkeys(answer.pk for answer, _ in given if answer.pk)),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class AnswerDue:
    """Until when an agency answers: the day that counts and by what, and the plan's own where that is another."""

    due_on: date
    source: str
    left: str  # empty where nobody waits
    is_late: bool
    counted: str = ""  # until when it counts where it is a day off
    plan_due_on: date | None = None


def answer_due(contribution: Contribution, as_of: date) -> AnswerDue:
    """What the lead asked for stands above the plan's day, and that above the report's deadline; one query."""
    period, planned = contribution.period, contribution.support.due_on
    asked = contribution.due_on if contribution.is_requested else None
    due_on = asked or support_due_on(period, planned)
    source = BY_REQUEST if asked else BY_PLAN if due_on == planned else BY_REPORT
    calendar = work_calendar(period.locality_id)
    waits = contribution.is_waiting
    return AnswerDue(
        due_on,
        source,
        calendar.left_words(due_on, as_of) if waits else "",
        waits and calendar.is_late(due_on, as_of),
        calendar.counted_words(due_on),
        planned if planned != due_on else None,
    )


@dataclass(frozen=True)
class ContributionPage:
    """One contribution as its agency writes it, or as the others read it."""

    due: AnswerDue
    files: list[ContributionFile]
    kept: SavedAnswer | None
    may_read: bool
    report_sent_at: datetime | None


def contribution_page(
    contribution: Contribution, user: User, *, may_write: bool, as_of: date
) -> ContributionPage:
    """The deadline, the files, what was kept of oneself, and whether the lead's report has gone already."""
    from_report = contribution.support.task.reports.filter(period=contribution.period_id)
    sent_at = from_report.values_list("submitted_at", flat=True).first()
    may_read = may_write or contribution.answered_at is not None
    due = answer_due(contribution, as_of)
    if contribution.pk is None:
        return ContributionPage(due, [], None, may_read, sent_at)
    kept = SavedAnswer.objects.filter(contribution=contribution, person=user).first()
    files = list(contribution.files.select_related("added_by")) if may_read else []
    return ContributionPage(due, files, kept, may_read, sent_at)
