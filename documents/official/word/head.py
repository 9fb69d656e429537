"""The head of the paper and its end: letterhead, title, addressees, bases, signature and recipients."""

from documents.official import parts, wording
from documents.official.model import OfficialDocument
from documents.official.parts import Head
from documents.official.styles import Face, LayoutStyle
from documents.official.word.styles import SIGNATURE_ROOM, size
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
from ttdn_portal.shared.text import squeeze

RULE_SHARE = 0.4  # NĐ 30 gives a third to a half of the words
STAMP_GAP, SIGNING_GAP = 120, 280  # twips: 6 and 14 points
DATELINE = 340  # twips: 17 points, a line of 14-point letters
UNDER_SUBJECT, UNDER_ADDRESSEES = 240, 120  # twips: 12 points below the abstract's line, 6
_RED = "E00000"


def head_elements(document: OfficialDocument, style: LayoutStyle) -> list[Element]:
    """Boxes 1 to 5: two columns without borders, then type and abstract."""
    head = parts.head(document, style)
    issuer, nation = twips(head.issuer_width), twips(style.text_width - head.issuer_width)
    found = [
        table(
            [issuer, nation],
            row(cell(issuer, *_issuer(head, style)), cell(nation, *_nation(head, style))),
            row(cell(issuer, *_number(head, style)), cell(nation, *_place(head, style))),
        )
    ]
    if head.type_line:
        found.append(text_paragraph("TenLoai", head.type_line))
        if head.subject:
            found += _ruled(
                "TrichYeu", head.subject, style.text_width, style.faces["subject"], head.subject_mark
            )
    return found


def _issuer(head: Head, style: LayoutStyle) -> list[Element]:
    parent = [text_paragraph("CoQuanChuQuan", head.parent)] if head.parent else []
    return parent + _ruled(
        "CoQuanBanHanh", head.issuer, head.issuer_width, style.faces["issuer"], head.issuer_mark
    )


def _nation(head: Head, style: LayoutStyle) -> list[Element]:
    *above, last = head.heading_lines
    name = "TieuNgu" if above else "QuocHieu"
    width = style.text_width - head.issuer_width
    length = parts.longest(last, style.faces["motto" if above else "nation"])
    return [
        *(text_paragraph("QuocHieu", line) for line in above),
        text_paragraph(name, last),
        rule(length, width),
    ]


def _number(head: Head, style: LayoutStyle) -> list[Element]:
    over_stamp = {"after": STAMP_GAP} if head.urgency else {}
    found = [
        text_paragraph(
            "SoKyHieu", head.number_line, _dateline_gap(**({} if head.letter_subject else over_stamp))
        )
    ]
    if head.letter_subject:
        gap = el("spacing", **over_stamp) if over_stamp else None
        found.append(text_paragraph("TrichYeuCongVan", head.letter_subject, gap))
    return found + (_stamp(head.urgency, style) if head.urgency else [])


def _place(head: Head, style: LayoutStyle) -> list[Element]:
    words = run(head.place_line, *(size(head.place_face) if head.place_face != style.faces["place"] else ()))
    return [paragraph("DiaDanh", words, properties=(_dateline_gap(),))]


def _dateline_gap(**gap: int) -> Element:
    """Number and place differ in size: lines of one height give both one baseline."""
    return el("spacing", before=160, **gap, line=DATELINE, lineRule="exact")


def _stamp(word: str, style: LayoutStyle) -> list[Element]:
    """A frame of the stated size: a table of one cell inside the cell, which ends with a paragraph."""
    width, height = style.stamp_sizes[word]
    side = twips(width)
    edge = {"val": "single", "sz": 12, "space": 0, "color": _RED}
    frame = el("tcBorders", *(el(name, **edge) for name in ("top", "left", "bottom", "right")))
    words = paragraph("DauKhan", run(word, el("color", val=_RED)))
    inner = table(
        [side], row(cell(side, words, properties=(frame, el("vAlign", val="center"))), height=twips(height))
    )
    inner[0].insert(1, el("jc", val="center"))
    return [inner, nothing()]


def _ruled(style_id: str, text: str, width: float, face: Face, mark: str) -> list[Element]:
    """Words with the line that belongs under them, or with the Party's mark instead."""
    after = UNDER_SUBJECT if style_id == "TrichYeu" else 0
    if mark:
        gap = el("spacing", after=after) if after else None
        return [text_paragraph(style_id, text), text_paragraph(style_id, mark, gap)]
    return [text_paragraph(style_id, text), rule(parts.longest(text, face) * RULE_SHARE, width, after)]


def rule(length: float, width: float, after: int = 0) -> Element:
    """A solid line of `length` mm in the middle of a box `width` mm wide: the upper edge of a low paragraph."""
    inset = twips(max(width - length, 0) / 2)
    return paragraph(
        "Dem",
        properties=(
            el("pBdr", el("top", val="single", sz=6, space=0, color="000000")),
            el("spacing", before=60, after=after, line=20, lineRule="exact"),
            el("ind", left=inset, right=inset),
        ),
    )


def opening_elements(document: OfficialDocument, style: LayoutStyle) -> list[Element]:
    """Kính gửi, who decides, the bases, the enacting line."""
    authority = squeeze(document.enacting_authority).upper()
    enacting = squeeze(document.enacting_line).upper()
    return [
        *_addressees(document, style),
        *([paragraph("BanHanh", run(authority, *bold()))] if authority else []),
        *(text_paragraph("CanCu", line) for line in wording.base_lines(document)),
        *([paragraph("BanHanh", run(enacting, *bold()))] if enacting else []),
    ]


def _addressees(document: OfficialDocument, style: LayoutStyle) -> list[Element]:
    """The words and, beside them, one line for each; in the middle of the page."""
    lines = parts.addressees(document, style)
    if not lines:
        return []
    face = style.faces["addressee"]
    longest = max(parts.longest(line, face) for line in lines) + 2
    width, first = min(longest, parts.ADDRESSEE_WIDTH), parts.longest("Kính gửi: ", face) + 1
    left = max((style.text_width - first - width) / 2, 0)
    widths = [twips(first), twips(style.text_width - left - first)]
    words = cell(widths[0], text_paragraph("KinhGui", "Kính gửi: "))
    names = cell(widths[1], *(text_paragraph("KinhGui", line) for line in lines))
    gaps = {
        "top": 40 if wording.type_line(document) else 100,
        "bottom": UNDER_ADDRESSEES if document.bases else 0,
    }
    return [table(widths, row(words, names), margins=_margins(**gaps), indent=twips(left))]


def _margins(**sides: int) -> Element:
    """Margins of a table's cells in twips, none where no side is named."""
    places = ("top", "left", "bottom", "right")
    return el("tblCellMar", *(el(place, w=sides.get(place, 0), type="dxa") for place in places))


def signing_elements(
    document: OfficialDocument, style: LayoutStyle, *, is_last: bool = True
) -> list[Element]:
    """Recipients at the left, level with the signer's title at the right; one row, never cut, and one for each recipient too many.

    Where it is not the last thing of the text it stays on one page with what follows.
    """

    def stays() -> Element | None:
        return None if is_last else el("keepNext")

    signing = parts.signing(document, style)
    left = twips(style.text_width * (1 - parts.SIGNATURE_SHARE))
    right = twips(style.text_width) - left
    underlined = (el("u", val="single"),) if signing.is_underlined else ()
    recipients = [text_paragraph("NoiNhan", line, stays()) for line in signing.recipients]
    if recipients:
        recipients.insert(0, paragraph("NoiNhanTen", run("Nơi nhận:", *underlined), properties=(stays(),)))
    posts = [
        text_paragraph("ChucVuKy" if n else "ThamQuyenKy", line, stays())
        for n, line in enumerate(signing.authority)
    ]
    line = style.faces["signer"].size * style.line_height
    open_name = None if signing.name else el("spacing", before=round((SIGNATURE_ROOM - line) * 20))
    signature = [*posts, text_paragraph("NguoiKy", signing.name, stays(), open_name)]
    gap = twips(style.text_width * (1 - parts.SIGNATURE_SHARE - parts.RECIPIENTS_SHARE))
    first = cell(left, *recipients, properties=(el("tcMar", el("right", w=gap, type="dxa")),))
    more = [text_paragraph("NoiNhan", line, stays()) for line in signing.more]
    rows = (row(first, cell(right, *signature)), *(_row_below(left, right, gap, line) for line in more))
    return [table([left, right], *rows, margins=_margins(top=SIGNING_GAP))]


def _row_below(left: int, right: int, gap: int, line: Element) -> Element:
    """A recipient below the signature, close to the one before."""

    def close(aside: int) -> tuple[Element, ...]:
        return (el("tcMar", el("top", w=0, type="dxa"), el("right", w=aside, type="dxa")),)

    return row(cell(left, line, properties=close(gap)), cell(right, properties=close(0)))
