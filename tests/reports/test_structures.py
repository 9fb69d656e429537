"""Roll-ups by the bodies of the plan and by those of today: the same totals both ways."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency
from agencies.services.succession import NewBody
from reports.dashboards.missing import missing_agencies
from reports.dashboards.overview import overview_of, overview_plans
from reports.dashboards.structure import AS_PLANNED, structure_on
from reports.models import ReportingPeriod
from reports.services.reorganising import apply_due_reorganisations, reorganise_with_work
from tests import factories as f

pytestmark = pytest.mark.django_db
NEW = NewBody("Sở Văn hóa, Thể thao và Du lịch", "so-vhttdl", "Sở VHTTDL")
SECOND = NewBody("Trung tâm Xúc tiến du lịch", "tt-xtdl")


@pytest.fixture
def change(world, administrator):
    def act(kind, heirs, predecessors=None, tasks=None):
        today = timezone.localdate()
        reorganise_with_work(
            predecessors or [world.lead], heirs, kind=kind, starts_on=today, basis="", actor=administrator,
            tasks=tasks or {}, supports={}, posts={},
        )  # fmt: skip
        apply_due_reorganisations(as_of=today)

    return act


def lines(world, structure):
    today = timezone.localdate()
    plan = overview_plans(
        type(world.plan).objects.filter(pk=world.plan.pk).with_names(), today, today.year
    ).get()
    page = overview_of(plan, as_of=today, today=today, structure=structure)
    return {line.code: (line.figures.total, line.owed) for line in page.agencies}, page.figures.total


def owing(world, structure):
    period = ReportingPeriod.objects.select_related("plan").get()
    found = missing_agencies(world.locality, [period], timezone.localdate(), structure)
    return {row.code: row.missing for asked in found for row in asked.agencies}


def today(world):
    return structure_on(world.locality.pk, timezone.localdate())


def test_merged_agencies_are_one_line_today_and_two_in_the_plan(world, change):
    change("MERGE", [NEW], [world.lead, world.other])

    assert lines(world, AS_PLANNED) == ({"chu-tri": (1, 1), "khac": (1, 1)}, 2)
    assert lines(world, today(world)) == ({"so-vhttdl": (2, 2)}, 2)
    assert owing(world, AS_PLANNED) == {"chu-tri": 1, "khac": 1}
    assert owing(world, today(world)) == {"so-vhttdl": 2}


def test_split_tasks_count_for_whoever_took_them(world, change):
    second = f.make_task(world.group, world.lead, title="Hội chợ du lịch quốc tế")

    change("SPLIT", [NEW, SECOND], tasks={second.pk: 1})

    assert lines(world, AS_PLANNED) == ({"chu-tri": (2, 2), "khac": (1, 1)}, 3)
    assert lines(world, today(world)) == ({"so-vhttdl": (1, 1), "tt-xtdl": (1, 1), "khac": (1, 1)}, 3)
    assert owing(world, today(world)) == {"so-vhttdl": 1, "tt-xtdl": 1, "khac": 1}


def test_the_switch_stands_only_where_names_have_changed(client, world, change, committee_member):
    client.force_login(committee_member)
    url = reverse("reports:overview", args=["hcm"])
    assert "Theo cơ cấu hiện nay" not in client.get(url).content.decode()

    change("RENAME", [NEW])

    page = client.get(url).content.decode()
    assert "co-cau=nay" in page
    assert "Sở VHTTDL" not in page
    assert "Sở VHTTDL" in client.get(url, {"co-cau": "nay"}).content.decode()


def test_the_reviewers_list_of_the_missing_changes_too(client, world, change, standing_officer):
    change("RENAME", [NEW])
    client.force_login(standing_officer)
    url = reverse("reports:review_queue", args=["hcm"])

    old, new = client.get(url).content.decode(), client.get(url, {"co-cau": "nay"}).content.decode()

    assert ("Sở Du lịch" in old, "Sở VHTTDL" in old) == (True, False)
    assert "Sở VHTTDL" in new


def test_the_annex_of_a_review_keeps_its_frozen_figures_under_either_name(
    client, world, change, standing_officer
):
    review = f.make_review(world.period, standing_officer, is_frozen=True)
    change("MERGE", [NEW], [world.lead, world.other])
    client.force_login(standing_officer)

    old, new = client.get(review.get_absolute_url()), client.get(review.get_absolute_url(), {"co-cau": "nay"})

    totals = [sum(row["owed"] for row in page.context["page"].figures["agencies"]) for page in (old, new)]
    assert totals == [2, 2]
    assert [row["name"] for row in new.context["page"].figures["agencies"]] == ["Sở VHTTDL"]
    assert [row["code"] for row in old.context["page"].figures["agencies"]] == ["chu-tri", "khac"]


def test_a_succession_still_to_come_changes_no_table(world, administrator):
    later = timezone.localdate() + timedelta(days=10)
    reorganise_with_work([world.lead], [NEW], kind="RENAME", starts_on=later, basis="", actor=administrator, tasks={}, supports={}, posts={})  # fmt: skip

    assert today(world) == AS_PLANNED
    assert Agency.objects.get(code="so-vhttdl").valid_from == later
