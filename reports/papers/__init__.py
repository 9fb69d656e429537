"""The papers made of what happened; each kind is a `PaperSource` that `reports.apps` registers."""

from reports.papers.agency import (
    AGENCY_REPORT,
    AgencyPeriod,
    build_agency_report,
    own_periods,
    subject_of_key,
)
from reports.papers.conclusion import CONCLUSION, CONCLUSION_OF_PLAN, build_notice, meeting_of_key
from reports.papers.names import names_of_meetings, names_of_reviews
from reports.papers.overview import OVERVIEW
from reports.papers.reminder import REMINDER
from reports.papers.report import SENT_REPORT, build_report, report_of_key
from reports.papers.review import (
    REVIEW,
    REVIEW_OF_PLAN,
    build_review,
    figures_in_words,
    figures_of,
    review_of_key,
)

__all__ = [
    "AGENCY_REPORT",
    "CONCLUSION",
    "CONCLUSION_OF_PLAN",
    "OVERVIEW",
    "REMINDER",
    "REVIEW",
    "REVIEW_OF_PLAN",
    "SENT_REPORT",
    "AgencyPeriod",
    "build_agency_report",
    "build_notice",
    "build_report",
    "build_review",
    "figures_in_words",
    "figures_of",
    "meeting_of_key",
    "names_of_meetings",
    "names_of_reviews",
    "own_periods",
    "report_of_key",
    "review_of_key",
    "subject_of_key",
]
