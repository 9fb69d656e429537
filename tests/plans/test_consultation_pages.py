"""The pages of a round: sending, replying, answering, the matrix."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Agency
from documents.models import Document
from plans.choices import CommentAnswer, PlanStatus, ReplyStatus
from plans.models import Consultation, ConsultedBody, Plan, PlanComment, TaskGroup
from tests import factories as f
from ttdn_portal.shared.dates import short_date

PLAN = "/hcm/ke-hoach/2027"


@pytest.fixture
def draft(world) -> Plan:
    plan = f.make_plan(
        world.locality,
        status=PlanStatus.DRAFT,
        year=2027,
        issuer=world.issuer,
        standing_agency=world.standing,
    )
    f.make_task(f.make_group(plan, title="Quảng bá hình ảnh Thành phố"), world.lead, title="Sản xuất phim")
    return plan


@pytest.fixture
def as_(client, world):
    def sign_in(role: str):
        client.force_login(world.people[role])
        return client

    return sign_in


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# --- Sending -----------------------------------------------------------------------------------------------


def form_data(world, **changes) -> dict[str, object]:
    due_on = timezone.localdate() + timedelta(days=14)
    return {
        "agencies": [world.lead.pk],
        "reply_due_on": short_date(due_on),
        "is_silence_consent": "on",
        "scope": "ca",
        "note": "Kính đề nghị góp ý.",
    } | changes


def test_page_offers_whoever_has_a_task(as_, world, draft):
    page = as_("standing").get(f"{PLAN}/gop-y/gui/").content.decode()

    ticked = [
        a
        for a in Agency.objects.all()
        if f'name="agencies" value="{a.pk}"' in page and f'value="{a.pk}" id' in page
    ]
    assert world.lead in ticked and world.committee.agency not in ticked
    assert page.count(" checked") == 3  # the lead of the task, silence, the whole draft


def test_sending_goes_to_the_desk(as_, world, draft):
    answer = as_("standing").post(f"{PLAN}/gop-y/gui/", form_data(world), follow=True)

    assert answer.redirect_chain[-1][0] == f"{PLAN}/gop-y/1/"
    assert "Đã gửi dự thảo lấy ý kiến." in text_of(answer)
    assert Plan.objects.get(pk=draft.pk).status == PlanStatus.CONSULTING


@pytest.mark.parametrize(
    ("agrees", "words"), [(True, "Coi như thống nhất"), (False, "Không tính là thống nhất")]
)
def test_facts_of_a_round_stand_apart(as_, world, draft, agrees, words):
    f.make_round(
        draft,
        world.lead,
        scope=["part:purposes"],
        is_silence_consent=agrees,
        note="Xin góp ý kỹ.",
        end_note="Đủ ý kiến.",
    )

    page = text_of(as_("standing").get(f"{PLAN}/gop-y/1/"))

    for term, value in (
        ("Phạm vi", "Chỉ một số phần của dự thảo"),
        ("Quá hạn không trả lời", words),
        ("Lời nhắn", "Xin góp ý kỹ."),
        ("Lý do kết thúc", "Đủ ý kiến."),
    ):
        assert f"<dt>{term}</dt> <dd> {value} </dd>" in page


def test_chosen_content_item_brings_its_tasks_along(as_, world, draft):
    group, task = draft.groups.get(), draft.tasks.get()

    as_("standing").post(
        f"{PLAN}/gop-y/gui/", form_data(world, scope="phan", parts=["part:purposes", f"group:{group.pk}"])
    )

    assert Consultation.objects.get().scope == ["part:purposes", f"group:{group.pk}", f"task:{task.pk}"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agencies": []}, "Chọn ít nhất một nơi để lấy ý kiến."),
        ({"reply_due_on": "01/01/2020"}, "Hạn trả lời không thể ở quá khứ."),
        ({"reply_due_on": "31/02/2027"}, "Ngày không đúng."),
        ({"scope": "phan"}, "Chọn ít nhất một phần"),
        ({"agencies": [999999]}, "999999"),
    ],
)
def test_bad_input_is_told_at_its_place_and_nothing_typed_is_lost(as_, world, draft, changes, sentence):
    page = text_of(as_("standing").post(f"{PLAN}/gop-y/gui/", form_data(world, **changes)))

    assert sentence in page
    assert "Kính đề nghị góp ý." in page
    assert not Consultation.objects.exists()


def test_move_button_of_the_plan_leads_to_the_form(as_, draft):
    assert as_("standing").get(f"{PLAN}/chuyen/lay-y-kien/")["Location"] == f"{PLAN}/gop-y/gui/"


def test_other_roles_do_not_send(as_, world, draft):
    for role, status in (("signer", 403), ("clerk", 403), ("officer", 404), ("committee", 404)):
        assert as_(role).get(f"{PLAN}/gop-y/gui/").status_code == status


def test_early_end_asks_for_its_reason(as_, world, draft):
    f.make_round(draft, world.lead)

    page = text_of(as_("standing").post(f"{PLAN}/chuyen/ket-thuc-lay-y-kien/", {"note": ""}))
    as_("standing").post(f"{PLAN}/chuyen/ket-thuc-lay-y-kien/", {"note": "Ban Chỉ đạo họp sớm."})

    assert "ghi lý do kết thúc trước hạn" in page
    assert Consultation.objects.get().end_note == "Ban Chỉ đạo họp sớm."


# --- Replying ------------------------------------------------------------------------------------------------


def version(body: ConsultedBody) -> int:
    return ConsultedBody.objects.get(pk=body.pk).version


def test_agreeing_takes_two_clicks(as_, world, draft):
    body = f.make_round(draft, world.lead).bodies.get()
    work = as_("officer").get("/hcm/viec-cua-toi/").content.decode()
    assert f'href="{PLAN}/gop-y/1/tra-loi/1/"' in work  # the first click

    page = as_("officer").get(body.get_absolute_url()).content.decode()
    assert "Thống nhất với dự thảo" in page  # the second
    answer = as_("officer").post(
        f"{PLAN}/gop-y/1/tra-loi/1/chuyen/gui/", {"version": version(body), "agrees": "1"}, follow=True
    )

    assert "Đã thống nhất" in text_of(answer)
    assert ConsultedBody.objects.get().verdict == "AGREED"


def test_comment_at_a_task_then_sent(as_, world, draft):
    body, task = f.make_round(draft, world.lead).bodies.get(), draft.tasks.get()
    client = as_("officer")
    page = client.get(f"{body.get_absolute_url()}them/?cho=task:{task.pk}")
    assert "Cơ quan chủ trì: Sở Du lịch" in text_of(page)

    client.post(f"{body.get_absolute_url()}them/?cho=task:{task.pk}", {"text": "Lùi hạn đến quý IV."})
    answer = client.post(f"{body.get_absolute_url()}chuyen/gui/", {"version": version(body)}, follow=True)

    assert "Đã gửi 1 ý kiến" in text_of(answer)
    assert PlanComment.objects.get().task == task


def test_empty_comment_is_told(as_, world, draft):
    body = f.make_round(draft, world.lead).bodies.get()

    page = text_of(as_("officer").post(f"{body.get_absolute_url()}them/?cho=part:purposes", {"text": "  "}))

    assert "Chưa nhập ý kiến góp ý." in page
    assert not PlanComment.objects.exists()


@pytest.mark.parametrize("key", ["task:999999", "part:khong-co", "nham", "group:"])
def test_comment_on_what_is_not_there_finds_nothing(as_, world, draft, key):
    body = f.make_round(draft, world.lead).bodies.get()

    assert as_("officer").get(f"{body.get_absolute_url()}them/?cho={key}").status_code == 404


def test_two_colleagues_edit_one_comment_both_texts_stand(as_, world, draft, lead_officer, agency_leader):
    body = f.make_round(draft, world.lead).bodies.get()
    comment = f.make_comment(body, lead_officer, text="Bản đầu.")
    read_at = comment.updated_at.isoformat()
    address = f"{body.get_absolute_url()}y-kien/1/"
    as_("head").post(address, {"text": "Bản của lãnh đạo.", "read_at": read_at})

    page = text_of(as_("officer").post(address, {"text": "Bản của chuyên viên.", "read_at": read_at}))

    assert "Người khác vừa sửa ý kiến này" in page
    assert "Bản của lãnh đạo." in page and "Bản của chuyên viên." in page
    assert PlanComment.objects.get().text == "Bản của lãnh đạo."


def test_comment_is_removed_while_it_is_not_sent(as_, world, draft, lead_officer):
    body = f.make_round(draft, world.lead).bodies.get()
    f.make_comment(body, lead_officer)

    as_("officer").post(f"{body.get_absolute_url()}y-kien/1/", {"remove": "1"})

    assert not PlanComment.objects.exists()


def test_what_a_colleague_changed_meanwhile_is_not_sent(as_, world, draft, lead_officer, agency_leader):
    body = f.make_round(draft, world.lead).bodies.get()
    read = version(body)
    as_("head").post(f"{body.get_absolute_url()}them/?cho=part:purposes", {"text": "Thêm du lịch."})

    answer = as_("officer").post(
        f"{body.get_absolute_url()}chuyen/gui/", {"version": read, "agrees": "1"}, follow=True
    )

    assert "Ý kiến vừa được người khác thay đổi" in text_of(answer)
    assert ConsultedBody.objects.get().status == ReplyStatus.WAITING


def test_head_signs_off_or_gives_back(as_, world, draft):
    Agency.objects.filter(pk=world.lead.pk).update(requires_sign_off=True)
    body = f.make_round(draft, world.lead).bodies.get()
    address = body.get_absolute_url()
    as_("officer").post(f"{address}chuyen/trinh-lanh-dao/", {"version": version(body), "agrees": "1"})

    work = text_of(as_("head").get("/hcm/viec-cua-toi/"))
    assert "Chờ anh/chị duyệt" in work and "Xem và duyệt" in work
    as_("head").post(f"{address}chuyen/chuyen-lai/", {"note": "Xem lại phần kinh phí."})
    assert "Xem lại phần kinh phí." in text_of(as_("officer").get(address))
    as_("officer").post(f"{address}chuyen/trinh-lanh-dao/", {"version": version(body), "agrees": "1"})
    as_("head").post(f"{address}chuyen/duyet/", {"version": version(body)})

    assert ConsultedBody.objects.get().status == ReplyStatus.REPLIED


def test_committee_member_answers_for_the_seat(as_, world, draft, committee_member):
    seat = f.make_seat(world.committee, committee_member)
    body = f.make_round(draft, members=(seat,)).bodies.get()

    work = text_of(as_("committee").get("/hcm/viec-cua-toi/"))
    as_("committee").post(f"{body.get_absolute_url()}chuyen/gui/", {"version": version(body), "agrees": "1"})

    assert "Góp ý dự thảo: Kế hoạch hoạt động thông tin đối ngoại năm 2027" in work
    assert ConsultedBody.objects.get().replied_by == committee_member


def test_whoever_answers_for_two_bodies_chooses(as_, world, draft, lead_officer):
    f.make_membership(lead_officer, world.support, "OFFICER")
    f.make_round(draft, world.lead, world.support)

    page = text_of(as_("officer").get(f"{PLAN}/gop-y/1/tra-loi/"))

    assert "Sở Du lịch" in page and "Sở Ngoại vụ" in page


def test_body_reads_its_reply_after_the_end_and_writes_no_more(as_, world, draft, lead_officer):
    found = f.make_round(draft, world.lead)
    f.reply(found.bodies.get(), lead_officer, "Bổ sung nguồn lực.")
    Consultation.objects.update(ended_at=timezone.now())
    Plan.objects.filter(pk=draft.pk).update(status=PlanStatus.DRAFT)

    page = as_("officer").get(found.bodies.get().get_absolute_url())

    assert "Bổ sung nguồn lực." in text_of(page)
    assert "Rút lại" not in text_of(page)
    assert as_("officer").get(f"{PLAN}/").status_code == 404  # the draft is the drafter's again


def test_second_round_shows_what_changed_word_by_word(as_, world, draft):
    f.make_round(draft, world.lead, ended_at=timezone.now())
    Plan.objects.filter(pk=draft.pk).update(purposes="Quảng bá hình ảnh địa phương ra thế giới.")
    TaskGroup.objects.filter(plan=draft).update(number=4)
    draft = Plan.objects.with_names().get(pk=draft.pk)
    body = f.make_round(draft, world.lead).bodies.get()

    page = text_of(as_("officer").get(body.get_absolute_url()))
    only = text_of(as_("officer").get(f"{body.get_absolute_url()}?xem=thay-doi"))

    assert "<ins> ra thế giới</ins>" in page
    assert page.count("Đã sửa so với đợt 1") == 1  # another number is no change
    assert "Kịp thời, chính xác." in page and "Kịp thời, chính xác." not in only


# --- The drafter's desk ---------------------------------------------------------------------------------------


@pytest.fixture
def answered(world, draft, lead_officer, supporter):
    """The lead has two comments, the support agrees, a third has not answered."""
    found = f.make_round(draft, world.lead, world.support, world.other)
    lead, support, _ = found.bodies.all()
    f.make_comment(lead, lead_officer, text="Bổ sung mục tiêu du lịch.")
    task = draft.tasks.get()
    f.make_comment(lead, lead_officer, text="Lùi hạn.", part="", task=task, clause_key=f"task:{task.pk}")
    f.reply(lead, lead_officer)
    ConsultedBody.objects.filter(pk=lead.pk).update(verdict="COMMENTED")
    f.reply(support, supporter)
    return found


def test_desk_says_who_answered_and_what_is_open(as_, answered):
    page = text_of(as_("standing").get(answered.get_absolute_url()))

    assert "Còn 2 ý kiến chưa được tiếp thu hoặc giải trình" in page
    assert "Có 2 ý kiến" in page and "Thống nhất" in page and "Chưa trả lời" in page
    assert page.index("Mục đích") < page.index("Nhiệm vụ 1.1")


def test_unsent_comment_is_not_on_the_desk(as_, world, draft, lead_officer):
    found = f.make_round(draft, world.lead)
    f.make_comment(found.bodies.get(), lead_officer, text="Chưa gửi đi.")

    assert "Chưa gửi đi." not in text_of(as_("standing").get(found.get_absolute_url()))
    assert as_("standing").get(f"{found.get_absolute_url()}y-kien/1/1/").status_code == 404


def test_signer_reads_and_does_not_answer(as_, answered):
    assert "Lùi hạn." in text_of(as_("signer").get(answered.get_absolute_url()))
    assert as_("signer").get(f"{answered.get_absolute_url()}y-kien/1/1/").status_code == 403


def answer_data(comment, **changes):
    return {"answer": "EXPLAINED", "text": "Đã nêu.", "read_at": comment.updated_at.isoformat()} | changes


def test_accepting_links_the_changed_text(as_, answered, draft):
    Plan.objects.filter(pk=draft.pk).update(purposes="Quảng bá hình ảnh địa phương và du lịch.")
    comment = PlanComment.objects.get(number=1)
    page = text_of(as_("standing").get(comment.answer_url))
    assert "Mục đích (đã sửa)" in page and "<ins> và du lịch</ins>" in page

    answer = as_("standing").post(
        comment.answer_url, answer_data(comment, answer="ACCEPTED", text="", changes=["part:purposes"])
    )

    change = PlanComment.objects.get(number=1).changes.get()
    assert (change.part, change.before, change.after) == (
        "purposes",
        "Quảng bá hình ảnh địa phương.",
        "Quảng bá hình ảnh địa phương và du lịch.",
    )
    assert answer["Location"] == f"{answered.get_absolute_url()}y-kien/1/2/"  # on to the next open one


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answer": "ACCEPTED"}, "Sửa dự thảo trước, rồi ghi tiếp thu."),
        ({"text": " "}, "Giải trình thì ghi rõ lý do."),
        ({"answer": ""}, "Trả lời"),
        ({"answer": "ACCEPTED", "changes": ["part:budget_text"]}, "part:budget_text"),
    ],
)
def test_answer_that_lacks_something_is_told_at_its_place(as_, answered, changes, sentence):
    comment = PlanComment.objects.get(number=1)

    page = text_of(as_("standing").post(comment.answer_url, answer_data(comment, **changes)))

    assert sentence in page and "data-ttdn-errors" in page
    assert PlanComment.objects.get(number=1).answer == ""


def test_each_of_several_bodies_is_answered_on_a_page_of_its_own(as_, world, draft, answered, other_officer):
    last = answered.bodies.get(number=3)
    f.reply(last, other_officer, "Nêu rõ nguồn kinh phí.")

    page = text_of(as_("standing").get(last.comments.get().answer_url))

    assert "Ý kiến của Sở Tài chính" in page and "Nêu rõ nguồn kinh phí." in page
    assert "Bổ sung mục tiêu du lịch." not in page


def test_two_drafters_answer_one_comment_both_texts_stand(as_, world, answered):
    comment = PlanComment.objects.get(number=1)
    as_("standing").post(comment.answer_url, answer_data(comment, text="Câu thứ nhất."))

    page = text_of(as_("standing").post(comment.answer_url, answer_data(comment, text="Câu thứ hai.")))

    assert "Người khác vừa trả lời ý kiến này" in page
    assert "Câu thứ nhất." in page and "Câu thứ hai." in page
    assert PlanComment.objects.get(number=1).answer_text == "Câu thứ nhất."


def test_blocker_leads_to_the_open_comments(as_, answered):
    answer = as_("standing").get(f"{PLAN}/gop-y/?loc=chua-tra-loi")

    assert answer["Location"] == f"{PLAN}/gop-y/1/?loc=chua-tra-loi#y-kien"


def test_paper_reply_is_recorded_for_the_body(as_, world, answered):
    address = f"{answered.get_absolute_url()}tra-loi/3/ghi-thay/"
    rows = {
        "y-kien-TOTAL_FORMS": "2", "y-kien-INITIAL_FORMS": "0",
        "y-kien-0-clause": "part:purposes", "y-kien-0-text": "Nêu rõ nguồn kinh phí.",
        "y-kien-1-clause": "part:whole", "y-kien-1-text": "",
    }  # fmt: skip

    refused = text_of(as_("standing").post(address, {"paper": "", "agrees": "0", **rows}))
    as_("standing").post(address, {"paper": "Công văn số 12/STC ngày 05/03/2026", "agrees": "0", **rows})

    body = ConsultedBody.objects.get(number=3)
    assert "Nêu rõ nguồn kinh phí." in refused and "data-ttdn-errors" in refused
    assert (body.status, body.paper, body.comments.get().text) == (
        ReplyStatus.REPLIED,
        "Công văn số 12/STC ngày 05/03/2026",
        "Nêu rõ nguồn kinh phí.",
    )


def test_reply_is_reopened_with_a_reason(as_, answered):
    address = f"{answered.get_absolute_url()}tra-loi/2/chuyen/mo-lai/"

    as_("standing").post(address, {"note": "Đề nghị góp ý thêm phần kinh phí."})

    assert "Đề nghị góp ý thêm phần kinh phí." in text_of(
        as_("supporter").get(f"{answered.get_absolute_url()}tra-loi/2/")
    )


# --- The matrix -----------------------------------------------------------------------------------------------


def finish(answered) -> None:
    PlanComment.objects.update(
        answer=CommentAnswer.EXPLAINED, answer_text="Đã nêu.", answered_at=timezone.now()
    )
    Consultation.objects.update(
        ended_at=timezone.now(), reply_due_on=timezone.localdate() - timedelta(days=5)
    )
    Plan.objects.filter(pk=answered.plan_id).update(status=PlanStatus.DRAFT)


def test_matrix_shows_comments_who_agreed_and_how_silence_counts(as_, answered):
    finish(answered)

    page = text_of(as_("supporter").get(f"{answered.get_absolute_url()}bang-tong-hop/"))

    assert "Giải trình: Đã nêu." in page
    assert "Sở Ngoại vụ." in page and "Sở Tài chính." in page
    assert "không trả lời, được tính là thống nhất với dự thảo." in page


def test_matrix_waits_for_the_last_answer(as_, answered):
    answer = as_("supporter").get(f"{answered.get_absolute_url()}bang-tong-hop/", follow=True)

    assert "sẽ mở khi đợt kết thúc và mọi ý kiến đã được trả lời" in text_of(answer)


def test_body_asked_exports_the_matrix_and_nobody_else(as_, answered):
    finish(answered)
    address = f"{answered.get_absolute_url()}xuat/"

    answer = as_("supporter").post(address, {"format": "pdf"})

    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    assert (document.kind, document.options["round"]) == ("gop-y", 1)
    assert as_("clerk").post(address).status_code == 404


def test_unknown_format_is_told(as_, answered):
    finish(answered)

    answer = as_("standing").post(f"{answered.get_absolute_url()}xuat/", {"format": "exe"}, follow=True)

    assert "Chưa có định dạng “exe”" in text_of(answer)


# --- Queries --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 6])
def test_queries_do_not_grow(as_, world, draft, lead_officer, django_assert_num_queries, many):
    group = draft.groups.get()
    for _ in range(many):
        f.make_task(group, world.lead)
    agencies = [f.make_agency(world.locality) for _ in range(many)]
    first = f.make_round(draft, world.lead, *agencies, ended_at=timezone.now())
    found = f.make_round(draft, world.lead, *agencies)
    for body in (*first.bodies.all(), *found.bodies.all()):
        f.reply(body, lead_officer, *["Bổ sung."] * many)
    reply = found.bodies.get(agency=world.lead).get_absolute_url()

    pages = (
        ("standing", found.get_absolute_url(), DESK),
        ("standing", f"{found.get_absolute_url()}bang-tong-hop/", MATRIX),
        ("standing", f"{PLAN}/gop-y/", LIST),
        ("officer", reply, REPLY),
    )
    for role, address, count in pages:
        client = as_(role)
        with django_assert_num_queries(count, info=address):
            client.get(address)


# What a page reads, whatever the number of bodies, comments and tasks.
DESK, MATRIX, LIST, REPLY = 7, 7, 5, 9


def test_last_day_is_moved_from_the_desk(as_, world, draft):
    found = _sent(as_, world, draft)
    page = as_("standing").get(found.url_of("consultation_due"))
    assert text_of(page).count("Đổi hạn trả lời") > 1
    day = f"{found.reply_due_on + timedelta(days=7):%d/%m/%Y}"
    read = f"{found.reply_due_on:%d/%m/%Y}"

    empty = as_("standing").post(found.url_of("consultation_due"), {"reply_due_on": day, "read": read})
    same = as_("standing").post(
        found.url_of("consultation_due"), {"reply_due_on": read, "read": read, "reason": "Gia hạn."}
    )
    done = as_("standing").post(
        found.url_of("consultation_due"),
        {"reply_due_on": day, "read": read, "reason": "Gia hạn."},
        follow=True,
    )

    assert "Lý do" in text_of(empty) and empty.status_code == 200
    assert "Ngày này đang là hạn trả lời." in text_of(same)
    assert "Hạn trả lời mới:" in text_of(done)
    assert f"hạn trả lời {day}" in text_of(done)


def _sent(as_, world, draft):
    as_("standing").post(f"{draft.get_absolute_url()}gop-y/gui/", form_data(world))
    return draft.consultations.select_related("plan__locality").get()
