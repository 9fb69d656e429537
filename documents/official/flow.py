"""The body as a flat run of paragraphs in reading order, numbered, the same for PDF and Word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.official.model import (
    Annex,
    Block,
    Level,
    OfficialDocument,
    Section,
    Table,
)
from documents.official.numbering import Counting
from documents.official.wording import ended, style_of
from ttdn_portal.shared.text import squeeze


class Kind(StrEnum):
    PART = "part"
    ARTICLE = "article"
    SECTION = "section"
    CLAUSE = "clause"
    POINT = "point"
    PLAIN = "plain"
    TEXT = "text"
    ITEM = "item"
    SUBITEM = "subitem"
    TABLE = "table"


# Parts, chapters and their divisions: number and title on lines of their own, in the middle.
_PARTS = (Level.PART, Level.CHAPTER, Level.DIVISION)
_BLOCK_KINDS = {0: (Kind.TEXT, ""), 1: (Kind.ITEM, "-"), 2: (Kind.SUBITEM, "+")}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of the body. `is_title`: text in bold. `leads`: something stands under it, so it is never last on a page:
    a title of any level, and a sentence that ends in a colon.
    """

    kind: Kind
    text: str = ""
    number: str = ""
    is_title: bool = False
    leads: bool = False
    has_bold_number: bool = False
    table: Table | None = None


def body(document: OfficialDocument) -> list[Paragraph]:
    """Opening, sections and closing; the last words bear the end mark ("./.")."""
    style = style_of(document)
    found = [_block(block) for block in document.opening]
    found += _sections(document.sections, Counting(style.section_mark, style.clause_mark))
    found += [_block(block) for block in document.closing]
    return _closed(found, style.end_mark)


def annex_body(document: OfficialDocument, annex: Annex) -> list[Paragraph]:
    """Texts of an annex; an attached text (mẫu 1.3) ends as a document does, a sheet of its own does not."""
    style = style_of(document)
    found = [_block(block) for block in annex.opening]
    found += _sections(annex.sections, Counting(style.section_mark, style.clause_mark))
    ends = annex.sections and not annex.table and not document.is_annex_alone
    return _closed(found, style.end_mark) if ends else found


def _sections(siblings: Iterable[Section], counting: Counting) -> Iterator[Paragraph]:
    for number, section in counting.numbered(siblings):
        blocks = list(section.blocks)
        if section.level in _PARTS:
            yield Paragraph(Kind.PART, _part_title(section), number, is_title=True, leads=True)
            yield from (_block(block) for block in blocks)
            blocks = []
        elif section.title or (not blocks and section.level is not Level.PLAIN):
            yield _title(number, section)
        elif blocks:
            first = blocks.pop(0)
            yield _numbered_text(number, section.level, first)
        yield from (_block(block) for block in blocks)
        if section.table:
            yield Paragraph(Kind.TABLE, table=section.table)
        yield from _sections(section.children, counting)


def _part_title(section: Section) -> str:
    """The title in capitals, on the line under "Chương I"."""
    title = squeeze(section.title).upper()
    return f"\n{title}" if title else ""


def _title(number: str, section: Section) -> Paragraph:
    """Roman sections in bold capitals, articles and clauses in bold, points upright."""
    kind = Kind(section.level.value.lower())
    text = squeeze(section.title)
    if section.level is Level.SECTION:
        text = text.upper()
    is_bold = section.level is not Level.POINT
    leads = bool(section.blocks or section.children or section.table)
    return Paragraph(kind, text, number, is_title=is_bold, leads=leads, has_bold_number=is_bold)


def _numbered_text(number: str, level: Level, block: Block) -> Paragraph:
    """A clause or point without a title runs on as text; "Điều 1." alone stays bold."""
    if level is Level.PLAIN:
        return _block(block)
    text = squeeze(block.text)
    return Paragraph(
        Kind(level.value.lower()),
        text,
        number,
        leads=text.endswith(":"),
        has_bold_number=level is Level.ARTICLE,
    )


def _block(block: Block) -> Paragraph:
    kind, dash = _BLOCK_KINDS[min(max(block.level, 0), 2)]
    text = squeeze(block.text)
    return Paragraph(kind, text, dash, leads=text.endswith(":"))


def _closed(paragraphs: list[Paragraph], mark: str) -> list[Paragraph]:
    if not paragraphs:
        return paragraphs
    last = paragraphs[-1]
    if last.kind is Kind.TABLE:
        return [*paragraphs, Paragraph(Kind.TEXT, mark)]
    return [*paragraphs[:-1], replace(last, text=ended(last.text, mark), leads=False)]
