"""One sent report as the reviewer reads it: what it says, what changed, what stood before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agencies.models import User
from reports.choices import ReportField
from reports.dashboards.reading import (
    ORDER,
    TEXTS,
    Answer,
    Content,
    EarlierReport,
    answers_for,
    changes_between,
    content_from,
    earlier_report,
    promise_facts,
    sent_content_of,
)
from reports.models import Contribution, ProgressReport
from ttdn_portal.shared.compare import Part


@dataclass(frozen=True)
class Block:
    """One field of the report: what was sent, what changed in it, what the last accepted report said there."""

    field: str
    label: str
    text: str
    parts: tuple[Part, ...]
    before: str

    @property
    def is_text(self) -> bool:
        return self.field in TEXTS


@dataclass(frozen=True)
class FigureRow:
    name: str
    unit: str
    value: Decimal
    target: Decimal | None
    before: Decimal | None


@dataclass(frozen=True)
class ReviewPage:
    """Everything a reviewer needs on one page."""

    content: Content
    blocks: list[Block]
    figures: list[FigureRow]
    facts: list[tuple[str, ...]]
    answers: list[Answer]
    earlier: EarlierReport | None

    @property
    def given(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_given]

    @property
    def changed(self) -> int:
        return sum(bool(block.parts) for block in self.blocks)


def review_page(report: ProgressReport, user: User, *, as_of: date) -> ReviewPage:
    """The version last sent, against the one before it and against the last accepted report."""
    content = sent_content_of(report)
    before = (report.submission or {}).get("previous")
    parts = {change.field: change.parts for change in changes_between(content_from(before), content)} if before else {}
    earlier = earlier_report(report.task, report.period)
    answers = answers_for(report.task, report.period, visible=Contribution.objects.visible_to(user))
    targets = {indicator.pk: indicator.target_value for indicator in report.task.indicators.all()}
    values = earlier.values if earlier else {}
    return ReviewPage(
        content=content,
        blocks=[Block(field, ReportField(field).label, content.text_of(field), parts.get(field, ()), earlier.content.text_of(field) if earlier else "") for field in ORDER],
        figures=[FigureRow(f.name, f.unit, f.value, targets.get(f.indicator), values.get(f.indicator)) for f in content.figures],
        facts=promise_facts(report.task, answers, earlier, as_of=as_of), answers=answers, earlier=earlier,
    )  # fmt: skip
