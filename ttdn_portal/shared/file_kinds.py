"""A look inside the kinds of files that are taken as evidence or as a signed copy."""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
from PIL import Image

from ttdn_portal.shared.first_pages import pdf_text, sheet_text, slides_text, word_text
from ttdn_portal.shared.pictures import bare_jpeg, bare_png, bare_webp

_OFFICE_BYTES = 200 * 1024 * 1024
_OFFICE_PARTS = 5000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_OBJECTS = 300_000
_PDF_DEPTH = 30
_PDF_STREAM_BYTES = 60 * 1024 * 1024
_PDF_INNER = re.compile(rb"/(?:ObjStm|XRef)\b.{0,600}?stream\r?\n", re.DOTALL)
_PIXELS = 80_000_000


class Refused(Exception):
    """The content is not taken; the sentence goes after the file's name."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file that may be taken: its extensions, the type it is sent back with, the look inside."""

    label: str
    extensions: tuple[str, ...]
    content_type: str
    inspect: Callable[[BinaryIO], None]
    # What is stored of a file that passed: a photograph without its position. None stores it as it came.
    bare: Callable[[bytes], bytes] | None = None
    # The text of its first pages, where a secrecy marking would stand. None: it cannot be read.
    text: Callable[[BinaryIO], str] | None = None


def _starts_with(file: BinaryIO, *signatures: bytes) -> bool:
    file.seek(0)
    return file.read(16).startswith(signatures)


# --- PDF ----------------------------------------------------------------------------------------------


def inspect_pdf(file: BinaryIO) -> None:
    """A PDF that opens without a password, has a page and runs nothing."""
    if not _starts_with(file, b"%PDF-"):
        raise Refused("có đuôi PDF nhưng nội dung không phải PDF. Xuất lại thành PDF rồi chọn lại.")
    file.seek(0)
    _refuse_pdf_bomb(file.read())
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            _inspect_opened_pdf(pdf)
    except pikepdf.PasswordError as error:
        raise Refused("được đặt mật khẩu. Bỏ mật khẩu rồi chọn lại.") from error
    except Refused:
        raise
    except Exception as error:  # a broken PDF makes the parser raise many kinds
        raise Refused("bị hỏng, không mở được. Xuất lại thành PDF rồi chọn lại.") from error


def _refuse_pdf_bomb(content: bytes) -> None:
    """The streams that a parser must unpack to find the objects stay within bounds."""
    for found in _PDF_INNER.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            unpacker.decompress(content[found.end() :], _PDF_STREAM_BYTES)
        except zlib.error:
            continue
        if unpacker.unconsumed_tail and not unpacker.eof:
            raise Refused("bung ra quá lớn. In lại thành PDF rồi chọn lại.")


def _inspect_opened_pdf(pdf: pikepdf.Pdf) -> None:
    if not len(pdf.pages):
        raise Refused("là PDF không có trang nào.")
    if len(pdf.objects) > _PDF_OBJECTS:
        raise Refused("quá phức tạp để kiểm tra. In lại thành PDF rồi chọn lại.")
    if any(_runs_something(found) for found in pdf.objects):
        raise Refused("có mã lệnh chạy bên trong. In lại thành PDF rồi chọn lại.")


def _runs_something(found: pikepdf.Object, depth: int = 0) -> bool:
    """An action that runs code or a program, here or in what is written inside this object."""
    if depth > _PDF_DEPTH:
        return True
    if isinstance(found, pikepdf.Array):
        inner = list(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        if str(found.get("/S", "")) in ("/JavaScript", "/Launch") or found.get("/JS") is not None:
            return True
        inner = [part for _, part in found.items()]
    else:
        return False
    return any(
        _runs_something(part, depth + 1)
        for part in inner
        if isinstance(part, pikepdf.Object) and not part.is_indirect
    )


# --- Office -------------------------------------------------------------------------------------------


def inspect_office(part: str) -> Callable[[BinaryIO], None]:
    """A look inside a .docx, .xlsx or .pptx whose main part is `part`."""

    def inspect(file: BinaryIO) -> None:
        if _starts_with(file, _OLD_OFFICE):
            file.seek(0)
            if "EncryptedPackage".encode("utf-16-le") in file.read():
                raise Refused("được đặt mật khẩu. Bỏ mật khẩu rồi chọn lại.")
            raise Refused("là tệp Office kiểu cũ. Lưu lại thành .docx, .xlsx hoặc .pptx.")
        if not _starts_with(file, b"PK\x03\x04"):
            raise Refused("có đuôi Office nhưng nội dung không phải tệp Office. Lưu lại rồi chọn lại.")
        try:
            with zipfile.ZipFile(file) as package:
                _inspect_package(package, part)
        except Refused:
            raise
        except Exception as error:  # a broken archive makes the reader raise many kinds
            raise Refused("bị hỏng, không mở được. Lưu lại rồi chọn lại.") from error

    return inspect


def _inspect_package(package: zipfile.ZipFile, part: str) -> None:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("được đặt mật khẩu. Bỏ mật khẩu rồi chọn lại.")
    if len(entries) > _OFFICE_PARTS or sum(entry.file_size for entry in entries) > _OFFICE_BYTES:
        raise Refused("bung ra quá lớn. Giảm dung lượng rồi chọn lại.")
    if not {"[Content_Types].xml", part} <= names:
        raise Refused("có đuôi Office nhưng nội dung không đúng loại. Lưu lại rồi chọn lại.")
    if any(
        name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".ps1", ".bat"))
        for name in names
    ):
        raise Refused("có mã lệnh (macro) bên trong. Lưu lại thành tệp không có macro.")
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_bad_xml(package, entry)


def _refuse_bad_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """No document type in an Office part, so entities are resolved nowhere; no macro by another name."""
    tail = b""
    with package.open(entry) as part:
        while chunk := part.read(1024 * 1024):
            text = (tail + chunk).replace(b"\0", b"").lower()
            if b"<!doctype" in text or b"<!entity" in text:
                raise Refused("có phần khai báo không an toàn bên trong. Lưu lại rồi chọn lại.")
            if b"macroenabled" in text and entry.filename == "[Content_Types].xml":
                raise Refused("có mã lệnh (macro) bên trong. Lưu lại thành tệp không có macro.")
            tail = chunk[-64:]


# --- Pictures -----------------------------------------------------------------------------------------


def inspect_picture(format_name: str, *signatures: bytes) -> Callable[[BinaryIO], None]:
    """A look inside a picture; nothing is decoded before its size is known."""

    def inspect(file: BinaryIO) -> None:
        if not _starts_with(file, *signatures):
            raise Refused("có đuôi ảnh nhưng nội dung không phải ảnh loại ấy. Lưu lại rồi chọn lại.")
        file.seek(0)
        try:
            with Image.open(file, formats=[format_name]) as picture:
                if picture.width * picture.height > _PIXELS:
                    raise Refused("là ảnh quá lớn. Thu nhỏ rồi chọn lại.")
                picture.verify()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused("là ảnh quá lớn. Thu nhỏ rồi chọn lại.") from error
        except Refused:
            raise
        except Exception as error:  # a broken picture makes the decoder raise many kinds
            raise Refused("bị hỏng, không mở được. Lưu lại rồi chọn lại.") from error

    return inspect


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
PDF = FileKind("PDF", (".pdf",), "application/pdf", inspect_pdf, text=pdf_text)
DOCX = FileKind(
    "Word (.docx)",
    (".docx",),
    f"{_OPEN_XML}.wordprocessingml.document",
    inspect_office("word/document.xml"),
    text=word_text,
)
XLSX = FileKind(
    "Excel (.xlsx)",
    (".xlsx",),
    f"{_OPEN_XML}.spreadsheetml.sheet",
    inspect_office("xl/workbook.xml"),
    text=sheet_text,
)
PPTX = FileKind(
    "PowerPoint (.pptx)",
    (".pptx",),
    f"{_OPEN_XML}.presentationml.presentation",
    inspect_office("ppt/presentation.xml"),
    text=slides_text,
)
JPEG = FileKind(
    "ảnh JPG", (".jpg", ".jpeg"), "image/jpeg", inspect_picture("JPEG", b"\xff\xd8\xff"), bare_jpeg
)
PNG = FileKind("PNG", (".png",), "image/png", inspect_picture("PNG", b"\x89PNG\r\n\x1a\n"), bare_png)
WEBP = FileKind("WebP", (".webp",), "image/webp", inspect_picture("WEBP", b"RIFF"), bare_webp)
