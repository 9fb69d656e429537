"""What stands beside the fields while a report is written."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from agencies.models import User
from plans.models import Indicator
from reports.choices import ReportField
from reports.dashboards.answers import Answer, Proposal, answers_for, proposals
from reports.dashboards.reading import (
    ANCHORS,
    Content,
    EarlierReport,
    PromiseChange,
    content_from,
    earlier_report,
    evidence_rows,
    field_label,
    promise_changes,
    promise_facts,
)
from reports.models import Contribution, Evidence, FieldComment, Marks, ProgressReport, SavedText
from ttdn_portal.shared.dates import short_date


@dataclass(frozen=True)
class FieldNote:
    """What the reviewer wrote at one field, and what stood there then."""

    text: str
    by: str
    old: str


@dataclass(frozen=True)
class ReturnedNote:
    """Why a report came back: the reason, and each point as a link to its field."""

    title: str
    who: str
    text: str
    points: list[tuple[str, str]]
    fields: dict[str, FieldNote]


@dataclass(frozen=True)
class WritingPage:
    """Everything beside the fields of one report."""

    facts: list[tuple[str, ...]]
    answers: list[Answer]
    earlier: EarlierReport | None
    returned: ReturnedNote | None
    evidence: list[Evidence]
    refused: SavedText | None
    indicators: list[Indicator] = field(default_factory=list)
    changes: list[PromiseChange] = field(default_factory=list)

    @property
    def given(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_given]

    @property
    def proposals(self) -> list[Proposal]:
        """Figures that the answers give together."""
        return proposals(self.answers)

    @property
    def notes(self) -> dict[str, FieldNote]:
        """The reviewer's words at every field; empty ones where nothing was said."""
        return dict.fromkeys(ReportField.values, FieldNote("", "", "")) | (
            self.returned.fields if self.returned else {}
        )

    @property
    def before(self) -> Content:
        return self.earlier.content if self.earlier else Content()

    @property
    def before_label(self) -> str:
        return f"{self.earlier.period} đã viết" if self.earlier else ""

    def earlier_value(self, indicator: Indicator) -> Decimal | None:
        return self.earlier.values.get(indicator.pk) if self.earlier else None


def writing_page(report: ProgressReport, user: User, *, as_of: date) -> WritingPage:
    """The promise, the answers, the last accepted report and the reviewer's words, for `report`, saved or not."""
    answers = answers_for(
        report.task, report.period, visible=Contribution.objects.visible_to(user), as_of=as_of
    )
    earlier = earlier_report(report.task, report.period)
    saved = report.pk is not None
    return WritingPage(
        facts=promise_facts(report.task, answers, earlier, as_of=as_of),
        answers=answers, earlier=earlier,
        returned=returned_note(report) if saved and report.is_mending else None,
        evidence=evidence_rows(report) if saved else [],
        refused=SavedText.objects.filter(report=report, person=user).first() if saved else None,
        indicators=list(report.task.indicators.all()),
        changes=promise_changes(report) if saved else [],
    )  # fmt: skip


def returned_note(report: ProgressReport) -> ReturnedNote:
    """The last return of `report`, with its comments by field and what had been sent there."""
    comments = list(
        FieldComment.objects.filter(report=report, round=report.return_count).select_related("author")
    )
    sent = content_from(report.submission or {})
    by = str(report.returned_by) if report.returned_by else ""
    when = f"{timezone.localtime(report.returned_at):%H:%M %d/%m/%Y}" if report.returned_at else ""
    due = f" · hạn mới {short_date(report.new_due_on)}" if report.new_due_on else ""
    return ReturnedNote(
        title=f"Trả lại lần {report.return_count}: {report.get_return_reason_display()}",
        who=", ".join(part for part in (by, when) if part) + due,
        text=report.return_note,
        points=[
            (f"{comment.get_field_display()}: {comment.text}", ANCHORS[ReportField(comment.field)])
            for comment in comments
        ],
        fields=_field_notes(comments, sent),
    )


def _field_notes(comments: list[FieldComment], sent: Content) -> dict[str, FieldNote]:
    texts: dict[str, list[str]] = {}
    for comment in comments:
        texts.setdefault(comment.field, []).append(comment.text)
    by = {comment.field: str(comment.author) for comment in comments}
    return {name: FieldNote("\n".join(lines), by[name], sent.text_of(name)) for name, lines in texts.items()}


def remarks_of(report: ProgressReport) -> list[tuple[str, str]]:
    """What the writer's own marks say against sending, each with its field; told, never in the way."""
    marks = Marks.from_json(report.marks)
    said = [(part, "đánh dấu là chưa viết xong") for part in marks.unfinished]
    said += [(part, "chép từ kỳ trước, chưa sửa") for part in marks.copied]
    return [(f"{field_label(part)}: {words}.", f"#id_{part}") for part, words in said]
