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


AUTHORITY = "Tổ chức chứng thực thử nghiệm"


@cache
def authority(name):
    """A throw-away authority: its key and its own certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        _certificate(subject, subject, key.public_key(), (-300, 3000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    return key, certificate


@cache
def certified(person, by=AUTHORITY, days=(-30, 300)):
    """A signer whose certificate that authority has given."""
    ca_key, ca = authority(by)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, person)])
    certificate = (
        _certificate(subject, ca.subject, key.public_key(), days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True
        )
        .sign(ca_key, hashes.SHA256())
    )
    return SimpleSigner.load_pkcs12_data(
        pkcs12.serialize_key_and_certificates(b"x", key, certificate, [ca], NoEncryption()), []
    )


def _certificate(subject, issuer, key, days):
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
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
