"""The only door of the paper: WeasyPrint asks it for every address it meets.

Left alone WeasyPrint opens network addresses and local files (`file:`, attachments). This fetcher
knows the stylesheet, the four font files and `data:`; anything else is refused without a look.
"""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from django.conf import settings

from documents.official.typeface import FONT_FILES

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

SCHEME = "ttdn"
STYLESHEET = f"{SCHEME}:css/official.css"
_FILES = {
    STYLESHEET: ("css/official.css", "text/css"),
    **{f"{SCHEME}:fonts/tinos/{name}": (f"fonts/tinos/{name}", "font/ttf") for name in FONT_FILES.values()},
}


class Refused(ValueError):
    """An address that a paper may not read."""


def vendored(url: str) -> tuple[bytes, str]:
    """Content and type of one of our own files, asked for by its exact address."""
    if url not in _FILES:
        raise Refused(f"not a file of the papers: {url[:100]}")
    path, content_type = _FILES[url]
    return (Path(settings.BASE_DIR) / "static" / path).read_bytes(), content_type


def embedded(url: str) -> tuple[bytes, str]:
    """Content and type of a `data:` address."""
    head, comma, data = url[len("data:") :].partition(",")
    if not comma:
        raise Refused("data: without a comma")
    kind = head.split(";")[0].strip().lower() or "text/plain"
    content = unquote_to_bytes(data)
    if head.lower().endswith(";base64"):
        from base64 import b64decode

        content = b64decode(content, validate=True)
    return content, kind


def read(url: str) -> tuple[bytes, str]:
    """Content and type behind `url`, if a paper may read it."""
    if url[:5].lower() == "data:":
        return embedded(url)
    return vendored(url)


def paper_fetcher() -> "URLFetcher":
    """A fetcher for WeasyPrint; made here because importing WeasyPrint needs Pango."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class PaperFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            content, kind = read(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

        def open(self, url: object, data: object = None, timeout: object = None) -> URLFetcherResponse:
            return self.fetch(str(getattr(url, "full_url", url)))

    return PaperFetcher(allowed_protocols=[SCHEME, "data"], allow_redirects=False)
