"""What a report rests on: whom its lead asked, who is waited for, what was answered, what of it was used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from agencies.models import User
from plans.models import Task
from reports.choices import ContributionStatus as S
from reports.dashboards.owed import support_due_on
from reports.models import Contribution, ContributionFile, ReportingPeriod, SavedAnswer
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import fold


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
    as_of: date = date.max

    @property
    def is_given(self) -> bool:
        return self.answered_at is not None and self.status == S.SENT

    @property
    def is_waited_for(self) -> bool:
        """Somebody waits for it: the lead that asked, or the plan."""
        return self.status not in (S.SENT, S.DECLINED, S.WITHDRAWN)

    def is_late(self, as_of: date) -> bool:
        return self.is_waited_for and self.due_on < as_of

    def state(self, as_of: date) -> tuple[str, str]:
        """Key and words for components/status.html."""
        if self.is_given:
            return "done", "đã trả lời"
        if not self.is_waited_for:
            return "idle", S(self.status).label
        if self.is_late(as_of):
            return "late", f"chưa trả lời, hạn {short_date(self.due_on)}"
        return (
            ("going", "đang viết")
            if self.status == S.DRAFT and self.is_requested
            else ("idle", "chưa trả lời")
        )

    @property
    def status_key(self) -> str:
        return self.state(self.as_of)[0]

    @property
    def status_label(self) -> str:
        """The state with how long there is, or how late it is, in days."""
        key, words = self.state(self.as_of)
        if not self.is_waited_for:
            return words
        left = (self.due_on - self.as_of).days
        when = f"quá hạn {-left} ngày" if left < 0 else f"còn {left} ngày" if left else "hạn hôm nay"
        return f"{'chưa trả lời' if key == 'late' else words}, {when}"


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
    lines = [
        _answer(support, given.get(support.pk), support_due_on(period, support.due_on), stored)
        for support in task.supports.select_related("agency")
    ]
    return [replace(line, as_of=as_of) for line in lines]


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
class ContributionPage:
    """One contribution as its agency writes it, or as the others read it."""

    files: list[ContributionFile]
    kept: SavedAnswer | None
    may_read: bool
    report_sent_at: datetime | None


def contribution_page(contribution: Contribution, user: User, *, may_write: bool) -> ContributionPage:
    """The files, what was kept of oneself, and whether the lead's report has gone already."""
    from_report = contribution.support.task.reports.filter(period=contribution.period_id)
    sent_at = from_report.values_list("submitted_at", flat=True).first()
    may_read = may_write or contribution.answered_at is not None
    if contribution.pk is None:
        return ContributionPage([], None, may_read, sent_at)
    kept = SavedAnswer.objects.filter(contribution=contribution, person=user).first()
    files = list(contribution.files.select_related("added_by")) if may_read else []
    return ContributionPage(files, kept, may_read, sent_at)
