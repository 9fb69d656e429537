"""The office that a paper comes from: its letterhead, place, signer and recipients, as it writes them itself."""

from dataclasses import dataclass
from datetime import datetime

from agencies.choices import AgencyKind
from agencies.models import Agency
from documents.choices import Layout
from documents.models import OfficeWording
from documents.official.model import Letterhead, StyleFamily
from ttdn_portal.shared.text import blocks, squeeze

# Who signs where the office has not said so: the head (NĐ 30/2020, Phụ lục I, box 7a).
_HEADS = {
    AgencyKind.PEOPLES_COMMITTEE: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    AgencyKind.STEERING_COMMITTEE: ("TRƯỞNG BAN",),
    AgencyKind.PARTY_BODY: ("TRƯỞNG BAN",),
    AgencyKind.DEPARTMENT: ("GIÁM ĐỐC",),
}
_LETTER_SIGNERS = {
    AgencyKind.PEOPLES_COMMITTEE: ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    AgencyKind.STEERING_COMMITTEE: ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
}
_ANY_HEAD = ("THỦ TRƯỞNG CƠ QUAN",)
_LETTER_RECIPIENTS = ("Như trên", "Lưu: VT")


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
    kind = AgencyKind(agency.kind)
    head = _HEADS.get(kind, _ANY_HEAD)
    return Office(
        style=StyleFamily.PARTY if layout == Layout.PARTY else StyleFamily.STATE,
        letterhead=_letterhead(agency, stored),
        place=wording.place_name or (agency.locality.seat if agency.locality else ""),
        authority=lines_of(wording.signing_authority) or head,
        recipients=lines_of(wording.recipients),
        letter_symbol=wording.letter_symbol or _letter_symbol(agency, layout),
        letter_authority=lines_of(wording.letter_authority) or _LETTER_SIGNERS.get(kind, head),
        letter_recipients=lines_of(wording.letter_recipients) or _LETTER_RECIPIENTS,
        contact_line=squeeze(wording.contact_line),
        drafter_code=squeeze(wording.drafter_code),
    )


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that an office has written, without the dashes that the paper sets."""
    return tuple(block.text for block in blocks(text))


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
