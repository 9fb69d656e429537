"""Indicators counted from the register: what counts, what never adds up, and when a figure stands still."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from reports import workflow
from reports.choices import Measure, PairStatus, ReportStatus
from reports.models import CountingRule, FigureValue, Output, OutputPair, ProgressReport
from reports.services.counting import set_counting
from reports.services.outputs import add_output, change_output, delete_output
from reports.workflow import output_pair
from tests import factories as f


@pytest.fixture
def indicator(world):
    return world.task.indicators.get()


def figure(report) -> Decimal | None:
    return FigureValue.objects.filter(report=report).values_list("value", flat=True).first()


def write_down(world, person, **fields):
    title = f"Phóng sự {Output.objects.count()}"
    values = {
        "kind": "VIDEO",
        "title": title,
        "channel": "INTERNET",
        "languages": ",vi,",
        "agency": world.lead,
    }
    values["done_on"] = timezone.localdate() - timedelta(days=1)
    return add_output(Output(task=world.task, **(values | fields)), actor=person)


def test_figure_follows_the_register_while_the_report_is_written(world, lead_officer, indicator):
    report = f.make_report(world.task, world.period, lead_officer)
    set_counting(
        indicator, actor=world.people["standing"], measure=Measure.ENTRIES, kind="VIDEO", language="en"
    )
    assert figure(report) == 0

    one = write_down(world, lead_officer, languages=",vi,en,")
    write_down(world, lead_officer)  # not in English
    write_down(world, lead_officer, kind="NEWS", languages=",en,")
    write_down(world, lead_officer, languages=",en,", done_on=timezone.localdate())  # after the cut-off
    assert figure(report) == 1

    change_output(one, actor=lead_officer, read_version=1)
    delete_output(one, actor=lead_officer, read_version=2)
    assert figure(report) == 0


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("lượt", 1500), ("lượt tiếp cận", 1500), ("người", 90), ("bản", 500), ("Bản", 500), ("lượt cán bộ", 0)],
)
def test_quantities_are_summed_of_one_unit_only(world, lead_officer, indicator, unit, expected):
    type(indicator).objects.filter(pk=indicator.pk).update(unit=unit)
    CountingRule.objects.create(indicator=indicator, measure=Measure.QUANTITY)
    report = f.make_report(world.task, world.period, lead_officer)

    write_down(world, lead_officer, views=1000, attendees=60)
    write_down(world, lead_officer, views=500, attendees=30, amount=500, unit="bản")
    write_down(world, lead_officer, amount=7, unit="cụm")

    assert figure(report) == expected


def test_counted_figure_is_shown_with_its_sources_and_not_typed(client, world, lead_officer, indicator):
    f.make_rule(indicator)
    f.make_output(world.task, lead_officer, title="Phóng sự biển đảo")
    client.force_login(lead_officer)
    address = f"/hcm/bao-cao/2026/{world.period.slug}/{world.task.code}/viet/"

    client.post(
        address, {"version": "0", "results": "Đã phát.", f"figure_{indicator.number}": "99", "save": "1"}
    )
    page = client.get(address)

    report = ProgressReport.objects.get()
    assert figure(report) == 1
    assert f'name="figure_{indicator.number}"' not in page.content.decode()
    assert "Tính từ 1 sản phẩm" in page.content.decode()
    assert [figure.value for figure in page.context["outputs"].counted] == [1]
    version = report.version
    client.post(address, {"version": str(version), "results": "Đã phát.", "save": "1"})
    report.refresh_from_db()
    assert report.version == version  # the same text once more is no new version


def test_report_that_is_sent_keeps_its_figure(world, lead_officer, standing_officer, indicator):
    f.make_rule(indicator)
    output = f.make_output(world.task, lead_officer)
    report = f.make_report(world.task, world.period, lead_officer)

    workflow.run(report, "submit", actor=lead_officer)
    assert report.submission["figures"][0]["value"] == "1.00"
    assert [row["title"] for row in report.submission["outputs"]] == [output.title]

    workflow.run(report, "accept", actor=standing_officer)
    Output.objects.update(kind="NEWS")  # whatever may happen to the register
    set_counting(indicator, actor=standing_officer, measure=Measure.ENTRIES, kind="TRAINING")
    assert figure(report) == 1

    workflow.run(
        report,
        "reopen",
        actor=standing_officer,
        note="Đếm lại.",
        reason="OTHER",
        comments=[("figures", "Đếm lại.")],
    )
    assert figure(report) == 0  # it is written again, so it follows the register


def test_back_to_typing_keeps_the_figure_as_it_stands(
    client, world, lead_officer, standing_officer, indicator
):
    report = f.make_report(world.task, world.period, lead_officer)
    f.make_output(world.task, lead_officer)
    client.force_login(standing_officer)
    address = f"/hcm/ke-hoach/2026/cach-tinh/{world.task.code}/{indicator.number}/"

    client.post(address, {"measure": "ENTRIES", "kind": "VIDEO"})
    assert figure(report) == 1
    assert "Đếm số sản phẩm: video, phóng sự" in client.get("/hcm/ke-hoach/2026/cach-tinh/").content.decode()
    client.post(address, {"measure": ""})

    assert not CountingRule.objects.exists()
    write_down(world, lead_officer)
    assert figure(report) == 1


def test_merged_entries_of_one_task_count_once(world, lead_officer, standing_officer, supporter, indicator):
    f.make_rule(indicator)
    report = f.make_report(world.task, world.period, lead_officer)
    one = write_down(world, lead_officer, title="Phóng sự biển đảo quê hương")
    two = write_down(world, supporter, title="phóng sự “Biển đảo quê hương”", agency=world.support)
    assert figure(report) == 2
    workflow.run(report, "submit", actor=lead_officer)
    pair = OutputPair.objects.visible_to(standing_officer).get()

    output_pair.run(pair, "merge", actor=standing_officer)
    assert figure(report) == 2  # sent: it stands still
    workflow.run(report, "withdraw", actor=lead_officer)
    assert figure(report) == 1
    output_pair.run(pair, "look_again", actor=standing_officer)

    assert figure(report) == 2
    assert {one.pk, two.pk} == set(Output.objects.filter(same_as__isnull=True).values_list("pk", flat=True))
    assert pair.status == PairStatus.OPEN


def test_list_of_rules_costs_the_same_for_one_and_for_three(
    client, world, standing_officer, django_assert_num_queries
):
    client.force_login(standing_officer)
    address = "/hcm/ke-hoach/2026/cach-tinh/"
    with django_assert_num_queries(5):
        client.get(address)
    for number in (5, 6):
        f.make_rule(f.make_indicator(world.task, number))
    with django_assert_num_queries(5):
        assert len(client.get(address).context["rows"]) == 3


@pytest.mark.parametrize("status", [ReportStatus.DRAFT, ReportStatus.RETURNED])
def test_form_costs_the_same_for_one_output_and_for_three(
    client, world, lead_officer, indicator, django_assert_max_num_queries, status
):
    f.make_rule(indicator)
    f.make_report(world.task, world.period, lead_officer, status=status)
    client.force_login(lead_officer)
    address = f"/hcm/bao-cao/2026/{world.period.slug}/{world.task.code}/viet/"
    counts = []
    for _ in range(3):
        f.make_output(world.task, lead_officer)
        with django_assert_max_num_queries(20) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_reviewer_reads_the_outputs_as_they_were_sent(client, world, lead_officer, standing_officer):
    f.make_output(world.task, lead_officer, title="Phóng sự biển đảo")
    report = f.make_report(world.task, world.period, lead_officer)
    workflow.run(report, "submit", actor=lead_officer)
    Output.objects.update(title="Tên đổi sau")
    client.force_login(standing_officer)

    for page in ("xem-xet/", ""):
        told = client.get(f"/hcm/bao-cao/2026/{world.period.slug}/{world.task.code}/{page}").content.decode()
        assert "Phóng sự biển đảo" in told
        assert "Tên đổi sau" not in told
