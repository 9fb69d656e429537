"""The office that a paper comes from: its letterhead, place, signer and recipients, as it writes them itself."""

import re
from dataclasses import dataclass
from datetime import datetime

from agencies.choices import AgencyKind
from agencies.models import Agency
from documents.choices import Layout
from documents.models import OfficeWording
from documents.official.model import Letterhead, StyleFamily
from documents.official.wording import AS_ABOVE
from ttdn_portal.shared.text import blocks, squeeze

# Who signs where the office has not said so: the head (NĐ 30/2020, Phụ lục I, box 7a), by what the agency calls itself.
_COMMITTEE = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
_HEADS_BY_NAME = {
    "Ủy ban nhân dân": _COMMITTEE,
    "Ủy ban Mặt trận Tổ quốc": ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"),
    "Văn phòng": ("CHÁNH VĂN PHÒNG",),
    "Thanh tra": ("CHÁNH THANH TRA",),
    "Bộ Chỉ huy": ("CHỈ HUY TRƯỞNG",),
    "Ban Chỉ huy": ("CHỈ HUY TRƯỞNG",),
    "Công an": ("GIÁM ĐỐC",),
    "Trung tâm": ("GIÁM ĐỐC",),
    "Đài": ("GIÁM ĐỐC",),
    "Báo": ("TỔNG BIÊN TẬP",),
    "Ban": ("TRƯỞNG BAN",),
}
_HEADS = {
    AgencyKind.PEOPLES_COMMITTEE: _COMMITTEE,
    AgencyKind.COMMUNE: _COMMITTEE,
    AgencyKind.DISTRICT: _COMMITTEE,
    AgencyKind.STEERING_COMMITTEE: ("TRƯỞNG BAN",),
    AgencyKind.PARTY_BODY: ("TRƯỞNG BAN",),
    AgencyKind.DEPARTMENT: ("GIÁM ĐỐC",),
    AgencyKind.MASS_ORGANIZATION: ("CHỦ TỊCH",),
}
# A commune, and a district of its time, is its own place (NĐ 30/2020, Phụ lục I, box 4).
_OWN_PLACE = re.compile(
    r"Ủy ban nhân dân ((?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố) (?P<name>.+))"
)
_LETTER_SIGNERS = {
    AgencyKind.PEOPLES_COMMITTEE: ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    AgencyKind.STEERING_COMMITTEE: ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
}
_LOCAL_KINDS = (AgencyKind.COMMUNE, AgencyKind.DISTRICT)
_ANY_HEAD = ("THỦ TRƯỞNG CƠ QUAN",)
_ACTS_FOR = re.compile(r"^(?:(?:TM|KT|TL|TUQ|Q)\.|[TK]/[TML])\s*")
_LETTER_RECIPIENTS = (AS_ABOVE, "Lưu: VT")


@dataclass(frozen=True)
class Office:
    """What every paper of an office shares; `letter_…` is for its công văn."""

    style: StyleFamily
    letterhead: Letterhead
    place: str
    authority: tuple[str, ...]
    recipients: tuple[str, ...]
    letter_symbol: str
    letter_authority: tuple[str, ...]
    letter_recipients: tuple[str, ...]
    contact_line: str
    drafter_code: str


def office_of(agency: Agency, layout: str, at: datetime | None = None) -> Office:
    """The office's own wording (OfficeWording); where it has none, the names and the head that the kind of agency implies.

    `at` asks for the words of that moment: what was issued keeps them, whatever the office writes later.
    """
    stored = OfficeWording.objects.filter(agency=agency, layout=layout).first()
    if stored is not None and at is not None:
        _as_it_was(stored, at)
    return office_from(agency, layout, stored)


def _as_it_was(wording: OfficeWording, at: datetime) -> None:
    """Put back the words of that moment; before the first version known, those of the first."""
    versions = wording.versions.order_by("valid_from")
    found = versions.filter(valid_from__lte=at).last() or versions.first()
    for name, text in (found.words if found else {}).items():
        setattr(wording, name, text)


def office_from(agency: Agency, layout: str, stored: OfficeWording | None) -> Office:
    """An office as these words make it; they may not be saved yet."""
    wording = stored or OfficeWording(agency=agency, layout=layout)
    head = _head_of(agency)
    return Office(
        style=StyleFamily.PARTY if layout == Layout.PARTY else StyleFamily.STATE,
        letterhead=_letterhead(agency, stored),
        place=wording.place_name or _place_of(agency),
        authority=lines_of(wording.signing_authority) or head,
        recipients=lines_of(wording.recipients),
        letter_symbol=wording.letter_symbol or _letter_symbol(agency, layout),
        letter_authority=lines_of(wording.letter_authority)
        or _LETTER_SIGNERS.get(AgencyKind(agency.kind), head),
        letter_recipients=lines_of(wording.letter_recipients) or _LETTER_RECIPIENTS,
        contact_line=squeeze(wording.contact_line),
        drafter_code=squeeze(wording.drafter_code),
    )


def own_layout(agency: Agency) -> Layout:
    """How an agency writes its own papers: a body of the Party in the Party's way."""
    return Layout.PARTY if agency.kind == AgencyKind.PARTY_BODY else Layout.STATE


def symbol_of(type_short: str, agency: Agency, layout: str) -> str:
    """“BC-SVHTT”; of a Party's paper, whose number stands before it with a dash, “BC/BTGDVTU”."""
    joint = "/" if layout == Layout.PARTY else "-"
    return f"{type_short}{joint}{agency.document_abbreviation}".rstrip(joint)


def _head_of(agency: Agency) -> tuple[str, ...]:
    for words, head in _HEADS_BY_NAME.items():
        if f"{agency.name} ".startswith(f"{words} "):
            return head
    return _HEADS.get(AgencyKind(agency.kind), _ANY_HEAD)


def _place_of(agency: Agency) -> str:
    """“Cần Giờ”; one named by a number keeps its kind, “Phường 1”; else where the locality has its seat."""
    found = _OWN_PLACE.fullmatch(agency.name) if agency.kind in _LOCAL_KINDS else None
    if found:
        return found["name"] if not found["name"][0].isdigit() else found[1][:1].upper() + found[1][1:]
    return agency.locality.seat if agency.locality else ""


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that an office has written, without the dashes that the paper sets."""
    return tuple(block.text for block in blocks(text))


def deputy_lines(authority: tuple[str, ...], post: str, layout: str = Layout.STATE) -> tuple[str, ...]:
    """The lines that a deputy signs under, where `authority` ends with the post of the head; else none.

    `post` is what the signer is, “Tỉnh ủy viên, Phó Chủ tịch UBND tỉnh”: a deputy elsewhere may be the head here.

    >>> deputy_lines(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Phó Chủ tịch UBND tỉnh")
    ('TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH')
    >>> deputy_lines(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh")
    ()
    """
    if not authority:
        return ()
    head = _ACTS_FOR.sub("", squeeze(authority[-1]).upper())
    posts = [squeeze(part).upper() for part in re.split(r"[,;]|\s[-–]\s|\skiêm\s", post)]
    deputy = "PHÓ" if (head,) == _ANY_HEAD else f"PHÓ {head}"
    if not any(f"{part} ".startswith(f"{deputy} ") for part in posts):
        return ()
    return (*authority[:-1], f"{'K/T' if layout == Layout.PARTY else 'KT.'} {head}", f"PHÓ {head}")


def _letterhead(agency: Agency, wording: OfficeWording | None) -> Letterhead:
    if wording:
        return Letterhead(wording.issuer_name, wording.parent_name, agency.name)
    has_parent = agency.parent is not None and agency.kind != AgencyKind.PEOPLES_COMMITTEE
    return Letterhead(agency.name, agency.parent.name if has_parent and agency.parent else "", agency.name)


def _letter_symbol(agency: Agency, layout: str) -> str:
    """A công văn bears no type: “12/UBND-VX”; the Party writes “08-CV/BCĐ”."""
    short = agency.document_abbreviation
    if layout == Layout.PARTY:
        return f"CV/{short}"
    return f"{short}-VX" if agency.kind == AgencyKind.PEOPLES_COMMITTEE else short
