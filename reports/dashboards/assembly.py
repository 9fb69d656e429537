"""What the accepted reports of a period bring to its review: paragraph by paragraph, each with its source."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F

from reports.choices import ReportStatus, ReviewPart
from reports.dashboards.sources import mark_of, with_marks
from reports.models import ProgressReport, ReportingPeriod
from ttdn_portal.shared.text import blocks, fold

GROUP = "group-"
# What a report says, and the part of the review it goes into; causes are never reported, the reviewer finds them.
FIELDS = (
    ("difficulties", ReviewPart.SHORTCOMINGS),
    ("next_steps", ReviewPart.NEXT_STEPS),
    ("recommendations", ReviewPart.RECOMMENDATIONS),
)


@dataclass(frozen=True)
class Paragraph:
    """What one report says for one part of the review; `mark` names the report."""

    part: str
    mark: str
    code: str
    period: str
    agency: str
    task: str
    text: str
    no_change: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.part, self.mark

    @property
    def names_task(self) -> bool:
        """Results and next steps are of one task; a complaint or a request is its agency's."""
        return self.part == ReviewPart.NEXT_STEPS or self.part.startswith(GROUP)


@dataclass(frozen=True)
class Change:
    """A source that is new since the last assembly, was rewritten, or is no longer accepted."""

    kind: str
    paragraph: Paragraph
    was: str = ""

    @property
    def word(self) -> str:
        return {"new": "mới", "changed": "đã thay đổi", "gone": "không còn được tiếp nhận"}[self.kind]

    @property
    def name(self) -> str:
        """The paragraph in a form."""
        return f"{self.paragraph.part}|{self.paragraph.mark}"


def source_reports(period: ReportingPeriod) -> list[ProgressReport]:
    """The accepted report of each task: of the period itself, else the latest of an earlier one inside its span."""
    reports = (
        ProgressReport.objects.kept()
        .filter(
            status=ReportStatus.ACCEPTED,
            period__plan=period.plan_id,
            period__data_to__gte=period.data_from,
            period__data_to__lte=period.data_to,
        )
        .select_related("task__group", "agency", "period")
        .order_by("task__sequence", F("period__data_to").asc(), "period_id")
    )
    chosen: dict[int, ProgressReport] = {}
    for report in reports:
        known = chosen.get(report.task_id)
        if known is None or known.period_id != period.pk:
            chosen[report.task_id] = report
    return list(chosen.values())


def paragraphs_of(reports: Iterable[ProgressReport], period: ReportingPeriod) -> list[Paragraph]:
    """Everything the reports say, in the order of the plan, part by part."""
    found = []
    for report in reports:
        fields = (("results", f"{GROUP}{report.task.group.number}"), *FIELDS)
        for name, part in fields:
            if text := getattr(report, name).strip():
                found.append(_paragraph(report, str(part), text, period))
    return found


def _paragraph(report: ProgressReport, part: str, text: str, period: ReportingPeriod) -> Paragraph:
    return Paragraph(
        part=part,
        mark=mark_of(report.task.code, report.period.slug, period.slug),
        code=report.task.code,
        period=report.period.slug,
        agency=report.agency.label,
        task=report.task.display_title,
        text="\n".join(block.text for block in blocks(text)),
        no_change=report.no_change,
    )


def assemble(period: ReportingPeriod) -> list[Paragraph]:
    """The paragraphs that the accepted reports bring now; one query."""
    return paragraphs_of(source_reports(period), period)


def texts_of(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """The parts of a review as its first assembly writes them: what several complain of or ask alike is said once, with every name kept."""
    lines: dict[str, list[str]] = {}
    said: dict[tuple[str, str, str], list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.no_change:
            continue
        of_task = paragraph.mark if paragraph.names_task else ""
        said.setdefault((paragraph.part, of_task, fold(paragraph.text).rstrip(" .;,")), []).append(paragraph)
    for (part, _, _), alike in said.items():
        lines.setdefault(part, []).append(written(alike))
    return {part: "\n".join(found) for part, found in lines.items()}


def written(alike: list[Paragraph]) -> str:
    """One entry of a part: of results and next steps the task is named, of the rest who says it; its sources stand at the end."""
    first, *more = alike[0].text.splitlines()
    agencies = ", ".join(dict.fromkeys(paragraph.agency for paragraph in alike))
    head = (
        f"- {alike[0].task} ({agencies}): {first}"
        if alike[0].names_task
        else f"- {first.rstrip('.;, ')} ({agencies})."
    )
    marks = tuple(paragraph.mark for paragraph in alike)
    return with_marks("\n".join([head, *(f"+ {line}" for line in more)]), marks)


def changes_between(before: Iterable[Paragraph], now: Iterable[Paragraph]) -> list[Change]:
    """What a later assembly finds that the earlier one had not, in the plan's order; what is gone stands last."""
    old = {paragraph.key: paragraph for paragraph in before}
    new = {paragraph.key: paragraph for paragraph in now}
    changes = []
    for key, paragraph in new.items():
        known = old.get(key)
        if known is None:
            changes.append(Change("new", paragraph))
        elif known.text != paragraph.text:
            changes.append(Change("changed", paragraph, was=known.text))
    return changes + [Change("gone", paragraph) for key, paragraph in old.items() if key not in new]


def to_json(paragraphs: Iterable[Paragraph]) -> list[dict[str, Any]]:
    return [asdict(paragraph) for paragraph in paragraphs]


def from_json(rows: Iterable[dict[str, Any]]) -> list[Paragraph]:
    """What `to_json` kept with the review."""
    return [Paragraph(**row) for row in rows]
