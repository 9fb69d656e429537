"""The figures of a review: counted once, then kept as data.

They are plain JSON from the start, so that what was frozen and what is still provisional have one shape, and
page, print and paper read the same numbers.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from agencies.services.calendar import WorkCalendar, calendar_from_column, days_as_column
from plans.choices import PUBLIC_STATUSES, PlanKind
from plans.dashboards.figures import GroupLine, group_lines, total_of
from plans.dashboards.past import PastPlan, past_plan
from plans.models import Indicator, Plan
from plans.states import Figures
from reports.choices import ReportStatus
from reports.dashboards.assembly import sources_among
from reports.dashboards.outputs import output_figures
from reports.dashboards.owed import SENT, owed_tasks
from reports.models import FigureValue, ProgressReport, ReportingPeriod
from ttdn_portal.shared.prepared import Numbers, prepared
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import fold

Json = dict[str, Any]


def period_figures(period: ReportingPeriod, *, as_of: date) -> Json:
    """Everything countable of a period on a day: groups, indicators, agencies; nothing is summed across units."""
    plan = period.plan
    past = past_plan(plan, as_of)
    groups = past.group_lines() if past else group_lines(plan, as_of)
    due = _due_by(plan, as_of, past)
    before, day_before = last_year_of(plan, as_of)
    past_before = past_plan(before, day_before) if before else None
    lines_before = _lines_before(before, day_before, past_before)
    known_before = {fold(line.title): line.figures for line in lines_before}
    return {
        "as_of": as_of.isoformat(),
        "total": _counts(total_of(groups), sum(due.values())),
        "last_year": _last_year(before, day_before, lines_before, past_before),
        "groups": [_group(line, due, known_before) for line in groups],
        "indicators": _indicators(period, as_of, before, day_before),
        "agencies": _agencies(period),
        "outputs": output_figures(period, as_of, {line.number: line.title for line in groups}),
    }


def cut_off_of(period: ReportingPeriod, today: date) -> date:
    """The day up to which the figures count: the cut-off, or today while it has not come."""
    return min(period.data_to, today)


def digest_of(content: Any) -> str:
    """SHA-256 of data in its canonical form."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def a_year_before(day: date) -> date:
    """The same day a year earlier; 29 February gives the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def last_year_of(plan: Plan, as_of: date) -> tuple[Plan | None, date]:
    """Where last year's figures stand: the same plan of several years, else the yearly plan before this one."""
    day = a_year_before(as_of)
    if plan.kind == PlanKind.MULTI_YEAR:
        return (plan if day >= plan.starts_on else None), day
    same = Q(kind=PlanKind.ANNUAL, status__in=PUBLIC_STATUSES, year_to=plan.year_from - 1)
    earlier = Plan.objects.filter(same, locality=plan.locality_id, issuer=plan.issuer_id)
    return earlier.order_by("-issued_on", "pk").first(), day


def _counts(figures: Figures, due: int) -> Json:
    """The five figures with the plan's beside them: how many tasks it has, and how many had to be done by the day."""
    return figures._asdict() | {
        "going": figures.going,
        "finished": figures.finished,
        "rate": figures.rate,
        "planned_due": due,
    }


def _lines_before(plan: Plan | None, day: date, past: PastPlan | None) -> list[GroupLine]:
    if past:
        return past.group_lines()
    return group_lines(plan, day) if plan else []


def _last_year(plan: Plan | None, day: date, lines: list[GroupLine], past: PastPlan | None) -> Json | None:
    if plan is None:
        return None
    return {"plan": plan.title, "as_of": day.isoformat()} | _counts(
        total_of(lines), sum(_due_by(plan, day, past).values())
    )


def _group(line: GroupLine, due: Counter[int], before: dict[str, Figures]) -> Json:
    """One content item; last year's figures stand beside it where a content item of the same name was promised then."""
    known = before.get(fold(line.title))
    return {
        "number": line.number,
        "title": line.title,
        "counts": _counts(line.figures, due[line.number]),
        "last_year": {"total": known.total, "finished": known.finished, "rate": known.rate}
        if known
        else None,
    }


def _due_by(plan: Plan, day: date, past: PastPlan | None) -> Counter[int]:
    """How many tasks of each group the plan wants done by the day, as it promised on that day."""
    if past:
        return Counter(task.group for task in past.tasks if task.due_on and task.due_on <= day)
    rows = plan.tasks.counted_on(day).filter(due_on__lte=day).order_by().values_list("group__number")
    return Counter(dict(rows.annotate(n=Count("pk"))))


NOT_TOLD: tuple[Decimal | None, str] = (None, "")
INDICATOR_COLUMNS = (
    "pk",
    "name",
    "unit",
    "target_value",
    "task__code",
    "task__title",
    "task__starts_on",
    "task__lead_agency__name",
    "task__lead_agency__short_name",
)


def _indicators(period: ReportingPeriod, as_of: date, before: Plan | None, day_before: date) -> list[Json]:
    """Each indicator by itself with what the accepted report of its task says; a unit is never added to another."""
    told = _told(plan=period.plan_id, inside=Numbers(period.covered_ids))
    values = {pk: (value, "" if where == period.pk else name) for pk, value, where, name in told}
    earlier = _values_of_last_year(period, before, day_before)
    found = Indicator.objects.filter(task__in=period.plan.tasks.counted_on(as_of).filter(is_secret=False))
    rows = found.order_by("task__sequence", "number").values(*INDICATOR_COLUMNS)
    return [_indicator(row, values.get(row["pk"], NOT_TOLD), earlier, as_of) for row in rows]


@prepared
def _told(*, plan: int, inside: Numbers) -> QuerySet[Any]:
    told = FigureValue.objects.filter(report__in=sources_among(plan, inside)).order_by()
    return told.values_list("indicator_id", "value", "report__period_id", "report__period__name")


def _indicator(
    row: Json, told: tuple[Decimal | None, str], earlier: dict[tuple[str, str], Decimal], as_of: date
) -> Json:
    starts_on, (value, told_in) = row["task__starts_on"], told
    return {
        "code": row["task__code"],
        "task": row["task__title"],
        "agency": row["task__lead_agency__short_name"] or row["task__lead_agency__name"] or "",
        "name": row["name"],
        "unit": row["unit"],
        "target": _plain(row["target_value"]),
        "value": _plain(value),
        "period": told_in,
        "has_begun": starts_on is None or starts_on <= as_of,
        "last_year": _plain(earlier.get((fold(row["name"]), fold(row["unit"])))) if earlier else None,
    }


def indicator_rows(indicators: Iterable[Json]) -> list[tuple[str, ...]]:
    """The indicators as `reports/_period_review_indicator_rows.jinja` draws them."""
    return [
        (
            row["name"],
            f"{row['code']} {row['task']}",
            row["agency"],
            row["unit"],
            number(row["target"]) or "–",
            number(row["value"]) or "–",
            _note(row),
            number(row["last_year"]) or "–",
        )
        for row in indicators
    ]


def _note(row: Json) -> str:
    """Why no value stands there, or of which period it is."""
    if row["value"] is None:
        return "chưa có báo cáo" if row["has_begun"] else "chưa đến thời gian"
    return row["period"] or ""


def _values_of_last_year(
    period: ReportingPeriod, before: Plan | None, day_before: date
) -> dict[tuple[str, str], Decimal]:
    """Figures of the same period a year before by name and unit; a name used twice then is nobody's equal."""
    if before is None:
        return {}
    rows = FigureValue.objects.filter(
        report__status=ReportStatus.ACCEPTED,
        report__period__plan=before,
        report__period__kind=period.kind,
        report__period__data_to=a_year_before(period.data_to),
    ).values_list("indicator__name", "indicator__unit", "value")
    found: dict[tuple[str, str], list[Decimal]] = {}
    for name, unit, value in rows:
        found.setdefault((fold(name), fold(unit)), []).append(value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}


def _plain(value: Decimal | None) -> str | None:
    return str(value) if value is not None else None


_AGENCY_PARTS = ("id", "_code", "_short_name", "_name", "_sort_key")


def _agencies(period: ReportingPeriod) -> list[Json]:
    """Which leading agencies, joint ones too, reported, which did not, which were late; two queries."""
    sent = ProgressReport.objects.kept().filter(period=period, status__in=SENT)
    sent_columns = (
        "task_id",
        "submitted_at",
        "new_due_on",
        "task__lead_agency_id",
        "task__joint_lead_agency_id",
        "task__lead_heir_id",
        "task__joint_heir_id",
    )
    rows = sent.values_list(days_as_column(period.locality_id), *sent_columns)
    calendar = calendar_from_column(rows[0][0], period.locality_id) if rows else WorkCalendar()
    told = {
        task: _is_late(submitted_at, new_due_on or period.due_for(task, leads), calendar)
        for _, task, submitted_at, new_due_on, *leads in rows
    }
    columns = [f"{lead}_{part}" for lead in ("lead_agency", "joint_lead_agency") for part in _AGENCY_PARTS]
    extended = Counter(row["agency"] for row in period.longer)
    lines: dict[str, Json] = {}
    order: dict[str, str] = {}
    for task, *leads in owed_tasks(period).order_by("sequence").values_list("pk", *columns):
        for pk, code, label, name, sort_key in (leads[:5], leads[5:]):
            if pk is None:
                continue
            new = {"code": code, "name": label or name, "owed": 0, "sent": 0, "late": 0}
            line = lines.setdefault(code, new | {"extended": extended[pk]})
            order[code] = sort_key
            line["owed"] += 1
            line["sent"] += task in told
            line["late"] += told.get(task, False)
    return [lines[code] for code in sorted(lines, key=lambda code: order[code])]


def _is_late(submitted_at: datetime | None, due_on: date, calendar: WorkCalendar) -> bool:
    return submitted_at is not None and calendar.is_late(due_on, timezone.localdate(submitted_at))


def reported_line(agencies: Iterable[Json]) -> dict[str, list[str]]:
    """Names of agencies whose reports are all in, partly in, not in; and of those that were late with any."""
    rows = list(agencies)
    return {
        "complete": [row["name"] for row in rows if row["sent"] == row["owed"]],
        "partly": [row["name"] for row in rows if 0 < row["sent"] < row["owed"]],
        "missing": [row["name"] for row in rows if row["sent"] == 0],
        "late": [row["name"] for row in rows if row["late"]],
        "extended": [f"{row['name']} ({row['extended']} lần)" for row in rows if row.get("extended")],
    }
