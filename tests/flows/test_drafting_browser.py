"""The drafter's way in a real browser: from last year's plan to a text that saves itself, and back after the session ended."""

import re

import pytest
from playwright.sync_api import Page, expect

from plans.choices import PlanStatus
from plans.models import Plan
from tests import factories as f
from tests.fixtures import World, make_world
from tests.flows.test_journeys import AXE, PHONE, sign_in
from tests.plans.test_structure import check_numbers, make_draft

PURPOSES = "/hcm/ke-hoach/2027/soan/muc-dich/"
FROM_WORD = """
<p class=MsoNormal>Mục đích <b>chung</b> của kế hoạch:</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>  </span></span>Ý thứ nhất</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>Ý nhỏ<script>alert(1)</script></p>
<table><tr><td>Ô một</td><td>Ô hai</td></tr></table>
"""
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def world(transactional_db) -> World:
    return make_world("hcm")


@pytest.fixture
def draft(world) -> Plan:
    return make_draft(world)


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_plan_is_begun_from_last_year_and_put_in_order(world, new_page, javascript):
    f.make_task(f.make_group(world.plan, 2, title="Tập huấn"), world.lead, title="Tập huấn kỹ năng")
    page = new_page(java_script_enabled=javascript)
    sign_in(page, world.people["standing"])

    page.goto("/hcm/ke-hoach/")
    page.get_by_role("link", name="Lập kế hoạch").click()
    page.get_by_label("Lập từ").select_option(label=world.plan.title)
    page.get_by_label("Từ năm").fill("2027")
    page.get_by_label("Cơ quan ban hành").select_option(label=world.issuer.name)
    page.get_by_role("button", name="Lập dự thảo").click()
    page.get_by_label("Hạn hoàn thành mới của nhiệm vụ 1.1").fill("15/12/2027")
    page.get_by_role("button", name="Chép vào dự thảo").click()
    page.get_by_role("button", name=re.compile("^Lên.*nội dung 2$")).click()
    page.wait_for_load_state()

    plan = Plan.objects.get(slug="2027")
    assert [group.title for group in plan.groups.order_by("number")] == ["Tập huấn", world.group.title]
    assert plan.tasks.get(code="2.1").due_on.isoformat() == "2027-12-15"
    assert plan.tasks.get(code="2.1").based_on == world.task
    expect(page.get_by_role("main")).to_contain_text("Nội dung 2 nay là 1.")
    check_numbers(plan)


def test_text_from_word_keeps_paragraphs_and_lists_and_saves_itself(draft, world, page):
    sign_in(page, world.people["standing"])
    page.goto(PURPOSES)
    page.get_by_label("Mục đích", exact=False).first.fill("")

    page.evaluate(PASTE, FROM_WORD)

    expect(page.locator("[data-ttdn-where]")).to_contain_text("Đã lưu trên máy chủ", timeout=10_000)
    draft.refresh_from_db()
    assert draft.purposes == "Mục đích chung của kế hoạch:\n- Ý thứ nhất\n+ Ý nhỏ\nÔ một; Ô hai"
    page.get_by_text("Xem trang văn bản").click()
    expect(page.frame_locator("iframe.ttdn-preview").locator("body")).to_contain_text("Ý thứ nhất")
    page.get_by_role("textbox").first.fill("Viết lại mục đích")
    expect(page.frame_locator("iframe.ttdn-preview").locator("body")).to_contain_text(
        "Viết lại mục đích", timeout=10_000
    )


def test_rows_are_dragged_to_another_place(draft, world, page):
    sign_in(page, world.people["standing"])
    page.goto("/hcm/ke-hoach/2027/soan/noi-dung/")

    page.locator("#nv-1-2").drag_to(page.locator("#nv-1-1"))
    expect(page.get_by_role("main")).to_contain_text("Nhiệm vụ 1.2 nay là 1.1.")

    assert draft.tasks.get(code="1.1").title == "1b"


def test_form_of_the_next_task_is_blank_after_a_save(draft, world, page):
    """What this machine kept of the task just saved must not come back as a second one."""
    sign_in(page, world.people["standing"])
    page.goto("/hcm/ke-hoach/2027/soan/nhiem-vu/them/?nhom=2")
    page.get_by_label("Nội dung nhiệm vụ").fill("Tập huấn người phát ngôn")

    page.get_by_role("button", name="Lưu, thêm nhiệm vụ khác").click()

    expect(page.get_by_role("main")).to_contain_text("Đã lưu nhiệm vụ 2.3.")
    expect(page.get_by_label("Nội dung nhiệm vụ")).to_have_value("")
    expect(page.get_by_label("Nội dung", exact=True)).to_have_value(str(draft.groups.get(number=2).pk))


def end_session(page: Page) -> None:
    """The session runs out; the browser keeps its other cookies."""
    page.context.clear_cookies(name=re.compile("session"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_text_sent_after_the_session_ended_is_sent_on_after_the_login(draft, world, new_page, javascript):
    page = new_page(java_script_enabled=javascript)
    standing = world.people["standing"]
    sign_in(page, standing)
    page.goto(PURPOSES)
    end_session(page)

    page.get_by_role("textbox").first.fill("Viết khi phiên đã hết.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Bài vừa gửi đã được giữ")
    page.get_by_label("Tên đăng nhập").fill(standing.username)
    page.get_by_label("Mật khẩu", exact=True).fill(f.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_label("Nội dung")).to_have_value("Viết khi phiên đã hết.")
    page.get_by_role("button", name="Gửi tiếp").click()
    page.wait_for_load_state()

    draft.refresh_from_db()
    assert draft.purposes == "Viết khi phiên đã hết."


def test_writing_goes_on_in_place_after_signing_in_in_another_tab(draft, world, page):
    standing = world.people["standing"]
    sign_in(page, standing)
    page.goto(PURPOSES)
    end_session(page)
    page.get_by_role("textbox").first.fill("Viết tiếp tại chỗ.")
    expect(page.get_by_role("alert")).to_contain_text("Phiên đăng nhập đã hết", timeout=10_000)

    other = page.context.new_page()
    sign_in(other, standing)
    page.bring_to_front()
    page.get_by_role("button", name="Tôi đã đăng nhập").click()

    expect(page.locator("[data-ttdn-where]")).to_contain_text("Đã lưu trên máy chủ", timeout=10_000)
    draft.refresh_from_db()
    assert draft.purposes == "Viết tiếp tại chỗ."


def test_two_drafters_see_both_texts_without_script(draft, world, new_page):
    pages = [new_page(java_script_enabled=False) for _ in range(2)]
    for page in pages:
        sign_in(page, world.people["standing"])
        page.goto("/hcm/ke-hoach/2027/soan/nhiem-vu/1.1/")
    for page, words in zip(pages, ("Bản thứ nhất", "Bản thứ hai"), strict=True):
        page.get_by_label("Nội dung nhiệm vụ").fill(words)
        page.get_by_role("button", name="Lưu nhiệm vụ").click()
        page.wait_for_load_state()

    expect(pages[1].get_by_role("main")).to_contain_text("Bản thứ nhất")
    pages[1].get_by_role("button", name="Lưu nhiệm vụ").click()
    pages[1].wait_for_load_state()
    assert draft.tasks.get(code="1.1").title == "Bản thứ hai"


def test_drafting_pages_pass_axe_and_fit_a_phone_and_break_no_policy(draft, world, new_page):
    page = new_page(viewport=PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page, world.people["standing"])

    words = (
        "can-cu", "can-cu/them", "muc-dich", "kinh-phi", "noi-dung", "noi-dung/1", "noi-dung/1/chuyen", "noi-dung/1/xoa",
        "nhiem-vu/1.1", "nhiem-vu/1.1/chuyen", "chep/2026", "xem-truoc", "xem-truoc/trang",
    )  # fmt: skip
    for word in words:
        answer = page.goto(f"/hcm/ke-hoach/2027/soan/{word}/")
        assert answer is not None and answer.status == 200, word
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], word
        if word.startswith("xem-truoc"):
            continue  # the sheet runs no script, axe neither
        page.evaluate(AXE)
        found = page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', '))"
        )
        assert found == [], word

    assert complaints == []
    assert draft.status == PlanStatus.DRAFT
