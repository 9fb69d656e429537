"""Places for digital signatures in the PDF: empty fields that a signing program fills, nothing drawn in them.

NĐ 30/2020/NĐ-CP, Phụ lục I: the image of the person's signature stands in the middle between title and name; the agency's
seal, of its real size, covers about a third of it at its left; an annex filed apart bears the agency's signature at the
top right of its first page, in words alone.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.official.model import OfficialDocument
from documents.official.styles import LayoutStyle

if TYPE_CHECKING:
    from pydyf import PDF

PERSON, AGENCY = "NguoiKy", "CoQuan"
NAMES = {PERSON: "Chữ ký số của người ký", AGENCY: "Chữ ký số của cơ quan"}
ROOM = "cho-ky"  # id of the room between title and name in templates/official/_signing.html
_POINTS_PER_MM, _POINTS_PER_PX = 72 / 25.4, 0.75
_IMAGE = (60.0, 26.0)  # millimetres: an image of a signature, with air around it
_SEAL = 36.0  # diameter of the seal of a State body
_CORNER = (80.0, 14.0)  # the words of the agency's signature, in the top margin
_CORNER_TOP = 4.0
_PRINTED = 4  # an annotation of an archive file is printed and not hidden


@dataclass(frozen=True, slots=True)
class Field:
    """One empty field: its page counted from 0, its box in points from the lower left corner."""

    name: str
    page: int
    box: tuple[float, float, float, float]


def signature_fields(document: OfficialDocument, style: LayoutStyle, pages: list[Any]) -> list[Field]:
    """Where this paper is signed; a draft is not."""
    if document.marks.is_draft or not document.signature.authority:
        return []
    if document.is_annex_alone:
        return [_corner(pages[0], style.margins[1])]
    for number, page in enumerate(pages):
        if ROOM in page.anchors:
            return _over_room(number, page)
    return []


def _over_room(number: int, page: Any) -> list[Field]:
    left, top, right, bottom = (side * _POINTS_PER_PX for side in page.anchors[ROOM][:4])
    height = page.height * _POINTS_PER_PX
    middle = height - (top + bottom) / 2
    width, depth = (side * _POINTS_PER_MM for side in _IMAGE)
    begin = (left + right - width) / 2
    image = (begin, middle - depth / 2, begin + width, middle + depth / 2)
    seal = _SEAL * _POINTS_PER_MM
    end = begin + width / 3
    return [
        Field(PERSON, number, image),
        Field(AGENCY, number, (end - seal, middle - seal / 2, end, middle + seal / 2)),
    ]


def _corner(page: Any, margin: float) -> Field:
    right = page.width * _POINTS_PER_PX - margin * _POINTS_PER_MM
    top = page.height * _POINTS_PER_PX - _CORNER_TOP * _POINTS_PER_MM
    width, depth = (side * _POINTS_PER_MM for side in _CORNER)
    return Field(AGENCY, 0, (right - width, top - depth, right, top))


def add_fields(pdf: "PDF", fields: list[Field]) -> None:
    """Write the fields into a PDF of WeasyPrint before its end is written: the same fields give the same bytes."""
    import pydyf

    if not fields:
        return
    references = []
    for field in fields:
        page = pdf.objects[pdf.pages["Kids"][3 * field.page]]
        width, height = field.box[2] - field.box[0], field.box[3] - field.box[1]
        nothing = pydyf.Stream(
            [], {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array(_rounded((0, 0, width, height)))}
        )
        pdf.add_object(nothing)
        widget = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Sig",
                "T": pydyf.String(field.name),
                "TU": pydyf.String(NAMES[field.name]),
                "F": _PRINTED,
                "Rect": pydyf.Array(_rounded(field.box)),
                "P": page.reference,
                "AP": pydyf.Dictionary({"N": nothing.reference}),
            }
        )
        pdf.add_object(widget)
        page.setdefault("Annots", pydyf.Array()).append(widget.reference)
        references.append(widget.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array(references), "SigFlags": 1})


def _rounded(box: tuple[float, ...]) -> list[float]:
    return [round(side, 2) for side in box]
