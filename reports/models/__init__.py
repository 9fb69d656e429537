from reports.models.output import CountingRule, Output, OutputMaker, OutputPair
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
    "Contribution",
    "CountingRule",
    "Evidence",
    "FieldComment",
    "FigureValue",
    "KeptReviewText",
    "Output",
    "OutputMaker",
    "OutputPair",
    "PeriodReview",
    "ProgressReport",
    "ReportingPeriod",
    "SavedText",
]
