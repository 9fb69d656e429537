"""The list of plans and the page of one plan."""

from datetime import date

import pytest
from django.urls import reverse

from documents.choices import BasisState
from documents.models import LegalBasis
from plans.choices import PlanStatus
from plans.models import Plan, PlanBasis
from plans.services.versions import freeze
from tests import factories as f


def page_url(plan, name="plan_detail", *more):
    return reverse(f"plans:{name}", args=[plan.locality.code, plan.slug, *more])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def draft(world):
    plan = f.make_plan(
        world.locality,
        issuer=world.issuer,
        standing_agency=world.standing,
        status=PlanStatus.DRAFT,
        year=2027,
    )
    f.make_task(f.make_group(plan), world.lead)
    return plan


@pytest.mark.parametrize("name", ["plan_detail", "task_list"])
def test_pages_of_a_plan_ask_for_login(client, world, name):
    response = client.get(page_url(world.plan, name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("agencies:login"))


@pytest.mark.parametrize("name", ["plan_detail", "task_list"])
@pytest.mark.parametrize("role", ["officer", "supporter", "committee"])
def test_draft_is_not_there_for_those_who_do_not_make_it(client, world, draft, role, name):
    client.force_login(world.people[role])

    assert client.get(page_url(draft, name)).status_code == 404
    assert client.get(page_url(world.plan, name)).status_code == 200


@pytest.mark.parametrize("name", ["plan_detail", "task_list"])
def test_plan_of_another_locality_is_not_there(client, world, other_world, standing_officer, name):
    client.force_login(standing_officer)

    assert client.get(page_url(other_world.plan, name)).status_code == 404


def test_list_shows_visible_plans_with_their_figures(
    client, world, draft, other_world, lead_officer, standing_officer
):
    type(world.task).objects.filter(pk=world.task.pk).update(
        completed_on=date(2026, 3, 1), progress_percent=100
    )
    url = reverse("plans:plan_list", args=["hcm"])

    client.force_login(lead_officer)
    seen = client.get(url).context["rows"]
    client.force_login(standing_officer)
    seen_by_drafter = client.get(url)

    assert [(plan, figures.total, figures.finished) for plan, figures in seen] == [(world.plan, 2, 1)]
    assert [plan for plan, _ in seen_by_drafter.context["rows"]] == [draft, world.plan]
    assert "CANARY" not in text_of(seen_by_drafter)


@pytest.mark.django_db
def test_empty_list_leads_the_drafter_to_the_first_plan(client):
    """A province that begins has no plan at all; “none issued” would let its drafter look for one that others hide."""
    agency = f.make_agency(f.make_locality("lamdong"), "so-vhttdl", is_standing=True)
    url = reverse("plans:plan_list", args=["lamdong"])

    client.force_login(f.make_user(agency, "STANDING_OFFICER"))
    for_drafter = text_of(client.get(url))
    client.force_login(f.make_user(agency, "OFFICER"))
    for_reader = text_of(client.get(url))

    assert "Lập kế hoạch đầu tiên" in for_drafter
    assert "Kế hoạch đang soạn chỉ cơ quan thường trực" in for_reader


def test_list_costs_the_same_with_one_plan_and_three(client, world, lead_officer, django_assert_num_queries):
    client.force_login(lead_officer)
    url = reverse("plans:plan_list", args=["hcm"])
    client.get(url)

    with django_assert_num_queries(5):
        client.get(url)
    for year in (2024, 2025):
        f.make_task(f.make_group(f.make_plan(world.locality, issuer=world.issuer, year=year)), world.lead)
    with django_assert_num_queries(5):
        client.get(url)


def test_page_shows_number_day_signer_and_sections(client, world, lead_officer):
    plan = world.plan
    plan.purposes = "Quảng bá hình ảnh:\n- người dân\n- bạn bè quốc tế"
    Plan.objects.filter(pk=plan.pk).update(
        number=7, symbol="KH-UBND", purposes=plan.purposes, signer_name="Trần Văn Ký"
    )
    freeze(plan, actor=None)
    client.force_login(lead_officer)

    page = client.get(page_url(plan))
    text = text_of(page)

    assert dict(page.context["page"].facts)["Số, ký hiệu"] == "07/KH-UBND"
    assert dict(page.context["page"].facts)["Người ký"] == "Trần Văn Ký"
    assert "bạn bè quốc tế" in text
    assert f"SHA-256 {plan.versions.get().sha256}" in text
    assert [line.title for line in page.context["page"].groups] == [world.group.title]


def test_transcribed_plan_says_its_blanks(client, world, lead_officer, clerk):
    plan = f.make_plan(
        world.locality,
        issuer=world.issuer,
        year=2024,
        is_transcribed=True,
        is_incomplete=True,
        number=None,
        issued_on=None,
        signer_name="",
    )

    client.force_login(lead_officer)
    text = text_of(client.get(page_url(plan)))
    client.force_login(clerk)
    for_clerk = text_of(client.get(page_url(plan)))

    assert "Chưa có số (KH-UBND)" in text
    assert "Chép lại từ nguồn công khai" in text
    assert "Nguồn không nêu hết nội dung" in text
    assert "Nguồn không liệt kê nội dung nào." in text
    assert page_url(plan, "fill_blank") not in text
    assert page_url(plan, "fill_blank") in for_clerk


def test_replaced_basis_is_warned_of(client, world, standing_officer):
    new = LegalBasis.objects.create(
        code="nd-148-2026",
        title="Sửa đổi Nghị định 72/2015",
        short_citation="Nghị định số 148/2026/NĐ-CP",
        full_citation="Nghị định số 148/2026/NĐ-CP ngày 12 tháng 5 năm 2026",
    )
    old = LegalBasis.objects.create(
        code="nd-72-2015",
        title="Quản lý thông tin đối ngoại",
        short_citation="Nghị định số 72/2015/NĐ-CP",
        full_citation="Nghị định số 72/2015/NĐ-CP ngày 07 tháng 9 năm 2015",
        state=BasisState.AMENDED,
        replaced_by=new,
    )
    PlanBasis.objects.create(plan=world.plan, basis=old)
    client.force_login(standing_officer)

    page = client.get(page_url(world.plan))

    assert page.context["page"].bases[0].warning == "Đã sửa đổi, bổ sung: Nghị định số 148/2026/NĐ-CP."
    assert page.context["page"].has_warning


def test_checklist_stands_for_the_drafter_until_the_plan_is_issued(client, world, draft, standing_officer):
    Plan.objects.filter(pk=draft.pk).update(budget_text="")
    f.make_task(draft.groups.get(), None)
    client.force_login(standing_officer)

    items = {item.label: item for item in client.get(page_url(draft)).context["checklist"]}

    assert items["Mục đích, yêu cầu"].is_done
    assert not items["Kinh phí"].is_done
    assert items["Phụ lục phân công"].detail == "1 nhiệm vụ chưa có cơ quan chủ trì"
    assert client.get(page_url(world.plan)).context["checklist"] is None


def test_page_costs_the_same_with_one_group_and_three(
    client, world, standing_officer, django_assert_num_queries
):
    client.force_login(standing_officer)
    url = page_url(world.plan)
    client.get(url)

    with django_assert_num_queries(11):
        client.get(url)
    for number in (2, 3):
        f.make_task(f.make_group(world.plan, number), world.other)
        freeze(world.plan, actor=None)
    with django_assert_num_queries(11):
        client.get(url)


def test_ministry_reads_an_issued_plan_but_no_draft(client, world, draft, ministry_viewer):
    client.force_login(ministry_viewer)

    assert client.get(page_url(world.plan)).status_code == 200
    assert client.get(page_url(draft)).status_code == 404
