"""Before the signer: points at places, answers, what changed; the second person who checks the form."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import ActivityEntry, Agency, Notification
from agencies.services.activity import record
from plans import workflow
from plans.choices import PlanStatus
from plans.dashboards.approval import form_check_of, points_sent_last, signing_page
from plans.models import Consultation, Plan, ReturnPoint
from plans.models.places import group_place, part_place, task_place
from plans.services import approval, drafting
from plans.services.drafting import text_version
from tests import factories as f
from ttdn_portal.shared.transitions import TransitionBlocked, place_of


def url_of(plan, name, *more):
    return reverse(f"plans:{name}", args=[plan.locality.code, plan.slug, *more])


def fresh(plan):
    return Plan.objects.with_names().get(pk=plan.pk)


@pytest.fixture
def draft(world):
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    f.make_task(f.make_group(plan), world.lead)
    return plan


@pytest.fixture
def submitted(draft, standing_officer):
    workflow.run(fresh(draft), "submit", actor=standing_officer, note="Kính trình.")
    return fresh(draft)


@pytest.fixture
def returned(submitted, signer):
    """Sent back with a point at the purposes and one at the first task."""
    task = submitted.tasks.get()
    approval.add_point(
        submitted, actor=signer, place=part_place(submitted, "purposes"), text="Nêu rõ địa bàn."
    )
    approval.add_point(
        submitted, actor=signer, place=task_place(submitted, task), text="Ghi số phóng sự theo quý."
    )
    workflow.run(fresh(submitted), "send_back", actor=signer)
    return fresh(submitted)


def blocked(plan, name, actor, **data):
    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(plan, name, actor=actor, **data)
    return refused.value.problems


# --- points of the signer ------------------------------------------------------------------------------


def test_points_are_the_signers_own_until_the_plan_is_sent_back(client, submitted, signer, standing_officer):
    client.force_login(signer)
    key = f"group:{submitted.groups.get().pk}"
    client.post(url_of(submitted, "point_add"), {"place": key, "text": "Gộp với nội dung 3."})

    own = client.get(url_of(submitted, "signing")).content.decode()
    client.force_login(standing_officer)
    theirs = client.get(submitted.get_absolute_url()).content.decode()

    assert "Gộp với nội dung 3." in own and "Nội dung 1. Công tác truyền thông" in own
    assert "Gộp với nội dung 3." not in theirs
    assert client.get(url_of(submitted, "signing")).status_code == 403


def test_point_without_its_place_or_words_keeps_what_was_typed(client, submitted, signer):
    client.force_login(signer)

    page = client.post(url_of(submitted, "point_add"), {"place": "", "text": "Gộp với nội dung 3."})

    assert page.context["form"].errors == {"place": ["Chọn chỗ trong dự thảo."]}
    assert "Gộp với nội dung 3." in page.content.decode()
    assert not ReturnPoint.objects.exists()


def test_link_at_a_clause_chooses_its_place(client, submitted, signer):
    client.force_login(signer)

    page = client.get(f"{url_of(submitted, 'signing')}?cho=part:recipients")

    assert page.context["form"]["place"].value() == "part:recipients"
    assert "?cho=part%3Apurposes#ghi-diem" in page.content.decode()


def test_points_alone_are_reason_enough_and_go_to_the_drafter(returned, signer, standing_officer):
    told = Notification.objects.filter(person=standing_officer, kind="PLAN_MOVED").latest("pk")

    assert (returned.status, returned.return_note) == ("RETURNED", "Có 2 điểm cần sửa, xem từng điểm.")
    assert [point.place_name.partition(".")[0] for point in points_sent_last(returned)] == [
        "Mục đích",
        "Nhiệm vụ 1",
    ]
    assert "Có 2 điểm cần sửa" in told.text


def test_approval_waits_while_points_are_noted(client, submitted, signer):
    approval.add_point(submitted, actor=signer, place=part_place(submitted, "opening"), text="Viết lại.")

    problems = blocked(fresh(submitted), "approve", signer)

    assert problems == ["Còn 1 điểm cần sửa đã ghi mà chưa gửi. Bỏ các điểm ấy, hoặc trả lại kế hoạch."]
    assert place_of(problems[0]) == "/hcm/ke-hoach/2027/ky-duyet/#diem-can-sua"
    client.force_login(signer)
    client.post(url_of(submitted, "point_remove", 1))
    workflow.run(fresh(submitted), "approve", actor=signer)
    assert fresh(submitted).status == "APPROVED"


def test_point_that_was_sent_is_not_taken_back(client, returned, signer, standing_officer):
    for point in points_sent_last(returned):
        approval.answer_point(point, actor=standing_officer, answer="FIXED")
    workflow.run(fresh(returned), "submit", actor=standing_officer)
    client.force_login(signer)

    client.post(url_of(returned, "point_remove", 1))

    assert returned.return_points.count() == 2


def test_decision_on_a_text_submitted_earlier_is_refused(client, returned, signer, standing_officer):
    for point in points_sent_last(returned):
        approval.answer_point(point, actor=standing_officer, answer="FIXED")
    workflow.run(fresh(returned), "submit", actor=standing_officer)
    client.force_login(signer)

    old = client.post(url_of(returned, "plan_move", "approve"), {"submission": "1"})
    new = client.post(url_of(returned, "plan_move", "approve"), {"submission": "2"})

    sentence = "Kế hoạch đã được trình lại lần 2 sau khi anh/chị mở trang. Đọc bản mới rồi quyết định."
    assert sentence in old.content.decode()
    assert new.status_code == 302 and fresh(returned).status == "APPROVED"


def test_sheet_is_read_by_who_decides_and_checks_not_by_others(client, submitted, world):
    url = url_of(submitted, "preview_page")
    answers = {}
    for who in ("standing", "signer", "clerk", "administrator", "officer", "committee"):
        client.force_login(world.people[who])
        answers[who] = client.get(url).status_code
    client.force_login(world.people["signer"])
    Plan.objects.filter(pk=submitted.pk).update(issue_form="DECISION")

    sheet = client.get(url).content.decode()

    assert answers == {
        "standing": 200, "signer": 200, "clerk": 200, "administrator": 200, "officer": 404, "committee": 404,
    }  # fmt: skip
    assert "QUYẾT ĐỊNH:" in sheet and "Ban hành kèm theo Quyết định này" in sheet
    assert f'src="{url}"' in client.get(url_of(submitted, "signing")).content.decode()


def test_signer_unfolds_the_text_item_by_item_and_finds_the_matrix(
    client, submitted, signer, standing_officer
):
    now = timezone.now()
    Consultation.objects.create(
        plan=submitted, number=1, sent_by=standing_officer, sent_at=now, reply_due_on=now.date(), ended_at=now
    )
    client.force_login(signer)

    response = client.get(url_of(submitted, "signing"))

    parts = response.context["page"].parts
    assert [(part.clause.name, len(part.tasks)) for part in parts] == [
        ("Mục đích", 0),
        ("Yêu cầu", 0),
        ("Nội dung 1", 1),
        ("Tổ chức thực hiện", 0),
        ("Nơi nhận", 0),
    ]
    assert "/hcm/ke-hoach/2027/gop-y/1/bang-tong-hop/" in response.content.decode()


# --- the drafter mends ---------------------------------------------------------------------------------


def test_drafter_sees_what_to_fix_with_the_way_to_it(client, returned, standing_officer):
    client.force_login(standing_officer)

    page = client.get(url_of(returned, "return_points")).content.decode()

    assert "Nêu rõ địa bàn." in page and "/hcm/ke-hoach/2027/soan/muc-dich/" in page
    assert "/hcm/ke-hoach/2027/soan/nhiem-vu/1.1/" in page
    assert "Sửa theo ý kiến người ký" in client.get(returned.get_absolute_url()).content.decode()


def test_resubmission_waits_for_an_answer_to_every_point(client, returned, standing_officer):
    first = blocked(returned, "submit", standing_officer)
    client.force_login(standing_officer)
    client.post(url_of(returned, "point_answer", 1), {"p1-answer": "FIXED"})
    kept = client.post(url_of(returned, "point_answer", 2), {"p2-answer": "KEPT", "p2-note": ""})
    client.post(url_of(returned, "point_answer", 2), {"p2-answer": "KEPT", "p2-note": "Quý nào cũng có."})
    workflow.run(fresh(returned), "submit", actor=standing_officer)

    assert first == ["Còn 2 điểm người ký nêu chưa ghi “đã sửa” hay “giữ nguyên vì …”."]
    assert place_of(first[0]) == "/hcm/ke-hoach/2027/sua-theo-y-kien/"
    assert "Giữ nguyên thì ghi rõ vì sao." in kept.content.decode()
    assert fresh(returned).status == "SUBMITTED"


def test_signer_sees_answers_and_what_changed_word_by_word(client, returned, signer, standing_officer):
    drafting.save_section(
        fresh(returned),
        actor=standing_officer,
        field="purposes",
        text="Quảng bá hình ảnh Thành phố.",
        read_version=text_version("Quảng bá hình ảnh địa phương."),
    )
    first, second = points_sent_last(returned)
    approval.answer_point(first, actor=standing_officer, answer="FIXED")
    approval.answer_point(second, actor=standing_officer, answer="KEPT", note="Quý nào cũng có.")
    workflow.run(fresh(returned), "submit", actor=standing_officer)

    page = signing_page(fresh(returned), signer)
    client.force_login(signer)
    html = client.get(url_of(returned, "signing")).content.decode()

    assert [(change.clause.label, change.parts) for change in page.changes] == [
        (
            "Mục đích",
            [
                ("same", "Quảng bá hình ảnh "),
                ("old", "địa"),
                ("new", "Thành"),
                ("same", " "),
                ("old", "phương"),
                ("new", "phố"),
                ("same", "."),
            ],
        )
    ]
    assert "<del>địa</del>" in html and "Quý nào cũng có." in html and "Trình lần 2" in html


def test_point_outlives_its_place(returned, world, standing_officer):
    returned.tasks.all().delete()

    names = [point.place_name for point in points_sent_last(fresh(returned))]

    assert names[1].startswith("Nhiệm vụ 1.1. Sản xuất 12 phóng sự") and names[1].endswith(
        "(đã bỏ khỏi dự thảo)"
    )


def test_answer_after_the_plan_left_the_drafter_is_refused(returned, standing_officer):
    point = points_sent_last(returned)[0]
    Plan.objects.filter(pk=returned.pk).update(status="SUBMITTED", submitted_at=returned.updated_at)

    with pytest.raises(ValidationError, match="chuyển sang bước khác"):
        approval.answer_point(point, actor=standing_officer, answer="FIXED")


def test_page_of_the_signer_asks_the_same_for_one_point_and_for_many(client, submitted, signer, world):
    client.force_login(signer)
    approval.add_point(
        submitted, actor=signer, place=group_place(submitted, submitted.groups.get()), text="Một"
    )
    client.get(url_of(submitted, "signing"))

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url_of(submitted, "signing"))
        return len(queries)

    one = count()
    for n in range(4):
        task = f.make_task(submitted.groups.get(), world.lead, title=f"Việc {n}")
        approval.add_point(submitted, actor=signer, place=task_place(submitted, task), text=f"Điểm {n}")
    assert count() == one


# --- the check of the form -----------------------------------------------------------------------------


@pytest.fixture
def checked_office(world):
    Agency.objects.filter(pk=world.issuer.pk).update(requires_form_check=True)


def test_approval_waits_for_the_check_of_the_form(checked_office, submitted, signer, clerk):
    plan = fresh(submitted)

    problems = blocked(plan, "approve", signer)
    approval.check_form(fresh(submitted), actor=clerk, is_passed=True)
    workflow.run(fresh(submitted), "approve", actor=signer)

    assert problems == ["Chưa có người kiểm tra thể thức bản trình này."]
    assert place_of(problems[0]) == "/hcm/ke-hoach/2027/kiem-tra-the-thuc/"
    check = submitted.form_checks.get()
    assert (check.checker_name, check.checked_by) == ("Bùi Thị Thư", clerk)
    entry = ActivityEntry.objects.about(submitted).get(action="check_form")
    assert (entry.actor, entry.note) == (clerk, "Đúng thể thức.")


def test_switch_of_the_locality_counts_for_all_its_offices(submitted, signer, world):
    world.locality.requires_form_check = True
    world.locality.save()

    assert blocked(fresh(submitted), "approve", signer) == ["Chưa có người kiểm tra thể thức bản trình này."]


def test_failed_check_stands_in_the_way_with_its_words(checked_office, submitted, signer, clerk):
    approval.check_form(submitted, actor=clerk, is_passed=False, note="Thiếu dòng “Lưu: VT”.")

    problems = blocked(fresh(submitted), "approve", signer)

    assert problems == ["Bùi Thị Thư kiểm tra thể thức: chưa đúng. Thiếu dòng “Lưu: VT”."]


def test_check_loses_its_force_when_the_text_changes(
    checked_office, submitted, signer, clerk, standing_officer
):
    approval.check_form(submitted, actor=clerk, is_passed=True)
    workflow.run(fresh(submitted), "send_back", actor=signer, note="Sửa nơi nhận.")
    assert form_check_of(submitted) is not None
    drafting.save_section(
        fresh(submitted), actor=standing_officer, field="recipients", text="Lưu: VT.",
        read_version=text_version(submitted.recipients),
    )  # fmt: skip
    workflow.run(fresh(submitted), "submit", actor=standing_officer)

    assert form_check_of(submitted) is None
    assert blocked(fresh(submitted), "approve", signer) == ["Chưa có người kiểm tra thể thức bản trình này."]


@pytest.mark.parametrize(
    ("who", "may"),
    [("clerk", True), ("standing", False), ("signer", False), ("officer", False), ("administrator", False)],
)
def test_second_person_is_neither_drafter_nor_signer(checked_office, submitted, world, who, may):
    assert world.people[who].has_perm("plans.check_form", fresh(submitted)) is may


def test_colleague_of_the_drafter_may_check_what_he_did_not_write(checked_office, submitted, world):
    colleague = f.make_user(world.standing, Role.STANDING_OFFICER)
    before = colleague.has_perm("plans.check_form", fresh(submitted))
    record(actor=colleague, action="edit_task", obj=submitted.tasks.get())

    assert (before, colleague.has_perm("plans.check_form", fresh(submitted))) == (True, False)


def test_clerk_who_also_signs_does_not_check(checked_office, submitted, world, clerk):
    f.make_membership(clerk, world.issuer, Role.SIGNER)

    assert not type(clerk).objects.get(pk=clerk.pk).has_perm("plans.check_form", fresh(submitted))


def test_who_checked_may_not_sign_either(checked_office, submitted, world, clerk):
    approval.check_form(submitted, actor=clerk, is_passed=True)
    f.make_membership(clerk, world.issuer, Role.SIGNER)
    both = type(clerk).objects.get(pk=clerk.pk)

    assert blocked(fresh(submitted), "approve", both) == [
        "Người kiểm tra thể thức không đồng thời là người ký."
    ]


def test_check_by_its_page(client, checked_office, submitted, clerk, signer):
    client.force_login(clerk)
    url = url_of(submitted, "form_check")

    empty = client.post(url, {"is_passed": "0", "note": ""})
    client.post(url, {"is_passed": "1", "note": ""})
    client.force_login(signer)

    assert "Chưa đúng thể thức thì ghi rõ chỗ cần sửa." in empty.content.decode()
    assert client.post(url, {"is_passed": "1"}).status_code == 403
    assert "đúng thể thức, Bùi Thị Thư" in client.get(url_of(submitted, "signing")).content.decode()


def test_people_who_may_check_are_asked(checked_office, submitted, draft, standing_officer, clerk, world):
    told = Notification.objects.filter(step__startswith="form ")

    assert {notice.person for notice in told} == {clerk}
    assert told[0].link == "/hcm/ke-hoach/2027/kiem-tra-the-thuc/"


def test_where_it_is_off_nobody_checks(submitted, signer, clerk):
    assert not clerk.has_perm("plans.check_form", submitted)
    workflow.run(submitted, "approve", actor=signer)

    with pytest.raises(PermissionDenied):
        workflow.run(fresh(submitted), "issue", actor=signer)
