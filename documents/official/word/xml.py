"""Elements of WordprocessingML: what a user wrote is only ever the text of `w:t`, escaped by lxml."""

from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TWIPS_A_MM = 1440 / 25.4
# The order that the schema asks for inside w:pPr, w:rPr and w:tcPr.
_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs i iCs color position sz szCs u lang",
    "tcPr": "tcW gridSpan tcBorders noWrap tcMar vAlign",
}
_RANKS = {name: {f"{{{W}}}{tag}": n for n, tag in enumerate(tags.split())} for name, tags in _ORDERS.items()}

Element = Any


def twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS_A_MM)


def el(name: str, /, *children: Element | None, **attributes: Any) -> Element:
    """`<w:name w:attribute="…">` with its children; an absent child is left out."""
    element = etree.Element(f"{{{W}}}{name}", nsmap={"w": W})
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", str(value))
    found = [child for child in children if child is not None]
    if rank := _RANKS.get(name):
        found.sort(key=lambda child: rank[child.tag])
    element.extend(found)
    return element


def bold() -> tuple[Element, Element]:
    """Made anew for each run: an element stands in one place only."""
    return el("b"), el("bCs")


def run(text: str, *properties: Element) -> Element:
    """Text in one run; a line break in it is a line break in the print."""
    element = el("r", el("rPr", *properties) if properties else None)
    for n, line in enumerate(text.split("\n")):
        if n:
            element.append(el("br"))
        words = el("t")
        words.text = line
        words.set(_SPACE, "preserve")
        element.append(words)
    return element


def paragraph(style: str, *content: Element, properties: tuple[Element | None, ...] = ()) -> Element:
    return el("p", el("pPr", el("pStyle", val=style), *properties), *content)


def text_paragraph(style: str, text: str, *properties: Element | None) -> Element:
    return paragraph(style, run(text), properties=properties)


def nothing(points: float = 1) -> Element:
    """A paragraph of no height to speak of, where Word wants one."""
    return paragraph(
        "Dem", properties=(el("spacing", before=0, after=0, line=round(points * 20), lineRule="exact"),)
    )


def apart(elements: list[Element], points: float) -> list[Element]:
    """Between two tables that touch a low paragraph, or Word makes one table of them."""
    found: list[Element] = []
    for element in elements:
        if found and found[-1].tag == element.tag == f"{{{W}}}tbl":
            found.append(nothing(points))
        found.append(element)
    return found


def table(
    widths: list[int],
    *rows: Element,
    borders: Element | None = None,
    margins: Element | None = None,
    indent: int = 0,
) -> Element:
    """A table of fixed columns (twips), `indent` from the left margin."""
    sides = el("tblCellMar", el("left", w=0, type="dxa"), el("right", w=0, type="dxa"))
    return el(
        "tbl",
        el(
            "tblPr",
            el("tblW", w=sum(widths), type="dxa"),
            el("tblInd", w=indent, type="dxa"),
            borders,
            el("tblLayout", type="fixed"),
            sides if margins is None else margins,
            el("tblLook", val="0000"),
        ),
        el("tblGrid", *(el("gridCol", w=width) for width in widths)),
        *rows,
    )


def row(*cells: Element, is_header: bool = False, height: int = 0) -> Element:
    """A row that is never cut; a header row comes again on each page."""
    return el(
        "tr",
        el(
            "trPr",
            el("cantSplit"),
            el("trHeight", val=height, hRule="exact") if height else None,
            el("tblHeader") if is_header else None,
        ),
        *cells,
    )


def cell(width: int, *content: Element, span: int = 1, properties: tuple[Element, ...] = ()) -> Element:
    return el(
        "tc",
        el(
            "tcPr",
            el("tcW", w=width, type="dxa"),
            el("gridSpan", val=span) if span > 1 else None,
            *properties,
        ),
        *(content or (nothing(),)),
    )
