"""Names of files that people send: kept readable, made harmless."""

import re
import unicodedata
from pathlib import PurePosixPath

MAX_BYTES = 255
_UNSAFE = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_filename(name: str, otherwise: str = "tep") -> str:
    """`name` composed, without path, control and direction signs, at most 255 bytes with its extension kept.

    >>> clean_filename("../../etc/pass\\u202ewd\\x00.pdf")
    'passwd.pdf'
    """
    composed = unicodedata.normalize("NFC", name)
    last = re.split(r"[/\\]", composed.rstrip("/\\"))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in _HIDDEN)
    stem, extension = _parted(" ".join(_UNSAFE.sub("_", shown).split()).rstrip(" ."))
    stem = stem.strip(" .") or otherwise
    if _RESERVED.match(f"{stem}{extension}"):
        stem = f"_{stem}"
    return _cut(stem, MAX_BYTES - len(extension.encode())) + extension


def extension_of(name: str) -> str:
    """The extension in small letters, with its dot; empty where there is none."""
    return _parted(name)[1].lower()


def _parted(name: str) -> tuple[str, str]:
    """Stem and extension; what follows the last dot is an extension only while it is short and plain."""
    suffix = PurePosixPath(f"x{name}").suffix
    if not re.fullmatch(r"\.[A-Za-z0-9]{1,10}", suffix):
        return name, ""
    return name[: -len(suffix)].rstrip(" ."), suffix


def _cut(stem: str, size: int) -> str:
    return stem.encode()[:size].decode(errors="ignore").rstrip(" .")
