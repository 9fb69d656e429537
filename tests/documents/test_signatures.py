"""A filed copy's digital signatures, in words: whole, unchanged, whose, in term, of the issued file."""

import hashlib
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents import signatures
from documents.choices import SignatureState
from documents.models import Document, SignedCopy
from documents.services import jobs
from documents.signatures import Original, check_signatures
from plans.services.signed_copies import BROKEN_SIGNATURE
from tests.documents.signing import (
    AUTHORITY,
    authority,
    broken,
    certified,
    changed_after,
    page,
    signed,
    signer,
)


def check(content, *originals):
    return check_signatures(BytesIO(content), originals)


def test_scan_has_no_signature_and_says_so():
    assert check(page()).state == SignatureState.NONE
    assert check(page()).text == signatures.NO_SIGNATURE


def test_sound_signature_names_signer_day_and_issuer():
    found = check(signed(page(), signer("Nguyễn Văn Ký")))

    assert found.state == SignatureState.SOUND
    assert found.sentences[0].startswith("Ký số: Nguyễn Văn Ký (Ủy ban nhân dân Thành phố), ")
    assert found.sentences[1] == signatures.WHOLE
    assert found.sentences[2].startswith(
        "Chứng thư do Nguyễn Văn Ký (Ủy ban nhân dân Thành phố) cấp, còn hạn khi ký (đến "
    )
    assert found.sentences[3:] == (signatures.NO_ROOTS, signatures.REVOCATION)


def test_person_and_agency_sign_one_after_the_other():
    both = signed(signed(page(), signer("Nguyễn Văn Ký")), signer("Văn phòng"), "Ky2")

    found = check(both)

    assert found.state == SignatureState.SOUND
    assert [line.split(",")[0] for line in found.sentences if line.startswith("Ký số")] == [
        "Ký số: Nguyễn Văn Ký (Ủy ban nhân dân Thành phố)", "Ký số: Văn phòng (Ủy ban nhân dân Thành phố)",
    ]  # fmt: skip


def test_changed_content_breaks_the_signature():
    found = check(broken(signed(page(), signer("Nguyễn Văn Ký"))))

    assert (found.state, found.sentences[1]) == (SignatureState.BROKEN, signatures.BROKEN)


def test_file_changed_after_signing_is_told():
    found = check(changed_after(signed(page(), signer("Nguyễn Văn Ký"))))

    assert (found.state, found.sentences[1]) == (SignatureState.CHANGED, signatures.CHANGED)


def test_certificate_out_of_term_is_told():
    found = check(signed(page(), signer("Người cũ", days=(-300, -10))))

    assert signatures.OUT_OF_TERM in found.sentences[2]


@pytest.fixture
def trusted(settings):
    """The portal trusts the throw-away authority."""
    settings.TRUST_ROOTS = (authority(AUTHORITY)[1].public_bytes(Encoding.DER),)


def test_signature_of_a_trusted_authority_is_called_valid_with_its_name(trusted):
    found = check(signed(page(), certified("Nguyễn Văn Ký")))

    assert found.state == SignatureState.VALID
    assert signatures.TRUSTED.format(root=AUTHORITY) in found.sentences
    assert found.sentences[-1] == signatures.REVOCATION


def test_signature_of_another_authority_is_whole_but_not_called_valid(trusted):
    found = check(signed(page(), certified("Nguyễn Văn Ký", by="Tổ chức khác")))

    assert found.state == SignatureState.UNTRUSTED
    assert signatures.WHOLE in found.sentences
    assert signatures.UNTRUSTED in found.sentences


def test_one_untrusted_signature_is_enough_not_to_call_the_file_valid(trusted):
    both = signed(signed(page(), certified("Nguyễn Văn Ký")), signer("Văn phòng"), "Ky2")

    assert check(both).state == SignatureState.UNTRUSTED


def test_certificate_that_had_ended_when_it_signed_is_not_called_valid(trusted):
    found = check(signed(page(), certified("Người cũ", days=(-300, -10))))

    assert found.state == SignatureState.UNTRUSTED
    assert signatures.OUT_OF_TERM in " ".join(found.sentences)


def test_changed_and_broken_files_are_never_called_valid_though_the_authority_is_trusted(trusted):
    whole = signed(page(), certified("Nguyễn Văn Ký"))

    assert check(changed_after(whole)).state == SignatureState.CHANGED
    assert check(broken(whole)).state == SignatureState.BROKEN


def test_signed_file_is_compared_with_the_issued_one():
    own, other = page(), page() + b"\n"
    issued = Original(len(own), hashlib.sha256(own).hexdigest())
    content = signed(own, signer("Nguyễn Văn Ký"))

    assert check(content, issued).sentences[-1] == signatures.ORIGINAL
    assert (
        check(content, Original(len(other), hashlib.sha256(other).hexdigest())).sentences[-1]
        == signatures.OTHER_ORIGINAL
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"", signed(page(), signer("A"))[:600]])
def test_file_that_can_not_be_read_is_no_accident(content):
    assert check(content).state in (SignatureState.UNREADABLE, SignatureState.NONE)


@pytest.fixture
def url(world):
    return reverse("plans:signed_copy_add", args=["hcm", world.plan.slug])


def test_filed_copy_keeps_what_its_signatures_say(client, world, clerk, url):
    document = jobs.request_document(
        actor=clerk, locality=world.locality, kind="ke-hoach", subject_key=world.plan.subject_key, title="Kế hoạch", is_draft=False,
        has_illustration=False, is_kept=True,
    )  # fmt: skip
    jobs.build(str(document.pk))
    with Document.objects.get().file.open("rb") as file:
        issued = file.read()
    client.force_login(clerk)

    upload = SimpleUploadedFile("ban-ky.pdf", signed(issued, signer("Nguyễn Văn Ký")), "application/pdf")
    answer = client.post(url, {"file": upload}, follow=True)

    copy = SignedCopy.objects.get()
    assert copy.signature_state == SignatureState.SOUND
    assert copy.signature_note.endswith(signatures.ORIGINAL)
    assert "Ký số: Nguyễn Văn Ký (Ủy ban nhân dân Thành phố)" in answer.content.decode()
    assert "Đã lưu bản đã ký (chữ ký số nguyên vẹn; đúng tệp đã ban hành)." in answer.content.decode()
    with copy.file.open("rb") as file:
        assert file.read().startswith(issued)


def test_broken_signature_is_not_filed(client, clerk, url):
    client.force_login(clerk)
    upload = SimpleUploadedFile(
        "ban-ky.pdf", broken(signed(page(), signer("Nguyễn Văn Ký"))), "application/pdf"
    )

    answer = client.post(url, {"file": upload})

    assert answer.context["form"].errors["file"] == [BROKEN_SIGNATURE]
    assert not SignedCopy.objects.exists()
