"""What stands on the page of one plan."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime

from agencies.history import HistoryLine, history_of
from documents.choices import BasisState, DocumentKind
from documents.models import Document, LegalBasis, SignedCopy
from plans.choices import PART_WORDS, DraftPart
from plans.dashboards.figures import GroupLine, group_lines, total_of
from plans.models import Plan
from plans.states import Figures
from ttdn_portal.shared.dates import short_date

if TYPE_CHECKING:
    from agencies.models import User

# Field of the plan, its anchor on the page, its heading.
SECTIONS = tuple(
    (part.value, word, part.label) for part, word in PART_WORDS.items() if part != DraftPart.BASES
)


@dataclass(frozen=True)
class BasisLine:
    """A cited basis, with a warning where it no longer stands as cited."""

    citation: str
    warning: str = ""


@dataclass(frozen=True)
class Section:
    """One written part of the plan; `word` is its anchor, `field` where it is kept."""

    field: str
    word: str
    title: str
    text: str


@dataclass(frozen=True)
class CopyLine:
    """One signed copy, as components/files.html draws it; `note` says what its digital signatures say."""

    kind: str
    name: str
    meta: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class IssuedLine:
    """One file made at issue, as components/files.html draws it, with its mark."""

    kind: str
    name: str
    meta: str
    url: str
    sha256: str
    is_issued: bool = True


@dataclass(frozen=True)
class PlanPage:
    """What the page of a plan shows."""

    groups: list[GroupLine]
    figures: Figures
    bases: list[BasisLine]
    sections: list[Section]
    children: list[Plan]
    copies: list[CopyLine]
    issued: list[IssuedLine]
    history: list[HistoryLine]
    facts: list[tuple[str, str]]
    has_blank: bool

    @property
    def has_warning(self) -> bool:
        return any(basis.warning for basis in self.bases)


def plan_page(plan: Plan, user: "User", *, as_of: date) -> PlanPage:
    """Everything of a plan that its page shows, by a constant number of queries."""
    groups = group_lines(plan, as_of)
    return PlanPage(
        groups=groups,
        figures=total_of(groups),
        bases=basis_lines(plan),
        sections=sections_of(plan),
        children=list(Plan.objects.visible_to(user).filter(parent=plan).select_related("locality")),
        copies=copy_lines(plan),
        issued=issued_lines(plan),
        history=history_of(plan),
        facts=plan_facts(plan),
        has_blank=plan.is_transcribed and not plan.is_filled,
    )


def sections_of(plan: Plan) -> list[Section]:
    """The written parts in their order on paper; the opening only where there is one to show or to write."""
    rows = [Section(name, word, title, getattr(plan, name)) for name, word, title in SECTIONS]
    return [row for row in rows if row.text or row.field != "opening" or plan.is_editable]


def copy_lines(plan: Plan) -> list[CopyLine]:
    """Signed copies, newest first; their numbers in the address count from the first filed."""
    copies = SignedCopy.objects.filed_for(plan.subject_key).select_related("uploaded_by")
    lines = [
        CopyLine(
            "PDF",
            copy.name,
            f"{filesizeformat(copy.size)} · {copy.uploaded_by} · {date_format(localtime(copy.created_at), 'H:i d/m/Y')}",
            reverse("plans:signed_copy", args=[plan.locality.code, plan.slug, n]),
            copy.said,
        )
        for n, copy in enumerate(copies, 1)
    ]
    return lines[::-1]


def issued_lines(plan: Plan) -> list[IssuedLine]:
    """The files of the issue: what they weigh and their SHA-256, or how far they are."""
    if not plan.is_public:
        return []
    papers = Document.objects.about(plan.subject_key).filter(
        is_kept=True, kind__in=(DocumentKind.PLAN, DocumentKind.DECISION)
    )
    return [_issued_line(paper, plan) for paper in papers.order_by("created_at", "format")]


def _issued_line(paper: Document, plan: Plan) -> IssuedLine:
    address = [plan.locality.code, paper.pk]
    kind, name = str(paper.get_format_display()), paper.title
    if not paper.is_ready:
        url = reverse("documents:document_detail", args=address)
        return IssuedLine(kind, name, str(paper.get_status_display()).capitalize(), url, "")
    made = date_format(localtime(paper.finished_at), "H:i d/m/Y") if paper.finished_at else ""
    pages = f"{paper.pages} trang · " if paper.pages else ""
    meta = f"{pages}{filesizeformat(paper.size)} · lập lúc {made}"
    return IssuedLine(kind, name, meta, reverse("documents:document_file", args=address), paper.sha256)


def basis_lines(plan: Plan) -> list[BasisLine]:
    rows = plan.basis_rows.select_related("basis__replaced_by")
    return [BasisLine(row.basis.full_citation, _warning(row.basis)) for row in rows]


def _warning(basis: LegalBasis) -> str:
    if basis.state == BasisState.IN_FORCE:
        return ""
    later = f": {basis.replaced_by.short_citation}" if basis.replaced_by else ""
    return f"{capfirst(basis.get_state_display())}{later}."


def plan_facts(plan: Plan) -> list[tuple[str, str]]:
    """Who, what number, which day, as far as it is known; a blank is said to be one."""
    unknown = "Nguồn không nêu" if plan.is_transcribed else "Chưa có"
    facts = [
        ("Số, ký hiệu", plan.document_number if plan.number else f"Chưa có số ({plan.symbol})"),
        ("Ngày ban hành", short_date(plan.issued_on) if plan.issued_on else unknown),
        ("Cơ quan ban hành", plan.issuer.name),
        ("Người ký", plan.signer_name or unknown),
        ("Cơ quan thường trực", plan.standing_agency.name if plan.standing_agency else unknown),
        ("Loại", f"{capfirst(plan.get_kind_display())}, {plan.period_label}"),
        ("Hình thức", capfirst(plan.get_issue_form_display())),
    ]
    return facts + ([("Nguồn", plan.source_note)] if plan.source_note else [])
