"""Keys, certificates and signed files made up for the tests."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pypdf import PdfWriter


@cache
def signer(person, body="Ủy ban nhân dân Thành phố", days=(-30, 300)):
    """A key with a certificate of its own making, valid between two days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, person), x509.NameAttribute(NameOID.ORGANIZATION_NAME, body)]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), True)
        .sign(key, hashes.SHA256())
    )
    return SimpleSigner.load_pkcs12_data(
        pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, NoEncryption()), []
    )


def page():
    """A PDF of one empty page."""
    writer, target = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(target)
    return target.getvalue()


def signed(content, by, field="Ky1"):
    return sign_pdf(
        IncrementalPdfFileWriter(BytesIO(content)), PdfSignatureMetadata(field_name=field), signer=by
    ).getvalue()


def changed_after(content):
    """The signed bytes stay, something is put behind them."""
    writer, target = IncrementalPdfFileWriter(BytesIO(content)), BytesIO()
    writer.root["/Them"] = generic.pdf_name("/Vao")
    writer.update_root()
    writer.write(target)
    return target.getvalue()


def broken(content):
    """One sign of what was signed is another."""
    return content.replace(b"/MediaBox", b"/MediaBoy", 1)
