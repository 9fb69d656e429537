"""The words of each part set in lines for its box: the same breaks in PDF and Word."""

from dataclasses import dataclass

from documents.official import flow, wording
from documents.official.flow import Paragraph
from documents.official.glyphs import even_lines, fit_words, fitted, text_width
from documents.official.model import Annex, OfficialDocument, Orientation, Table
from documents.official.styles import Face, LayoutStyle
from ttdn_portal.shared.text import squeeze

# Widths of boxes: shares of the text's width, millimetres.
SIGNATURE_SHARE, RECIPIENTS_SHARE, ADDRESSEE_WIDTH = 0.52, 0.44, 115
SIGNING_ROOM = 30  # for image and seal, as in official.css
SIGNING_SPARE = 60  # what a page keeps for other words
LINE, _POINTS_PER_MM = 1.2, 72 / 25.4
TITLE_INSET = 20  # titles stay shorter than the text under them


@dataclass(frozen=True, slots=True)
class Head:
    """Boxes 1 to 5 and 10b (NĐ 30/2020, Phụ lục I). A line break in a text is a break in the print."""

    parent: str
    issuer: str
    issuer_mark: str
    heading_lines: tuple[str, ...]
    number_line: str
    place_line: str
    place_face: Face
    issuer_width: float
    nation_width: float
    urgency: str
    type_line: str
    subject: str
    subject_mark: str
    letter_subject: str


@dataclass(frozen=True, slots=True)
class Signing:
    """Boxes 7 and 9b. `more`: of recipients that are nearly a page high those below the signature, which may go on over its end."""

    recipients: tuple[str, ...]
    more: tuple[str, ...]
    authority: tuple[str, ...]
    name: str
    is_underlined: bool


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """One annex as it is set: label, title and reference above its paragraphs and its table."""

    is_landscape: bool
    width: float
    label: str
    title: str
    reference: str
    paragraphs: list[Paragraph]
    table: Table | None
    is_compact: bool = False


def head(document: OfficialDocument, style: LayoutStyle) -> Head:
    names, faces = document.letterhead, style.faces
    is_letter = not wording.type_line(document)
    subject = wording.letter_subject(document) if is_letter else squeeze(document.subject)
    face = faces["letter-subject" if is_letter else "subject"]
    place = wording.place_line(document)
    width, nation_width, place_face = _columns(place, style)
    abstract = _lines(subject, width if is_letter else style.text_width - TITLE_INSET, face)
    return Head(
        parent=_lines(names.parent_name.upper(), width, faces["parent"]),
        issuer=_lines(names.issuer_name.upper(), width, faces["issuer"]),
        issuer_mark=style.issuer_mark,
        heading_lines=style.heading_lines,
        number_line=fit_words(wording.number_line(document), width, faces["number"]),
        place_line=fit_words(place, nation_width, faces["place"]),
        place_face=place_face,
        issuer_width=width,
        nation_width=nation_width,
        urgency=document.marks.urgency.value if document.marks.urgency else "",
        type_line=wording.type_line(document),
        subject="" if is_letter else abstract,
        subject_mark="" if is_letter else style.subject_mark,
        letter_subject=abstract if is_letter else "",
    )


def _columns(place: str, style: LayoutStyle) -> tuple[float, float, Face]:
    """Widths of boxes 2 and 1, and how large place and day are set: a long place name takes room from the issuer's box."""
    room = style.text_width - style.least_issuer - style.column_gap
    face = fitted(place, room, style.faces["place"], style.smallest_place)
    nation = max(style.nation_width, min(text_width(place, face) + style.column_gap, room))
    return style.text_width - nation - style.column_gap, nation, face


def is_one_line(paragraph: Paragraph, style: LayoutStyle) -> bool:
    """Whether a paragraph of the body takes but one line."""
    text = f"{paragraph.number} {paragraph.text}".strip()
    return not paragraph.table and text_width(text, style.faces["body"]) <= style.text_width - style.indent


def addressees(document: OfficialDocument, style: LayoutStyle) -> tuple[str, ...]:
    face = style.faces["addressee"]
    return tuple(_lines(line, ADDRESSEE_WIDTH, face) for line in wording.addressee_lines(document))


def signing(document: OfficialDocument, style: LayoutStyle) -> Signing:
    faces, width = style.faces, style.text_width * SIGNATURE_SHARE
    recipients_width = style.text_width * RECIPIENTS_SHARE
    recipients = _fit(wording.recipient_lines(document), recipients_width, faces["recipients"])
    authority = tuple(_lines(line, width, faces["authority"]) for line in wording.authority_lines(document))
    name = _lines(squeeze(document.signature.name or ""), width, faces["signer"])
    beside = _beside(recipients, "\n".join((*authority, name)), recipients_width, style)
    return Signing(
        recipients=recipients[:beside],
        more=recipients[beside:],
        authority=authority,
        name=name,
        is_underlined=style.recipients_underlined,
    )


def _beside(recipients: tuple[str, ...], signature: str, width: float, style: LayoutStyle) -> int:
    """How many recipients stand beside the signature: all of them, or if they would fill the page as many as are as high as it is."""
    heights = [len(even_lines(line, width, style.faces["recipients"])) for line in recipients]
    high = [rows * _line(style.faces["recipients"]) for rows in heights]
    if sum(high) <= style.page[1] - style.margins[0] - style.margins[2] - SIGNING_SPARE:
        return len(recipients)
    room = SIGNING_ROOM + (signature.count("\n") + 1) * _line(style.faces["authority"])
    room -= _line(style.faces["recipients-title"])
    return next((n for n in range(1, len(high)) if sum(high[:n]) >= room), len(high))


def _line(face: Face) -> float:
    return face.size * LINE / _POINTS_PER_MM


def annexes(document: OfficialDocument, style: LayoutStyle) -> list[AnnexPart]:
    """Annexes in order; those that bear a label of their own are not counted."""
    count = sum(1 for annex in document.annexes if not annex.label)
    position, parts = 0, []
    for annex in document.annexes:
        position += not annex.label
        parts.append(_annex(document, style, annex, wording.annex_label(annex, position, count)))
    return parts


def _annex(document: OfficialDocument, style: LayoutStyle, annex: Annex, label: str) -> AnnexPart:
    is_landscape = annex.orientation is Orientation.LANDSCAPE
    width = style.landscape_width if is_landscape else style.text_width
    if annex.is_compact:
        width = style.compact_width
    return AnnexPart(
        is_landscape=is_landscape,
        label=label,
        title=_lines(squeeze(annex.title).upper(), width - TITLE_INSET, style.faces["annex-title"]),
        reference=_reference(wording.annex_reference(document, annex), width, style),
        width=width,
        paragraphs=flow.annex_body(document, annex),
        table=annex.table,
        is_compact=annex.is_compact,
    )


def _reference(text: str, width: float, style: LayoutStyle) -> str:
    """The reference line; too long for one line it is broken before the issuer."""
    if text_width(text, style.faces["annex-reference"]) <= width:
        return text
    before, word, issuer = text.rpartition(" của ")
    return f"{before}\ncủa {issuer}" if word else text


def longest(text: str, face: Face) -> float:
    """Length of the longest line, in millimetres."""
    return max((text_width(line, face) for line in text.splitlines()), default=0.0)


def _lines(text: str, width: float, face: Face) -> str:
    """Names and titles, broken into lines here: no format breaks them again."""
    return "\n".join(even_lines(text, width, face))


def _fit(lines: tuple[str, ...], width: float, face: Face) -> tuple[str, ...]:
    return tuple(fit_words(line, width, face) for line in lines)
