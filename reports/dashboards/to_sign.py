"""What waits for a signer's word: plans, amendments, reviews and notices of conclusions, by one query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import Locality
from plans.models import Amendment, Plan
from reports.models import Meeting, PeriodReview

if TYPE_CHECKING:
    from agencies.models import User

PLAN, AMENDMENT, REVIEW, NOTICE = "plan", "amendment", "review", "notice"
KINDS = {
    PLAN: "Kế hoạch",
    AMENDMENT: "Văn bản điều chỉnh kế hoạch",
    REVIEW: "Báo cáo sơ kết, tổng kết",
    NOTICE: "Thông báo kết luận cuộc họp",
}


@dataclass(frozen=True)
class PaperToSign:
    """One paper, with its page and how long it has waited."""

    kind: str
    title: str
    issuer: str
    since: datetime | None
    url: str
    days: int

    @property
    def sub(self) -> str:
        return f"{KINDS[self.kind]} · {self.issuer}"

    @property
    def waited(self) -> str:
        return f"chờ {self.days} ngày" if self.days else "trình hôm nay"


def papers_to_sign(user: "User", locality: Locality, *, today: date) -> list[PaperToSign] | None:
    """The oldest first; None, without a query, for whoever does not sign there."""
    if not user.has_role(locality.pk, Role.SIGNER):
        return None
    plan, *others = (
        _columns(Plan, user, locality, PLAN, slug="slug", issuer="issuer__name"),
        _columns(
            Amendment,
            user,
            locality,
            AMENDMENT,
            slug="plan__slug",
            issuer="plan__issuer__name",
            first="ordinal",
        ),
        _columns(PeriodReview, user, locality, REVIEW, first="period__slug", second="level"),
        _columns(Meeting, user, locality, NOTICE, title="subject", first="ordinal"),
    )
    rows = [_paper(row, locality.code, today) for row in plan.union(*others, all=True)]
    return sorted(rows, key=lambda paper: (paper.since is None, paper.since))


def _columns(
    model: Any,
    user: "User",
    locality: Locality,
    kind: str,
    *,
    title: str = "title",
    slug: str = "plan__slug",
    issuer: str = "issuer__name",
    first: str = "",
    second: str = "",
) -> Any:
    """The columns that all kinds have: kind, title, issuer, since when, and the words of the address."""
    rows = model.objects.visible_to(user).filter(locality=locality).awaiting_signature_of(user)
    words = [Cast(F(name), CharField()) if name else Value("") for name in (first, second)]
    return rows.order_by().values_list(
        Value(kind), Cast(F(title), CharField()), F(issuer), F("submitted_at"), F(slug), *words
    )


def _paper(row: tuple[Any, ...], code: str, today: date) -> PaperToSign:
    kind, title, issuer, since, slug, first, second = row
    pages = {
        PLAN: ("plans:signing", ()),
        AMENDMENT: ("plans:amendment_detail", (first,)),
        REVIEW: ("reports:period_review", (first, second)),
        NOTICE: ("reports:meeting", (first,)),
    }
    name, words = pages[kind]
    days = (today - timezone.localdate(since)).days if since else 0
    return PaperToSign(kind, title, issuer, since, reverse(name, args=[code, slug, *words]), days)
