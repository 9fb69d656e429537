"""Which papers a person may see."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from documents.choices import DocumentStatus
from ttdn_portal.shared.models import SearchableQuerySet

if TYPE_CHECKING:
    from agencies.models import User


class LegalBasisQuerySet(SearchableQuerySet):
    def visible_to(self, user: "User") -> "LegalBasisQuerySet":
        """National bases for everybody, a locality's own for the locality."""
        if user.is_superuser:
            return self
        return self.filter(Q(locality__isnull=True) | Q(locality_id__in=user.locality_ids()))


class LocalityPaperQuerySet(models.QuerySet):
    """Number series and office wording: the locality's own."""

    def visible_to(self, user: "User") -> "LocalityPaperQuerySet":
        if user.is_superuser:
            return self
        return self.filter(locality_id__in=user.locality_ids())


class DocumentQuerySet(models.QuerySet):
    def kept(self) -> "DocumentQuerySet":
        return self.filter(discarded_at__isnull=True)

    def asked_by(self, user: "User") -> "DocumentQuerySet":
        return self.filter(requested_by=user)

    def about(self, subject_key: str) -> "DocumentQuerySet":
        return self.filter(subject_key=subject_key)

    def unfinished(self) -> "DocumentQuerySet":
        return self.filter(status__in=[DocumentStatus.PENDING, DocumentStatus.BUILDING])

    def in_turn(self) -> "DocumentQuerySet":
        """What waits, in the order of its turn: first the papers of whoever has waited longest for a worker."""
        own = self.model._default_manager.filter(
            requested_by=OuterRef("requested_by"), claimed_at__isnull=False
        )
        served = Subquery(own.order_by("-claimed_at").values("claimed_at")[:1])
        waiting = self.filter(status=DocumentStatus.PENDING).annotate(served_at=served)
        return waiting.order_by(F("served_at").asc(nulls_first=True), "created_at")


class SignedCopyQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "SignedCopyQuerySet":
        """Issued papers are for the whole locality, and so are their signed copies; one not kept yet is its clerk's."""
        filed = self.filter(is_held=False)
        return filed if user.is_superuser else filed.filter(locality_id__in=user.locality_ids())

    def filed_for(self, subject_key: str) -> "SignedCopyQuerySet":
        """Copies beside one paper in the order of filing, which numbers their addresses."""
        return self.filter(subject_key=subject_key, is_held=False).order_by("created_at", "pk")

    def held_by(self, user: "User", subject_key: str) -> "SignedCopyQuerySet":
        """What differs from the issued paper and waits for the word of whoever brought it."""
        return self.filter(subject_key=subject_key, is_held=True, uploaded_by=user)
