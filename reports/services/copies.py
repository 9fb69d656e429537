"""A paper copy of one report, as it was sent."""

from agencies.models import User
from documents.choices import DocumentFormat, DocumentKind
from documents.models import Document
from documents.services.asking import ask
from reports.models import ProgressReport


def export_report(report: ProgressReport, *, actor: User, format: str = DocumentFormat.PDF) -> Document:
    """Ask for the version last sent; the same version asked for twice is one paper."""
    sent = report.submitted_at.isoformat() if report.submitted_at else ""
    return ask(
        actor=actor,
        locality=report.locality,
        kind=DocumentKind.REPORT,
        subject=report,
        format=format,
        state={"sent": sent},
    )
