"""The legal bases of a plan that is being drafted, in its own order."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from agencies.models import User
from agencies.services.activity import record
from documents.models import LegalBasis
from plans.models import Plan, PlanBasis
from plans.services.drafting import hold


@transaction.atomic
def cite(plan: Plan, basis: LegalBasis, *, actor: User) -> PlanBasis:
    """Cite a basis after the last one; one that is cited already stays where it is."""
    if basis.locality_id not in (None, plan.locality_id):
        raise ValidationError("Căn cứ này thuộc địa phương khác.")
    hold(plan)
    row = plan.basis_rows.filter(basis=basis).first()
    if row:
        return row
    last = plan.basis_rows.aggregate(last=Max("position"))["last"] or 0
    row = PlanBasis.objects.create(plan=plan, basis=basis, position=last + 1)
    record(actor=actor, action="cite_basis", obj=plan, note=basis.short_citation)
    return row


@transaction.atomic
def take_out(plan: Plan, basis_id: int, *, actor: User) -> None:
    """Cite it no more; taken out already is no fault."""
    hold(plan)
    row = plan.basis_rows.filter(basis_id=basis_id).select_related("basis").first()
    if row:
        record(actor=actor, action="drop_basis", obj=plan, note=row.basis.short_citation)
        row.delete()


@transaction.atomic
def shift(plan: Plan, basis_id: int, *, actor: User, up: bool) -> None:
    """One place up or down among those that are cited now; at the end it stays."""
    hold(plan)
    rows = list(plan.basis_rows.all())
    place = next((n for n, row in enumerate(rows) if row.basis_id == basis_id), None)
    if place is None:
        return
    row = rows.pop(place)
    rows.insert(max(0, place + (-1 if up else 1)), row)
    for n, other in enumerate(rows, 1):
        other.position = n
    PlanBasis.objects.bulk_update(rows, ["position"])


@transaction.atomic
def replace_with_successor(plan: Plan, basis_id: int, *, actor: User) -> LegalBasis | None:
    """Cite in its place what replaced a basis; where both are cited the old one goes."""
    hold(plan)
    row = plan.basis_rows.filter(basis_id=basis_id).select_related("basis__replaced_by").first()
    later = row.basis.replaced_by if row else None
    if row is None or later is None:
        return None
    record(
        actor=actor,
        action="cite_basis",
        obj=plan,
        note=f"{later.short_citation} thay {row.basis.short_citation}",
    )
    if plan.basis_rows.filter(basis=later).exists():
        row.delete()
    else:
        PlanBasis.objects.filter(pk=row.pk).update(basis=later)
    return later
