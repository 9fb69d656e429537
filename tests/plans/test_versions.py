"""The plan of a day, two versions side by side, corrections of typing, and one plan in the place of another."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from documents.models import RegisteredNumber
from plans import workflow
from plans.choices import AmendmentStatus, PlanStatus
from plans.dashboards.compare import compare
from plans.dashboards.versions import version_lines, version_on
from plans.models import Amendment, Correction, Plan, Task
from plans.services.applying import apply_due
from plans.services.copying import TaskPick, copy_tasks
from plans.services.corrections import find_spot
from plans.services.versions import freeze, plan_content
from tests import factories as f
from ttdn_portal.shared.transitions import TransitionBlocked

TODAY = timezone.localdate()
CHANGED_ON = date(2026, 6, 1)


@pytest.fixture
def amended(world):
    """Version 1 from 15 January, version 2 from 1 June: a later day and a withdrawn task."""
    freeze(world.plan, actor=None)
    amendment = f.make_amendment(
        world.plan,
        status=AmendmentStatus.ISSUED,
        issued_on=date(2026, 5, 20),
        effective_from=CHANGED_ON,
    )
    f.make_change(amendment, world.task, due_on="2026-12-15")
    apply_due(as_of=CHANGED_ON)
    return world.plan


def page_of(plan, name="plan_detail", *args):
    return reverse(f"plans:{name}", args=[plan.locality.code, plan.slug, *args])


# --- As on a day -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 1, 15), 1),
        (CHANGED_ON - timedelta(1), 1),
        (CHANGED_ON, 2),
        (CHANGED_ON + timedelta(1), 2),
    ],
)
def test_each_day_has_the_version_that_held(amended, day, number):
    assert version_on(version_lines(amended), day).number == number


def test_before_the_issue_there_is_none(amended):
    assert version_on(version_lines(amended), date(2026, 1, 14)) is None


def test_plan_without_a_day_of_issue_holds_from_the_first(world):
    plan = f.make_plan(world.locality, year=2024, issuer=world.issuer, is_transcribed=True, issued_on=None)
    freeze(plan, actor=None)

    [line] = version_lines(plan)

    assert version_on([line], date(2024, 1, 1)) == line
    assert line.days == "từ khi ban hành đến nay"


@pytest.mark.parametrize(
    ("asked", "number", "shown", "hidden"),
    [
        ("31/05/2026", 1, "02/01/2026 – 30/11/2026", "15/12/2026"),
        ("01/06/2026", 2, "02/01/2026 – 15/12/2026", ""),
    ],
)
def test_plan_is_shown_as_it_stood(client, amended, lead_officer, asked, number, shown, hidden):
    client.force_login(lead_officer)

    page = client.get(page_of(amended), {"ngay": asked}, follow=True)
    text = page.content.decode()

    assert page.redirect_chain[0][0].startswith(page_of(amended, "version_detail", number))
    assert shown in text and (not hidden or hidden not in text)
    assert f"Kế hoạch như đã đứng vào ngày {asked}." in text
    assert ("Đây không phải bản đang có hiệu lực" in text) == (number == 1)


def test_day_before_the_issue_says_so(client, amended, lead_officer):
    client.force_login(lead_officer)

    text = client.get(page_of(amended), {"ngay": "02/01/2026"}, follow=True).content.decode()

    assert "Ngày 02/01/2026 kế hoạch chưa ban hành" in text


def test_day_that_cannot_be_read_shows_the_plan_of_today(client, amended, lead_officer):
    client.force_login(lead_officer)

    assert client.get(page_of(amended), {"ngay": "32/13/2026"}).status_code == 200


def test_withdrawn_task_is_struck_through_in_its_version(client, world, lead_officer):
    Task.objects.filter(pk=world.task.pk).update(withdrawn_on=CHANGED_ON)
    freeze(world.plan, actor=None)
    client.force_login(lead_officer)

    text = client.get(page_of(world.plan, "version_detail", 1)).content.decode()

    assert "1.1 <s>Sản xuất 12 phóng sự song ngữ</s>" in text
    assert "Đã rút từ 01/06/2026" in text


def test_version_that_is_not_there(client, amended, lead_officer):
    client.force_login(lead_officer)

    assert client.get(page_of(amended, "version_detail", 3)).status_code == 404


def test_version_recorded_late_never_begins_before_the_one_before_it(world):
    freeze(world.plan, actor=None, effective_from=date(2026, 6, 1))

    assert freeze(world.plan, actor=None, effective_from=date(2026, 5, 1)).effective_from == date(2026, 6, 1)


# --- Side by side ------------------------------------------------------------------------------------


def kinds(result):
    return {task.code: task.kind for group in result.groups for task in (*group.tasks, *group.same)}


def test_two_versions_differ_where_the_amendment_changed_them(amended):
    old, new = (version.content for version in amended.versions.order_by("number"))

    result = compare(old, new, is_same_plan=True)

    assert kinds(result) == {"1.1": "changed", "1.2": "same"}
    [pair] = result.groups[0].tasks[0].pairs
    assert [part for part in pair.parts if part[0] != "same"] == [
        ("old", "30/11/2026"),
        ("new", "15/12/2026"),
    ]
    assert not result.is_equal
    assert compare(old, old, is_same_plan=True).is_equal


def test_tasks_meet_by_identity_when_their_numbers_moved(world):
    old = plan_content(world.plan)
    new = plan_content(world.plan)
    first, second = new["groups"][0]["tasks"]
    first["code"], second["code"] = "1.2", "1.1"
    new["groups"][0]["tasks"] = [second, first]

    result = compare(old, new, is_same_plan=True)

    assert set(kinds(result).values()) == {"same"}


def test_task_in_another_item_is_moved_not_removed_and_added(world):
    f.make_group(world.plan, 2, title="Tập huấn")
    old, new = plan_content(world.plan), plan_content(world.plan)
    task = new["groups"][0]["tasks"].pop()
    new["groups"][1]["tasks"].append(task | {"code": "2.1"})

    result = compare(old, new, is_same_plan=True)

    [moved] = result.groups[1].tasks
    assert (moved.kind, moved.note) == ("moved", "trước là nhiệm vụ 1.2")
    assert result.counts["removed"] == result.counts["added"] == 0


def test_next_year_meets_this_one_by_the_task_it_was_taken_over_from(world, standing_officer):
    draft = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    pick = TaskPick(world.task, date(2027, 1, 2), date(2027, 11, 30), {})
    [copy] = copy_tasks(draft, [pick], actor=standing_officer)
    Task.objects.filter(pk=copy.pk).update(title="Sản xuất 15 phóng sự song ngữ")

    result = compare(plan_content(world.plan), plan_content(draft), is_same_plan=False)

    assert result.counts == {"added": 0, "removed": 1, "moved": 0, "changed": 1, "same": 0}
    assert [pair.label for pair in result.groups[0].tasks[0].pairs] == [
        "Nội dung nhiệm vụ",
        "Thời gian thực hiện",
    ]


def test_years_without_a_link_meet_by_title(world):
    other = f.make_plan(world.locality, year=2025, issuer=world.issuer)
    group = f.make_group(other, title="Quảng bá hình ảnh")
    f.make_task(group, world.lead, title="sản xuất 12 phóng sự SONG NGỮ")
    f.make_task(group, world.lead, title="Việc chỉ có năm trước")

    result = compare(plan_content(other), plan_content(world.plan), is_same_plan=False)

    assert result.counts == {"added": 1, "removed": 1, "moved": 0, "changed": 1, "same": 0}


def test_compare_page_defaults_to_the_last_two_versions(client, amended, lead_officer):
    client.force_login(lead_officer)

    page = client.get(page_of(amended, "plan_compare"))

    assert page.context["result"].counts["changed"] == 1
    assert "<del>30/11/2026</del>" in page.content.decode()


def test_draft_is_offered_only_to_those_who_see_it(client, world, lead_officer, standing_officer):
    f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    offered = {}
    for person in (lead_officer, standing_officer):
        client.force_login(person)
        form = client.get(page_of(world.plan, "plan_compare")).context["form"]
        offered[person] = [word for word, _ in form.fields["tu"].choices]
        answer = client.get(page_of(world.plan, "plan_compare"), {"tu": "2027", "den": "2027"})
        assert (answer.context["result"] is None) == (person == lead_officer)

    assert "2027" not in offered[lead_officer] and "2027" in offered[standing_officer]


def test_compare_and_version_cost_the_same_for_one_task_and_many(
    client, amended, world, lead_officer, django_assert_num_queries
):
    client.force_login(lead_officer)
    for url in (page_of(amended, "plan_compare"), page_of(amended, "version_detail", 1)):
        client.get(url)
    with django_assert_num_queries(9):
        client.get(page_of(amended, "plan_compare"))
    with django_assert_num_queries(5):
        client.get(page_of(amended, "version_detail", 1))
    for n in range(2, 6):
        f.make_task(f.make_group(amended, n), world.lead)
    freeze(amended, actor=None)
    freeze(amended, actor=None)

    with django_assert_num_queries(9):
        client.get(page_of(amended, "plan_compare"))
    with django_assert_num_queries(5):
        client.get(page_of(amended, "version_detail", 3))


# --- Đính chính ----------------------------------------------------------------------------------------


def letter(**changes):
    return {
        "place": "t1.1",
        "wrong": "song ngữ",
        "right": "song ngữ Việt – Anh",
        "number": 5,
        "symbol": "UBND-VX",
        "issued_on": TODAY.strftime("%d/%m/%Y"),
        "signer_name": "Trần Văn Ký",
    } | changes


def test_correction_puts_the_words_right_and_keeps_both(client, world, clerk):
    freeze(world.plan, actor=None)
    client.force_login(clerk)

    client.post(page_of(world.plan, "correction_add"), letter())

    correction = Correction.objects.get()
    version = world.plan.versions.get(number=2)
    assert Task.objects.get(pk=world.task.pk).title == "Sản xuất 12 phóng sự song ngữ Việt – Anh"
    assert (correction.wrong, correction.right) == ("song ngữ", "song ngữ Việt – Anh")
    assert version.correction == correction
    assert RegisteredNumber.objects.get().subject_key == "plan:hcm/2026@dinh-chinh-1"
    text = client.get(page_of(world.plan, "amendment_list")).content.decode()
    assert "<del>“song ngữ”</del>" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wrong": "không có chữ này"}, "Không tìm thấy đúng những chữ này"),
        ({"wrong": "n"}, "Những chữ này có"),
        ({"right": "song ngữ"}, "Hai cách viết phải khác nhau."),
        ({"issued_on": "01/01/2026"}, "Ngày công văn trước ngày ban hành kế hoạch."),
    ],
)
def test_wrong_letter_is_told_and_nothing_is_changed(client, world, clerk, changes, sentence):
    client.force_login(clerk)

    answer = client.post(page_of(world.plan, "correction_add"), letter(**changes))

    assert sentence in answer.content.decode()
    assert not Correction.objects.exists()
    assert Task.objects.get(pk=world.task.pk).title == "Sản xuất 12 phóng sự song ngữ"


def test_letter_with_a_taken_number_changes_nothing(client, world, clerk):
    freeze(world.plan, actor=None)
    client.force_login(clerk)
    client.post(page_of(world.plan, "correction_add"), letter())

    answer = client.post(
        page_of(world.plan, "correction_add"), letter(place="t1.2", wrong="cán bộ", right="cán bộ,")
    )

    assert "đã cấp cho văn bản khác" in answer.content.decode()
    assert Correction.objects.count() == 1


def test_neutral_secret_task_has_no_words_to_correct(world):
    secret = f.make_task(world.group, world.lead, is_secret=True)

    with pytest.raises(ValidationError):
        find_spot(world.plan, f"t{secret.code}", "Nhiệm vụ")


# --- Thay thế ------------------------------------------------------------------------------------------


def test_replaced_plan_names_its_successor(client, world, signer):
    other = f.make_plan(world.locality, slug="2026-ubnd", issuer=world.issuer)
    client.force_login(signer)

    client.post(page_of(world.plan, "plan_move", "replace"), {"replaced_by": other.pk, "note": "Sắp xếp lại"})

    plan = Plan.objects.get(pk=world.plan.pk)
    assert (plan.status, plan.replaced_by) == (PlanStatus.REPLACED, other)
    assert other.title in client.get(page_of(plan, "amendment_list")).content.decode()
    assert plan.title in client.get(page_of(other, "amendment_list")).content.decode()


@pytest.mark.parametrize("kind", ["none", "itself", "draft", "elsewhere"])
def test_plan_is_replaced_only_by_another_issued_one_of_the_locality(world, other_world, signer, kind):
    draft = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    named = {"none": None, "itself": world.plan, "draft": draft, "elsewhere": other_world.plan}[kind]

    with pytest.raises(TransitionBlocked):
        workflow.run(world.plan, "replace", actor=signer, note="Lý do", replaced_by=named)

    assert Plan.objects.get(pk=world.plan.pk).status == PlanStatus.ISSUED
    assert not Amendment.objects.exists()
