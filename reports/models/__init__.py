from reports.models.meeting import Conclusion, Meeting
from reports.models.period import ReportingPeriod
from reports.models.period_review import KeptReviewText, PeriodReview
from reports.models.report import (
    Contribution,
    Evidence,
    FieldComment,
    FigureValue,
    ProgressReport,
    SavedText,
)

__all__ = [
    "Conclusion",
    "Contribution",
    "Evidence",
    "FieldComment",
    "FigureValue",
    "KeptReviewText",
    "Meeting",
    "PeriodReview",
    "ProgressReport",
    "ReportingPeriod",
    "SavedText",
]
