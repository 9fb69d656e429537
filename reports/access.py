"""The first step of every view about a report: the report, or the task and period it will be of, or 404."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agencies.models import AgencySuccession, Rights
from plans.models import Indicator, Task
from reports.dashboards.counting import is_counted
from reports.models import (
    Meeting,
    Output,
    OutputPair,
    PeriodReview,
    PressItem,
    ProgressReport,
    ReportingPeriod,
)
from reports.services.texts import keep_figures
from ttdn_portal.shared.access import only_or_404
from ttdn_portal.shared.prepared import keep_related, prepared


@dataclass(frozen=True)
class Place:
    """Where a report stands, or will stand."""

    task: Task
    period: ReportingPeriod
    report: ProgressReport | None


def report_or_404(request: Any, locality: str, plan: str, period: str, code: str) -> ProgressReport:
    """The report that this person may see, by one query."""
    address = {"locality": locality, "plan": plan, "period": period, "code": code}
    report: ProgressReport = only_or_404(_seen_report(user=request.user.rights, **address))
    request.locality = report.locality
    return report


def place_or_404(request: Any, locality: str, plan: str, period: str, code: str) -> Place:
    """Task and period that this person may see, with the report between them where there is one."""
    address = {"locality": locality, "plan": plan, "period": period, "code": code}
    found = _own_report(user=request.user.rights, **address)
    place = _place_of(found[0]) if found else _empty_place(request.user.rights, **address)
    _keep_indicators(place)
    request.locality = place.period.locality
    return place


def _place_of(report: ProgressReport) -> Place:
    task, period = report.task, report.period
    period.plan, period.locality = task.plan, report.locality
    return Place(task, period, report)


def _keep_indicators(place: Place) -> None:
    """The task's indicators with what the report says of each, by one query."""
    task, report = place.task, place.report
    indicators = _indicators(task=task.pk, report=report.pk if report else 0)
    keep_related(task, "indicators", indicators)
    if report:
        keep_figures(report, {i.pk: i.told for i in indicators if i.told is not None and not is_counted(i)})


def _empty_place(user: Rights, locality: str, plan: str, period: str, code: str) -> Place:
    """Where no report of one's own agency has been begun."""
    when: ReportingPeriod = only_or_404(_seen_period(user=user, locality=locality, plan=plan, slug=period))
    task: Task = only_or_404(_task(plan=when.plan_id, code=code))
    return Place(task, when, None)


@prepared
def _seen_report(
    *, user: Rights, locality: str, plan: str, period: str, code: str
) -> QuerySet[ProgressReport]:
    return ProgressReport.objects.visible_to(user).with_names().at(locality, plan, period, code)


@prepared
def _own_report(
    *, user: Rights, locality: str, plan: str, period: str, code: str
) -> QuerySet[ProgressReport]:
    """The report of a task that one's own agency leads: whoever writes it sees its period too."""
    return ProgressReport.objects.written_by(user).with_names().at(locality, plan, period, code)


@prepared
def _seen_period(*, user: Rights, locality: str, plan: str, slug: str) -> QuerySet[ReportingPeriod]:
    periods = ReportingPeriod.objects.visible_to(user).select_related("plan", "locality")
    return periods.filter(locality__code=locality, plan__slug=plan, slug=slug)


@prepared
def _task(*, plan: int, code: str) -> QuerySet[Task]:
    return Task.objects.with_names().filter(plan_id=plan, code=code)


@prepared
def _indicators(*, task: int, report: int) -> QuerySet[Indicator]:
    """Each with the report's figure of it as `told`; None where it has none."""
    figure = FilteredRelation("values", condition=Q(values__report=report))
    indicators = Indicator.objects.filter(task=task).annotate(figure=figure, told=F("figure__value"))
    return indicators.select_related("counting_rule").order_by("number", "pk")


def period_or_404(request: Any, locality: str, plan: str, period: str) -> ReportingPeriod:
    """The period that this person may see, by one query."""
    periods = ReportingPeriod.objects.visible_to(request.user).select_related(
        "plan", "plan__locality", "locality"
    )
    row: ReportingPeriod = get_object_or_404(periods, locality__code=locality, plan__slug=plan, slug=period)
    request.locality = row.locality
    return row


def output_or_404(request: Any, locality: str, number: int) -> Output:
    """The output that this person may see; a deleted one only whoever wrote it or leads its task."""
    rows = Output.objects.visible_to(request.user).with_names()
    output: Output = get_object_or_404(rows, locality__code=locality, number=number)
    request.locality = output.locality
    return output


def output_pair_or_404(request: Any, locality: str, number: int) -> OutputPair:
    """The pair whose both sides this person may see."""
    pairs = OutputPair.objects.visible_to(request.user).select_related("locality", "decided_by")
    pair: OutputPair = get_object_or_404(pairs, locality__code=locality, number=number)
    request.locality = pair.locality
    return pair


def press_or_404(request: Any, locality: str, number: int) -> PressItem:
    """The press item that this person may see, by one query."""
    items = PressItem.objects.visible_to(request.user).with_names()
    item: PressItem = get_object_or_404(items, locality__code=locality, number=number)
    request.locality = item.locality
    return item


def period_review_or_404(request: Any, locality: str, plan: str, period: str, level: str) -> PeriodReview:
    """The review that this person may see, by one query."""
    address = {"locality": locality, "plan": plan, "period": period, "level": level}
    review: PeriodReview = only_or_404(
        _seen_review(user=request.user.rights, day=timezone.localdate(), **address)
    )
    review.period.plan = review.plan
    request.locality = review.locality
    return review


@prepared
def _seen_review(
    *, user: Rights, locality: str, plan: str, period: str, level: str, day: date
) -> QuerySet[PeriodReview]:
    """With `has_heirs`: whether a leading agency of the plan has been taken over by another."""
    heirs = AgencySuccession.objects.of_leads(OuterRef("plan_id"), day)
    rows: QuerySet[PeriodReview] = PeriodReview.objects.visible_to(user).with_names()
    return (
        rows.select_related("based_on")
        .annotate(has_heirs=Exists(heirs))
        .filter(locality__code=locality, plan__slug=plan, period__slug=period, level=level)
    )


def meeting_or_404(request: Any, locality: str, plan: str, number: int) -> Meeting:
    """The meeting that this person may see, by one query."""
    rows = Meeting.objects.visible_to(request.user).with_names()
    meeting: Meeting = get_object_or_404(rows, locality__code=locality, plan__slug=plan, ordinal=number)
    request.locality = meeting.locality
    return meeting
