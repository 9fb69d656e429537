"""The clerk's first page: what waits for a number, what the current plan lacks, what was exported."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Q, QuerySet, Value, When
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from agencies.models import Locality
from documents.choices import BasisState, DocumentStatus
from documents.models import Document
from plans.choices import PlanStatus
from plans.dashboards.checklist import CheckItem, PlanCounts, checklist_of, plan_counts
from plans.dashboards.plan import CopyLine, copy_lines
from plans.models import Plan
from reports.choices import ReviewStatus
from reports.models import Meeting, PeriodReview
from ttdn_portal.shared.templatetags.ttdn import moment

if TYPE_CHECKING:
    from agencies.models import User

EXPORTS_SHOWN = 20


@dataclass(frozen=True)
class ExportLine:
    """One exported paper, as components/files.html draws it."""

    kind: str
    name: str
    meta: str
    url: str
    act: str
    is_issued: bool


@dataclass(frozen=True)
class Warning:
    """What the reader of the paper would miss, said before it is made."""

    text: str
    url: str


@dataclass(frozen=True)
class ClerkDesk:
    plans: list[Plan]
    waiting: list[Plan]
    reviews: list[PeriodReview]
    meetings: list[Meeting]
    plan: Plan | None
    checklist: list[CheckItem]
    warnings: list[Warning]
    exports: list[ExportLine]
    copies: list[CopyLine]


def clerk_plans(user: "User", locality: Locality, day: date) -> QuerySet[Plan]:
    """Plans of the locality, the running one of the year first."""
    running = Q(status=PlanStatus.ISSUED, year_from__lte=day.year, year_to__gte=day.year)
    rank = Case(When(running, then=Value(0)), default=Value(1))
    return (
        Plan.objects.visible_to(user)
        .filter(locality=locality)
        .with_names()
        .order_by(rank, "kind", "-year_to", "-year_from", "sort_key")
    )


def clerk_desk(user: "User", locality: Locality, *, slug: str, as_of: date) -> ClerkDesk | None:
    """The desk with one plan on it: the one that `slug` names, or the current one; None where there is no such plan."""
    plans = list(clerk_plans(user, locality, as_of))
    waiting = [plan for plan in plans if plan.status == PlanStatus.APPROVED]
    chosen = [plan for plan in plans if plan.slug == slug] if slug else plans
    if not chosen:
        return None if slug else ClerkDesk([], [], [], [], None, [], [], [], [])
    plan = chosen[0]
    counts = plan_counts(plan, as_of)
    return ClerkDesk(
        plans,
        waiting,
        waiting_reviews(user, locality),
        waiting_notices(user, locality),
        plan,
        checklist_of(plan, counts),
        warnings_of(plan, counts),
        export_lines(plan),
        copy_lines(plan),
    )


def waiting_reviews(user: "User", locality: Locality) -> list[PeriodReview]:
    """Sơ kết, tổng kết that are approved and wait for their number, by one query."""
    rows = PeriodReview.objects.visible_to(user).filter(locality=locality, status=ReviewStatus.APPROVED)
    return list(rows.select_related("plan__locality", "period", "issuer").order_by("approved_at", "pk"))


def waiting_notices(user: "User", locality: Locality) -> list[Meeting]:
    """Notices of conclusions that are approved and wait for their number, by one query."""
    rows = Meeting.objects.visible_to(user).filter(locality=locality, status=ReviewStatus.APPROVED)
    return list(rows.select_related("plan__locality", "locality", "issuer").order_by("approved_at", "pk"))


def warnings_of(plan: Plan, counts: PlanCounts) -> list[Warning]:
    tasks = reverse("plans:task_list", args=[plan.locality.code, plan.slug])
    stale = plan.basis_rows.exclude(basis__state=BasisState.IN_FORCE).count()
    found = (
        (counts.no_lead, "nhiệm vụ chưa có cơ quan chủ trì", f"{tasks}?chu-tri=chua-co"),
        (counts.no_due, "nhiệm vụ chưa có thời hạn", f"{tasks}?tinh-trang=chua-co-han"),
        (stale, "căn cứ đã sửa đổi hoặc bị thay thế", f"{plan.get_absolute_url()}#can-cu"),
    )
    return [Warning(f"{n} {words}", url) for n, words, url in found if n]


def export_lines(plan: Plan) -> list[ExportLine]:
    """Papers made of the plan, newest first: version, who, when, size; the issued one is marked."""
    documents = (
        Document.objects.kept()
        .about(plan.subject_key)
        .select_related("locality", "requested_by")
        .order_by("-is_kept", "-created_at")
    )
    return [
        ExportLine(d.get_format_display(), d.title, _meta(d), d.get_absolute_url(), "Mở", d.is_kept)
        for d in documents[:EXPORTS_SHOWN]
    ]


def _meta(document: Document) -> str:
    version = document.options.get("version")
    parts = [
        f"bản {version}" if version else f"dự thảo, lần lưu {document.options.get('saved', 1)}",
        str(document.requested_by or "Hệ thống"),
        moment(document.created_at),
    ]
    if document.status == DocumentStatus.READY:
        pages = [f"{document.pages} trang"] if document.pages else []  # only a PDF's are counted
        parts += [*pages, filesizeformat(document.size)]
    else:
        parts.append(document.get_status_display())
    return " · ".join(parts)
