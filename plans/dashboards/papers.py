"""Which papers of a plan can be had, for the page that offers them."""

from dataclasses import dataclass

from django.utils.text import capfirst

from agencies.models import User
from documents import registry
from documents.choices import DocumentFormat, DocumentKind
from documents.registry import Variant
from plans.models import Plan

# Papers that an issued plan can be printed of as a draft too; the others bear the mark by their own state.
DRAFTABLE = (DocumentKind.PLAN, DocumentKind.DECISION, DocumentKind.ANNEX, DocumentKind.AMENDMENT)


@dataclass(frozen=True)
class PaperLine:
    """One paper: its formats as buttons, or why it can't be made now. `options` go along unseen."""

    label: str
    refusal: str
    options: tuple[tuple[str, str], ...]
    formats: tuple[DocumentFormat, ...]


@dataclass(frozen=True)
class KindLine:
    """One kind of paper with the papers of it that the plan has; `may_draft` where DỰ THẢO can be asked for."""

    kind: str
    label: str
    papers: tuple[PaperLine, ...]
    may_draft: bool = False


def paper_kinds(plan: Plan, user: User) -> list[KindLine]:
    """Every kind that this person may have, in the order of DocumentKind."""
    lines = []
    for kind, source in registry.sources(plan.subject_key).items():
        variants = source.variants(plan)
        seen = source.narrow(user, plan, variants)
        first = seen[0].options if seen else {}
        if source.is_visible(user, plan, first):
            papers = tuple(_line(variant, source.formats) for variant in seen)
            may_draft = plan.is_public and kind in DRAFTABLE
            lines.append(KindLine(kind.value, _label(plan, kind), papers, may_draft))
    return lines


def _label(plan: Plan, kind: DocumentKind) -> str:
    """After the issue only a copy of the plan can be made."""
    is_copy = (
        plan.is_public and not plan.is_transcribed and kind in (DocumentKind.PLAN, DocumentKind.DECISION)
    )
    return f"Bản sao {kind.label}" if is_copy else capfirst(kind.label)


def _line(variant: Variant, formats: tuple[DocumentFormat, ...]) -> PaperLine:
    options = tuple((name, str(value)) for name, value in variant.options.items())
    return PaperLine(capfirst(variant.label), variant.refusal, options, formats)
