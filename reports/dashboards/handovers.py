"""What goes over with a person's posts, and what is named after the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from agencies.choices import Role
from agencies.models import Membership, User
from plans.choices import AmendmentStatus, PlanStatus, ReplyStatus
from plans.models import Amendment, ConsultedBody, Plan
from reports.choices import (
    WAITING_CONTRIBUTIONS,
    WRITABLE_REVIEW_STATUSES,
    ReportStatus,
    ReviewStatus,
)
from reports.models import Contribution, PeriodReview, ProgressReport
from reports.querysets import WRITING_ROLES


@dataclass(frozen=True)
class Line:
    """So many of one kind, and how they go over."""

    label: str
    count: int
    how: str


BY_POST, BY_NAME, LATER = "theo vai trò", "đổi tên người viết", "không tự đổi"


def preview_lines(person: User, posts: Iterable[Membership], *, takes_seats: bool) -> list[Line]:
    """Everything that waits behind these posts today; a kind of which there is nothing is left out."""
    posts = list(posts)
    agencies = {post.agency_id for post in posts if post.role in WRITING_ROLES}
    localities = {role: {p.agency.locality_id or 0 for p in posts if p.role == role} for role in Role.values}
    lines = [
        *_agency_lines(person, agencies),
        *_standing_lines(localities[Role.STANDING_OFFICER]),
        *_signing_lines(localities[Role.SIGNER], localities[Role.CLERK]),
        *_named_lines(person, takes_seats=takes_seats),
    ]
    return [line for line in lines if line.count]


def _agency_lines(person: User, agencies: set[int]) -> list[Line]:
    reports = ProgressReport.objects.kept().filter(agency_id__in=agencies)
    own = reports.filter(author=person, submitted_at__isnull=True)
    waiting = Contribution.objects.filter(support__agency_id__in=agencies, status__in=WAITING_CONTRIBUTIONS)
    asking = Contribution.objects.filter(
        support__task__lead_agency_id__in=agencies, status__in=WAITING_CONTRIBUTIONS
    )
    replies = ConsultedBody.objects.filter(agency_id__in=agencies, consultation__ended_at__isnull=True)
    return [
        Line("Bản nháp báo cáo do người này bắt đầu, chưa gửi", own.exclude(status=ReportStatus.RETURNED).count(), BY_NAME),
        Line("Báo cáo bị trả lại, cần sửa", reports.filter(status=ReportStatus.RETURNED).count(), BY_POST),
        Line("Báo cáo đã gửi, chờ xem xét", reports.filter(status=ReportStatus.SUBMITTED).count(), BY_POST),
        Line("Đề nghị phối hợp cần trả lời", waiting.filter(asked_at__isnull=False).count(), BY_POST),
        Line("Đề nghị phối hợp đang chờ cơ quan khác trả lời", asking.filter(asked_at__isnull=False).count(), BY_POST),
        Line("Góp ý dự thảo kế hoạch còn nợ", replies.exclude(status=ReplyStatus.REPLIED).count(), BY_POST),
    ]  # fmt: skip


def _standing_lines(localities: set[int]) -> list[Line]:
    if not localities:
        return []
    plans = Plan.objects.filter(locality_id__in=localities)
    amendments = Amendment.objects.filter(locality_id__in=localities)
    return [
        Line("Báo cáo của các cơ quan chờ xem xét", _waiting_reports(localities).count(), BY_POST),
        Line("Kế hoạch đang soạn, đang lấy ý kiến, bị trả lại", plans.filter(status__in=[PlanStatus.DRAFT, PlanStatus.CONSULTING, PlanStatus.RETURNED]).count(), BY_POST),
        Line("Văn bản điều chỉnh đang soạn", amendments.filter(status__in=[AmendmentStatus.DRAFT, AmendmentStatus.RETURNED]).count(), BY_POST),
        Line("Báo cáo sơ kết, tổng kết đang soạn", _reviews(localities, *WRITABLE_REVIEW_STATUSES).count(), BY_POST),
    ]  # fmt: skip


def _signing_lines(signing: set[int], issuing: set[int]) -> list[Line]:
    plans, amendments = Plan.objects, Amendment.objects
    lines = []
    if signing:
        lines += [
            Line("Kế hoạch chờ ký", plans.filter(locality_id__in=signing, status=PlanStatus.SUBMITTED).count(), BY_POST),
            Line("Văn bản điều chỉnh chờ ký", amendments.filter(locality_id__in=signing, status=AmendmentStatus.SUBMITTED).count(), BY_POST),
            Line("Báo cáo sơ kết, tổng kết chờ ký", _reviews(signing, ReviewStatus.SUBMITTED).count(), BY_POST),
        ]  # fmt: skip
    if issuing:
        lines += [
            Line("Kế hoạch đã duyệt, chờ cấp số", plans.filter(locality_id__in=issuing, status=PlanStatus.APPROVED).count(), BY_POST),
            Line("Báo cáo sơ kết, tổng kết chờ ban hành", _reviews(issuing, ReviewStatus.APPROVED).count(), BY_POST),
        ]  # fmt: skip
    return lines


def _waiting_reports(localities: set[int]) -> QuerySet[ProgressReport]:
    return ProgressReport.objects.waiting().filter(locality_id__in=localities)


def _reviews(localities: set[int], *statuses: str) -> QuerySet[PeriodReview]:
    return PeriodReview.objects.filter(locality_id__in=localities, status__in=statuses)


def _named_lines(person: User, *, takes_seats: bool) -> list[Line]:
    """What bears the person's name: only what is not signed yet could change, and its drafter changes it."""
    open_plans = Plan.objects.filter(signer=person, issued_at__isnull=True)
    replies = ConsultedBody.objects.filter(member__user=person, consultation__ended_at__isnull=True)
    owed = replies.exclude(status=ReplyStatus.REPLIED).count()
    return [
        Line("Góp ý còn nợ với tư cách thành viên Ban Chỉ đạo", owed, "theo ghế" if takes_seats else LATER),
        Line("Dự thảo kế hoạch ghi tên người này là người ký; cơ quan soạn thảo sửa ở phần thể thức", open_plans.count(), LATER),
    ]  # fmt: skip


@dataclass(frozen=True)
class PersonLine:
    """Somebody whose work may be handed over from here."""

    username: str
    name: str
    posts: str


def people_to_hand_over(user: User, locality_id: int, *, as_of: date) -> list[PersonLine]:
    """The officers of the agencies that `user` heads; whoever administers the locality begins at a person's page."""
    agencies = {
        p.agency_id for p in user.posts if p.locality_id == locality_id and p.role == Role.AGENCY_LEADER
    }
    rows = Membership.objects.current_in(agencies).exclude(user=user).select_related("user", "agency")
    found: dict[str, PersonLine] = {}
    for row in rows.order_by("user__sort_key", "pk"):
        posts = ", ".join(
            part
            for part in (
                found[row.user.username].posts if row.user.username in found else "",
                row.agency.label,
            )
            if part
        )
        found[row.user.username] = PersonLine(row.user.username, row.user.full_name, posts)
    return list(found.values())
