"""Paragraphs, tables and annexes of the Word file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from documents.official.flow import Kind, Paragraph
from documents.official.model import Align, RowGroup, Table
from documents.official.parts import AnnexPart, is_one_line
from documents.official.styles import LayoutStyle
from documents.official.word.numbering import Numbering
from documents.official.word.xml import (
    Element,
    bold,
    cell,
    el,
    paragraph,
    row,
    run,
    table,
    text_paragraph,
    twips,
)

_HEADINGS = {
    Kind.PART: "PhanChuong",
    Kind.ARTICLE: "Heading1",
    Kind.SECTION: "Heading1",
    Kind.CLAUSE: "Heading2",
    Kind.PLAIN: "Heading2",
}
_ALIGNS = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
TABLE_GAP = 6  # points above a table
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class Faces:
    """The styles that a text and its tables take, and the points above and below a cell's words."""

    text: str = "NoiDung"
    cell: str = "OBangTrongBai"
    label: str = "PhuLuc"
    title: str = "TenPhuLuc"
    reference: str = "KemTheo"
    cell_edge: float = 2
    head_gap: int = 10  # points below an annex's head


IN_TEXT = Faces()
ON_SHEET = Faces(cell="OBang")
COMPACT = Faces("NoiDungNho", "OBangNho", "PhuLucNho", "TenPhuLucNho", "KemTheoNho", 0.5, 4)


def body_elements(
    paragraphs: list[Paragraph],
    numbering: Numbering,
    *,
    width: float,
    faces: Faces = IN_TEXT,
    ends: Sequence[Paragraph] = (),
    leads_to_table: bool = False,
) -> list[Element]:
    """The text in order, `width` mm wide; `ends` stay with the signature; whether a table of its own comes after it."""
    found: list[Element] = []
    for one, following in zip_longest(paragraphs, paragraphs[1:]):
        if one.table:
            found.append(table_element(one.table, width, faces))
        else:
            has_table_next = leads_to_table if following is None else following.table is not None
            gap = _gap(TABLE_GAP) if has_table_next else None
            is_last = any(one is end for end in ends)
            found.append(_paragraph(one, numbering, faces, gap, is_last=is_last))
    return found


def ends_of(paragraphs: list[Paragraph], style: LayoutStyle) -> list[Paragraph]:
    """The last paragraph, and the one above it where the last is but a line: a line never stands alone over the signature."""
    return paragraphs[-2:] if paragraphs and is_one_line(paragraphs[-1], style) else paragraphs[-1:]


def _paragraph(
    one: Paragraph, numbering: Numbering, faces: Faces, gap: Element | None, *, is_last: bool
) -> Element:
    style_id = _HEADINGS.get(one.kind, faces.text) if one.is_title else faces.text
    counted = numbering.properties(one) if one.number else None
    runs = []
    if one.number and counted is None:
        runs.append(run(f"{one.number} ", *(bold() if one.has_bold_number else ())))
    runs.append(run(one.text))
    return paragraph(style_id, *runs, properties=(*_kept(one, is_last=is_last), counted, gap))


def _kept(one: Paragraph, *, is_last: bool) -> list[Element]:
    """What stays on one page with what follows; headings have that from their style."""
    if is_last:
        return [el("keepNext"), el("keepLines")]
    if one.is_title and not one.leads:
        return [el("keepNext", val=0)]  # nothing stands under it: an item of a list
    return [el("keepNext")] if one.leads and not one.is_title else []


def _gap(points: float) -> Element:
    return el("spacing", after=round(points * 20))


def annex_elements(part: AnnexPart, style: LayoutStyle, numbering: Numbering) -> list[Element]:
    faces = COMPACT if part.is_compact else ON_SHEET if part.is_landscape else IN_TEXT
    found = [text_paragraph(faces.label, part.label)]
    if part.title:
        found.append(text_paragraph(faces.title, part.title))
    found.append(text_paragraph(faces.reference, part.reference, _gap(faces.head_gap)))
    leads = part.table is not None
    found += body_elements(part.paragraphs, numbering, width=part.width, faces=faces, leads_to_table=leads)
    if part.table:
        found.append(table_element(part.table, part.width, replace(faces, cell="OBang")))
    return found


def table_element(data: Table, width: float, faces: Faces) -> Element:
    """A table of fixed columns; its header row comes again on each page, no row is cut."""
    total = sum(column.width for column in data.columns)
    edges = [round(twips(width) * share / total) for share in _sums([c.width for c in data.columns])]
    widths = [right - left for left, right in zip([0, *edges], edges, strict=False)]
    aligns = [_ALIGNS[column.align] for column in data.columns]
    line = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
    heading = row(
        *(
            cell(
                w,
                _cell_text(faces.cell, c.heading, "center", is_bold=True),
                properties=(el("vAlign", val="center"),),
            )
            for w, c in zip(widths, data.columns, strict=True)
        ),
        is_header=True,
    )
    rows = [line for group in data.groups for line in _group_rows(group, widths, aligns, faces.cell)]
    return table(
        widths,
        heading,
        *rows,
        borders=el("tblBorders", *(el(edge, **line) for edge in _EDGES)),
        margins=_margins(faces.cell_edge),
    )


def _margins(edge: float) -> Element:
    """`edge` points above and below, 3 at the sides."""
    sides = (("top", round(edge * 20)), ("left", 60), ("bottom", round(edge * 20)), ("right", 60))
    return el("tblCellMar", *(el(name, w=width, type="dxa") for name, width in sides))


def _group_rows(group: RowGroup, widths: list[int], aligns: list[str], style_id: str) -> list[Element]:
    found = [_group_heading(group, widths, style_id)] if group.heading else []
    for texts in group.rows:
        cells = zip(widths, texts, aligns, strict=True)
        words = (
            (width, _cell_text(style_id, text, align, is_bold=group.is_total)) for width, text, align in cells
        )
        found.append(row(*(cell(width, text) for width, text in words)))
    return found


def _group_heading(group: RowGroup, widths: list[int], style_id: str) -> Element:
    """Number and heading across the table; they stay with the first row under them."""
    heading = _cell_text(style_id, group.heading, "left", is_bold=True, keeps=True)
    if not group.number or len(widths) == 1:
        return row(cell(sum(widths), heading, span=len(widths)))
    first, *rest = widths
    number = _cell_text(style_id, group.number, "center", is_bold=True, keeps=True)
    return row(cell(first, number), cell(sum(rest), heading, span=len(rest)))


def _cell_text(
    style_id: str, text: str, align: str, *, is_bold: bool = False, keeps: bool = False
) -> Element:
    properties = ((el("keepNext"),) if keeps else ()) + ((el("jc", val=align),) if align != "left" else ())
    return paragraph(style_id, run(text, *(bold() if is_bold else ())), properties=properties)


def _sums(shares: list[float]) -> list[float]:
    found, total = [], 0.0
    for share in shares:
        total += share
        found.append(total)
    return found
