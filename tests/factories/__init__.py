"""Rows for tests, without surprises: what is not named is the plainest thing that may stand."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from agencies.choices import AgencyKind, LocalityKind, Role
from agencies.models import Agency, CommitteeMember, Locality, Membership, SteeringCommittee, User
from plans.choices import AmendmentStatus, ChangeKind, PlanStatus, ReplyStatus, Verdict
from plans.dashboards.clauses import as_content, clauses_of
from plans.models import (
    Amendment,
    AmendmentChange,
    Consultation,
    ConsultedBody,
    Indicator,
    Plan,
    PlanComment,
    Task,
    TaskGroup,
    TaskSupport,
)
from plans.services.versions import freeze, task_content
from reports.choices import (
    ASSIGNED_PRESS_STATUSES,
    WRITABLE_REVIEW_STATUSES,
    Channel,
    ContributionStatus,
    OutputKind,
    PeriodKind,
    PressStatus,
    PressTone,
    ReportStatus,
    ReviewStatus,
)
from reports.dashboards.review_figures import digest_of, period_figures
from reports.models import (
    Contribution,
    ContributionFile,
    CountingRule,
    Output,
    OutputMaker,
    PeriodReview,
    PressItem,
    ProgressReport,
    ReportingPeriod,
)
from reports.services.submission import submission_of

PASSWORD = "mật khẩu thử nghiệm 2026"
_serial = iter(range(1, 10**9))


class _Ticked:
    """Every doubt about a move, whatever its sentence: the one who moves has looked into all of them."""

    def __contains__(self, sentence: object) -> bool:
        return True


TICKED = _Ticked()


def make_locality(code: str = "", **fields: Any) -> Locality:
    code = code or f"dp{next(_serial)}"
    defaults = {
        "name": f"Thành phố {code.title()}",
        "short_name": code.title(),
        "kind": LocalityKind.CITY,
        "place_name": code.title(),
    }
    return Locality.objects.create(code=code, **(defaults | fields))


def make_agency(locality: Locality | None, code: str = "", **fields: Any) -> Agency:
    code = code or f"co-quan-{next(_serial)}"
    defaults = {"name": f"Sở {code}", "kind": AgencyKind.DEPARTMENT, "document_abbreviation": code.upper()}
    return Agency.objects.create(locality=locality, code=code, **(defaults | fields))


def make_committee(locality: Locality, **fields: Any) -> SteeringCommittee:
    agency = make_agency(
        locality,
        kind=AgencyKind.STEERING_COMMITTEE,
        name="Ban Chỉ đạo công tác thông tin đối ngoại",
        document_abbreviation="BCĐ",
    )
    return SteeringCommittee.objects.create(agency=agency, **fields)


def make_user(agency: Agency | None = None, role: str = "", **fields: Any) -> User:
    username = fields.pop("username", f"nguoi-{next(_serial)}")
    locality = fields.pop("locality", agency.locality if agency else None)
    fields.setdefault("full_name", "Nguyễn Thị Thử")
    user = User.objects.create_user(username, PASSWORD, locality=locality, **fields)
    if agency and role:
        make_membership(user, agency, role)
    return user


def make_membership(user: User, agency: Agency, role: str, **fields: Any) -> Membership:
    return Membership.objects.create(
        user=user, agency=agency, role=role, **({"valid_from": date(2020, 1, 1)} | fields)
    )


def make_plan(
    locality: Locality, *, status: str = PlanStatus.ISSUED, year: int = 2026, **fields: Any
) -> Plan:
    """A plan of one year; an issued one bears number, day and signer."""
    issuer = fields.pop("issuer", None) or make_agency(
        locality,
        kind=AgencyKind.PEOPLES_COMMITTEE,
        name=f"Ủy ban nhân dân {locality.name}",
        document_abbreviation="UBND",
    )
    defaults: dict[str, Any] = {
        "slug": str(year),
        "title": f"Kế hoạch hoạt động thông tin đối ngoại năm {year}",
        "year_from": year,
        "year_to": year,
        "purposes": "Quảng bá hình ảnh địa phương.",
        "requirements": "Kịp thời, chính xác.",
        "organisation": "Các cơ quan chủ trì báo cáo đúng hạn.",
        "recipients": "Các sở, ban, ngành;\nLưu: VT.",
        "status": status,
    }
    if status in (PlanStatus.ISSUED, PlanStatus.CLOSED, PlanStatus.REPLACED, PlanStatus.REVOKED):
        defaults |= {
            "number": next(_serial),
            "issued_on": date(year, 1, 15),
            "signer_name": "Trần Văn Ký",
            "issued_at": timezone.now(),
            "series_label": str(year),
        }
    if status in (PlanStatus.SUBMITTED, PlanStatus.APPROVED):
        defaults |= {"submitted_at": timezone.now()}
    if status == PlanStatus.RETURNED:
        defaults |= {"return_note": "Thiếu phần kinh phí."}
    return Plan.objects.create(locality=locality, issuer=issuer, **(defaults | fields))


def make_group(plan: Plan, number: int = 1, **fields: Any) -> TaskGroup:
    return TaskGroup.objects.create(
        plan=plan,
        number=number,
        **({"title": "Công tác truyền thông, giới thiệu, quảng bá hình ảnh Thành phố"} | fields),
    )


def make_task(group: TaskGroup, lead: Agency | None, number: int = 0, **fields: Any) -> Task:
    number = number or group.tasks.count() + 1
    defaults: dict[str, Any] = {
        "title": "Sản xuất 12 phóng sự song ngữ giới thiệu Thành phố",
        "starts_on": date(group.plan.year_from, 1, 2),
        "due_on": date(group.plan.year_to, 11, 30),
    }
    if fields.get("is_secret"):
        defaults["title"] = ""
    return Task.objects.create(
        plan=group.plan, group=group, number=number, lead_agency=lead, **(defaults | fields)
    )


def make_support(task: Task, agency: Agency, **fields: Any) -> TaskSupport:
    return TaskSupport.objects.create(
        task=task, agency=agency, **({"contribution": "Cung cấp tư liệu hình ảnh."} | fields)
    )


def make_indicator(task: Task, number: int = 1, **fields: Any) -> Indicator:
    return Indicator.objects.create(
        task=task,
        number=number,
        **({"name": "Phóng sự song ngữ", "unit": "phóng sự", "target_value": 12} | fields),
    )


def make_seat(committee: SteeringCommittee, user: User | None = None, **fields: Any) -> CommitteeMember:
    defaults = {
        "full_name": user.full_name if user else "Phó Trưởng ban",
        "position_title": "Lãnh đạo Sở Ngoại vụ",
        "valid_from": date(2020, 1, 1),
    }
    return CommitteeMember.objects.create(committee=committee, user=user, **(defaults | fields))


def make_round(
    plan: Plan, *agencies: Agency, members: tuple[CommitteeMember, ...] = (), **fields: Any
) -> Consultation:
    """A round of this plan with the bodies asked; an open one makes the plan CONSULTING."""
    defaults: dict[str, Any] = {
        "number": plan.consultations.count() + 1,
        "sent_at": timezone.now(),
        "reply_due_on": timezone.localdate() + timedelta(days=14),
        "content": as_content(clauses_of(plan)),
    }
    found = Consultation.objects.create(plan=plan, **(defaults | fields))
    bodies = [ConsultedBody(agency=agency, name=agency.name) for agency in agencies]
    bodies += [ConsultedBody(member=member, name=member.full_name) for member in members]
    for number, body in enumerate(bodies, 1):
        body.consultation, body.number = found, number
    ConsultedBody.objects.bulk_create(bodies)
    if found.is_open:
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CONSULTING)
        plan.refresh_from_db()
        plan.consulted_agencies.set(agencies)
    return found


def make_comment(body: ConsultedBody, author: User, **fields: Any) -> PlanComment:
    defaults: dict[str, Any] = {
        "number": body.comments.count() + 1,
        "part": "purposes",
        "clause_key": "part:purposes",
        "text": "Bổ sung mục tiêu quảng bá du lịch Thành phố.",
    }
    return PlanComment.objects.create(body=body, author=author, **(defaults | fields))


def reply(body: ConsultedBody, author: User, *texts: str) -> ConsultedBody:
    """The body has replied: with these comments, or agreeing."""
    for text in texts:
        make_comment(body, author, text=text)
    ConsultedBody.objects.filter(pk=body.pk).update(
        status=ReplyStatus.REPLIED,
        verdict=Verdict.COMMENTED if texts else Verdict.AGREED,
        replied_at=timezone.now(),
        replied_by=author,
    )
    body.refresh_from_db()
    return body


def make_period(plan: Plan, slug: str = "2026-6-thang", **fields: Any) -> ReportingPeriod:
    """A half-year period that is open now and due in ten days."""
    today = timezone.localdate()
    defaults: dict[str, Any] = {
        "name": "6 tháng đầu năm 2026",
        "kind": PeriodKind.HALF_YEAR,
        "data_from": today - timedelta(days=180),
        "data_to": today - timedelta(days=1),
        "opens_on": today - timedelta(days=20),
        "report_due_on": today + timedelta(days=10),
    }
    return ReportingPeriod.objects.create(
        plan=plan, locality_id=plan.locality_id, slug=slug, **(defaults | fields)
    )


def make_report(
    task: Task, period: ReportingPeriod, author: User, *, status: str = ReportStatus.DRAFT, **fields: Any
) -> ProgressReport:
    """A complete report in `status`, with the columns that its state asks for."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "results": "Đã phát 7 phóng sự song ngữ Việt – Anh.",
        "progress_percent": 58,
        "author": author,
        "saved_by": author,
        "agency": task.lead_agency,
    }
    sent = {"submitted_at": now, "submitted_by": author}
    if status == ReportStatus.SUBMITTED:
        defaults |= sent
    if status == ReportStatus.ACCEPTED:
        defaults |= sent | {"accepted_at": now, "accepted_by": author}
    if status == ReportStatus.RETURNED:
        defaults |= sent | {
            "returned_at": now,
            "returned_by": author,
            "return_reason": "MISSING_EVIDENCE",
            "return_note": "Thiếu minh chứng.",
            "return_count": 1,
        }
    report = ProgressReport.objects.create(
        locality_id=task.locality_id, task=task, period=period, status=status, **(defaults | fields)
    )
    if report.submitted_at and report.submission is None:
        ProgressReport.objects.filter(pk=report.pk).update(submission=submission_of(report))
        report.refresh_from_db()
    return report


def make_contribution(
    support: TaskSupport, period: ReportingPeriod, asked_by: User | None = None, **fields: Any
) -> Contribution:
    """What this agency is asked for by `asked_by`, or writes unasked; sent where `answered_by` is named."""
    now = timezone.now()
    defaults: dict[str, Any] = {"status": ContributionStatus.DRAFT}
    if asked_by:
        defaults |= {"status": ContributionStatus.ASKED, "asked_by": asked_by, "asked_at": now}
        defaults |= {
            "question": "Số lượt khách quốc tế đã đón.",
            "due_on": timezone.localdate() + timedelta(days=5),
        }
    if fields.get("answered_by"):
        defaults |= {"status": ContributionStatus.SENT, "answered_at": now, "answer": "Đã gửi 24 ảnh."}
    return Contribution.objects.create(support=support, period=period, **(defaults | fields))


def make_answer_file(contribution: Contribution, name: str = "anh.pdf") -> ContributionFile:
    row = ContributionFile(
        contribution=contribution, name=name, content_type="application/pdf", size=8,
        sha256=hashlib.sha256(name.encode()).hexdigest(), added_by=contribution.answered_by,
    )  # fmt: skip
    row.file.save(name, ContentFile(b"%PDF-1.7"))
    return row


def keep_points(report: ProgressReport, why: str = "Đã ghi đủ ở mục Kết quả trong kỳ.") -> ProgressReport:
    """Every request of the last return answered “giữ nguyên vì …”, so that the report may go again."""
    report.refresh_from_db()
    answers = {field: ["KEPT", why] for field in report.comments.values_list("field", flat=True)}
    report.marks = report.marks | {"answers": answers}
    report.save(update_fields=["marks"])
    return report


def make_amendment(plan: Plan, *, status: str = AmendmentStatus.DRAFT, **fields: Any) -> Amendment:
    """An amendment of an issued plan in `status`, with the columns that its state asks for; its changes come apart."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "ordinal": plan.amendments.count() + 1,
        "title": f"điều chỉnh, bổ sung {plan.title}",
        "reasons": "Sự kiện quốc tế dời lịch.",
        "recipients": "Các sở, ban, ngành;\nLưu: VT.",
        "symbol": "QĐ-UBND",
    }
    if status != AmendmentStatus.DRAFT:
        defaults |= {"submitted_at": now}
    if status == AmendmentStatus.RETURNED:
        defaults |= {"return_note": "Chưa rõ lý do."}
    if status == AmendmentStatus.ISSUED:
        today = timezone.localdate()
        defaults |= {
            "number": next(_serial),
            "issued_on": today,
            "effective_from": today,
            "signer_name": "Trần Văn Ký",
            "issued_at": now,
        }
    if not plan.versions.exists():
        freeze(plan, actor=None)
    return Amendment.objects.create(plan=plan, status=status, **(defaults | fields))


def make_change(amendment: Amendment, task: Task, **after: Any) -> AmendmentChange:
    """A change of one task: `after` holds what becomes different, as its content keeps it."""
    before = task_content(task)
    return AmendmentChange.objects.create(
        amendment=amendment,
        position=amendment.changes.count() + 1,
        kind=ChangeKind.EDIT_TASK,
        task=task,
        before=before,
        after=before | after,
    )


def make_review(
    period: ReportingPeriod, author: User, *, status: str = ReviewStatus.DRAFT, **fields: Any
) -> PeriodReview:
    """A review that lacks nothing, in `status`, with the columns that its state asks for."""
    now = timezone.now()
    is_frozen = fields.pop("is_frozen", False)
    defaults: dict[str, Any] = {
        "title": "Sơ kết công tác thông tin đối ngoại 6 tháng đầu năm 2026",
        "issuer": period.plan.issuer,
        "texts": {"overview": "Triển khai đúng kế hoạch.", "next_steps": "Hoàn thành các nhiệm vụ còn lại."},
        "recipients": "Các sở, ban, ngành;\nLưu: VT.",
        "saved_by": author,
    }
    if is_frozen or status not in WRITABLE_REVIEW_STATUSES:
        figures = period_figures(period, as_of=period.data_to)
        defaults |= {
            "figures": figures,
            "figures_as_of": period.data_to,
            "figures_sha256": digest_of(figures),
        }
    if status in (ReviewStatus.SUBMITTED, ReviewStatus.APPROVED):
        defaults |= {"submitted_at": now, "submitted_by": author}
    if status == ReviewStatus.RETURNED:
        defaults |= {"returned_at": now, "returned_by": author, "return_note": "Thiếu phần nguyên nhân."}
    if status == ReviewStatus.ISSUED:
        defaults |= {
            "number": next(_serial),
            "issued_on": timezone.localdate(),
            "series_label": "2026",
            "signer_name": "Trần Văn Ký",
            "issued_at": now,
            "content_sha256": "0" * 64,
        }
    return PeriodReview.objects.create(
        locality_id=period.locality_id,
        plan=period.plan,
        period=period,
        status=status,
        **(defaults | fields),
    )


def make_output(task: Task, author: User, **fields: Any) -> Output:
    """An output of the task's lead, done yesterday; its maker is the agency that writes it down."""
    agency = fields.pop("agency", None) or task.lead_agency
    makers = fields.pop("makers", None) or [agency]
    last = Output.objects.filter(locality_id=task.locality_id).order_by("number").last()
    defaults: dict[str, Any] = {
        "kind": OutputKind.VIDEO,
        "title": "Phóng sự “Sài Gòn – 50 năm hội nhập”",
        "done_on": timezone.localdate() - timedelta(days=1),
        "channel": Channel.INTERNET,
        "languages": ",vi,en,",
        "number": last.number + 1 if last else 1,
    }
    output = Output.objects.create(task=task, agency=agency, entered_by=author, **(defaults | fields))
    OutputMaker.objects.bulk_create(
        OutputMaker(output=output, agency=maker, name=maker.label) for maker in makers
    )
    return output


def make_rule(indicator: Indicator, **fields: Any) -> CountingRule:
    return CountingRule.objects.create(indicator=indicator, **({"kind": OutputKind.VIDEO} | fields))


def make_press(
    locality: Locality, author: User, *, status: str = PressStatus.RECORDED, **fields: Any
) -> PressItem:
    """A press item in `status`, with the columns that its state asks for; `agency` answers it."""
    today = timezone.localdate()
    last = PressItem.objects.filter(locality=locality).order_by("number").last()
    defaults: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "tone": PressTone.WRONG,
        "title": "Tin sai về giá dịch vụ du lịch của Thành phố",
        "outlet": "Báo Ví dụ",
        "country": "Nhật Bản",
        "language": "ja",
        "published_on": today - timedelta(days=5),
    }
    if status in ASSIGNED_PRESS_STATUSES:
        defaults |= {"respond_by": today + timedelta(days=10)}
    if status in (PressStatus.ANSWERED, PressStatus.CLOSED):
        defaults |= {
            "answer": "Đã gửi văn bản đề nghị đính chính.",
            "answered_on": today,
            "answered_by": author,
        }
    return PressItem.objects.create(
        locality=locality, recorded_by=author, status=status, **(defaults | fields)
    )


ALL_ROLES = tuple(Role.values)
