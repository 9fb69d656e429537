from reports.models.beside import ReportReading, SavedText
from reports.models.contribution import Contribution, ContributionFile, SavedAnswer
from reports.models.extension import Extension
from reports.models.marks import Marks, PointAnswer
from reports.models.meeting import Conclusion, Meeting
from reports.models.output import CountingRule, Output, OutputMaker, OutputPair
from reports.models.period import DEADLINE_COLUMNS, ReportingPeriod, granted_days
from reports.models.period_review import KeptReviewText, PeriodReview
from reports.models.press import PressItem
from reports.models.report import (
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
    "ContributionFile",
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
    "SavedAnswer",
    "SavedText",
    "granted_days",
]
