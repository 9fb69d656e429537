"""A report as it is read: what it says, what it answers, what changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.text import capfirst

from agencies.models import Agency, User
from plans.choices import ChangeKind
from plans.dashboards.changes import ClausePair, pairs_of, task_clauses
from plans.models import AmendmentChange, Task
from reports.choices import ReportField, ReportStatus
from reports.dashboards.answers import Answer, answers_for
from reports.models import (
    Contribution,
    Evidence,
    FigureValue,
    ProgressReport,
    ReportingPeriod,
)
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number

TEXTS = (ReportField.RESULTS, ReportField.DIFFICULTIES, ReportField.RECOMMENDATIONS, ReportField.NEXT_STEPS)
# In the order of the form.
ORDER = (
    ReportField.RESULTS,
    ReportField.FIGURES,
    ReportField.PERCENT,
    ReportField.COMPLETED_ON,
    ReportField.DIFFICULTIES,
    ReportField.RECOMMENDATIONS,
    ReportField.NEXT_STEPS,
    ReportField.EVIDENCE,
)
# Where the form's field for each of them stands on the page.
ANCHORS = {
    ReportField.RESULTS: "#id_results",
    ReportField.FIGURES: "#so-lieu",
    ReportField.PERCENT: "#id_progress_percent",
    ReportField.COMPLETED_ON: "#id_completed_on",
    ReportField.DIFFICULTIES: "#id_difficulties",
    ReportField.RECOMMENDATIONS: "#id_recommendations",
    ReportField.NEXT_STEPS: "#id_next_steps",
    ReportField.EVIDENCE: "#minh-chung",
}


def field_label(name: str) -> str:
    """A column of the report by its model's name for it."""
    field: Any = ProgressReport._meta.get_field(name)
    return str(capfirst(field.verbose_name))


@dataclass(frozen=True)
class Figure:
    indicator: int
    name: str
    unit: str
    value: Decimal

    def __str__(self) -> str:
        return f"{self.name}: {number(self.value)} {self.unit}"


@dataclass(frozen=True)
class EvidenceItem:
    """`pk` is None where the file was taken off after the report had been sent."""

    pk: int | None
    kind: str
    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Content:
    """What one version of a report says."""

    results: str = ""
    difficulties: str = ""
    recommendations: str = ""
    next_steps: str = ""
    progress_percent: int | None = None
    completed_on: date | None = None
    no_change: bool = False
    figures: tuple[Figure, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()

    def text_of(self, field: str) -> str:
        """The field as plain text, for comparing and for pages that show it in one piece."""
        if field in TEXTS:
            return str(getattr(self, field))
        return {
            ReportField.FIGURES: "\n".join(str(figure) for figure in self.figures),
            ReportField.PERCENT: "" if self.progress_percent is None else f"{self.progress_percent}%",
            ReportField.COMPLETED_ON: short_date(self.completed_on) if self.completed_on else "",
            ReportField.EVIDENCE: "\n".join(item.name for item in self.evidence),
        }[ReportField(field)]


def content_of(report: ProgressReport) -> Content:
    """What the report says now."""
    figures = tuple(
        Figure(f.indicator_id, f.indicator.name, f.indicator.unit, f.value) for f in _figure_rows(report)
    )
    items = tuple(EvidenceItem(e.pk, e.kind, str(e), e.url, e.size) for e in report.evidence.all())
    return Content(
        report.results,
        report.difficulties,
        report.recommendations,
        report.next_steps,
        report.progress_percent,
        report.completed_on,
        report.no_change,
        figures,
        items,
    )


def _figure_rows(report: ProgressReport) -> list[FigureValue]:
    """In the order of the indicators; without a query where they were read along with the report."""
    if "figures" in getattr(report, "_prefetched_objects_cache", {}):
        return sorted(report.figures.all(), key=lambda figure: figure.indicator.number)
    return list(report.figures.select_related("indicator").order_by("indicator__number"))


def figure_lines(report: ProgressReport, content: Content) -> list[tuple[str, str]]:
    """Every promised figure with what is reported of it; a blank one is there too."""
    given = {figure.indicator: f"{number(figure.value)} {figure.unit}" for figure in content.figures}
    return [(indicator.name, given.get(indicator.pk, "")) for indicator in report.task.indicators.all()]


def content_from(submission: Mapping[str, Any], *, kept: set[int] | None = None) -> Content:
    """What was sent. `kept`: the evidence that still stands; what is not among it has no address any more."""
    done = submission.get("completed_on")
    return Content(
        **{field: submission.get(field, "") for field in TEXTS},
        progress_percent=submission.get("progress_percent"),
        completed_on=date.fromisoformat(done) if done else None,
        no_change=bool(submission.get("no_change")),
        figures=tuple(
            Figure(f["indicator"], f["name"], f["unit"], Decimal(f["value"]))
            for f in submission.get("figures", ())
        ),
        evidence=tuple(
            EvidenceItem(
                e["id"] if kept is None or e["id"] in kept else None,
                e["kind"],
                e["name"],
                e["url"],
                e.get("size", 0),
            )
            for e in submission.get("evidence", ())
        ),
    )


def sent_content_of(report: ProgressReport) -> Content:
    """The version last sent, with the addresses of the evidence that still stands."""
    return content_from(report.submission or {}, kept=set(report.evidence.values_list("pk", flat=True)))


@dataclass(frozen=True)
class EarlierReport:
    """The last accepted report of an earlier period: what to read beside, and to copy from."""

    period: str
    accepted_at: datetime | None
    content: Content

    @property
    def values(self) -> dict[int, Decimal]:
        return {figure.indicator: figure.value for figure in self.content.figures}


def earlier_report(task: Task, period: ReportingPeriod) -> EarlierReport | None:
    """The last accepted report of `task` whose period ends before `period` does."""
    figures = Prefetch(
        "figures", FigureValue.objects.select_related("indicator").order_by("indicator__number")
    )
    rows = ProgressReport.objects.filter(
        task=task, status=ReportStatus.ACCEPTED, period__data_to__lt=period.data_to
    ).exclude(period=period)
    last = rows.select_related("period").prefetch_related(figures).order_by("-period__data_to", "-pk").first()
    if last is None:
        return None
    values = tuple(
        Figure(f.indicator_id, f.indicator.name, f.indicator.unit, f.value) for f in last.figures.all()
    )
    content = Content(
        last.results,
        last.difficulties,
        last.recommendations,
        last.next_steps,
        last.progress_percent,
        last.completed_on,
        last.no_change,
        values,
    )
    return EarlierReport(last.period.name, last.accepted_at, content)


def promise_facts(
    task: Task, answers: list[Answer], earlier: EarlierReport | None, *, as_of: date
) -> list[tuple[str, ...]]:
    """What was promised, for components/promise.html: (term, value) or with a status and its word."""
    facts: list[tuple[str, ...]] = []
    if task.expected_output:
        facts.append(("Sản phẩm, kết quả", task.expected_output))
    facts += [
        (
            f"Chỉ tiêu: {i.name}",
            f"{number(i.target_value)} {i.unit}" if i.target_value is not None else i.unit,
        )
        for i in task.indicators.all()
    ]
    leads = [agency.name for agency in (task.lead_agency, task.joint_lead_agency) if agency]
    facts.append(("Chủ trì" if len(leads) < 2 else "Đồng chủ trì", "; ".join(leads)))
    facts += [
        (f"Phối hợp: {answer.agency}", answer.asked or "Phối hợp thực hiện.", *answer.state())
        for answer in answers
    ]
    facts.append(("Thời gian", _span(task)))
    facts.append(("Báo cáo được tiếp nhận gần nhất", _told(earlier) if earlier else "Chưa có"))
    return facts


def _span(task: Task) -> str:
    ends = " – ".join(short_date(day) for day in (task.starts_on, task.due_on) if day)
    rhythm = "" if task.rhythm == "ONCE" else task.get_rhythm_display()
    return ", ".join(part for part in (rhythm, ends) if part) or "Không ghi"


def _told(earlier: EarlierReport) -> str:
    figures = "; ".join(str(figure) for figure in earlier.content.figures)
    percent = f"{earlier.content.progress_percent}%" if earlier.content.progress_percent is not None else ""
    return ", ".join(part for part in (earlier.period, percent, figures) if part)


def evidence_rows(report: ProgressReport) -> list[Evidence]:
    return list(report.evidence.select_related("added_by"))


@dataclass(frozen=True)
class PromiseChange:
    """What an amendment changed of the task after the version that the report answers."""

    title: str
    url: str
    pairs: tuple[ClausePair, ...]
    is_withdrawn: bool


def promise_changes(report: ProgressReport) -> list[PromiseChange]:
    """Amendments of the task in effect since the version of the plan that the report remembers; one query."""
    rows = AmendmentChange.objects.filter(
        task=report.task_id, amendment__made_version__number__gt=report.plan_version
    )
    found = []
    for change in rows.select_related("amendment").order_by("amendment__made_version__number"):
        change.amendment.plan = report.task.plan
        since = short_date(change.amendment.effective_from) if change.amendment.effective_from else ""
        found.append(
            PromiseChange(
                f"điều chỉnh lần {change.amendment.ordinal}, có hiệu lực từ {since}",
                change.amendment.get_absolute_url(),
                pairs_of(task_clauses(change.before), task_clauses(change.after)) if change.after else (),
                change.kind == ChangeKind.WITHDRAW_TASK,
            )
        )
    return found


@dataclass(frozen=True)
class ReportPage:
    """One report as a person reads it: the version they may read, beside what it answers."""

    content: Content
    facts: list[tuple[str, ...]]
    answers: list[Answer]
    earlier: EarlierReport | None
    reviewer: str
    locked: str
    changes: list[PromiseChange]

    @property
    def given(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_given]


def report_page(report: ProgressReport, user: User, *, as_of: date) -> ReportPage:
    """The working copy for those who write it, the version last sent for everybody else."""
    writes = user.has_perm("reports.read_working_copy", report)
    answers = answers_for(
        report.task, report.period, visible=Contribution.objects.visible_to(user), as_of=as_of
    )
    earlier = earlier_report(report.task, report.period)
    reviewer = reviewing_agency(report)
    return ReportPage(
        content=content_of(report) if writes else sent_content_of(report),
        facts=promise_facts(report.task, answers, earlier, as_of=as_of),
        answers=answers, earlier=earlier, reviewer=reviewer, locked=_locked(report, reviewer) if writes else "",
        changes=promise_changes(report),
    )  # fmt: skip


def reviewing_agency(report: ProgressReport) -> str:
    """Who looks at the report: the plan's standing agency, else the locality's."""
    own = report.task.plan.standing_agency
    agency = (
        own
        or Agency.objects.filter(locality_id=report.locality_id, is_standing=True)
        .order_by("-valid_from")
        .first()
    )
    return agency.name if agency else "Cơ quan thường trực"


def _locked(report: ProgressReport, reviewer: str) -> str:
    """“Có sửa được không?”, answered in words where it cannot be changed."""
    if report.status == ReportStatus.AGENCY_REVIEW:
        return "Không, lãnh đạo đơn vị đang xem. Lấy về để sửa tiếp."
    if report.status == ReportStatus.SUBMITTED:
        return (
            f"Không, {reviewer} đang xem xét."
            if report.opened_at
            else "Không, nhưng còn rút lại được vì người xem xét chưa mở."
        )
    if report.status == ReportStatus.ACCEPTED:
        return f"Không, báo cáo đã được tiếp nhận. Cần sửa thì đề nghị {reviewer} mở lại."
    return ""
