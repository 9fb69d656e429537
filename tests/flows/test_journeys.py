"""The year's main job as people walk it, in a real browser, with a real worker behind it."""

import re
import zipfile
from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.models import User
from documents.models import Document
from plans.models import Task
from reports.choices import ReportStatus
from reports.models import ProgressReport
from tests import factories as f
from tests.fixtures import World, make_world

AXE = (settings.BASE_DIR / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
PHONE = {"width": 360, "height": 780}


@pytest.fixture
def world(transactional_db) -> World:
    world = make_world("hcm")
    Task.objects.update(
        starts_on=date(timezone.localdate().year, 1, 2), due_on=date(timezone.localdate().year, 12, 31)
    )
    return world


def sign_in(page: Page, person: User) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu", exact=True).fill(f.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("dang-nhap"))


class Clicks:
    """Counts the clicks of a person on the way to a goal."""

    def __init__(self, page: Page):
        self.page, self.count = page, 0

    def __call__(self, name: str, role: str = "button") -> None:
        self.count += 1
        self.page.get_by_role(role, name=re.compile(name)).first.click()
        self.page.wait_for_load_state()


def write_report(page: Page, results: str, percent: str = "58") -> None:
    page.get_by_label("Kết quả trong kỳ").fill(results)
    page.get_by_label("Tiến độ (%)").fill(percent)


def report_in_three_clicks(page: Page) -> int:
    """From the first page to a filed report; answers the number of clicks."""
    click = Clicks(page)
    click("^Báo cáo", role="link")
    write_report(page, "Đã phát 7 phóng sự song ngữ Việt – Anh trên kênh đối ngoại.")
    click("^Xem lại và gửi")
    click("^Gửi báo cáo")
    return click.count


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_officer_files_a_report_in_three_clicks(world, new_page, javascript):
    page = new_page(java_script_enabled=javascript, viewport=PHONE)
    sign_in(page, world.people["officer"])

    clicks = report_in_three_clicks(page)

    report = ProgressReport.objects.get()
    assert clicks == 3
    assert (report.status, report.progress_percent) == (ReportStatus.SUBMITTED, 58)
    assert report.submission["results"] == "Đã phát 7 phóng sự song ngữ Việt – Anh trên kênh đối ngoại."
    expect(page.get_by_role("main")).to_contain_text(f"Báo cáo nhiệm vụ {report.task.code}")


def test_no_change_takes_two_clicks(world, page):
    sign_in(page, world.people["officer"])
    click = Clicks(page)

    click("^Báo cáo", role="link")
    page.get_by_label("Không có thay đổi trong kỳ").fill("Chờ kinh phí quý sau.")
    click("Gửi: không thay đổi")

    report = ProgressReport.objects.get()
    assert (click.count, report.status, report.no_change) == (2, ReportStatus.SUBMITTED, True)


def test_report_is_returned_mended_accepted_and_the_committee_page_changes(world, new_page):
    officer, reviewer, member = new_page(), new_page(), new_page()
    sign_in(member, world.people["committee"])
    expect(member.get_by_role("main")).to_contain_text("Hoàn thành đúng hạn")
    before = figures(member)
    sign_in(officer, world.people["officer"])
    report_in_three_clicks(officer)

    sign_in(reviewer, world.people["standing"])
    reviewer.get_by_role("link", name=re.compile("^Xem xét")).first.click()
    give_comment(reviewer, "evidence", "Thêm đường dẫn bản tiếng Anh.")
    reviewer.get_by_label("Ý kiến chung").fill("Thiếu minh chứng ở một chỗ.")
    reviewer.get_by_label("Loại lý do").select_option("MISSING_EVIDENCE")
    reviewer.get_by_role("button", name="Trả lại", exact=True).click()
    assert ProgressReport.objects.get().status == ReportStatus.RETURNED

    officer.goto("/")
    officer.get_by_role("link", name=re.compile("Sửa và gửi lại")).click()
    expect(officer.get_by_role("main")).to_contain_text("Thêm đường dẫn bản tiếng Anh.")
    done = timezone.localdate().strftime("%d/%m/%Y")
    open_fold(officer, "Kết quả trong kỳ")
    open_fold(officer, "Tiến độ")
    write_report(officer, "Đã phát đủ 12 phóng sự song ngữ.", "100")
    officer.get_by_label("Ngày hoàn thành").fill(done)
    officer.get_by_label("Giữ nguyên vì …").check()
    officer.get_by_label("Lý do giữ nguyên").fill("Bản tiếng Anh nằm chung trong đường dẫn đã gửi.")
    officer.get_by_role("button", name=re.compile("^Xem lại và gửi")).click()
    officer.get_by_role("button", name=re.compile("^Gửi")).first.click()

    reviewer.goto("/")
    expect(reviewer.get_by_role("main")).to_contain_text("trình lại (lần 1)")
    reviewer.get_by_role("link", name=re.compile("^Xem xét")).first.click()
    reviewer.get_by_role("button", name="Tiếp nhận", exact=True).click()
    assert ProgressReport.objects.get().status == ReportStatus.ACCEPTED

    member.reload()
    after = figures(member)
    assert (before[:2], after[:2]) == ([2, 0], [2, 1])


def open_fold(page: Page, title: str) -> None:
    """A part that the reviewer did not ask to mend is folded."""
    page.locator("summary", has_text=title).first.click()


def give_comment(page: Page, field: str, text: str) -> None:
    box = page.locator(f"textarea[name$={field}]")
    if not box.is_visible():
        page.locator("details", has=box).locator("summary").click()
    box.fill(text)


def figures(page: Page) -> list[int]:
    """The five figures as the committee reads them."""
    return [int(re.sub(r"\D", "", text)) for text in page.locator(".ttdn-five dd").all_inner_texts()[:5]]


def test_clerk_exports_the_plan_and_takes_the_file_away(world, page, start_celery_worker):
    worker = start_celery_worker()
    sign_in(page, world.people["clerk"])

    page.get_by_role("button", name=re.compile("Xuất kế hoạch")).click()
    worker.wait_for(lambda: Document.objects.filter(status="READY").exists())
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Tải tệp PDF")).click()

    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) == Document.objects.get().size


def test_standing_officer_takes_word_and_excel_from_the_page_of_papers(world, page, start_celery_worker):
    worker = start_celery_worker()
    sign_in(page, world.people["standing"])

    for kind, name, part in (
        ("ke-hoach", "Word", "word/document.xml"),
        ("phu-luc", "Excel", "xl/workbook.xml"),
    ):
        page.goto(f"/hcm/ke-hoach/2026/xuat/#{kind}")
        page.locator(f"#{kind}").get_by_role("button", name=re.compile(f"^{name}")).click()
        worker.wait_for(lambda k=kind: Document.objects.filter(kind=k, status="READY").exists())
        page.reload()
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile(f"Tải tệp {name}")).click()
        with zipfile.ZipFile(download.value.path()) as package:
            assert part in package.namelist()


def test_text_survives_a_session_that_ended(world, page):
    sign_in(page, world.people["officer"])
    page.get_by_role("link", name=re.compile("^Báo cáo")).first.click()
    page.get_by_label("Kết quả trong kỳ").fill("Đoạn viết khi mất phiên")
    page.wait_for_function("() => Object.keys(localStorage).length > 0")
    page.context.clear_cookies()

    page.goto("/hcm/viec-cua-toi/")
    page.get_by_label("Tên đăng nhập").fill(world.people["officer"].username)
    page.get_by_label("Mật khẩu", exact=True).fill(f.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name=re.compile("Viết tiếp|^Báo cáo")).first.click()

    expect(page.get_by_label("Kết quả trong kỳ")).to_have_value("Đoạn viết khi mất phiên")


PAGES = {
    "officer": [
        "/hcm/viec-cua-toi/",
        "/hcm/bao-cao/2026/2026-6-thang/1.1/viet/",
        "/hcm/bao-cao/2026/2026-6-thang/1.1/xem-lai/",
        "/hcm/bao-cao/",
        "/tai-khoan/",
        "/mat-khau/doi/",
        "/thong-bao/",
    ],
    "supporter": ["/hcm/phoi-hop/2026/2026-6-thang/1.1/", "/hcm/viec-cua-toi/"],
    "standing": [
        "/hcm/bao-cao/",
        "/hcm/bao-cao/2026/2026-6-thang/1.2/xem-xet/",
        "/hcm/ky-bao-cao/",
        "/hcm/ky-bao-cao/them/",
        "/hcm/nhac-viec/",
        "/hcm/ke-hoach/lap-moi/",
    ],
    "committee": [
        "/hcm/tong-quan/",
        "/hcm/ke-hoach/",
        "/hcm/ke-hoach/2026/",
        "/hcm/ke-hoach/2026/nhiem-vu/",
        "/hcm/ke-hoach/2026/nhiem-vu/1.1/",
        "/hcm/tim/?q=phong+su",
    ],
    "clerk": ["/hcm/van-thu/", "/hcm/van-ban/"],
    "administrator": [
        "/hcm/nhan-su/",
        "/hcm/nhan-su/them/",
        "/hcm/lich-nghi/",
        "/hcm/co-quan/",
        "/hcm/nhat-ky/",
        "/hcm/thu-da-gui/",
        "/quan-tri/",
    ],
}


@pytest.mark.parametrize("role", sorted(PAGES))
def test_pages_pass_axe_and_fit_a_phone_and_break_no_policy(world, new_page, role):
    f.make_report(world.task, world.period, world.people["officer"])
    f.make_report(
        world.other_task, world.period, world.people["other_officer"], status=ReportStatus.SUBMITTED
    )
    page = new_page(viewport=PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page, world.people[role])

    for path in PAGES[role]:
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        page.evaluate(AXE)
        found = page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', '))"
        )
        assert found == [], path

    assert complaints == []


def test_login_and_error_pages_pass_axe(page, transactional_db):
    for path, status in (("/dang-nhap/", 200), ("/mat-khau/quen/", 200)):
        answer = page.goto(path)
        assert answer is not None and answer.status == status
        page.evaluate(AXE)
        assert page.evaluate("async () => (await axe.run()).violations.map(v => v.id)") == []
