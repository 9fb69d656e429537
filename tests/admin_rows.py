"""Every kind of row that the admin site shows, for one locality."""

from datetime import date, timedelta

from agencies.models import ActivityEntry, CalendarDay, CommitteeMember, Mailing, Notification
from agencies.services.activity import record
from documents.models import LegalBasis, NumberSeries, OfficeWording, RegisteredNumber, SignedCopy
from plans.choices import AmendmentStatus, PlanStatus
from plans.models import Amendment, Direction, PlanVersion
from plans.services.directions import Point, Source, give_directions
from plans.services.versions import freeze
from reports.choices import ReportStatus, ReviewStatus
from reports.models import Extension, Meeting, OutputPair, PeriodRule
from tests import factories as f
from tests.factories.meetings import make_meeting
from tests.fixtures import World


def _amendment(world: World, mark: str) -> Amendment:
    words = {"title": f"điều chỉnh kế hoạch {mark}", "reasons": f"Dời lịch {mark}"}
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.ISSUED, **words)
    f.make_change(amendment, world.task, note=f"Làm sớm {mark}")
    return amendment


def _direction(world: World, mark: str) -> Direction:
    source = Source(f"meeting:{world.locality.code}/2026/1", f"Thông báo kết luận {mark}", date(2026, 6, 10))
    points = [Point(f"Báo cáo tiến độ phóng sự {mark}", world.lead, date(2026, 6, 20))]
    return give_directions(world.plan, points, source=source, actor=world.people["standing"])[0]


def _meeting(world: World, mark: str) -> Meeting:
    points = ((f"Hoàn thành phóng sự {mark}", world.lead, date(2026, 6, 20)),)
    words = {"subject": f"Kiểm điểm tiến độ {mark}", "chair": f"Trưởng Ban {mark}", "number": 512}
    made = make_meeting(
        world.plan, world.people["standing"], status=ReviewStatus.ISSUED, points=points, **words
    )
    made.attending.set([world.lead])
    return made


def fill(world: World, mark: str = "") -> dict[str, object]:
    """One row of each registered model; every text of it holds `mark`."""
    place, officer = world.locality, world.people["officer"]
    series = NumberSeries.objects.create(
        locality=place, issuer=world.issuer, symbol=f"KH{mark[-4:]}", period_label="2026", last_number=47
    )
    draft = f.make_plan(
        place,
        status=PlanStatus.DRAFT,
        year=2027,
        issuer=world.issuer,
        standing_agency=world.standing,
        title=f"Dự thảo kế hoạch 2027 {mark}",
    )
    f.make_task(
        f.make_group(draft, title=f"Nội dung dự thảo {mark}"), world.lead, title=f"Việc dự thảo {mark}"
    )
    report = f.make_report(
        world.task, world.period, officer, status=ReportStatus.SUBMITTED, results=f"Đã phát 7 phóng sự {mark}"
    )
    outputs = [f.make_output(world.task, officer, title=f"Phóng sự {mark}", audience=mark) for _ in range(2)]
    CommitteeMember.objects.create(
        committee=world.committee, full_name=f"Trưởng ban {mark}", role="CHAIR", valid_from=date(2025, 1, 1)
    )
    entry: ActivityEntry = record(
        actor=world.people["administrator"], action="update_agency", obj=world.lead, note=f"Ghi chú {mark}"
    )
    return {
        "agencies.locality": place,
        "agencies.agency": world.lead,
        "agencies.steeringcommittee": world.committee,
        "agencies.user": officer,
        "agencies.calendarday": CalendarDay.objects.create(locality=place, day=date(2026, 8, 22), kind="WORKING", name=f"Làm bù {mark}"),
        "agencies.activityentry": entry,
        "agencies.notification": Notification.objects.create(person=officer, locality=place, kind="REPORT_DUE", subject_key="report:1", step="0", text=f"Báo cáo đến hạn {mark}"),
        "agencies.mailing": Mailing.objects.create(person=officer, locality=place, day=date(2026, 6, 15), subject=f"Nhắc việc {mark}", body="…"),
        "documents.legalbasis": LegalBasis.objects.create(locality=place, code="quy-che", title=f"Quy chế {mark}", full_citation="Quy chế", short_citation=f"Quy chế {mark}"),
        "documents.numberseries": series,
        "documents.registerednumber": RegisteredNumber.objects.create(series=series, number=47, subject_key=f"plan:{place.code}/2026", issued_on=date(2026, 1, 15), given_by=world.people["clerk"]),
        "documents.signedcopy": SignedCopy.objects.create(locality=place, subject_key=world.plan.subject_key, file="x", name=f"ke-hoach {mark}.pdf", sha256="0" * 64, uploaded_by=world.people["clerk"]),
        "documents.officewording": OfficeWording.objects.create(locality=place, agency=world.issuer, issuer_name=f"ỦY BAN NHÂN DÂN {mark}", place_name=f"Hà Nội {mark}"),
        "plans.plan": draft,
        "plans.amendment": _amendment(world, mark),
        "plans.direction": _direction(world, mark),
        "plans.planversion": freeze(world.plan, actor=None) if not PlanVersion.objects.filter(plan=world.plan).exists() else world.plan.versions.get(),
        "plans.taskgroup": draft.groups.get(),
        "plans.task": draft.tasks.get(),
        "reports.reportingperiod": world.period,
        "reports.progressreport": report,
        "reports.periodrule": PeriodRule.objects.create(locality=place, plan=world.plan, kind="LOCAL", name=f"9 tháng {mark}", cut_off_month=9),
        "reports.extension": Extension.objects.create(locality=place, period=world.period, agency=world.lead, asked_by=officer, reason=f"Chờ số liệu {mark}", due_before=world.period.report_due_on, wished_on=world.period.report_due_on + timedelta(days=7)),
        "reports.periodreview": f.make_review(world.period, officer, status=ReviewStatus.ISSUED, title=f"Sơ kết {mark}"),
        "reports.meeting": _meeting(world, mark),
        "reports.output": outputs[0],
        "reports.outputpair": OutputPair.objects.create(locality=place, number=1, first=outputs[0], second=outputs[1], reason="LINK"),
        "reports.pressitem": f.make_press(place, officer, agency=world.lead, title=f"Tin sai {mark}", outlet=f"Báo {mark}"),
    }  # fmt: skip
