"""The clerk's desk, the ministry's first page, the search."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from plans.choices import PlanStatus
from plans.models import Plan, Task
from plans.services.exports import export_plan
from tests import factories as f

DESK = "/hcm/van-thu/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("url", [DESK, "/bo/", "/hcm/tim/"])
def test_pages_ask_for_login(client, world, url):
    assert client.get(url)["Location"].startswith(reverse("agencies:login"))


@pytest.mark.parametrize(
    ("role", "status"),
    [("clerk", 200), ("standing", 403), ("officer", 403), ("committee", 403), ("administrator", 403)],
)
def test_desk_is_the_clerks(client, world, role, status):
    client.force_login(world.people[role])

    assert client.get(DESK).status_code == status


def test_desk_of_another_locality_is_not_there(client, world, other_world, clerk):
    client.force_login(clerk)

    assert client.get(reverse("reports:clerk_desk", args=["haiphong"])).status_code == 404


def test_desk_shows_what_waits_for_a_number_and_the_current_plan(client, world, clerk):
    this_year = timezone.localdate().year
    year = str(this_year + 1)
    Plan.objects.update(year_from=this_year, year_to=this_year)
    approved = f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.APPROVED, year=int(year))
    f.make_task(world.group, None)
    client.force_login(clerk)

    page = client.get(DESK)
    other = client.get(DESK, {"ke-hoach": year})

    assert page.context["desk"].waiting == [approved]
    assert reverse("plans:plan_move", args=["hcm", year, "issue"]) in text_of(page)
    assert page.context["desk"].plan == world.plan
    assert [warning.text for warning in page.context["desk"].warnings] == [
        "1 nhiệm vụ chưa có cơ quan chủ trì"
    ]
    assert client.get(page.context["desk"].warnings[0].url).context["pager"].page.paginator.count == 1
    assert other.context["desk"].plan == approved
    assert client.get(DESK, {"ke-hoach": "khong-co"}).status_code == 404


def test_checklist_says_what_is_there_and_what_is_missing(client, world, clerk):
    client.force_login(clerk)

    items = [(item.label, item.is_done) for item in client.get(DESK).context["desk"].checklist]

    assert items == [
        ("Căn cứ", False), ("Mục đích, yêu cầu", True), ("Nội dung, nhiệm vụ", True), ("Phụ lục phân công", True),
        ("Kinh phí", False), ("Tổ chức thực hiện", True), ("Nơi nhận", True), ("Số, ngày, người ký", True),
    ]  # fmt: skip


def test_exports_show_version_person_and_state_the_issued_one_marked(client, world, clerk, standing_officer):
    export_plan(world.plan, actor=standing_officer)
    export_plan(world.plan, actor=clerk, is_kept=True)
    client.force_login(clerk)

    lines = client.get(DESK).context["desk"].exports

    assert [line.is_issued for line in lines] == [True, False]
    assert lines[1].meta.startswith(f"dự thảo, lần lưu 1 · {standing_officer} · ")
    assert lines[1].meta.endswith(" · đang chờ")
    assert Document.objects.count() == 2


def test_empty_desk_says_so(client, db):
    locality = f.make_locality("hcm")
    client.force_login(f.make_user(f.make_agency(locality), "CLERK"))

    assert "Chưa có kế hoạch nào." in text_of(client.get(DESK))


def test_desk_lists_reports_that_wait_for_a_number_and_no_others(client, world, clerk, standing_officer):
    f.make_review(world.period, standing_officer, status="APPROVED", title="Sơ kết chờ lấy số")
    f.make_review(f.make_period(world.plan, "khac"), standing_officer, title="Sơ kết còn dự thảo")
    client.force_login(clerk)

    page = client.get(DESK)

    assert [review.title for review in page.context["desk"].reviews] == ["Sơ kết chờ lấy số"]
    assert "/so-ket/2026-6-thang/dia-phuong/chuyen/ban-hanh/" in page.content.decode()


def test_desk_costs_the_same_with_one_plan_and_three(client, world, clerk, django_assert_num_queries):
    client.force_login(clerk)
    client.get(DESK)

    with django_assert_num_queries(12):
        client.get(DESK)
    for year in (2024, 2025):
        plan = f.make_plan(world.locality, issuer=world.issuer, year=year)
        f.make_task(f.make_group(plan), world.lead)
        export_plan(world.plan, actor=f.make_user(world.lead, "OFFICER"))
    with django_assert_num_queries(12):
        client.get(DESK)


@pytest.mark.parametrize("role", ["standing", "committee", "clerk"])
def test_ministry_page_is_the_ministrys(client, world, role):
    client.force_login(world.people[role])

    assert client.get("/bo/").status_code == 403


def test_ministry_sees_issued_plans_by_locality_the_ended_under_their_successor(
    client, world, other_world, ministry_viewer
):
    ended = f.make_locality(
        "haugiang", name="tỉnh Hậu Giang", valid_to=date(2025, 6, 30), successor=world.locality
    )
    old = f.make_plan(ended, year=2021)
    f.make_plan(
        world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=2027, title="Dự thảo không được lộ"
    )
    empty = f.make_locality("angiang")
    Task.objects.filter(pk=world.task.pk).update(completed_on=date(2026, 2, 1), progress_percent=100)
    client.force_login(ministry_viewer)

    page = client.get("/bo/")
    lines = {
        line.locality.code: [(row.plan, row.former_locality, row.figures.done) for row in line.plans]
        for line in page.context["page"].with_plans
    }

    assert lines == {
        "hcm": [(world.plan, "", 1), (old, "tỉnh Hậu Giang", 0)],
        "haiphong": [(other_world.plan, "", 0)],
    }  # fmt: skip
    assert page.context["page"].without == [empty]
    assert page.context["page"].total == 3
    assert "Dự thảo không được lộ" not in text_of(page)
    assert client.get(world.plan.get_absolute_url()).status_code == 200


def test_ministry_page_costs_the_same_with_few_plans_and_many(
    client, world, ministry_viewer, django_assert_num_queries
):
    client.force_login(ministry_viewer)
    client.get("/bo/")

    with django_assert_num_queries(5):
        client.get("/bo/")
    for n in range(3):
        f.make_task(f.make_group(f.make_plan(f.make_locality(f"dp-{n}"))), world.lead)
    with django_assert_num_queries(5):
        client.get("/bo/")


@pytest.fixture
def find(client, world):
    def look(role, words):
        client.force_login(world.people[role])
        found = client.get(reverse("reports:search", args=["hcm"]), {"q": words}).context["found"]
        return [plan.slug for plan in found.plans], [task.code for task in found.tasks]

    return look


def test_search_ranks_exact_marks_first(find, world):
    f.make_task(world.group, world.lead, title="Sửa đương kim")
    f.make_task(world.group, world.lead, title="Đường sách Thành phố")

    assert find("officer", "đường") == ([], ["1.4", "1.3"])
    assert find("officer", "duong") == ([], ["1.3", "1.4"])
    assert find("officer", "1.4") == ([], ["1.4"])


def test_search_finds_plans_and_tasks_that_one_may_see(find, world, other_world):
    draft = f.make_plan(
        world.locality,
        issuer=world.issuer,
        status=PlanStatus.DRAFT,
        year=2027,
        title="Kế hoạch thông tin đối ngoại năm 2027",
    )
    f.make_task(f.make_group(draft), world.lead, title="Phóng sự dự thảo")

    assert find("officer", "thong tin doi ngoai") == (["2026"], [])
    assert find("standing", "thong tin doi ngoai") == (["2027", "2026"], [])
    assert find("officer", "phong su") == ([], ["1.1"])
    assert find("standing", "phong su") == ([], ["1.1", "1.1"])
    assert find("officer", "CANARY") == ([], [])


def test_search_without_words_or_hits_says_what_to_do(client, world, lead_officer):
    client.force_login(lead_officer)
    url = reverse("reports:search", args=["hcm"])

    assert client.get(url).context["found"] is None
    assert "Không có kế hoạch, nhiệm vụ nào khớp." in text_of(client.get(url, {"q": "xyz"}))
    assert client.get(url, {"q": "%"}).status_code == 200
    assert client.get(reverse("reports:search", args=["haiphong"])).status_code == 404


def test_search_costs_the_same_with_one_hit_and_many(client, world, lead_officer, django_assert_num_queries):
    client.force_login(lead_officer)
    url = reverse("reports:search", args=["hcm"])
    client.get(url, {"q": "phong su"})

    with django_assert_num_queries(5):
        client.get(url, {"q": "phong su"})
    for _ in range(3):
        f.make_task(world.group, world.lead)
    with django_assert_num_queries(5):
        client.get(url, {"q": "phong su"})
