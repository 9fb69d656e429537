"""The signed file that stands beside an issued paper: a plan here, a review in `reports`."""

import hashlib
from typing import Any

from django.db import transaction

from agencies.models import User
from agencies.services.activity import record
from documents.choices import DocumentFormat, DocumentStatus
from documents.models import Document, SignedCopy
from documents.signatures import Original, check_signatures
from ttdn_portal.shared.uploads import CheckedFile


@transaction.atomic
def file_signed_copy(paper: Any, *, actor: User, checked: CheckedFile) -> SignedCopy:
    """Keep a PDF of an issued plan or review, with what its digital signatures say; what was filed before stays."""
    upload, digest = checked.upload, hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    found = check_signatures(upload, _originals(paper.subject_key))
    upload.seek(0)
    copy = SignedCopy(
        locality=paper.locality,
        subject_key=paper.subject_key,
        name=checked.name,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        signature_state=found.state,
        signature_note=found.text,
        uploaded_by=actor,
    )
    copy.file.save("ban-ky.pdf", upload, save=False)
    copy.full_clean()
    copy.save()
    record(
        actor=actor, action="file_signed_copy", obj=paper, after={"name": copy.name, "sha256": copy.sha256}
    )
    return copy


def _originals(subject_key: str) -> list[Original]:
    """The files that were made on issue: what is signed should be one of them."""
    kept = Document.objects.about(subject_key).filter(
        is_kept=True, status=DocumentStatus.READY, format=DocumentFormat.PDF
    )
    return [Original(size, digest) for size, digest in kept.values_list("size", "sha256")]
