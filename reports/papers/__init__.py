"""The papers made of what happened; each kind is a `PaperSource` that `reports.apps` registers."""

from reports.papers.conclusion import CONCLUSION
from reports.papers.overview import OVERVIEW
from reports.papers.reminder import REMINDER
from reports.papers.review import (
    REVIEW,
    REVIEW_OF_PLAN,
    build_review,
    figures_in_words,
    figures_of,
    review_of_key,
)

__all__ = [
    "CONCLUSION",
    "OVERVIEW",
    "REMINDER",
    "REVIEW",
    "REVIEW_OF_PLAN",
    "build_review",
    "figures_in_words",
    "figures_of",
    "review_of_key",
]
