"""Writing a plan in the portal: who may, what is asked, that nobody writes over another unseen."""

import re
from datetime import date

import pytest
from django.urls import reverse

from agencies.choices import AgencyKind
from documents.models import OfficeWording
from plans.choices import PlanStatus
from plans.models import Plan, Task
from tests import factories as f


def url_of(plan, name, *more):
    return reverse(f"plans:{name}", args=[plan.locality.code, plan.slug, *more])


@pytest.fixture
def draft(world):
    plan = f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027)
    f.make_task(f.make_group(plan), world.lead, title="Sản xuất 12 phóng sự")
    return plan


@pytest.fixture
def drafter(client, standing_officer):
    client.force_login(standing_officer)
    return client


NEW_PLAN = {
    "kind": "ANNUAL",
    "year_from": "2028",
    "title": "Kế hoạch  hoạt động thông tin đối ngoại năm 2028",
    "layout": "STATE",
}


def test_plan_is_begun_with_what_the_office_writes(drafter, world):
    OfficeWording.objects.create(
        locality=world.locality,
        agency=world.issuer,
        issuer_name="ỦY BAN NHÂN DÂN",
        place_name="Thành phố Hồ Chí Minh",
        recipients="Các sở;\nLưu: VT.",
        signing_authority="TM. ỦY BAN NHÂN DÂN",
    )

    answer = drafter.post(reverse("plans:plan_add", args=["hcm"]), NEW_PLAN | {"issuer": world.issuer.pk})
    plan = Plan.objects.get(slug="2028")

    assert answer["Location"] == plan.get_absolute_url()
    assert (plan.status, plan.year_to, plan.symbol, plan.standing_agency) == (
        PlanStatus.DRAFT,
        2028,
        "KH-UBND",
        world.standing,
    )
    assert (plan.title, plan.place_name) == (
        "Kế hoạch hoạt động thông tin đối ngoại năm 2028",
        "Thành phố Hồ Chí Minh",
    )
    assert plan.recipient_lines == ["Các sở;", "Lưu: VT."]


def test_a_second_plan_of_the_year_bears_its_issuer_in_the_address(drafter, world, draft):
    Plan.objects.filter(pk=draft.pk).update(slug="2028")

    drafter.post(reverse("plans:plan_add", args=["hcm"]), NEW_PLAN | {"issuer": world.committee.agency.pk})
    again = drafter.post(
        reverse("plans:plan_add", args=["hcm"]), NEW_PLAN | {"issuer": world.committee.agency.pk}
    )

    assert Plan.objects.filter(slug="2028-bcd", symbol="KH-BCĐ", issue_form="COMMITTEE_PLAN").exists()
    assert again.context["form"].errors["year_from"] == ["Cơ quan này đã có kế hoạch của những năm ấy."]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"year_from": "28"}, "year_from"),
        ({"kind": "MULTI_YEAR"}, "year_to"),
        ({"kind": "MULTI_YEAR", "year_to": "2027"}, "year_to"),
        ({"issuer": ""}, "issuer"),
    ],
)
def test_a_wrong_plan_is_told_beside_the_field(drafter, world, changes, field):
    page = drafter.post(
        reverse("plans:plan_add", args=["hcm"]), NEW_PLAN | {"issuer": world.issuer.pk} | changes
    )

    assert page.context["form"].errors[field]
    assert Plan.objects.count() == 1


def test_issuer_is_of_the_locality(drafter, world, other_world):
    page = drafter.post(reverse("plans:plan_add", args=["hcm"]), NEW_PLAN | {"issuer": other_world.issuer.pk})

    assert page.context["form"].errors["issuer"]
    assert {agency.kind for agency in page.context["form"].fields["issuer"].queryset} == {
        AgencyKind.PEOPLES_COMMITTEE,
        AgencyKind.STEERING_COMMITTEE,
    }


PAGES = [
    ("section_edit", ["purposes"]),
    ("group_add", []),
    ("group_edit", [1]),
    ("task_add", []),
    ("task_edit", ["1.1"]),
]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_only_the_standing_agency_writes_and_only_until_submission(
    client, world, other_world, draft, name, more
):
    url = url_of(draft, name, *more)

    assert client.get(url).status_code == 302
    client.force_login(world.people["officer"])
    assert client.get(url).status_code == 404
    client.force_login(world.people["clerk"])
    assert client.get(url).status_code == 403
    client.force_login(other_world.people["standing"])
    assert client.get(url).status_code == 404
    client.force_login(world.people["standing"])
    assert client.get(url).status_code == 200
    assert client.get(url_of(world.plan, name, *more)).status_code == 403


@pytest.mark.parametrize("role", ["officer", "signer", "clerk", "committee"])
def test_others_do_not_begin_plans(client, world, role):
    client.force_login(world.people[role])

    assert client.get(reverse("plans:plan_add", args=["hcm"])).status_code == 403


def test_section_is_saved_and_logged(drafter, draft):
    url = url_of(draft, "section_edit", "purposes")
    read = drafter.get(url).context["form"]["version"].value()

    answer = drafter.post(url, {"text": "Quảng bá\r\n- một\r\n", "version": read})
    draft.refresh_from_db()

    assert answer.status_code == 302
    assert draft.purposes == "Quảng bá\n- một"
    assert draft.version == 2


def test_stale_section_is_refused_and_both_texts_stand(drafter, draft):
    url = url_of(draft, "section_edit", "purposes")
    read = drafter.get(url).context["form"]["version"].value()
    drafter.post(url, {"text": "Bản của người khác", "version": read})

    page = drafter.post(url, {"text": "Bản của tôi", "version": read})
    draft.refresh_from_db()
    text = page.content.decode()
    form = page.context["form"]
    drafter.post(url, {"text": form["text"].value(), "version": form["version"].value()})

    assert draft.purposes == "Bản của người khác"
    assert "Bản của người khác" in text
    assert "Bản của tôi" in text
    assert Plan.objects.get(pk=draft.pk).purposes == "Bản của tôi"


def test_two_people_on_two_parts_do_not_hinder_each_other(drafter, draft):
    purposes, requirements = (
        url_of(draft, "section_edit", "purposes"),
        url_of(draft, "section_edit", "requirements"),
    )
    read = [drafter.get(url).context["form"]["version"].value() for url in (purposes, requirements)]

    drafter.post(purposes, {"text": "Mục đích mới", "version": read[0]})
    drafter.post(requirements, {"text": "Yêu cầu mới", "version": read[1]})
    draft.refresh_from_db()

    assert (draft.purposes, draft.requirements) == ("Mục đích mới", "Yêu cầu mới")


def test_group_gets_the_next_number_and_keeps_it(drafter, draft):
    drafter.post(url_of(draft, "group_add"), {"title": "Tập huấn", "description": ""})
    url = url_of(draft, "group_edit", 2)
    read_at = drafter.get(url).context["form"]["version"].value()
    drafter.post(url, {"title": "Tập huấn, bồi dưỡng", "description": "", "version": read_at})
    stale = drafter.post(url, {"title": "Bản cũ", "description": "", "version": read_at})

    assert list(draft.groups.values_list("number", "title"))[1] == (2, "Tập huấn, bồi dưỡng")
    assert stale.context["is_stale"]
    assert stale.context["form"]["title"].value() == "Bản cũ"


def rows(prefix, *lines):
    data = {f"{prefix}-TOTAL_FORMS": str(len(lines) + 2), f"{prefix}-INITIAL_FORMS": "0"}
    for n, line in enumerate(lines):
        data |= {f"{prefix}-{n}-{name}": value for name, value in line.items()}
    return data


NO_ROWS = rows("phoi-hop") | rows("chi-tieu")


def test_task_is_added_with_supports_and_indicators(drafter, world, draft):
    group = draft.groups.get()
    data = {
        "group": group.pk,
        "title": "Tổ chức gian hàng",
        "lead_agency": world.lead.pk,
        "rhythm": "ONCE",
        "starts_on": "05/03/2027",
        "due_on": "30/06/2027",
        "budget_vnd": "1.250.000.000",
        "funding_source": "STATE_BUDGET",
        **rows(
            "phoi-hop",
            {"agency": world.support.pk, "contribution": "Mời khách quốc tế", "due_on": "01/06/2027"},
        ),
        **rows(
            "chi-tieu",
            {"name": "Gian hàng", "unit": "gian", "target_value": "12"},
            {"name": "Khách", "unit": "lượt", "target_value": "1.500,5"},
        ),
    }

    answer = drafter.post(url_of(draft, "task_add"), data)
    task = Task.objects.get(plan=draft, code="1.2")

    assert answer["Location"] == task.get_absolute_url()
    assert (task.starts_on, task.budget_vnd, task.lead_agency) == (
        date(2027, 3, 5),
        1_250_000_000,
        world.lead,
    )
    assert list(task.supports.values_list("agency", "contribution", "due_on")) == [
        (world.support.pk, "Mời khách quốc tế", date(2027, 6, 1))
    ]
    assert [(i.number, i.name, str(i.target_value)) for i in task.indicators.all()] == [
        (1, "Gian hàng", "12.00"),
        (2, "Khách", "1500.50"),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"), ({"due_on": "01/01/2027", "starts_on": "05/03/2027"}, "due_on"), ({"budget_vnd": "mười triệu"}, "budget_vnd"),
        ({"is_secret": "on"}, "title"), ({"group": ""}, "group"), ({"due_on": "31/02/2027"}, "due_on"),
    ],
)  # fmt: skip
def test_a_wrong_task_is_told_beside_the_field(drafter, draft, changes, field):
    data = {"group": draft.groups.get().pk, "title": "Gian hàng", "rhythm": "ONCE", **NO_ROWS} | changes

    page = drafter.post(url_of(draft, "task_add"), data)

    assert page.context["form"].errors[field]
    assert draft.tasks.count() == 1


def test_a_wrong_row_is_told_and_nothing_is_saved(drafter, world, draft):
    data = {
        "group": draft.groups.get().pk, "title": "Gian hàng", "rhythm": "ONCE", "lead_agency": world.lead.pk,
        **rows("phoi-hop", {"agency": world.lead.pk}), **rows("chi-tieu", {"name": "Khách", "unit": ""}),
    }  # fmt: skip

    page = drafter.post(url_of(draft, "task_add"), data)
    lead_twice = drafter.post(url_of(draft, "task_add"), data | {"chi-tieu-0-name": ""})

    assert page.context["bad_rows"][0].errors == {"unit": ["Ghi đơn vị tính, ví dụ: tin, bài, lượt, người."]}
    assert "Cơ quan chủ trì không đồng thời là cơ quan phối hợp." in lead_twice.content.decode()
    assert draft.tasks.count() == 1


def test_secret_task_holds_no_content(drafter, world, draft):
    data = {
        "group": draft.groups.get().pk,
        "title": "",
        "rhythm": "ONCE",
        "lead_agency": world.lead.pk,
        "is_secret": "on",
        **NO_ROWS,
    }

    drafter.post(url_of(draft, "task_add"), data)

    assert draft.tasks.get(is_secret=True).title == ""


def test_task_is_edited_where_it_stands_as_it_was_read(drafter, world, draft):
    task = draft.tasks.get()
    f.make_support(task, world.support)
    f.make_indicator(task)
    url = url_of(draft, "task_edit", "1.1")
    page = drafter.get(url)
    read_at = page.context["form"]["version"].value()
    data = {
        "title": "Sản xuất 24 phóng sự",
        "rhythm": "ONCE",
        "version": read_at,
        "due_on": "30/11/2027",
        **NO_ROWS,
    }

    drafter.post(url, data)
    stale = drafter.post(url, data | {"title": "Bản cũ"})
    task.refresh_from_db()

    assert [row.initial["agency"] for row in page.context["supports"] if row.initial] == [world.support.pk]
    assert (task.title, task.supports.count(), task.indicators.count()) == ("Sản xuất 24 phóng sự", 0, 0)
    assert stale.context["is_stale"]
    assert stale.context["form"]["title"].value() == "Bản cũ"


def test_next_task_of_the_same_content_item_follows_at_once(drafter, world, draft):
    """A plan of sixty tasks is typed one after the other, not by way of each task's own page."""
    data = {
        "group": draft.groups.get().pk,
        "title": "Tổ chức gian hàng",
        "rhythm": "ONCE",
        "next": "1",
        **NO_ROWS,
    }

    answer = drafter.post(url_of(draft, "task_add"), data, follow=True)

    assert answer.redirect_chain == [(url_of(draft, "task_add") + "?nhom=1", 302)]
    assert "Đã lưu nhiệm vụ 1.2." in answer.content.decode()
    assert answer.context["form"].instance.group == draft.groups.get()
    assert Task.objects.get(plan=draft, code="1.2").title == "Tổ chức gian hàng"


def test_agency_of_another_locality_cannot_lead(drafter, other_world, draft):
    data = {
        "group": draft.groups.get().pk,
        "title": "Gian hàng",
        "rhythm": "ONCE",
        "lead_agency": other_world.lead.pk,
        **NO_ROWS,
    }

    assert drafter.post(url_of(draft, "task_add"), data).context["form"].errors["lead_agency"]


def test_task_form_costs_the_same_with_few_rows_and_many(drafter, world, draft, django_assert_num_queries):
    url = url_of(draft, "task_edit", "1.1")
    task = draft.tasks.get()
    f.make_support(task, world.support)
    drafter.get(url)

    with django_assert_num_queries(10):
        drafter.get(url)
    for n in range(3):
        f.make_support(task, f.make_agency(world.locality))
        f.make_indicator(task, n + 1)
    with django_assert_num_queries(10):
        drafter.get(url)


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("opening", "(không bắt buộc)"),
        ("purposes", None),
        ("requirements", None),
        ("budget_text", None),
        ("organisation", None),
        ("recipients", None),
    ],
)
def test_only_a_part_that_the_plan_stands_without_is_called_optional(drafter, draft, section, words):
    Plan.objects.filter(pk=draft.pk).update(**{section: ""})

    page = drafter.get(url_of(draft, "section_edit", section))
    part = next(part for part in page.context["outline"] if part.is_current)
    shown = re.search(r'<span class="ttdn-field__optional">(.*?)</span>', page.content.decode())

    assert (shown and shown[1]) == words
    assert part.is_done is (None if words else False)
