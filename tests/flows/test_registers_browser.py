"""The registers in a browser: readable, on a phone, by a screen reader, and without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.choices import ReportStatus
from reports.models import Output
from reports.services.likeness import note_pairs
from tests import factories as f
from tests.flows.test_journeys import AXE, PHONE, sign_in

PAGES = {
    "officer": [
        "/hcm/san-pham/",
        "/hcm/san-pham/them/",
        "/hcm/san-pham/nhap/",
        "/hcm/san-pham/1/",
        "/hcm/san-pham/3/sua/",
        "/hcm/bao-chi/",
        "/hcm/bao-chi/1/",
        "/hcm/viec-cua-toi/",
    ],
    "standing": [
        "/hcm/san-pham/",
        "/hcm/san-pham/giong-nhau/",
        "/hcm/san-pham/giong-nhau/1/",
        "/hcm/ke-hoach/2026/cach-tinh/",
        "/hcm/ke-hoach/2026/cach-tinh/1.1/1/",
        "/hcm/bao-chi/them/",
        "/hcm/bao-chi/1/",
        "/hcm/bao-chi/1/sua/",
    ],
}


def fill(world):
    officer = world.people["officer"]
    f.make_report(world.task, world.period, officer, status=ReportStatus.ACCEPTED)
    f.make_output(world.task, officer, url="https://dulich.example/1", views=1250, country="Hàn Quốc")
    twin = f.make_output(world.task, officer, agency=world.support, url="https://dulich.example/1")
    note_pairs(twin)
    f.make_output(world.task, officer, title="Một tên sản phẩm rất dài " * 10, done_on=timezone.localdate())
    f.make_press(
        world.locality,
        world.people["standing"],
        status="ASSIGNED",
        agency=world.lead,
        respond_by=timezone.localdate() - timedelta(days=3),
    )


@pytest.mark.parametrize("role", sorted(PAGES))
def test_pages_pass_axe_and_fit_a_phone(world, new_page, role):
    fill(world)
    page = new_page(viewport=PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page, world.people[role])

    for path in PAGES[role]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        page.evaluate(AXE)
        found = page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)"
        )
        assert found == [], path
    assert complaints == []


def test_officer_writes_an_output_down_from_the_report_without_a_script(world, new_page):
    page = new_page(java_script_enabled=False)
    sign_in(page, world.people["officer"])
    page.goto(f"/hcm/bao-cao/2026/2026-6-thang/{world.task.code}/viet/")
    page.fill("textarea[name=results]", "Đã phát phóng sự biển đảo.")

    page.click("button[name=outputs]")
    page.select_option("select[name=kind]", "VIDEO")
    page.fill("input[name=title]", "Phóng sự biển đảo")
    page.fill("input[name=done_on]", f"{timezone.localdate() - timedelta(days=2):%d/%m/%Y}")
    page.select_option("select[name=channel]", "INTERNET")
    page.click("button:has-text('Ghi vào sổ')")

    assert page.input_value("textarea[name=results]") == "Đã phát phóng sự biển đảo."
    assert "Các sản phẩm trong kỳ (1)" in page.content()
    assert Output.objects.get().task == world.task
