"""Asking for the papers of a plan."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from agencies.models import User
from documents.choices import DocumentFormat, DocumentKind
from documents.models import Document
from documents.services.asking import ask
from plans.models import Plan
from plans.papers.plan import COPY, KEPT

PLAN_KINDS = (DocumentKind.PLAN, DocumentKind.DECISION)
ISSUED_FORMATS = (DocumentFormat.PDF, DocumentFormat.DOCX)


def export_paper(
    plan: Plan,
    *,
    actor: User,
    kind: str,
    format: str = DocumentFormat.PDF,
    given: Mapping[str, Any] | None = None,
    is_kept: bool = False,
) -> Document:
    """Ask for one paper of the plan, as it stands now; `version` and `saved` say of which state it is made.

    What is made after the issue says that it is a copy: the file of the issue stays the only original.
    """
    state: dict[str, Any] = {"version": plan.versions.count(), "saved": plan.version}
    if is_kept:
        state[KEPT] = True
    elif kind in PLAN_KINDS and plan.is_public and issued_papers(plan).exists():
        state[COPY] = True
    return ask(
        actor=actor,
        locality=plan.locality,
        kind=kind,
        subject=plan,
        format=format,
        given=given,
        state=state,
        is_draft=not plan.is_public,
        is_kept=is_kept,
    )


def export_plan(
    plan: Plan, *, actor: User, format: str = DocumentFormat.PDF, is_kept: bool = False
) -> Document:
    """Ask for the plan as it is issued, the decision with it where there is one; a paper made on issue is kept for ever."""
    kind = DocumentKind.DECISION if plan.is_by_decision else DocumentKind.PLAN
    return export_paper(plan, actor=actor, kind=kind, format=format, is_kept=is_kept)


def keep_issued_papers(plan: Plan, *, actor: User) -> list[Document]:
    """The files of the issue, made once from the text as it was frozen and never again."""
    return [export_plan(plan, actor=actor, format=format, is_kept=True) for format in ISSUED_FORMATS]


def issued_papers(plan: Plan) -> QuerySet[Document]:
    """The files that were made when the plan was issued."""
    papers = Document.objects.about(plan.subject_key).filter(is_kept=True, kind__in=PLAN_KINDS)
    return papers.order_by("created_at", "format")
