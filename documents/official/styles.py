"""The two families of layout as data: sizes, weights and wording of each component.

State: NĐ 30/2020/NĐ-CP (05/3/2020), Phụ lục I, the table of sizes and styles at its end.
Party: Hướng dẫn 36-HD/VPTW (03/4/2018), Phụ lục 3. What its table leaves open (page margins, size of
the recipients, weight of the signer's title) follows common Party practice and is marked "practice".
"""

from dataclasses import dataclass, field

from documents.official.model import StyleFamily


@dataclass(frozen=True, slots=True)
class Face:
    """Size in points, weight and slant of a component."""

    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class LayoutStyle:
    """One family. Lengths in millimetres, gaps in points, letter sizes in `faces`."""

    family: StyleFamily
    faces: dict[str, Face]
    heading_lines: tuple[str, ...]
    issuer_width: float
    least_issuer: float  # what a long place name leaves to the issuer
    number_template: str
    section_mark: str
    clause_mark: str
    bases_dashed: bool
    issuer_mark: str
    subject_mark: str
    signing_words: dict[str, str]
    end_mark: str
    recipients_underlined: bool
    margins: tuple[float, float, float, float] = (20, 15, 20, 30)  # top right bottom left
    compact_margins: tuple[float, float, float, float] = (14, 15, 12, 20)  # of a sheet to look over
    page: tuple[float, float] = (210, 297)
    column_gap: float = 1  # between boxes 2 and 1
    indent: float = 12.7
    paragraph_gap: float = 6
    line_height: float = 1.2
    smallest_place: float = 13  # NĐ 30 gives 13 to 14: a long place name takes the smaller
    stamp_sizes: dict[str, tuple[float, float]] = field(
        default_factory=lambda: {"KHẨN": (20, 8), "THƯỢNG KHẨN": (40, 8), "HỎA TỐC": (30, 8)}
    )

    @property
    def nation_width(self) -> float:
        """Width of box 1, beside the issuer's."""
        return self.text_width - self.issuer_width - self.column_gap

    @property
    def text_width(self) -> float:
        return self.page[0] - self.margins[1] - self.margins[3]

    @property
    def landscape_width(self) -> float:
        """The margins are the same as read: 30 mm at the left, 15 mm at the right."""
        return self.page[1] - self.margins[1] - self.margins[3]

    @property
    def compact_width(self) -> float:
        return self.page[1] - self.compact_margins[1] - self.compact_margins[3]

    @property
    def compact_height(self) -> float:
        return self.page[0] - self.compact_margins[0] - self.compact_margins[2]


STATE = LayoutStyle(
    family=StyleFamily.STATE,
    faces={
        "nation": Face(13, bold=True),
        "motto": Face(14, bold=True),
        "parent": Face(13),
        "issuer": Face(13, bold=True),
        "number": Face(13),
        "place": Face(14, italic=True),
        "type": Face(14, bold=True),
        "subject": Face(14, bold=True),
        "letter-subject": Face(12),
        "basis": Face(14, italic=True),
        "body": Face(14),
        "heading": Face(14, bold=True),
        "addressee": Face(14),
        "authority": Face(14, bold=True),
        "post": Face(14, bold=True),
        "signer": Face(14, bold=True),
        "recipients-title": Face(12, bold=True, italic=True),
        "recipients": Face(11),
        "contact": Face(11),
        "annex-label": Face(14, bold=True),
        "annex-title": Face(14, bold=True),
        "annex-reference": Face(14, italic=True),
        "cell": Face(10.5),
        "body-cell": Face(12),
        "compact-head": Face(12),
        "compact": Face(10.5),
        "compact-cell": Face(8.5),
        "stamp": Face(13, bold=True),
        "page-number": Face(13),
    },
    heading_lines=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    issuer_width=64.5,
    least_issuer=64.5,
    number_template="Số: {number}/{symbol}",
    section_mark=".",
    clause_mark=".",
    bases_dashed=False,
    issuer_mark="",
    subject_mark="",
    signing_words={"TM": "TM.", "KT": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."},
    end_mark="./.",
    recipients_underlined=False,
)

PARTY = LayoutStyle(
    family=StyleFamily.PARTY,
    faces={
        **STATE.faces,
        "nation": Face(15, bold=True),
        "parent": Face(14),
        "issuer": Face(14, bold=True),
        "number": Face(14),
        "type": Face(16, bold=True),
        "letter-subject": Face(12, italic=True),
        "basis": Face(14),
        "post": Face(14),  # practice: only "T/M …" is bold
        "recipients-title": Face(14),  # practice: upright and underlined
        "recipients": Face(12),  # practice
        "page-number": Face(14),
    },
    heading_lines=("ĐẢNG CỘNG SẢN VIỆT NAM",),
    issuer_width=86,  # “CÔNG TÁC THÔNG TIN ĐỐI NGOẠI” on one line
    least_issuer=60,
    number_template="Số {number}-{symbol}",
    section_mark="-",
    clause_mark="-",
    bases_dashed=True,
    issuer_mark="*",
    subject_mark="-----",  # practice
    signing_words={"TM": "T/M", "KT": "K/T", "TL": "T/L", "TUQ": "TUQ.", "Q": "Q."},
    end_mark=".",
    recipients_underlined=True,
)

_STYLES = {StyleFamily.STATE: STATE, StyleFamily.PARTY: PARTY}


def layout_style(family: StyleFamily) -> LayoutStyle:
    """The layout of a family."""
    return _STYLES[family]
