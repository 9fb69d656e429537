"""Two drafters at once: who wins, and that no number is ever two things. Real connections, no mocks."""

import pytest
from django.test import Client

from plans.choices import PlanStatus
from plans.models import Plan, Task
from plans.services import drafting, structure
from tests.fixtures import make_world
from tests.plans.test_drafting import NO_ROWS
from tests.plans.test_structure import check_numbers, group_of, make_draft, order_of, task_of, url_of
from tests.test_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return make_world("hcm")


@pytest.fixture
def draft(world):
    return make_draft(world, groups=5)


def move_group(draft, number, to, person):
    group = group_of(draft, number)
    return lambda: structure.move_group(group, actor=person, read_number=number, to=to)


def test_the_same_group_moved_twice_moves_once(world, draft):
    person = world.people["standing"]

    results = at_once(*(move_group(draft, 5, 4, person) for _ in range(3)))

    assert results.count(4) == 1, results
    assert sum(isinstance(r, structure.MovedMeanwhile) for r in results) == 2
    check_numbers(draft)


def test_different_groups_moved_at_once_both_move(world, draft):
    person = world.people["standing"]

    results = at_once(move_group(draft, 1, 2, person), move_group(draft, 4, 5, person))

    assert results == [2, 5]
    assert [title[-1] for title in draft.groups.order_by("number").values_list("title", flat=True)] == list(
        "21354"
    )
    check_numbers(draft)


def test_a_task_edited_while_it_moves_keeps_its_new_place(world, draft):
    """The form is about a task, not about a number: whoever comes first, the text goes to the task it was written for."""
    person = world.people["standing"]
    client = Client()
    client.force_login(person)
    task = task_of(draft, "2.1")
    typed = {
        "key": task.pk, "version": task.updated_at.isoformat(), "title": "Sửa trong lúc chuyển", "rhythm": "ONCE",
        "due_on": "30/11/2027", **NO_ROWS,
    }  # fmt: skip

    results = at_once(
        lambda: client.post(url_of(draft, "task_edit", "2.1"), typed).status_code,
        move_group(draft, 2, 1, person),
    )

    assert results[0] == 302, results
    assert task_of(draft, "1.1").title == "Sửa trong lúc chuyển"
    check_numbers(draft)


def test_a_task_added_while_groups_move_gets_a_number_of_its_own(world, draft):
    person = world.people["standing"]
    group = group_of(draft, 3)
    new = Task(plan=draft, group=group, title="Thêm trong lúc chuyển", lead_agency=world.lead)

    at_once(
        lambda: drafting.save_task(new, actor=person, supports=[], indicators=[]),
        move_group(draft, 3, 1, person),
    )

    assert [line for line in order_of(draft) if "Thêm" in line] == ["1.3 Thêm trong lúc chuyển"]
    check_numbers(draft)


def test_a_move_against_submission_one_wins(world, draft):
    from plans import workflow

    person = world.people["standing"]
    copy = Plan.objects.with_names().get(pk=draft.pk)

    results = at_once(lambda: workflow.run(copy, "submit", actor=person), move_group(draft, 2, 1, person))

    stored = Plan.objects.get(pk=draft.pk)
    assert sum(isinstance(r, Exception) for r in results) == 1, results
    assert (stored.status == PlanStatus.SUBMITTED) == isinstance(results[1], Exception)
    check_numbers(draft)


def test_two_texts_of_one_part_at_once_one_is_refused(world, draft):
    person = world.people["standing"]
    plans = [Plan.objects.get(pk=draft.pk) for _ in range(2)]
    read = drafting.text_version(draft.purposes)

    results = at_once(
        *(
            lambda p=plan, n=n: (
                drafting.save_section(
                    p, actor=person, field="purposes", text=f"Bản {n}", read_version=read
                ).purposes
            )
            for n, plan in enumerate(plans)
        )
    )

    assert sum(isinstance(r, drafting.StaleDraft) for r in results) == 1, results
    assert Plan.objects.get(pk=draft.pk).purposes in results
