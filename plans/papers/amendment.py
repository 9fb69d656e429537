"""An amendment as an official document: the decision, or the plan, that carries the table *trước / sau*."""

from collections.abc import Sequence
from dataclasses import dataclass

from agencies.models import User
from documents.choices import Layout
from documents.official.model import (
    Align,
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
from documents.papers import lines_of, office_of
from documents.registry import WITH_TABLES, Options, PaperSource, Variant
from plans.choices import AmendmentPaper, AmendmentStatus, IssueForm
from plans.dashboards.changes import ChangeLine, change_lines
from plans.models import Amendment, Plan
from plans.papers.decision import proposal_of
from plans.papers.plan import cited, subject_of
from plans.papers.plan import is_visible as plan_is_visible
from ttdn_portal.shared.dates import long_date
from ttdn_portal.shared.text import Block, blocks

NO_AMENDMENT = "Kế hoạch chưa được điều chỉnh lần nào."
COLUMNS = (
    Column("STT", 8, Align.CENTER),
    Column("Nội dung đã ban hành (trước)", 46),
    Column("Nội dung điều chỉnh, bổ sung (sau)", 46),
)


@dataclass(frozen=True)
class _Words:
    """How the paper names itself and the plan that it amends: in full at first, by its number after that."""

    itself: str
    plan: str
    plan_again: str
    effect: str


def build_amendment(amendment: Amendment) -> OfficialDocument:
    """The amendment as it stands, marked DỰ THẢO until it is issued."""
    plan = amendment.plan
    office = office_of(plan.issuer, amendment.layout, amendment.issued_at)
    lines = change_lines(amendment)
    is_decision = amendment.paper == AmendmentPaper.DECISION
    words = _Words(
        f"{amendment.type_name} này",
        citation_of(plan, amendment.layout),
        short_citation_of(plan),
        _effect(amendment),
    )
    title = amendment.title.strip()
    return OfficialDocument(
        style=office.style,
        letterhead=office.letterhead,
        symbol=amendment.symbol,
        number=str(amendment.number) if amendment.number else None,
        place=plan.place_name or office.place,
        issued_on=amendment.issued_on,
        year=_year(amendment),
        type_name=amendment.type_name,
        subject=f"Về việc {title}" if is_decision else title[:1].upper() + title[1:],
        bases=_bases(amendment, words) if is_decision else _cited_texts(amendment),
        enacting_authority=plan.issuer.name if is_decision else "",
        enacting_line="Quyết định:" if is_decision else "",
        opening=() if is_decision else (_opening(amendment, words),),
        sections=_articles(lines, words) if is_decision else _plan_sections(amendment, lines, words),
        signature=Signature(
            authority=lines_of(amendment.signing_authority) or office.authority,
            name=amendment.signer_name or None,
        ),
        recipients=_recipients(amendment, is_decision),
        drafter_code=office.drafter_code,
        marks=Marks(is_draft=not amendment.is_issued, has_illustration=_has_illustration(amendment, lines)),
        metadata=Metadata(
            title=f"{amendment.type_name} {amendment.document_number}: {title}",
            author=plan.issuer.name,
            subject="Thông tin đối ngoại",
        ),
    )


def citation_of(plan: Plan, layout: str) -> str:
    """“Kế hoạch số 47/KH-UBND ngày 05 tháng 02 năm 2024 của … về …”; what no source states stays open."""
    day = long_date(plan.issued_on) if plan.issued_on else f"ngày … tháng … năm {plan.year_from}"
    comma = "," if layout == Layout.PARTY else ""
    subject = _inner_subject(plan)
    about = subject if subject.startswith("về ") else f"về {subject}"
    if plan.issue_form == IssueForm.DECISION:
        about = f"ban hành Kế hoạch {subject}"
    return f"{_numbered(plan)}{comma} {day} của {plan.issuer.name} {about}"


def short_citation_of(plan: Plan) -> str:
    """By its number, as later mentions do (NĐ 30/2020, Phụ lục I); by its subject where the number is not known."""
    return _numbered(plan) if plan.number else f"Kế hoạch {_inner_subject(plan)}"


def _numbered(plan: Plan) -> str:
    word = "Quyết định" if plan.issue_form == IssueForm.DECISION else "Kế hoạch"
    return f"{word} số {plan.document_number}"


def _inner_subject(plan: Plan) -> str:
    """The subject as it goes on inside a sentence."""
    subject = subject_of(plan)
    return subject if subject[1:2].isupper() else subject[:1].lower() + subject[1:]


def _year(amendment: Amendment) -> int | None:
    """The year of a date line that is still open; of a plan for several years it is not known."""
    if amendment.effective_from:
        return amendment.effective_from.year
    plan = amendment.plan
    return plan.year_from if plan.year_from == plan.year_to else None


def _effect(amendment: Amendment) -> str:
    day = amendment.effective_from
    return "ngày ký" if day is None or day == amendment.issued_on else long_date(day)


def _cited_texts(amendment: Amendment) -> tuple[str, ...]:
    """Texts of the library, then further ones."""
    found = [basis.full_citation for basis in amendment.legal_bases.all()]
    found += [block.text for block in blocks(amendment.other_bases)]
    return tuple(cited(text) for text in found)


def _bases(amendment: Amendment, words: _Words) -> tuple[str, ...]:
    """What a decision stands on: the texts, the plan that is amended, and who proposes it."""
    return (*_cited_texts(amendment), cited(words.plan), *proposal_of(amendment.plan))


def _opening(amendment: Amendment, words: _Words) -> Block:
    return Block(0, f"{amendment.plan.issuer.name} điều chỉnh, bổ sung {words.plan} như sau:")


def _articles(lines: list[ChangeLine], words: _Words) -> tuple[Section, ...]:
    return (
        _article(f"Điều chỉnh, bổ sung một số nội dung của {words.plan_again} như sau:", table_of(lines)),
        _article(f"Các nội dung khác của {words.plan_again} không thay đổi."),
        _article(f"{words.itself} có hiệu lực kể từ {words.effect}."),
        _article(
            "Thủ trưởng các cơ quan, đơn vị có nhiệm vụ nêu tại Điều 1 và các tổ chức, cá nhân có liên quan "
            f"chịu trách nhiệm thi hành {words.itself}."
        ),
    )


def _article(text: str, table: Table | None = None) -> Section:
    return Section(Level.ARTICLE, blocks=(Block(0, text),), table=table)


def _plan_sections(amendment: Amendment, lines: list[ChangeLine], words: _Words) -> tuple[Section, ...]:
    rest = (
        Block(0, f"Các nội dung khác của {words.plan_again} không thay đổi."),
        Block(0, f"{words.itself} có hiệu lực kể từ {words.effect}."),
        Block(0, "Thủ trưởng các cơ quan, đơn vị có nhiệm vụ nêu tại mục II tổ chức thực hiện."),
    )
    return (
        Section(Level.SECTION, "Lý do điều chỉnh", tuple(blocks(amendment.reasons))),
        Section(Level.SECTION, "Nội dung điều chỉnh, bổ sung", table=table_of(lines)),
        Section(Level.SECTION, "Tổ chức thực hiện", rest),
    )


def table_of(lines: list[ChangeLine]) -> Table:
    """The two columns, each place of the plan under a heading of its own."""
    groups = tuple(
        RowGroup(
            heading=f"{line.place}. {line.title}" if line.title else line.place,
            number=str(n),
            rows=(("", line.before, line.after),),
        )
        for n, line in enumerate(lines, 1)
    )
    return Table(COLUMNS, groups)


def _recipients(amendment: Amendment, is_decision: bool) -> tuple[str, ...]:
    """A decision goes first to those whom its articles name (NĐ 30/2020, mẫu 1.2)."""
    lines = tuple(block.text for block in blocks(amendment.recipients))
    has_own = any(line.startswith("Như") for line in lines)
    return lines if not is_decision or has_own else ("Như Điều 4", *lines)


def _has_illustration(amendment: Amendment, lines: list[ChangeLine]) -> bool:
    rows = (row for line in lines for row in (line.change.task, line.change.group) if row)
    return amendment.is_illustration or any(row.is_illustration for row in rows)


# --- Which of them a plan has ---------------------------------------------------------------------------


def _find(plan: Plan, options: Options) -> Amendment:
    amendment: Amendment = plan.amendments.with_names().get(ordinal=options["amendment"])
    return amendment


def _is_visible(user: User, plan: Plan, options: Options) -> bool:
    """One amendment to whoever sees it; without one, the kind to whoever sees the plan."""
    if "amendment" not in options:
        return plan_is_visible(user, plan, options)
    return Amendment.objects.visible_to(user).filter(plan=plan, ordinal=options["amendment"]).exists()


def _variants(plan: Plan) -> list[Variant]:
    found = [
        Variant(
            {"amendment": amendment.ordinal},
            f"Điều chỉnh lần {amendment.ordinal}"
            + (f" ({amendment.document_number})" if amendment.status == AmendmentStatus.ISSUED else ""),
            "" if amendment.change_count else "Chưa chọn nội dung nào để điều chỉnh.",
        )
        for amendment in plan.amendments.with_counts()
    ]
    return found or [Variant(refusal=NO_AMENDMENT)]


def _narrow(user: User, plan: Plan, variants: Sequence[Variant]) -> list[Variant]:
    """A draft is not even named to those who do not make it."""
    seen = set(Amendment.objects.visible_to(user).filter(plan=plan).values_list("ordinal", flat=True))
    return [v for v in variants if v.options.get("amendment") in seen] or [Variant(refusal=NO_AMENDMENT)]


def _title(plan: Plan, options: Options) -> str:
    return _find(plan, options).full_title


AMENDMENT = PaperSource(
    build=lambda plan, options: build_amendment(_find(plan, options)),
    is_visible=_is_visible,
    title=_title,
    variants=_variants,
    narrow=_narrow,
    formats=WITH_TABLES,
)
