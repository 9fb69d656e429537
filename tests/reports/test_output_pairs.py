"""One thing written down by two agencies: found, judged, merged with both names, taken apart again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.choices import PairStatus, ReportStatus
from reports.models import Output, OutputPair
from reports.services.likeness import note_pairs
from reports.services.outputs import change_output, delete_output
from reports.workflow import output_pair as workflow
from tests import factories as f
from ttdn_portal.shared.links import link_key
from ttdn_portal.shared.transitions import StaleState

LIST = "/hcm/san-pham/giong-nhau/"
TITLE = "Phóng sự “Biển đảo quê hương”"


@pytest.fixture
def accepted(world, lead_officer):
    return f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)


def entry(world, person, agency=None, **fields):
    output = f.make_output(world.task, person, agency=agency or world.lead, **({"title": TITLE} | fields))
    note_pairs(output)
    return output


@pytest.fixture
def two(world, lead_officer, accepted):
    return entry(world, lead_officer), entry(world, lead_officer, world.support)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://bao.example/tin/1?utm_source=zalo", "http://www.bao.example/tin/1/#doc", True),
        ("https://m.bao.example/xem?id=2&trang=1", "https://bao.example/xem?trang=1&id=2", True),
        ("https://bao.example/tin/1", "https://bao.example/tin/2", False),
        ("https://bao.example/tin?id=1", "https://bao.example/tin?id=2", False),
        ("https://bao.example/tin?size=1", "https://bao.example/tin", False),
    ],
)
def test_link_in_one_writing(one, other, is_same):
    assert (link_key(one) == link_key(other)) is is_same


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "PHÓNG SỰ Biển đảo quê hương."}, "TITLE"),
        (
            {"title": "Phong su bien dao que huong", "done_on": timezone.localdate() - timedelta(days=8)},
            "TITLE",
        ),
        ({"title": TITLE, "done_on": timezone.localdate() - timedelta(days=9)}, None),
        ({"title": TITLE, "kind": "NEWS"}, None),
        ({"title": "Phóng sự khác hẳn"}, None),
        ({"title": "Tên khác hẳn", "kind": "NEWS", "url": "http://www.dulich.example/phong-su/"}, "LINK"),
    ],
)
def test_what_looks_alike_is_found_when_it_is_saved(world, lead_officer, fields, reason):
    entry(world, lead_officer, url="https://dulich.example/phong-su?fbclid=1")

    entry(world, lead_officer, world.support, **fields)

    assert list(OutputPair.objects.values_list("reason", flat=True)) == ([reason] if reason else [])


def test_weekly_series_of_one_agency_is_no_pair(world, lead_officer):
    entry(world, lead_officer)
    entry(world, lead_officer)

    assert not OutputPair.objects.exists()


def test_pair_goes_when_it_is_alike_no_more_but_a_decision_stays(world, lead_officer, supporter):
    _, two = entry(world, lead_officer), entry(world, lead_officer, world.support)
    two.title = "Tên khác hẳn"
    change_output(two, actor=supporter, read_version=1)
    assert not OutputPair.objects.exists()

    two.title = TITLE
    change_output(two, actor=supporter, read_version=2)
    OutputPair.objects.update(
        status=PairStatus.DIFFERENT, decided_by=world.people["standing"], decided_at=timezone.now()
    )
    two.country = "Lào"
    change_output(two, actor=supporter, read_version=3)

    assert OutputPair.objects.get().status == PairStatus.DIFFERENT


def test_reviewer_sees_both_side_by_side_and_merges(client, world, two, standing_officer, supporter):
    client.force_login(standing_officer)
    assert "Có 1 cặp sản phẩm giống nhau" in client.get("/hcm/san-pham/").content.decode()
    page = client.get(f"{LIST}1/").content.decode()
    assert world.lead.label in page
    assert world.support.label in page

    client.post(f"{LIST}1/gop/", {"version": "1"})

    one, other = Output.objects.order_by("pk")
    assert (one.same_as, other.same_as) == (None, one)
    client.force_login(supporter)  # each still sees it as its own, with the other's name
    page = client.get(f"/hcm/san-pham/{other.number}/")
    assert page.context["together"] == [world.lead.label]
    assert "tính một lần" in page.content.decode()


def test_not_the_same_is_remembered(client, world, two, standing_officer):
    client.force_login(standing_officer)
    client.post(f"{LIST}1/khac-nhau/", {"version": "1"})

    assert client.get(LIST).context["pager"].page.paginator.count == 0
    note_pairs(two[0])
    assert OutputPair.objects.get().status == PairStatus.DIFFERENT
    assert len(client.get(f"{LIST}?xem=khac-nhau").context["pager"].page.object_list) == 1
    assert not Output.objects.filter(same_as__isnull=False).exists()


def test_only_reviewers_judge(client, world, two, lead_officer, signer):
    for person in (lead_officer, signer):
        client.force_login(person)
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}1/gop/").status_code == 404
    assert OutputPair.objects.get().status == PairStatus.OPEN


def test_second_reviewer_finds_it_decided(world, two, standing_officer):
    mine, theirs = OutputPair.objects.get(), OutputPair.objects.get()
    workflow.run(mine, "merge", actor=standing_officer)

    with pytest.raises(StaleState):
        workflow.run(theirs, "keep_apart", actor=standing_officer)
    assert OutputPair.objects.get().status == PairStatus.SAME


def test_three_are_one_and_come_apart_link_by_link(world, lead_officer, two, standing_officer):
    one, other = two
    third = entry(world, lead_officer, world.other)
    for pair in OutputPair.objects.exclude(first=one, second=third):
        workflow.run(pair, "merge", actor=standing_officer)
    roots = dict(Output.objects.values_list("pk", "same_as"))
    assert roots == {one.pk: None, other.pk: one.pk, third.pk: one.pk}

    workflow.run(OutputPair.objects.get(first=one, second=other), "look_again", actor=standing_officer)

    roots = dict(Output.objects.values_list("pk", "same_as"))
    assert roots == {one.pk: None, other.pk: None, third.pk: other.pk}


def test_deleting_one_of_a_merged_set_lets_the_rest_stand(world, lead_officer, supporter, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    one, other = entry(world, lead_officer), entry(world, lead_officer, world.support)
    workflow.run(OutputPair.objects.get(), "merge", actor=standing_officer)
    type(report).objects.update(status=ReportStatus.DRAFT)

    delete_output(one, actor=lead_officer, read_version=1)

    other.refresh_from_db()
    assert other.same_as is None
    assert not OutputPair.objects.exists()


def test_list_costs_the_same_for_one_and_for_three(
    client, world, two, lead_officer, standing_officer, django_assert_num_queries
):
    client.force_login(standing_officer)
    with django_assert_num_queries(7):
        client.get(LIST)
    entry(world, lead_officer, world.other)
    with django_assert_num_queries(7):
        assert len(client.get(LIST).context["pager"].page.object_list) == 3
