"""The decision that issues a plan: its articles, and the plan as the text attached to it (NĐ 30/2020, mẫu 1.3)."""

from dataclasses import replace

from agencies.choices import AgencyKind
from documents.official.model import Annex, Level, Metadata, OfficialDocument, Orientation, Section
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from plans.choices import IssueForm
from plans.models import Plan
from plans.papers.plan import build_plan, is_visible
from ttdn_portal.shared.text import Block, squeeze

NOT_BY_DECISION = "Kế hoạch này không ban hành bằng quyết định."


def decision_articles(plan: Plan) -> tuple[str, ...]:
    """The articles as the drafter wrote them, or the usual three."""
    written = tuple(squeeze(line) for line in plan.decision_text.splitlines() if line.strip())
    return written or usual_articles(plan)


def usual_articles(plan: Plan) -> tuple[str, ...]:
    """Điều 1 issues the plan, Điều 2 puts it in force, Điều 3 says who carries it out."""
    return (
        f"Ban hành kèm theo Quyết định này {squeeze(plan.title)}.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        f"{_first_named(plan)}{_standing_head(plan)}; Thủ trưởng các sở, ban, ngành"
        " và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
    )


def _first_named(plan: Plan) -> str:
    """A people's committee has an office; a steering committee has none, it has members."""
    if plan.issuer.kind == AgencyKind.STEERING_COMMITTEE:
        return f"Các thành viên {plan.issuer.name}"
    return f"Chánh Văn phòng {plan.issuer.name}"


def proposal_of(plan: Plan) -> tuple[str, ...]:
    """The last basis of a decision: who proposes it, by its head where that title is known."""
    if plan.standing_agency is None or plan.standing_agency_id == plan.issuer_id:
        return ()
    return (f"Theo đề nghị của {_head_of(plan) or plan.standing_agency.name}",)


def _standing_head(plan: Plan) -> str:
    return f"; {_head_of(plan)}" if _head_of(plan) else ""


def _head_of(plan: Plan) -> str:
    """“Giám đốc Sở Văn hóa và Thể thao”: who proposes; only of a sở is the head's title known."""
    agency = plan.standing_agency
    is_office = agency is not None and agency.kind == AgencyKind.DEPARTMENT and agency.name.startswith("Sở ")
    return f"Giám đốc {agency.name}" if agency is not None and is_office else ""


def build_decision(plan: Plan, options: Options | None = None) -> OfficialDocument:
    """Bases and articles above the signature; the plan follows as an attached text with page numbers of its own.

    The sentence by which a plan issues itself is left out of it: that is what the decision says.
    """
    text = build_plan(plan, options)
    articles = decision_articles(plan)
    attached = Annex(
        title=text.subject,
        label=text.type_name,
        opening=tuple(block for block in text.opening if "ban hành" not in block.text.lower()),
        sections=text.sections,
        orientation=Orientation.PORTRAIT,
    )
    return replace(
        text,
        type_name="Quyết định",
        subject=f"Ban hành {squeeze(plan.title)}",
        bases=(*text.bases, *proposal_of(plan)),
        enacting_authority=squeeze(text.letterhead.issuer_name),
        enacting_line="QUYẾT ĐỊNH:",
        opening=(),
        sections=tuple(Section(Level.ARTICLE, blocks=(Block(0, article),)) for article in articles),
        recipients=(f"Như Điều {len(articles)};", *text.recipients),
        annexes=(attached, *text.annexes),
        metadata=Metadata(
            title=f"Quyết định {plan.document_number}: ban hành {plan.title}",
            author=plan.issuer.name,
            subject="Thông tin đối ngoại",
        ),
    )


def _variants(plan: Plan) -> tuple[Variant, ...]:
    return (Variant(refusal="" if plan.issue_form == IssueForm.DECISION else NOT_BY_DECISION),)


DECISION = PaperSource(
    build=build_decision,
    is_visible=is_visible,
    title=lambda plan, options: f"Quyết định ban hành {plan.title}",
    variants=_variants,
    formats=WITH_TABLES,
)
