"""Making a paper: a row first, then a message, then a file with its SHA-256."""

import hashlib
import json
import logging
from datetime import timedelta
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from agencies.choices import NoticeKind
from agencies.models import Locality, User
from agencies.services.activity import record
from agencies.services.notices import notify
from documents import registry
from documents.choices import DocumentFormat, DocumentStatus
from documents.models import Document, document_path
from documents.official.formats import content_digest, render
from documents.official.html import page_count
from documents.official.model import NothingToWrite, OfficialDocument
from documents.services.heartbeat import Heartbeat
from documents.tasks import build_document as build_task
from ttdn_portal.shared.jobs import enqueue_on_commit
from ttdn_portal.shared.secrecy import markings, sentence_for, strings_of

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
STALE_AFTER = timedelta(seconds=60)
RESEND_AFTER = timedelta(seconds=20)
TEMPORARY_DAYS = 30
FAILED_TEXT = "Không dựng được văn bản. Thử lại; nếu vẫn lỗi, báo quản trị địa phương kèm giờ xảy ra."
TOO_LONG_TEXT = "Dựng quá lâu nên đã dừng. Thử lại lúc khác; nếu vẫn vậy, báo quản trị địa phương."
NO_RIGHT_TEXT = "Người yêu cầu không còn quyền xem nội dung này."


class Cancelled(Exception):
    """The person no longer wants the paper, or another worker took the row over."""


def options_digest(options: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()


def request_document(
    *,
    actor: User,
    locality: Locality,
    kind: str,
    subject_key: str,
    title: str,
    format: str = DocumentFormat.PDF,
    options: dict[str, Any] | None = None,
    is_draft: bool,
    has_illustration: bool,
    is_kept: bool = False,
) -> Document:
    """Ask for a paper. The same request while one is under way gives that one."""
    options = options or {}
    same = {
        "subject_key": subject_key,
        "kind": kind,
        "format": format,
        "requested_by": actor,
        "options_hash": options_digest(options),
    }
    running = Document.objects.unfinished().filter(**same).first()
    if running:
        return running
    try:
        with transaction.atomic():
            document = Document.objects.create(
                **same,
                locality=locality,
                title=title[:400],
                options=options,
                is_draft=is_draft,
                has_illustration=has_illustration,
                is_kept=is_kept,
            )
            record(actor=actor, action="export", obj=document, after={"kind": kind, "format": format})
            enqueue_on_commit(build_task, str(document.pk))
    except IntegrityError:  # asked twice at the same moment
        return Document.objects.unfinished().get(**same)
    return document


def build_next() -> None:
    """Build the paper whose turn it is.

    A message says that one more paper waits, not which: twenty papers of one person must not hold up another's one.
    """
    while (turn := Document.objects.in_turn().values_list("pk", flat=True).first()) is not None:
        if build(str(turn)):
            return


def build(document_id: str) -> bool:
    """Build one paper, if it is still waiting; False where somebody else has claimed it."""
    claimed = Document.objects.filter(pk=document_id, status=DocumentStatus.PENDING).update(
        status=DocumentStatus.BUILDING,
        claimed_at=timezone.now(),
        attempts=F("attempts") + 1,
        error="",
        percent=0,
    )
    if not claimed:
        return False
    document = Document.objects.select_related("locality", "requested_by").get(pk=document_id)
    with Heartbeat(document):
        try:
            _build_claimed(document)
        except Cancelled:
            logger.info("document %s was cancelled", document.pk)
        except NothingToWrite as reason:
            _fail(document, str(reason))
        except SoftTimeLimitExceeded:
            _fail(document, TOO_LONG_TEXT)
        except Exception:
            logger.exception("document %s could not be built", document.pk)
            _fail(document, FAILED_TEXT)
    return True


def _build_claimed(document: Document) -> None:
    subject = registry.subject_of(document.subject_key)
    source = registry.source_of(document.kind, document.subject_key)
    if document.requested_by and not source.is_visible(document.requested_by, subject, document.options):
        _fail(document, NO_RIGHT_TEXT)
        return
    paper = registry.build(document.kind, document.subject_key, subject, document.options)
    if marked := markings("\n\n".join(strings_of(paper))):
        _fail(document, sentence_for(marked[0], where="trong văn bản này"))
        return
    digest = content_digest(paper, document.format)
    content = _same_content(document, digest)
    if content is None:
        content = render(paper, document.format, progress=lambda *step: _tell(document, *step))
    _attach(document, paper, content, digest)


def _same_content(document: Document, digest: str) -> bytes | None:
    """The file of an earlier paper of the same data: an unchanged plan is answered at once."""
    twin = (
        Document.objects.filter(source_hash=digest, status=DocumentStatus.READY, locality=document.locality)
        .exclude(pk=document.pk)
        .first()
    )
    if twin is None:
        return None
    try:
        with twin.file.open("rb") as file:
            content = file.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == twin.sha256 else None


def _mine(document: Document):  # type: ignore[no-untyped-def]
    """The row, as long as this claim of it holds."""
    return Document.objects.filter(pk=document.pk, status=DocumentStatus.BUILDING, attempts=document.attempts)


def _tell(document: Document, step: str, percent: int) -> None:
    if not _mine(document).update(step=step, percent=min(percent, 99), claimed_at=timezone.now()):
        raise Cancelled


def _attach(document: Document, paper: OfficialDocument, content: bytes, digest: str) -> None:
    """Write the file aside, then hang it on the row if the row is still ours."""
    name = document.file.storage.save(document_path(document, ""), ContentFile(content))
    with transaction.atomic():
        hung = _mine(document).update(
            file=name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            pages=page_count(content) if document.format == DocumentFormat.PDF else 0,
            is_draft=paper.marks.is_draft,
            has_illustration=paper.marks.has_illustration,
            source_hash=digest,
            status=DocumentStatus.READY,
            percent=100,
            step="Xong",
            finished_at=timezone.now(),
        )
        if hung and document.requested_by:
            notify(
                [document.requested_by],
                kind=NoticeKind.DOCUMENT_READY,
                subject_key=f"document:{document.pk}",
                step="1",
                text=f"Đã xuất xong: {document.title}.",
                link=document.get_absolute_url(),
                locality_id=document.locality_id,
            )
    if not hung:
        document.file.storage.delete(name)
        raise Cancelled


def _fail(document: Document, sentence: str) -> None:
    _mine(document).update(status=DocumentStatus.FAILED, error=sentence, finished_at=timezone.now())


@transaction.atomic
def cancel(document: Document, *, actor: User) -> bool:
    """Stop a paper that is not finished; False where it was faster."""
    cancelled = (
        Document.objects.unfinished()
        .filter(pk=document.pk)
        .update(status=DocumentStatus.CANCELLED, finished_at=timezone.now())
    )
    if cancelled:
        record(actor=actor, action="cancel_export", obj=document)
    return bool(cancelled)


@transaction.atomic
def retry(document: Document, *, actor: User) -> None:
    """Build a failed or cancelled paper again."""
    again = Document.objects.filter(
        pk=document.pk, status__in=[DocumentStatus.FAILED, DocumentStatus.CANCELLED]
    ).update(
        status=DocumentStatus.PENDING,
        attempts=0,
        error="",
        percent=0,
        step="",
        claimed_at=None,
        finished_at=None,
        created_at=timezone.now(),
    )
    if again:
        record(actor=actor, action="retry_export", obj=document)
        enqueue_on_commit(build_task, str(document.pk))


@transaction.atomic
def discard(document: Document, *, actor: User) -> None:
    """Put a temporary paper away; its file goes with the nightly job. Issued papers are never put away."""
    if Document.objects.filter(pk=document.pk, is_kept=False, discarded_at__isnull=True).update(
        discarded_at=timezone.now()
    ):
        record(actor=actor, action="discard_export", obj=document)


def sweep() -> int:
    """Bring back what a dead worker left and what no message ever asked for; answers how many."""
    now = timezone.now()
    stale = Document.objects.filter(status=DocumentStatus.BUILDING, claimed_at__lt=now - STALE_AFTER)
    stale.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=DocumentStatus.FAILED, error=FAILED_TEXT, finished_at=now
    )
    stale.filter(attempts__lt=MAX_ATTEMPTS).update(status=DocumentStatus.PENDING, claimed_at=None)
    waiting = Document.objects.filter(
        status=DocumentStatus.PENDING, created_at__lt=now - RESEND_AFTER
    ).values_list("pk", flat=True)
    for pk in waiting:
        enqueue_on_commit(build_task, str(pk))
    return len(waiting)


def delete_temporary(now: Any = None) -> int:
    """Remove discarded papers and those older than a month, with their files; issued ones never."""
    before = (now or timezone.now()) - timedelta(days=TEMPORARY_DAYS)
    old = Document.objects.filter(is_kept=False).exclude(status=DocumentStatus.BUILDING)
    removed = 0
    for document in old.filter(discarded_at__isnull=False) | old.filter(created_at__lt=before):
        stored = document.file
        document.delete()
        if stored.name:
            stored.storage.delete(stored.name)
        removed += 1
    return removed
