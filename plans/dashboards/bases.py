"""The bases that a plan cites, and what the library offers beside them."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst

from agencies.models import User
from documents.choices import BasisState
from documents.models import LegalBasis
from plans.models import Plan

FOUND = 20
STATE_KEYS = {BasisState.IN_FORCE: "done", BasisState.AMENDED: "late_done", BasisState.REPLACED: "late"}


@dataclass(frozen=True)
class BasisRow:
    """One basis: how it is cited first and later, and whether it still stands."""

    pk: int
    full: str
    short: str
    state_key: str
    state: str
    later: str = ""
    note: str = ""
    is_cited: bool = False


def cited_rows(plan: Plan) -> list[BasisRow]:
    rows = plan.basis_rows.select_related("basis__replaced_by")
    return [_row(row.basis, is_cited=True) for row in rows]


def found_rows(plan: Plan, user: User, words: str) -> list[BasisRow]:
    """The library's texts that hold every word, typed with or without marks; at most twenty, those in force first."""
    cited = set(plan.basis_rows.values_list("basis_id", flat=True))
    library = LegalBasis.objects.visible_to(user).filter(Q(locality=None) | Q(locality=plan.locality_id))
    rows = library.search(words).select_related("replaced_by")[: FOUND * 3]
    found = sorted(rows, key=lambda basis: basis.state != BasisState.IN_FORCE)[:FOUND]
    return [_row(basis, is_cited=basis.pk in cited) for basis in found]


def _row(basis: LegalBasis, *, is_cited: bool) -> BasisRow:
    return BasisRow(
        pk=basis.pk,
        full=basis.full_citation,
        short=basis.short_citation,
        state_key=STATE_KEYS[BasisState(basis.state)],
        state=capfirst(basis.get_state_display()),
        later=basis.replaced_by.short_citation if basis.replaced_by else "",
        note=basis.note,
        is_cited=is_cited,
    )
