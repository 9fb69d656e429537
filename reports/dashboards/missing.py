"""Who has not sent: agencies that still owe reports in the periods that are open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import Agency, AgencySuccession, Locality, Notification, Rights, User
from plans.choices import PlanStatus
from plans.models import Task
from reports.choices import ReportStatus
from reports.dashboards.owed import SENT, owed_between
from reports.dashboards.structure import AS_PLANNED, Structure
from reports.models import Extension, ProgressReport, ReportingPeriod, granted_days
from reports.querysets import WRITING_ROLES
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.prepared import Numbers, prepared
from ttdn_portal.shared.templatetags.ttdn import moment


@dataclass(frozen=True)
class MissingAgency:
    code: str
    label: str
    missing: int
    owed: int
    reminded_at: datetime | None
    url: str
    is_late: bool
    extensions: int
    extended_to: date | None

    @property
    def extended(self) -> str:
        """“đã gia hạn 2 lần, đến 25/06/2026”: told beside lateness, never hidden behind it."""
        if not self.extensions:
            return ""
        until = f", đến {short_date(self.extended_to)}" if self.extended_to else ""
        return f"đã gia hạn {self.extensions} lần{until}"


@dataclass(frozen=True)
class MissingPeriod:
    """Agencies that still owe reports in one open period."""

    period: ReportingPeriod
    is_late: bool
    agencies_owing: int
    agencies: list[MissingAgency]

    @property
    def complete(self) -> int:
        return self.agencies_owing - len(self.agencies)

    @property
    def as_rows(self) -> list[tuple[Any, ...]]:
        """The agencies as `reports/_review_missing_rows.jinja` draws them."""
        return [
            (row.label, row.missing, row.owed, row.is_late, row.extended, moment(row.reminded_at), row.url)
            for row in self.agencies
        ]


def reported_periods(user: User, locality: Locality, as_of: date) -> list[ReportingPeriod]:
    """Periods in which reports of running plans may be sent now, the nearest deadline first."""
    return _reported(user=user.rights, locality=locality.pk, day=as_of)


@prepared
def _reported(*, user: Rights, locality: int, day: date) -> QuerySet[ReportingPeriod]:
    periods = ReportingPeriod.objects.visible_to(user).open_on(day)
    heirs = AgencySuccession.objects.of_leads(OuterRef("plan_id"), day)
    running: Any = periods.filter(locality=locality, plan__status=PlanStatus.ISSUED)
    asked = Extension.objects.waiting().filter(period=OuterRef("pk")).order_by().values("period")
    unanswered = Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0)
    running = running.annotate(has_heirs=Exists(heirs), unanswered=unanswered).select_related("plan")
    found: QuerySet[ReportingPeriod] = running.order_by("report_due_on", "pk")
    return found


@dataclass(frozen=True)
class _Owed:
    """How many reports one leading agency owes in one period, and how many of them are not in."""

    period_id: int
    agency_id: int
    sort_key: str
    code: str
    label: str
    owed: int
    missing: int
    mending: int  # of those missing: sent back, the day for mending them still to come


def missing_agencies(
    locality: Locality, periods: list[ReportingPeriod], late_before: date, structure: Structure = AS_PLANNED
) -> list[MissingPeriod]:
    """For each period the agencies whose reports are not in; late is what was due before `late_before`.

    The queries do not grow with the periods.
    """
    owing: dict[int, list[_Owed]] = {period.pk: [] for period in periods}
    for row in _all_owed(periods, structure, late_before):
        owing[row.period_id].append(row)
    reminded = _last_reminders(locality, periods)
    return [
        _missing_period(locality, period, owing[period.pk], reminded, late_before, structure)
        for period in periods
        if owing[period.pk]
    ]


def _all_owed(periods: list[ReportingPeriod], structure: Structure, late_before: date) -> list[_Owed]:
    """Those who owe most first; a task with two leads is owed by both."""
    owed_by = partial(_owed_today, structure) if structure.is_today else _owed_by
    found = owed_by("lead_agency", [period.pk for period in periods], late_before)
    if joint := [period.pk for period in periods if period.plan.allows_joint_lead]:
        found += owed_by("joint_lead_agency", joint, late_before)
    merged: dict[tuple[int, int], _Owed] = {}
    for row in found:
        known = merged.get((row.period_id, row.agency_id))
        merged[row.period_id, row.agency_id] = _sum(known, row) if known else row
    return sorted(merged.values(), key=lambda row: (-row.missing, row.sort_key))


def _sum(one: _Owed, other: _Owed) -> _Owed:
    return replace(
        one,
        owed=one.owed + other.owed,
        missing=one.missing + other.missing,
        mending=one.mending + other.mending,
    )


def _owed_by(lead: str, period_ids: Iterable[int], late_before: date) -> list[_Owed]:
    """Reports owed and not in, by period and by the agency in the column `lead`."""
    return [
        _Owed(period, agency, sort_key, code, short or name, *counts)
        for period, agency, sort_key, code, name, short, *counts in _counts(
            periods=Numbers(period_ids), is_joint=lead == "joint_lead_agency", late_before=late_before
        )
    ]


def _owed_today(structure: Structure, lead: str, period_ids: Iterable[int], late_before: date) -> list[_Owed]:
    """The same by the agencies of today: whom a split gave a task to, and who stands for a lead that ended."""
    acting = Coalesce("joint_heir_id" if lead == "joint_lead_agency" else "lead_heir_id", f"{lead}_id")
    owed = _owed_tasks(list(period_ids), lead).annotate(acting=acting).values_list("asked", "acting")
    rows = list(_counted(owed, late_before))
    agencies = Agency.objects.in_bulk({pk for _, acting, *_ in rows for pk in structure.those(acting)})
    found = []
    for period, acting, *counts in rows:
        (pk,) = structure.those(acting)
        agency = agencies[pk]
        found.append(_Owed(period, pk, agency.sort_key, agency.code, agency.label, *counts))
    return found


@prepared
def _counts(*, periods: Numbers, is_joint: bool, late_before: date) -> QuerySet[Any]:
    lead = "joint_lead_agency" if is_joint else "lead_agency"
    columns = [f"{lead}_id", *(f"{lead}__{name}" for name in ("sort_key", "code", "name", "short_name"))]
    return _counted(_owed_tasks(periods, lead).values_list("asked", *columns), late_before)


def _counted(owed: QuerySet[Any], late_before: date) -> QuerySet[Any]:
    """Each row with how many reports are owed, missing, and of these being mended until a day that has not gone by."""
    reports = ProgressReport.objects.filter(task=OuterRef("pk"), period=OuterRef("plan__periods"))
    in_mending = Exists(reports.filter(status=ReportStatus.RETURNED, new_due_on__gte=late_before))
    return owed.annotate(
        owed=Count("pk"),
        missing=Count("pk", filter=Q(is_sent=False)),
        mending=Count("pk", filter=in_mending),
    )


def _owed_tasks(periods: Any, lead: str) -> QuerySet[Any]:
    """Tasks with each period they owe a report in (`asked`), and whether it is in (`is_sent`)."""
    is_sent = Exists(
        ProgressReport.objects.filter(task=OuterRef("pk"), period=OuterRef("plan__periods"), status__in=SENT)
    )
    owed = Task.objects.filter(
        owed_between(F("plan__periods__data_from"), F("plan__periods__data_to")),
        plan__periods__in=periods,
        **{f"{lead}__isnull": False},
    )
    return owed.order_by().annotate(is_sent=is_sent, asked=F("plan__periods"))


def _last_reminders(locality: Locality, periods: list[ReportingPeriod]) -> dict[int, datetime]:
    """When people of each agency were last told of a report that is due, since the first of the periods opened."""
    if not periods:
        return {}
    since = timezone.make_aware(datetime.combine(min(period.opens_on for period in periods), time.min))
    return dict(_told(locality=locality.pk, since=since))


@prepared
def _told(*, locality: int, since: datetime) -> QuerySet[Any]:
    told = Notification.objects.filter(
        locality=locality,
        kind=NoticeKind.REPORT_DUE,
        created_at__gte=since,
        person__memberships__role__in=WRITING_ROLES,
    )
    return told.order_by().values_list("person__memberships__agency_id").annotate(at=Max("created_at"))


def _missing_period(
    locality: Locality,
    period: ReportingPeriod,
    rows: list[_Owed],
    reminded: Mapping[int, datetime],
    late_before: date,
    structure: Structure,
) -> MissingPeriod:
    tasks_url = reverse("plans:task_list", args=[locality.code, period.plan.slug])
    agencies = [
        MissingAgency(
            row.code, row.label, row.missing, row.owed,
            _since_opening(reminded.get(row.agency_id), period), _tasks_of(tasks_url, row, structure),
            row.missing > row.mending and period.due_for(None, {row.agency_id}) < late_before,
            sum(granted["agency"] == row.agency_id for granted in period.longer),
            max(granted_days(period.longer, None, {row.agency_id}), default=None),
        )
        for row in rows if row.missing
    ]  # fmt: skip
    return MissingPeriod(period, period.report_due_on < late_before, len(rows), agencies)


def _tasks_of(tasks_url: str, row: _Owed, structure: Structure) -> str:
    """The list of its tasks; of one that stands for others the plan's whole list, which knows the names of the plan."""
    return (
        tasks_url
        if row.agency_id in structure.bodies and structure.is_today
        else f"{tasks_url}?chu-tri={row.code}"
    )


def _since_opening(at: datetime | None, period: ReportingPeriod) -> datetime | None:
    """A reminder from before the period opened was about another one."""
    return at if at and timezone.localdate(at) >= period.opens_on else None


def narrowed(missing: Iterable[MissingPeriod], *, period: str = "", agency: str = "") -> list[MissingPeriod]:
    """The periods with somebody missing in them, of one period or one agency where these are asked for."""
    found = []
    for asked in missing:
        agencies = [row for row in asked.agencies if agency in ("", row.code)]
        if agencies and period in ("", period_word(asked.period)):
            found.append(
                replace(
                    asked, agencies=agencies, agencies_owing=len(agencies) if agency else asked.agencies_owing
                )
            )
    return found


def period_word(period: ReportingPeriod) -> str:
    return f"{period.plan.slug}/{period.slug}"
