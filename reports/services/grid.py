"""Saving many reports at once: each row by itself, so that one that cannot be saved keeps no other from it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from agencies.models import User
from reports.models import ProgressReport
from reports.services.texts import ReportText
from reports.services.writing import StaleSave, keep_refused_text, write_report


@dataclass(frozen=True)
class RowSaved:
    """What became of one row: the report as it stands, or why it was not saved."""

    report: ProgressReport | None = None
    newer: ProgressReport | None = None
    problem: str = ""


def save_row(
    report: ProgressReport, text: ReportText, *, actor: User, read_version: int, is_autosave: bool = False
) -> RowSaved:
    """As the form of the single report saves it; where another was faster both texts are kept."""
    try:
        return RowSaved(
            write_report(report, text, actor=actor, read_version=read_version, is_autosave=is_autosave)
        )
    except StaleSave as stale:
        if ReportText.of(stale.current) != text:
            keep_refused_text(stale.current, text, actor=actor)
        return RowSaved(newer=stale.current)
    except ValidationError as error:
        return RowSaved(problem=" ".join(error.messages))
