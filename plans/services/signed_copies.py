"""The signed file that stands beside an issued plan."""

import hashlib

from django.db import transaction

from agencies.models import User
from agencies.services.activity import record
from documents.models import SignedCopy
from plans.models import Plan
from ttdn_portal.shared.uploads import CheckedFile


@transaction.atomic
def file_signed_copy(plan: Plan, *, actor: User, checked: CheckedFile) -> SignedCopy:
    """Keep a PDF that the form has checked; what was filed before stays."""
    upload, digest = checked.upload, hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    copy = SignedCopy(
        locality=plan.locality,
        subject_key=plan.subject_key,
        name=checked.name,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        uploaded_by=actor,
    )
    copy.file.save("ban-ky.pdf", upload, save=False)
    copy.full_clean()
    copy.save()
    record(actor=actor, action="file_signed_copy", obj=plan, after={"name": copy.name, "sha256": copy.sha256})
    return copy
