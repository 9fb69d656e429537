"""The words of each component, the same for PDF and Word.

Rules without another source: NĐ 30/2020/NĐ-CP, Phụ lục I; Party: 36-HD/VPTW.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from documents.official.model import Annex, Metadata, OfficialDocument, StyleFamily
from documents.official.numbering import roman
from documents.official.styles import LayoutStyle, layout_style
from ttdn_portal.shared.dates import long_date, long_date_blank
from ttdn_portal.shared.text import nfc, squeeze

BLANK_NUMBER = " " * 6
DRAFT_MARK = "DỰ THẢO"
ILLUSTRATION_MARK = "MINH HỌA"
AS_ABOVE = "Như trên"
_SIGNING = re.compile(r"^\s*(TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|Q)(?:\s*[./]\s*|\s+)(?=\S)", re.IGNORECASE)
_SPACES = re.compile("[ \\t]+")
_CLOSERS = " .;,:/"


def clean(text: str) -> str:
    """`text` composed, without control, format, lone surrogate and non-characters; line breaks stay.

    Spaces are single, and none stands at the end of a line: in a cell it would break the line before.
    """
    composed = nfc(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    kept = "".join(
        char
        for char in composed
        if char in "\n\t"
        or (unicodedata.category(char) not in ("Cc", "Cf", "Cs") and char not in "\ufffe\uffff")
    )
    return "\n".join(_SPACES.sub(" ", line).strip(" ") for line in kept.split("\n"))


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """A copy of frozen data with every text in it passed through `change`."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(mapped(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: mapped(getattr(value, field.name), change) for field in fields(value)}
        )
    return value


def style_of(document: OfficialDocument) -> LayoutStyle:
    return layout_style(document.style)


def number_line(document: OfficialDocument) -> str:
    """ "Số: 05/KH-UBND", "Số:       /KH-UBND", Party "Số 05-KH/BCĐ"; under 10 with a leading zero.

    A paper that goes along with another one bears no number: nothing without a symbol.
    """
    if not squeeze(document.symbol):
        return ""
    number = squeeze(document.number or "")
    if number.isdigit():
        number = f"{int(number):02d}"
    return style_of(document).number_template.format(
        number=number or BLANK_NUMBER, symbol=squeeze(document.symbol)
    )


def place_line(document: OfficialDocument) -> str:
    """ "Hà Nội, ngày 05 tháng 01 năm 2020", or with room for the day."""
    day = document.issued_on
    return f"{squeeze(document.place)}, {long_date(day) if day else long_date_blank(document.year)}"


def base_lines(document: OfficialDocument) -> tuple[str, ...]:
    """Each basis on a line of its own, ";" after each and "." after the last; Party with a dash."""
    dash = "- " if style_of(document).bases_dashed else ""
    return tuple(f"{dash}{text}" for text in listed(document.bases))


def listed(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Items of a list: no dash, ";" after each, "." after the last."""
    bare = [squeeze(text).removeprefix("- ").rstrip(_CLOSERS) for text in texts]
    kept = [text for text in bare if text]
    return tuple(f"{text}{'.' if n == len(kept) else ';'}" for n, text in enumerate(kept, start=1))


def recipient_lines(document: OfficialDocument) -> tuple[str, ...]:
    """ "- …;" for each, "- Lưu: VT, ….": with "." for the last; who drafted it and how many copies after that."""
    lines = [f"- {text}" for text in listed((*_as_above(document), *document.recipients))]
    code = squeeze(document.drafter_code)
    if lines and code:
        lines[-1] = f"{lines[-1]} {code}"
    return tuple(lines)


def _as_above(document: OfficialDocument) -> tuple[str, ...]:
    """A paper with “Kính gửi” goes first to whom it is addressed, also where its list does not say so."""
    lines = [squeeze(line).removeprefix("- ") for line in document.recipients]
    is_due = document.addressed_to and lines and not any(line.startswith("Như ") for line in lines)
    return (AS_ABOVE,) if is_due else ()


def contact_line(document: OfficialDocument) -> str:
    """Box 13: only a công văn has it."""
    return "" if squeeze(document.type_name) else squeeze(document.contact_line)


def addressee_lines(document: OfficialDocument) -> tuple[str, ...]:
    """One recipient stands on the line of "Kính gửi:", several below each other with a dash."""
    if len(document.addressed_to) == 1:
        return (squeeze(document.addressed_to[0]).rstrip(_CLOSERS),)
    return tuple(f"- {text}" for text in listed(document.addressed_to))


def authority_lines(document: OfficialDocument) -> tuple[str, ...]:
    """Lines above the signature in capitals; "TM." of the State is "T/M" of the Party."""
    words = style_of(document).signing_words
    return tuple(_authority(line, words) for line in document.signature.authority if squeeze(line))


def _authority(line: str, words: dict[str, str]) -> str:
    found = _SIGNING.match(line)
    if not found:
        return squeeze(line).upper()
    key = found[1].upper().replace("/", "")
    return f"{words[key]} {squeeze(line[found.end() :]).upper()}"


def ended(text: str, mark: str) -> str:
    """`text` closed by the mark that ends the document ("./.")."""
    return f"{text.rstrip(_CLOSERS)}{mark}"


def type_line(document: OfficialDocument) -> str:
    return squeeze(document.type_name).upper()


def letter_subject(document: OfficialDocument) -> str:
    """Abstract of a công văn: "V/v …"; the Party writes it without."""
    subject = squeeze(document.subject)
    if document.style is StyleFamily.PARTY or subject.lower().startswith("v/v"):
        return subject
    return f"V/v {subject}"


def annex_label(annex: Annex, position: int, count: int) -> str:
    """ "Phụ lục" alone, "Phụ lục II" among several; an attached text bears its type instead."""
    if annex.label:
        return squeeze(annex.label).upper()
    return f"Phụ lục {roman(position)}" if count > 1 else "Phụ lục"


def annex_reference(document: OfficialDocument, annex: Annex) -> str:
    """ "(Kèm theo Kế hoạch số       /KH-UBND ngày … của …)".

    Number and day stay open: in an electronic document the blanks of this line are not filled.
    """
    if annex.reference:
        return squeeze(annex.reference)
    style = style_of(document)
    year = document.issued_on.year if document.issued_on else document.year
    kind = squeeze(document.type_name).capitalize() or "Công văn"
    number = style.number_template.format(number=BLANK_NUMBER, symbol=squeeze(document.symbol))
    number = f"số{number.removeprefix('Số').removeprefix(':')}"
    comma = "," if document.style is StyleFamily.PARTY else ""
    issuer = squeeze(document.letterhead.name_in_text)
    return f"(Kèm theo {kind} {number}{comma} {long_date_blank(year)}{f' của {issuer}' if issuer else ''})"


def watermarks(document: OfficialDocument) -> tuple[str, ...]:
    """Words laid across every page."""
    marks = ((document.marks.is_draft, DRAFT_MARK), (document.marks.has_illustration, ILLUSTRATION_MARK))
    return tuple(word for is_set, word in marks if is_set)


def metadata(document: OfficialDocument) -> Metadata:
    """Title, author and subject of the file, worded from the document where not given."""
    given = document.metadata
    kind = squeeze(document.type_name).capitalize()
    subject = squeeze(document.subject)
    number = squeeze(number_line(document))
    return Metadata(
        title=squeeze(given.title)
        or squeeze(f"{kind} {subject[:1].lower() + subject[1:] if kind else subject}"),
        author=squeeze(given.author)
        or squeeze(document.letterhead.name_in_text or document.letterhead.issuer_name),
        subject=squeeze(given.subject) or squeeze(f"{number}, {place_line(document)}"),
    )
