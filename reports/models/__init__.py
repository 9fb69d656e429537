from reports.models.beside import ReportReading, SavedText
from reports.models.contribution import Contribution, ContributionFile, SavedAnswer
from reports.models.marks import Marks, PointAnswer
from reports.models.period import ReportingPeriod
from reports.models.period_review import KeptReviewText, PeriodReview
from reports.models.report import (
    Evidence,
    FieldComment,
    FigureValue,
    ProgressReport,
)

__all__ = [
    "Contribution",
    "ContributionFile",
    "Evidence",
    "FieldComment",
    "FigureValue",
    "KeptReviewText",
    "Marks",
    "PeriodReview",
    "PointAnswer",
    "ProgressReport",
    "ReportReading",
    "ReportingPeriod",
    "SavedAnswer",
    "SavedText",
]
