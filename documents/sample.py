"""A sample paper in an office's own words, so that whoever writes them sees how they print."""

from django.utils import timezone

from agencies.models import Agency
from documents.models import OfficeWording
from documents.official.model import (
    Align,
    Annex,
    Block,
    Column,
    Level,
    Marks,
    OfficialDocument,
    RowGroup,
    Section,
    Signature,
    StyleFamily,
    Table,
)
from documents.papers import Office, office_from

TEXT = "Đoạn văn mẫu để xem cách trình bày; nội dung thật do cơ quan soạn."
SUBJECT = "Công tác thông tin đối ngoại"


def sample_paper(agency: Agency, layout: str, wording: OfficeWording, *, is_letter: bool) -> OfficialDocument:
    """A plan, or a công văn, of that office with these words; they need not be saved."""
    office = office_from(agency, layout, wording)
    return _letter(office, agency) if is_letter else _plan(office, agency)


def _plan(office: Office, agency: Agency) -> OfficialDocument:
    joint = "/" if office.style is StyleFamily.PARTY else "-"
    row = ("1.1", "Nhiệm vụ mẫu", "Cơ quan chủ trì", "Quý II")
    columns = (
        Column("STT", 8, Align.CENTER),
        Column("Nội dung nhiệm vụ", 52),
        Column("Chủ trì", 25),
        Column("Thời gian", 15, Align.CENTER),
    )
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=f"KH{joint}{agency.document_abbreviation}",
        place=office.place,
        year=timezone.localdate().year,
        type_name="Kế hoạch",
        subject=SUBJECT,
        bases=("Căn cứ văn bản mẫu thứ nhất", "Căn cứ văn bản mẫu thứ hai"),
        opening=(Block(0, TEXT),),
        sections=(
            Section(Level.SECTION, "Mục đích, yêu cầu", (Block(0, TEXT),)),
            Section(Level.SECTION, "Tổ chức thực hiện", (Block(0, TEXT),)),
        ),
        signature=Signature(office.authority),
        recipients=office.recipients,
        drafter_code=office.drafter_code,
        annexes=(Annex("Phân công nhiệm vụ", Table(columns, (RowGroup((row,)),))),),
        marks=Marks(is_draft=True),
    )


def _letter(office: Office, agency: Agency) -> OfficialDocument:
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=office.letter_symbol,
        place=office.place,
        year=timezone.localdate().year,
        type_name="",
        subject="đôn đốc thực hiện nhiệm vụ thông tin đối ngoại",
        addressed_to=("Cơ quan nhận văn bản",),
        opening=(Block(0, TEXT),),
        signature=Signature(office.letter_authority),
        recipients=office.letter_recipients,
        drafter_code=office.drafter_code,
        contact_line=office.contact_line,
        marks=Marks(is_draft=True),
    )
