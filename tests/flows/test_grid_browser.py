"""The grid as hands use it: keys, a block from Excel, two people at once, a phone, no script."""

import pytest
from playwright.sync_api import Page, expect

from reports.choices import ReportStatus
from reports.models import ProgressReport
from reports.services.writing import ReportText, save_report
from tests import factories as f
from tests.fixtures import World, make_world
from tests.flows.test_journeys import AXE, PHONE, sign_in

URL = "/hcm/bao-cao/2026/2026-6-thang/luoi/"


@pytest.fixture
def world(transactional_db) -> World:
    world = make_world("hcm")
    second = f.make_task(world.group, world.lead, title="Đón 4 đoàn phóng viên nước ngoài")
    f.make_indicator(second, name="Đoàn", unit="đoàn", target_value=4)
    f.make_task(world.group, world.lead, title="Xuất bản 3 ấn phẩm tiếng Anh")
    return world


def box(page: Page, row: int, label: str):
    return page.locator("tr[data-ttdn-row]").nth(row).get_by_label(label)


def paste(page: Page, target, text: str, html: str = "") -> None:
    """As the browser does it: an event with a clipboard at the box."""
    target.focus()
    target.evaluate(
        """(box, [text, html]) => {
          const clipboard = new DataTransfer();
          clipboard.setData("text/plain", text);
          if (html) clipboard.setData("text/html", html);
          box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
        }""",
        [text, html],
    )


def stored() -> list[tuple]:
    rows = ProgressReport.objects.order_by("task__sequence")
    return list(rows.values_list("results", "progress_percent"))


def all_saved(page: Page) -> None:
    expect(page.locator("[data-ttdn-where]")).to_have_text("Mọi hàng đã lưu", timeout=15_000)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name")


def test_keys_move_between_the_boxes(world, page):
    sign_in(page, world.people["officer"])
    page.goto(URL)
    codes = page.locator("tr[data-ttdn-row]").evaluate_all(
        "rows => rows.map(row => row.dataset.ttdnRow.replace('.', '_'))"
    )
    box(page, 0, "Tiến độ (%)").focus()

    page.keyboard.press("ArrowDown")
    assert focused(page) == f"t{codes[1]}-progress_percent"
    page.keyboard.press("Enter")
    assert focused(page) == f"t{codes[2]}-progress_percent"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == f"t{codes[1]}-results"
    page.keyboard.press("Tab")
    assert focused(page) == f"t{codes[1]}-progress_percent"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == f"t{codes[1]}-results"

    page.keyboard.type("Đã đón hai đoàn")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == f"t{codes[1]}-results"  # inside a text the caret moves, not the box
    box(page, 0, "Tiến độ (%)").focus()
    all_saved(page)


def test_column_from_excel_fills_the_boxes_below_and_each_row_saves_itself(world, page):
    sign_in(page, world.people["officer"])
    page.goto(URL)

    paste(
        page,
        box(page, 0, "Kết quả trong kỳ"),
        'Đã phát 7 phóng sự\t58%\r\n"Đã đón 2 đoàn:\nHàn Quốc, Nhật Bản"\t50\r\nĐã in 1 ấn phẩm\t33\r\n',
    )

    all_saved(page)
    assert stored() == [
        ("Đã phát 7 phóng sự", 58),
        ("Đã đón 2 đoàn:\nHàn Quốc, Nhật Bản", 50),
        ("Đã in 1 ấn phẩm", 33),
    ]
    assert page.locator('.ttdn-grid [data-ttdn-is="saved"]').count() == 6


def test_paste_tells_what_had_no_place_and_can_be_undone(world, page):
    f.make_report(world.task, world.period, world.people["officer"], status=ReportStatus.SUBMITTED)
    sign_in(page, world.people["officer"])
    page.goto(URL)

    paste(page, box(page, 0, "Tiến độ (%)"), "50\n33\n99")

    expect(page.locator("[data-ttdn-where]")).to_contain_text("Đã dán 2 ô vào 2 hàng; 1 ô không có chỗ")
    page.get_by_role("button", name="Hoàn tác dán").click()
    expect(box(page, 0, "Tiến độ (%)")).to_have_value("")
    all_saved(page)


def test_text_of_several_paragraphs_stays_in_its_box(world, page):
    sign_in(page, world.people["officer"])
    page.goto(URL)

    paste(page, box(page, 0, "Kết quả trong kỳ"), "Ý một\nÝ hai", "<p>Ý một</p><p>Ý hai</p>")

    expect(box(page, 0, "Kết quả trong kỳ")).to_have_value("Ý một\nÝ hai")
    expect(box(page, 1, "Kết quả trong kỳ")).to_have_value("")
    all_saved(page)


def test_wrong_cell_is_told_beside_it_and_the_other_rows_are_saved(world, page):
    sign_in(page, world.people["officer"])
    page.goto(URL)

    paste(page, box(page, 0, "Tiến độ (%)"), "58\n120\n33")

    bad = page.locator('.ttdn-grid [data-ttdn-is="bad"]')
    expect(bad).to_have_count(1, timeout=10_000)
    expect(bad).to_contain_text("Tiến độ từ 0 đến 100.")
    expect(page.locator("[data-ttdn-where]")).to_contain_text("1 ô chưa đúng")
    box(page, 1, "Tiến độ (%)").fill("12")
    all_saved(page)
    assert [percent for _, percent in stored()] == [58, 12, 33]


def test_row_that_another_saved_is_refused_and_the_others_go_on(world, page):
    report = f.make_report(world.task, world.period, world.people["officer"])
    sign_in(page, world.people["officer"])
    page.goto(URL)
    save_report(
        report, ReportText(results="Bản của trưởng phòng."), actor=world.people["head"], read_version=1
    )

    box(page, 0, "Kết quả trong kỳ").fill("Bản của tôi.")
    box(page, 1, "Kết quả trong kỳ").fill("Đã đón 2 đoàn.")
    box(page, 2, "Kết quả trong kỳ").focus()

    row = page.locator("tr[data-ttdn-row]").first
    expect(row).to_contain_text("Phạm Văn Trưởng đã lưu bản mới hơn", timeout=10_000)
    expect(page.locator("tr[data-ttdn-row]").nth(1)).to_contain_text("Đã lưu", timeout=10_000)
    assert [text for text, _ in stored()] == ["Bản của trưởng phòng.", "Đã đón 2 đoàn."]
    row.get_by_role("link", name="So hai bản").click()
    expect(page.get_by_role("main")).to_contain_text("Bản của tôi.")


def test_text_that_never_reached_the_server_is_back_in_its_box(world, page):
    sign_in(page, world.people["officer"])
    page.goto(URL)
    page.route("**/luoi/tu-luu/", lambda route: route.abort())
    box(page, 0, "Kết quả trong kỳ").fill("Viết khi mất mạng.")
    box(page, 1, "Kết quả trong kỳ").focus()
    expect(page.locator("tr[data-ttdn-row]").first).to_contain_text("bài vẫn còn trên máy này")
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/luoi/tu-luu/")
    page.goto("/hcm/viec-cua-toi/")

    page.goto(URL)

    expect(box(page, 0, "Kết quả trong kỳ")).to_have_value("Viết khi mất mạng.")
    all_saved(page)
    assert stored() == [("Viết khi mất mạng.", None)]


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_rows_are_filled_checked_and_sent_at_once(world, new_page, javascript):
    page = new_page(java_script_enabled=javascript, viewport=PHONE)
    sign_in(page, world.people["officer"])
    page.get_by_role("link", name="Ghi 3 báo cáo trong một bảng").click()
    for row, text in enumerate(["Đã phát 7 phóng sự.", "Đã đón 2 đoàn."]):
        box(page, row, "Kết quả trong kỳ").fill(text)
        box(page, row, "Tiến độ (%)").fill("50")
        page.locator("tr[data-ttdn-row]").nth(row).get_by_role("checkbox").check()

    page.get_by_role("button", name="Xem lại và gửi các hàng đã chọn").click()
    page.get_by_role("button", name="Gửi các báo cáo đã chọn").click()

    expect(page.get_by_role("main")).to_contain_text("Đã gửi 2 báo cáo")
    assert list(ProgressReport.objects.values_list("status", flat=True)) == [ReportStatus.SUBMITTED] * 2


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_grid_passes_axe_and_fits(world, new_page, width):
    f.make_report(world.task, world.period, world.people["officer"], status=ReportStatus.SUBMITTED)
    page = new_page(viewport={"width": width, "height": 780})
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    sign_in(page, world.people["officer"])

    page.goto(URL)
    page.evaluate(AXE)
    found = page.evaluate(
        "axe.run().then(result => result.violations.map(one => `${one.id}: ${one.nodes[0].html}`))"
    )

    assert (found, errors) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
