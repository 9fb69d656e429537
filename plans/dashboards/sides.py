"""What can be compared: the versions of issued plans, and drafts as they stand."""

from dataclasses import dataclass

from django.db.models import QuerySet

from plans.choices import PUBLIC_STATUSES
from plans.dashboards.changes import Content
from plans.models import Plan, PlanVersion
from ttdn_portal.shared.dates import short_date


@dataclass(frozen=True)
class Side:
    """One side of a comparison; a draft has no content kept, it is read as it stands."""

    plan: Plan
    label: str
    url: str
    content: Content | None


def side_choices(plan: Plan, seen: QuerySet[Plan]) -> list[tuple[str, str]]:
    """(“2026@2”, “năm 2026 – bản 2, từ 01/12/2026”): this plan's own first, then the others of the locality, latest first."""
    versions = (
        PlanVersion.objects.filter(plan__in=seen)
        .order_by("-plan__year_to", "-plan__year_from", "plan__slug", "number")
        .values_list("plan_id", "plan__slug", "number", "effective_from")
    )
    found = []
    for plan_id, slug, number, day in versions:
        since = f", từ {short_date(day)}" if day else ""
        found.append((plan_id != plan.pk, f"{slug}@{number}", f"{slug} – bản {number}{since}"))
    drafts = seen.exclude(status__in=PUBLIC_STATUSES).order_by("-year_to", "slug").values_list("pk", "slug")
    found += [(pk != plan.pk, slug, f"{slug} – dự thảo đang soạn") for pk, slug in drafts]
    return [(word, label) for _, word, label in sorted(found, key=lambda row: row[0])]


def default_sides(plan: Plan, choices: list[tuple[str, str]]) -> dict[str, str] | None:
    """What is shown unasked: the last two versions, or the plan that this one was made from against its latest."""
    words = [word for word, _ in choices]
    own = [word for word in words if word.partition("@")[0] == plan.slug]
    if len(own) > 1:
        return {"tu": own[-2], "den": own[-1]}
    origin = plan.based_on.slug if plan.based_on else ""
    earlier = [word for word in words if origin and word.partition("@")[0] == origin]
    return {"tu": earlier[-1], "den": own[-1]} if own and earlier else None


def side_of(seen: QuerySet[Plan], word: str, labels: dict[str, str]) -> Side:
    """The side that `word` of `side_choices` names."""
    slug, _, number = word.partition("@")
    plan = seen.select_related("locality", "issuer").get(slug=slug)
    if not number:
        return Side(plan, labels[word], plan.get_absolute_url(), None)
    version = plan.versions.get(number=number)
    return Side(plan, labels[word], f"{plan.get_absolute_url()}ban/{number}/", version.content)
