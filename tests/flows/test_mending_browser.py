"""A returned report is mended on a phone and at a desk, and goes back to the top of the queue."""

import re

import pytest
from playwright.sync_api import Page, expect

from reports import workflow
from reports.choices import ReportStatus
from reports.models import ProgressReport
from tests import factories as f
from tests.fixtures import World, make_world
from tests.flows.test_journeys import AXE, sign_in

ADDRESS = "/hcm/bao-cao/2026/2026-6-thang/1.1/"


@pytest.fixture
def world(transactional_db) -> World:
    world = make_world("hcm")
    report = f.make_report(world.task, world.period, world.people["officer"])
    report.figures.create(indicator=world.task.indicators.get(), value=500)
    workflow.run(
        report, "submit", actor=world.people["officer"],
        accepted=["Phóng sự song ngữ: 500 phóng sự gấp 42 lần chỉ tiêu cả năm (12)."],
    )  # fmt: skip
    workflow.run(
        report, "send_back", actor=world.people["standing"], note="Chưa rõ.", reason="UNCLEAR_RESULTS",
        comments=[("results", "Nêu tên phóng sự."), ("figures", "500 là lượt hay phóng sự?")],
    )  # fmt: skip
    return world


def passes(page: Page) -> None:
    page.evaluate(AXE)
    assert (
        page.evaluate(
            "axe.run().then(result => result.violations.map(one => `${one.id}: ${one.nodes[0].html}`))"
        )
        == []
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1440])
def test_only_what_was_asked_for_is_open_and_each_point_is_answered(world, new_page, width):
    officer, reviewer = (new_page(viewport={"width": width, "height": 780}) for _ in range(2))
    sign_in(officer, world.people["officer"])
    officer.get_by_role("link", name="Sửa và gửi lại").click()
    expect(officer.get_by_label("Khó khăn, vướng mắc")).not_to_be_visible()
    passes(officer)

    officer.get_by_label("Kết quả trong kỳ").fill("Đã phát 7 phóng sự: Sông Sài Gòn, …")
    officer.get_by_role("group", name="Đã viết xong phần này? Kết quả trong kỳ").get_by_label("Chưa").check()
    figures = officer.locator("#so-lieu")
    figures.get_by_label("Đã sửa").check()
    officer.get_by_role("button", name="Xem lại và gửi").click()
    expect(officer.get_by_role("alert")).to_contain_text(
        "“Số liệu” đánh dấu đã sửa nhưng vẫn y như bản đã gửi."
    )
    passes(officer)
    figures.get_by_label("Giữ nguyên vì …").check()
    figures.get_by_label("Lý do giữ nguyên").fill("Tính cả bản phát lại.")
    officer.get_by_role("button", name="Xem lại và gửi").click()

    expect(officer.get_by_role("main")).to_contain_text("Kết quả trong kỳ: đánh dấu là chưa viết xong.")
    passes(officer)
    officer.get_by_role("checkbox").check()
    officer.get_by_role("button", name="Gửi báo cáo cho").click()
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED
    passes(officer)

    sign_in(reviewer, world.people["standing"])
    expect(reviewer.locator(".ttdn-row").first).to_contain_text("Đã sửa, trình lại (lần 1)")
    reviewer.get_by_role("link", name=re.compile("^Xem xét")).first.click()
    expect(reviewer.locator("#muc-figures")).to_contain_text("Giữ nguyên vì: Tính cả bản phát lại.")
    passes(reviewer)
    reviewer.goto("/hcm/bao-cao/")
    reviewer.get_by_role("checkbox", name="Chọn báo cáo 1.1").check()
    passes(reviewer)
    reviewer.get_by_role("button", name="Tiếp nhận các mục đã xem").click()
    expect(reviewer.get_by_role("main")).to_contain_text("Đã tiếp nhận 1 báo cáo: 1.1.")
