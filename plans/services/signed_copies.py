"""The signed file that stands beside an issued paper: a plan here, a review in `reports`."""

import hashlib
from typing import Any

from django.db import transaction

from agencies.models import User
from agencies.services.activity import record
from documents.models import SignedCopy
from ttdn_portal.shared.uploads import CheckedFile


@transaction.atomic
def file_signed_copy(paper: Any, *, actor: User, checked: CheckedFile) -> SignedCopy:
    """Keep a PDF of an issued plan or review, checked by the form; what was filed before stays."""
    upload, digest = checked.upload, hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    copy = SignedCopy(
        locality=paper.locality,
        subject_key=paper.subject_key,
        name=checked.name,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        uploaded_by=actor,
    )
    copy.file.save("ban-ky.pdf", upload, save=False)
    copy.full_clean()
    copy.save()
    record(
        actor=actor, action="file_signed_copy", obj=paper, after={"name": copy.name, "sha256": copy.sha256}
    )
    return copy
