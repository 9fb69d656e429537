"""What an official document says, without how it looks: frozen data that every format takes.

A builder (`plans.papers`, `reports.papers`) fills an `OfficialDocument`; PDF, Word and workbook are
made from it. All texts are plain: nothing in them is ever read as markup.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ttdn_portal.shared.text import Block

__all__ = [
    "Align",
    "Annex",
    "Block",
    "Column",
    "Letterhead",
    "Level",
    "Marks",
    "Metadata",
    "NothingToWrite",
    "OfficialDocument",
    "Orientation",
    "RowGroup",
    "Section",
    "Signature",
    "StyleFamily",
    "Table",
    "Urgency",
]


class NothingToWrite(Exception):
    """The format asked for has no place for this paper; the sentence is for the person who asked."""


class StyleFamily(StrEnum):
    """State: NĐ 30/2020/NĐ-CP, Phụ lục I. Party: 36-HD/VPTW, Phụ lục 3. Chosen per document."""

    STATE = "STATE"
    PARTY = "PARTY"


class Level(StrEnum):
    """How a section is numbered (NĐ 30/2020, Phụ lục I, bố cục nội dung)."""

    PART = "PART"  # Phần I, on a line of its own, the title under it
    CHAPTER = "CHAPTER"  # Chương I, likewise
    DIVISION = "DIVISION"  # Mục 1, likewise, inside a chapter
    ARTICLE = "ARTICLE"  # Điều 1.
    SECTION = "SECTION"  # I.
    CLAUSE = "CLAUSE"  # 1.
    POINT = "POINT"  # a)
    PLAIN = "PLAIN"  # no number


class Orientation(StrEnum):
    PORTRAIT = "PORTRAIT"
    LANDSCAPE = "LANDSCAPE"


class Align(StrEnum):
    LEFT = "LEFT"
    CENTER = "CENTER"
    RIGHT = "RIGHT"


class Urgency(StrEnum):
    """Stamps of box 10b; the value is the word stamped."""

    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    IMMEDIATE = "HỎA TỐC"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues. A line break in a name is kept; without one long names are broken evenly.

    `name_in_text` is the issuer as a sentence names it ("Ủy ban nhân dân Thành phố").
    """

    issuer_name: str
    parent_name: str = ""
    name_in_text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` is a share of the whole."""

    heading: str
    width: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading row; without a heading just rows. `is_total`: sums of the rows above, in bold."""

    rows: tuple[tuple[str, ...], ...] = ()
    heading: str = ""
    number: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs at least one column")
        if any(column.width <= 0 for column in self.columns):
            raise ValueError("a column's width must be positive")
        for group in self.groups:
            for row in group.rows:
                if len(row) != len(self.columns):
                    raise ValueError(f"a row has {len(row)} cells, the table {len(self.columns)} columns")

    @property
    def row_count(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def without(self, headings: Collection[str]) -> "Table":
        """The table without these columns."""
        kept = [n for n, column in enumerate(self.columns) if column.heading not in headings]
        groups = (
            replace(group, rows=tuple(tuple(row[n] for n in kept) for row in group.rows))
            for group in self.groups
        )
        return Table(tuple(self.columns[n] for n in kept), tuple(groups))


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered piece of the body. A number is counted, unless `number` states it."""

    level: Level
    title: str = ""
    blocks: tuple[Block, ...] = ()
    children: tuple["Section", ...] = ()
    table: Table | None = None
    number: str | None = None

    def walk(self) -> Iterator["Section"]:
        """The section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines of authority in order ("TM. …", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"); the name may be open.

    Image and seal are put on when the file is signed: only their room is kept, nothing is drawn.
    """

    authority: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """A part with page numbers of its own. `label` replaces "Phụ lục" where a text is attached
    to a decision (NĐ 30/2020, mẫu 1.3). An empty `reference` is worded from the document. `is_compact`: a sheet to look over,
    which no rule of form binds, in small letters.
    """

    title: str
    table: Table | None = None
    sections: tuple[Section, ...] = ()
    opening: tuple[Block, ...] = ()
    reference: str = ""
    label: str = ""
    orientation: Orientation = Orientation.LANDSCAPE
    is_compact: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What is laid over or added to a paper that is not simply the issued text."""

    is_draft: bool = False
    has_illustration: bool = False
    incomplete_note: str = ""
    urgency: Urgency | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; empty fields are worded from the document."""

    title: str = ""
    author: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document of one of the named types, or a công văn (no `type_name`).

    `number` and `issued_on` stay open until the clerk fills them; `year` then dates the blank line.
    A decision names who decides above its bases (`enacting_authority`, "ỦY BAN NHÂN DÂN TỈNH") and
    sets `enacting_line` ("QUYẾT ĐỊNH:") below them. `drafter_code` ("NVA.(10)") ends the line "Lưu: …", a công văn has its
    `contact_line` at the foot of page 1. With `is_annex_alone` only the annexes are printed, as
    a file of their own beside the document.
    """

    letterhead: Letterhead
    symbol: str
    place: str
    type_name: str
    subject: str
    signature: Signature
    style: StyleFamily = StyleFamily.STATE
    number: str | None = None
    issued_on: date | None = None
    year: int | None = None
    addressed_to: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    enacting_authority: str = ""
    enacting_line: str = ""
    opening: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    drafter_code: str = ""
    contact_line: str = ""
    annexes: tuple[Annex, ...] = ()
    is_annex_alone: bool = False
    marks: Marks = Marks()
    metadata: Metadata = Metadata()

    def tables(self) -> Iterator[Table]:
        """Every table that is printed, in reading order."""
        for section in () if self.is_annex_alone else self.sections:
            yield from (part.table for part in section.walk() if part.table)
        for annex in self.annexes:
            for section in annex.sections:
                yield from (part.table for part in section.walk() if part.table)
            if annex.table:
                yield annex.table
