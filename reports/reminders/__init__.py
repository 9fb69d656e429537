"""What is owed today that people have to be told of, from reports to directions: computed from dates, in working days, by a few grouped queries."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from agencies.choices import NoticeKind
from agencies.services.calendar import WorkCalendar, work_calendars
from plans.choices import PlanStatus, ReplyStatus
from plans.models import ConsultedBody, Direction, Plan, Task
from reports.choices import WAITING_CONTRIBUTIONS, ReportStatus, ReviewLevel, ReviewStatus
from reports.dashboards.deadlines import SUBMITTED
from reports.dashboards.owed import SENT, missing_tasks
from reports.dashboards.press import owed_answers
from reports.models import Contribution, PeriodReview, ProgressReport, ReportingPeriod
from reports.reminders.due import DAYS_BEFORE, Due, around, present, reached, step_of, titled

# Plans that ended more than a year ago are history: nobody is told of them every week for ever.
YEARS_AFTER = 1

TASK_COLUMNS = ("pk", "code", "title", "is_secret", "acting_lead", "acting_joint")


def due_on_day(as_of: date, *, locality_id: int | None = None, on_days_off: bool = False) -> list[Due]:
    """Everything owed that has reached a step on `as_of`; nothing of a locality that has its day off, unless asked."""
    plans = _plans(as_of, locality_id)
    calendars = work_calendars({plan.locality_id for plan in plans.values()})
    at_work = {
        pk: plan
        for pk, plan in plans.items()
        if on_days_off or calendars[plan.locality_id].is_working_day(as_of)
    }
    found: list[Due] = []
    for period in _periods(at_work, as_of):
        found += _reports_due(period, at_work[period.plan_id], calendars[period.locality_id], as_of)
    found += _levels_due(at_work, calendars, as_of)
    found += _tasks_due(at_work, calendars, as_of)
    found += _contributions_due(at_work, calendars, as_of)
    found += _comments_due(as_of, locality_id, on_days_off=on_days_off)
    found += _press_due(as_of, locality_id, on_days_off=on_days_off)
    return found + list(_directions_due(as_of, locality_id, on_days_off=on_days_off))


def _plans(as_of: date, locality_id: int | None) -> dict[int, Plan]:
    running = Plan.objects.filter(
        status=PlanStatus.ISSUED, year_to__gte=as_of.year - YEARS_AFTER
    ).select_related("locality")
    if locality_id is not None:
        running = running.filter(locality_id=locality_id)
    return {plan.pk: plan for plan in running}


def _periods(plans: dict[int, Plan], as_of: date) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.open_on(as_of).filter(plan__in=plans).order_by("report_due_on", "pk")


def _reports_due(period: ReportingPeriod, plan: Plan, calendar: WorkCalendar, as_of: date) -> Iterator[Due]:
    """One period: two queries, whatever the number of its tasks."""
    if not step_of(calendar.days_left(period.report_due_on, as_of)):
        return
    begun = ProgressReport.objects.kept().filter(
        period=period, status__in=[ReportStatus.AGENCY_REVIEW, ReportStatus.RETURNED]
    )
    reports = {
        task_id: (status, new_due_on)
        for task_id, status, new_due_on in begun.values_list("task_id", "status", "new_due_on")
    }
    head, tail = around(
        reverse("reports:report_detail", args=[plan.locality.code, plan.slug, period.slug, "X.X"])
    )
    for pk, code, title, is_secret, *leads in (
        missing_tasks(period).with_acting().order_by("sequence").values_list(*TASK_COLUMNS)
    ):
        status, new_due_on = reports.get(pk, ("", None))
        yield from reached(
            calendar,
            as_of,
            new_due_on or period.due_for(pk, present(leads)),
            NoticeKind.REPORT_DUE,
            f"task:{pk}@{period.pk}",
            about=f"Báo cáo {period.name}, nhiệm vụ {code} {titled(title, is_secret)}",
            link=f"{head}{code}{tail}",
            locality_id=plan.locality_id,
            agency_ids=present(leads),
            waits_for_head=status == ReportStatus.AGENCY_REVIEW,
        )


LEVELS_UP = (
    ("standing_due_on", "own_status", SUBMITTED, "trình UBND"),
    ("ministry_due_on", "upward_status", (ReviewStatus.ISSUED,), "gửi Bộ"),
)


def _levels_due(
    plans: dict[int, Plan], calendars: dict[int | None, WorkCalendar], as_of: date
) -> Iterator[Due]:
    """What the standing agency owes upwards: the report of a period that is not on its way; one query."""
    reviews = PeriodReview.objects.filter(period=OuterRef("pk"))
    states = {
        name: Subquery(reviews.filter(level=level).values("status")[:1])
        for name, level in (("own_status", ReviewLevel.LOCALITY), ("upward_status", ReviewLevel.UPWARD))
    }
    periods = ReportingPeriod.objects.filter(
        Q(standing_due_on__isnull=False) | Q(ministry_due_on__isnull=False),
        plan__in=plans,
        opens_on__lte=as_of,
    ).annotate(**states)
    for period in periods.order_by("report_due_on", "pk"):
        plan = plans[period.plan_id]
        link = reverse("reports:period_review_list", args=[plan.locality.code, plan.slug])
        for column, status, done, act in LEVELS_UP:
            if getattr(period, status) in done or plan.standing_agency_id is None:
                continue
            yield from reached(
                calendars[plan.locality_id],
                as_of,
                getattr(period, column),
                NoticeKind.REPORT_DUE,
                f"period:{period.pk}@{column}",
                about=f"Báo cáo tổng hợp {period.in_sentence}, {act}",
                link=link,
                locality_id=plan.locality_id,
                agency_ids=(plan.standing_agency_id,),
                for_standing=True,
            )


def _tasks_due(
    plans: dict[int, Plan], calendars: dict[int | None, WorkCalendar], as_of: date
) -> Iterator[Due]:
    """All tasks of all plans at a step: one query."""
    horizon = max(
        (calendar.add_working_days(as_of, max(DAYS_BEFORE)) for calendar in calendars.values()), default=as_of
    )
    tasks = Task.objects.counted_on(as_of).filter(
        Q(completed_on__isnull=True) | Q(completed_on__gt=as_of), plan__in=plans, due_on__lte=horizon
    )
    links = {
        pk: around(reverse("reports:task_detail", args=[plan.locality.code, plan.slug, "X.X"]))
        for pk, plan in plans.items()
    }
    for plan_id, due_on, pk, code, title, is_secret, *leads in (
        tasks.with_acting().order_by("plan_id", "sequence").values_list("plan_id", "due_on", *TASK_COLUMNS)
    ):
        plan, (head, tail) = plans[plan_id], links[plan_id]
        yield from reached(
            calendars[plan.locality_id],
            as_of,
            due_on,
            NoticeKind.TASK_DUE,
            f"task:{pk}",
            about=f"Nhiệm vụ {code} {titled(title, is_secret)}",
            link=f"{head}{code}{tail}",
            locality_id=plan.locality_id,
            agency_ids=present(leads),
        )


def _contributions_due(
    plans: dict[int, Plan], calendars: dict[int | None, WorkCalendar], as_of: date
) -> Iterator[Due]:
    """Answers that leads have asked for and wait for in open periods: one query. A lead that has reported waits no more."""
    reported = ProgressReport.objects.filter(
        task=OuterRef("support__task"), period=OuterRef("period"), status__in=SENT
    )
    asked = Contribution.objects.filter(
        ~Exists(reported), period__plan__in=plans, period__closed_at__isnull=True, status__in=WAITING_CONTRIBUTIONS,
        due_on__isnull=False, support__task__is_secret=False,
    )  # fmt: skip
    asked = asked.annotate(acting=Coalesce("support__heir_id", "support__agency_id"))
    columns = ("pk", "period__plan_id", "due_on", "acting", "support__task__code", "support__task__title",
               "period__slug", "period__name")  # fmt: skip
    for pk, plan_id, due_on, agency_id, code, title, slug, period in asked.order_by("pk").values_list(
        *columns
    ):
        plan = plans[plan_id]
        yield from reached(
            calendars[plan.locality_id],
            as_of,
            due_on,
            NoticeKind.CONTRIBUTION_DUE,
            f"contribution:{pk}",
            about=f"Trả lời phối hợp {period}, nhiệm vụ {code} {titled(title, False)}",
            link=reverse("reports:contribution_edit", args=[plan.locality.code, plan.slug, slug, code]),
            locality_id=plan.locality_id,
            agency_ids=present([agency_id]),
        )


def _comments_due(as_of: date, locality_id: int | None, *, on_days_off: bool) -> Iterator[Due]:
    """Replies still owed in open rounds: two queries, whatever their number."""
    owed = (
        ConsultedBody.objects.filter(
            consultation__ended_at__isnull=True,
            consultation__reply_due_on__year__gte=as_of.year - YEARS_AFTER,
        )
        .exclude(status=ReplyStatus.REPLIED)
        .select_related("member", "consultation__plan__locality")
        .defer("consultation__content")
        .order_by("consultation", "number")
    )
    if locality_id is not None:
        owed = owed.filter(consultation__plan__locality_id=locality_id)
    for body, calendar in _at_work(list(owed), as_of, on_days_off=on_days_off):
        consultation = body.consultation
        yield from reached(
            calendar,
            as_of,
            consultation.reply_due_on,
            NoticeKind.COMMENT_DUE,
            f"{consultation.subject_key} {body.number}",
            about=f"Góp ý dự thảo “{consultation.plan.title}”, đợt {consultation.number}",
            link=body.get_absolute_url(),
            locality_id=body.locality_id,
            agency_ids=present([body.agency_id]),
            waits_for_head=body.status == ReplyStatus.AGENCY_REVIEW,
            person_id=body.member.user_id if body.member else None,
        )


def _press_due(as_of: date, locality_id: int | None, *, on_days_off: bool) -> Iterator[Due]:
    """Answers to the press that are still owed: one query, and the days off where there are any."""
    owed = owed_answers(locality_id).filter(respond_by__year__gte=as_of.year - YEARS_AFTER)
    for item, calendar in _at_work(list(owed), as_of, on_days_off=on_days_off):
        yield from reached(
            calendar,
            as_of,
            item.respond_by,
            NoticeKind.PRESS_DUE,
            item.subject_key,
            about=f"Phản hồi báo chí “{item.title}”",
            link=item.get_absolute_url(),
            locality_id=item.locality_id,
            agency_ids=present([item.agency_id]),
        )


def _directions_due(as_of: date, locality_id: int | None, *, on_days_off: bool) -> Iterator[Due]:
    """Directions that nobody has answered: one query, and the days off where there are any."""
    waiting = Direction.objects.waiting().filter(due_on__year__gte=as_of.year - YEARS_AFTER)
    if locality_id is not None:
        waiting = waiting.filter(locality_id=locality_id)
    rows = list(waiting.select_related("locality", "plan").order_by("due_on", "pk"))
    for direction, calendar in _at_work(rows, as_of, on_days_off=on_days_off):
        yield from reached(
            calendar,
            as_of,
            direction.due_on,
            NoticeKind.DIRECTION_DUE,
            direction.subject_key,
            about=f"Ý kiến chỉ đạo “{direction}”",
            link=direction.get_absolute_url(),
            locality_id=direction.locality_id,
            agency_ids=present([direction.agency_id]),
        )


def _at_work(rows: list[Any], as_of: date, *, on_days_off: bool) -> Iterator[tuple[Any, WorkCalendar]]:
    """Rows of localities that work on the day, with their calendar."""
    calendars = work_calendars({row.locality_id for row in rows}) if rows else {}
    for row in rows:
        calendar = calendars[row.locality_id]
        if on_days_off or calendar.is_working_day(as_of):
            yield row, calendar
