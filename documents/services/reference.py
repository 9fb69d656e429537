"""National legal bases to start from. What stands already is left as people made it."""

from django.db import transaction

from documents.models import LegalBasis
from documents.reference.bases import BASES


@transaction.atomic
def seed_bases() -> int:
    """National legal bases that are not yet there; answers how many are new."""
    known = set(LegalBasis.objects.filter(locality=None).values_list("code", flat=True))
    new = [fact for fact in BASES if fact.code not in known]
    for fact in new:
        LegalBasis.objects.create(
            code=fact.code,
            symbol=fact.symbol,
            title=fact.title,
            issuer_name=fact.issuer_name,
            issued_on=fact.issued_on,
            full_citation=fact.full_citation,
            short_citation=fact.short_citation,
            state=fact.state,
            note=fact.note,
        )
    return len(new)
