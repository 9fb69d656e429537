"""Rules by which periods are opened, and requests for more time: one that waits, one granted, one refused."""

from datetime import date

from agencies.models import User
from agencies.services.calendar import WorkCalendar
from plans.models import Plan
from reports.choices import PeriodKind
from reports.dashboards.extensions import tasks_to_extend
from reports.demo import clock
from reports.demo.days import Periods
from reports.models import Extension, PeriodRule
from reports.services.extensions import ask_extension
from reports.services.period_rules import save_rule
from reports.workflow import extension as workflow

RULES = (
    (PeriodKind.QUARTER, 6, 8, None),
    (PeriodKind.HALF_YEAR, 6, 8, 11),
    (PeriodKind.YEAR, 6, 8, 11),
)
REASONS = (
    "Số liệu của đơn vị phối hợp về muộn, còn phải đối chiếu trước khi ghi vào báo cáo.",
    "Hoạt động cuối kỳ lùi lịch, kết quả có sau ngày chốt số liệu.",
    "Cán bộ phụ trách đi công tác, xin gửi muộn.",
)
REFUSED = "Kỳ này đã sát ngày trình; gửi phần đã có, phần còn lại ghi vào kỳ sau."


def rules_of(plan: Plan, as_of: date) -> None:
    """What opens the year's periods; the demo's own periods stand already and are left alone."""
    writer = User.objects.get(username="hcm-thuongtruc")
    with clock.at(as_of, 8):
        for kind, agency, standing, ministry in RULES:
            rule = PeriodRule(kind=kind, agency_days=agency, standing_days=standing, ministry_days=ministry)
            save_rule(rule, plan=plan, actor=writer)


def ask_for_time(periods: Periods, as_of: date, calendar: WorkCalendar) -> None:
    """Requests of the agency whose officer has a demo account; everything is illustration."""
    officer = User.objects.get(username="hcm-chuyenvien")
    reviewer = User.objects.get(username="hcm-thuongtruc")
    period = periods.soon
    tasks = list(tasks_to_extend(period, officer.agency_ids())[:3])
    wished = calendar.add_working_days(max(period.report_due_on, as_of), 3)
    for n, task in enumerate(tasks):
        agency = next(
            lead
            for lead in (task.lead_agency, task.joint_lead_agency)
            if lead and lead.pk in officer.agency_ids()
        )
        with clock.at(max(calendar.add_working_days(as_of, -1), period.opens_on), 9, 10 * n):
            asked = ask_extension(
                period=period, agency=agency, task=task, reason=REASONS[n], wished_on=wished, actor=officer
            )
            Extension.objects.filter(pk=asked.pk).update(is_illustration=True)
        with clock.at(max(as_of, period.opens_on), 8, 10 * n):
            if n == 1:
                workflow.run(asked, "grant", actor=reviewer, granted_on=wished)
            elif n == 2:
                workflow.run(asked, "refuse", actor=reviewer, note=REFUSED)
