"""A draft on its way through a round: commenter → head → drafter's answer → matrix, on a phone and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from agencies.models import Agency
from plans.choices import CommentAnswer, PlanStatus, ReplyStatus
from plans.models import Consultation, ConsultedBody, Plan, PlanComment
from tests import factories as f
from tests.fixtures import World, make_world
from tests.flows.test_journeys import AXE, PHONE, Clicks, sign_in

PLAN = "/hcm/ke-hoach/2027"


@pytest.fixture
def world(transactional_db) -> World:
    world = make_world("hcm")
    plan = f.make_plan(
        world.locality,
        status=PlanStatus.DRAFT,
        year=2027,
        issuer=world.issuer,
        standing_agency=world.standing,
    )
    f.make_task(f.make_group(plan, title="Quảng bá hình ảnh Thành phố"), world.lead, title="Sản xuất phim")
    Agency.objects.filter(pk=world.lead.pk).update(requires_sign_off=True)
    return world


def passes(page: Page) -> None:
    """No sideways scroll; clean by axe where scripts run."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.evaluate(AXE)
    assert (
        page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].target)")
        == []
    )


def test_comment_goes_from_officer_over_head_to_the_matrix(world, new_page):
    drafter, officer, head = (new_page(viewport=PHONE) for _ in range(3))
    sign_in(drafter, world.people["standing"])
    drafter.goto(f"{PLAN}/")
    drafter.get_by_role("link", name="Gửi lấy ý kiến").click()
    passes(drafter)
    drafter.get_by_role("button", name="Gửi lấy ý kiến").click()
    expect(drafter.get_by_role("main")).to_contain_text("Đã gửi dự thảo lấy ý kiến.")

    sign_in(officer, world.people["officer"])
    officer.get_by_role("link", name=re.compile("^Góp ý")).first.click()
    passes(officer)
    officer.get_by_role("link", name="Góp ý Mục đích").click()
    officer.get_by_label("Ý kiến góp ý").fill("Bổ sung mục tiêu quảng bá du lịch.")
    passes(officer)
    officer.get_by_role("button", name="Lưu ý kiến").click()
    officer.get_by_role("button", name="Trình lãnh đạo đơn vị").click()
    expect(officer.get_by_role("main")).to_contain_text("Chờ lãnh đạo đơn vị")

    sign_in(head, world.people["head"])
    head.get_by_role("link", name=re.compile("^Xem và duyệt")).click()
    expect(head.get_by_role("main")).to_contain_text("Bổ sung mục tiêu quảng bá du lịch.")
    head.get_by_role("button", name="Duyệt và gửi").click()
    expect(head.get_by_role("main")).to_contain_text("Đã gửi 1 ý kiến")

    Plan.objects.filter(slug="2027").update(purposes="Quảng bá hình ảnh và du lịch địa phương.")
    drafter.goto(f"{PLAN}/gop-y/1/")
    passes(drafter)
    drafter.get_by_role("link", name="Trả lời lần lượt").click()
    passes(drafter)
    drafter.get_by_role("radio", name=re.compile("Tiếp thu")).check()
    drafter.get_by_role("button", name="Lưu trả lời").click()
    drafter.get_by_role("link", name="Bảng tổng hợp").click()
    expect(drafter.get_by_role("main")).to_contain_text("Mục đích: bổ sung “và du lịch”.")
    passes(drafter)

    comment = PlanComment.objects.get()
    assert (comment.answer, comment.changes.get().after) == (
        CommentAnswer.ACCEPTED,
        "Quảng bá hình ảnh và du lịch địa phương.",
    )


def test_comment_typed_and_left_is_back_in_its_box(world, new_page):
    drafter, officer = new_page(), new_page()
    sign_in(drafter, world.people["standing"])
    drafter.goto(f"{PLAN}/")
    drafter.get_by_role("link", name="Gửi lấy ý kiến").click()
    drafter.get_by_role("button", name="Gửi lấy ý kiến").click()
    sign_in(officer, world.people["officer"])
    officer.get_by_role("link", name=re.compile("^Góp ý")).first.click()
    officer.get_by_role("link", name="Góp ý Mục đích").click()
    officer.get_by_label("Ý kiến góp ý").fill("Bổ sung mục tiêu quảng bá du lịch.")
    expect(officer.locator("[data-ttdn-where]")).to_contain_text("Đã lưu trên máy này")
    address = officer.url
    officer.on("dialog", lambda dialog: dialog.accept())
    officer.goto("/hcm/viec-cua-toi/")

    officer.goto(address)

    expect(officer.get_by_label("Ý kiến góp ý")).to_have_value("Bổ sung mục tiêu quảng bá du lịch.")
    expect(officer.get_by_role("alert")).to_contain_text("Đã lấy lại phần gõ dở")
    officer.get_by_role("button", name="Lưu ý kiến").click()
    expect(officer.get_by_role("main")).to_contain_text("Bổ sung mục tiêu quảng bá du lịch.")
    officer.goto(address)
    expect(officer.get_by_label("Ý kiến góp ý")).to_have_value("")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_agreeing_takes_two_clicks(world, new_page, javascript):
    f.make_round(Plan.objects.get(slug="2027"), world.support)
    page = new_page(java_script_enabled=javascript, viewport=PHONE)
    sign_in(page, world.people["supporter"])
    click = Clicks(page)

    click("^Góp ý", role="link")
    click("^Thống nhất với dự thảo")

    expect(page.get_by_role("main")).to_contain_text("Đã thống nhất")
    assert (click.count, ConsultedBody.objects.get().status) == (2, ReplyStatus.REPLIED)
    assert Consultation.objects.get().is_open
