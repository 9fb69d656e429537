"""The account behind a session, read with its posts: what every page knows of its reader."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.backends import AccountBackend
from agencies.choices import Role
from agencies.models import Membership, Notification, User
from tests import factories as f

pytestmark = pytest.mark.django_db
COLUMNS = [field.attname for field in User._meta.concrete_fields]


def account(person: User) -> User | None:
    return AccountBackend().get_user(person.pk)


def test_person_posts_and_unread_notices_come_by_one_query(world, django_assert_num_queries):
    person = world.people["officer"]
    f.make_membership(person, world.other, Role.AGENCY_LEADER)
    for step in ("3", "0"):
        Notification.objects.create(
            person=person, kind="REPORT_DUE", subject_key="report:1", step=step, text="Đến hạn"
        )

    with django_assert_num_queries(1):
        found = account(person)
        told = (found.posts, found.rights, found.unread_notices)

    assert [getattr(found, name) for name in COLUMNS] == [getattr(person, name) for name in COLUMNS]
    assert {(post.role, post.agency_id) for post in told[0]} == {
        (Role.OFFICER, world.lead.pk),
        (Role.AGENCY_LEADER, world.other.pk),
    }
    assert set(told[0]) == set(User.objects.get(pk=person.pk).posts)
    assert told[2] == 2
    found.full_name = "Trần Thị Bích"
    found.save()
    assert User.objects.get(pk=person.pk).full_name == "Trần Thị Bích"


def test_who_holds_no_post_today_is_found_all_the_same(world, django_assert_num_queries):
    person = world.people["officer"]
    Membership.objects.filter(user=person).update(valid_from=timezone.localdate() + timedelta(days=1))

    with django_assert_num_queries(2):
        found = account(person)

    assert (found, found.posts, found.unread_notices) == (person, (), None)


def test_nobody_comes_in_with_a_closed_or_unknown_account(world):
    person = world.people["officer"]
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert account(person) is None
    assert AccountBackend().get_user(0) is None
