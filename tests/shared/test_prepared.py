"""Queries that are built once: the same rows as a query built anew, whatever the values, and a refusal where they can't be."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.choices import Role
from agencies.models import ActivityEntry, Agency, Rights, User
from agencies.models.people import Post
from agencies.services.activity import record
from plans.access import _seen_plan
from plans.dashboards.tasks import TaskChoice, _part
from plans.models import Plan, Task
from tests import factories as f
from ttdn_portal.shared.prepared import NotPreparable, Numbers, prepared, prepared_update

pytestmark = pytest.mark.django_db


@prepared
def tasks_due(*, plan: int, until: date, title: str | None) -> QuerySet[Task]:
    tasks = Task.objects.filter(plan=plan, due_on__lte=until)
    return tasks if title is None else tasks.filter(title=title)


def test_rows_follow_the_values_of_each_call(world):
    first = tasks_due(plan=world.plan.pk, until=date(2026, 12, 31), title=None)
    second = tasks_due(plan=world.plan.pk, until=date(2026, 1, 1), title=None)
    third = tasks_due(plan=world.plan.pk, until=date(2026, 12, 31), title=world.task.title)

    assert first == list(Task.objects.filter(plan=world.plan, due_on__lte=date(2026, 12, 31)))
    assert len(first) > 1
    assert second == []
    assert third == [world.task]


def test_it_is_built_only_once_a_shape(world):
    built = []

    @prepared
    def of_plan(*, plan: int, with_secret: bool) -> QuerySet[Task]:
        built.append((plan, with_secret))
        return (
            Task.objects.filter(plan=plan) if with_secret else Task.objects.filter(plan=plan, is_secret=False)
        )

    for plan in (world.plan.pk, world.plan.pk + 1, world.plan.pk):
        of_plan(plan=plan, with_secret=True)
        of_plan(plan=plan, with_secret=False)

    assert len(built) == 4  # two shapes, each compiled with two sets of stand-ins
    assert world.plan.pk not in [plan for plan, _ in built]


def test_many_shapes_make_room_and_are_built_again(world, monkeypatch):
    monkeypatch.setattr("ttdn_portal.shared.prepared.MAX_SHAPES", 2)

    @prepared
    def first_of(*, plan: int, part: tuple[int, int]) -> QuerySet[Task]:
        return Task.objects.filter(plan=plan).order_by("sequence")[part[0] : part[1]]

    for last in (1, 2, 3, 1, 2):
        assert len(first_of(plan=world.plan.pk, part=(0, last))) == min(last, world.plan.tasks.count())


def test_numbers_of_any_length_and_none_at_all(world):
    @prepared
    def led_by(*, agencies: Numbers) -> QuerySet[Task]:
        return Task.objects.filter(lead_agency_id__in=agencies).order_by("pk")

    for ids in ((), (world.lead.pk,), (world.lead.pk, world.other.pk), (world.other.pk, world.lead.pk)):
        assert led_by(agencies=Numbers(ids)) == list(
            Task.objects.filter(lead_agency_id__in=ids).order_by("pk")
        )


def test_moments_are_compared_as_django_compares_them(world, lead_officer):
    entry = record(actor=lead_officer, action="save", obj=world.task)

    @prepared
    def since(*, at: datetime) -> QuerySet[ActivityEntry]:
        return ActivityEntry.objects.filter(at__gte=at).values_list("pk", "at")

    assert (entry.pk, entry.at) in since(at=entry.at)
    assert (entry.pk, entry.at) not in since(at=entry.at + timedelta(microseconds=1))
    assert since(at=timezone.now() + timedelta(days=1)) == []


def test_a_value_that_is_changed_on_its_way_is_refused():
    @prepared
    def named(*, words: str) -> QuerySet[Agency]:
        return Agency.objects.filter(name__contains=words)

    @prepared
    def first(*, count: int) -> QuerySet[Agency]:
        return Agency.objects.all()[:count]

    with pytest.raises(NotPreparable):
        named(words="Sở")
    with pytest.raises(NotPreparable):
        first(count=3)


def test_plain_rows_named_rows_and_objects_are_those_of_django(world):
    listed = TaskChoice().tasks(world.plan.pk, date(2026, 6, 1))

    rows = _part(plan=world.plan.pk, day=date(2026, 6, 1), by_due=False, part=(0, 50), **vars(TaskChoice()))

    assert [(row.code, row.state, row.due_on) for row in rows] == [
        (task.code, task.state, task.due_on) for task in listed.order_by("sequence")
    ]


@pytest.mark.parametrize("role", ["officer", "head", "supporter", "standing", "signer", "clerk", "committee"])
def test_rights_open_what_the_person_may_see(world, other_world, role):
    person = User.objects.get(pk=world.people[role].pk)
    draft = f.make_plan(world.locality, status="DRAFT", issuer=world.issuer, year=2027)

    for plan in (world.plan, draft, other_world.plan):
        found = _seen_plan(user=person.rights, locality=plan.locality.code, slug=plan.slug, with_names=False)
        assert found == list(Plan.objects.visible_to(person).filter(pk=plan.pk))


def test_rights_of_the_same_shape_share_a_query_and_never_each_others_rows(world, other_world):
    mine, theirs = (User.objects.get(pk=each.people["standing"].pk).rights for each in (world, other_world))
    assert mine.shape() == theirs.shape()

    for rights, seen, hidden in ((mine, world, other_world), (theirs, other_world, world)):
        with CaptureQueriesContext(connection) as asked:
            assert _seen_plan(
                user=rights, locality=seen.locality.code, slug=seen.plan.slug, with_names=False
            ) == [seen.plan]
            assert not _seen_plan(
                user=rights, locality=hidden.locality.code, slug=hidden.plan.slug, with_names=False
            )
        assert len(asked) == 2


def test_posts_in_one_place_and_in_two_are_different_shapes():
    one = Rights(1, False, (Post(Role.OFFICER, 5, 5), Post(Role.AGENCY_LEADER, 5, 5)))
    two = Rights(1, False, (Post(Role.OFFICER, 5, 5), Post(Role.AGENCY_LEADER, 6, 5)))
    ministry = Rights(1, False, (Post(Role.MINISTRY_VIEWER, 7, None),))

    assert len({one.shape(), two.shape(), ministry.shape()}) == 3
    assert one.holding((9, 31, 41)).posts == (Post(Role.OFFICER, 31, 41), Post(Role.AGENCY_LEADER, 31, 41))
    assert two.holding((9, 31, 32, 41)).agency_ids() == {31, 32}
    assert ministry.holding((9, 31)).posts == (Post(Role.MINISTRY_VIEWER, 31, None),)


@prepared_update
def unfinished_of(*, plan: int, number: int) -> QuerySet[Task]:
    return Task.objects.filter(plan=plan, number=number, completed_on__isnull=True, progress_percent__lt=100)


def test_a_change_reaches_the_rows_of_its_condition_and_tells_how_many(world):
    task = world.plan.tasks.first()
    same = Task.objects.filter(plan=world.plan, number=task.number)

    changed = unfinished_of(
        {"note": "Theo Thông báo số 12", "lead_agency_id": world.other.pk, "budget_vnd": None},
        plan=world.plan.pk,
        number=task.number,
    )
    elsewhere = unfinished_of({"note": "nơi khác"}, plan=world.plan.pk + 1000, number=task.number)
    same.update(progress_percent=100)
    finished = unfinished_of({"note": "đã xong"}, plan=world.plan.pk, number=task.number)

    assert (changed, elsewhere, finished) == (same.count(), 0, 0)
    told = set(same.values_list("note", "lead_agency_id", "budget_vnd"))
    assert told == {("Theo Thông báo số 12", world.other.pk, None)}
    assert not Task.objects.exclude(pk__in=same).filter(note="Theo Thông báo số 12").exists()
