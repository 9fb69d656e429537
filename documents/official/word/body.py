"""Paragraphs, tables and annexes of the Word file."""

from documents.official.flow import Kind, Paragraph
from documents.official.model import Align, RowGroup, Table
from documents.official.parts import AnnexPart, is_one_line
from documents.official.styles import LayoutStyle
from documents.official.word.numbering import Numbering
from documents.official.word.styles import size
from documents.official.word.xml import (
    Element,
    bold,
    cell,
    el,
    nothing,
    paragraph,
    row,
    run,
    table,
    twips,
)

_HEADINGS = {
    Kind.PART: "PhanChuong",
    Kind.ARTICLE: "Heading1",
    Kind.SECTION: "Heading1",
    Kind.CLAUSE: "Heading2",
    Kind.PLAIN: "Heading2",
}
COMPACT_CELL = "OBangNho"
_ALIGNS = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def body_elements(
    paragraphs: list[Paragraph],
    numbering: Numbering,
    style: LayoutStyle,
    *,
    width: float,
    cell_style: str = "OBangTrongBai",
    is_signed: bool = False,
) -> list[Element]:
    """The text in order, `width` mm wide; the last paragraph before a signature stays with it, a last line with the one above it too."""
    found: list[Element] = []
    is_compact = cell_style == COMPACT_CELL
    follows = len(paragraphs) - 1 if paragraphs and is_one_line(paragraphs[-1], style) else 0
    for position, one in enumerate(paragraphs, start=1):
        if one.table:
            gap = 4 if is_compact else 6
            found += [nothing(gap), table_element(one.table, width, cell_style), nothing()]
        else:
            keeps = is_signed and position in (len(paragraphs), follows)
            text_style = "NoiDungNho" if is_compact else "NoiDung"
            found.append(_paragraph(one, numbering, text_style, keeps=keeps))
    return found


def _paragraph(one: Paragraph, numbering: Numbering, text_style: str, *, keeps: bool) -> Element:
    style_id = _HEADINGS.get(one.kind, text_style) if one.is_title else text_style
    counted = numbering.properties(one) if one.number else None
    runs = []
    if one.number and counted is None:
        runs.append(run(f"{one.number} ", *(bold() if one.has_bold_number else ())))
    runs.append(run(one.text))
    kept: tuple[Element, ...] = (el("keepNext"), el("keepLines")) if keeps else ()
    if one.leads and not one.is_title and not keeps:
        kept = (el("keepNext"),)
    if one.is_title and not one.leads and not keeps:
        kept = (el("keepNext", val=0),)  # nothing stands under it: an item of a list
    return paragraph(style_id, *runs, properties=(*kept, *(() if counted is None else (counted,))))


def annex_elements(part: AnnexPart, style: LayoutStyle, numbering: Numbering) -> list[Element]:
    head = (("PhuLuc", part.label), ("TenPhuLuc", part.title), ("KemTheo", part.reference))
    smaller = size(style.faces["compact-head"]) if part.is_compact else ()
    found = [paragraph(style_id, run(text, *smaller)) for style_id, text in head if text]
    cell_style = "OBang" if part.is_landscape else "OBangTrongBai"
    if part.is_compact:
        cell_style = COMPACT_CELL
    found += body_elements(part.paragraphs, numbering, style, width=part.width, cell_style=cell_style)
    if part.table:
        found += [nothing(10), table_element(part.table, part.width, "OBang")]
    return found


def table_element(data: Table, width: float, style_id: str) -> Element:
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
                _cell_text(style_id, c.heading, "center", is_bold=True),
                properties=(el("vAlign", val="center"),),
            )
            for w, c in zip(widths, data.columns, strict=True)
        ),
        is_header=True,
    )
    rows = [line for group in data.groups for line in _group_rows(group, widths, aligns, style_id)]
    return table(
        widths,
        heading,
        *rows,
        borders=el("tblBorders", *(el(edge, **line) for edge in _EDGES)),
        margins=_margins(10 if style_id == COMPACT_CELL else 40),
    )


def _margins(edge: int) -> Element:
    """2 points above and below, half a one in a compact cell; 3 at the sides."""
    sides = (("top", edge), ("left", 60), ("bottom", edge), ("right", 60))
    return el("tblCellMar", *(el(name, w=width, type="dxa") for name, width in sides))


def _group_rows(group: RowGroup, widths: list[int], aligns: list[str], style_id: str) -> list[Element]:
    found = []
    if group.heading:
        number = bool(group.number) and len(widths) > 1
        cells = (
            [cell(widths[0], _cell_text(style_id, group.number, "center", is_bold=True, keeps=True))]
            if number
            else []
        )
        rest = widths[1:] if number else widths
        cells.append(
            cell(
                sum(rest),
                _cell_text(style_id, group.heading, "left", is_bold=True, keeps=True),
                span=len(rest),
            )
        )
        found.append(row(*cells))
    for texts in group.rows:
        found.append(
            row(
                *(
                    cell(width, _cell_text(style_id, text, align, is_bold=group.is_total))
                    for width, text, align in zip(widths, texts, aligns, strict=True)
                )
            )
        )
    return found


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
