"""A photograph without what it tells about where and by whom it was taken.

A telephone writes its position into every picture. The pixels, the colours and the way up stay as they are,
byte by byte; what a camera or a program wrote beside them goes, and so does whatever hangs behind the picture.
"""

import re
import struct
import zlib

_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
# Inside the packed pixels of a JPEG, 0xFF followed by anything else than these opens the next part.
_JPEG_NEXT = re.compile(rb"\xff+([^\x00\x01\xd0-\xd8\xff])")
_JPEG_SCAN, _JPEG_END = 0xDA, 0xD9
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# How the picture looks, not what is told about it.
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}  # fmt: skip
_WEBP_DROPPED = {b"EXIF", b"XMP "}
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


def bare_jpeg(content: bytes) -> bytes:
    """The JPEG without Exif, XMP, IPTC and comments, and with nothing behind its end; still the right way up."""
    kept = [b"\xff\xd8"]
    for marker, part, body in _jpeg_parts(content):
        if _jpeg_keeps(marker, body):
            kept.append(part)
        elif marker == 0xE1 and (turned := _way_up(body)):
            kept.append(b"\xff\xe1" + struct.pack(">H", len(_EXIF + turned) + 2) + _EXIF + turned)
    return b"".join(kept)


def _jpeg_keeps(marker: int, body: bytes) -> bool:
    """JFIF, the colour profile and Adobe's colour model are needed to show the picture; the rest of APPn and COM is not."""
    is_application = 0xE0 <= marker <= 0xEF
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    return marker in (0xE0, 0xEE) or not (is_application or marker == 0xFE)


def _jpeg_parts(content: bytes) -> list[tuple[int, bytes, bytes]]:
    """(marker, the part as it stands, what it says) from behind the start to the end of the picture."""
    parts: list[tuple[int, bytes, bytes]] = []
    at = 2
    while at < len(content):
        found = _JPEG_NEXT.search(content, at)
        if not found:
            break
        marker, begin = found[1][0], found.end()
        if marker == _JPEG_END:
            return [*parts, (marker, b"\xff\xd9", b"")]
        end = begin + struct.unpack_from(">H", content, begin)[0]
        body = content[begin + 2 : end]
        if marker == _JPEG_SCAN:
            following = _JPEG_NEXT.search(content, end)
            end = following.start() if following else len(content)
        parts.append((marker, b"\xff" + bytes([marker]) + content[begin:end], body))
        at = end
    return parts


def bare_png(content: bytes) -> bytes:
    """The PNG with only the chunks that make the picture."""
    kept = [_PNG_SIGNATURE]
    at = len(_PNG_SIGNATURE)
    while at + 12 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + size
        if not name[0] & 0x20 or name in _PNG_KEPT:
            kept.append(content[at:end])
        elif name == b"eXIf" and (turned := _way_up(content[at + 8 : end - 4])):
            kept.append(struct.pack(">I", len(turned)) + name + turned)
            kept.append(struct.pack(">I", zlib.crc32(name + turned)))
        at = end
        if name == b"IEND":
            break
    return b"".join(kept)


def bare_webp(content: bytes) -> bytes:
    """The WebP without XMP, and with no more Exif than the way up; its head announces what is left."""
    kept, announced = [], 0
    at, last = 12, min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    while at + 8 <= last:
        name, size = struct.unpack_from("<4sI", content, at)
        end = at + 8 + size + size % 2
        if name not in _WEBP_DROPPED:
            kept.append(content[at:end])
        elif name == b"EXIF" and (turned := _way_up(content[at + 8 : end])):
            kept.append(struct.pack("<4sI", name, len(turned)) + turned)
            announced = _WEBP_EXIF
        at = end
    if kept and kept[0].startswith(b"VP8X"):
        flags = kept[0][8] & ~(_WEBP_EXIF | _WEBP_XMP) | announced
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --- Which way up -------------------------------------------------------------------------------------


def _way_up(exif: bytes) -> bytes:
    """An Exif block that says nothing but how the picture is turned; empty where it stands upright or nobody can tell."""
    turned = _turned(exif.removeprefix(_EXIF))
    if turned not in range(2, 9):
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


def _turned(tiff: bytes) -> int:
    """The way up that the first directory of an Exif block names; 0 where it names none that can be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    try:
        at = struct.unpack_from(f"{order}I", tiff, 4)[0] if order else len(tiff)
        for entry in range(struct.unpack_from(f"{order}H", tiff, at)[0]):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + entry * 12)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        return 0
    return 0
