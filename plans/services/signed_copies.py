"""The signed file that stands beside an issued paper: a plan here, a review or a meeting in `reports`.

A copy that says something else than what was issued is held: nobody but its clerk sees it until they say why it is kept, or
bring another file.
"""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from agencies.models import User
from agencies.services.activity import record
from documents.choices import (
    ComparisonState,
    DocumentFormat,
    DocumentKind,
    DocumentStatus,
    SignatureState,
)
from documents.comparison import compare_with_issued
from documents.models import Document, SignedCopy
from documents.services.held_copies import forget
from documents.signatures import Original, check_signatures
from ttdn_portal.shared.transitions import StaleState
from ttdn_portal.shared.uploads import CheckedFile

BROKEN_SIGNATURE = "Chữ ký số trong tệp không còn giá trị vì nội dung đã ký bị thay đổi. Lấy lại tệp gốc từ phần mềm ký số rồi nộp lại."


def file_signed_copy(paper: Any, *, actor: User, checked: CheckedFile) -> SignedCopy:
    """Keep a PDF of an issued paper with what its signatures and its words say; what was filed before stays.

    A scan is taken as it is, a digital signature that no longer holds is not (ValidationError). The reading takes its
    time and no transaction; where the words differ the copy is only held.
    """
    upload, digest = checked.upload, hashlib.sha256()
    issued = _issued_files(paper.subject_key)
    found = check_signatures(upload, [Original(file.size, file.sha256) for file in issued])
    if found.state == SignatureState.BROKEN:
        raise ValidationError({"file": BROKEN_SIGNATURE})
    for chunk in upload.chunks():
        digest.update(chunk)
    compared = compare_with_issued(upload, issued)
    upload.seek(0)
    copy = SignedCopy(
        locality=paper.locality,
        subject_key=paper.subject_key,
        name=checked.name,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        signature_state=found.state,
        signature_note=found.text,
        comparison=compared.state,
        comparison_note=compared.text,
        is_held=compared.state == ComparisonState.DIFFERENT,
        uploaded_by=actor,
    )
    return _stored(copy, paper, checked)


@transaction.atomic
def _stored(copy: SignedCopy, paper: Any, checked: CheckedFile) -> SignedCopy:
    """In the place of what this clerk had held before."""
    forget(SignedCopy.objects.held_by(copy.uploaded_by, copy.subject_key))
    copy.file.save("ban-ky.pdf", checked.upload, save=False)
    copy.full_clean()
    copy.save()
    if not copy.is_held:
        _record(copy, paper)
    return copy


def held_copy(paper: Any, actor: User) -> SignedCopy | None:
    return SignedCopy.objects.held_by(actor, paper.subject_key).order_by("-pk").first()


@transaction.atomic
def keep_anyway(paper: Any, copy: SignedCopy, *, actor: User, reason: str) -> None:
    """Keep a held copy though it differs; StaleState where it was kept, or another was brought, a moment ago."""
    held = SignedCopy.objects.held_by(actor, paper.subject_key).filter(pk=copy.pk)
    if not held.update(is_held=False, kept_because=reason, created_at=timezone.now()):
        raise StaleState
    copy.refresh_from_db()
    _record(copy, paper)


def _record(copy: SignedCopy, paper: Any) -> None:
    record(
        actor=copy.uploaded_by,
        action="file_signed_copy",
        obj=paper,
        note=copy.kept_because,
        after={"name": copy.name, "sha256": copy.sha256, "đối chiếu": copy.get_comparison_display()},
    )


def _issued_files(subject_key: str) -> list[Document]:
    """The files that were made on issue, the paper itself first: what is signed should be one of them."""
    kept = Document.objects.about(subject_key).filter(
        is_kept=True, status=DocumentStatus.READY, format=DocumentFormat.PDF
    )
    return sorted(kept.order_by("created_at", "pk"), key=lambda file: file.kind == DocumentKind.AMENDMENT)
