"""Which rows a person may see, and in which order."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from agencies.choices import Role
from ttdn_portal.shared.models import SearchableQuerySet

if TYPE_CHECKING:
    from agencies.models import User


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
        return self.filter(Q(pk__in=user.locality_ids()) | Q(successor_id__in=user.locality_ids(*SENIOR_ROLES)))


SENIOR_ROLES = (Role.STANDING_OFFICER, Role.SIGNER, Role.COMMITTEE_MEMBER)


class AgencyQuerySet(SearchableQuerySet):
    def visible_to(self, user: "User") -> "AgencyQuerySet":
        """The whole locality sees its agencies."""
        if user.is_superuser:
            return self
        return self.filter(locality_id__in=user.locality_ids())

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


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "MembershipQuerySet":
        if user.is_superuser:
            return self
        return self.filter(Q(user=user) | Q(agency__locality_id__in=user.locality_ids(Role.LOCALITY_ADMIN)))

    def effective_on(self, day: date) -> "MembershipQuerySet":
        """Memberships that give rights on `day`: their own dates and the agency's both hold."""
        return self.filter(effective_on(day), effective_on(day, "agency__"))


class LocalityRowQuerySet(models.QuerySet):
    """Rows of a locality that its whole membership sees (calendar, committees)."""

    def visible_to(self, user: "User") -> "LocalityRowQuerySet":
        if user.is_superuser:
            return self
        return self.filter(Q(locality_id__in=user.locality_ids()) | Q(locality__isnull=True))


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


class MailingQuerySet(NotificationQuerySet):
    pass
