"""Asking for more time, and what an answer changes."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import Agency, User
from agencies.services.activity import record
from agencies.services.calendar import work_calendar
from agencies.services.notices import notify, people_holding
from plans.models import Task
from reports.choices import ExtensionStatus
from reports.dashboards.owed import SENT
from reports.models import Extension, ProgressReport, ReportingPeriod
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.locks import take_turn

CLOSED = "Kỳ báo cáo đã đóng. Liên hệ cơ quan thường trực."
ALREADY_SENT = "Báo cáo của nhiệm vụ này đã gửi nên không cần gia hạn."
TWICE = "Đang có một đề nghị gia hạn chờ trả lời cho đúng phần này."
# A quarter: what comes later than that belongs into the report of the next period.
LONGEST_DAYS = 90
TOO_FAR = (
    "{what} muộn nhất là {day}: không quá {days} ngày sau hạn hiện nay, hoặc sau hôm nay nếu hạn đã qua. "
    "Phần có muộn hơn thì ghi vào báo cáo kỳ sau."
)


def due_now(period: ReportingPeriod, agency: Agency, task: Task | None) -> date:
    """The deadline that holds before a new request: extensions granted before, and a day given with a return."""
    due: date = period.due_for(task.pk if task else None, {agency.pk})
    report = ProgressReport.objects.filter(task=task, period=period).first() if task else None
    return max(due, report.new_due_on) if report and report.new_due_on else due


def too_far(what: str, period: ReportingPeriod, due: date, day: date) -> str:
    """What is said of a new day too far beyond the deadline `due` that holds; empty where it is not."""
    last = max(due, timezone.localdate()) + timedelta(LONGEST_DAYS)
    if day <= last:
        return ""
    last = work_calendar(period.locality_id).next_working_day(last)  # a day off moves a wish the same way
    return TOO_FAR.format(what=what, day=short_date(last), days=LONGEST_DAYS) if day > last else ""


@transaction.atomic
def ask_extension(
    *,
    period: ReportingPeriod,
    agency: Agency,
    task: Task | None,
    reason: str,
    wished_on: date,
    actor: User,
) -> Extension:
    """Ask for more time and tell the standing agency; ValidationError where it is too late, too long or was asked already."""
    if period.closed_at is not None:
        raise ValidationError(CLOSED)
    if task and ProgressReport.objects.filter(task=task, period=period, status__in=SENT).exists():
        raise ValidationError({"task": ALREADY_SENT})
    due = due_now(period, agency, task)
    if refusal := too_far("Hạn đề nghị", period, due, wished_on):
        raise ValidationError({"wished_on": refusal})
    extension = Extension(
        locality_id=period.locality_id,
        period=period,
        agency=agency,
        task=task,
        asked_by=actor,
        reason=reason,
        due_before=due,
        wished_on=wished_on,
    )
    extension.full_clean()
    try:
        with transaction.atomic():
            extension.save()
    except IntegrityError as error:  # a colleague asked at the same moment
        raise ValidationError({"task": TWICE}) from error
    record(actor=actor, action="ask_extension", obj=extension, after={"wished_on": wished_on.isoformat()})
    _tell_standing(extension)
    return extension


def _tell_standing(extension: Extension) -> None:
    notify(
        people_holding(Role.STANDING_OFFICER, locality_id=extension.locality_id).exclude(
            pk=extension.asked_by_id
        ),
        kind=NoticeKind.EXTENSION_ASKED,
        subject_key=extension.subject_key,
        step="1",
        text=f"{extension.agency.label} đề nghị gia hạn {extension.what}, {extension.period.in_sentence}, đến {short_date(extension.wished_on)}.",
        link=extension.get_absolute_url(),
        locality_id=extension.locality_id,
    )


def put_down(extension: Extension) -> None:
    """Write what was granted where every page reads it; in the transaction of the answer.

    The list is made anew from the rows, one answer at a time, so that two answers never lose one another. A day that
    was given with a return is moved along where it is earlier: the later word of the standing agency holds.
    """
    take_turn(f"extensions of {extension.period_id}")
    granted = Extension.objects.filter(period=extension.period_id, status=ExtensionStatus.GRANTED)
    longer = [
        {"agency": agency, "task": task, "due_on": day.isoformat()}
        for agency, task, day in granted.order_by("pk").values_list("agency_id", "task_id", "granted_on")
        if day is not None
    ]
    ReportingPeriod.objects.filter(pk=extension.period_id).update(longer=longer, updated_at=timezone.now())
    extension.period.longer = longer
    of_agency = ProgressReport.objects.filter(period=extension.period_id).exclude(status__in=SENT)
    reports = (
        of_agency.filter(task=extension.task_id)
        if extension.task_id
        else of_agency.led_by([extension.agency_id])
    )
    reports.filter(new_due_on__lt=extension.granted_on).update(new_due_on=extension.granted_on)
