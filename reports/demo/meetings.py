"""One illustrative meeting about the running plan: its figures frozen, its notice issued, one point answered."""

from datetime import date, timedelta

from agencies.choices import Role
from agencies.models import Agency, User
from agencies.services.calendar import WorkCalendar
from agencies.services.notices import people_holding
from plans.models import Direction, Plan
from plans.services.directions import Point as Direct
from plans.services.directions import Source, answer_direction, give_directions
from reports.demo import clock
from reports.demo.clerk import issue
from reports.models import Meeting
from reports.services import meetings as service
from reports.services.meetings import Point
from reports.workflow import meeting as workflow

NUMBER = 31
DAYS_BEFORE = 12  # working days before the loading day: since then something has changed
SUBJECT = "Kiểm điểm tiến độ thực hiện Kế hoạch, bàn giải pháp đối với các nhiệm vụ đến hạn"
CHAIR = "Phó Chủ tịch Ủy ban nhân dân Thành phố (minh họa)"
AGENDA = """\
- Cơ quan thường trực báo cáo tiến độ.
- Các cơ quan chủ trì nhiệm vụ quá hạn giải trình.
- Thảo luận, kết luận."""
ASSESSMENT = """\
Các cơ quan chủ trì cơ bản bám sát kế hoạch; một số nhiệm vụ chậm do khâu chuẩn bị dự toán và lựa chọn đơn vị thực hiện."""
GENERAL = "Các cơ quan chủ trì nhiệm vụ quá hạn rà soát nguyên nhân, xác định mốc hoàn thành mới và chịu trách nhiệm về mốc đã báo cáo."
HASTEN = "Hoàn thành đúng hạn các nhiệm vụ được giao chủ trì đến hạn trong 30 ngày tới; báo cáo kết quả về cơ quan thường trực"
GATHER = "Tổng hợp khó khăn, vướng mắc của các cơ quan; tham mưu phương án tháo gỡ"
BETWEEN = "Rà soát các sản phẩm truyền thông đã nhận; báo cáo sản phẩm nào chậm, lý do và ngày hoàn thành (minh họa)."
BETWEEN_SOURCE = "Ý kiến của Ủy viên Ban Chỉ đạo khi kiểm tra thực tế (minh họa)"
ANSWER = "Đã tổng hợp khó khăn, vướng mắc của các cơ quan và gửi phương án tháo gỡ (minh họa)."


def of_running_year(plan: Plan, as_of: date, calendar: WorkCalendar) -> None:
    """Held twelve working days ago, issued two days later; nothing where the plan was not yet issued then."""
    day = calendar.add_working_days(as_of, -DAYS_BEFORE)
    if plan.issued_on is None or day <= plan.issued_on:
        return
    code = plan.locality.code
    writer, signer, clerk = (
        User.objects.get(username=f"{code}-{tail}") for tail in ("thuongtruc", "kyduyet", "vanthu")
    )
    leads = _pressed_leads(plan, day)
    with clock.at(day, 15):
        meeting = _recorded(plan, writer, leads, day, calendar)
    with clock.at(calendar.add_working_days(day, 1), 9):
        workflow.run(meeting, "submit", actor=writer)
        workflow.run(meeting, "approve", actor=signer)
    with clock.at(calendar.add_working_days(day, 2), 10) as moment:
        issue(
            workflow.run,
            meeting,
            actor=clerk,
            number=NUMBER,
            issued_on=moment.date(),
            signer_name="Người ký (minh họa)",
        )
    _answered(meeting, calendar.add_working_days(day, 6))
    _directed_between(plan, as_of, calendar)


def _pressed_leads(plan: Plan, day: date) -> list[Agency]:
    """Two agencies that lead a task due in the thirty days after the meeting."""
    due = plan.tasks.unfinished().filter(due_on__range=(day, day + timedelta(30))).order_by("due_on")
    ids = due.exclude(lead_agency=plan.standing_agency).values_list("lead_agency_id", flat=True)
    chosen = list(dict.fromkeys(pk for pk in ids if pk))[:2]
    return list(Agency.objects.filter(pk__in=chosen).order_by("sort_key"))


def _recorded(plan: Plan, writer: User, leads: list[Agency], day: date, calendar: WorkCalendar) -> Meeting:
    standing = plan.standing_agency
    attending = [*leads, *([standing] if standing and standing not in leads else [])]
    meeting = service.create_meeting(
        plan,
        actor=writer,
        attending=attending,
        subject=SUBJECT,
        held_on=day,
        held_at="Trụ sở Ủy ban nhân dân Thành phố",
        chair=CHAIR,
        agenda=AGENDA,
        assessment=ASSESSMENT,
    )
    Meeting.objects.filter(pk=meeting.pk).update(is_illustration=True)
    meeting.is_illustration = True
    points = [
        Point(GENERAL),
        *(Point(HASTEN, agency, calendar.add_working_days(day, 22)) for agency in leads),
    ]
    if standing:
        points.append(Point(GATHER, standing, calendar.add_working_days(day, 10)))
    service.save_conclusions(meeting, points, actor=writer, read_version=meeting.version)
    service.freeze_figures(meeting, actor=writer, read_version=meeting.version)
    return meeting


def _directed_between(plan: Plan, as_of: date, calendar: WorkCalendar) -> None:
    """One point outside the meeting, addressed to the demo officer's agency and soon due."""
    code = plan.locality.code
    agency = Agency.objects.get(memberships__user__username=f"{code}-chuyenvien")
    with clock.at(calendar.add_working_days(as_of, -2), 9) as moment:
        source = Source(plan.subject_key, BETWEEN_SOURCE, moment.date(), is_illustration=True)
        point = Direct(BETWEEN, agency, calendar.add_working_days(as_of, 4))
        give_directions(plan, [point], source=source, actor=User.objects.get(username=f"{code}-bcd"))


def _answered(meeting: Meeting, day: date) -> None:
    """One point is done; the others are awaited."""
    for direction in Direction.objects.filter(source_key=meeting.subject_key).order_by("-ordinal"):
        people = people_holding(Role.OFFICER, Role.AGENCY_LEADER, agency_ids=[direction.agency_id])
        if person := people.order_by("pk").first():
            with clock.at(day, 14):
                answer_direction(direction, actor=person, answer=ANSWER)
            return
