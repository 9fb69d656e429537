"""Styles of the Word file, made from the layout's faces: what an official sees in the list of styles and keeps when editing."""

from dataclasses import dataclass

from documents.official.styles import Face, LayoutStyle
from documents.official.word.xml import Element, el, twips

FONT = "Times New Roman"
# Times New Roman sets a single line 1.149 times the letters' size; Word counts lines in 240ths of that.
_NATURAL_LINE = 1.149
CELL_LINE = 240
SIGNATURE_ROOM = 30 * 72 / 25.4  # points: 30 mm for the signature's image and the seal, never drawn in


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: its name in Word's list, its face, alignment and gaps in points."""

    id: str
    name: str
    face: str
    align: str = "left"
    before: float = 0
    first_line: bool = False
    outline: int | None = None
    keep_next: bool = False
    keep_lines: bool = False
    line: int = 0


_STYLES = (
    _Style("QuocHieu", "Quốc hiệu", "nation", "center"),
    _Style("TieuNgu", "Tiêu ngữ", "motto", "center"),
    _Style("CoQuanChuQuan", "Cơ quan chủ quản", "parent", "center"),
    _Style("CoQuanBanHanh", "Cơ quan ban hành", "issuer", "center"),
    _Style("SoKyHieu", "Số, ký hiệu", "number", "center", before=8),
    _Style("DiaDanh", "Địa danh, ngày tháng", "place", "center", before=8),
    _Style("TrichYeuCongVan", "Trích yếu công văn", "letter-subject", "center", before=6),
    _Style("DauKhan", "Dấu khẩn", "stamp", "center", line=CELL_LINE),
    _Style("TenLoai", "Tên loại văn bản", "type", "center", before=18, keep_next=True),
    _Style("TrichYeu", "Trích yếu", "subject", "center", keep_next=True),
    _Style("KinhGui", "Kính gửi", "addressee", before=0),
    _Style("CanCu", "Căn cứ", "basis", "both", before=6, first_line=True),
    _Style("BanHanh", "Lời ban hành", "body", "center", before=12, keep_next=True),
    _Style("NoiDung", "Nội dung", "body", "both", before=6, first_line=True),
    _Style(
        "Heading1",
        "heading 1",
        "heading",
        "both",
        before=6,
        first_line=True,
        outline=0,
        keep_next=True,
        keep_lines=True,
    ),
    _Style(
        "Heading2",
        "heading 2",
        "heading",
        "both",
        before=6,
        first_line=True,
        outline=1,
        keep_next=True,
        keep_lines=True,
    ),
    _Style(
        "PhanChuong",
        "Phần, chương",
        "heading",
        "center",
        before=6,
        outline=0,
        keep_next=True,
        keep_lines=True,
    ),
    _Style("GhiChu", "Ghi chú của bản in", "note", "both", before=14),
    _Style("NoiNhanTen", "Nơi nhận", "recipients-title"),
    _Style("NoiNhan", "Danh sách nơi nhận", "recipients"),
    _Style("ThamQuyenKy", "Thẩm quyền ký", "authority", "center"),
    _Style("ChucVuKy", "Chức vụ ký", "post", "center"),
    _Style("NguoiKy", "Người ký", "signer", "center", before=SIGNATURE_ROOM),
    _Style("PhuLuc", "Phụ lục", "annex-label", "center", outline=0, keep_next=True),
    _Style("TenPhuLuc", "Tên phụ lục", "annex-title", "center", before=2, keep_next=True),
    _Style("KemTheo", "Kèm theo", "annex-reference", "center", before=2, keep_next=True),
    _Style("PhuLucNho", "Phụ lục chữ nhỏ", "compact-label", "center", outline=0, keep_next=True),
    _Style("TenPhuLucNho", "Tên phụ lục chữ nhỏ", "compact-title", "center", before=2, keep_next=True),
    _Style("KemTheoNho", "Kèm theo chữ nhỏ", "compact-reference", "center", before=2, keep_next=True),
    _Style("OBang", "Ô bảng phụ lục", "cell", line=CELL_LINE),
    _Style("OBangNho", "Ô bảng chữ nhỏ", "compact-cell", line=CELL_LINE),
    _Style("NoiDungNho", "Nội dung chữ nhỏ", "compact", "both", before=3, first_line=True),
    _Style("OBangTrongBai", "Ô bảng trong bài", "body-cell", line=CELL_LINE),
    _Style("LienHe", "Dòng liên hệ", "contact", "center"),
    _Style("SoTrang", "Số trang", "page-number", "center"),
    _Style("Dem", "Đệm", "spacer"),
)
_OWN_FACES = {
    "spacer": Face(1),
    # the head of a sheet to look over, which no rule of form binds
    "compact-label": Face(12, bold=True),
    "compact-title": Face(12, bold=True),
    "compact-reference": Face(12, italic=True),
}


def style_elements(style: LayoutStyle) -> list[Element]:
    """Everything of styles.xml: defaults without theme fonts, then the styles of the parts."""
    faces = {**style.faces, **_OWN_FACES, "note": Face(style.faces["body"].size, italic=True)}
    line = round(240 * style.line_height / _NATURAL_LINE)
    return [
        _defaults(style, line),
        _normal(),
        _plain_table(),
        *(_style(one, faces[one.face], style) for one in _STYLES),
    ]


def _defaults(style: LayoutStyle, line: int) -> Element:
    fonts = el("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    language = el("lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA")
    run = el("rPr", fonts, *size(style.faces["body"]), language)
    gap = el("spacing", before=0, after=0, line=line, lineRule="auto")
    return el(
        "docDefaults",
        el("rPrDefault", run),
        el("pPrDefault", el("pPr", el("widowControl"), gap)),
    )


def _normal() -> Element:
    normal = el(
        "style", el("name", val="Normal"), el("qFormat"), type="paragraph", default=1, styleId="Normal"
    )
    return normal


def _plain_table() -> Element:
    return el(
        "style",
        el("name", val="Normal Table"),
        el("uiPriority", val=99),
        el("semiHidden"),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _style(one: _Style, face: Face, style: LayoutStyle) -> Element:
    spacing = {"before": round(one.before * 20)} | (
        {"line": one.line, "lineRule": "auto"} if one.line else {}
    )
    return el(
        "style",
        el("name", val=one.name),
        el("basedOn", val="Normal"),
        el("next", val="NoiDung") if one.outline is not None else None,
        el("qFormat"),
        el(
            "pPr",
            el("keepNext") if one.keep_next else None,
            el("keepLines") if one.keep_lines else None,
            el("spacing", **spacing),
            el("ind", firstLine=twips(style.indent)) if one.first_line else None,
            el("jc", val=one.align),
            el("outlineLvl", val=one.outline) if one.outline is not None else None,
        ),
        el("rPr", *weight(face), *size(face)),
        type="paragraph",
        customStyle=0 if one.name.startswith("heading") else 1,
        styleId=one.id,
    )


def weight(face: Face) -> list[Element]:
    found = []
    if face.bold:
        found += [el("b"), el("bCs")]
    if face.italic:
        found += [el("i"), el("iCs")]
    return found


def size(face: Face) -> list[Element]:
    """Letters' size; Word counts half points."""
    half_points = round(face.size * 2)
    return [el("sz", val=half_points), el("szCs", val=half_points)]
