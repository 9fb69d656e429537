"""The deadlines of a period, level by level: which is next, and which stands on a day off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from agencies.services.calendar import OffDeadline, WorkCalendar, work_calendar
from reports.choices import DeadlineLevel, ReviewLevel, ReviewStatus
from reports.models import PeriodReview, ReportingPeriod
from ttdn_portal.shared.dates import short_date

SUBMITTED = (ReviewStatus.SUBMITTED, ReviewStatus.APPROVED, ReviewStatus.ISSUED)
LABELS = {
    DeadlineLevel.AGENCY: "Các cơ quan gửi",
    DeadlineLevel.STANDING: "Trình UBND",
    DeadlineLevel.MINISTRY: "Gửi Bộ",
}

LONG_PAST = 60  # working days; later than that the number says nothing more


@dataclass(frozen=True)
class Deadline:
    """One level: the day that is written, what it counts to where that is a day off, and how long there is."""

    level: DeadlineLevel
    label: str
    due_on: date
    note: str
    is_done: bool
    is_next: bool
    left: str

    @property
    def in_words(self) -> str:
        """“Cơ quan thường trực trình UBND: hạn 22/06/2026, còn 3 ngày làm việc”."""
        left = f", {self.left}" if self.left else ""
        return f"{self.level.label[:1].upper()}{self.level.label[1:]}: hạn {short_date(self.due_on)}{left}"


def deadlines_of(
    period: ReportingPeriod,
    calendar: WorkCalendar,
    as_of: date,
    *,
    own_status: str = "",
    upward_status: str = "",
) -> list[Deadline]:
    """The levels of a period in their order; the states are those of its report and of the one that goes up."""
    done = {
        DeadlineLevel.AGENCY: own_status in SUBMITTED or calendar.is_late(period.report_due_on, as_of),
        DeadlineLevel.STANDING: own_status in SUBMITTED,
        DeadlineLevel.MINISTRY: upward_status == ReviewStatus.ISSUED,
    }
    following = next((level for level, _ in period.deadlines if not done[level]), None)
    return [
        Deadline(
            level,
            LABELS[level],
            day,
            calendar.moved_words(day),
            done[level],
            level == following,
            "" if done[level] else left_words(day, calendar, as_of),
        )
        for level, day in period.deadlines
    ]


def deadlines_with(
    reviews: Mapping[tuple[int, str], PeriodReview],
    period: ReportingPeriod,
    calendar: WorkCalendar,
    as_of: date,
) -> list[Deadline]:
    """The levels of a period beside its reports, which are known by period and level."""
    own, upward = (reviews.get((period.pk, level)) for level in (ReviewLevel.LOCALITY, ReviewLevel.UPWARD))
    return deadlines_of(
        period,
        calendar,
        as_of,
        own_status=own.status if own else "",
        upward_status=upward.status if upward else "",
    )


def deadlines_of_review(review: PeriodReview, upward: PeriodReview | None, today: date) -> list[Deadline]:
    """The levels of the review's period, with what is known of the report below and of the one above; none to go up to, none told."""
    if len(review.period.deadlines) == 1:
        return []
    both = {(review.period_id, review.level): review}
    if upward:
        both[review.period_id, ReviewLevel.UPWARD] = upward
    if review.is_upward and review.based_on:
        both[review.period_id, ReviewLevel.LOCALITY] = review.based_on
    return deadlines_with(both, review.period, work_calendar(review.locality_id), today)


def left_words(day: date, calendar: WorkCalendar, as_of: date) -> str:
    late = calendar.days_late(day, as_of) > LONG_PAST
    return "quá hạn" if late else calendar.left_words(day, as_of)


def deadlines_on_days_off(
    locality_id: int, as_of: date, calendar: WorkCalendar | None = None
) -> list[OffDeadline]:
    """Coming deadlines of running plans that stand on a day off as the calendar is now; one query, one more for the calendar."""
    calendar = calendar or work_calendar(locality_id)
    periods = ReportingPeriod.objects.with_coming_deadline(as_of).filter(locality_id=locality_id)
    return [
        found
        for period in periods.select_related("plan", "locality").order_by("report_due_on", "pk")
        for found in _on_days_off(period, calendar, as_of)
    ]


def _on_days_off(period: ReportingPeriod, calendar: WorkCalendar, as_of: date) -> list[OffDeadline]:
    url: Any = reverse("reports:period_list", args=[period.locality.code])
    return [
        OffDeadline(f"{period.name}, {LABELS[level].lower()}: hạn {calendar.moved_words(day)}", day, url)
        for level, day in period.deadlines
        if day >= as_of and not calendar.is_working_day(day)
    ]
