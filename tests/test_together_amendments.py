"""Two people, two processes, one plan that is amended: who wins, and that the other is told. Real connections, no mocks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.models import ActivityEntry
from plans.choices import AmendmentStatus
from plans.models import Amendment, Task
from plans.services import amending
from plans.services.applying import apply_due
from plans.services.drafting import StaleDraft
from plans.services.versions import freeze, task_content
from plans.workflow import amendment as workflow
from tests import factories as f
from tests.fixtures import make_world
from tests.test_together import at_once
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, find

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


@pytest.fixture
def world(transactional_db):
    world = make_world("hcm")
    freeze(world.plan, actor=None)
    return world


def move(amendment: Amendment, name: str, world: Any, number: int = 5) -> Callable[[], str]:
    transition = find(workflow.TRANSITIONS, name)
    actor = next(p for p in world.people.values() if p.has_perm(transition.permission, amendment))
    copy = Amendment.objects.with_names().get(pk=amendment.pk)

    def act() -> str:
        data = {"number": number, "issued_on": TODAY, "signer_name": "Trần Văn Ký", "accepted": f.TICKED}
        workflow.run(copy, name, actor=actor, note="Lý do", **data)
        return name

    return act


@pytest.mark.parametrize("name", [transition.name for transition in workflow.TRANSITIONS])
def test_each_move_asked_for_twice_at_once_is_made_once(world, name):
    status = find(workflow.TRANSITIONS, name).sources[0]
    amendment = f.make_amendment(world.plan, status=status)
    f.make_change(amendment, world.task, note="Làm sớm")

    results = at_once(move(amendment, name, world), move(amendment, name, world))

    assert results.count(name) == 1, results
    assert sum(isinstance(r, StaleState | TransitionBlocked) for r in results) == 1, results
    assert ActivityEntry.objects.about(amendment).filter(action=name).count() == 1
    assert world.plan.versions.count() == 1 + (name == "issue")


@pytest.mark.parametrize(
    ("status", "first", "second"),
    [
        (AmendmentStatus.SUBMITTED, "approve", "send_back"),
        (AmendmentStatus.APPROVED, "issue", "send_back"),
    ],
)
def test_two_moves_of_one_amendment_exactly_one_wins(world, status, first, second):
    amendment = f.make_amendment(world.plan, status=status)
    f.make_change(amendment, world.task, note="Làm sớm")

    results = at_once(move(amendment, first, world), move(amendment, second, world))

    assert sum(isinstance(r, StaleState) for r in results) == 1, results
    assert world.plan.versions.count() == 1 + ("issue" in results)
    assert (Task.objects.get(pk=world.task.pk).note == "Làm sớm") == ("issue" in results)


def test_two_amendments_of_one_task_issued_at_once_the_second_is_told(world):
    first, second = (f.make_amendment(world.plan, status=AmendmentStatus.APPROVED, ordinal=n) for n in (1, 2))
    f.make_change(first, world.task, note="Theo lần 1")
    f.make_change(second, world.task, note="Theo lần 2")

    results = at_once(move(first, "issue", world, 5), move(second, "issue", world, 6))

    assert results.count("issue") == 1, results
    [told] = [r for r in results if isinstance(r, TransitionBlocked)]
    assert "nay chỗ này đã được văn bản khác điều chỉnh" in told.problems[0]
    assert world.plan.versions.count() == 2


def test_amendments_of_different_tasks_issued_at_once_both_stand(world):
    first, second = (f.make_amendment(world.plan, status=AmendmentStatus.APPROVED, ordinal=n) for n in (1, 2))
    f.make_change(first, world.task, note="Theo lần 1")
    f.make_change(second, world.other_task, note="Theo lần 2")

    results = at_once(move(first, "issue", world, 5), move(second, "issue", world, 6))

    assert results == ["issue", "issue"]
    assert [v.number for v in world.plan.versions.order_by("number")] == [1, 2, 3]
    last = world.plan.versions.get(number=3).content["groups"][0]["tasks"]
    assert [task["note"] for task in last] == ["Theo lần 1", "Theo lần 2"]


def test_waiting_amendment_takes_effect_once_however_many_workers_ask(world):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.ISSUED)
    f.make_change(amendment, world.task, note="Làm sớm")

    results = at_once(*[lambda: apply_due(as_of=TODAY)] * 4)

    assert sum(results) == 1, results
    assert world.plan.versions.count() == 2


def test_two_drafters_of_one_change_the_second_is_refused(world):
    draft = f.make_amendment(world.plan)

    def write(note: str) -> Callable[[], Any]:
        task = Task.objects.with_names().get(pk=world.task.pk)
        change = amending.change_of_task(draft, task)
        content = task_content(task) | {"note": note}
        return lambda: amending.save_task_change(
            change, actor=world.people["standing"], content=content, read_at=None
        )

    results = at_once(write("Một"), write("Hai"))

    assert sum(isinstance(r, StaleDraft) for r in results) == 1, results
    assert draft.changes.count() == 1


def test_a_change_saved_while_the_amendment_is_submitted_is_in_it_or_refused(world):
    draft = f.make_amendment(world.plan)
    f.make_change(draft, world.other_task, note="Làm sớm")
    change = amending.change_of_task(draft, Task.objects.with_names().get(pk=world.task.pk))
    content = change.before | {"note": "Đến muộn"}

    results = at_once(
        move(draft, "submit", world),
        lambda: amending.save_task_change(
            change, actor=world.people["standing"], content=content, read_at=None
        ),
    )

    draft.refresh_from_db()
    refused = [r for r in results if isinstance(r, ValidationError | StaleState)]
    assert len(refused) == 1, results
    assert draft.changes.count() == (2 if draft.status == AmendmentStatus.DRAFT else 1)
