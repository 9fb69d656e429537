"""The account behind a session."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, OuterRef, QuerySet, Subquery

from agencies.models import Notification, User
from ttdn_portal.shared.prepared import prepared


@prepared
def _account(*, pk: int) -> QuerySet[Any]:
    """The person, with the number of notices not read yet, which every page's head shows."""
    unread = Notification.objects.filter(person=OuterRef("pk"), read_at__isnull=True).order_by()
    count = unread.values("person").annotate(n=Count("pk")).values("n")
    return User.objects.get_queryset().filter(pk=pk).annotate(unread_notices=Subquery(count))


class AccountBackend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        found = _account(pk=int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
