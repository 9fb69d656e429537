"""The pages of amendments: the drafter picks and edits, nothing typed is lost, the table before and after is computed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agencies.models import ActivityEntry, User
from plans.choices import AmendmentStatus
from plans.models import Amendment, Plan, Task
from plans.services import amending
from plans.workflow import amendment as workflow
from tests import factories as f

TODAY = timezone.localdate()


@pytest.fixture
def drafter(client, standing_officer):
    client.force_login(standing_officer)
    return client


@pytest.fixture
def draft(world):
    return f.make_amendment(world.plan)


def url(draft, name, *args):
    return reverse(f"plans:{name}", args=[*draft.url_args(), *args])


def task_data(page, **changes):
    """What a browser would send back, with some fields changed."""
    data = {}
    for form in (page.context["form"], *page.context["supports"], *page.context["indicators"]):
        for field in form:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
    for rows in (page.context["supports"], page.context["indicators"]):
        data |= {field.html_name: field.value() for field in rows.management_form}
    return data | changes


def test_drafter_begins_an_amendment_and_goes_on_to_pick(drafter, world):
    begin = reverse("plans:amendment_add", args=["hcm", "2026"])
    shown = drafter.get(begin).context["form"].initial

    answer = drafter.post(
        begin,
        {
            "title": "điều chỉnh Kế hoạch năm 2026",
            "paper": "DECISION",
            "layout": "STATE",
            "reasons": "Dời lịch",
            "recipients": "Lưu: VT.",
        },
    )

    amendment = Amendment.objects.get()
    assert shown["recipients"] == world.plan.recipients
    assert (amendment.ordinal, amendment.symbol, amendment.status) == (1, "QĐ-UBND", "DRAFT")
    assert answer.url == url(amendment, "amendment_pick")


def test_what_an_amendment_needs_before_it_is_submitted_says_so(drafter, world):
    form = drafter.get(reverse("plans:amendment_add", args=["hcm", "2026"])).context["form"]

    assert {name: form[name].optional_words for name in ("reasons", "recipients", "other_bases")} == {
        "reasons": "cần khi trình ký",
        "recipients": "cần khi trình ký",
        "other_bases": "không bắt buộc",
    }


def test_a_changed_day_stands_in_the_table_and_not_in_the_plan(drafter, world, draft):
    page = drafter.get(url(draft, "change_task", "1.1"))
    drafter.post(url(draft, "change_task", "1.1"), task_data(page, due_on="15/12/2026"))

    detail = drafter.get(draft.get_absolute_url())

    [(line, _)] = detail.context["page"].lines
    assert (line.place, line.before, line.after) == (
        "Nhiệm vụ 1.1",
        "Thời gian thực hiện: 02/01/2026 – 30/11/2026",
        "Thời gian thực hiện: 02/01/2026 – 15/12/2026",
    )
    assert Task.objects.get(pk=world.task.pk).due_on.isoformat() == "2026-11-30"


def test_form_shows_what_was_proposed_before_not_what_stands(drafter, world, draft):
    page = drafter.get(url(draft, "change_task", "1.1"))
    drafter.post(url(draft, "change_task", "1.1"), task_data(page, note="Làm sớm"))

    again = drafter.get(url(draft, "change_task", "1.1"))

    assert again.context["form"]["note"].value() == "Làm sớm"
    assert again.context["indicators"].forms[0]["name"].value() == "Phóng sự song ngữ"
    assert again.context["supports"].forms[0]["agency"].value() == world.support.pk


def test_wrong_days_are_told_at_their_field_and_nothing_typed_is_lost(drafter, world, draft):
    page = drafter.get(url(draft, "change_task", "1.1"))

    answer = drafter.post(
        url(draft, "change_task", "1.1"), task_data(page, due_on="01/01/2026", note="Đã gõ")
    )

    assert "due_on" in answer.context["form"].errors
    assert answer.context["form"]["note"].value() == "Đã gõ"
    assert not draft.changes.exists()


def test_unchanged_form_is_told_so(drafter, world, draft):
    page = drafter.get(url(draft, "change_task", "1.1"))

    answer = drafter.post(url(draft, "change_task", "1.1"), task_data(page))

    assert "Chưa thay đổi gì so với nội dung đã ban hành." in answer.content.decode()


def test_save_over_somebody_elses_is_refused_and_the_typing_stays(drafter, world, draft):
    page = drafter.get(url(draft, "change_task", "1.1"))
    f.make_change(draft, world.task, note="Của người khác")

    answer = drafter.post(url(draft, "change_task", "1.1"), task_data(page, note="Của tôi"))

    assert answer.context["form"].non_field_errors()
    assert answer.context["form"]["note"].value() == "Của tôi"
    assert draft.changes.get().after["note"] == "Của người khác"

    drafter.post(url(draft, "change_task", "1.1"), answer.context["form"].data)
    assert draft.changes.get().after["note"] == "Của tôi"


def test_task_is_added_and_edited_again(drafter, world, draft):
    add = url(draft, "change_add_task")
    page = drafter.get(add, {"nhom": "g1"})
    data = task_data(page, title="Mở kênh tiếng Anh", lead_agency=world.lead.pk, due_on="15/12/2026")

    drafter.post(add, data)

    change = draft.changes.get()
    assert (change.group, change.after["title"]) == (world.group, "Mở kênh tiếng Anh")
    again = drafter.get(url(draft, "change_added_task", change.position))
    assert again.context["form"]["title"].value() == "Mở kênh tiếng Anh"
    assert again.context["form"]["place"].value() == "g1"


def test_group_title_text_and_withdrawal_by_their_forms(drafter, world, draft):
    drafter.post(url(draft, "change_add_group"), {"title": "Nền tảng số", "description": ""})
    drafter.post(url(draft, "change_group", 1), {"title": "Quảng bá hình ảnh, con người", "description": ""})
    drafter.post(url(draft, "change_text", "purposes"), {"text": "Mục đích mới."})
    drafter.post(url(draft, "change_withdraw", "1.2"), {"reason": "Trùng việc"})

    lines = [line for line, _ in drafter.get(draft.get_absolute_url()).context["page"].lines]

    assert [(line.place, line.kind_label) for line in lines] == [
        ("Mục đích", "Điều chỉnh phần lời"),
        ("Nội dung 1", "Điều chỉnh tên nội dung"),
        ("Nhiệm vụ 1.2", "Rút nhiệm vụ"),
        ("Nội dung 2", "Bổ sung nội dung"),
    ]
    assert lines[2].after == "Rút khỏi Kế hoạch."


def test_change_is_taken_back(drafter, world, draft):
    change = f.make_change(draft, world.task, note="Làm sớm")

    drafter.post(url(draft, "change_remove", change.position))

    assert not draft.changes.exists()


def test_unwanted_draft_is_put_away_and_the_plan_stays(drafter, world, draft):
    f.make_change(draft, world.task, note="Làm sớm")
    asked = drafter.get(url(draft, "amendment_discard")).content.decode()

    answer = drafter.post(url(draft, "amendment_discard"))

    assert "Bỏ cả dự thảo này?" in asked
    assert answer.url == reverse("plans:amendment_list", args=["hcm", "2026"])
    assert not Amendment.objects.filter(pk=draft.pk).exists()
    assert Task.objects.get(pk=world.task.pk).note == world.task.note
    assert ActivityEntry.objects.about(world.plan).get().action == "discard_amendment"


@pytest.mark.parametrize("status", ["SUBMITTED", "APPROVED", "ISSUED"])
def test_draft_that_went_on_is_not_put_away(drafter, world, status):
    gone = f.make_amendment(world.plan, status=status)

    assert drafter.post(url(gone, "amendment_discard")).status_code == 403
    with pytest.raises(ValidationError):
        amending.discard_amendment(gone, actor=User.objects.get(pk=world.people["standing"].pk))
    assert Amendment.objects.filter(pk=gone.pk).exists()


def test_submitted_while_it_was_being_written(drafter, world, draft, standing_officer):
    f.make_change(draft, world.other_task, note="Làm sớm")
    page = drafter.get(url(draft, "change_task", "1.1"))
    workflow.run(Amendment.objects.with_names().get(pk=draft.pk), "submit", actor=standing_officer)

    answer = drafter.post(url(draft, "change_task", "1.1"), task_data(page, note="Muộn"))

    assert answer.status_code == 403
    assert draft.changes.count() == 1


def test_withdrawn_task_cannot_be_picked_again(drafter, world, draft):
    Task.objects.filter(pk=world.task.pk).update(withdrawn_on=TODAY - timedelta(9))

    assert drafter.get(url(draft, "change_task", "1.1")).status_code == 404


@pytest.mark.parametrize(
    ("status", "sees"),
    [
        (AmendmentStatus.DRAFT, {"standing", "signer"}),
        (AmendmentStatus.SUBMITTED, {"standing", "signer"}),
        (AmendmentStatus.RETURNED, {"standing", "signer"}),
        (AmendmentStatus.APPROVED, {"standing", "signer", "clerk"}),
        (
            AmendmentStatus.ISSUED,
            {"officer", "head", "supporter", "standing", "signer", "clerk", "committee", "administrator"},
        ),
    ],
)
def test_who_opens_an_amendment_and_reads_of_it_in_the_lists(client, world, status, sees):
    amendment = f.make_amendment(world.plan, status=status, title="điều chỉnh CANARY-DC")
    f.make_change(amendment, world.task, note="Làm sớm")
    lists = [reverse(f"plans:{name}", args=["hcm", "2026"]) for name in ("amendment_list", "plan_export")]
    opened, told = set(), set()

    for role in ("officer", "head", "supporter", "standing", "signer", "clerk", "committee", "administrator"):
        client.force_login(User.objects.get(pk=world.people[role].pk))
        if client.get(amendment.get_absolute_url()).status_code == 200:
            opened.add(role)
        pages = [client.get(page).content.decode() for page in lists]
        if "CANARY-DC" in pages[0] or "Điều chỉnh lần 1" in pages[1]:
            told.add(role)

    assert opened == told == sees


def test_pages_cost_the_same_with_one_change_and_three(drafter, world, draft, django_assert_num_queries):
    f.make_change(draft, world.task, note="Làm sớm")
    page, picks = draft.get_absolute_url(), url(draft, "amendment_pick")
    drafter.get(page)

    with django_assert_num_queries(17):
        drafter.get(page)
    with django_assert_num_queries(9):
        drafter.get(picks)
    for n in range(2, 5):
        task = f.make_task(f.make_group(world.plan, n), world.lead)
        f.make_change(draft, task, note="Làm sớm")
    with django_assert_num_queries(17):
        drafter.get(page)
    with django_assert_num_queries(9):
        drafter.get(picks)


def test_clerk_issues_from_the_page(client, world, clerk):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.APPROVED)
    f.make_change(amendment, world.task, note="Làm sớm")
    client.force_login(clerk)
    move = url(amendment, "amendment_move", "issue")
    suggested = client.get(move).context["form"].initial

    answer = client.post(
        move,
        {
            "number": suggested["number"],
            "symbol": "QĐ-UBND",
            "issued_on": TODAY.strftime("%d/%m/%Y"),
            "signer_name": "Trần Văn Ký",
        },
    )

    assert answer.url == amendment.get_absolute_url()
    assert suggested["symbol"] == "QĐ-UBND"
    assert Task.objects.get(pk=world.task.pk).note == "Làm sớm"
    assert Plan.objects.get(pk=world.plan.pk).versions.count() == 2
