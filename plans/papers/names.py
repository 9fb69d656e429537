"""What the keys of plans, amendments and corrections are called in lists of papers of every kind."""

from collections.abc import Sequence
from typing import Any

from agencies.models import User
from documents.registry import Named
from plans.models import Amendment, Correction, Plan

AMENDED, CORRECTED = "@dieu-chinh-", "@dinh-chinh-"


def names_of_plans(keys: Sequence[str], user: User) -> dict[str, Named]:
    """One query for the plans; one more where some key is an amendment's, one where it is a correction's."""
    slugs = {key.partition("@")[0].rpartition("/")[2] for key in keys}
    plans = list(Plan.objects.visible_to(user).filter(slug__in=slugs).select_related("locality"))
    found = {
        plan.subject_key: Named(
            "Quyết định ban hành kế hoạch" if plan.is_by_decision else "Kế hoạch",
            plan.title,
            plan.get_absolute_url(),
        )
        for plan in plans
    }
    own = {plan.pk: plan for plan in plans}
    if any(AMENDED in key for key in keys):
        rows = Amendment.objects.visible_to(user).filter(plan__in=own)
        found |= _parts(rows, own, "Điều chỉnh lần {n}")
    if any(CORRECTED in key for key in keys):
        found |= _parts(Correction.objects.filter(plan__in=own), own, "Công văn đính chính lần {n}")
    return {key: found[key] for key in keys if key in found}


def _parts(rows: Any, plans: dict[int, Plan], kind: str) -> dict[str, Named]:
    found = {}
    for row in rows:
        plan = row.plan = plans[row.plan_id]
        is_amendment = isinstance(row, Amendment)
        title, page = (row.title, row) if is_amendment else (plan.title, plan)
        found[row.subject_key] = Named(kind.format(n=row.ordinal), title, page.get_absolute_url())
    return found
