"""Outputs as they are read: beside a report, in the register, side by side where two may be one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_date

from agencies.models import Agency, Locality, User
from plans.choices import PlanStatus
from plans.models import Indicator, Task, TaskSupport
from reports.choices import OutputKind, ReportStatus
from reports.dashboards.counting import COLUMNS, Entry, is_counted, matching, value_of
from reports.models import Output, OutputPair, ProgressReport, ReportingPeriod
from reports.querysets import WRITING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number


def tasks_of(user: User, locality: Locality) -> QuerySet[Task]:
    """Tasks whose outputs this person may write down: those that their agencies lead or support in a plan under way."""
    agencies = user.agency_ids(*WRITING_ROLES)
    helps = TaskSupport.objects.filter(task_id=OuterRef("pk"), agency_id__in=agencies)
    leads = Q(lead_agency_id__in=agencies) | Q(joint_lead_agency_id__in=agencies)
    return (
        Task.objects.filter(leads | Exists(helps), locality=locality, plan__status=PlanStatus.ISSUED)
        .filter(is_secret=False, withdrawn_on__isnull=True)
        .select_related("plan", "plan__locality")
        .order_by("-plan__year_from", "plan", "sequence")
    )


def writing_agency(user: User, task: Task) -> Agency:
    """For which of their agencies this person writes: the one that leads the task, else one that supports it."""
    own = user.agency_ids(*WRITING_ROLES)
    leads = [pk for pk in (task.lead_agency_id, task.joint_lead_agency_id) if pk in own]
    helps = TaskSupport.objects.filter(task=task, agency_id__in=own).values_list("agency_id", flat=True)
    return Agency.objects.get(pk=leads[0] if leads else helps[0])


@dataclass(frozen=True)
class CountedFigure:
    """One indicator that is counted: its figure, and the entries behind it."""

    indicator: Indicator
    value: Decimal
    words: str
    sources: tuple[Output, ...]


@dataclass(frozen=True)
class PeriodOutputs:
    """What the register holds for one task in one period, and the figures that come from it."""

    outputs: list[Output]
    counted: list[CountedFigure]


def period_outputs(task: Task, period: ReportingPeriod) -> PeriodOutputs:
    """Beside the report while it is written; two queries, whatever there is."""
    outputs = list(
        Output.objects.kept()
        .in_period(period)
        .filter(task=task)
        .select_related("locality")
        .prefetch_related("makers")
        .order_by("done_on", "pk")
    )
    by_pk = {output.pk: output for output in outputs}
    entries = [Entry(*(getattr(output, name) for name in COLUMNS)) for output in outputs]
    counted = []
    for indicator in task.indicators.all():
        if is_counted(indicator):
            rule = indicator.counting_rule
            rule.indicator = indicator
            sources = tuple(by_pk[entry.pk] for entry in matching(rule, entries))
            counted.append(CountedFigure(indicator, value_of(rule, entries), rule.words, sources))
    return PeriodOutputs(outputs, counted)


@dataclass(frozen=True)
class SentOutput:
    """One output as it stood when the report was sent."""

    number: int
    title: str
    kind: str
    done_on: date | None
    makers: str


def sent_outputs(report: ProgressReport) -> list[SentOutput]:
    """What the reviewer reads: the register as it stood when the report was sent; no query."""
    kinds = dict(OutputKind.choices)
    return [
        SentOutput(
            row["number"],
            row["title"],
            str(kinds.get(row["kind"], "")),
            parse_date(row["done_on"]),
            row["makers"],
        )
        for row in (report.submission or {}).get("outputs", ())
    ]


def outputs_beside(report: ProgressReport, user: User) -> list[SentOutput]:
    """Beside the report as this person reads it: the register now for those who write, as it was sent for the others."""
    if not (report.is_writable and user.has_perm("reports.read_working_copy", report)):
        return sent_outputs(report)
    rows = Output.objects.kept().in_period(report.period).filter(task=report.task).order_by("done_on", "pk")
    return [
        SentOutput(row.number, row.title, row.get_kind_display(), row.done_on, row.maker_names)
        for row in rows.prefetch_related("makers")
    ]


def amounts_of(output: Output) -> str:
    """“1.250 lượt xem, tiếp cận · 60 người tham dự · 500 bản”: each with its unit, never added."""
    parts = [
        f"{number(output.views)} lượt xem, tiếp cận" if output.views is not None else "",
        f"{number(output.attendees)} người tham dự" if output.attendees is not None else "",
        f"{number(output.amount)} {output.unit}" if output.amount is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def day_words(output: Output) -> str:
    """“05/03/2026”, or from when to when."""
    if output.started_on and output.started_on != output.done_on:
        return f"{short_date(output.started_on)} – {short_date(output.done_on)}"
    return short_date(output.done_on)


def facts_of(output: Output) -> list[tuple[str, str]]:
    """Everything the register holds of one output, as terms and values; blanks are left out."""
    facts = [
        ("Số trong sổ", output.code),
        ("Loại", output.get_kind_display()),
        ("Ngày", day_words(output)),
        ("Kênh", output.get_channel_display()),
        ("Ngôn ngữ", output.language_names),
        ("Đối tượng", output.audience),
        ("Quốc gia, vùng lãnh thổ", output.country),
        ("Số lượng", amounts_of(output)),
        ("Cơ quan thực hiện", output.maker_names),
        ("Nhiệm vụ", f"{output.task.code} {output.task.display_title}"),
        ("Người ghi", f"{output.entered_by}, {output.agency.label}"),
    ]
    return [(term, value) for term, value in facts if value]


def together_with(output: Output) -> list[str]:
    """Who else made it, by the entries that it was merged with: every name stays."""
    root = output.counted_as
    others = Output.objects.kept().filter(pk=root) | Output.objects.kept().filter(same_as=root)
    names: dict[str, None] = {}
    for other in others.exclude(pk=output.pk).prefetch_related("makers").order_by("pk"):
        names |= dict.fromkeys(maker.name for maker in other.makers.all())
    own = {maker.name for maker in output.makers.all()}
    return [name for name in names if name not in own]


@dataclass(frozen=True)
class PairSide:
    """One of two entries laid side by side; `differs` names the terms that are not alike."""

    output: Output
    facts: list[tuple[str, str, bool]]


def pair_sides(pair: OutputPair) -> list[PairSide]:
    """Both entries of a pair, term by term; what they tell differently is marked."""
    rows = {row.pk: row for row in Output.objects.with_names().filter(pk__in=[pair.first_id, pair.second_id])}
    both = [rows[pair.first_id], rows[pair.second_id]]
    told = [dict(facts_of(output)) | {"Đường dẫn": output.url} for output in both]
    terms = list(dict.fromkeys(term for side in told for term in side if any(s.get(term) for s in told)))
    return [
        PairSide(
            output,
            [(term, side.get(term) or "Không ghi", _differ(term, told)) for term in terms],
        )
        for output, side in zip(both, told, strict=True)
    ]


def _differ(term: str, told: list[dict[str, str]]) -> bool:
    """Number and writer of two entries always do: that says nothing."""
    return term not in ("Số trong sổ", "Người ghi") and told[0].get(term) != told[1].get(term)


Json = dict[str, Any]


def output_figures(period: ReportingPeriod, as_of: date, groups: dict[int, str]) -> list[Json]:
    """Totals of the register for a period's review, by kind: merged entries once, each unit by itself.

    What accepted reports hold counts, whichever of the periods inside this one they were of; one query.
    """
    accepted = ProgressReport.objects.kept().filter(
        task_id=OuterRef("task_id"),
        status=ReportStatus.ACCEPTED,
        period__data_from__lte=OuterRef("done_on"),
        period__data_to__gte=OuterRef("done_on"),
    )
    found = (
        Output.objects.kept().in_period(period).filter(Exists(accepted.order_by()), task__plan=period.plan_id)
    )
    rows = found.filter(done_on__lte=as_of).order_by("pk").values(*COLUMNS, "unit", "task__group__number")
    by_kind: dict[str, list[Json]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], []).append(row)
    return [
        _kind_line(kind, label, by_kind[kind], groups)
        for kind, label in OutputKind.choices
        if kind in by_kind
    ]


def _kind_line(kind: str, label: Any, rows: list[Json], groups: dict[int, str]) -> Json:
    entries = [(row["task__group__number"], Entry(*(row[name] for name in COLUMNS))) for row in rows]
    units: dict[str, tuple[str, dict[int, Decimal]]] = {}
    for row, (_, entry) in zip(rows, entries, strict=True):
        for unit, amount in _amounts(row):
            _, by_root = units.setdefault(unit, (unit, {}))
            by_root[entry.root] = max(by_root.get(entry.root, Decimal()), amount)
    by_group: dict[int, set[int]] = {}
    for group, entry in entries:
        by_group.setdefault(group, set()).add(entry.root)
    return {
        "kind": kind,
        "label": str(label),
        "count": len({entry.root for _, entry in entries}),
        "amounts": [{"unit": unit, "value": str(sum(by_root.values()))} for unit, by_root in units.values()],
        "groups": [
            {"number": group, "title": groups.get(group, ""), "count": len(roots)}
            for group, roots in sorted(by_group.items())
        ],
    }


def _amounts(row: Json) -> list[tuple[str, Decimal]]:
    found = [
        ("lượt xem, tiếp cận", row["views"]),
        ("người tham dự", row["attendees"]),
        (row["unit"], row["amount"]),
    ]
    return [(unit, Decimal(value)) for unit, value in found if value is not None]
