from reports.models.period import ReportingPeriod
from reports.models.report import (
    Contribution,
    Evidence,
    FieldComment,
    FigureValue,
    ProgressReport,
    SavedText,
)

__all__ = [
    "Contribution",
    "Evidence",
    "FieldComment",
    "FigureValue",
    "ProgressReport",
    "ReportingPeriod",
    "SavedText",
]
