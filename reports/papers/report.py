"""One report of one task as it was sent: what its writer keeps in hand, and whoever may see it prints."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from agencies.models import User
from documents.official.model import (
    Align,
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
from reports.choices import ReportField
from reports.dashboards.reading import TEXTS, Content, content_from
from reports.models import ProgressReport
from reports.papers.reminder import receiver_of
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import Block, blocks

HEAD = "report"
NOT_SENT = "Báo cáo chưa gửi nên chưa có bản để in."
NOTHING = (Block(0, "Không có."),)
COLUMNS = (
    Column("Chỉ tiêu", 52),
    Column("Đơn vị tính", 18, Align.CENTER),
    Column("Cả năm", 15, Align.RIGHT),
    Column("Trong kỳ", 15, Align.RIGHT),
)


def build_report(report: ProgressReport) -> OfficialDocument:
    """The version last sent, never the one being mended; number, day and signer are put in by the agency's office."""
    task, period, plan = report.task, report.period, report.task.plan
    layout, receiver = own_layout(report.agency), receiver_of(plan, report.agency)
    office = office_of(report.agency, layout)
    content = content_from(report.submission or {})
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=symbol_of("BC", report.agency, layout),
        place=office.place,
        year=period.data_to.year,
        type_name="Báo cáo",
        subject=f"Kết quả thực hiện nhiệm vụ {_quoted(task.display_title)}, {period.as_span}",
        addressed_to=(receiver.name,),
        opening=(Block(0, _opening(report)),),
        sections=_sections(report, content),
        closing=(Block(0, f"{report.agency.name} kính gửi {receiver.name} tổng hợp."),),
        signature=Signature(office.authority),
        recipients=office.letter_recipients,
        marks=Marks(has_illustration=report.is_illustration or task.is_illustration),
        metadata=Metadata(title=title_of(report), author=report.agency.name, subject="Thông tin đối ngoại"),
    )


def title_of(report: ProgressReport) -> str:
    return f"Báo cáo {report.task.code}, {report.period.as_span}"


def _opening(report: ProgressReport) -> str:
    sent = f", gửi trên cổng lúc {_moment(report.submitted_at)}" if report.submitted_at else ""
    return f"{report.agency.name} báo cáo kết quả thực hiện nhiệm vụ {report.task.code} như sau (mã báo cáo {report.reference}{sent}):"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}"


def _quoted(title: str) -> str:
    """A title inside a sentence; one that quotes itself is not quoted again."""
    return title if "“" in title else f"“{title}”"


def _sections(report: ProgressReport, content: Content) -> tuple[Section, ...]:
    """Every part of the form, a blank one said to be blank; progress and the few figures stand with the results."""
    results, *others = ((ReportField(name).label, tuple(blocks(content.text_of(name)))) for name in TEXTS)
    proofs = tuple(
        Block(1, f"{item.name}: {item.url}" if item.url else item.name) for item in content.evidence
    )
    label, said = results
    table, days = _figures(report, content)
    first = Section(Level.SECTION, label, (*(said or NOTHING), _progress(content), *days), table=table)
    rest = (
        Section(Level.SECTION, label, said or NOTHING) for label, said in (*others, ("Minh chứng", proofs))
    )
    return (first, *rest)


def _progress(content: Content) -> Block:
    done = f", hoàn thành ngày {short_date(content.completed_on)}" if content.completed_on else ""
    percent = "không ghi" if content.progress_percent is None else f"{content.progress_percent}%{done}"
    return Block(0, f"Tiến độ: {percent}.")


def _figures(report: ProgressReport, content: Content) -> tuple[Table | None, tuple[Block, ...]]:
    """The table and the sentence above it; nothing where the task has no figures."""
    targets = {indicator.pk: indicator.target_value for indicator in report.task.indicators.all()}
    rows = tuple(
        (figure.name, figure.unit, number(targets.get(figure.indicator)), number(figure.value))
        for figure in content.figures
    )
    if not rows:
        return None, ()
    period = report.period
    day = Block(0, f"Số liệu từ {short_date(period.data_from)} đến {short_date(period.data_to)}:")
    return Table(COLUMNS, (RowGroup(rows),)), (day,)


# --- Who asks the registry ---------------------------------------------------------------------------------


def report_of_key(subject_key: str) -> ProgressReport:
    """What "report:17" names."""
    rows = ProgressReport.objects.with_names().select_related(
        "agency__parent", "period__locality", "task__plan__issuer", "task__plan__standing_agency"
    )
    return rows.get(pk=int(subject_key.removeprefix(f"{HEAD}:")))


def is_visible(user: User, report: ProgressReport, options: Options) -> bool:
    """Whoever may see the report."""
    return ProgressReport.objects.visible_to(user).filter(pk=report.pk).exists()


def _variants(report: ProgressReport) -> Sequence[Variant]:
    return (Variant(refusal="" if report.submission else NOT_SENT),)


SENT_REPORT = PaperSource(
    lambda subject, options: build_report(subject),
    is_visible,
    lambda subject, options: title_of(subject),
    _variants,
    WITH_TABLES,
)
