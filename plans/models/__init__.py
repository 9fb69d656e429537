from plans.models.plan import Plan, PlanBasis, PlanVersion
from plans.models.task import Indicator, Task, TaskGroup, TaskProgress, TaskSupport

__all__ = [
    "Indicator",
    "Plan",
    "PlanBasis",
    "PlanVersion",
    "Task",
    "TaskGroup",
    "TaskProgress",
    "TaskSupport",
]
