"""The register of outputs under two at once: two reviewers on one pair, an entry against the sending of its report."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from reports import workflow as report_workflow
from reports.choices import PairStatus, ReportStatus
from reports.models import FigureValue, Output, OutputPair, ProgressReport
from reports.services.likeness import note_pairs
from reports.services.outputs import add_output
from reports.workflow import output_pair
from tests import factories as f
from tests.fixtures import make_world
from tests.test_together import at_once
from ttdn_portal.shared.transitions import StaleState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return make_world("hcm")


def judge(pk, move, person):
    pair = OutputPair.objects.get(pk=pk)
    return lambda: output_pair.run(pair, move, actor=person)


@pytest.mark.parametrize("moves", [("merge", "merge"), ("merge", "keep_apart")])
def test_of_two_reviewers_one_wins_and_the_other_is_told(world, moves):
    officer = world.people["officer"]
    f.make_report(world.task, world.period, officer, status=ReportStatus.ACCEPTED)
    one = f.make_output(world.task, officer, url="https://dulich.example/1")
    two = f.make_output(world.task, officer, agency=world.support, url="https://dulich.example/1")
    note_pairs(two)
    pk = OutputPair.objects.get().pk
    colleague = f.make_user(world.standing, "STANDING_OFFICER")

    results = at_once(judge(pk, moves[0], world.people["standing"]), judge(pk, moves[1], colleague))

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "StaleState"]
    assert isinstance(next(result for result in results if result), StaleState)
    is_merged = OutputPair.objects.get().status == PairStatus.SAME
    assert Output.objects.get(pk=two.pk).same_as_id == (one.pk if is_merged else None)


def test_two_pairs_of_one_set_merged_at_once_make_one_set(world):
    officer = world.people["officer"]
    f.make_report(world.task, world.period, officer, status=ReportStatus.ACCEPTED)
    outputs = []
    for agency in (world.lead, world.support, world.other):
        outputs.append(f.make_output(world.task, officer, agency=agency, url="https://dulich.example/1"))
        note_pairs(outputs[-1])
    left = OutputPair.objects.get(first=outputs[0], second=outputs[1])
    right = OutputPair.objects.get(first=outputs[1], second=outputs[2])
    colleague = f.make_user(world.standing, "STANDING_OFFICER")

    results = at_once(judge(left.pk, "merge", world.people["standing"]), judge(right.pk, "merge", colleague))

    assert results == [None, None]
    roots = dict(Output.objects.values_list("pk", "same_as"))
    assert roots == {outputs[0].pk: None, outputs[1].pk: outputs[0].pk, outputs[2].pk: outputs[0].pk}


def test_entry_at_the_moment_of_sending_is_counted_or_refused(world):
    """What was sent and what the register holds of the period always say the same."""
    officer = world.people["officer"]
    indicator = world.task.indicators.get()
    f.make_rule(indicator)
    pk = f.make_report(world.task, world.period, officer).pk
    report = ProgressReport.objects.with_names().get(pk=pk)
    output = Output(task=world.task, agency=world.lead, kind="VIDEO", title="Phóng sự", channel="INTERNET")
    output.done_on = world.period.data_to

    sent, written = at_once(
        lambda: report_workflow.run(report, "submit", actor=officer),
        lambda: add_output(output, actor=officer),
    )

    assert sent is None or isinstance(sent, StaleState)
    assert isinstance(written, Output | ValidationError)
    if sent is None:
        told = ProgressReport.objects.get(pk=pk).submission["outputs"]
        assert len(told) == Output.objects.count() == FigureValue.objects.get(report=pk).value
    assert timezone.localdate() >= output.done_on


def test_two_entries_at_once_get_two_numbers(world):
    officer = world.people["officer"]

    def write(title):
        output = Output(task=world.task, agency=world.lead, kind="VIDEO", title=title, channel="INTERNET")
        output.done_on = world.period.data_to
        return lambda: add_output(output, actor=officer)

    results = at_once(write("Phóng sự một"), write("Phóng sự hai"))

    assert sorted(output.number for output in results) == [1, 2]
