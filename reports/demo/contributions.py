"""What supporting agencies answered; everything is illustration."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from agencies.choices import Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.calendar import WorkCalendar
from agencies.services.notices import people_holding
from plans.models import Plan, TaskSupport
from reports.choices import ContributionStatus, DeclineReason
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
    asked = 0
    for n, support in enumerate(supports):
        officer, late = officers[support.agency_id], periods.late
        if late and support.task.starts_on and support.task.starts_on <= late.data_to and n % 3:
            _write(support, late, officer, SENT, workday(calendar, late.report_due_on - timedelta(5)), n)
        if n % 3 == 2:
            _ask(support, periods.soon, officer, workday(calendar, as_of - timedelta(2)), asked)
            asked += 1
        elif n % 5 == 0:
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


QUESTIONS = (
    "Đề nghị cung cấp số lượt khách quốc tế đã đón và đường dẫn các bài đã đăng trong kỳ.",
    "Đề nghị gửi danh sách hoạt động đã phối hợp trong kỳ, kèm một, hai ảnh dùng được trong báo cáo.",
)


def _ask(support: TaskSupport, period: ReportingPeriod, officer: User, day: date, salt: int) -> None:
    """A question of the lead that waits for its answer, some of them beyond their date."""
    lead = people_holding(Role.OFFICER, agency_ids=[support.task.lead_agency_id or 0]).first()
    if lead is None or Contribution.objects.filter(support=support, period=period).exists():
        return
    with clock.at(max(day, period.opens_on), 9 + salt % 7, salt * 13 % 60):
        due_on = max(day, period.opens_on) + timedelta(1 if salt % 2 == 0 else 7)
        asked = Contribution.objects.create(
            support=support,
            period=period,
            asked_by=lead,
            asked_at=timezone.now(),
            question=QUESTIONS[salt % len(QUESTIONS)],
            due_on=due_on,
            figures=[{"indicator": None, "name": "Khách quốc tế đã đón", "unit": "lượt", "value": None}],
            is_illustration=True,
            **_what_became(salt, officer),
        )
        record(actor=lead, action="ask", obj=asked, note=asked.question)


def _what_became(salt: int, officer: User) -> dict[str, Any]:
    """Most wait; one in five has nothing to give, one in five was withdrawn."""
    if salt % 5 == 1:
        note = "Số lượt khách quốc tế do Sở Du lịch tổng hợp."
        told = {"answered_by": officer, "answered_at": timezone.now()}
        return {
            "status": ContributionStatus.DECLINED,
            "declined_as": DeclineReason.NOT_OURS,
            "decline_note": note,
            **told,
        }
    return {"status": ContributionStatus.WITHDRAWN if salt % 5 == 2 else ContributionStatus.ASKED}
