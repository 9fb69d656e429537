"""What stands on the page of one plan."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from agencies.models import ActivityEntry
from documents.choices import BasisState
from plans.choices import ACTION_LABELS
from plans.dashboards.figures import GroupLine, group_lines, total_of
from plans.models import Plan, PlanVersion
from plans.querysets import Figures
from ttdn_portal.shared.dates import short_date

if TYPE_CHECKING:
    from agencies.models import User

HISTORY_LENGTH = 30


@dataclass(frozen=True)
class BasisLine:
    """A cited basis, with a warning where it no longer stands as cited."""

    citation: str
    warning: str = ""


@dataclass(frozen=True)
class HistoryLine:
    """One act, as components/history.html draws it."""

    what: str
    who: str
    when: datetime
    why: str = ""
    is_now: bool = False


@dataclass(frozen=True)
class PlanPage:
    groups: list[GroupLine]
    figures: Figures
    bases: list[BasisLine]
    versions: list[PlanVersion]
    children: list[Plan]
    history: list[HistoryLine]
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_warning(self) -> bool:
        return any(basis.warning for basis in self.bases)


def plan_page(plan: Plan, user: "User", *, as_of: date) -> PlanPage:
    """Everything of a plan that its page shows, by a constant number of queries."""
    groups = group_lines(plan, as_of)
    return PlanPage(
        groups=groups, figures=total_of(groups), bases=basis_lines(plan), versions=list(plan.versions.defer("content")),
        children=list(Plan.objects.visible_to(user).filter(parent=plan).select_related("locality")),
        history=history_of(plan), facts=plan_facts(plan),
    )


def basis_lines(plan: Plan) -> list[BasisLine]:
    rows = plan.basis_rows.select_related("basis__replaced_by")
    return [BasisLine(row.basis.full_citation, _warning(row.basis)) for row in rows]


def _warning(basis) -> str:  # type: ignore[no-untyped-def]
    if basis.state == BasisState.IN_FORCE:
        return ""
    later = f": {basis.replaced_by.short_citation}" if basis.replaced_by else ""
    return f"{capfirst(basis.get_state_display())}{later}."


def history_of(obj: Plan) -> list[HistoryLine]:
    entries = ActivityEntry.objects.about(obj)[:HISTORY_LENGTH]
    return [
        HistoryLine(ACTION_LABELS.get(entry.action, entry.action), entry.actor_name, entry.at, entry.note, is_now=n == 0)
        for n, entry in enumerate(entries)
    ]


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
