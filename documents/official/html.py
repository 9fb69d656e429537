"""An official document as HTML and, by WeasyPrint, as PDF.

Django templates escape every text, so words of a user never become markup; the stylesheet and the
fonts come through `fetcher`, which refuses everything else. The same document gives the same bytes.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from documents.official import fields, flow, forecast, halves, parts, wording
from documents.official.fetcher import STYLESHEET
from documents.official.flow import Kind, Paragraph
from documents.official.glyphs import printable
from documents.official.layout import Finisher, Progress, lay_out, page_teller, seldom_collected, write
from documents.official.model import (
    Align,
    OfficialDocument,
    RowGroup,
    Table,
)
from documents.official.parts import AnnexPart, Head
from documents.official.styles import Face, LayoutStyle
from ttdn_portal.shared.text import squeeze

_TAGS = {
    Kind.PART: "h2",
    Kind.ARTICLE: "h2",
    Kind.SECTION: "h2",
    Kind.CLAUSE: "h3",
    Kind.POINT: "h4",
    Kind.PLAIN: "h3",
}
_BODY = {"orientation": "portrait", "is_compact": False}
_CELL_CLASSES = {Align.LEFT: "", Align.CENTER: "cell--center", Align.RIGHT: "cell--right"}


def render_html(document: OfficialDocument) -> str:
    """The document as one HTML page that refers to nothing but our own stylesheet."""
    return render_to_string("official/document.html", _context(document))


def render_pdf(document: OfficialDocument, *, progress: Progress | None = None) -> bytes:
    """The document as a tagged archival PDF; the same document gives the same bytes.

    `progress` hears each step with the percentage reached; what it raises stops the work.
    """
    tell = progress or (lambda step, percent: None)

    def sign(made: Any, pdf: Any) -> None:
        fields.add_fields(pdf, fields.signature_fields(document, wording.style_of(document), made.pages))

    tell("Soạn nội dung", 5)
    with seldom_collected():
        context = _context(document)
        content = halves.render(context, wording.style_of(document), sign, tell) or _render_whole(
            context, sign, tell
        )
    tell("Xong", 100)
    return content


def _render_whole(context: dict[str, Any], sign: Finisher, tell: Progress) -> bytes:
    html = render_to_string("official/document.html", context)
    tell("Dàn trang", 10)
    pages = lay_out(html, page_teller(tell))
    tell("Ghi tệp", 80)
    return write(pages, sign)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


# --- What the templates are given ------------------------------------------------------------------


def _context(document: OfficialDocument) -> dict[str, Any]:
    document = wording.mapped(document, lambda text: printable(wording.clean(text)))
    style = wording.style_of(document)
    head = parts.head(document, style)
    return {
        "meta": wording.metadata(document),
        "created": document.issued_on.isoformat() if document.issued_on else "",
        "stylesheet": STYLESHEET,
        "rules": _rules(document, style, head),
        "has_body": not document.is_annex_alone,
        "head": head,
        "addressees": parts.addressees(document, style),
        "bases": wording.base_lines(document),
        "enacting_authority": squeeze(document.enacting_authority).upper(),
        "enacting_line": squeeze(document.enacting_line).upper(),
        "body": _body(flow.body(document), style),
        "note": squeeze(document.marks.incomplete_note),
        "signing": parts.signing(document, style),
        "contact": wording.contact_line(document),
        "annexes": [_annex(annex, style) for annex in parts.annexes(document, style)],
    }


def _body(paragraphs: list[Paragraph], style: LayoutStyle) -> list[dict[str, Any]]:
    """The text; its last words, where they are but a line, never stand alone above the signature."""
    found = [_paragraph(paragraph) for paragraph in paragraphs]
    _mark_tall_rows(_BODY, found, style)
    if found and parts.is_one_line(paragraphs[-1], style):
        found[-1]["is_following"] = True
    return found


def _paragraph(paragraph: Paragraph, face: str = "face-body-cell") -> dict[str, Any]:
    return {
        "tag": _TAGS.get(paragraph.kind, "p") if paragraph.is_title else "p",
        "kind": paragraph.kind.value,
        "number": paragraph.number,
        "text": paragraph.text,
        "is_title": paragraph.is_title,
        "is_alone": paragraph.is_title and not paragraph.leads,
        "is_leading": paragraph.leads and not paragraph.is_title,
        "has_bold_number": paragraph.has_bold_number,
        "table": _table(paragraph.table, face) if paragraph.table else None,
    }


def _annex(annex: AnnexPart, style: LayoutStyle) -> dict[str, Any]:
    face = "face-cell" if annex.is_landscape else "face-body-cell"
    if annex.is_compact:
        face = "face-compact-cell"
    paragraphs = [_paragraph(paragraph, face) for paragraph in annex.paragraphs]
    found = {
        "mark": "",
        "is_rest": False,
        "is_compact": annex.is_compact,
        "orientation": "landscape" if annex.is_landscape else "portrait",
        "label": annex.label,
        "title": annex.title,
        "reference": annex.reference,
        "paragraphs": paragraphs,
        "table": _table(annex.table, "face-cell") if annex.table else None,
    }
    _mark_tall_rows(found, [found, *paragraphs], style)
    return found


def _mark_tall_rows(sheet: dict[str, Any], holders: list[dict[str, Any]], style: LayoutStyle) -> None:
    for table in filter(None, (holder["table"] for holder in holders)):
        forecast.mark_tall_rows(sheet, table, style)


def _table(table: Table, face: str) -> dict[str, Any]:
    total = sum(column.width for column in table.columns)
    return {
        "face": face,
        "widths": [f"{column.width / total * 100:.3f}" for column in table.columns],
        "headings": [column.heading for column in table.columns],
        "rows": [row for group in table.groups for row in _rows(group, table)],
    }


def _rows(group: RowGroup, table: Table) -> Iterator[dict[str, Any]]:
    """The heading of a group, then its rows; a cell is class, columns and text."""
    names = [_CELL_CLASSES[column.align] for column in table.columns]
    if group.heading:
        number = [("cell--center", 1, group.number)] if group.number and len(names) > 1 else []
        yield _row("group", [*number, ("", len(names) - len(number), group.heading)])
    for row in group.rows:
        cells = [(name, 1, cell) for name, cell in zip(names, row, strict=True)]
        yield _row("total" if group.is_total else "", cells)


def _row(kind: str, cells: list[tuple[str, int, str]]) -> dict[str, Any]:
    return {"mark": "", "kind": kind, "is_tall": False, "cells": cells}


# --- Rules that come from the style's data; no word of a user is among them ------------------------


def _rules(document: OfficialDocument, style: LayoutStyle, head: Head) -> SafeString:
    rules = [f".face-{name} {{ {_face_css(face)} }}" for name, face in style.faces.items()]
    rules.append(f".face-place {{ {_face_css(head.place_face)} }}")
    rules.append(f".letterhead__issuer {{ width: {head.issuer_width:.3f}mm; }}")
    rules.append(f".letterhead__nation {{ width: {head.nation_width:.3f}mm; }}")
    rules.append(f"@page {{ @top-center {{ {_face_css(style.faces['page-number'])} }} }}")
    compact = " ".join(f"{margin}mm" for margin in style.compact_margins)
    rules.append(f"@page annex-compact {{ margin: {compact}; }}")
    if document.marks.urgency:
        width, height = style.stamp_sizes[document.marks.urgency.value]
        rules.append(f".stamp {{ width: {width}mm; height: {height}mm; line-height: {height - 1.06}mm; }}")
    if marks := wording.watermarks(document):
        rules.append(_watermark_rule("", marks, style.page[0], style.margins[3]))
        rules.append(_watermark_rule(" annex-landscape", marks, style.page[1], style.margins[3]))
        rules.append(_watermark_rule(" annex-compact", marks, style.page[1], style.compact_margins[3]))
    return mark_safe("\n".join(rules))  # numbers and constants of styles.py only  # noqa: S308


def _face_css(face: Face) -> str:
    weight, slant = 700 if face.bold else 400, "italic" if face.italic else "normal"
    return f"font-size: {face.size}pt; font-weight: {weight}; font-style: {slant};"


def _watermark_rule(page: str, marks: tuple[str, ...], width: float, left: float) -> str:
    """Words across the page, light and under the text, so that a black and white print stays readable.

    A box of the left margin, as wide as the page and moved over it: margin boxes are no part of the
    text for a screen reader.
    """
    words = "\\A ".join(marks)
    return (
        f'@page{page} {{ @left-middle {{ content: "{words}"; width: {width}mm;'
        f" transform: translateX({width - left}mm) rotate(-45deg); z-index: -1; white-space: pre; text-align: center;"
        f" color: #e2e2e2; font-size: 76pt; font-weight: 700; line-height: 1.1; }} }}"
    )
