"""What stands on the pages of sơ kết and tổng kết."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from agencies.history import HistoryLine, history_of
from agencies.models import Agency
from agencies.services.calendar import work_calendar
from plans.models import Plan, TaskGroup
from reports.choices import ReviewLevel, ReviewPart
from reports.dashboards.assembly import (
    GROUP,
    Change,
    Paragraph,
    assemble,
    changes_between,
    from_json,
    to_json,
    written,
)
from reports.dashboards.deadlines import Deadline, deadlines_of_review, deadlines_with
from reports.dashboards.files import FileLine, copies_of, exports_of
from reports.dashboards.review_figures import digest_of, indicator_rows, reported_line
from reports.dashboards.sources import MarkedBlock, marked_blocks
from reports.dashboards.structure import Structure, regrouped
from reports.models import PeriodReview, ProgressReport, ReportingPeriod
from reports.papers import figures_of, own_periods
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import moment

if TYPE_CHECKING:
    from agencies.models import User

HINTS: dict[str, str] = {
    ReviewPart.OVERVIEW: "Nhận định chung về kỳ. Các con số và tình hình gửi báo cáo được cổng ghi vào văn bản từ số liệu đã chốt, không cần gõ lại.",
    ReviewPart.CAUSES: "Các cơ quan không báo cáo nguyên nhân riêng; cơ quan thường trực phân tích từ phần tồn tại, hạn chế.",
}


@dataclass(frozen=True)
class SourceLink:
    """One click from a paragraph to its report; without `url` where this person does not see that report."""

    mark: str
    url: str


@dataclass(frozen=True)
class Line:
    """One paragraph as the page draws it."""

    level: int
    text: str
    sources: list[SourceLink]


@dataclass(frozen=True)
class Source:
    """What one report brought to a part, beside the text; `is_used`: a paragraph of the part still names it."""

    paragraph: Paragraph
    link: SourceLink
    is_used: bool

    @property
    def entry(self) -> str:
        """The source as an entry of its part, with its mark."""
        return written([self.paragraph])

    @property
    def anchor(self) -> str:
        return f"nguon-{self.paragraph.part}-{self.paragraph.mark.replace(' ', '-').replace('.', '-')}"


@dataclass(frozen=True)
class PartView:
    """One written part of the review."""

    key: str
    title: str
    hint: str = ""
    counts: Mapping[str, Any] | None = None
    lines: list[Line] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"phan-{self.key}"

    @property
    def is_reported(self) -> bool:
        """Agencies report on it; the general view and the causes are the writer's own."""
        return self.key not in HINTS


@dataclass(frozen=True)
class ReviewPage:
    """What the page of a review shows."""

    parts: list[PartView]
    figures: Mapping[str, Any]
    as_of: date
    last_year_as_of: date | None
    reported: Mapping[str, list[str]]
    changes: list[Change]
    facts: list[tuple[str, str]]
    copies: list[FileLine]
    exports: list[FileLine]
    history: list[HistoryLine]
    upward: PeriodReview | None
    deadlines: list[Deadline]

    @property
    def results(self) -> list[PartView]:
        return [part for part in self.parts if part.key.startswith(GROUP)]

    @property
    def others(self) -> list[PartView]:
        return [part for part in self.parts if not part.key.startswith(GROUP)]

    @property
    def indicator_rows(self) -> list[tuple[str, ...]]:
        return indicator_rows(self.figures["indicators"])


@dataclass(frozen=True)
class PeriodLine:
    """One period of a plan, its reviews that this person sees, and the agencies of this person that have reported in it."""

    period: ReportingPeriod
    own: PeriodReview | None
    upward: PeriodReview | None
    agencies: list[Agency]
    deadlines: list[Deadline]


def period_lines(plan: Plan, user: "User", *, as_of: date) -> list[PeriodLine]:
    """All periods of the plan, the newest first, each with its reviews and deadlines; four queries."""
    seen = {
        (review.period_id, review.level): review
        for review in PeriodReview.objects.visible_to(user).filter(plan=plan).select_related("period")
    }
    for review in seen.values():
        review.plan = plan
    periods = list(plan.periods.order_by("-report_due_on", "-pk"))
    own = own_periods(user, [period.pk for period in periods])
    calendar = work_calendar(plan.locality_id)
    return [
        PeriodLine(
            period,
            seen.get((period.pk, ReviewLevel.LOCALITY)),
            seen.get((period.pk, ReviewLevel.UPWARD)),
            own.get(period.pk, []),
            deadlines_with(seen, period, calendar, as_of),
        )
        for period in periods
    ]


def part_titles(groups: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    """(key, title) of every written part in the order of the paper."""
    first, *rest = list(ReviewPart)
    named = [(f"{GROUP}{number}", f"{number}. {title}") for number, title in groups]
    return [(str(first), first.label), *named, *((str(part), part.label) for part in rest)]


def groups_of(review: PeriodReview) -> list[tuple[int, str]]:
    """Number and title of each content item: those of the frozen figures, or the plan's while they are not frozen."""
    if review.figures is not None:
        return [(group["number"], group["title"]) for group in review.figures["groups"]]
    return list(
        TaskGroup.objects.filter(plan=review.plan_id).order_by("number").values_list("number", "title")
    )


@dataclass(frozen=True)
class News:
    """What the accepted reports say now that the last assembly had not; `seen` names all that they say."""

    changes: list[Change]
    seen: str = ""


def news_of(review: PeriodReview) -> News:
    """Nothing once the text is out of the writer's hands, and nothing for a report that takes another over."""
    if not review.is_writable or review.is_upward or review.is_transcribed:
        return News([])
    now = assemble(review.period)
    return News(changes_between(from_json(review.assembly), now), digest_of(to_json(now)))


def changes_of(review: PeriodReview) -> list[Change]:
    return news_of(review).changes


def review_page(review: PeriodReview, user: "User", *, today: date) -> ReviewPage:
    """Everything of a review that its page shows, by a constant number of queries."""
    figures = figures_of(review, today)
    before, upward = figures["last_year"], _upward(review, user)
    return ReviewPage(
        parts=parts_of(review, user, figures),
        figures=figures,
        as_of=date.fromisoformat(figures["as_of"]),
        last_year_as_of=date.fromisoformat(before["as_of"]) if before else None,
        reported=reported_line(figures["agencies"]),
        changes=changes_of(review) if user.has_perm("reports.change_review", review) else [],
        facts=facts_of(review),
        copies=copies_of(review, "reports:period_review_copy"),
        exports=exports_of(review),
        history=history_of(review),
        upward=upward,
        deadlines=deadlines_of_review(review, upward, today),
    )


def by_structure(page: "ReviewPage", structure: Structure) -> "ReviewPage":
    """The annex's table of agencies under the names of today; the figures stand as they were frozen."""
    rows = regrouped(page.figures["agencies"], structure, ("owed", "sent", "late"))
    return replace(page, figures={**page.figures, "agencies": rows})


def parts_of(review: PeriodReview, user: "User", figures: Mapping[str, Any]) -> list[PartView]:
    """The written parts with their sources, each report one click away for whoever may read it; one query."""
    paragraphs = from_json(review.assembly)
    texts = {key: marked_blocks(text) for key, text in review.texts.items()}
    links = _links(review, user, paragraphs, texts.values())
    counts = {f"{GROUP}{group['number']}": group["counts"] for group in figures["groups"]}
    return [
        _part(key, title, texts.get(key, []), paragraphs, links, counts.get(key))
        for key, title in part_titles((g["number"], g["title"]) for g in figures["groups"])
    ]


def _part(
    key: str,
    title: str,
    found: list[MarkedBlock],
    paragraphs: list[Paragraph],
    links: Mapping[str, SourceLink],
    counts: Mapping[str, Any] | None,
) -> PartView:
    used = {mark for block in found for mark in block.marks}
    return PartView(
        key,
        title,
        hint=HINTS.get(key, ""),
        counts=counts,
        lines=[Line(block.level, block.text, [links[mark] for mark in block.marks]) for block in found],
        sources=[Source(row, links[row.mark], row.mark in used) for row in paragraphs if row.part == key],
    )


def _links(
    review: PeriodReview,
    user: "User",
    paragraphs: Iterable[Paragraph],
    texts: Iterable[list[MarkedBlock]],
) -> dict[str, SourceLink]:
    """Every mark in text or sources with the address of its report."""
    marks = {row.mark for row in paragraphs} | {
        mark for found in texts for block in found for mark in block.marks
    }
    named = {mark: _named(mark, review.period.slug) for mark in marks}
    visible = set(
        ProgressReport.objects.visible_to(user)
        .filter(period__plan=review.plan_id, task__code__in={code for code, _ in named.values()})
        .values_list("task__code", "period__slug")
        if marks
        else ()
    )
    reports = f"{reverse('reports:review_queue', args=[review.plan.locality.code])}{review.plan.slug}"
    return {
        mark: SourceLink(mark, f"{reports}/{period}/{code}/" if (code, period) in visible else "")
        for mark, (code, period) in named.items()
    }


def _named(mark: str, own_slug: str) -> tuple[str, str]:
    """Task and period that a mark names."""
    code, _, period = mark.partition(" ")
    return code, period or own_slug


def _upward(review: PeriodReview, user: "User") -> PeriodReview | None:
    if review.is_upward or not review.is_issued:
        return None
    found = PeriodReview.objects.visible_to(user).filter(based_on=review).select_related("period").first()
    if found:
        found.plan = review.plan
    return found


def facts_of(review: PeriodReview) -> list[tuple[str, str]]:
    """Who, what number, which day, and since when the figures stand."""
    unknown = "Nguồn không nêu" if review.is_transcribed else "Chưa có"
    frozen = (
        f"{moment(review.figures_frozen_at)}, {review.figures_frozen_by or 'cổng'}"
        if review.figures_frozen_at
        else unknown
    )
    facts = [
        ("Số, ký hiệu", review.document_number if review.number else f"{unknown} số ({review.symbol})"),
        ("Ngày ban hành", short_date(review.issued_on) if review.issued_on else unknown),
        ("Cơ quan ban hành", review.issuer.name),
        ("Người ký", review.signer_name or unknown),
        ("Thể thức", review.get_layout_display()),
        ("Chốt số liệu", frozen),
    ]
    more = [
        ("Kính gửi", "; ".join(review.addressed_to.splitlines())),
        ("Lập từ", review.based_on.document_number if review.based_on else ""),
        ("Nguồn", review.source_note),
    ]
    return facts + [fact for fact in more if fact[1]]


# --- Two texts of two people ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class TextDifference:
    """One part in which the text on the server and one's own differ; the words of reports.dashboards.comparing."""

    name: str
    label: str
    theirs: str
    mine: str

    @property
    def takes_mine(self) -> bool:
        return bool(self.mine) or not self.theirs


def text_differences(review: PeriodReview, mine: Mapping[str, str]) -> list[TextDifference]:
    """Parts that differ, in the order of the paper."""
    rows = [
        TextDifference(key, title, review.texts.get(key, ""), mine.get(key, ""))
        for key, title in part_titles(groups_of(review))
    ]
    return [row for row in rows if row.theirs.strip() != row.mine.strip()]
