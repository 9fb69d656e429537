"""Totals of the register in a period's review: merged entries once, units apart, frozen with the figures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.choices import ReportStatus
from reports.dashboards.review_figures import period_figures
from reports.models import Output, OutputPair
from reports.papers import review_annex as papers
from reports.services.likeness import note_pairs
from reports.workflow import output_pair
from tests import factories as f


@pytest.fixture
def other_report(world, lead_officer):
    """A task of another body in another group, its report accepted too."""
    group = f.make_group(world.plan, 2, title="Thông tin biển đảo")
    task = f.make_task(group, world.support)
    for one in (world.task, task):
        f.make_report(one, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    return task


def outputs_of(world):
    return period_figures(world.period, as_of=world.period.data_to)["outputs"]


def test_merged_entries_of_two_bodies_count_once_and_units_stay_apart(
    world, lead_officer, standing_officer, other_report
):
    link = "https://dulich.example/phong-su"
    f.make_output(world.task, lead_officer, url=link, views=1000, attendees=60)
    twin = f.make_output(other_report, lead_officer, url=link, views=1200, amount=500, unit="bản")
    f.make_output(world.task, lead_officer, title="Phóng sự khác", views=300)
    note_pairs(twin)
    (before,) = outputs_of(world)
    assert (before["count"], before["amounts"][0]) == (3, {"unit": "lượt xem, tiếp cận", "value": "2500"})

    output_pair.run(OutputPair.objects.get(), "merge", actor=standing_officer)

    (line,) = outputs_of(world)
    assert line["count"] == 2
    assert line["amounts"] == [
        {"unit": "lượt xem, tiếp cận", "value": "1500"},
        {"unit": "người tham dự", "value": "60"},
        {"unit": "bản", "value": "500.00"},
    ]
    # each group still has its own
    assert [(group["number"], group["count"]) for group in line["groups"]] == [(1, 2), (2, 1)]


def test_only_what_accepted_reports_hold_counts(world, lead_officer, other_report):
    f.make_output(world.task, lead_officer)
    f.make_output(world.other_task, lead_officer)  # its report was never accepted
    f.make_output(world.task, lead_officer, done_on=timezone.localdate())  # after the cut-off
    f.make_output(world.task, lead_officer, deleted_at=timezone.now())

    assert [line["count"] for line in outputs_of(world)] == [1]


def test_outputs_of_an_accepted_quarter_count_in_the_half_year(world, lead_officer):
    today = timezone.localdate()
    quarter = f.make_period(
        world.plan, "2026-quy-1", data_from=today - timedelta(60), data_to=today - timedelta(30)
    )
    f.make_report(world.task, quarter, lead_officer, status=ReportStatus.ACCEPTED)
    f.make_output(world.task, lead_officer, done_on=today - timedelta(40))

    assert [line["count"] for line in outputs_of(world)] == [1]


def test_annex_tells_them_and_frozen_figures_stand(world, lead_officer, standing_officer, other_report):
    f.make_output(world.task, lead_officer, views=1250)
    review = f.make_review(world.period, standing_officer, is_frozen=True)
    Output.objects.all().update(kind="NEWS")

    rows = papers._output_rows(review.figures["outputs"])

    assert rows == [("1", "Video, phóng sự", "1", "1.250 lượt xem, tiếp cận", "nội dung 1: 1")]
    assert papers._output_rows([]) == []


def test_page_shows_the_totals(client, world, lead_officer, standing_officer, other_report):
    f.make_output(world.task, lead_officer, views=1250)
    review = f.make_review(world.period, standing_officer, is_frozen=True)
    client.force_login(standing_officer)

    page = client.get(review.get_absolute_url()).content.decode()

    assert "Sản phẩm đã làm trong kỳ (1 loại)" in page
    assert "1.250 lượt xem, tiếp cận" in page


def test_review_frozen_before_there_was_a_register_still_opens(client, world, standing_officer):
    review = f.make_review(world.period, standing_officer, is_frozen=True)
    figures = {name: value for name, value in review.figures.items() if name != "outputs"}
    type(review).objects.filter(pk=review.pk).update(figures=figures)
    client.force_login(standing_officer)

    assert client.get(review.get_absolute_url()).status_code == 200
