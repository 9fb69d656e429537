"""Phụ lục phân công nhiệm vụ as a file of its own, beside the plan."""

from dataclasses import replace

from documents.official.model import OfficialDocument
from documents.registry import WITH_TABLES, PaperSource, Variant
from plans.models import Plan
from plans.papers.decision import build_decision
from plans.papers.plan import build_plan, is_visible

NO_TASK = "Kế hoạch chưa có nhiệm vụ nào để phân công."


def build_annex(plan: Plan) -> OfficialDocument:
    """The annexes of the plan without its body; they say by themselves what they belong to.

    Issued by decision they go with the decision (mẫu 1.3: “Kèm theo Quyết định số …”), of which the plan is the other part.
    """
    paper = build_decision(plan) if plan.is_by_decision else build_plan(plan)
    own = tuple(annex for annex in paper.annexes if not annex.label)
    title = f"Phụ lục phân công nhiệm vụ ({paper.metadata.title})"
    return replace(paper, annexes=own, is_annex_alone=True, metadata=replace(paper.metadata, title=title))


def _variants(plan: Plan) -> tuple[Variant, ...]:
    has_task = plan.tasks.filter(withdrawn_on__isnull=True).exists()
    return (Variant(refusal="" if has_task else NO_TASK),)


ANNEX = PaperSource(
    build=lambda plan, options: build_annex(plan),
    is_visible=is_visible,
    title=lambda plan, options: f"Phụ lục phân công nhiệm vụ – {plan.title}",
    variants=_variants,
    formats=WITH_TABLES,
)
