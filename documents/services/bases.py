"""The library of legal bases: what a locality adds to the country's."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from agencies.models import Locality, User
from agencies.services.activity import record
from documents.models import LegalBasis
from ttdn_portal.shared.text import fold

KNOWN = "Thư viện đã có văn bản này: {known}. Chọn trong kết quả tìm kiếm."


@transaction.atomic
def add_basis(basis: LegalBasis, *, locality: Locality, actor: User) -> LegalBasis:
    """Add a text of the locality's own; one that the library knows by its number is refused with its name."""
    same = LegalBasis.objects.visible_to(actor).filter(symbol__iexact=basis.symbol).exclude(symbol="").first()
    if same:
        raise ValidationError({"symbol": KNOWN.format(known=same.short_citation)})
    basis.locality = locality
    basis.code = _free_code(locality, basis)
    basis.full_clean()
    basis.save()
    record(actor=actor, action="add_basis", obj=basis, after={"citation": basis.full_citation})
    return basis


def _free_code(locality: Locality, basis: LegalBasis) -> str:
    stem = slugify(fold(basis.symbol.replace("/", "-") or basis.short_citation))[:50] or "can-cu"
    taken = set(
        LegalBasis.objects.filter(locality=locality, code__startswith=stem).values_list("code", flat=True)
    )
    return next(
        code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken
    )
