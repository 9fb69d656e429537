"""The formats an official document is written in, and what says that two files would be the same."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from documents.choices import DocumentFormat
from documents.official.html import render_pdf
from documents.official.model import OfficialDocument
from documents.official.word import render_docx
from documents.official.xlsx import render_xlsx

Progress = Callable[[str, int], None]
WRITERS: dict[str, Callable[..., bytes]] = {
    DocumentFormat.PDF: render_pdf,
    DocumentFormat.DOCX: render_docx,
    DocumentFormat.XLSX: render_xlsx,
}
# What decides how a paper looks, beside its data.
_LOOK = ("documents/official/**/*.py", "templates/official/*.html", "static/css/official.css")


def render(paper: OfficialDocument, format: str, *, progress: Progress | None = None) -> bytes:
    """The paper in one format; `progress` hears each step, and what it raises stops the work."""
    return WRITERS[format](paper, progress=progress)


def content_digest(paper: OfficialDocument, format: str) -> str:
    """What makes two papers the same: their data, the format and the look, not who asked or when."""
    return hashlib.sha256(f"{format}\n{look_digest()}\n{paper!r}".encode()).hexdigest()


@lru_cache(maxsize=1)
def look_digest() -> str:
    """Changes when a release changes the look of papers, so that no file of the older look is given out."""
    base = Path(settings.BASE_DIR)
    files = sorted(path for pattern in _LOOK for path in base.glob(pattern))
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in files)).hexdigest()
