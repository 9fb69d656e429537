"""Tờ trình: the standing agency submits the draft plan to whoever issues it."""

from collections import Counter
from datetime import date

from django.db.models import Sum
from django.utils import timezone

from agencies.choices import AgencyKind
from agencies.models import Agency, User
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
from documents.official.wording import AS_ABOVE
from documents.papers import Office, office_of, symbol_of
from documents.registry import Options, PaperSource, Variant
from plans.choices import PlanStatus
from plans.models import Plan
from plans.papers.plan import cited, contains_illustration, millions
from plans.querysets import DRAFTING_ROLES
from ttdn_portal.shared.text import blocks

TRANSCRIBED = "Kế hoạch này được chép lại từ nguồn công khai, không trình ký qua cổng nên không có tờ trình."
NO_STANDING = "Kế hoạch chưa ghi cơ quan thường trực nên chưa biết cơ quan nào trình."
OWN_PLAN = "Cơ quan thường trực cũng là cơ quan ban hành nên không cần tờ trình."
CONSULTING = "Kế hoạch đang lấy ý kiến; tiếp thu, giải trình xong mới lập tờ trình."
_PARTY_KINDS = (AgencyKind.PARTY_BODY, AgencyKind.STEERING_COMMITTEE)


def build_submission(plan: Plan, *, as_of: date) -> OfficialDocument:
    """The letter that goes with the draft; its number and day are the standing agency's own."""
    sender = _sender(plan)
    layout = _layout(plan, sender)
    office = office_of(sender, layout)
    submitted = plan.submitted_at
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=symbol_of("TTr", sender, layout),
        place=office.place,
        year=timezone.localtime(submitted).year if submitted else as_of.year,
        type_name="Tờ trình",
        subject=f"Về việc ban hành {plan.title}",
        addressed_to=(plan.issuer.name,),
        bases=tuple(cited(row.basis.full_citation) for row in plan.basis_rows.select_related("basis")),
        opening=(Block(0, _opening(plan, sender)),),
        sections=tuple(section for section in _sections(plan, sender) if section),
        closing=_closing(plan, sender),
        signature=Signature(office.authority),
        recipients=_recipients(office),
        drafter_code=office.drafter_code,
        marks=Marks(
            is_draft=plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED),
            has_illustration=contains_illustration(plan),
        ),
        metadata=Metadata(title=f"Tờ trình về việc ban hành {plan.title}", author=sender.name),
    )


def _sender(plan: Plan) -> Agency:
    assert plan.standing_agency is not None  # refused before
    return plan.standing_agency


def _layout(plan: Plan, sender: Agency) -> str:
    """A department writes to the Party's committee in the State's way."""
    return plan.layout if sender.kind in _PARTY_KINDS else Layout.STATE


def _recipients(office: Office) -> tuple[str, ...]:
    """The list of a paper that is addressed to somebody; what the office sends its plans to is another one."""
    own = office.recipients
    return own if own and own[0].startswith(AS_ABOVE) else office.letter_recipients


def _opening(plan: Plan, sender: Agency) -> str:
    return f"{sender.name} kính trình {plan.issuer.name} xem xét, ban hành {plan.title} với những nội dung chính như sau:"


def _sections(plan: Plan, sender: Agency) -> tuple[Section | None, ...]:
    return (
        _need(plan),
        _making(plan, sender),
        _content(plan),
        Section(
            Level.SECTION,
            "Kiến nghị",
            (Block(0, f"{sender.name} kính đề nghị {plan.issuer.name} xem xét, ban hành Kế hoạch."),),
        ),
    )


def _need(plan: Plan) -> Section | None:
    aims = blocks(plan.purposes)
    if not aims:
        return None
    said = tuple(Block(max(block.level, 1), block.text) for block in aims)
    return Section(Level.SECTION, "Sự cần thiết", (Block(0, "Việc ban hành Kế hoạch nhằm:"), *said))


def _making(plan: Plan, sender: Agency) -> Section | None:
    names = list(plan.consulted_agencies.order_by("sort_key").values_list("name", flat=True))
    if not names:
        return None
    said = f"{sender.name} đã chủ trì xây dựng dự thảo và lấy ý kiến của {len(names)} cơ quan, đơn vị: {'; '.join(names)}."
    return Section(Level.SECTION, "Quá trình xây dựng dự thảo", (Block(0, said),))


def _content(plan: Plan) -> Section | None:
    tasks = plan.tasks.filter(withdrawn_on__isnull=True)
    counts = Counter(tasks.values_list("group_id", flat=True))
    groups = list(plan.groups.order_by("number").values_list("pk", "number", "title"))
    if not groups:
        return None
    said = [f"Dự thảo Kế hoạch {plan.period_label} gồm {len(groups)} nội dung với {counts.total()} nhiệm vụ:"]
    items = [_item(number, title, counts[pk]) for pk, number, title in groups]
    items[-1] = f"{items[-1].rstrip(' .;')}."
    total = tasks.aggregate(total=Sum("budget_vnd"))["total"]
    budget = (
        (Block(0, f"Tổng kinh phí của các nhiệm vụ đã ghi dự toán: {millions(total)} triệu đồng."),)
        if total
        else ()
    )
    listed = tuple(Block(1, item) for item in items)
    return Section(Level.SECTION, "Nội dung cơ bản của dự thảo", (Block(0, said[0]), *listed, *budget))


def _item(number: int, title: str, count: int) -> str:
    named = title.rstrip(" .;")
    return f"Nội dung {number}: {named} ({count} nhiệm vụ);" if count else f"Nội dung {number}: {named};"


def _closing(plan: Plan, sender: Agency) -> tuple[Block, ...]:
    drafts = "dự thảo Quyết định, dự thảo Kế hoạch" if plan.is_by_decision else "dự thảo Kế hoạch"
    annex = ", Phụ lục phân công nhiệm vụ" if plan.tasks.filter(withdrawn_on__isnull=True).exists() else ""
    matrix = ", Bảng tiếp thu, giải trình ý kiến góp ý" if plan.consulted_agencies.exists() else ""
    return (
        Block(0, f"(Kèm theo Tờ trình: {drafts}{annex}{matrix}.)"),
        Block(0, f"{sender.name} kính trình"),
    )


def refusal(plan: Plan) -> str:
    """Why the plan has no tờ trình; empty where it has one."""
    if plan.is_transcribed:
        return TRANSCRIBED
    if plan.status == PlanStatus.CONSULTING:
        return CONSULTING
    if plan.standing_agency_id is None:
        return NO_STANDING
    return OWN_PLAN if plan.standing_agency_id == plan.issuer_id else ""


def is_seen_by(user: User, plan: Plan, options: Options) -> bool:
    """Whoever makes the plan: standing agency, signer, clerk, the locality's administrator."""
    return plan.locality_id in user.locality_ids(*DRAFTING_ROLES)


SUBMISSION = PaperSource(
    build=lambda plan, options: build_submission(plan, as_of=timezone.localdate()),
    is_visible=is_seen_by,
    title=lambda plan, options: f"Tờ trình về việc ban hành {plan.title}",
    variants=lambda plan: (Variant(refusal=refusal(plan)),),
)
