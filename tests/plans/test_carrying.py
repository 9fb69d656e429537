"""Unfinished tasks go on in a later plan, and both tasks say so."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies.models import ActivityEntry, Agency
from plans.choices import PlanStatus
from plans.models import Plan, Task
from plans.services.carrying import carry_over
from tests import factories as f

CARRY = "/hcm/ke-hoach/2026/chuyen-viec/"


@pytest.fixture
def next_year(world):
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    f.make_group(plan, title="Quảng bá hình ảnh")
    return plan


@pytest.fixture
def closed(world):
    Plan.objects.filter(pk=world.plan.pk).update(status=PlanStatus.CLOSED)
    return world.plan


def test_chosen_tasks_go_on_with_days_of_the_new_year_and_links_both_ways(
    client, closed, world, next_year, standing_officer
):
    Task.objects.filter(pk=world.other_task.pk).update(completed_on=date(2026, 5, 1))
    left = f.make_task(world.group, world.lead, title="Chưa chọn chuyển")
    client.force_login(standing_officer)

    page = client.get(CARRY)
    client.post(CARRY, {"den": "2027", "nhiem-vu": [world.task.code]})

    assert [row.task for row in page.context["page"].rows] == [world.task, left]
    new = next_year.tasks.get()
    assert (new.title, new.based_on, new.due_on, new.completed_on) == (
        world.task.title,
        world.task,
        date(2027, 11, 30),
        None,
    )
    assert [support.agency for support in new.supports.all()] == [world.support]
    note = ActivityEntry.objects.about(closed).get(action="carry_over").note
    assert note == f"Nhiệm vụ 1.1: {next_year.title}."
    old_page = client.get(reverse("reports:task_detail", args=["hcm", "2026", "1.1"])).content.decode()
    new_page = client.get(reverse("reports:task_detail", args=["hcm", "2027", new.code])).content.decode()
    assert (
        "Chuyển sang kế hoạch khác" in old_page
        and f'href="/hcm/ke-hoach/2027/nhiem-vu/{new.code}/"' in old_page
    )
    assert "Chép từ nhiệm vụ 1.1" in new_page and 'href="/hcm/ke-hoach/2026/nhiem-vu/1.1/"' in new_page


def test_link_to_a_draft_is_not_shown_to_who_may_not_see_it(
    client, closed, world, next_year, lead_officer, standing_officer
):
    carry_over(closed, next_year, tasks=[world.task], actor=standing_officer)
    client.force_login(lead_officer)

    page = client.get(reverse("reports:task_detail", args=["hcm", "2026", "1.1"])).content.decode()

    assert "Chuyển sang kế hoạch khác" not in page and "/2027/" not in page


def test_carried_twice_is_carried_once(closed, world, next_year, standing_officer):
    first = carry_over(closed, next_year, tasks=[world.task], actor=standing_officer)
    again = carry_over(closed, next_year, tasks=[world.task], actor=standing_officer)

    assert (len(first), again, next_year.tasks.count()) == (1, [], 1)
    assert ActivityEntry.objects.about(closed).filter(action="carry_over").count() == 1


def test_task_finished_meanwhile_is_not_carried(closed, world, next_year, standing_officer):
    Task.objects.filter(pk=world.task.pk).update(completed_on=date(2026, 12, 1))

    with pytest.raises(ValidationError, match=r"1\.1 vừa hoàn thành"):
        carry_over(closed, next_year, tasks=[world.task], actor=standing_officer)

    assert not next_year.tasks.exists()


def test_ended_agency_gives_way_to_its_heir(closed, world, next_year, standing_officer):
    heir = f.make_agency(world.locality, "ke-thua", name="Sở Văn hóa, Thể thao và Du lịch")
    Agency.objects.filter(pk=world.lead.pk).update(valid_to=date(2026, 6, 30), successor=heir)

    new = carry_over(closed, next_year, tasks=[world.task], actor=standing_officer)

    assert Task.objects.get(pk=new[0].pk).lead_agency == heir


def test_nothing_chosen_and_no_plan_to_take_it_are_told(client, closed, world, standing_officer):
    client.force_login(standing_officer)

    none = client.get(CARRY).content.decode()
    f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    empty = client.post(CARRY, {"den": "2027"}, follow=True).content.decode()

    assert "Chưa có kế hoạch nào đang soạn để nhận." in none
    assert "Chưa chọn nhiệm vụ nào để chuyển." in empty


def test_only_the_standing_officer_carries(client, closed, next_year, signer, other_world):
    client.force_login(signer)
    assert client.post(CARRY, {"den": "2027"}).status_code == 403
    client.force_login(other_world.people["standing"])
    assert client.get(CARRY).status_code == 404


def test_plan_submitted_meanwhile_takes_nothing(closed, world, next_year, standing_officer):
    Plan.objects.filter(pk=next_year.pk).update(
        status=PlanStatus.SUBMITTED, submitted_at=next_year.updated_at
    )

    with pytest.raises(ValidationError):
        carry_over(closed, next_year, tasks=[world.task], actor=standing_officer)

    assert not Task.objects.filter(plan=next_year).exists()
