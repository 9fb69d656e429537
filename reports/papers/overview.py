"""The committee's page on paper: A4 across, counted by the same dashboard as the screen."""

from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst

from agencies.models import User
from documents.official.fitting import cut_to, head_height, one_lined, table_height, text_height
from documents.official.glyphs import even_lines
from documents.official.model import (
    Align,
    Annex,
    Block,
    Column,
    Level,
    Marks,
    Metadata,
    OfficialDocument,
    RowGroup,
    Section,
    Signature,
    Table,
)
from documents.official.parts import TITLE_INSET
from documents.official.styles import LayoutStyle, layout_style
from documents.papers import office_of
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from plans.models import Plan
from plans.papers import contains_illustration
from plans.states import Figures
from reports.dashboards.overview import Overview, overview_of, overview_plans
from ttdn_portal.shared.dates import long_date, short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import squeeze

NOT_ISSUED = "Kế hoạch chưa ban hành nên chưa có tiến độ để tổng quan."
NO_TASK = "Kế hoạch không có nhiệm vụ nào để tổng quan."
SPARE = 2.0  # millimetres that rounding, and another program's line, may take
LATE_LEAST = 45.0  # millimetres kept below the content items, whose titles are cut to a line for it
SOON_LEAST = 17.0  # millimetres kept for the nearest of what comes next
COUNTS = (
    "Tổng số",
    "Xong đúng hạn",
    "Xong quá hạn",
    "Trong hạn",
    "Quá hạn",
    "Tỷ lệ",
)  # two lines at the most
GROUP_COLUMNS = (
    Column("STT", 4, Align.CENTER),
    Column("Nội dung", 60),
    *(Column(name, 6, Align.RIGHT) for name in COUNTS),
)
LATE_COLUMNS = (
    Column("Số", 4, Align.CENTER),
    Column("Nhiệm vụ quá hạn", 33),
    Column("Chủ trì", 11),
    Column("Hạn", 7, Align.CENTER),
    Column("Trễ (ngày làm việc)", 7, Align.RIGHT),
    Column("Vướng mắc và đề xuất theo báo cáo", 38),
)
SOON_COLUMNS = (
    Column("Số", 4, Align.CENTER),
    Column("Nhiệm vụ đến hạn trong 30 ngày tới", 66),
    Column("Chủ trì", 23),
    Column("Hạn", 7, Align.CENTER),
)


def build_overview(plan: Plan, *, as_of: date) -> OfficialDocument:
    """What the committee sees on the screen that day, the same figures in the same order."""
    known = overview_plans(Plan.objects.filter(pk=plan.pk).with_names(), as_of, as_of.year).get()
    page = overview_of(known, as_of=as_of, today=as_of, tells=True)
    office = office_of(plan.issuer, plan.layout)
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol="",
        place=office.place,
        year=as_of.year,
        type_name="Tổng quan",
        subject=plan.title,
        signature=Signature(()),
        annexes=(_sheet(plan, page, as_of, layout_style(office.style)),),
        is_annex_alone=True,
        marks=Marks(has_illustration=contains_illustration(plan)),
        metadata=Metadata(
            title=f"Tổng quan tình hình thực hiện {plan.title} đến {long_date(as_of)}",
            author=plan.issuer.name,
            subject="Thông tin đối ngoại",
        ),
    )


def _sheet(plan: Plan, page: Overview, day: date, style: LayoutStyle) -> Annex:
    words = [text for text in (_five(page.figures), _reporting(page)) if text]
    tables = _on_one_page(plan, page, words, style)
    return Annex(
        label="Tổng quan tình hình thực hiện",
        title=plan.title,
        reference=f"(Số liệu đến {long_date(day)}; tỷ lệ không tính nhiệm vụ còn trong hạn)",
        opening=tuple(Block(0, text) for text in words),
        sections=tuple(Section(Level.PLAIN, table=table) for table in tables if table.row_count),
        is_compact=True,
    )


def _on_one_page(plan: Plan, page: Overview, words: list[str], style: LayoutStyle) -> tuple[Table, ...]:
    """All groups; then of what is late, and of what comes next, as much as the page still takes: the worst and the nearest first."""
    width, face = style.compact_width, style.faces["compact-cell"]
    title = even_lines(plan.title.upper(), width - TITLE_INSET, style.faces["annex-title"])
    room = style.compact_height - head_height(len(title), style.faces["compact-head"]) - SPARE
    room -= sum(text_height(text, width, style.faces["compact"]) for text in words)
    groups, late, soon = _groups(page), _late(page), _soon(page)
    if table_height(groups, width, face) > room - LATE_LEAST:
        groups = one_lined(groups, width, face)
    room -= table_height(groups, width, face) if groups.row_count else 0
    shown = cut_to(late, room - (SOON_LEAST if soon.row_count else 0), width, face)
    room -= table_height(shown, width, face) if shown.row_count else 0
    near = cut_to(soon, room, width, face)
    return groups, _counted(shown, page.figures.overdue), _counted(near, len(page.soon))


def _counted(table: Table, total: int) -> Table:
    """Where not all of them stand there the heading says how many do: “Nhiệm vụ quá hạn (3/5)”."""
    if not table.row_count or table.row_count >= total:
        return table
    code, title, *others = table.columns
    heading = f"{title.heading} ({table.row_count}/{total})"
    return replace(table, columns=(code, replace(title, heading=heading), *others))


def _five(figures: Figures) -> str:
    rate = f"; tỷ lệ hoàn thành {_rate(figures)}" if figures.rate is not None else ""
    return (
        f"Tổng số {figures.total} nhiệm vụ: hoàn thành đúng hạn {figures.done}, hoàn thành quá hạn {figures.done_late},"
        f" đang thực hiện trong hạn {figures.in_term} (trong đó chưa bắt đầu {figures.idle}), quá hạn {figures.overdue}{rate}."
    )


def _reporting(page: Overview) -> str:
    """Who has sent the reports of the period, and from whom nothing has come."""
    if page.period is None or not page.reporting:
        return ""
    silent = f" Chưa gửi báo cáo nào: {'; '.join(line.name for line in page.silent)}." if page.silent else ""
    return (
        f"{capfirst(page.period.in_sentence)} (hạn {short_date(page.period.report_due_on)}): {page.reported_count}/{len(page.reporting)}"
        f" cơ quan đã gửi đủ báo cáo.{silent}"
    )


def _groups(page: Overview) -> Table:
    rows = tuple((str(line.number), line.title, *_counts(line.figures)) for line in page.groups)
    total = ("", "Tổng cộng", *_counts(page.figures))
    sums = (RowGroup((total,), is_total=True),) if rows else ()
    return Table(GROUP_COLUMNS, (RowGroup(rows), *sums))


def _counts(figures: Figures) -> tuple[str, ...]:
    counts = (figures.total, figures.done, figures.done_late, figures.in_term, figures.overdue)
    return (*map(str, counts), _rate(figures))


def _rate(figures: Figures) -> str:
    return f"{number(figures.rate)}%" if figures.rate is not None else "–"


def _late(page: Overview) -> Table:
    rows = tuple(
        (
            task.code,
            task.title,
            task.lead,
            short_date(task.due_on),
            str(task.days_late),
            _run_on(task.difficulties, task.proposal, task.waits_for),
        )
        for task in page.late
    )
    return Table(LATE_COLUMNS, (RowGroup(rows),))


def _run_on(*parts: str) -> str:
    """Sentences one behind the other: on a sheet of one page a line is dear."""
    told = (squeeze(part).rstrip(".;") for part in parts)
    return " ".join(f"{text}." for text in told if text)


def _soon(page: Overview) -> Table:
    rows = tuple((task.code, task.title, task.lead, short_date(task.due_on)) for task in page.soon)
    return Table(SOON_COLUMNS, (RowGroup(rows),))


def refusal(plan: Plan) -> str:
    """Why there is nothing to look over; empty where there is."""
    if not plan.is_public:
        return NOT_ISSUED
    return "" if plan.tasks.filter(withdrawn_on__isnull=True).exists() else NO_TASK


def is_visible(user: User, plan: Plan, options: Options) -> bool:
    """Who reads on the screen what the reports say; the clerk and the administrator see figures alone."""
    return user.has_perm("reports.read_results", plan.locality)


OVERVIEW = PaperSource(
    build=lambda plan, options: build_overview(plan, as_of=timezone.localdate()),
    is_visible=is_visible,
    title=lambda plan, options: f"Tổng quan tình hình thực hiện {plan.title}",
    variants=lambda plan: (Variant(refusal=refusal(plan)),),
    formats=WITH_TABLES,
)
