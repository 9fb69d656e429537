from reports.models.beside import ReportReading, SavedText
from reports.models.extension import Extension
from reports.models.marks import Marks, PointAnswer
from reports.models.meeting import Conclusion, Meeting
from reports.models.output import CountingRule, Output, OutputMaker, OutputPair
from reports.models.period import DEADLINE_COLUMNS, ReportingPeriod, granted_days
from reports.models.period_review import KeptReviewText, PeriodReview
from reports.models.press import PressItem
from reports.models.report import (
    Contribution,
    Evidence,
    FieldComment,
    FigureValue,
    ProgressReport,
)
from reports.models.rule import PeriodRule

__all__ = [
    "DEADLINE_COLUMNS",
    "Conclusion",
    "Contribution",
    "CountingRule",
    "Evidence",
    "Extension",
    "FieldComment",
    "FigureValue",
    "KeptReviewText",
    "Marks",
    "Meeting",
    "Output",
    "OutputMaker",
    "OutputPair",
    "PeriodReview",
    "PeriodRule",
    "PointAnswer",
    "PressItem",
    "ProgressReport",
    "ReportReading",
    "ReportingPeriod",
    "SavedText",
    "granted_days",
]
