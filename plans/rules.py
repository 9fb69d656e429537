"""Who may do what with a plan and its tasks."""

from typing import Any

import rules
from django.db.models import Q

from agencies.choices import AgencyKind, Role
from agencies.models import ActivityEntry, Agency, User
from agencies.models.people import SIGNING_KINDS
from plans.choices import PlanStatus, ReplyStatus
from plans.models import Consultation, ConsultedBody, Direction, Plan, PlanComment, Task
from plans.querysets import ANSWERING_ROLES, DRAFTING_ROLES, READING_ROLES, REPLYING_ROLES


@rules.predicate
def is_standing_officer(user: User, plan: Plan | None) -> bool:
    return plan is not None and user.has_role(plan.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def is_signer(user: User, plan: Plan | None) -> bool:
    return plan is not None and user.has_role(plan.locality_id, Role.SIGNER)


def signs_for(user: User, issuer: Agency) -> bool:
    """The same as `signed_by` asks of rows, of one issuer at hand."""
    own = user.agency_ids(Role.SIGNER)
    if issuer.pk in own or not own or issuer.kind != AgencyKind.STEERING_COMMITTEE:
        return issuer.pk in own
    seats = Agency.objects.filter(pk__in=own, locality=issuer.locality_id, kind__in=SIGNING_KINDS)
    return seats.exists()


@rules.predicate
def signs_it(user: User, paper: Any) -> bool:
    """Signs for the body in whose name a plan or an amendment goes out; signing elsewhere in the locality is not enough."""
    return is_signer(user, paper) and signs_for(user, paper.issuer)


@rules.predicate
def is_clerk(user: User, plan: Plan | None) -> bool:
    return plan is not None and user.has_role(plan.locality_id, Role.CLERK)


@rules.predicate
def is_of_locality(user: User, plan: Plan | None) -> bool:
    return plan is not None and plan.locality_id in user.locality_ids()


@rules.predicate
def is_addressed(user: User, direction: Direction | None) -> bool:
    """A post that answers for the agency that the direction addresses."""
    return direction is not None and direction.agency_id in user.agency_ids(*ANSWERING_ROLES)


@rules.predicate
def steers(user: User, row: Plan | Direction | None) -> bool:
    """The committee directs; the standing agency writes down what it was told."""
    return row is not None and user.has_role(row.locality_id, Role.COMMITTEE_MEMBER, Role.STANDING_OFFICER)


@rules.predicate
def is_waiting(user: User, direction: Direction | None) -> bool:
    return direction is not None and direction.is_waiting


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
    return bool(leads & task.acting_ids) or user.has_role(task.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def is_open(user: User, plan: Plan | None) -> bool:
    """Issued and still running: only such a plan is amended."""
    return plan is not None and plan.status == PlanStatus.ISSUED


# --- Consultation -------------------------------------------------------------------------------------


@rules.predicate
def answers_for(user: User, body: ConsultedBody | None) -> bool:
    """The people of the agency asked, or the committee member who was asked."""
    if body is None:
        return False
    if body.agency_id is not None:
        return body.agency_id in user.agency_ids(*REPLYING_ROLES)
    return body.member is not None and body.member.user_id == user.pk


@rules.predicate
def is_head_of_body(user: User, body: ConsultedBody | None) -> bool:
    return body is not None and body.agency_id in user.agency_ids(Role.AGENCY_LEADER)


@rules.predicate
def needs_sign_off(user: User, body: ConsultedBody | None) -> bool:
    return body is not None and body.needs_sign_off


@rules.predicate
def did_not_pass_it_on(user: User, body: ConsultedBody | None) -> bool:
    """Separate duties, as with reports: nobody signs off what they put before the head themselves."""
    return body is not None and user.pk != body.passed_on_by_id


@rules.predicate
def drafts_for_body(user: User, body: ConsultedBody | None) -> bool:
    return body is not None and is_standing_officer(user, body.consultation.plan)


@rules.predicate
def is_writable_reply(user: User, body: ConsultedBody | None) -> bool:
    return body is not None and body.is_writable


@rules.predicate
def answers_comment(user: User, comment: PlanComment | None) -> bool:
    """The drafter answers what was sent, as long as the plan may be written."""
    return (
        comment is not None
        and comment.body.status == ReplyStatus.REPLIED
        and comment.plan.is_editable
        and is_standing_officer(user, comment.plan)
    )


@rules.predicate
def reads_round(user: User, consultation: Consultation | None) -> bool:
    """Reading is no act in the workflow: whoever runs the installation reads, too."""
    return consultation is not None and (
        user.is_superuser or user.has_role(consultation.locality_id, *READING_ROLES)
    )


@rules.predicate
def was_asked_and_told(user: User, consultation: Consultation | None) -> bool:
    """A body asked reads the matrix once the round is over and no comment of it is open."""
    if consultation is None or consultation.is_open:
        return False
    asked = ConsultedBody.objects.asked_as(user).filter(consultation=consultation).exists()
    open_comments = PlanComment.objects.unanswered().filter(body__consultation=consultation)
    return asked and not open_comments.exists()


rules.add_perm("plans.give_direction", steers & is_public)
rules.add_perm("plans.answer_direction", is_addressed)
rules.add_perm("plans.steer_direction", steers)
rules.add_perm("plans.change_direction", steers & is_waiting)
rules.add_perm("plans.write_reply", answers_for & is_writable_reply)
rules.add_perm("plans.send_reply", answers_for & ~needs_sign_off)
rules.add_perm("plans.pass_on_reply", answers_for & needs_sign_off)
rules.add_perm("plans.sign_off_reply", is_head_of_body & did_not_pass_it_on)
rules.add_perm("plans.give_back_reply", is_head_of_body)
rules.add_perm("plans.withdraw_reply", answers_for)
rules.add_perm("plans.reopen_reply", drafts_for_body)
rules.add_perm("plans.record_reply", drafts_for_body)
rules.add_perm("plans.answer_comment", answers_comment)
rules.add_perm("plans.read_comments", reads_round)
rules.add_perm("plans.read_matrix", reads_round | was_asked_and_told)

rules.add_perm(
    "plans.add_plan",
    rules.predicate(
        lambda user, locality: locality is not None and user.has_role(locality.pk, Role.STANDING_OFFICER)
    ),
)
rules.add_perm("plans.change_plan", is_standing_officer & is_editable)
rules.add_perm("plans.consult_plan", is_standing_officer)
rules.add_perm("plans.submit_plan", is_standing_officer)
rules.add_perm("plans.approve_plan", signs_it)
rules.add_perm("plans.return_plan", signs_it)
rules.add_perm("plans.appraise_plan", signs_it & is_before_signer)
rules.add_perm("plans.answer_points", is_standing_officer & is_editable)
rules.add_perm("plans.check_form", is_second_person)
rules.add_perm("plans.read_form_check", is_of_drafting_room)
rules.add_perm("plans.read_draft", is_of_drafting_room & ~is_public)
rules.add_perm("plans.carry_over", is_standing_officer & is_public)
rules.add_perm("plans.issue_plan", is_clerk)
rules.add_perm("plans.close_plan", is_standing_officer)
# Whoever may take the year-end review to its issue closes the plan by it.
rules.add_perm("plans.close_by_review", is_clerk | is_signer | is_standing_officer)
rules.add_perm("plans.revoke_plan", signs_it)
rules.add_perm("plans.fill_blank", is_clerk & is_public & is_transcribed)
rules.add_perm("plans.file_signed_copy", is_clerk & is_public)
rules.add_perm("plans.export_plan", is_of_locality | (is_ministry_viewer & is_public))
rules.add_perm("plans.mark_secret_task", keeps_secret_task)
# The same predicates ask a plan and an amendment: both know their locality and whether they may be written.
rules.add_perm("plans.add_amendment", is_standing_officer & is_open)
rules.add_perm("plans.change_amendment", is_standing_officer & is_editable)
rules.add_perm("plans.submit_amendment", is_standing_officer)
rules.add_perm("plans.approve_amendment", signs_it)
rules.add_perm("plans.return_amendment", signs_it)
rules.add_perm("plans.issue_amendment", is_clerk)
rules.add_perm("plans.correct_plan", is_clerk & is_public)
