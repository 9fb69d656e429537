"""Sơ kết from the reports to the issued paper, as the standing agency, the signer and the clerk walk it."""

import re

import pytest
from playwright.sync_api import Page, expect

from documents.models import Document
from reports.choices import ReportStatus
from reports.models import PeriodReview
from tests import factories as f
from tests.fixtures import World, make_world
from tests.flows.test_journeys import AXE, PHONE, sign_in

LIST = "/hcm/ke-hoach/2026/so-ket/"
REVIEW = f"{LIST}2026-6-thang/dia-phuong/"


@pytest.fixture
def world(transactional_db) -> World:
    return make_world("hcm")


def press(page: Page, name: str, role: str = "button") -> None:
    page.get_by_role(role, name=re.compile(name)).first.click()
    page.wait_for_load_state()


def assert_accessible(page: Page) -> None:
    page.evaluate(AXE)
    assert page.evaluate("async () => (await axe.run()).violations.map(v => v.id)") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def test_review_is_assembled_edited_submitted_approved_issued_and_printed(world, new_page):
    f.make_report(world.task, world.period, world.people["officer"], status=ReportStatus.ACCEPTED)
    writer, signer, clerk = new_page(viewport=PHONE), new_page(java_script_enabled=False), new_page()

    sign_in(writer, world.people["standing"])
    writer.goto(LIST)
    assert_accessible(writer)
    press(writer, "^Lập báo cáo", role="link")
    press(writer, "^Tổng hợp và viết báo cáo")
    results = writer.get_by_label(re.compile("^1. Quảng bá hình ảnh"))
    expect(results).to_have_value(re.compile(r"Đã phát 7 phóng sự song ngữ Việt – Anh\. \[1\.1\]"))
    assert_accessible(writer)
    writer.get_by_label(re.compile("^Tình hình chung")).fill("Các cơ quan triển khai đúng kế hoạch.")
    writer.get_by_label(re.compile("^Phương hướng")).fill("Phát tiếp 5 phóng sự.")
    press(writer, "^Lưu và xem báo cáo")
    press(writer, "^Chốt số liệu")
    expect(writer.get_by_role("main")).to_contain_text("đã chốt")
    writer.get_by_role("link", name="1.1").click()
    expect(writer.get_by_role("main")).to_contain_text("Đã phát 7 phóng sự song ngữ Việt – Anh.")
    writer.goto(f"{REVIEW}the-thuc/")
    writer.get_by_label(re.compile("^Nơi nhận")).fill("Các sở, ban, ngành;\nLưu: VT.")
    press(writer, "^Lưu$")
    assert_accessible(writer)
    press(writer, "^Trình ký$", role="link")
    press(writer, "^Trình ký$")

    sign_in(signer, world.people["signer"])
    signer.goto(REVIEW)
    expect(signer.get_by_role("main")).to_contain_text("Các cơ quan triển khai đúng kế hoạch.")
    press(signer, "^Phê duyệt$", role="link")
    press(signer, "^Phê duyệt$")

    sign_in(clerk, world.people["clerk"])
    clerk.goto(REVIEW)
    press(clerk, "^Ban hành$", role="link")
    press(clerk, "^Ban hành$")
    expect(clerk.get_by_role("main")).to_contain_text("01/BC-UBND")
    press(clerk, "^Xuất PDF$")

    review = PeriodReview.objects.get()
    assert (review.status, review.number, review.texts["overview"]) == (
        "ISSUED",
        1,
        "Các cơ quan triển khai đúng kế hoạch.",
    )
    assert Document.objects.filter(subject_key=review.subject_key, is_kept=True).count() == 1
    expect(clerk).to_have_url(re.compile("/hcm/van-ban/"))
