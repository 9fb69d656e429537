"""The account behind a session, read together with its posts: every page asks for both."""

from datetime import date
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from agencies.models import Membership, Notification, User
from agencies.models.people import POST_COLUMNS, posts_from
from ttdn_portal.shared.prepared import prepared

USER_COLUMNS = tuple(field.attname for field in User._meta.concrete_fields)


def _unread(person: str) -> Subquery:
    """The number of notices not read yet, which every page's head shows."""
    unread = Notification.objects.filter(person=OuterRef(person), read_at__isnull=True).order_by()
    return Subquery(unread.values("person").annotate(n=Count("pk")).values("n"))


@prepared
def _account(*, pk: int) -> QuerySet[Any]:
    return User.objects.get_queryset().filter(pk=pk).annotate(unread_notices=_unread("pk"))


@prepared
def _account_with_posts(*, pk: int, day: date) -> QuerySet[Any]:
    """A row for each post that holds on the day: the post, the unread notices, the person."""
    held = Membership.objects.held_by(pk, day).annotate(unread_notices=_unread("user_id"))
    person = (f"user__{name}" for name in USER_COLUMNS)
    return held.values_list(*POST_COLUMNS, "unread_notices", *person)


class AccountBackend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = _person(int(user_id))
        return user if user and self.user_can_authenticate(user) else None


def _person(pk: int) -> User | None:
    """By one query; by a second one where the person holds no post today."""
    rows = _account_with_posts(pk=pk, day=timezone.localdate())
    if not rows:
        return _without_posts(pk)
    width = len(POST_COLUMNS)
    unread, *values = rows[0][width:]
    user = User.from_db(DEFAULT_DB_ALIAS, USER_COLUMNS, values)
    user.unread_notices = unread
    user.posts = posts_from(row[:width] for row in rows)
    return user


def _without_posts(pk: int) -> User | None:
    found = _account(pk=pk)
    for user in found:
        user.posts = ()  # asked already
    return found[0] if found else None
