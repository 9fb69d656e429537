"""Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý: the matrix of one round as an official document."""

from collections.abc import Sequence

from django.utils import timezone

from agencies.models import Agency, User
from documents.official.model import (
    Align,
    Block,
    Column,
    Level,
    Marks,
    Metadata,
    OfficialDocument,
    RowGroup,
    Section,
    Signature,
    Table,
)
from documents.papers import office_of, own_layout
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from plans.choices import ReplyStatus
from plans.dashboards.matrix import Matrix, matrix_of
from plans.models import Consultation, Plan, PlanComment
from plans.querysets import READING_ROLES
from ttdn_portal.shared.dates import short_date

NO_ROUND = "Kế hoạch chưa lấy ý kiến đợt nào qua cổng nên chưa có ý kiến để tổng hợp, tiếp thu, giải trình."
TITLE = "Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý"
# The columns that such tables usually have; no rule names them (domain notes, section 10).
COLUMNS = (
    Column("STT", 8, Align.CENTER),
    Column("Cơ quan góp ý", 24),
    Column("Nội dung góp ý", 34),
    Column("Tiếp thu, giải trình", 34),
)


def build_matrix(consultation: Consultation) -> OfficialDocument:
    """What was said in one round and what became of it; DỰ THẢO while anything in it is open."""
    plan, matrix = consultation.plan, matrix_of(consultation, as_of=timezone.localdate())
    agency, layout = _drafter(plan)
    office = office_of(agency, layout)
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol="",
        place=office.place,
        year=_year(consultation),
        type_name=TITLE,
        subject=f"Dự thảo {plan.title[:1].upper()}{plan.title[1:]}",
        opening=(Block(0, _opening(consultation, matrix)),),
        sections=tuple(_sections(consultation, matrix)),
        signature=Signature(office.authority),
        marks=Marks(
            is_draft=consultation.is_open or matrix.open_count > 0,
            has_illustration=contains_illustration(consultation),
        ),
        metadata=Metadata(title=f"{TITLE} đợt {consultation.number}: {plan.title}", author=agency.name),
    )


def _drafter(plan: Plan) -> tuple[Agency, str]:
    """The standing agency wrote the draft and answers for it; where none is known, whoever issues the plan."""
    if plan.standing_agency is None:
        return plan.issuer, plan.layout
    return plan.standing_agency, own_layout(plan.standing_agency)


def _year(consultation: Consultation) -> int:
    return timezone.localtime(consultation.ended_at or consultation.sent_at).year


def _opening(consultation: Consultation, matrix: Matrix) -> str:
    sent_on = short_date(timezone.localtime(consultation.sent_at).date())
    asked = f"Dự thảo được gửi lấy ý kiến {matrix.asked} cơ quan, thành viên Ban Chỉ đạo từ ngày {sent_on}"
    until = f"hạn trả lời {short_date(consultation.reply_due_on)} (đợt {consultation.number})"
    replied = matrix.asked - len(matrix.silent)
    if not replied:
        return f"{asked}, {until}. {'Chưa có' if consultation.is_open else 'Không có'} nơi nào trả lời."
    commented = replied - len(matrix.agreed)
    said = (
        f"{commented} nơi có ý kiến với {matrix.comment_count} ý kiến"
        if commented
        else "không có ý kiến khác"
    )
    silent = f"; {len(matrix.silent)} nơi {_silent(consultation)}" if matrix.silent else ""
    return f"{asked}, {until}. Có {replied} nơi trả lời: {len(matrix.agreed)} nơi thống nhất, {said}{silent}."


def _silent(consultation: Consultation) -> str:
    """Nobody has failed to answer as long as the round is open."""
    return "chưa trả lời" if consultation.is_open else "không trả lời"


def _sections(consultation: Consultation, matrix: Matrix) -> list[Section]:
    found = []
    if matrix.groups:
        groups = tuple(
            RowGroup(
                heading=group.place,
                rows=tuple((str(row.number), row.body, row.text, row.answer) for row in group.rows),
            )
            for group in matrix.groups
        )
        found.append(
            Section(Level.SECTION, "Ý kiến góp ý và tiếp thu, giải trình", table=Table(COLUMNS, groups))
        )
    if matrix.agreed:
        found.append(Section(Level.SECTION, "Nơi thống nhất với dự thảo", _listed(matrix.agreed)))
    if matrix.silent:
        found.append(
            Section(
                Level.SECTION,
                f"Nơi {_silent(consultation)}",
                (*_listed(matrix.silent), Block(0, matrix.silence)),
            )
        )
    return found


def _listed(names: list[str]) -> tuple[Block, ...]:
    return tuple(Block(1, f"{name}{'.' if n == len(names) else ';'}") for n, name in enumerate(names, 1))


def contains_illustration(consultation: Consultation) -> bool:
    """Whether anything that the table prints is made up to show the portal."""
    comments = PlanComment.objects.filter(body__consultation=consultation, is_illustration=True)
    return (
        consultation.is_illustration
        or consultation.plan.is_illustration
        or consultation.bodies.filter(is_illustration=True).exists()
        or comments.exists()
    )


def round_of(plan: Plan, options: Options) -> Consultation:
    return Consultation.objects.with_names().get(plan=plan, number=options["round"])


def is_visible(user: User, plan: Plan, options: Options) -> bool:
    """Those who make the plan; the bodies asked, once the matrix is whole."""
    if "round" not in options:
        return user.is_superuser or user.has_role(plan.locality_id, *READING_ROLES)
    return user.has_perm("plans.read_matrix", round_of(plan, options))


def variants(plan: Plan) -> Sequence[Variant]:
    """One table for each round."""
    rounds = plan.consultations.defer("content").order_by("number")
    found = [Variant({"round": one.number}, f"đợt {one.number}", _refusal(one)) for one in rounds]
    return found or [Variant(refusal=NO_ROUND)]


def _refusal(consultation: Consultation) -> str:
    replied = consultation.bodies.filter(status=ReplyStatus.REPLIED)
    if consultation.is_open and not replied.exists():
        return "Chưa có nơi nào trả lời."
    return ""


COMMENTS = PaperSource(
    build=lambda plan, options: build_matrix(round_of(plan, options)),
    is_visible=is_visible,
    title=lambda plan, options: f"{TITLE} đợt {options['round']}: {plan.title}",
    variants=variants,
    formats=WITH_TABLES,
)
