"""Who may do what with a plan and its tasks."""

import rules
from django.db.models import Q

from agencies.choices import Role
from agencies.models import ActivityEntry, User
from plans.choices import PlanStatus
from plans.models import Plan, Task
from plans.querysets import DRAFTING_ROLES


@rules.predicate
def is_standing_officer(user: User, plan: Plan | None) -> bool:
    return plan is not None and user.has_role(plan.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def is_signer(user: User, plan: Plan | None) -> bool:
    return plan is not None and user.has_role(plan.locality_id, Role.SIGNER)


@rules.predicate
def is_clerk(user: User, plan: Plan | None) -> bool:
    return plan is not None and user.has_role(plan.locality_id, Role.CLERK)


@rules.predicate
def is_of_locality(user: User, plan: Plan | None) -> bool:
    return plan is not None and plan.locality_id in user.locality_ids()


@rules.predicate
def is_editable(user: User, plan: Plan | None) -> bool:
    return plan is not None and plan.is_editable


@rules.predicate
def is_public(user: User, plan: Plan | None) -> bool:
    return plan is not None and plan.is_public


@rules.predicate
def is_transcribed(user: User, plan: Plan | None) -> bool:
    return plan is not None and plan.is_transcribed


# Acts of the log that leave a plan's text as it is; who did any other had a hand in it.
NOT_WRITING = (
    "consult",
    "end_consultation",
    "check_form",
    "approve",
    "send_back",
    "issue",
    "close",
    "close_by_review",
    "replace",
    "revoke",
    "fill_blank",
    "file_signed_copy",
    "mark_secret_done",
    "export",
)


def has_drafted(user: User, plan: Plan) -> bool:
    """Whether this person wrote in the plan or submitted it, as the log has it."""
    writing = ActivityEntry.objects.filter(actor=user).exclude(action__in=NOT_WRITING)
    task_ids = [str(pk) for pk in plan.tasks.values_list("pk", flat=True)]
    about = Q(object_type="plan", object_id=str(plan.pk)) | Q(object_type="task", object_id__in=task_ids)
    return writing.filter(about).exists()


@rules.predicate
def is_second_person(user: User, plan: Plan | None) -> bool:
    """Checks the form of what others wrote and others sign (NĐ 30/2020, Điều 10–18)."""
    if plan is None or not plan.requires_form_check or plan.status != PlanStatus.SUBMITTED:
        return False
    checks = user.has_role(plan.locality_id, Role.CLERK, Role.STANDING_OFFICER)
    signs = user.has_role(plan.locality_id, Role.SIGNER)
    return checks and not signs and not has_drafted(user, plan)


@rules.predicate
def is_of_drafting_room(user: User, plan: Plan | None) -> bool:
    """Those who see a plan before it is issued."""
    return plan is not None and user.has_role(plan.locality_id, *DRAFTING_ROLES)


@rules.predicate
def is_before_signer(user: User, plan: Plan | None) -> bool:
    return plan is not None and plan.status in (PlanStatus.SUBMITTED, PlanStatus.APPROVED)


@rules.predicate
def is_ministry_viewer(user: User) -> bool:
    return user.is_ministry_viewer


@rules.predicate
def keeps_secret_task(user: User, task: Task | None) -> bool:
    """The lead's people, and the standing agency, say of a neutral task that it is done; nothing else is said."""
    if task is None or not task.is_secret or not task.plan.is_public:
        return False
    leads = user.agency_ids(Role.OFFICER, Role.AGENCY_LEADER)
    return bool(leads & task.lead_ids) or user.has_role(task.locality_id, Role.STANDING_OFFICER)


rules.add_perm(
    "plans.add_plan",
    rules.predicate(
        lambda user, locality: locality is not None and user.has_role(locality.pk, Role.STANDING_OFFICER)
    ),
)
rules.add_perm("plans.change_plan", is_standing_officer & is_editable)
rules.add_perm("plans.consult_plan", is_standing_officer)
rules.add_perm("plans.submit_plan", is_standing_officer)
rules.add_perm("plans.approve_plan", is_signer)
rules.add_perm("plans.return_plan", is_signer)
rules.add_perm("plans.appraise_plan", is_signer & is_before_signer)
rules.add_perm("plans.answer_points", is_standing_officer & is_editable)
rules.add_perm("plans.check_form", is_second_person)
rules.add_perm("plans.read_form_check", is_of_drafting_room)
rules.add_perm("plans.read_draft", is_of_drafting_room & ~is_public)
rules.add_perm("plans.issue_plan", is_clerk)
rules.add_perm("plans.close_plan", is_standing_officer)
# Whoever may take the year-end review to its issue closes the plan by it.
rules.add_perm("plans.close_by_review", is_clerk | is_signer | is_standing_officer)
rules.add_perm("plans.revoke_plan", is_signer)
rules.add_perm("plans.fill_blank", is_clerk & is_public & is_transcribed)
rules.add_perm("plans.file_signed_copy", is_clerk & is_public)
rules.add_perm("plans.export_plan", is_of_locality | (is_ministry_viewer & is_public))
rules.add_perm("plans.mark_secret_task", keeps_secret_task)
