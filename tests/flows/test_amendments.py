"""An amendment from the drafter's pick to the plan of the day before, in a real browser; and a worker killed on its day."""

import re
import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from plans.choices import AmendmentStatus
from plans.models import Amendment, Plan, Task
from plans.services.versions import freeze
from plans.tasks import apply_due_amendments
from tests import factories as f
from tests.fixtures import make_world
from tests.flows.test_journeys import AXE, PHONE, sign_in

TODAY = timezone.localdate()


@pytest.fixture
def world(transactional_db):
    world = make_world("hcm")
    freeze(world.plan, actor=None, effective_from=TODAY - timedelta(30))
    return world


def axe(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
    assert found == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_task_is_picked_changed_submitted_approved_issued_and_both_days_tell_the_truth(
    world, new_page, javascript
):
    drafter = new_page(java_script_enabled=javascript, viewport=PHONE)
    sign_in(drafter, world.people["standing"])
    drafter.goto("/hcm/ke-hoach/2026/")
    drafter.get_by_role("link", name="Điều chỉnh", exact=True).click()
    drafter.get_by_role("link", name="Lập văn bản điều chỉnh").click()
    drafter.get_by_label("Lý do điều chỉnh").fill("Sự kiện quốc tế dời lịch.")
    drafter.get_by_role("button", name="Lập dự thảo và chọn nội dung").click()
    drafter.get_by_role("link", name=re.compile(r"1\.1 Sản xuất")).first.click()
    drafter.get_by_label("Hạn hoàn thành").fill("15/12/2026")
    drafter.get_by_role("button", name="Ghi vào văn bản điều chỉnh").click()
    expect(drafter.locator("#truoc-sau")).to_contain_text("02/01/2026 – 30/11/2026")
    if javascript:
        axe(drafter)
    drafter.get_by_role("link", name="Trình ký").click()
    drafter.get_by_role("button", name="Trình ký").click()
    expect(drafter.get_by_role("main")).to_contain_text("Đã trình văn bản điều chỉnh.")

    signer = new_page(java_script_enabled=javascript)
    sign_in(signer, world.people["signer"])
    signer.goto("/hcm/ke-hoach/2026/dieu-chinh/1/")
    signer.get_by_role("link", name="Phê duyệt").click()
    signer.get_by_role("button", name="Phê duyệt").click()

    clerk = new_page(java_script_enabled=javascript)
    sign_in(clerk, world.people["clerk"])
    clerk.goto("/hcm/ke-hoach/2026/dieu-chinh/1/")
    clerk.get_by_role("link", name="Ban hành").click()
    clerk.get_by_role("button", name="Ban hành").click()

    amendment = Amendment.objects.get()
    assert (amendment.status, amendment.is_in_effect) == (AmendmentStatus.ISSUED, True)
    assert Task.objects.get(pk=world.task.pk).due_on.isoformat() == "2026-12-15"
    officer = new_page(java_script_enabled=javascript)
    sign_in(officer, world.people["officer"])
    officer.goto("/hcm/ke-hoach/2026/nhiem-vu/1.1/")
    expect(officer.get_by_role("main")).to_contain_text("15/12/2026")
    officer.goto("/hcm/ke-hoach/2026/")
    officer.get_by_label("Xem kế hoạch như ngày").fill(f"{TODAY - timedelta(1):%d/%m/%Y}")
    officer.get_by_role("button", name="Xem", exact=True).click()
    expect(officer.get_by_role("main")).to_contain_text("Đây không phải bản đang có hiệu lực")
    expect(officer.get_by_role("main")).to_contain_text("02/01/2026 – 30/11/2026")
    officer.get_by_role("link", name="So sánh các bản").click()
    expect(officer.locator("ins").first).to_have_text("15/12/2026")
    if javascript:
        axe(officer)


def test_worker_killed_on_the_day_leaves_nothing_and_the_next_does_all_once(world, start_celery_worker):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.ISSUED)
    f.make_change(amendment, world.task, note="Làm sớm")
    f.make_change(amendment, world.other_task, note="Mời thêm phường")
    first = start_celery_worker()
    with transaction.atomic():
        Plan.objects.filter(pk=world.plan.pk).update(updated_at=timezone.now())  # the job waits for the plan
        apply_due_amendments.delay()
        first.wait_for(lambda: "received" in first.output())
        time.sleep(1)
        first.stop(signal.SIGKILL)
    assert Amendment.objects.get().applied_at is None

    second = start_celery_worker()
    apply_due_amendments.delay()
    apply_due_amendments.delay()

    second.wait_for(lambda: second.output().count("apply_due_amendments[") >= 4)
    assert world.plan.versions.count() == 2
    assert set(Task.objects.values_list("note", flat=True)) == {"Làm sớm", "Mời thêm phường"}
