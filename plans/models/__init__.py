from plans.models.amendment import Amendment, AmendmentChange, Correction
from plans.models.approval import FormCheck, PlanSubmission, ReturnPoint
from plans.models.consultation import CommentChange, Consultation, ConsultedBody, PlanComment
from plans.models.direction import Direction
from plans.models.parts import Indicator, TaskSupport
from plans.models.plan import Plan, PlanBasis, PlanVersion
from plans.models.progress import TaskProgress
from plans.models.task import Task, TaskGroup
from plans.models.template import PlanTemplate

__all__ = [
    "Amendment",
    "AmendmentChange",
    "CommentChange",
    "Consultation",
    "ConsultedBody",
    "Correction",
    "Direction",
    "FormCheck",
    "Indicator",
    "Plan",
    "PlanBasis",
    "PlanComment",
    "PlanSubmission",
    "PlanTemplate",
    "PlanVersion",
    "ReturnPoint",
    "Task",
    "TaskGroup",
    "TaskProgress",
    "TaskSupport",
]
