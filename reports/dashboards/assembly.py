"""What the accepted reports of a period bring to its review: paragraph by paragraph, each with its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When

from plans.models import Task
from reports.choices import ReportStatus, ReviewPart
from reports.dashboards.sources import mark_of, with_marks
from reports.models import ProgressReport, ReportingPeriod
from ttdn_portal.shared.prepared import Numbers, prepared
from ttdn_portal.shared.text import blocks, fold

GROUP = "group-"
# What a report says, and the part of the review it goes into; causes are never reported, the reviewer finds them.
FIELDS = (
    ("difficulties", ReviewPart.SHORTCOMINGS),
    ("next_steps", ReviewPart.NEXT_STEPS),
    ("recommendations", ReviewPart.RECOMMENDATIONS),
)
SOURCE_COLUMNS = (
    "no_change",
    "period__slug",
    "task__code",
    "task__title",
    "task__withdrawn_on",
    "task__group__number",
    "agency__name",
    "agency__short_name",
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


def sources_among(plan: int, inside: Iterable[int]) -> QuerySet[Any]:
    """The accepted report of each task of the plan (NULL without one): of the first of the periods `inside` that has one.

    The database chooses one a task, so that a year of twelve periods reads no more rows than one of them.
    """
    accepted = ProgressReport.objects.kept().filter(
        task=OuterRef("pk"), status=ReportStatus.ACCEPTED, period__in=inside
    )
    rank = Case(*(When(period=pk, then=Value(place)) for place, pk in enumerate(inside)))
    chosen = accepted.order_by(rank).values("pk")[:1]
    return Task.objects.filter(plan=plan).order_by().values_list(Subquery(chosen))


@prepared
def _source_rows(*, plan: int, inside: Numbers) -> QuerySet[Any]:
    rows = ProgressReport.objects.filter(pk__in=sources_among(plan, inside)).order_by("task__sequence")
    return rows.values_list("results", *(name for name, _ in FIELDS), *SOURCE_COLUMNS, named=True)


def assemble(period: ReportingPeriod) -> list[Paragraph]:
    """Everything the accepted reports say now, in the order of the plan, part by part; one query.

    What was still to come of a task withdrawn since is no longer to come.
    """
    found = []
    for row in _source_rows(plan=period.plan_id, inside=Numbers(period.covered_ids)):
        parts = ((name, str(part)) for name, part in FIELDS)
        for name, part in (("results", f"{GROUP}{row.task__group__number}"), *parts):
            if part == ReviewPart.NEXT_STEPS and _is_withdrawn(row, period):
                continue
            if text := getattr(row, name).strip():
                found.append(_paragraph(row, part, text, period))
    return found


def _is_withdrawn(row: Any, period: ReportingPeriod) -> bool:
    return row.task__withdrawn_on is not None and row.task__withdrawn_on <= period.data_to


def _paragraph(row: Any, part: str, text: str, period: ReportingPeriod) -> Paragraph:
    return Paragraph(
        part=part,
        mark=mark_of(row.task__code, row.period__slug, period.slug),
        code=row.task__code,
        period=row.period__slug,
        agency=row.agency__short_name or row.agency__name,
        task=row.task__title,
        text="\n".join(block.text for block in blocks(text)),
        no_change=row.no_change,
    )


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
    return [dict(vars(paragraph)) for paragraph in paragraphs]


def from_json(rows: Iterable[dict[str, Any]]) -> list[Paragraph]:
    """What `to_json` kept with the review."""
    return [Paragraph(**row) for row in rows]
