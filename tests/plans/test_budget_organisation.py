"""What follows from the tasks: sums in the plan's own budget table, and who does what."""

import pytest

from plans.choices import FundingSource
from plans.dashboards.budget import budget_table
from plans.models import Plan, Task
from tests import factories as f
from tests.plans.test_structure import make_draft, url_of


@pytest.fixture
def draft(world):
    return make_draft(world, 2, 2)


@pytest.fixture
def drafter(client, standing_officer):
    client.force_login(standing_officer)
    return client


def test_amounts_are_added_by_item_and_source_and_nowhere_else(draft):
    for code, amount, source in (
        ("1.1", 5_000_000, FundingSource.STATE_BUDGET),
        ("1.2", 2_000_000, ""),
        ("2.1", 3_000_000, FundingSource.STATE_BUDGET),
    ):
        Task.objects.filter(plan=draft, code=code).update(budget_vnd=amount, funding_source=source)

    table = budget_table(draft)

    assert table.sources == ["Ngân sách nhà nước", "Chưa ghi nguồn"]
    assert [(line.amounts, line.total, line.without) for line in table.lines] == [
        ([("Ngân sách nhà nước", 5_000_000), ("Chưa ghi nguồn", 2_000_000)], 7_000_000, 0),
        ([("Ngân sách nhà nước", 3_000_000), ("Chưa ghi nguồn", 0)], 3_000_000, 1),
    ]
    assert (table.amounts, table.total) == (
        [("Ngân sách nhà nước", 8_000_000), ("Chưa ghi nguồn", 2_000_000)],
        10_000_000,
    )


def test_budget_table_stands_beside_the_text(drafter, draft):
    Task.objects.filter(plan=draft, code="1.1").update(budget_vnd=5_000_000)

    text = drafter.get(url_of(draft, "section_edit", "budget_text")).content.decode()

    assert "Bảng kinh phí của kế hoạch" in text and "5.000.000" in text


def test_who_does_what_is_proposed_and_written_only_when_saved(drafter, draft, world):
    Plan.objects.filter(pk=draft.pk).update(standing_agency=world.standing, organisation="Các sở thực hiện.")
    f.make_support(Task.objects.get(plan=draft, code="1.1"), world.support)
    Task.objects.filter(plan=draft, code="2.2").update(lead_agency=world.standing)

    page = drafter.get(url_of(draft, "section_edit", "organisation"), {"de-xuat": "1"})
    draft.refresh_from_db()

    assert page.context["form"]["text"].value().splitlines() == [
        "Các sở thực hiện.",
        "- Sở Văn hóa và Thể thao: là cơ quan thường trực, theo dõi, đôn đốc, tổng hợp báo cáo việc thực hiện Kế hoạch; chủ trì nhiệm vụ 2.2.",
        "- Sở Du lịch: chủ trì nhiệm vụ 1.1, 1.2, 2.1.",
        "- Sở Ngoại vụ: phối hợp thực hiện nhiệm vụ 1.1.",
    ]
    assert draft.organisation == "Các sở thực hiện."


def test_autosave_answers_the_script_and_leaves_no_entry(drafter, draft):
    url = url_of(draft, "section_edit", "purposes")
    version = drafter.get(url).context["form"]["version"].value()
    script = {"HTTP_X_REQUESTED_WITH": "fetch"}

    saved = drafter.post(url, {"text": "Một", "version": version}, **script)
    stale = drafter.post(url, {"text": "Hai", "version": version}, **script)
    wrong = drafter.post(url, {"text": "x" * 20_001, "version": saved.json()["version"]}, **script)
    again = drafter.post(url, {"text": "Ba", "version": saved.json()["version"]}, **script)
    draft.refresh_from_db()

    assert [answer.status_code for answer in (saved, stale, wrong, again)] == [200, 409, 422, 200]
    assert saved.json()["version"] != again.json()["version"]
    assert draft.purposes == "Ba"


def test_autosave_of_a_task_goes_to_the_task_wherever_it_stands(drafter, draft, standing_officer):
    from plans.services import structure
    from tests.plans.test_drafting import NO_ROWS
    from tests.plans.test_structure import group_of

    task = Task.objects.get(plan=draft, code="2.1")
    url = url_of(draft, "task_edit", "2.1")
    typed = {
        "key": task.pk,
        "version": task.updated_at.isoformat(),
        "title": "Viết lại",
        "rhythm": "ONCE",
        **NO_ROWS,
    }
    structure.move_group(group_of(draft, 2), actor=standing_officer, read_number=2, to=1)

    saved = drafter.post(url, typed, HTTP_X_REQUESTED_WITH="fetch")
    again = drafter.post(url, typed | {"version": saved.json()["version"]}, HTTP_X_REQUESTED_WITH="fetch")
    Task.objects.filter(pk=task.pk).delete()
    gone = drafter.post(url, typed, HTTP_X_REQUESTED_WITH="fetch")
    page = drafter.post(url, typed)

    assert [answer.status_code for answer in (saved, again, gone)] == [200, 200, 409]
    assert page.context["form"]["title"].value() == "Viết lại"
    assert "vừa bị người khác xóa" in page.content.decode()
    assert not Task.objects.filter(plan=draft, title="Viết lại").exists()

    drafter.post(page.context["action"], typed | {"group": group_of(draft, 1).pk})
    assert Task.objects.filter(plan=draft, title="Viết lại").exists()


def test_a_number_given_by_hand_takes_the_codes_along(draft):
    group = draft.groups.get(number=2)

    group.number = 7
    group.save()

    assert list(Task.objects.filter(group=group).values_list("code", "sequence")) == [
        ("7.1", 70_001),
        ("7.2", 70_002),
    ]
    assert Task.objects.search("7.2 2b").count() == 1
