"""Thông báo kết luận: what a meeting concluded, as the office tells it to those who carry it out."""

from collections.abc import Sequence

from agencies.models import User
from documents.choices import Layout
from documents.official.model import (
    Block,
    Level,
    Marks,
    Metadata,
    OfficialDocument,
    Section,
    Signature,
)
from documents.papers import lines_of, office_of
from documents.registry import Options, PaperSource, Variant
from plans.models import Plan
from plans.papers import contains_illustration
from reports.choices import ReviewStatus
from reports.models import Conclusion, Meeting
from reports.papers.reminder import cited_plan
from reports.papers.review import counts_in_words
from ttdn_portal.shared.dates import long_date, short_date
from ttdn_portal.shared.templatetags.ttdn import number
from ttdn_portal.shared.text import blocks, squeeze

NO_MEETING = (
    "Cổng chưa ghi nhận cuộc họp nào của Ban Chỉ đạo về kế hoạch này nên chưa có kết luận để thông báo."
)
NOT_ISSUED = "Thông báo kết luận của cuộc họp này chưa ban hành; xem bản dự thảo ở trang cuộc họp."
_FORMS_OF_ADDRESS = ("Đồng chí ", "Ông ", "Bà ")
_ENDS = ("?", "!", "…", ".”")  # a sentence that ends so takes no full stop


def build_notice(meeting: Meeting) -> OfficialDocument:
    """The notice as it stands, marked DỰ THẢO until it is issued."""
    office = office_of(meeting.issuer, meeting.layout, meeting.issued_at)
    subject = f"Kết luận của {_chair(meeting)} tại cuộc họp {_lower(squeeze(meeting.subject))}"
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=meeting.symbol,
        number=str(meeting.number) if meeting.number else None,
        place=meeting.place_name or office.place,
        issued_on=meeting.issued_on,
        year=meeting.held_on.year,
        type_name="Thông báo",
        subject=subject,
        opening=_opening(meeting),
        sections=tuple(section for section in (_situation(meeting), _conclusions(meeting)) if section),
        closing=(Block(0, _closing(meeting)),),
        signature=Signature(
            lines_of(meeting.signing_authority) or office.letter_authority, meeting.signer_name or None
        ),
        recipients=lines_of(meeting.recipients),
        drafter_code=office.drafter_code,
        marks=Marks(
            is_draft=not meeting.is_issued,
            has_illustration=meeting.is_illustration or contains_illustration(meeting.plan),
        ),
        metadata=Metadata(
            title=f"Thông báo {meeting.document_number}: {subject}",
            author=meeting.issuer.name,
            subject="Thông tin đối ngoại",
        ),
    )


def _lower(text: str) -> str:
    """As it goes on inside a sentence; a name keeps its capital."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _chair(meeting: Meeting) -> str:
    """As a sentence names who took the chair: “đồng chí Nguyễn Văn A”; a title of office keeps its capital."""
    name = squeeze(meeting.chair)
    return f"{name[:1].lower()}{name[1:]}" if name.startswith(_FORMS_OF_ADDRESS) else name


def _opening(meeting: Meeting) -> tuple[Block, ...]:
    """Who met, when, where, about which plan, and who was there."""
    where = f" tại {squeeze(meeting.held_at)}," if meeting.held_at.strip() else ""
    attending = list(meeting.attending.order_by("sort_key").values_list("name", flat=True))
    present = f" Dự họp có đại diện {_listed(attending)}." if attending else ""
    said = (
        f"Thực hiện {cited_plan(meeting.plan)}, {long_date(meeting.held_on)},{where} {_chair(meeting)}"
        f" chủ trì cuộc họp {_lower(squeeze(meeting.subject))}.{present}"
    )
    heard = "Sau khi nghe báo cáo và ý kiến của các đại biểu dự họp,"
    return (Block(0, said), Block(0, f"{heard} {_chair(meeting)} kết luận như sau:"))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def _situation(meeting: Meeting) -> Section | None:
    """The figures as they were laid before the meeting, then its assessment."""
    told = []
    if meeting.figures and meeting.figures_as_of and meeting.figures["total"]["total"]:
        total = meeting.figures["total"]
        rate = f"; tỷ lệ hoàn thành {number(total['rate'])}%" if total["rate"] is not None else ""
        told.append(
            Block(
                0,
                f"Đến {long_date(meeting.figures_as_of)}, trong tổng số {number(total['total'])} nhiệm vụ của kế hoạch:"
                f" {counts_in_words(total)}{rate}.",
            )
        )
    told += blocks(meeting.assessment)
    return Section(Level.SECTION, "Tình hình thực hiện", tuple(told)) if told else None


def _conclusions(meeting: Meeting) -> Section | None:
    points = tuple(
        Section(Level.CLAUSE, blocks=_point(row))
        for row in meeting.conclusions.select_related("agency").order_by("position")
    )
    return Section(Level.SECTION, "Kết luận", children=points) if points else None


def _point(row: Conclusion) -> tuple[Block, ...]:
    """The point as it was typed; to whom it is given and until when goes on in a sentence of its own."""
    first, *more = blocks(row.text) or [Block(0, "")]
    if row.agency is None:
        return (first, *more)
    until = f", hoàn thành chậm nhất ngày {short_date(row.due_on)}" if row.due_on else ""
    given = f"Giao {row.agency.name} thực hiện{until}."
    if more:
        return (first, *more, Block(0, given))
    said = first.text.rstrip(" .;:")
    return (Block(0, f"{said}{'' if said.endswith(_ENDS) else '.'} {given}"),)


def _closing(meeting: Meeting) -> str:
    return f"{meeting.issuer.name} thông báo để các cơ quan, đơn vị liên quan biết, thực hiện."


def cited_notice(meeting: Meeting) -> str:
    """“Thông báo số 05/TB-UBND ngày 20/06/2026”, as a direction names where it comes from."""
    comma = "," if meeting.layout == Layout.PARTY else ""
    day = f"{comma} ngày {short_date(meeting.issued_on)}" if meeting.issued_on else ""
    return f"Thông báo số {meeting.document_number}{day}"


# --- Who asks the registry ---------------------------------------------------------------------------------


def meeting_of_key(subject_key: str) -> Meeting:
    """The meeting that "meeting:hcm/2026/1" names."""
    locality, plan, ordinal = subject_key.removeprefix("meeting:").split("/")
    rows = Meeting.objects.with_names()
    found: Meeting = rows.get(locality__code=locality, plan__slug=plan, ordinal=ordinal)
    return found


def _of_plan(plan: Plan, options: Options) -> Meeting:
    found: Meeting = Meeting.objects.with_names().get(plan=plan, ordinal=options["meeting"])
    return found


def _variants(plan: Plan) -> list[Variant]:
    """The notice of each meeting; before its issue it is printed from the meeting's own page by those who write it."""
    meetings = Meeting.objects.filter(plan=plan).order_by("ordinal")
    return [
        Variant(
            {"meeting": meeting.ordinal},
            meeting.name,
            "" if meeting.status == ReviewStatus.ISSUED else NOT_ISSUED,
        )
        for meeting in meetings
    ] or [Variant(refusal=NO_MEETING)]


def is_visible(user: User, meeting: Meeting, options: Options) -> bool:
    """Whoever sees the meeting sees its notice."""
    return Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()


def _is_visible_of_plan(user: User, plan: Plan, options: Options) -> bool:
    """One notice to whoever sees the meeting; without one, the kind to whoever might."""
    if "meeting" not in options:
        return user.has_perm("reports.read_results", plan.locality)
    return Meeting.objects.visible_to(user).filter(plan=plan, ordinal=options["meeting"]).exists()


def _narrow(user: User, plan: Plan, variants: Sequence[Variant]) -> list[Variant]:
    """A meeting is not even named to those who do not see it."""
    seen = set(Meeting.objects.visible_to(user).filter(plan=plan).values_list("ordinal", flat=True))
    return [v for v in variants if "meeting" not in v.options or v.options["meeting"] in seen]


def title_of(meeting: Meeting) -> str:
    return f"Thông báo kết luận {_lower(meeting.name)}"


CONCLUSION = PaperSource(
    build=lambda meeting, options: build_notice(meeting),
    is_visible=is_visible,
    title=lambda meeting, options: title_of(meeting),
)
CONCLUSION_OF_PLAN = PaperSource(
    build=lambda plan, options: build_notice(_of_plan(plan, options)),
    is_visible=_is_visible_of_plan,
    title=lambda plan, options: title_of(_of_plan(plan, options)),
    variants=_variants,
    narrow=_narrow,
)
