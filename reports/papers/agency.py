"""What one agency reports to the standing agency of its own tasks in a period: the review's small brother.

Assembled from the reports that the agency has sent; number, day and signer are put in by its own office.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from agencies.models import Agency, Locality, User
from documents.official.model import (
    Align,
    Annex,
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
from documents.papers import office_of, own_layout, symbol_of
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from reports.dashboards.owed import SENT
from reports.models import FigureValue, ProgressReport, ReportingPeriod
from reports.papers.reminder import cited_plan, receiver_of
from reports.querysets import WRITING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import Block, blocks

HEAD = "agency-report"
NOTHING_SENT = "Cơ quan chưa gửi báo cáo nào trong kỳ này nên chưa có gì để lập."
TEXTS = (
    ("Khó khăn, vướng mắc", "difficulties"),
    ("Nhiệm vụ kỳ tới", "next_steps"),
    ("Kiến nghị, đề xuất", "recommendations"),
)
COLUMNS = (
    Column("Nhiệm vụ", 8, Align.CENTER),
    Column("Nội dung nhiệm vụ", 34),
    Column("Hạn hoàn thành", 12, Align.CENTER),
    Column("Tiến độ (%)", 10, Align.CENTER),
    Column("Chỉ tiêu, số liệu trong kỳ", 36),
)


@dataclass(frozen=True)
class AgencyPeriod:
    """One agency in one period: what such a paper is about."""

    period: ReportingPeriod
    agency: Agency

    @property
    def locality(self) -> Locality:
        return self.period.locality

    @property
    def subject_key(self) -> str:
        return f"{HEAD}:{self.locality.code}/{self.period.plan.slug}/{self.period.slug}/{self.agency.code}"


def build_agency_report(subject: AgencyPeriod) -> OfficialDocument:
    """The agency's report in its own layout, addressed to the standing agency, by that one to the issuer."""
    period, agency, plan = subject.period, subject.agency, subject.period.plan
    layout, receiver = own_layout(agency), receiver_of(plan, agency)
    office = office_of(agency, layout)
    reports = list(sent_reports(subject).select_related("task__group"))
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=symbol_of("BC", agency, layout),
        place=office.place,
        year=period.data_to.year,
        type_name="Báo cáo",
        subject=f"Kết quả thực hiện nhiệm vụ thông tin đối ngoại {period.as_span}",
        addressed_to=(receiver.name,),
        opening=(Block(0, f"Thực hiện {cited_plan(plan)}, {agency.name} báo cáo kết quả như sau:"),),
        sections=_sections(reports),
        closing=(Block(0, _closing(subject, receiver)),),
        signature=Signature(office.authority),
        recipients=office.letter_recipients,
        annexes=_annexes(reports, period),
        marks=Marks(has_illustration=any(r.is_illustration or r.task.is_illustration for r in reports)),
        metadata=Metadata(title=title_of(subject), author=agency.name, subject="Thông tin đối ngoại"),
    )


def sent_reports(subject: AgencyPeriod) -> Any:
    """What the agency has sent of the period and not taken back."""
    reports = ProgressReport.objects.kept().filter(period=subject.period, agency=subject.agency)
    return reports.filter(status__in=SENT).order_by("task__sequence")


def title_of(subject: AgencyPeriod) -> str:
    return f"Báo cáo của {subject.agency.label}, {subject.period.as_span}"


def _closing(subject: AgencyPeriod, receiver: Agency) -> str:
    """Where the figures stand (NĐ 30/2020, Phụ lục I: the body refers to its annex), and who sums up."""
    return (
        f"Trên đây là báo cáo kết quả thực hiện nhiệm vụ thông tin đối ngoại {subject.period.as_span} (tiến độ, số liệu từng"
        f" nhiệm vụ tại Phụ lục kèm theo), {subject.agency.name} kính gửi {receiver.name} tổng hợp."
    )


def _sections(reports: list[ProgressReport]) -> tuple[Section, ...]:
    """I. Kết quả by task, then what several fields say, each with the task it is about; what is blank is left out."""
    results = tuple(
        Section(Level.CLAUSE, report.task.display_title, tuple(blocks(report.results))) for report in reports
    )
    others = (Section(Level.SECTION, title, _said(reports, field)) for title, field in TEXTS)
    return (
        Section(Level.SECTION, "Kết quả thực hiện", children=results),
        *(section for section in others if section.blocks),
    )


def _said(reports: Iterable[ProgressReport], field: str) -> tuple[Block, ...]:
    found = []
    for report in reports:
        first, *more = blocks(getattr(report, field)) or [Block(0, "")]
        if first.text:
            found.append(Block(1, f"{report.task.display_title}: {first.text}"))
            found += [Block(2, block.text) for block in more]
    return tuple(found)


def _annexes(reports: list[ProgressReport], period: ReportingPeriod) -> tuple[Annex, ...]:
    if not reports:
        return ()
    said: dict[int, list[str]] = {}
    figures = FigureValue.objects.filter(report__in=[r.pk for r in reports]).select_related("indicator")
    for figure in figures.order_by("indicator__number"):
        target = figure.indicator.target_value
        of = f"/{number(target)}" if target is not None else ""
        said.setdefault(figure.report_id, []).append(
            f"{figure.indicator.name}: {number(figure.value)}{of} {figure.indicator.unit}"
        )
    rows = tuple(_row(report, said.get(report.pk, [])) for report in reports)
    day = Block(0, f"Số liệu từ {short_date(period.data_from)} đến {short_date(period.data_to)}.")
    return (Annex("Tiến độ và số liệu từng nhiệm vụ", Table(COLUMNS, (RowGroup(rows),)), opening=(day,)),)


def _row(report: ProgressReport, figures: list[str]) -> tuple[str, ...]:
    task = report.task
    return (
        task.code,
        task.display_title,
        short_date(task.due_on) if task.due_on else "",
        number(report.progress_percent),
        "; ".join(figures),
    )


# --- Who asks the registry ---------------------------------------------------------------------------------


def subject_of_key(subject_key: str) -> AgencyPeriod:
    """What "agency-report:hcm/2026/2026-6-thang/so-du-lich" names."""
    locality, plan, period, agency = subject_key.removeprefix(f"{HEAD}:").split("/")
    periods = ReportingPeriod.objects.select_related(
        "locality", "plan__locality", "plan__issuer", "plan__standing_agency"
    )
    row = periods.get(locality__code=locality, plan__slug=plan, slug=period)
    return AgencyPeriod(
        row, Agency.objects.select_related("locality", "parent").get(locality=row.locality, code=agency)
    )


def is_visible(user: User, subject: AgencyPeriod, options: Options) -> bool:
    """The agency's own people who write; and whoever reads every report of the locality that was sent."""
    return subject.agency.pk in user.agency_ids(*WRITING_ROLES) or user.has_perm(
        "reports.read_results", subject.locality
    )


def _variants(subject: AgencyPeriod) -> Sequence[Variant]:
    return (Variant(refusal="" if sent_reports(subject).exists() else NOTHING_SENT),)


def own_periods(user: User, period_ids: Iterable[int]) -> dict[int, list[Agency]]:
    """For each period the agencies of this person that have sent a report in it; one query, none for others."""
    agencies = user.agency_ids(*WRITING_ROLES)
    if not agencies:
        return {}
    rows = ProgressReport.objects.kept().filter(
        Q(agency__in=agencies), period__in=list(period_ids), status__in=SENT
    )
    found: dict[int, list[Agency]] = {}
    for report in rows.select_related("agency").order_by("agency__sort_key", "pk"):
        known = found.setdefault(report.period_id, [])
        if report.agency not in known:
            known.append(report.agency)
    return found


AGENCY_REPORT = PaperSource(
    lambda subject, options: build_agency_report(subject),
    is_visible,
    lambda subject, options: title_of(subject),
    _variants,
    WITH_TABLES,
)
