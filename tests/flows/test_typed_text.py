"""What was typed is not lost: not when the session ends, the page grows old, or another saves first."""

from datetime import date

import pytest
from playwright.sync_api import expect

from reports.choices import ReportStatus
from reports.models import ProgressReport
from tests import factories as f
from tests.fixtures import World, make_world
from tests.flows.test_journeys import sign_in

FORM = "/hcm/bao-cao/2026/2026-6-thang/1.1/viet/"
REVIEW = "/hcm/bao-cao/2026/2026-6-thang/1.1/xem-xet/"
TYPED = "Đã phát 7 phóng sự, viết khi phiên đã hết."


@pytest.fixture
def world(transactional_db) -> World:
    return make_world("hcm")


def results(page):
    return page.get_by_label("Kết quả trong kỳ")


def test_autosave_says_where_the_text_is_safe(world, page):
    sign_in(page, world.people["officer"])
    page.goto(FORM)

    results(page).fill("Đã phát 7 phóng sự.")

    expect(page.locator("[data-ttdn-where]")).to_contain_text("Đã lưu trên máy chủ", timeout=10_000)
    assert ProgressReport.objects.get().results == "Đã phát 7 phóng sự."


def test_text_typed_after_the_session_ended_is_back_after_the_next_login(world, page):
    sign_in(page, world.people["officer"])
    page.goto(FORM)
    page.context.clear_cookies()

    results(page).fill(TYPED)
    page.get_by_role("button", name="Xem lại và gửi").click()
    page.wait_for_load_state()
    assert not ProgressReport.objects.exists()

    sign_in(page, world.people["officer"])
    page.goto(FORM)
    expect(results(page)).to_have_value(TYPED)
    expect(page.get_by_role("alert")).to_contain_text("Đã lấy lại bài viết dở")


def test_text_sent_with_an_old_token_is_back_on_the_form(world, page):
    sign_in(page, world.people["officer"])
    page.goto(FORM)
    results(page).fill(TYPED)
    page.evaluate("document.querySelector('#bao-cao [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")

    page.get_by_role("button", name="Xem lại và gửi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trang đã mở quá lâu")

    page.goto(FORM)
    expect(results(page)).to_have_value(TYPED)


def test_copy_of_the_period_before_is_marked_on_the_server_until_it_is_edited(world, page):
    earlier = f.make_period(
        world.plan, "2026-quy-1", name="Quý I năm 2026", data_from=date(2025, 12, 15), opens_on=date(2026, 3, 1),
        data_to=date(2026, 3, 14), report_due_on=date(2026, 3, 20),
    )  # fmt: skip
    f.make_report(world.task, earlier, world.people["officer"], status=ReportStatus.ACCEPTED)
    saved = page.locator("[data-ttdn-where]")
    sign_in(page, world.people["officer"])
    page.goto(FORM)

    page.locator("summary", has_text="Quý I năm 2026 đã viết").first.click()
    page.get_by_role("button", name="Chép từ kỳ trước").first.click()
    expect(results(page)).to_have_value("Đã phát 7 phóng sự song ngữ Việt – Anh.")
    expect(saved).to_contain_text("Đã lưu trên máy chủ", timeout=10_000)
    assert list(ProgressReport.objects.latest("pk").marks["copied"]) == ["results"]

    page.goto(FORM)
    expect(page.get_by_role("main")).to_contain_text("Chép từ kỳ trước, chưa sửa.")
    results(page).fill("Đã phát 9 phóng sự.")
    expect(page.get_by_role("main")).not_to_contain_text("Chép từ kỳ trước, chưa sửa.")
    page.get_by_role("button", name="Để sau").click()
    page.wait_for_load_state()
    assert ProgressReport.objects.latest("pk").marks == {}


def test_second_of_two_people_sees_both_texts(world, new_page):
    first, second = new_page(), new_page(java_script_enabled=False)
    sign_in(first, world.people["officer"])
    sign_in(second, world.people["head"])
    first.goto(FORM)
    second.goto(FORM)
    results(first).fill("Bản của chị Chuyên.")
    first.get_by_role("button", name="Để sau").click()
    first.wait_for_load_state()

    results(second).fill("Bản của anh Trưởng.")
    second.get_by_role("button", name="Để sau").click()

    expect(second.get_by_role("main")).to_contain_text("Bản của chị Chuyên.")
    expect(second.get_by_role("main")).to_contain_text("Bản của anh Trưởng.")
    second.get_by_role("button", name="Ghép và lưu").click()
    second.wait_for_load_state()
    assert ProgressReport.objects.get().results == "Bản của anh Trưởng."


def test_comment_of_a_reviewer_whose_session_ended_is_back_after_the_next_login(world, page):
    f.make_report(world.task, world.period, world.people["officer"], status=ReportStatus.SUBMITTED)
    comment = page.get_by_label("Ý kiến tại mục “Kết quả trong kỳ”")
    sign_in(page, world.people["standing"])
    page.goto(REVIEW)
    page.locator("#muc-results summary", has_text="Ghi ý kiến").click()
    comment.fill("Chưa rõ 7 phóng sự phát ở đâu.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Trả lại", exact=True).click()
    page.wait_for_load_state()

    sign_in(page, world.people["standing"])
    page.goto(REVIEW)

    expect(comment).to_be_visible()
    expect(comment).to_have_value("Chưa rõ 7 phóng sự phát ở đâu.")
    expect(page.get_by_role("alert")).to_contain_text("Đã lấy lại phần gõ dở")
    page.get_by_role("button", name="Bỏ phần gõ dở").click()
    expect(comment).to_have_value("")


def test_chosen_file_is_named_in_vietnamese_whatever_the_browser_speaks(world, page):
    sign_in(page, world.people["officer"])
    page.goto(FORM)
    box = page.locator(".ttdn-filebox", has=page.get_by_label("Thêm tệp"))
    expect(box).to_contain_text("Chưa chọn tệp nào")
    assert box.bounding_box()["width"] > 300 > box.bounding_box()["height"]

    page.get_by_label("Thêm tệp").set_input_files(
        {"name": "Ảnh lễ hội.png", "mimeType": "image/png", "buffer": b"x"}
    )
    expect(box).to_contain_text("Ảnh lễ hội.png")

    page.get_by_label("Thêm tệp").set_input_files({"name": "virus.exe", "mimeType": "x/x", "buffer": b"x"})
    expect(box).to_contain_text("Chưa chọn tệp nào")
    expect(page.get_by_role("alert")).to_contain_text("“virus.exe” không đúng loại.")
