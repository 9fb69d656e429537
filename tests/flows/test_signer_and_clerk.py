"""From submission to issue as signer, drafter and clerk walk it, in a real browser; with and without script."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.models import Agency
from documents.models import Document
from plans.choices import PlanStatus
from plans.models import Plan
from tests import factories as f
from tests.fixtures import World, make_world
from tests.flows.test_journeys import PHONE, sign_in

AXE = (settings.BASE_DIR / "tests/vendor/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def world(transactional_db) -> World:
    return make_world("hcm")


@pytest.fixture
def draft(world) -> Plan:
    year = timezone.localdate().year + 1
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=year, issuer=world.issuer)
    f.make_task(f.make_group(plan), world.lead)
    return plan


def open_plan(page: Page, plan: Plan) -> None:
    page.goto(plan.get_absolute_url())


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_load_state()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(name)).first.click()
    page.wait_for_load_state()


def stand_of(plan: Plan) -> str:
    return Plan.objects.get(pk=plan.pk).status


def is_clean(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]]


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_plan_is_returned_mended_signed_and_issued(world, draft, new_page, javascript):
    drafter, signer, clerk = (new_page(java_script_enabled=javascript, viewport=PHONE) for _ in range(3))
    sign_in(drafter, world.people["standing"])
    open_plan(drafter, draft)
    follow(drafter, "^Trình ký")
    press(drafter, "^Trình ký")

    sign_in(signer, world.people["signer"])
    open_plan(signer, draft)
    follow(signer, "^Xem và ký duyệt")
    signer.get_by_label("Chỗ trong dự thảo").select_option("part:purposes")
    signer.get_by_label("Cần sửa thế nào").fill("Nêu rõ địa bàn ưu tiên.")
    press(signer, "^Ghi điểm cần sửa")
    if javascript:
        assert is_clean(signer) == []
    assert signer.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    press(signer, "^Trả lại với 1 điểm")
    assert stand_of(draft) == PlanStatus.RETURNED

    open_plan(drafter, draft)
    expect(drafter.get_by_role("main")).to_contain_text("Nêu rõ địa bàn ưu tiên.")
    follow(drafter, "^Sửa theo ý kiến người ký")
    follow(drafter, "^Sửa chỗ này")
    drafter.get_by_label("Mục đích").fill("Quảng bá hình ảnh Thành phố tại Đông Nam Á.")
    press(drafter, "^Lưu")
    drafter.goto(f"{draft.get_absolute_url()}sua-theo-y-kien/")
    drafter.get_by_label("Đã sửa").check()
    press(drafter, "^Ghi điểm 1")
    follow(drafter, "^Trình lại")
    press(drafter, "^Trình ký")

    open_plan(signer, draft)
    follow(signer, "^Xem và ký duyệt")
    expect(signer.get_by_role("main")).to_contain_text("Trình lần 2")
    expect(signer.locator("#thay-doi ins").first).to_be_visible()
    press(signer, "^Phê duyệt")
    assert stand_of(draft) == PlanStatus.APPROVED

    sign_in(clerk, world.people["clerk"])
    open_plan(clerk, draft)
    follow(clerk, "^Ban hành")
    expect(clerk.get_by_label("Số", exact=True)).to_have_value("1")
    clerk.get_by_label("Họ tên người ký").fill("Trần Văn Ký")
    press(clerk, "^Ban hành")
    issued = Plan.objects.get(pk=draft.pk)
    assert (issued.status, issued.number) == (PlanStatus.ISSUED, 1)
    assert Document.objects.filter(is_kept=True).count() == 2
    expect(clerk.get_by_role("main")).to_contain_text("Bản ban hành")


def test_second_person_checks_the_form_before_the_signer_signs(world, draft, new_page):
    Agency.objects.filter(pk=world.issuer.pk).update(requires_form_check=True)
    drafter, signer, clerk = new_page(), new_page(), new_page()
    sign_in(drafter, world.people["standing"])
    drafter.goto(f"{draft.get_absolute_url()}chuyen/trinh-ky/")
    press(drafter, "^Trình ký")

    sign_in(signer, world.people["signer"])
    signer.goto(f"{draft.get_absolute_url()}ky-duyet/")
    expect(signer.get_by_role("button", name="Phê duyệt")).to_have_count(0)
    sign_in(clerk, world.people["clerk"])
    open_plan(clerk, draft)
    follow(clerk, "^Kiểm tra thể thức")
    assert is_clean(clerk) == []
    clerk.get_by_label("Đúng thể thức").check()
    press(clerk, "^Ghi kết quả kiểm tra")

    signer.reload()
    expect(signer.get_by_role("main")).to_contain_text("đúng thể thức, Bùi Thị Thư")
    press(signer, "^Phê duyệt")
    assert stand_of(draft) == PlanStatus.APPROVED
