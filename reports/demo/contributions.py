"""What supporting agencies answered; everything is illustration."""

from datetime import date, timedelta

from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from agencies.services.calendar import WorkCalendar
from plans.models import Plan, TaskSupport
from reports.choices import ContributionStatus
from reports.demo import clock
from reports.demo.acts import workday
from reports.demo.days import Periods
from reports.models import Contribution, ReportingPeriod

ANSWERS = (
    "Đã cung cấp tài liệu và cử đầu mối phối hợp theo đề nghị của cơ quan chủ trì.",
    "Đã gửi danh sách đơn vị tham gia và số liệu liên quan bằng văn bản.",
    "Đã thực hiện phần việc được giao; đề nghị cơ quan chủ trì gửi lịch cụ thể để bố trí nhân sự.",
)
UNFINISHED = "Đang tổng hợp ý kiến của các phòng chuyên môn."
SENT, DRAFT = ContributionStatus.SENT, ContributionStatus.DRAFT


def answer(plan: Plan, periods: Periods, as_of: date, calendar: WorkCalendar) -> None:
    """The answers of the agencies whose officers have demo accounts: most of the last period, few of the open one."""
    officers = {
        next(iter(user.agency_ids())): user
        for user in User.objects.filter(username__in=["hcm-phoihop", "hcm-chuyenvien"])
    }
    supports = (
        TaskSupport.objects.filter(task__plan=plan, agency__in=officers, task__starts_on__lte=as_of)
        .select_related("task")
        .order_by("task__sequence")
    )
    for n, support in enumerate(supports):
        officer, late = officers[support.agency_id], periods.late
        if late and support.task.starts_on and support.task.starts_on <= late.data_to and n % 3:
            _write(support, late, officer, SENT, workday(calendar, late.report_due_on - timedelta(5)), n)
        if n % 5 == 0:
            day = max(workday(calendar, as_of - timedelta(1)), periods.soon.opens_on)
            _write(support, periods.soon, officer, DRAFT if n % 2 else SENT, day, n)


def _write(
    support: TaskSupport, period: ReportingPeriod, officer: User, status: str, day: date, salt: int
) -> None:
    with clock.at(day, 9 + salt % 7, salt * 13 % 60):
        given = Contribution.objects.create(
            support=support,
            period=period,
            status=status,
            answer=ANSWERS[salt % len(ANSWERS)] if status == SENT else UNFINISHED,
            answered_by=officer,
            answered_at=timezone.now() if status == SENT else None,
            is_illustration=True,
        )
        record(actor=officer, action="answer" if status == SENT else "save", obj=given)
