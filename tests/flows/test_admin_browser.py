"""The admin site in a real browser: nothing breaks the content security policy, everyone can use it, no page is wider than a phone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin import site
from django.urls import reverse

from tests.admin_rows import fill

AXE = (Path(settings.BASE_DIR) / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
WATCH = "window.broken = []; addEventListener('securitypolicyviolation', e => window.broken.push(e.violatedDirective + ' ' + (e.blockedURI || e.sourceFile)));"


@pytest.fixture
def rows(transactional_db, world):
    return fill(world)


@pytest.fixture
def sign_in(client, new_page, live_server):
    """A page of somebody who has come in by the front door."""

    def sign_in(person, **options):
        client.force_login(person)
        page = new_page(**options)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        page.add_init_script(WATCH)
        page.mistakes = []
        page.on("pageerror", lambda error: page.mistakes.append(str(error)))
        page.on(
            "console", lambda message: page.mistakes.append(message.text) if message.type == "error" else None
        )
        return page

    return sign_in


def addresses(rows, app=""):
    found = [reverse("admin:index"), reverse("admin:app_list", args=["plans"])]
    for model, page in site._registry.items():
        if app and model._meta.app_label != app:
            continue
        name, pk = model._meta.label_lower.replace(".", "_"), rows[model._meta.label_lower].pk
        found += [
            reverse(f"admin:{name}_{view}")
            for view in ("changelist", "add", *(("import", "export") if hasattr(page, "resource") else ()))
        ]
        found += [reverse(f"admin:{name}_{view}", args=[pk]) for view in ("change", "history", "delete")]
    return [
        *found,
        reverse("admin:plans_plan_transition", args=[rows["plans.plan"].pk, "submit"]),
        reverse(
            "admin:reports_progressreport_transition", args=[rows["reports.progressreport"].pk, "send_back"]
        ),
    ]


def faults_of(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))"
    )
    return list(found)


@pytest.mark.parametrize("who", ["standing", "administrator"])
def test_every_page_keeps_the_policy_and_can_be_used_by_all(sign_in, world, rows, who):
    page, told = sign_in(world.people[who]), {}
    for address in addresses(rows, "agencies" if who == "administrator" else ""):
        page.mistakes.clear()
        if page.goto(address).status == 200:
            told[address] = [*page.evaluate("window.broken"), *page.mistakes, *faults_of(page)]
    assert {address: faults for address, faults in told.items() if faults} == {}
    assert len(told) > 20


def test_no_page_is_wider_than_a_phone(sign_in, world, rows):
    page = sign_in(world.people["standing"], viewport={"width": 360, "height": 740})
    wide = [
        address
        for address in addresses(rows)
        if page.goto(address).status == 200
        and page.evaluate("document.documentElement.scrollWidth > innerWidth")
    ]
    assert wide == []


def test_scripts_of_lists_and_forms_work_under_the_policy(sign_in, world, rows):
    page = sign_in(world.people["standing"])
    page.goto(reverse("admin:plans_task_changelist"))
    page.click("#action-toggle")
    assert (
        "2 của 2" not in page.inner_text(".action-counter")
        or page.locator(".action-select:checked").count() > 0
    )

    page.goto(reverse("admin:plans_task_change", args=[rows["plans.task"].pk]))
    page.locator(".field-due_on .date-icon").first.click()
    page.locator(".calendarbox:visible td a").first.click()
    assert page.input_value("#id_due_on").startswith("01/")
    page.locator(".add-row a").first.click()
    assert page.locator("#supports-0-agency, #id_supports-0-agency").count() >= 1

    page.goto(reverse("admin:plans_plan_changelist"))
    page.check(".action-select >> nth=0")
    page.select_option("select[name=action]", "chuyen_submit")
    page.click("button[name=index]")
    page.wait_for_url("**/plans/plan/")
    assert "Trình ký" in page.inner_text("h1")
    assert page.evaluate("window.broken") == [] and page.mistakes == []


def test_work_of_a_year_is_driven_without_scripts(sign_in, world, rows):
    """Search, filter, save and move a plan with scripts switched off."""
    page = sign_in(world.people["standing"], java_script_enabled=False)
    page.goto(reverse("admin:plans_plan_changelist"))
    page.fill("#searchbar", "du thao")
    page.click("#changelist-search button")
    page.click("#result_list tbody th a")
    page.fill("#id_purposes", "Mục đích viết lại.")
    page.click("button[name=_save]")
    assert "Mục đích" not in page.inner_text("h1") and page.locator(".ttdn-message--success").count() == 1
    page.click("#result_list tbody th a")
    page.click("button:has-text('Trình ký')")
    assert "Đã trình kế hoạch." in page.inner_text(".ttdn-messages")
