"""Pages of the Word file: sections, the page number in the header, the words laid across."""

from lxml import etree

from documents.official.glyphs import text_width
from documents.official.styles import Face, LayoutStyle
from documents.official.word.styles import FONT
from documents.official.word.xml import Element, el, paragraph, run, twips

HEADER_FROM_TOP = 7.0  # millimetres: the number stands in the middle of the top margin
_MARK_FACE = Face(76, bold=True)
_MARK_COLOR = "#e2e2e2"
_VML = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject{n}" o:spid="_x0000_s{id}" type="#_x0000_t136" alt="{words}" o:allowincell="f"'
    ' fillcolor="{color}" stroked="f" style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;'
    "rotation:315;z-index:-25165875{n};mso-position-horizontal:center;mso-position-horizontal-relative:page;"
    'mso-position-vertical:center;mso-position-vertical-relative:page">'
    '<v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt;font-weight:bold" string="{words}"/></v:shape></w:pict>'
)


def section(
    style: LayoutStyle,
    *,
    is_landscape: bool = False,
    is_annex: bool = False,
    is_compact: bool = False,
    references: tuple[Element, ...] = (),
) -> Element:
    """`w:sectPr`: an annex begins a page and counts from 1; the first page of each section bears no number."""
    margins = style.compact_margins if is_compact else style.margins
    top, right, bottom, left = (twips(margin) for margin in margins)
    width, height = (twips(side) for side in style.page)
    if is_landscape:
        size = el("pgSz", w=height, h=width, orient="landscape")
    else:
        size = el("pgSz", w=width, h=height)
    header = twips(HEADER_FROM_TOP)
    return el(
        "sectPr",
        *references,
        el("type", val="nextPage"),
        size,
        el("pgMar", top=top, right=right, bottom=bottom, left=left, header=header, footer=header, gutter=0),
        el("pgNumType", start=1) if is_annex else None,
        el("cols", space=720),
        el("titlePg"),
    )


def closing_paragraph(properties: Element) -> Element:
    """The paragraph that ends a section; of one point, or it makes an empty page after a full one."""
    line = el("spacing", before=0, after=0, line=20, lineRule="exact")
    return paragraph("Dem", properties=(line, properties))


def number_header(marks: tuple[str, ...]) -> Element:
    """The header from page 2 on: a PAGE field, centred, and the watermark."""
    field = (
        el("r", el("fldChar", fldCharType="begin")),
        _instruction(" PAGE "),
        el("r", el("fldChar", fldCharType="separate")),
        run("2"),
        el("r", el("fldChar", fldCharType="end")),
    )
    return paragraph("SoTrang", *field, *watermark(marks, 1))


def first_header(marks: tuple[str, ...]) -> Element:
    """The header of page 1: nothing but the watermark."""
    return paragraph("SoTrang", *watermark(marks, 2))


def note_under_line(text: str) -> Element:
    """What a copy says of itself: below everything, under a line as wide as the text."""
    line = el("pBdr", el("top", val="single", sz=4, space=4, color="000000"))
    return paragraph("GhiChu", run(text), properties=(el("keepLines"), line))


def contact_footer(text: str) -> Element:
    """The foot of page 1 of a công văn: the office's address under a line as wide as the text."""
    line = el("pBdr", el("top", val="single", sz=4, space=1, color="000000"))
    return paragraph("LienHe", run(text), properties=(line,))


def _instruction(text: str) -> Element:
    element = el("instrText")
    element.text = text
    return el("r", element)


def watermark(marks: tuple[str, ...], n: int) -> list[Element]:
    """DỰ THẢO, MINH HỌA across the page; the words are constants of `wording`."""
    if not marks:
        return []
    words = " – ".join(marks)
    shape = _VML.format(
        n=n,
        id=2048 + n,
        words=words,
        color=_MARK_COLOR,
        font=FONT,
        width=round(text_width(words, _MARK_FACE) * 72 / 25.4 * (0.8 if len(marks) > 1 else 1)),
        height=round(_MARK_FACE.size * (0.8 if len(marks) > 1 else 1)),
    )
    return [el("r", etree.fromstring(shape))]
