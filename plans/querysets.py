"""Which plans, tasks, directions and comments a person may see, and how they are chosen."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from agencies.choices import AgencyKind, Role
from agencies.models.people import SIGNING_KINDS
from agencies.querysets import SENIOR_ROLES
from plans.choices import PUBLIC_STATUSES, AmendmentStatus, DirectionState, PlanStatus, ReplyStatus, TaskState
from plans.states import Figures, figures_of, state_on
from ttdn_portal.shared.models import SearchableQuerySet

if TYPE_CHECKING:
    from agencies.models.people import HoldsPosts

DRAFTING_ROLES = (Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, Role.LOCALITY_ADMIN)


def signed_by(user: "HoldsPosts", issuer: str = "issuer") -> Q:
    """Papers that go out in the name of a body for which this person signs.

    A signer signs for the own body and for what it took over. A steering committee has no seal of its own and its chair sits in
    the people's committee or in the Party's: what it issues is signed there, too, but never in a department.
    """
    own = user.agency_ids(Role.SIGNER)
    seats = apps.get_model("agencies", "Agency").objects.filter(pk__in=own, kind__in=SIGNING_KINDS)
    sits_there = Exists(seats.filter(locality_id=OuterRef(f"{issuer}__locality_id")))
    of_committee = Q(sits_there, **{f"{issuer}__kind": AgencyKind.STEERING_COMMITTEE})
    return Q(**{f"{issuer}__in": own}) | of_committee


class PlanQuerySet(SearchableQuerySet):
    def visible_to(self, user: "HoldsPosts") -> "PlanQuerySet":
        """The table *Who sees what*: drafts for those who make them, issued plans for the whole locality."""
        if user.is_superuser:
            return self
        seen = self._issued(user) | self._asked(user)
        if drafts := user.locality_ids(*DRAFTING_ROLES):
            seen |= Q(locality_id__in=drafts)
        return self.filter(seen)

    @staticmethod
    def _issued(user: "HoldsPosts") -> Q:
        """Issued plans of one's localities, and of those that ended into them; a branch without rows is left out of the SQL."""
        public = Q(status__in=PUBLIC_STATUSES)
        if user.is_ministry_viewer:
            return public
        places = Q(locality_id__in=user.locality_ids())
        if successors := user.locality_ids(*SENIOR_ROLES):
            places |= Q(locality__successor_id__in=successors)
        return public & places

    def _asked(self, user: "HoldsPosts") -> Q:
        """In consultation: the committee and the bodies asked."""
        through = apps.get_model("plans", "Plan").consulted_agencies.through
        asked = Exists(through.objects.filter(plan_id=OuterRef("pk"), agency_id__in=user.agency_ids()))
        committees = user.locality_ids(Role.COMMITTEE_MEMBER)
        invited = asked | Q(locality_id__in=committees) if committees else Q(asked)
        return Q(status=PlanStatus.CONSULTING) & invited

    def public(self) -> "PlanQuerySet":
        return self.filter(status__in=PUBLIC_STATUSES)

    def awaiting_signature_of(self, user: "HoldsPosts") -> "PlanQuerySet":
        return self.filter(signed_by(user), status=PlanStatus.SUBMITTED)

    def with_names(self) -> "PlanQuerySet":
        return self.select_related("locality", "issuer", "standing_agency", "signer")


class DirectionQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "DirectionQuerySet":
        """The committee, the standing agency, the agency it addresses; once the locality has ended also its successor's."""
        if user.is_superuser:
            return self
        readers = (Role.COMMITTEE_MEMBER, Role.STANDING_OFFICER)
        whole = user.locality_ids(*readers)
        return self.filter(
            Q(locality_id__in=whole)
            | Q(locality__successor_id__in=whole)
            | Q(agency_id__in=user.agency_ids(Role.OFFICER, Role.AGENCY_LEADER))
        )

    def waiting(self) -> "DirectionQuerySet":
        """What nobody has answered yet, and nobody has taken back."""
        return self.filter(_WAITING)

    def in_state(self, word: str, late_before: date) -> "DirectionQuerySet":
        """By the word in the address of the list; an unknown one leaves all."""
        return self.filter(direction_states_on(late_before).get(word, Q()))

    def with_names(self) -> "DirectionQuerySet":
        return self.select_related(
            "locality", "plan", "plan__locality", "agency", "answered_by", "withdrawn_by"
        )


_WAITING = Q(answered_at__isnull=True, withdrawn_at__isnull=True)


def direction_states_on(late_before: date) -> dict[str, Q]:
    """What each state of a direction means on a day, given by `WorkCalendar.late_before`."""
    return {
        DirectionState.WAITING: _WAITING,
        DirectionState.LATE: _WAITING & Q(due_on__lt=late_before),
        DirectionState.ANSWERED: Q(answered_at__isnull=False),
        DirectionState.WITHDRAWN: Q(withdrawn_at__isnull=False),
    }


class PlanTemplateQuerySet(SearchableQuerySet):
    def visible_to(self, user: "HoldsPosts") -> "PlanTemplateQuerySet":
        """Shared templates for everybody, a locality's own for the locality."""
        if user.is_superuser:
            return self
        return self.filter(Q(locality__isnull=True) | Q(locality_id__in=user.locality_ids()))


class AmendmentQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "AmendmentQuerySet":
        """The table *Who sees what*: issued with its plan; before that those who make it, the clerk once it is approved."""
        if user.is_superuser:
            return self
        plans = apps.get_model("plans", "Plan").objects.visible_to(user)
        seen = Q(status=AmendmentStatus.ISSUED, plan__in=plans.values("pk"))
        if makers := user.locality_ids(Role.STANDING_OFFICER, Role.SIGNER):
            seen |= Q(locality_id__in=makers)
        if clerks := user.locality_ids(Role.CLERK):
            seen |= Q(locality_id__in=clerks, status=AmendmentStatus.APPROVED)
        return self.filter(seen)

    def awaiting_signature_of(self, user: "HoldsPosts") -> "AmendmentQuerySet":
        return self.filter(signed_by(user, "plan__issuer"), status=AmendmentStatus.SUBMITTED)

    def with_names(self) -> "AmendmentQuerySet":
        return self.select_related(
            "plan__locality", "plan__issuer__parent", "plan__standing_agency", "signer"
        )

    def with_counts(self) -> "AmendmentQuerySet":
        """Each with the number of its changes as `change_count`."""
        return self.with_names().annotate(change_count=Count("changes"))

    def scheduled(self) -> "AmendmentQuerySet":
        """Issued, and not yet in effect."""
        return self.filter(status=AmendmentStatus.ISSUED, applied_at__isnull=True)

    def due(self, day: date) -> "AmendmentQuerySet":
        """What has to take effect by `day`, in the order in which it does; a plan replaced or revoked takes its amendments along."""
        alive = (PlanStatus.ISSUED, PlanStatus.CLOSED)
        found = self.scheduled().filter(effective_from__lte=day, plan__status__in=alive)
        return found.order_by("effective_from", "issued_at", "pk")


class StandingManager(models.Manager):
    """Rows that an amendment has not withdrawn. What hangs on a withdrawn one (figures, answers) still reaches it."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(withdrawn_on__isnull=True)


def led_by(agency_ids: Collection[int], prefix: str = "") -> Q:
    """Tasks that these agencies carry out: as leads by the plan, or as whom a split gave them to."""

    def led(lead: str, heir: str) -> Q:
        kept = Q(**{f"{prefix}{lead}_id__in": agency_ids, f"{prefix}{heir}__isnull": True})
        return kept | Q(**{f"{prefix}{heir}_id__in": agency_ids})

    return led("lead_agency", "lead_heir") | led("joint_lead_agency", "joint_heir")


def supported_by(agency_ids: Collection[int], prefix: str = "") -> Q:
    """Supports that these agencies give: by the plan, or as whom a split gave them to."""
    kept = Q(**{f"{prefix}agency_id__in": agency_ids, f"{prefix}heir__isnull": True})
    return kept | Q(**{f"{prefix}heir_id__in": agency_ids})


class TaskQuerySet(SearchableQuerySet):
    def visible_to(self, user: "HoldsPosts") -> "TaskQuerySet":
        plans = apps.get_model("plans", "Plan").objects.visible_to(user)
        return self.filter(plan__in=plans.values("pk"))

    def counted_on(self, day: date) -> "TaskQuerySet":
        """Tasks that count on `day`: withdrawn ones do not, from the day of withdrawal."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day))

    def unfinished(self) -> "TaskQuerySet":
        """Neither done nor withdrawn: what may go on in a later plan."""
        return self.filter(completed_on__isnull=True, withdrawn_on__isnull=True)

    def with_state(self, day: date) -> "TaskQuerySet":
        return self.annotate(state=state_on(day))

    def in_state(self, day: date, state: str) -> "TaskQuerySet":
        return self.in_states(day, [state])

    def in_states(self, day: date, states: Iterable[str]) -> "TaskQuerySet":
        return self.counted_on(day).with_state(day).filter(state__in=list(states))

    def overdue(self, day: date) -> "TaskQuerySet":
        return self.in_state(day, TaskState.LATE)

    def led_by(self, agency_ids: Collection[int]) -> "TaskQuerySet":
        """Tasks that these agencies carry out."""
        return self.filter(led_by(agency_ids))

    def with_acting(self) -> "TaskQuerySet":
        """Each with the agencies that carry it out, as `acting_lead` and `acting_joint`."""
        return self.annotate(
            acting_lead=Coalesce("lead_heir_id", "lead_agency_id"),
            acting_joint=Coalesce("joint_heir_id", "joint_lead_agency_id"),
        )

    def with_names(self) -> "TaskQuerySet":
        return self.select_related("plan", "plan__locality", "group", "lead_agency", "joint_lead_agency")

    def figures(self, day: date) -> Figures:
        """The five figures of these tasks on `day`, in one query."""
        counts = dict(self.counted_on(day).order_by().values_list(state_on(day)).annotate(n=Count("pk")))
        return figures_of(counts)


# --- Consultation ------------------------------------------------------------------------------------

# Who reads what was commented; the author's own body reads its own (contract: consultation comments).
READING_ROLES = (Role.STANDING_OFFICER, Role.SIGNER)
REPLYING_ROLES = (Role.OFFICER, Role.AGENCY_LEADER)
# Who answers a direction: the standing agency is addressed too, and its people hold posts of their own.
ANSWERING_ROLES = (*REPLYING_ROLES, Role.STANDING_OFFICER)


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "ConsultationQuerySet":
        """Rounds of those who make the plan, and of the bodies asked in them."""
        if user.is_superuser:
            return self
        bodies = apps.get_model("plans", "ConsultedBody").objects.filter(_asked_as(user))
        own = Q(Exists(bodies.filter(consultation=OuterRef("pk"))))
        return self.filter(own | Q(plan__locality_id__in=user.locality_ids(*READING_ROLES)))

    def open(self) -> "ConsultationQuerySet":
        return self.filter(ended_at__isnull=True)

    def with_names(self) -> "ConsultationQuerySet":
        return self.select_related("plan__locality", "plan__issuer", "plan__standing_agency", "sent_by")


class ConsultedBodyQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "ConsultedBodyQuerySet":
        """One's own body; every body for those who make the plan."""
        if user.is_superuser:
            return self
        readers = Q(consultation__plan__locality_id__in=user.locality_ids(*READING_ROLES))
        return self.filter(_asked_as(user) | readers)

    def asked_as(self, user: "HoldsPosts") -> "ConsultedBodyQuerySet":
        """The agencies in which this person holds a post, and their seat in the committee."""
        return self.filter(_asked_as(user))

    def answered_by(self, user: "HoldsPosts") -> "ConsultedBodyQuerySet":
        """Bodies for which this person writes."""
        return self.filter(_asked_as(user, *REPLYING_ROLES))

    def with_names(self) -> "ConsultedBodyQuerySet":
        return self.select_related(
            "agency", "member", "consultation__plan__locality", "consultation__plan__standing_agency"
        )


class PlanCommentQuerySet(models.QuerySet):
    def visible_to(self, user: "HoldsPosts") -> "PlanCommentQuerySet":
        """What one's own body wrote; for the standing agency and the signer, once the body has replied."""
        if user.is_superuser:
            return self
        own = _asked_as(user, prefix="body__")
        sent = Q(body__status=ReplyStatus.REPLIED) & Q(
            body__consultation__plan__locality_id__in=user.locality_ids(*READING_ROLES)
        )
        return self.filter(own | sent)

    def sent(self) -> "PlanCommentQuerySet":
        """Comments of bodies that have replied; what is still being written is nobody else's yet."""
        return self.filter(body__status=ReplyStatus.REPLIED)

    def unanswered(self) -> "PlanCommentQuerySet":
        return self.sent().filter(answer="")

    def of_plan(self, plan_id: int) -> "PlanCommentQuerySet":
        return self.filter(body__consultation__plan_id=plan_id)


def _asked_as(user: "HoldsPosts", *roles: str, prefix: str = "") -> Q:
    """The agency in which the person holds a post (one of `roles`), or the committee seat that is theirs."""
    agencies = user.agency_ids(*roles)
    return Q(**{f"{prefix}agency_id__in": agencies}) | Q(**{f"{prefix}member__user_id": user.pk})
