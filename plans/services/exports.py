"""Asking for the plan as a paper."""

from agencies.models import User
from documents.choices import DocumentKind
from documents.models import Document
from documents.services.jobs import request_document
from plans.models import Plan
from plans.papers import contains_illustration


def export_plan(plan: Plan, *, actor: User, is_kept: bool = False) -> Document:
    """Ask for the plan as PDF, as it stands now; DỰ THẢO across it until it is issued.

    `version` and `saved` say of which state the paper was made; a paper made on issue is kept for ever.
    """
    return request_document(
        actor=actor,
        locality=plan.locality,
        kind=DocumentKind.PLAN,
        subject_key=plan.subject_key,
        title=plan.title,
        options={"version": plan.versions.count(), "saved": plan.version},
        is_draft=not plan.is_public,
        has_illustration=contains_illustration(plan),
        is_kept=is_kept,
    )
