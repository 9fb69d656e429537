"""Which reports a person may see."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from agencies.choices import Role
from agencies.querysets import SENIOR_ROLES, in_readable_locality
from plans.choices import PlanStatus
from plans.models import Plan, TaskSupport
from plans.querysets import led_by, signed_by, supported_by
from reports.choices import (
    ANSWERED_CONTRIBUTIONS,
    WRITABLE_STATUSES,
    ExtensionStatus,
    PressStatus,
    ReportStatus,
    ReviewStatus,
)
from ttdn_portal.shared.models import SearchableQuerySet

if TYPE_CHECKING:
    from agencies.models.people import HoldsPosts

WRITING_ROLES = (Role.OFFICER, Role.AGENCY_LEADER)


class PeriodQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "PeriodQuerySet":
        """The whole locality sees the periods of the plans it sees."""
        if user.is_superuser:
            return self
        localities = Q(locality_id__in=user.locality_ids()) | Q(
            locality__successor_id__in=user.locality_ids(*SENIOR_ROLES)
        )
        return self.filter(localities, plan__in=Plan.objects.visible_to(user).values("pk"))

    def with_coming_deadline(self, day: date) -> "PeriodQuerySet":
        """Periods of running plans with a deadline on `day` or later, whether they still take reports or not."""
        coming = Q(report_due_on__gte=day) | Q(standing_due_on__gte=day) | Q(ministry_due_on__gte=day)
        return self.filter(coming, plan__status=PlanStatus.ISSUED)

    def open_on(self, day: date) -> "PeriodQuerySet":
        """Periods one may report in: opened, and not closed again."""
        return self.filter(opens_on__lte=day, closed_at__isnull=True)


class PeriodRuleQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "PeriodRuleQuerySet":
        """Those who run the periods."""
        if user.is_superuser:
            return self
        return self.filter(locality_id__in=user.locality_ids(Role.STANDING_OFFICER, Role.LOCALITY_ADMIN))


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "ReportQuerySet":
        """The table *Who sees what*: being written – its agency; submitted – reviewers; accepted – supports too."""
        if user.is_superuser:
            return self
        accepted = Q(status=ReportStatus.ACCEPTED)
        judged = Q(status__in=[ReportStatus.SUBMITTED, ReportStatus.ACCEPTED])
        seniors = user.locality_ids(Role.SIGNER, Role.COMMITTEE_MEMBER)
        supports = TaskSupport.objects.filter(
            supported_by(user.agency_ids(*WRITING_ROLES)), task_id=OuterRef("task_id")
        )
        seen: Any = (
            self._own(user)
            | Q(locality_id__in=user.locality_ids(Role.STANDING_OFFICER), submitted_at__isnull=False)
            | (Q(locality_id__in=seniors) & judged)
            | (accepted & Q(locality__successor_id__in=user.locality_ids(*SENIOR_ROLES)))
            | (accepted & Exists(supports))
        )
        if user.is_ministry_viewer:
            seen |= accepted
        return self.filter(seen)

    @staticmethod
    def _own(user: "HoldsPosts") -> Q:
        return led_by(user.agency_ids(*WRITING_ROLES), "task__")

    def written_by(self, user: "HoldsPosts") -> "ReportQuerySet":
        """Reports that this person writes, or signs off."""
        return self.filter(self._own(user))

    def led_by(self, agency_ids: Iterable[int]) -> "ReportQuerySet":
        """Reports of tasks that one of these agencies leads."""
        return self.filter(led_by(list(agency_ids), "task__"))

    def kept(self) -> "ReportQuerySet":
        return self.filter(deleted_at__isnull=True)

    def with_names(self) -> "ReportQuerySet":
        return self.with_people().select_related(
            "task",
            "task__group",
            "task__lead_agency",
            "task__joint_lead_agency",
            "task__plan",
            "task__plan__locality",
            "period",
        )

    def with_people(self) -> "ReportQuerySet":
        """With who wrote and judged it, for a caller that has task and period at hand."""
        return self.select_related("locality", "agency", "submitted_by", "accepted_by", "returned_by")

    def at(self, locality: str, plan: str, period: str, code: str) -> "ReportQuerySet":
        """The report at an address."""
        return self.filter(
            locality__code=locality, task__plan__slug=plan, period__slug=period, task__code=code
        )

    def with_reading_of(self, user: Any) -> "ReportQuerySet":
        """Whether this reviewer has read the version that was sent last, as `is_read`."""
        readings = apps.get_model("reports", "ReportReading").objects
        own = readings.filter(report=OuterRef("pk"), person=user.pk, submitted_at=OuterRef("submitted_at"))
        return self.annotate(is_read=Exists(own))

    def waiting(self) -> "ReportQuerySet":
        """The review queue: resubmitted first, then by deadline, so that nothing mended gets lost."""
        return (
            self.kept()
            .filter(status=ReportStatus.SUBMITTED)
            .order_by("-return_count", "period__report_due_on", "submitted_at")
        )


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "ExtensionQuerySet":
        """One's own agency's; all of them for those who judge what is late."""
        if user.is_superuser:
            return self
        seniors = user.locality_ids(Role.STANDING_OFFICER, Role.SIGNER, Role.COMMITTEE_MEMBER)
        return self.filter(Q(agency_id__in=user.agency_ids(*WRITING_ROLES)) | Q(locality_id__in=seniors))

    def waiting(self) -> "ExtensionQuerySet":
        return self.filter(status=ExtensionStatus.PENDING)

    def with_names(self) -> "ExtensionQuerySet":
        return self.select_related(
            "locality", "agency", "asked_by", "answered_by", "task__plan", "period__plan", "period__locality"
        )


class FigureQuerySet(models.QuerySet):
    def counted_once(self) -> "FigureQuerySet":
        """Those that no figure of a wider period holds already: a half-year holds its quarters, a year both."""
        begins, ends = "report__period__data_from", "report__period__data_to"
        wider = self.filter(
            Q(**{f"{begins}__lt": OuterRef(begins)})
            | Q(**{f"{ends}__gt": OuterRef(ends)})
            | Q(pk__gt=OuterRef("pk")),
            **{f"{begins}__lte": OuterRef(begins), f"{ends}__gte": OuterRef(ends)},
            indicator=OuterRef("indicator"),
        )
        return self.filter(~Exists(wider.order_by()))


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "ContributionQuerySet":
        """Who gives it, and the lead's agency what it asked for; answered: whoever sees the report once it is submitted."""
        if user.is_superuser:
            return self
        agencies = user.agency_ids(*WRITING_ROLES)
        own = supported_by(agencies, "support__")
        lead = led_by(agencies, "support__task__")
        report = (
            apps.get_model("reports", "ProgressReport")
            .objects.visible_to(user)
            .filter(
                task_id=OuterRef("support__task_id"),
                period_id=OuterRef("period_id"),
                submitted_at__isnull=False,
            )
        )
        answered = Q(status__in=ANSWERED_CONTRIBUTIONS)
        asked = Q(asked_at__isnull=False)
        return self.filter(own | (lead & (answered | asked)) | (answered & Exists(report)))

    def with_names(self) -> "ContributionQuerySet":
        return self.select_related(
            "answered_by",
            "asked_by",
            "used_by",
            "period__plan__locality",
            "support__agency",
            "support__task__plan__locality",
            "support__task__lead_agency",
            "support__task__joint_lead_agency",
        )


class ContributionFileQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "ContributionFileQuerySet":
        """A file is seen with its answer: by its agency at any time, by the others once it is sent."""
        answers = apps.get_model("reports", "Contribution").objects.visible_to(user)
        own = supported_by(user.agency_ids(*WRITING_ROLES), "contribution__support__")
        sent = Q(contribution__status__in=ANSWERED_CONTRIBUTIONS)
        if user.is_superuser:
            return self
        return self.filter(own | sent, contribution__in=answers.values("pk"))


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "EvidenceQuerySet":
        """Evidence is seen by whoever sees its report."""
        reports = apps.get_model("reports", "ProgressReport").objects
        return self.filter(report__in=reports.visible_to(user).values("pk"))


class IssuedPaperQuerySet(models.QuerySet):
    """Reviews and meetings: what goes the way from draft to number."""

    def awaiting_signature_of(self, user: "HoldsPosts") -> "models.QuerySet":
        """Not what they wrote or submitted themselves: that somebody else signs."""
        own = Q(submitted_by=user.pk) | Q(saved_by=user.pk)
        return self.filter(signed_by(user), status=ReviewStatus.SUBMITTED).exclude(own)


class PeriodReviewQuerySet(IssuedPaperQuerySet):
    def visible_to(self, user: "HoldsPosts") -> "PeriodReviewQuerySet":
        """Before issue who writes and who signs, the clerk from the approval on; issued: the locality and the ministry."""
        if user.is_superuser:
            return self
        issued = Q(status=ReviewStatus.ISSUED)
        seen = Q(locality_id__in=user.locality_ids(Role.STANDING_OFFICER, Role.SIGNER))
        seen |= Q(locality_id__in=user.locality_ids(Role.CLERK), status=ReviewStatus.APPROVED)
        seen |= issued if user.is_ministry_viewer else issued & in_readable_locality(user)
        return self.filter(seen)

    def with_names(self) -> "PeriodReviewQuerySet":
        return self.select_related(
            "locality",
            "plan",
            "plan__locality",
            "plan__issuer",
            "plan__standing_agency",
            "period",
            "issuer",
            "issuer__parent",
            "signer",
            "saved_by",
            "returned_by",
            "submitted_by",
            "figures_frozen_by",
        )


class MeetingQuerySet(IssuedPaperQuerySet):
    def visible_to(self, user: "HoldsPosts") -> "MeetingQuerySet":
        """Who prepares, chairs or signs it; the clerk from the approval on; once issued the agencies that attended."""
        if user.is_superuser:
            return self
        issued, approved = Q(status=ReviewStatus.ISSUED), Q(status=ReviewStatus.APPROVED)
        seniors = user.locality_ids(*SENIOR_ROLES)
        through = apps.get_model("reports", "Meeting").attending.through.objects
        own = through.filter(meeting_id=OuterRef("pk"), agency_id__in=user.agency_ids(*WRITING_ROLES))
        attended = Exists(own)
        return self.filter(
            Q(locality_id__in=seniors)
            | (issued & Q(locality__successor_id__in=seniors))
            | (Q(locality_id__in=user.locality_ids(Role.CLERK)) & (approved | issued))
            | (issued & attended)
        )

    def with_names(self) -> "MeetingQuerySet":
        return self.select_related(
            "locality",
            "plan",
            "plan__locality",
            "plan__issuer",
            "plan__standing_agency",
            "issuer",
            "issuer__parent",
            "signer",
            "saved_by",
            "returned_by",
            "submitted_by",
            "figures_frozen_by",
        )


class OutputQuerySet(SearchableQuerySet):
    def visible_to(self, user: "HoldsPosts") -> "OutputQuerySet":
        """Like the report it belongs to: until that is sent whoever made it or leads the task, then whoever sees the report."""
        if user.is_superuser:
            return self
        own = self._own(user)
        sent = self._covering(user).exclude(status__in=WRITABLE_STATUSES)
        sent = sent.exclude(status=ReportStatus.AGENCY_REVIEW)
        return self.filter(own | (Q(deleted_at__isnull=True) & Exists(sent.order_by())))

    @staticmethod
    def _own(user: "HoldsPosts") -> Any:
        agencies = user.agency_ids(*WRITING_ROLES)
        made = apps.get_model("reports", "OutputMaker").objects.filter(
            output_id=OuterRef("pk"), agency_id__in=agencies
        )
        leads = Q(task__lead_agency_id__in=agencies) | Q(task__joint_lead_agency_id__in=agencies)
        return Q(agency_id__in=agencies) | leads | Exists(made)

    @staticmethod
    def _covering(user: "HoldsPosts") -> Any:
        """Reports that this person sees, of the output's task and of a period that holds its day."""
        reports = apps.get_model("reports", "ProgressReport").objects.visible_to(user).kept()
        return reports.filter(
            task_id=OuterRef("task_id"),
            period__data_from__lte=OuterRef("done_on"),
            period__data_to__gte=OuterRef("done_on"),
        )

    def kept(self) -> "OutputQuerySet":
        return self.filter(deleted_at__isnull=True)

    def in_period(self, period: Any) -> "OutputQuerySet":
        """What was done in the span of the period's data."""
        return self.filter(done_on__gte=period.data_from, done_on__lte=period.data_to)

    def with_names(self) -> "OutputQuerySet":
        return self.select_related(
            "locality", "agency", "task", "task__plan", "task__plan__locality", "entered_by", "same_as"
        ).prefetch_related("makers")


class OutputPairQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "OutputPairQuerySet":
        """Whoever sees both sides: a pair tells of each what the other is."""
        if user.is_superuser:
            return self
        outputs = apps.get_model("reports", "Output").objects.visible_to(user).kept().order_by().values("pk")
        return self.filter(
            locality_id__in=user.locality_ids(Role.STANDING_OFFICER), first__in=outputs, second__in=outputs
        )


class PressQuerySet(SearchableQuerySet):
    def visible_to(self, user: "HoldsPosts") -> "PressQuerySet":
        """Inner work of the locality: who keeps it, who signs, the committee, and the body that is to answer.

        The ministry reads issued plans and accepted results; a press item is neither, closed or not.
        """
        if user.is_superuser:
            return self
        return self.filter(
            Q(locality_id__in=user.locality_ids(*SENIOR_ROLES))
            | Q(locality__successor_id__in=user.locality_ids(*SENIOR_ROLES))
            | Q(agency_id__in=user.agency_ids(*WRITING_ROLES))
        )

    def waiting_for(self, agency_ids: Any) -> "PressQuerySet":
        """What these bodies still have to answer."""
        return self.filter(status=PressStatus.ASSIGNED, agency_id__in=agency_ids)

    def with_names(self) -> "PressQuerySet":
        return self.select_related("locality", "agency", "recorded_by", "answered_by")
