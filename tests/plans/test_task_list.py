"""The list of a plan's tasks: its filters, its order, what it costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Task
from tests import factories as f

TODAY = timezone.localdate()


@pytest.fixture
def listed(client, world, lead_officer):
    """Codes on the page for the words of an address."""
    client.force_login(lead_officer)
    url = reverse("plans:task_list", args=["hcm", world.plan.slug])

    def get(**words):
        page = client.get(url, {name.replace("_", "-"): word for name, word in words.items()})
        return [row.code for row in page.context["pager"].page.object_list]

    return get


@pytest.fixture
def many(world):
    second = f.make_group(world.plan, 2, title="Tập huấn, đào tạo bồi dưỡng nghiệp vụ")
    f.make_task(second, world.lead, title="Lớp tập huấn cho cán bộ đối ngoại", due_on=date(2026, 3, 31))
    f.make_task(
        second,
        world.other,
        title="Đường sách Thành phố",
        due_on=date(2026, 6, 30),
        completed_on=date(2026, 7, 2),
        progress_percent=100,
    )
    f.make_task(second, None, title="Chưa giao cho ai", due_on=None)
    f.make_task(second, world.lead, title="Đã rút", due_on=date(2026, 5, 1), withdrawn_on=date(2026, 4, 1))
    return world


def test_all_tasks_stand_in_plan_order_the_withdrawn_struck_through_and_not_counted(listed, many, client):
    assert listed() == ["1.1", "1.2", "2.1", "2.2", "2.3", "2.4"]

    page = client.get(reverse("plans:task_list", args=["hcm", "2026"]))
    assert page.context["found"] == "5 nhiệm vụ, thêm 1 nhiệm vụ đã rút"
    assert "2.4 <s>Đã rút</s>" in page.content.decode()
    assert "Đã rút từ 01/04/2026" in page.content.decode()


def test_task_withdrawn_later_stands_unstruck_on_an_earlier_day(client, many, lead_officer):
    client.force_login(lead_officer)

    page = client.get(reverse("plans:task_list", args=["hcm", "2026"]), {"ngay": "31/03/2026"})

    assert "2.4 Đã rút</a>" in page.content.decode() and "<s>" not in page.content.decode()


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ({"nhom": "2"}, ["2.1", "2.2", "2.3"]),
        ({"chu_tri": "khac"}, ["1.2", "2.2"]),
        ({"chu_tri": "chua-co"}, ["2.3"]),
        ({"tinh_trang": "xong-qua-han"}, ["2.2"]),
        ({"tinh_trang": "chua-co-han"}, ["2.3"]),
        ({"tinh_trang": "da-rut"}, ["2.4"]),
        ({"tinh_trang": "qua-han", "ngay": "01/04/2026"}, ["2.1"]),
        ({"han_den": "30/06/2026"}, ["2.1", "2.2"]),
        ({"tim": "duong sach"}, ["2.2"]),
        ({"tim": "tập huấn"}, ["1.2", "2.1"]),
        ({"tim": "tap huan", "nhom": "2"}, ["2.1"]),
        ({"nhom": "2", "sap_xep": "han"}, ["2.1", "2.2", "2.3"]),
        ({"sap_xep": "han"}, ["2.1", "2.2", "1.1", "1.2", "2.3"]),
    ],
)  # fmt: skip
def test_list_is_narrowed_and_ordered_by_the_address(listed, many, words, codes):
    assert listed(**words) == codes


@pytest.mark.parametrize(
    "words",
    [
        {"nhom": "99"},
        {"chu_tri": "khong-co"},
        {"tinh_trang": "la"},
        {"han_den": "32/13/2026"},
        {"trang": "999"},
        {"trang": "x"},
    ],
)
def test_a_word_that_cannot_be_read_leaves_the_list_whole(listed, many, words):
    assert len(listed(**words)) == 6


def test_error_stands_beside_the_filter(client, world, lead_officer):
    client.force_login(lead_officer)

    page = client.get(reverse("plans:task_list", args=["hcm", world.plan.slug]), {"han-den": "32/13/2026"})

    assert page.context["form"].errors["han_den"] == [
        "Ngày không đúng. Ghi ngày/tháng/năm, ví dụ 05/03/2026."
    ]
    assert "Ngày không đúng." in page.content.decode()


def test_rows_show_what_they_should_and_escape_the_rest(client, world, lead_officer):
    Task.objects.filter(pk=world.task.pk).update(
        title="Phóng sự <b>“Sài Gòn & bạn bè”</b>", rhythm="QUARTERLY", progress_percent=40
    )
    f.make_task(world.group, world.lead, is_secret=True)
    client.force_login(lead_officer)

    text = client.get(reverse("plans:task_list", args=["hcm", world.plan.slug])).content.decode()

    assert "1.1 Phóng sự &lt;b&gt;“Sài Gòn &amp; bạn bè”&lt;/b&gt;" in text
    assert "Hằng quý, đến 30/11/2026" in text
    assert "40%" in text
    assert "1.3 Nhiệm vụ quản lý theo chế độ mật" in text
    assert "Chưa hoàn thành" in text


def test_nothing_of_another_plan_or_locality_is_in_the_list(client, world, other_world, lead_officer):
    client.force_login(lead_officer)

    text = client.get(reverse("plans:task_list", args=["hcm", world.plan.slug])).content.decode()

    assert "CANARY" not in text


def test_list_costs_the_same_with_few_tasks_and_many(client, world, lead_officer, django_assert_num_queries):
    client.force_login(lead_officer)
    url = reverse("plans:task_list", args=["hcm", world.plan.slug])
    client.get(url)

    def look():
        with django_assert_num_queries(5):
            client.get(url)
        with django_assert_num_queries(6):
            client.get(url, {"chu-tri": "chu-tri", "sap-xep": "han"})

    look()
    for number in range(2, 6):
        group = f.make_group(world.plan, number)
        for _ in range(15):
            f.make_task(group, f.make_agency(world.locality))
    look()


def test_a_full_page_is_light(client, world, lead_officer):
    """Goal 9 of the performance notes: at most 40 KB before compression, at most 1,000 elements."""
    for number in range(2, 15):
        group = f.make_group(world.plan, number)
        for _ in range(5):
            f.make_task(
                group,
                f.make_agency(world.locality, name="Sở Văn hóa, Thể thao và Du lịch"),
                title="Sản xuất phóng sự song ngữ giới thiệu điểm đến của Thành phố sau sắp xếp đơn vị hành chính",
            )
    client.force_login(lead_officer)

    body = client.get(reverse("plans:task_list", args=["hcm", world.plan.slug])).content

    assert len(body) <= 40 * 1024
    assert body.count(b"<") - body.count(b"</") <= 1000


def test_pages_hold_fifty_rows(client, world, lead_officer):
    group = f.make_group(world.plan, 2)
    for _ in range(58):
        f.make_task(group, world.lead, starts_on=TODAY - timedelta(days=1), due_on=TODAY)
    client.force_login(lead_officer)
    url = reverse("plans:task_list", args=["hcm", world.plan.slug])

    first, second = client.get(url), client.get(url, {"trang": 2})

    assert len(first.context["pager"].page.object_list) == 50
    assert len(second.context["pager"].page.object_list) == 10
    assert "51–60 trong 60 nhiệm vụ" in second.content.decode()
