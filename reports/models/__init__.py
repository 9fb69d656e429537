from reports.models.contribution import Contribution, ContributionFile, SavedAnswer
from reports.models.period import ReportingPeriod
from reports.models.period_review import KeptReviewText, PeriodReview
from reports.models.report import (
    Evidence,
    FieldComment,
    FigureValue,
    ProgressReport,
    SavedText,
)

__all__ = [
    "Contribution",
    "ContributionFile",
    "Evidence",
    "FieldComment",
    "FigureValue",
    "KeptReviewText",
    "PeriodReview",
    "ProgressReport",
    "ReportingPeriod",
    "SavedAnswer",
    "SavedText",
]
