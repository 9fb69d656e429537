"""Asking for the papers of a plan."""

from collections.abc import Mapping
from typing import Any

from agencies.models import User
from documents.choices import DocumentFormat, DocumentKind
from documents.models import Document
from documents.services.asking import ask
from plans.models import Plan


def export_paper(
    plan: Plan,
    *,
    actor: User,
    kind: str,
    format: str = DocumentFormat.PDF,
    given: Mapping[str, Any] | None = None,
    is_kept: bool = False,
) -> Document:
    """Ask for one paper of the plan, as it stands now; `version` and `saved` say of which state it is made."""
    return ask(
        actor=actor,
        locality=plan.locality,
        kind=kind,
        subject=plan,
        format=format,
        given=given,
        state={"version": plan.versions.count(), "saved": plan.version},
        is_draft=not plan.is_public,
        is_kept=is_kept,
    )


def export_plan(plan: Plan, *, actor: User, is_kept: bool = False) -> Document:
    """Ask for the plan as PDF; a paper made on issue is kept for ever."""
    return export_paper(plan, actor=actor, kind=DocumentKind.PLAN, is_kept=is_kept)
