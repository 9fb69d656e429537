"""Order and numbers of a draft: moved, regrouped, deleted; one number is never two things."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import ActivityEntry
from plans.choices import PlanStatus
from plans.models import Plan, Task, TaskGroup
from plans.services import structure
from plans.services.references import renumbered
from tests import factories as f


def url_of(plan, name, *more):
    return reverse(f"plans:{name}", args=[plan.locality.code, plan.slug, *more])


def make_draft(world, groups=3, tasks=2, year=2027):
    """Group 1 holds “1a”, “1b” and so on."""
    plan = f.make_plan(world.locality, issuer=world.issuer, status=PlanStatus.DRAFT, year=year)
    for n in range(1, groups + 1):
        group = f.make_group(plan, n, title=f"Nội dung gốc {n}")
        for m in range(tasks):
            f.make_task(group, world.lead, m + 1, title=f"{n}{chr(ord('a') + m % 26)}")
    return plan


@pytest.fixture
def draft(world):
    return make_draft(world)


@pytest.fixture
def drafter(client, standing_officer):
    client.force_login(standing_officer)
    return client


def group_of(plan, number):
    return TaskGroup.objects.select_related("plan").get(plan=plan, number=number)


def task_of(plan, code):
    return Task.objects.select_related("plan", "group").get(plan=plan, code=code)


def order_of(plan):
    return [f"{code} {title}" for code, title in plan.tasks.order_by("sequence").values_list("code", "title")]


def check_numbers(plan):
    """Codes, sequences and what is searched say the same as group and number, without a gap."""
    numbers = list(plan.groups.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    for group in plan.groups.all():
        own = list(group.tasks.order_by("number"))
        assert [task.number for task in own] == list(range(1, len(own) + 1))
        for task in own:
            assert task.code == f"{group.number}.{task.number}"
            assert task.sequence == group.number * 10_000 + task.number
            assert task.search_text.split()[0] == task.code
            before = task.search_text
            task.fill_search()
            assert task.search_text == before


def test_group_moves_and_everything_below_follows(draft, standing_officer):
    place = structure.move_group(group_of(draft, 3), actor=standing_officer, read_number=3, to=1)

    assert place == 1
    assert list(draft.groups.order_by("number").values_list("title", flat=True)) == [
        "Nội dung gốc 3",
        "Nội dung gốc 1",
        "Nội dung gốc 2",
    ]
    assert order_of(draft) == ["1.1 3a", "1.2 3b", "2.1 1a", "2.2 1b", "3.1 2a", "3.2 2b"]
    check_numbers(draft)


def test_task_moves_inside_its_group(draft, standing_officer):
    task = task_of(draft, "2.2")

    code = structure.move_task(task, actor=standing_officer, read_code="2.2", group=task.group, to=1)

    assert code == "2.1"
    assert order_of(draft)[2:4] == ["2.1 2b", "2.2 2a"]
    check_numbers(draft)


def test_task_moves_to_another_group_and_leaves_no_gap(draft, standing_officer):
    task, target = task_of(draft, "1.1"), group_of(draft, 3)

    code = structure.move_task(task, actor=standing_officer, read_code="1.1", group=target, to=2)

    assert code == "3.2"
    assert order_of(draft) == ["1.1 1b", "2.1 2a", "2.2 2b", "3.1 3a", "3.2 1a", "3.3 3b"]
    check_numbers(draft)


@pytest.mark.parametrize("to", [0, 99])
def test_a_place_beyond_the_ends_is_the_end(draft, standing_officer, to):
    place = structure.move_group(group_of(draft, 2), actor=standing_officer, read_number=2, to=to)

    assert place == (1 if to == 0 else 3)
    check_numbers(draft)


def test_deleting_closes_the_gap(draft, standing_officer):
    structure.delete_task(task_of(draft, "1.1"), actor=standing_officer, read_code="1.1")
    structure.delete_group(group_of(draft, 2), actor=standing_officer, read_number=2)

    assert order_of(draft) == ["1.1 1b", "2.1 3a", "2.2 3b"]
    check_numbers(draft)
    assert ActivityEntry.objects.about(draft).filter(action__startswith="delete").count() == 2


def test_texts_keep_naming_the_same_task(draft, standing_officer):
    Plan.objects.filter(pk=draft.pk).update(
        organisation="Sở Du lịch chủ trì nhiệm vụ 1.1, 3.2 và 2.1; tăng 3.2%.",
        budget_text="Riêng nhiệm vụ 2.2: xã hội hóa.",
    )
    Task.objects.filter(plan=draft, code="2.2").update(description="Tiếp nối nhiệm vụ 3.1.")

    structure.move_group(group_of(draft, 3), actor=standing_officer, read_number=3, to=1)
    structure.delete_task(task_of(draft, "3.2"), actor=standing_officer, read_code="3.2")
    draft.refresh_from_db()

    assert draft.organisation == "Sở Du lịch chủ trì nhiệm vụ 2.1, 1.2 và 3.1; tăng 3.2%."
    assert draft.budget_text == "Riêng nhiệm vụ [đã bỏ: 3.2]: xã hội hóa."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nhiệm vụ 3.2", "nhiệm vụ 1.1"),
        ("Các nhiệm vụ 3.2; 3.3", "Các nhiệm vụ 1.1; 3.3"),
        ("nhiệm vụ số 3.2.", "nhiệm vụ số 1.1."),
        ("nhiệm vụ 3.25 và 13.2", "nhiệm vụ 3.25 và 13.2"),
        ("nhiệm vụ 3.2.1", "nhiệm vụ 3.2.1"),
        ("khoản 3.2", "khoản 3.2"),
        ("nhiệm vụ 3.2 tỷ đồng", "nhiệm vụ 1.1 tỷ đồng"),
    ],
)
def test_only_what_is_called_a_task_is_renumbered(text, expected):
    assert renumbered(text, {"3.2": "1.1"}) == expected


def test_an_act_on_what_stands_elsewhere_now_is_refused(draft, standing_officer):
    group, task = group_of(draft, 3), task_of(draft, "3.1")
    structure.move_group(group, actor=standing_officer, read_number=3, to=1)

    with pytest.raises(structure.MovedMeanwhile):
        structure.move_group(group, actor=standing_officer, read_number=3, to=1)
    with pytest.raises(structure.MovedMeanwhile):
        structure.delete_task(task, actor=standing_officer, read_code="3.1")
    with pytest.raises(structure.MovedMeanwhile):
        structure.delete_group(group, actor=standing_officer, read_number=3)

    assert draft.tasks.count() == 6


def test_buttons_of_the_page_move_and_say_where_to(drafter, draft):
    page = drafter.get(url_of(draft, "structure")).content.decode()
    key = group_of(draft, 2).pk

    answer = drafter.post(url_of(draft, "structure_move"), {"move": f"group:{key}:2:1"}, follow=True)

    assert f'value="group:{key}:2:1"' in page
    assert answer.redirect_chain[-1][0] == url_of(draft, "structure") + "#nd-1"
    assert "Nội dung 2 nay là 1." in answer.content.decode()
    assert order_of(draft)[0] == "1.1 2a"


@pytest.mark.parametrize("move", ["", "group:1", "plan:1:1:1", "group:999999:1:2", "task:5:x:1"])
def test_a_move_that_names_nothing_changes_nothing(drafter, draft, move):
    drafter.post(url_of(draft, "structure_move"), {"move": move})

    assert order_of(draft)[0] == "1.1 1a"


def test_a_group_of_another_plan_is_no_home(drafter, draft, world):
    other = make_draft(world, year=2028)
    task = task_of(draft, "1.1")

    page = drafter.post(
        url_of(draft, "task_place", "1.1"), {"key": task.pk, "group": group_of(other, 1).pk, "to": 1}
    )

    assert page.context["form"].errors["group"]
    assert order_of(draft)[0] == "1.1 1a"


def test_task_is_sent_to_another_group_from_its_page(drafter, draft):
    task = task_of(draft, "1.1")

    drafter.post(
        url_of(draft, "task_place", "1.1"), {"key": task.pk, "group": group_of(draft, 2).pk, "to": 99}
    )

    assert task_of(draft, "2.3").pk == task.pk


def test_deletion_says_what_goes_and_asks_first(drafter, draft):
    page = drafter.get(url_of(draft, "group_delete", 1)).content.decode()
    key = group_of(draft, 1).pk
    drafter.post(url_of(draft, "group_delete", 1), {"key": key})

    assert "2 nhiệm vụ bên dưới bị xóa theo." in page
    assert draft.groups.count() == 2
    check_numbers(draft)


def test_deletion_of_what_moved_meanwhile_is_refused(drafter, draft, standing_officer):
    key = task_of(draft, "1.1").pk
    structure.move_task(
        task_of(draft, "1.1"), actor=standing_officer, read_code="1.1", group=group_of(draft, 1), to=2
    )

    answer = drafter.post(url_of(draft, "task_delete", "1.1"), {"key": key}, follow=True)

    assert draft.tasks.count() == 6
    assert "Người khác vừa sắp xếp lại" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["structure", "group_place", "group_delete", "task_place", "task_delete", "basis_list", "preview"]
)
def test_only_the_drafter_comes_here(client, world, other_world, draft, name):
    more = {"group": [1], "task_": ["1.1"]}.get(name[:5], [])
    url = url_of(draft, name, *more)

    assert client.get(url).status_code == 302
    for role, status in (("officer", 404), ("clerk", 403), ("signer", 403), ("standing", 200)):
        client.force_login(world.people[role])
        assert client.get(url).status_code == status, role
    client.force_login(other_world.people["standing"])
    assert client.get(url).status_code == 404


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_queries_do_not_grow_with_the_plan(drafter, world, standing_officer):
    counts = []
    for plan in (make_draft(world, 3, 2), make_draft(world, 9, 8, year=2028)):
        group, task, target = group_of(plan, 3), task_of(plan, "1.2"), group_of(plan, 2)
        counts.append(
            (
                queries_of(lambda p=plan: drafter.get(url_of(p, "structure"))),
                queries_of(
                    lambda g=group: structure.move_group(g, actor=standing_officer, read_number=3, to=1)
                ),
                queries_of(
                    lambda t=task, g=target: structure.move_task(
                        t, actor=standing_officer, read_code="2.2", group=g, to=1
                    )
                ),
            )
        )

    assert counts[0] == counts[1]


def test_deletion_says_what_others_have_written_there_and_their_words_stay(drafter, draft, world):
    task = task_of(draft, "1.1")
    body = f.make_round(draft, world.lead).bodies.get()
    comment = f.make_comment(
        body, world.people["officer"], part="", task=task, clause_key=f"task:{task.pk}", text="Thêm kinh phí."
    )

    page = drafter.get(url_of(draft, "task_delete", "1.1")).content.decode()
    drafter.post(url_of(draft, "task_delete", "1.1"), {"key": task.pk})
    comment.refresh_from_db()

    assert "Người khác đã gắn vào đây: 1 ý kiến góp ý" in page
    assert not Task.objects.filter(pk=task.pk).exists()
    assert (comment.text, comment.task_id) == ("Thêm kinh phí.", None)
    assert comment.place_label.startswith("Nhiệm vụ 1.1")


def test_content_items_without_any_task_are_not_done(drafter, world):
    plan = make_draft(world, groups=2, tasks=0, year=2028)

    page = drafter.get(url_of(plan, "structure"))

    part = next(part for part in page.context["outline"] if part.label == "Nội dung, nhiệm vụ")
    assert (part.is_done, part.detail) == (False, "2 nội dung, chưa có nhiệm vụ nào.")
    assert reverse("admin:plans_task_import") in page.content.decode()
