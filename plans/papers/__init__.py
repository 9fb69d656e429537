"""The papers made of a plan; each kind is a `PaperSource` that `plans.apps` registers."""

from plans.papers.amendment import AMENDMENT, build_amendment
from plans.papers.annex import ANNEX
from plans.papers.comments import COMMENTS, build_matrix
from plans.papers.decision import DECISION, build_decision
from plans.papers.names import names_of_plans
from plans.papers.plan import (
    PLAN,
    build_plan,
    contains_illustration,
    is_visible,
    plan_of_key,
)
from plans.papers.submission import SUBMISSION

__all__ = [
    "AMENDMENT",
    "ANNEX",
    "COMMENTS",
    "DECISION",
    "PLAN",
    "SUBMISSION",
    "build_amendment",
    "build_decision",
    "build_matrix",
    "build_plan",
    "contains_illustration",
    "is_visible",
    "names_of_plans",
    "plan_of_key",
]
