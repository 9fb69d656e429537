"""Paragraphs, tables and annexes of the Word file."""

from documents.official.flow import Kind, Paragraph
from documents.official.model import Align, RowGroup, Table
from documents.official.parts import AnnexPart
from documents.official.styles import LayoutStyle
from documents.official.word.numbering import Numbering
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
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def body_elements(
    paragraphs: list[Paragraph],
    numbering: Numbering,
    *,
    width: float,
    cell_style: str = "OBangTrongBai",
    is_signed: bool = False,
) -> list[Element]:
    """The text in order, `width` mm wide; the last paragraph before a signature stays with it."""
    found: list[Element] = []
    for position, one in enumerate(paragraphs, start=1):
        if one.table:
            found += [nothing(6), table_element(one.table, width, cell_style), nothing()]
        else:
            keeps = is_signed and position == len(paragraphs)
            found.append(_paragraph(one, numbering, keeps=keeps))
    return found


def _paragraph(one: Paragraph, numbering: Numbering, *, keeps: bool) -> Element:
    style_id = _HEADINGS.get(one.kind, "NoiDung") if one.is_title else "NoiDung"
    counted = numbering.properties(one) if one.number else None
    runs = []
    if one.number and counted is None:
        runs.append(run(f"{one.number} ", *(bold() if one.has_bold_number else ())))
    runs.append(run(one.text))
    kept: tuple[Element, ...] = (el("keepNext"), el("keepLines")) if keeps else ()
    if one.is_title and not one.leads and not keeps:
        kept = (el("keepNext", val=0),)  # nothing stands under it: an item of a list
    return paragraph(style_id, *runs, properties=(*kept, *(() if counted is None else (counted,))))


def annex_elements(part: AnnexPart, style: LayoutStyle, numbering: Numbering) -> list[Element]:
    width = style.landscape_width if part.is_landscape else style.text_width
    found = [text_paragraph("PhuLuc", part.label)]
    if part.title:
        found.append(text_paragraph("TenPhuLuc", part.title))
    found.append(text_paragraph("KemTheo", part.reference))
    cell_style = "OBang" if part.is_landscape else "OBangTrongBai"
    if part.is_compact:
        cell_style = "OBangNho"
    found += body_elements(part.paragraphs, numbering, width=width, cell_style=cell_style)
    if part.table:
        found += [nothing(10), table_element(part.table, width, "OBang")]
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
        margins=_margins(),
    )


def _margins() -> Element:
    """2 points above and below, 3 at the sides."""
    sides = (("top", 40), ("left", 60), ("bottom", 40), ("right", 60))
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
                    cell(width, _cell_text(style_id, text, align))
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
