"""Which rows a person may see, and in which order."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import FilteredRelation, Q
from django.utils import timezone

from agencies.choices import Role
from ttdn_portal.shared.models import SearchableQuerySet
from ttdn_portal.shared.text import fold

if TYPE_CHECKING:
    from agencies.models import Locality, User
    from agencies.models.people import HoldsPosts


def effective_on(day: date, prefix: str = "") -> Q:
    """Rows whose validity dates hold on `day`; an open end holds for ever."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class LocalityQuerySet(SearchableQuerySet):
    def visible_to(self, user: "User") -> "LocalityQuerySet":
        """One's own localities, those that ended into them (for the successor's seniors), all for the ministry."""
        if user.sees_every_locality:
            return self
        return self.filter(
            Q(pk__in=user.locality_ids()) | Q(successor_id__in=user.locality_ids(*SENIOR_ROLES))
        )


SENIOR_ROLES = (Role.STANDING_OFFICER, Role.SIGNER, Role.COMMITTEE_MEMBER)


def in_readable_locality(user: "HoldsPosts") -> Q:
    """Rows of one's own localities, and of those that ended into them (for the successor's seniors)."""
    return Q(locality_id__in=user.locality_ids()) | Q(
        locality__successor_id__in=user.locality_ids(*SENIOR_ROLES)
    )


class AgencyQuerySet(SearchableQuerySet):
    def visible_to(self, user: "User") -> "AgencyQuerySet":
        """The whole locality sees its agencies; the successor's seniors those of a locality that ended."""
        if user.is_superuser:
            return self
        return self.filter(in_readable_locality(user))

    def effective_on(self, day: date) -> "AgencyQuerySet":
        return self.filter(effective_on(day))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> "UserQuerySet":
        return UserQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> "User":
        """User names are written without regard to case."""
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_superuser=True, **fields)

    def visible_to(self, user: "User") -> "UserQuerySet":
        return self.get_queryset().visible_to(user)


class UserQuerySet(SearchableQuerySet):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """The locality's administrator sees the people of the locality, everybody sees oneself."""
        if user.is_superuser:
            return self
        return self.filter(Q(pk=user.pk) | Q(locality_id__in=user.locality_ids(Role.LOCALITY_ADMIN)))

    def holding(self, day: date, *, role: str | None = None, agency: Any = None) -> "UserQuerySet":
        """People who hold this role, in this agency, on `day`."""
        held = effective_on(day, "memberships__")
        if role:
            held &= Q(memberships__role=role)
        if agency is not None:
            held &= Q(memberships__agency=agency)
        return self.filter(held).distinct()

    def in_state(self, state: str) -> "UserQuerySet":
        """`active`, `blocked`, or `unset`: no password chosen yet."""
        if state == "blocked":
            return self.filter(is_active=False)
        unset = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return (
            self.filter(unset, is_active=True)
            if state == "unset"
            else self.filter(is_active=True).exclude(unset)
        )


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "MembershipQuerySet":
        if user.is_superuser:
            return self
        return self.filter(Q(user=user) | Q(agency__locality_id__in=user.locality_ids(Role.LOCALITY_ADMIN)))

    def effective_on(self, day: date) -> "MembershipQuerySet":
        """Memberships that give rights on `day`: their own dates and the agency's both hold.

        The agencies of a locality that has ended go on for their members: its closed years stay readable and are completed.
        """
        of_ended_locality = Q(agency__locality__valid_to__lt=day)
        return self.filter(effective_on(day), effective_on(day, "agency__") | of_ended_locality)

    def with_heritage(self, day: date) -> "MembershipQuerySet":
        """Once for each agency that the one of the post stands for on `day`, as `taken`; once where there is none."""
        condition = Q(agency__heritage__starts_on__lte=day, agency__heritage__is_main=True)
        return self.annotate(taken=FilteredRelation("agency__heritage", condition=condition))

    def held_by(self, user_id: int, day: date) -> "MembershipQuerySet":
        """Posts of a person that hold on `day`, with what their agencies took over."""
        return self.filter(user_id=user_id).effective_on(day).with_heritage(day)

    def answering_for(self, agency_ids: Iterable[int], day: date) -> "MembershipQuerySet":
        """Posts that hold on `day` in these agencies, or in whoever took one of them over (`taken`)."""
        wanted = list(agency_ids)
        own = Q(agency_id__in=wanted) | Q(taken__predecessor_id__in=wanted)
        return self.effective_on(day).with_heritage(day).filter(own)

    def current_in(self, agency_ids: Iterable[int]) -> "MembershipQuerySet":
        """Officers' posts in these agencies that hold today or will."""
        ends = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
        return self.filter(ends, agency_id__in=agency_ids, role=Role.OFFICER)


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "HandoverQuerySet":
        """Both people, the locality's administrator, and the head of an agency concerned who made it."""
        if user.is_superuser:
            return self
        own = Q(from_person=user) | Q(to_person=user) | Q(created_by=user)
        return self.filter(own | Q(locality_id__in=user.locality_ids(Role.LOCALITY_ADMIN)))

    def due(self, day: date) -> "HandoverQuerySet":
        """Those whose day has come and whose rest has not gone over yet, in the order in which they do."""
        return self.filter(starts_on__lte=day, done_at__isnull=True).order_by("starts_on", "pk")


class ReorganisationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ReorganisationQuerySet":
        """The whole locality sees how its agencies changed."""
        return self if user.is_superuser else self.filter(in_readable_locality(user))

    def due(self, day: date) -> "ReorganisationQuerySet":
        return self.filter(starts_on__lte=day, done_at__isnull=True).order_by("starts_on", "pk")


class SuccessionQuerySet(models.QuerySet):
    def of_leads(self, plan: Any, day: date) -> "SuccessionQuerySet":
        """Successions, up to a day, of agencies that lead tasks of a plan (its key, or an OuterRef of it)."""
        return self.filter(predecessor__led_tasks__plan=plan, starts_on__lte=day)

    def visible_to(self, user: "User") -> "SuccessionQuerySet":
        if user.is_superuser:
            return self
        return self.filter(predecessor__locality_id__in=user.locality_ids())


class LocalityRowQuerySet(models.QuerySet):
    """Rows of a locality that its whole membership sees (calendar, committees)."""

    def visible_to(self, user: "User") -> "LocalityRowQuerySet":
        if user.is_superuser:
            return self
        return self.filter(in_readable_locality(user) | Q(locality__isnull=True))

    def of_locality(self, locality: "Locality") -> "LocalityRowQuerySet":
        """Rows that hold in a locality: its own and the country's."""
        return self.filter(Q(locality=locality) | Q(locality__isnull=True))


class CommitteeQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "CommitteeQuerySet":
        if user.is_superuser:
            return self
        return self.filter(agency__locality_id__in=user.locality_ids())


class CommitteeMemberQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "CommitteeMemberQuerySet":
        if user.is_superuser:
            return self
        return self.filter(committee__agency__locality_id__in=user.locality_ids())


class ActivityQuerySet(models.QuerySet):
    """Only grows: a bulk change or deletion is refused here, and by the database itself."""

    def visible_to(self, user: "User") -> "ActivityQuerySet":
        if user.is_superuser:
            return self
        return self.filter(locality_id__in=user.locality_ids(Role.LOCALITY_ADMIN))

    def about(self, obj: Any) -> "ActivityQuerySet":
        return self.filter(object_type=obj._meta.model_name, object_id=str(obj.pk))

    def on_day(self, day: date) -> "ActivityQuerySet":
        """Acts of one day of the portal's time zone."""
        start = timezone.make_aware(datetime.combine(day, time.min))
        return self.filter(at__gte=start, at__lt=start + timedelta(days=1))

    def by_people_named(self, words: str) -> "ActivityQuerySet":
        return self.filter(actor__in=self._people().search(words).order_by().values("pk"))

    def _people(self) -> "UserQuerySet":
        people: Any = self.model._meta.get_field("actor").related_model
        found: UserQuerySet = people.objects.get_queryset()
        return found

    def update(self, **kwargs: Any) -> int:
        raise TypeError("the activity log only grows")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the activity log only grows")


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "NotificationQuerySet":
        """The addressee and the locality's administrator."""
        if user.is_superuser:
            return self
        return self.filter(Q(person=user) | Q(locality_id__in=user.locality_ids(Role.LOCALITY_ADMIN)))

    def to_people_named(self, words: str) -> "NotificationQuerySet":
        """Notices to people whose name holds every word, with or without marks."""
        found = self
        for word in fold(words).split():
            found = found.filter(person__search_text__contains=word)
        return found


class MailingQuerySet(NotificationQuerySet):
    def to_people_named(self, words: str) -> "MailingQuerySet":
        """Letters to people whose name, or address, holds every word, with or without marks."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(person__search_text__contains=word) | Q(address__icontains=word))
        return found
