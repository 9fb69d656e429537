"""The period's review as an official document: data in, data out; how it looks is not known here."""

from datetime import date
from typing import Any

from agencies.models import User
from documents.official.model import (
    Annex,
    Level,
    Marks,
    Metadata,
    OfficialDocument,
    Section,
    Signature,
)
from documents.official.numbering import roman
from documents.papers import lines_of, office_of
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from plans import papers as plan_papers
from plans.models import Plan
from reports.choices import ReviewLevel, ReviewPart, ReviewStatus
from reports.dashboards.assembly import GROUP
from reports.dashboards.review_figures import cut_off_of, period_figures, reported_line
from reports.dashboards.sources import without_marks
from reports.models import PeriodReview
from reports.papers.reminder import cited_plan
from reports.papers.review_annex import annexes_of
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import Block, blocks

NO_PERIOD = "Kế hoạch chưa có kỳ báo cáo nào."
NOT_ISSUED = "Chưa ban hành báo cáo"


def build_review(review: PeriodReview, *, today: date | None = None) -> OfficialDocument:
    """The review as it stands, its figures as frozen, or while they are not as they stand on `today`; DỰ THẢO until it is issued."""
    office = office_of(review.issuer, review.layout, review.issued_at)
    figures = figures_of(review, today)
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=review.symbol,
        number=str(review.number) if review.number else None,
        place=review.place_name or office.place,
        issued_on=review.issued_on,
        year=review.period.data_to.year,
        type_name="Báo cáo",
        subject=review.title,
        addressed_to=lines_of(review.addressed_to),
        opening=(_opening(review),),
        sections=_sections(review, figures),
        signature=Signature(
            lines_of(review.signing_authority) or office.authority, review.signer_name or None
        ),
        recipients=lines_of(review.recipients),
        drafter_code=office.drafter_code,
        annexes=tuple(annexes_of(figures)),
        marks=Marks(
            is_draft=not review.is_issued,
            has_illustration=contains_illustration(review),
            incomplete_note=review.source_note if review.is_transcribed else "",
        ),
        metadata=Metadata(
            title=f"Báo cáo {review.document_number}: {review.title}",
            author=review.issuer.name,
            subject="Thông tin đối ngoại",
        ),
    )


def contains_illustration(review: PeriodReview) -> bool:
    """Whether anything that the paper prints is made up to show the portal."""
    return review.is_illustration or plan_papers.contains_illustration(review.plan)


def figures_of(review: PeriodReview, today: date | None = None) -> dict[str, Any]:
    """The frozen figures; before they are frozen the provisional ones, as they stand at the period's cut-off."""
    if review.figures is not None:
        found: dict[str, Any] = {"outputs": []} | review.figures  # frozen before there was a register
        return found
    return period_figures(review.period, as_of=cut_off_of(review.period, today or review.period.data_to))


# --- Who asks the registry ---------------------------------------------------------------------------------


def review_of_key(subject_key: str) -> PeriodReview:
    """The review that "review:hcm/2026/2026-6-thang/locality" names."""
    locality, plan, period, level = subject_key.removeprefix("review:").split("/")
    rows = PeriodReview.objects.with_names().filter(locality__code=locality, plan__slug=plan)
    return rows.get(period__slug=period, level=level.upper())


def _build(review: PeriodReview, options: Options) -> OfficialDocument:
    asked_on = options.get("day")
    return build_review(review, today=date.fromisoformat(asked_on) if asked_on else None)


def _is_visible(user: User, review: PeriodReview, options: Options) -> bool:
    """Whoever sees the review sees its papers."""
    return PeriodReview.objects.visible_to(user).filter(pk=review.pk).exists()


def _title(review: PeriodReview, options: Options) -> str:
    return f"Báo cáo {review.title[:1].lower()}{review.title[1:]}"


def _of_period(plan: Plan, options: Options) -> PeriodReview:
    """The issued review that `--period` names."""
    rows = PeriodReview.objects.with_names().filter(plan=plan, level=ReviewLevel.LOCALITY)
    return rows.get(period__slug=options["period"])


def _periods(plan: Plan) -> list[Variant]:
    """A paper for each period of the plan; before its issue the review is printed from its own page by those who write it."""
    issued = {
        review.period_id: review
        for review in PeriodReview.objects.filter(
            plan=plan, level=ReviewLevel.LOCALITY, status=ReviewStatus.ISSUED
        ).select_related("period")
    }
    periods = plan.periods.order_by("report_due_on", "pk")
    found = [
        Variant({"period": period.slug}, issued[period.pk].name)
        if period.pk in issued
        else Variant({"period": period.slug}, period.name, f"{NOT_ISSUED} {period.in_sentence}.")
        for period in periods
    ]
    return found or [Variant(refusal=NO_PERIOD)]


REVIEW = PaperSource(_build, _is_visible, _title, formats=WITH_TABLES)
REVIEW_OF_PLAN = PaperSource(
    lambda plan, options: build_review(_of_period(plan, options)),
    plan_papers.is_visible,
    lambda plan, options: _title(_of_period(plan, options), options),
    _periods,
    WITH_TABLES,
)


# --- Body --------------------------------------------------------------------------------------------------


def _opening(review: PeriodReview) -> Block:
    """Which plan is summed up, by whom: facts that stand in the data."""
    return Block(0, f"Thực hiện {cited_plan(review.plan)}, {review.issuer.name} báo cáo kết quả như sau:")


def _sections(review: PeriodReview, figures: dict[str, Any]) -> tuple[Section, ...]:
    """I. Tình hình, kết quả – II. Tồn tại, hạn chế, nguyên nhân – III. Phương hướng – IV. Kiến nghị; what is blank is left out."""
    found = [
        Section(Level.SECTION, "Tình hình, kết quả", children=_results(review, figures)),
        _faults(review),
        _plain(review, "Phương hướng, nhiệm vụ", ReviewPart.NEXT_STEPS),
        _plain(review, "Kiến nghị, đề xuất", ReviewPart.RECOMMENDATIONS),
    ]
    return tuple(section for section in found if section)


def _text(review: PeriodReview, part: str) -> tuple[Block, ...]:
    return tuple(blocks(without_marks(review.texts.get(part, ""))))


def _plain(review: PeriodReview, title: str, part: str) -> Section | None:
    text = _text(review, part)
    return Section(Level.SECTION, title, text) if text else None


def _faults(review: PeriodReview) -> Section | None:
    """Both under one heading; where only one of them is written, it is the heading."""
    parts = ((ReviewPart.SHORTCOMINGS, "Tồn tại, hạn chế"), (ReviewPart.CAUSES, "Nguyên nhân"))
    told = [(title, text) for part, title in parts if (text := _text(review, part))]
    if len(told) < 2:
        return Section(Level.SECTION, *told[0]) if told else None
    children = tuple(Section(Level.CLAUSE, title, text) for title, text in told)
    return Section(Level.SECTION, "Tồn tại, hạn chế, nguyên nhân", children=children)


def _results(review: PeriodReview, figures: dict[str, Any]) -> tuple[Section, ...]:
    """The general situation, the figures in words, where they stand in full, then one point for each content item."""
    told = (*_text(review, ReviewPart.OVERVIEW), *figures_in_words(figures), *_where(annexes_of(figures)))
    general = Section(Level.CLAUSE, "Tình hình chung", told)
    points = tuple(_group(review, group) for group in figures["groups"])
    by_group = Section(Level.CLAUSE, "Kết quả theo từng nội dung", children=points)
    return (general, by_group) if points else (general,)


def _where(annexes: list[Annex]) -> tuple[Block, ...]:
    """NĐ 30/2020, Phụ lục I: the body refers to its annexes."""
    if not annexes:
        return ()
    numbers = ", ".join(roman(n) for n in range(1, len(annexes) + 1))
    named = f"các Phụ lục {numbers}" if len(annexes) > 1 else "Phụ lục"
    return (Block(0, f"Số liệu chi tiết tại {named} kèm theo."),)


def _group(review: PeriodReview, group: dict[str, Any]) -> Section:
    line = Block(0, group_in_words(group["counts"]))
    return Section(Level.POINT, group["title"], (line, *_text(review, f"{GROUP}{group['number']}")))


def figures_in_words(figures: dict[str, Any]) -> list[Block]:
    """The five figures as sentences, with how the rate is counted, last year's beside them, and who reported."""
    total = figures["total"]
    if not total["total"]:
        return []
    day = short_date(date.fromisoformat(figures["as_of"]))
    sentences = [
        f"Kế hoạch có {number(total['total'])} nhiệm vụ thuộc {len(figures['groups'])} nội dung."
        f" Số liệu tính đến {day}: {counts_in_words(total)}.",
        _rate_in_words(total),
        _last_year_in_words(figures["last_year"]),
        _reported_in_words(figures["agencies"]),
    ]
    return [Block(0, sentence) for sentence in sentences if sentence]


def counts_in_words(counts: dict[str, Any]) -> str:
    """As BC 1270/BC-TCTTTg (2017) tells them: done and not done, each by how it stands to its day; noughts are not told apart."""
    return (
        f"đã hoàn thành {_told_apart(counts['done'], 'đúng hạn', counts['done_late'])},"
        f" chưa hoàn thành {_told_apart(counts['in_term'], 'trong hạn', counts['overdue'])}"
    )


def _told_apart(in_time: int, word: str, late: int) -> str:
    """“12 (đúng hạn 10, quá hạn 2)”."""
    apart = ", ".join(
        f"{name} {number(count)}" for name, count in ((word, in_time), ("quá hạn", late)) if count
    )
    return f"{number(in_time + late)} ({apart})" if apart else "0"


def group_in_words(counts: dict[str, Any]) -> str:
    if not counts["total"]:
        return "Không có nhiệm vụ được giao riêng cho nội dung này."
    return f"Tổng số {number(counts['total'])} nhiệm vụ: {counts_in_words(counts)}."


def _rate_in_words(total: dict[str, Any]) -> str:
    """BC 1270/BC-TCTTTg (2017): tasks still in term stay out of the denominator."""
    if total["rate"] is None:
        return "Chưa có nhiệm vụ nào đến hạn nên chưa tính tỷ lệ hoàn thành."
    due = total["finished"] + total["overdue"]
    return (
        f"Tỷ lệ hoàn thành {number(total['rate'])}%: {number(total['finished'])} nhiệm vụ đã hoàn thành trên"
        f" {number(due)} nhiệm vụ đã hoàn thành hoặc quá hạn; nhiệm vụ còn trong hạn không tính."
    )


def _last_year_in_words(before: dict[str, Any] | None) -> str:
    if not before:
        return ""
    day = short_date(date.fromisoformat(before["as_of"]))
    rate = f", tỷ lệ hoàn thành {number(before['rate'])}%" if before["rate"] is not None else ""
    return f"Cùng kỳ năm trước (tính đến {day}): hoàn thành {number(before['finished'])} trên {number(before['total'])} nhiệm vụ{rate}."


def _reported_in_words(agencies: list[dict[str, Any]]) -> str:
    if not agencies:
        return ""
    told = reported_line(agencies)
    missing = told["missing"] + told["partly"]
    tail = f" Chưa gửi hoặc gửi chưa đủ: {', '.join(missing)}." if missing else ""
    late = f" Có báo cáo gửi sau hạn: {', '.join(told['late'])}." if told["late"] else ""
    return f"Có {len(told['complete'])} trên {len(agencies)} cơ quan chủ trì gửi đủ báo cáo.{tail}{late}"
