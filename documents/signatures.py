"""Digital signatures of a PDF read in plain words: whole, unchanged since, whose, and until when.

The portal signs nothing and holds no key. Whose authority is trusted is set by TTDN_TRUST_ROOTS; only with it can a signature
be called valid. It asks no server: whether a certificate was revoked is told by the signing service, and the sentence says so.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from documents.choices import SignatureState
from ttdn_portal.shared.templatetags.ttdn import moment
from ttdn_portal.shared.text import squeeze

NO_SIGNATURE = "Tệp không có chữ ký số (bản quét hoặc bản in)."
UNREADABLE = "Tệp có chữ ký số nhưng cổng không đọc được; cần kiểm tra bằng phần mềm ký số."
NO_ROOTS = "Cổng chưa được khai tổ chức chứng thực tin cậy nên không kết luận chứng thư có hợp lệ hay không."
TRUSTED = "Chứng thư hợp lệ: do tổ chức chứng thực mà cổng tin cậy cấp ({root})."
UNTRUSTED = (
    "Chứng thư không nối được tới tổ chức chứng thực nào mà cổng tin cậy; chữ ký chưa được coi là hợp lệ."
)
REVOCATION = "Cổng không nối mạng để hỏi chứng thư đã bị thu hồi hay chưa."
SIGNED_BY = "Ký số: {signer}{at}."
WHOLE = "Chữ ký nguyên vẹn, tệp không bị sửa sau khi ký."
CHANGED = "Chữ ký nguyên vẹn nhưng sau khi ký tệp đã bị sửa thêm; cần đối chiếu với bản gốc."
BROKEN = "Nội dung đã ký bị thay đổi: chữ ký số không còn giá trị."
CERTIFICATE = "Chứng thư do {issuer} cấp, {term}."
IN_TERM, OUT_OF_TERM = "còn hạn khi ký", "không còn hạn khi ký"
ORIGINAL = "Phần được ký đúng là tệp cổng lập khi ban hành."
OTHER_ORIGINAL = "Phần được ký không trùng với tệp cổng lập khi ban hành; có thể được ký từ một bản khác."


@dataclass(frozen=True)
class SignatureCheck:
    """What was found in a file, and the sentences that say it."""

    state: SignatureState
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.sentences)


@dataclass(frozen=True)
class Original:
    """A file of the portal: its size and SHA-256."""

    size: int
    sha256: str


def check_signatures(file: Any, originals: Iterable[Original] = ()) -> SignatureCheck:
    """Read every signature of a PDF; `originals` are the files that may have been signed."""
    try:
        found = _statuses(file)
    except Exception:  # a reader of foreign files raises many kinds of errors; none of them is a signature
        logging.getLogger(__name__).info("signatures could not be read", exc_info=True)
        return SignatureCheck(SignatureState.UNREADABLE, (UNREADABLE,))
    if not found:
        return SignatureCheck(SignatureState.NONE, (NO_SIGNATURE,))
    sentences = [sentence for status in found for sentence in _told(status)]
    sentences += [] if settings.TRUST_ROOTS else [NO_ROOTS]
    sentences.append(REVOCATION)
    known = tuple(originals)
    if known:
        sentences.append(ORIGINAL if begins_with_one(file, known) else OTHER_ORIGINAL)
    return SignatureCheck(_state(found), tuple(sentences))


def _statuses(file: Any) -> list[Any]:
    """Validation of each signature; imported here because only a filed copy needs it."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    file.seek(0)
    reader = PdfFileReader(file, strict=False)
    return [
        validate_pdf_signature(signature, _context(signature.self_reported_timestamp))
        for signature in reader.embedded_regular_signatures
    ]


def _context(signed_at: datetime | None) -> Any:
    """Trusted roots and the moment that counts: the signature's own, as long as it is not in the future."""
    from pyhanko.keys.pemder import load_certs_from_pemder_data
    from pyhanko_certvalidator import ValidationContext

    moment_of_signing = signed_at if signed_at and signed_at.tzinfo and signed_at <= timezone.now() else None
    return ValidationContext(
        trust_roots=[root for der in settings.TRUST_ROOTS for root in load_certs_from_pemder_data(der)],
        moment=moment_of_signing,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _state(statuses: list[Any]) -> SignatureState:
    if not all(_is_whole(status) for status in statuses):
        return SignatureState.BROKEN
    if not all(_is_unchanged(status) for status in statuses):
        return SignatureState.CHANGED
    if not settings.TRUST_ROOTS:
        return SignatureState.SOUND
    is_trusted = all(status.trusted for status in statuses)
    return SignatureState.VALID if is_trusted else SignatureState.UNTRUSTED


def _is_whole(status: Any) -> bool:
    return bool(status.intact and status.valid)


def _is_unchanged(status: Any) -> bool:
    """Nothing after it, or only what a signature allows: a further signature, a time stamp."""
    return bool(status.docmdp_ok)


def _told(status: Any) -> list[str]:
    certificate = status.signing_cert
    at = status.signer_reported_dt
    said = [SIGNED_BY.format(signer=_name(certificate.subject), at=f", {_moment(at)}" if at else "")]
    if not _is_whole(status):
        return [*said, BROKEN]
    said.append(WHOLE if _is_unchanged(status) else CHANGED)
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    in_term = begins <= (at or timezone.now()) <= ends
    term = f"{IN_TERM if in_term else OUT_OF_TERM} (đến {timezone.localtime(ends):%d/%m/%Y})"
    said.append(CERTIFICATE.format(issuer=_name(certificate.issuer), term=term))
    return said + ([_trust(status)] if settings.TRUST_ROOTS else [])


def _trust(status: Any) -> str:
    """Whether the chain of the certificate ends at an authority that is trusted, and at which."""
    if not status.trusted:
        return UNTRUSTED
    return TRUSTED.format(root=_name(status.validation_path.first.subject))


def _name(name: Any) -> str:
    """“Nguyễn Văn A (Ủy ban nhân dân …)” from a distinguished name."""
    parts = name.native
    person, body = (squeeze(str(parts.get(key, ""))) for key in ("common_name", "organization_name"))
    if person and body and person != body:
        return f"{person} ({body})"
    return (person or body or "không rõ tên")[:200]


def _moment(at: datetime) -> str:
    return moment(at)


def begins_with_one(file: Any, originals: Iterable[Original]) -> bool:
    """Signing appends to a file: what was signed begins with the file that was issued."""
    import hashlib

    for original in originals:
        file.seek(0)
        if hashlib.sha256(file.read(original.size)).hexdigest() == original.sha256:
            return True
    return False
