"""Choosing how a plan is issued, while it is drafted."""

from django.db import transaction
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from plans.choices import EDITABLE_STATUSES
from plans.models import Plan
from plans.services.drafting import StaleDraft

FIELDS = ("layout", "issue_form", "symbol", "place_name", "signing_authority", "decision_text")


@transaction.atomic
def save_form_of_issue(plan: Plan, *, actor: User, read_version: int) -> Plan:
    """Write what the form has filled in where the plan is still as it was read, else raise StaleDraft."""
    stored = Plan.objects.get(pk=plan.pk)
    plan.full_clean()
    columns = {name: getattr(plan, name) for name in FIELDS}
    as_read = Plan.objects.filter(pk=plan.pk, version=read_version, status__in=EDITABLE_STATUSES)
    if not as_read.update(**columns, version=read_version + 1, updated_at=timezone.now()):
        raise StaleDraft
    plan.version = read_version + 1
    plan.save(update_fields=["updated_at"])  # brings the search column up to date
    changed = [name for name in FIELDS if getattr(stored, name) != columns[name]]
    record(
        actor=actor,
        action="edit",
        obj=plan,
        before={name: getattr(stored, name) for name in changed},
        after={name: columns[name] for name in changed},
    )
    return plan
