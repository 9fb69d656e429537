"""Two people, one contribution, one act on bodies: who wins, and that the other is told. Real connections, no mocks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agencies.models import ActivityEntry, Handover, Reorganisation, User
from agencies.services.handovers import hand_over
from agencies.services.succession import NewBody
from reports.choices import ContributionStatus as S
from reports.models import Contribution, ProgressReport
from reports.services.contributions import AnswerText, StaleAnswer, remind_contribution
from reports.services.handovers import apply_due_handovers
from reports.services.reorganising import apply_due_reorganisations, reorganise_with_work
from reports.workflow import contribution as workflow
from tests import factories as f
from tests.fixtures import make_world
from tests.test_together import at_once
from ttdn_portal.shared.transitions import StaleState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return make_world("hcm")


@pytest.fixture
def asked(world):
    return f.make_contribution(world.task.supports.get(), world.period, world.people["officer"])


def copy_of(row: Contribution) -> Contribution:
    return Contribution.objects.with_names().get(pk=row.pk)


def answer(row: Contribution, person: User, words: str) -> Callable[[], Any]:
    copy = copy_of(row)
    return lambda: workflow.send(copy, AnswerText(words), actor=person, read_version=1)


def test_two_officers_send_at_once_one_answer_stands_and_the_other_is_kept(world, asked):
    colleague = f.make_user(world.support, "OFFICER")
    words = {world.people["supporter"]: "Đã gửi 24 ảnh.", colleague: "Đã gửi 20 ảnh."}
    acts = [answer(asked, person, text) for person, text in words.items()]

    results = at_once(*acts)

    assert sorted(type(result) for result in results if result is not None) in (
        [StaleAnswer],
        [PermissionDenied],
    )
    row = copy_of(asked)
    assert (row.status, row.version) == (S.SENT, 2)
    assert row.answer == words[row.answered_by]


def test_an_answer_and_a_withdrawal_exactly_one_is_made(world, asked):
    copy, lead = copy_of(asked), world.people["officer"]

    results = at_once(
        answer(asked, world.people["supporter"], "Đã gửi 24 ảnh."),
        lambda: workflow.run(copy, "withdraw", actor=lead),
    )

    assert sum(result is None for result in results) == 1
    row = copy_of(asked)
    assert (row.status, bool(row.answered_at)) in ((S.SENT, True), (S.WITHDRAWN, False))


def test_two_officers_of_the_lead_remind_at_once_one_reminder_goes(world, asked):
    lead = world.people["officer"]
    copies = [copy_of(asked), copy_of(asked)]

    results = at_once(*(lambda row=row: remind_contribution(row, actor=lead) for row in copies))

    assert sorted(map(type, results), key=str) == [ValidationError, int]
    assert ActivityEntry.objects.filter(action="remind").count() == 1


def test_two_of_the_lead_ask_at_once_one_question_stands(world):
    lead = world.people["officer"]
    support = world.task.supports.select_related("agency", "task").get()
    request = workflow.Request("Số đoàn phóng viên đã đón.", timezone.localdate())

    results = at_once(*(lambda: workflow.ask([support], world.period, request, actor=lead) for _ in range(2)))

    assert Contribution.objects.count() == 1
    assert all(isinstance(result, list | StaleState) for result in results)


def test_a_handover_whose_day_has_come_is_applied_once_however_many_workers_ask(world):
    officer, taker = world.people["officer"], f.make_user(world.standing, locality=world.locality)
    f.make_report(world.task, world.period, officer)
    today = timezone.localdate()
    hand_over(
        officer.memberships.select_related("user", "agency"), from_person=officer, to_person=taker, starts_on=today,
        takes_seats=False, note="Chuyển công tác", actor=world.people["administrator"],
    )  # fmt: skip

    results = at_once(*(lambda: apply_due_handovers(as_of=today) for _ in range(3)))

    assert sorted(results) == [0, 0, 1]
    assert ProgressReport.objects.get().author == taker
    assert ActivityEntry.objects.filter(action="hand_over", object_type="progressreport").count() == 1
    assert Handover.objects.get().summary["drafts"] == 1


def test_an_act_on_bodies_is_applied_once_however_many_workers_ask(world):
    today = timezone.localdate()
    reorganise_with_work(
        [world.lead], [NewBody("Sở Văn hóa, Thể thao và Du lịch", "so-vhttdl")], kind="RENAME", starts_on=today, basis="",
        tasks={}, supports={}, posts={}, actor=world.people["administrator"],
    )  # fmt: skip

    results = at_once(*(lambda: apply_due_reorganisations(as_of=today) for _ in range(3)))

    assert sorted(results) == [0, 0, 1]
    assert Reorganisation.objects.get().done_at
