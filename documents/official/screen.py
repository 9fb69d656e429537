"""An official document as a page for the screen: the same templates and rules as the PDF, on a sheet.

Styles stand in one block whose hash goes into the page's policy (`style_hash`), so nothing inline is trusted blindly;
the fonts are our own files.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from documents.official.fetcher import STYLESHEET
from documents.official.html import render_html
from documents.official.model import OfficialDocument
from documents.official.wording import watermarks

_FONT = re.compile(r'url\("ttdn:([^"]+)"\)')
_PAGE_RULE = re.compile(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
# Column widths are the templates' only style attributes; words of a user are escaped and can't make one.
_WIDTH = re.compile(r'<col style="width: ([\d.]+)%">')
_LINK = re.compile(rf'\s*<link rel="stylesheet" href="{re.escape(STYLESHEET)}">')
SHEET = """
html { background: #e9e6df; }
body { position: relative; box-sizing: border-box; width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 20mm 15mm 20mm 30mm; background: #fff; box-shadow: 0 1px 6px rgb(0 0 0 / 25%); }
.contact { position: absolute; left: 30mm; right: 15mm; bottom: 4mm; }
.annex { margin-top: 20mm; padding-top: 12mm; border-top: 1px dashed #999; }
.screen-marks { margin: 0 0 8mm; text-align: center; font-weight: 700; color: #767676; letter-spacing: .1em; }
@media (max-width: 210mm) { body { width: auto; margin: 0; padding: 8mm 6mm; } .letterhead .letterhead__nation p { white-space: normal; } .letterhead__issuer, .letterhead__nation { width: 48%; } .annex { overflow-x: auto; } }
"""


@dataclass(frozen=True)
class ScreenPage:
    """The page and the hash of its one style block, as a policy names it."""

    html: str
    style_hash: str


def render_screen(document: OfficialDocument) -> ScreenPage:
    """The document as one page that loads nothing but our own fonts and the portal's icon."""
    html = _LINK.sub(
        lambda _: f'<link rel="icon" href="{static("img/favicon.svg")}" type="image/svg+xml">',
        render_html(document),
    )
    widths = sorted(set(_WIDTH.findall(html)))
    html = _WIDTH.sub(lambda found: f'<col class="{_width_class(found.group(1))}">', html)
    found = _STYLE.search(html)
    rules = found.group(1) if found else ""
    style = "\n".join(
        [
            _paper_rules(),
            _PAGE_RULE.sub("", rules),
            *(f".{_width_class(w)} {{ width: {w}%; }}" for w in widths),
            SHEET,
        ]
    )
    html = _STYLE.sub(lambda _: f"<style>{style}</style>", html, count=1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return ScreenPage(_with_marks(html, watermarks(document)), f"'sha256-{digest}'")


def _paper_rules() -> str:
    """official.css without its page boxes, its fonts at their address on the web."""
    rules = (Path(settings.BASE_DIR) / "static/css/official.css").read_text(encoding="utf-8")
    rules = _FONT.sub(lambda found: f'url("{static(found.group(1))}")', rules)
    return _PAGE_RULE.sub("", rules)


def _width_class(width: str) -> str:
    return f"col-{width.replace('.', '-')}"


def _with_marks(html: str, marks: tuple[str, ...]) -> str:
    """What the paper bears across its pages stands above the sheet's text here."""
    if not marks:
        return html
    return html.replace("<body>", f'<body><p class="screen-marks">{" · ".join(marks)}</p>', 1)
