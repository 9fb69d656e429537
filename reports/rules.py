"""Who may do what with periods, reports and contributions."""

from typing import Any

import rules

from agencies.choices import Role
from agencies.models import Locality, User
from agencies.rules import is_administrator_of
from plans.choices import EDITABLE_STATUSES, PlanStatus
from plans.models import Plan, Task
from plans.rules import is_ministry_viewer, signs_for
from reports.choices import (
    ANSWERED_CONTRIBUTIONS,
    WAITING_CONTRIBUTIONS,
    PressStatus,
    ReportStatus,
    ReviewStatus,
)
from reports.models import (
    Contribution,
    Extension,
    Meeting,
    Output,
    OutputPair,
    PeriodReview,
    PressItem,
    ProgressReport,
    ReportingPeriod,
)
from reports.querysets import WRITING_ROLES


@rules.predicate
def leads_task(user: User, task: Task | None) -> bool:
    """A writing post in one of the task's leading agencies; a neutral secret task is never reported on."""
    return task is not None and not task.is_secret and bool(user.agency_ids(*WRITING_ROLES) & task.acting_ids)


@rules.predicate
def writes_report(user: User, report: ProgressReport | None) -> bool:
    return report is not None and leads_task(user, report.task)


@rules.predicate
def is_head(user: User, report: ProgressReport | None) -> bool:
    return report is not None and report.agency_id in user.agency_ids(Role.AGENCY_LEADER)


@rules.predicate
def needs_sign_off(user: User, report: ProgressReport | None) -> bool:
    return report is not None and report.agency.requires_sign_off


@rules.predicate
def did_not_write_it(user: User, report: ProgressReport | None) -> bool:
    """Separate duties: nobody signs off what they wrote. Who sent an earlier round is no writer of this one."""
    return report is not None and user.pk != report.saved_by_id


@rules.predicate
def did_not_send_it(user: User, report: ProgressReport | None) -> bool:
    return report is not None and user.pk != report.submitted_by_id


@rules.predicate
def reviews_report(user: User, report: ProgressReport | None) -> bool:
    return report is not None and user.has_role(report.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def is_writable(user: User, report: ProgressReport | None) -> bool:
    return report is not None and report.is_writable


@rules.predicate
def is_unsent_draft(user: User, report: ProgressReport | None) -> bool:
    return report is not None and report.status == ReportStatus.DRAFT and report.return_count == 0


@rules.predicate
def is_standing_officer_of(user: User, locality: Locality | None) -> bool:
    return locality is not None and user.has_role(locality.pk, Role.STANDING_OFFICER)


@rules.predicate
def sees_whole_overview(user: User, locality: Locality | None) -> bool:
    roles = (Role.COMMITTEE_MEMBER, Role.SIGNER, Role.STANDING_OFFICER, Role.CLERK, Role.LOCALITY_ADMIN)
    return locality is not None and (
        user.has_role(locality.pk, *roles)
        or (
            locality.successor_id is not None
            and user.has_role(
                locality.successor_id, Role.STANDING_OFFICER, Role.SIGNER, Role.COMMITTEE_MEMBER
            )
        )
    )


@rules.predicate
def sees_own_overview(user: User, locality: Locality | None) -> bool:
    return locality is not None and user.has_role(locality.pk, *WRITING_ROLES)


@rules.predicate
def reads_results(user: User, locality: Locality | None) -> bool:
    """Who reads every accepted report of the locality; the clerk and the administrator see its figures alone."""
    roles = (Role.STANDING_OFFICER, Role.SIGNER, Role.COMMITTEE_MEMBER)
    return locality is not None and (
        user.has_role(locality.pk, *roles)
        or (locality.successor_id is not None and user.has_role(locality.successor_id, *roles))
    )


@rules.predicate
def is_clerk_of(user: User, locality: Locality | None) -> bool:
    return locality is not None and user.has_role(locality.pk, Role.CLERK)


@rules.predicate
def gives_contribution(user: User, contribution: Contribution | None) -> bool:
    return contribution is not None and contribution.support.acting_id in user.agency_ids(*WRITING_ROLES)


@rules.predicate
def is_unsent_contribution(user: User, contribution: Contribution | None) -> bool:
    return contribution is not None and contribution.status in WAITING_CONTRIBUTIONS


@rules.predicate
def is_answered_contribution(user: User, contribution: Contribution | None) -> bool:
    return contribution is not None and contribution.status in ANSWERED_CONTRIBUTIONS


@rules.predicate
def leads_task_of(user: User, contribution: Contribution | None) -> bool:
    """The lead of the task that the contribution is for."""
    return contribution is not None and leads_task(user, contribution.support.task)


@rules.predicate
def manages_period(user: User, period: ReportingPeriod | None) -> bool:
    return period is not None and user.has_role(
        period.locality_id, Role.STANDING_OFFICER, Role.LOCALITY_ADMIN
    )


@rules.predicate
def writes_in_period(user: User, period: ReportingPeriod | None) -> bool:
    """Who writes reports of some agency there; which rows they fill is the grid's own question."""
    return period is not None and user.has_role(period.locality_id, *WRITING_ROLES)


@rules.predicate
def may_be_reviewed(user: User, period: ReportingPeriod | None) -> bool:
    """Its plan is carried out, or was: drafts have nothing to sum up, revoked plans are not summed up."""
    return period is not None and period.plan.status in (PlanStatus.ISSUED, PlanStatus.CLOSED)


@rules.predicate
def writes_reviews(user: User, row: Any) -> bool:
    """The standing agency of the locality of this period or review."""
    return row is not None and user.has_role(row.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def signs_reviews(user: User, review: PeriodReview | Meeting | None) -> bool:
    """For the body in whose name it goes out, as with plans."""
    return (
        review is not None
        and user.has_role(review.locality_id, Role.SIGNER)
        and signs_for(user, review.issuer)
    )


@rules.predicate
def issues_reviews(user: User, review: PeriodReview | Meeting | None) -> bool:
    return review is not None and user.has_role(review.locality_id, Role.CLERK)


@rules.predicate
def is_writable_review(user: User, review: PeriodReview | Meeting | None) -> bool:
    return review is not None and review.is_writable


@rules.predicate
def is_issued_own_review(user: User, review: PeriodReview | None) -> bool:
    return (
        review is not None
        and review.status == ReviewStatus.ISSUED
        and not review.is_upward
        and not review.is_transcribed
    )


@rules.predicate
def is_issued_review(user: User, review: PeriodReview | Meeting | None) -> bool:
    return review is not None and review.status == ReviewStatus.ISSUED


@rules.predicate
def did_not_submit_review(user: User, review: PeriodReview | Meeting | None) -> bool:
    """Separate duties: nobody approves what they wrote or submitted themselves."""
    return review is not None and user.pk not in (review.submitted_by_id, review.saved_by_id)


@rules.predicate
def takes_papers_of_review(user: User, review: PeriodReview | None) -> bool:
    """A paper of it is for whoever may see it; the superuser, who only looks, makes none."""
    return review is not None and (
        review.locality_id in user.locality_ids()
        or (user.is_ministry_viewer and review.status == ReviewStatus.ISSUED)
    )


@rules.predicate
def is_followed(user: User, plan: Plan | None) -> bool:
    """A meeting looks at a plan that is carried out, or was."""
    return plan is not None and plan.status in (PlanStatus.ISSUED, PlanStatus.CLOSED)


@rules.predicate
def takes_notice(user: User, meeting: Meeting | None) -> bool:
    """A paper of it is for whoever may see it; the superuser, who only looks, makes none."""
    return meeting is not None and meeting.locality_id in user.locality_ids()


@rules.predicate
def writes_in(user: User, locality: Locality | None) -> bool:
    return locality is not None and user.has_role(locality.pk, *WRITING_ROLES)


@rules.predicate
def writes_output(user: User, output: Output | None) -> bool:
    """Whoever wrote it down, or leads the task that it serves; a body that only took part reads along."""
    agencies = user.agency_ids(*WRITING_ROLES)
    return output is not None and (output.agency_id in agencies or bool(agencies & output.task.lead_ids))


@rules.predicate
def judges_pair(user: User, pair: OutputPair | None) -> bool:
    return pair is not None and user.has_role(pair.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def keeps_counting(user: User, plan: Plan | None) -> bool:
    """The standing agency settles how indicators are counted, before the plan's issue and after."""
    return (
        plan is not None
        and plan.status in (*EDITABLE_STATUSES, PlanStatus.ISSUED)
        and user.has_role(plan.locality_id, Role.STANDING_OFFICER)
    )


@rules.predicate
def writes_for_extension(user: User, extension: Extension | None) -> bool:
    """An officer or the head of the agency that asks."""
    return extension is not None and extension.agency_id in user.agency_ids(*WRITING_ROLES)


@rules.predicate
def answers_extensions(user: User, extension: Extension | None) -> bool:
    return extension is not None and user.has_role(extension.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def did_not_ask_it(user: User, extension: Extension | None) -> bool:
    """Separate duties: nobody grants what they asked for themselves."""
    return extension is not None and user.pk != extension.asked_by_id


@rules.predicate
def keeps_press(user: User, item: PressItem | None) -> bool:
    return item is not None and user.has_role(item.locality_id, Role.STANDING_OFFICER)


@rules.predicate
def answers_press(user: User, item: PressItem | None) -> bool:
    """A writing post in the body that was asked to answer."""
    return item is not None and item.agency_id in user.agency_ids(*WRITING_ROLES)


@rules.predicate
def is_open_press(user: User, item: PressItem | None) -> bool:
    return item is not None and item.status != PressStatus.CLOSED


def _any(*predicates: Any) -> Any:
    joined = predicates[0]
    for predicate in predicates[1:]:
        joined = joined | predicate
    return joined


rules.add_perm("reports.start_report", leads_task)
rules.add_perm("reports.fill_grid", writes_in_period)
rules.add_perm("reports.read_working_copy", writes_report)
rules.add_perm("reports.change_report", writes_report & is_writable)
rules.add_perm("reports.submit_report", writes_report & ~needs_sign_off)
rules.add_perm("reports.ask_sign_off", writes_report & needs_sign_off)
rules.add_perm("reports.sign_off_report", is_head & did_not_write_it)
rules.add_perm("reports.give_back_report", is_head)
rules.add_perm("reports.withdraw_report", writes_report)
rules.add_perm("reports.accept_report", reviews_report & did_not_send_it)
rules.add_perm("reports.return_report", reviews_report & did_not_send_it)
rules.add_perm("reports.review_reports", is_standing_officer_of)
rules.add_perm("reports.delete_report", writes_report & is_unsent_draft)
rules.add_perm("reports.give_contribution", gives_contribution & is_unsent_contribution)
rules.add_perm("reports.reopen_contribution", gives_contribution & is_answered_contribution)
rules.add_perm("reports.ask_contributions", leads_task)
rules.add_perm("reports.manage_contribution", leads_task_of)
rules.add_perm("reports.add_period", _any(is_standing_officer_of, is_administrator_of))
rules.add_perm("reports.change_period", manages_period)
rules.add_perm("reports.view_overview", _any(sees_whole_overview, sees_own_overview))
rules.add_perm("reports.view_whole_overview", sees_whole_overview)
rules.add_perm("reports.read_results", reads_results)
rules.add_perm("reports.view_clerk_desk", is_clerk_of)
rules.add_perm("reports.view_ministry", is_ministry_viewer)
rules.add_perm("reports.remind_agencies", is_standing_officer_of)
rules.add_perm("reports.read_notices", is_administrator_of)
rules.add_perm("reports.follow_reminders", _any(is_standing_officer_of, is_administrator_of))
rules.add_perm("reports.ask_extension", writes_in)
rules.add_perm("reports.answer_extension", answers_extensions & did_not_ask_it)
rules.add_perm("reports.withdraw_extension", writes_for_extension)
rules.add_perm("reports.add_review", writes_reviews & may_be_reviewed)
rules.add_perm("reports.change_review", writes_reviews & is_writable_review)
rules.add_perm("reports.submit_review", writes_reviews)
rules.add_perm("reports.approve_review", signs_reviews & did_not_submit_review)
rules.add_perm("reports.return_review", signs_reviews)
rules.add_perm("reports.issue_review", issues_reviews)
rules.add_perm("reports.pass_up_review", writes_reviews & is_issued_own_review)
rules.add_perm("reports.export_review", takes_papers_of_review)
rules.add_perm("reports.file_review_copy", issues_reviews & is_issued_review)
rules.add_perm("reports.add_meeting", writes_reviews & is_followed)
rules.add_perm("reports.change_meeting", writes_reviews & is_writable_review)
rules.add_perm("reports.submit_meeting", writes_reviews)
rules.add_perm("reports.approve_meeting", signs_reviews & did_not_submit_review)
rules.add_perm("reports.return_meeting", signs_reviews)
rules.add_perm("reports.issue_meeting", issues_reviews)
rules.add_perm("reports.export_meeting", takes_notice)
rules.add_perm("reports.file_meeting_copy", issues_reviews & is_issued_review)
rules.add_perm("reports.add_output", writes_in)
rules.add_perm("reports.change_output", writes_output)
rules.add_perm("reports.judge_outputs", is_standing_officer_of)
rules.add_perm("reports.judge_pair", judges_pair)
rules.add_perm("reports.set_counting", keeps_counting)
rules.add_perm("reports.add_press", is_standing_officer_of)
rules.add_perm("reports.change_press", keeps_press & is_open_press)
rules.add_perm("reports.assign_press", keeps_press)
rules.add_perm("reports.answer_press", answers_press)
rules.add_perm("reports.close_press", keeps_press)
