"""Files as people and attackers send them, made in memory."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

TYPES = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}


def pdf(*, pages: int = 1, password: str = "", owner: str = "", action: dict | None = None) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    if action:
        made.Root.OpenAction = pikepdf.Dictionary(action)
    encryption = pikepdf.Encryption(user=password, owner=owner or password) if password or owner else False
    made.save(out, encryption=encryption)
    return out.getvalue()


def pdf_bomb(size: int = 80 * 1024 * 1024) -> bytes:
    """A stream of objects that unpacks to far more than it weighs."""
    packed = zlib.compress(b"\0" * size, 9)
    head = (
        b"%PDF-1.5\n1 0 obj\n<</Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
    )
    return head + packed + b"\nendstream\nendobj\ntrailer <</Root 2 0 R>>\n%%EOF"


def office(
    part: str = "word/document.xml",
    *,
    extra: dict[str, bytes] | None = None,
    body: bytes = b"<w:document/>",
    types: str = "",
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        declared = types or f'<Types><Override PartName="/{part}" ContentType="{TYPES[part]}"/></Types>'
        package.writestr("[Content_Types].xml", declared)
        package.writestr(part, body)
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return out.getvalue()


def zip_with_password_flag() -> bytes:
    content = bytearray(office())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def office_bomb() -> bytes:
    return office(extra={f"word/media/{n}.bin": b"\0" * (64 * 1024 * 1024) for n in range(4)})


def picture(kind: str = "JPEG", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def photograph(kind: str = "JPEG", turned: int = 6) -> bytes:
    """A picture as a telephone makes it: where it was taken, by which telephone, and how it was held."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = turned, "Hãng máy ảnh", "CANARY-VI-TRI"
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 46.0, 37.0), 3: "E", 4: (106.0, 42.0, 2.0)})
    out = io.BytesIO()
    more = {"xmp": b"<x:xmpmeta>CANARY-VI-TRI</x:xmpmeta>"} if kind == "WEBP" else {}
    if kind == "PNG":
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", "CANARY-VI-TRI")
    drawn = Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    drawn.save(
        out,
        kind,
        exif=exif,
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        **more,
    )
    return out.getvalue()


def png_flood() -> bytes:
    """A picture of 60,000 × 60,000 points in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


OLD_WORD = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 200
)
LOCKED_OFFICE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 200
)
PROGRAM = b"MZ\x90\x00" + b"\0" * 200
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document>&e;</w:document>'
)
