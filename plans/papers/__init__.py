"""The papers made of a plan; each kind is a `PaperSource` that `plans.apps` registers."""

from plans.papers.comments import COMMENTS, build_matrix
from plans.papers.plan import (
    PLAN,
    build_plan,
    contains_illustration,
    is_visible,
    plan_of_key,
)

__all__ = [
    "COMMENTS",
    "PLAN",
    "build_matrix",
    "build_plan",
    "contains_illustration",
    "is_visible",
    "plan_of_key",
]
