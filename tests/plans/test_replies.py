"""The reply of one body: every state, every move, every role; who wins where two meet."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from agencies.models import ActivityEntry, Agency
from plans.choices import CommentAnswer, ReplyStatus, Verdict
from plans.dashboards.clauses import WHOLE_KEY
from plans.dashboards.consultation import WHOLE
from plans.dashboards.reply import clause_of
from plans.models import Consultation, ConsultedBody, PlanComment
from plans.services.comments import (
    StaleComment,
    add_comment,
    answer_comment,
    edit_comment,
    remove_comment,
)
from plans.workflow import reply as workflow
from tests import factories as f
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked

S = ReplyStatus
# Who may make which move of a reply of the lead agency, without and with sign-off by its head.
FREE = {
    "reply": {"officer", "head"},
    "withdraw": {"officer", "head"},
    "reopen": {"standing"},
    "record": {"standing"},
    "ask_sign_off": set(),
    "take_back": set(),
    "give_back": {"head"},
    "sign_off": {"head"},
}
SIGNED = FREE | {"reply": set(), "ask_sign_off": {"officer", "head"}, "take_back": {"officer", "head"}}
TARGETS = {
    (S.WAITING, "reply"): S.REPLIED,
    (S.WAITING, "ask_sign_off"): S.AGENCY_REVIEW,
    (S.WAITING, "record"): S.REPLIED,
    (S.AGENCY_REVIEW, "take_back"): S.WAITING,
    (S.AGENCY_REVIEW, "give_back"): S.WAITING,
    (S.AGENCY_REVIEW, "sign_off"): S.REPLIED,
    (S.REPLIED, "withdraw"): S.WAITING,
    (S.REPLIED, "reopen"): S.WAITING,
}
ROLES = (
    "officer",
    "head",
    "supporter",
    "standing",
    "signer",
    "clerk",
    "committee",
    "administrator",
    "superuser",
    "stranger",
)


@pytest.fixture
def people(world, other_world, system_administrator):
    return world.people | {"superuser": system_administrator, "stranger": other_world.people["standing"]}


@pytest.fixture
def draft(world):
    plan = f.make_plan(
        world.locality, status="DRAFT", year=2027, issuer=world.issuer, standing_agency=world.standing
    )
    f.make_task(f.make_group(plan), world.lead)
    return plan


def body_in(draft, world, status: str = S.WAITING, **fields) -> ConsultedBody:
    """The reply of the lead agency, with one comment, in this state."""
    Consultation.objects.filter(plan=draft).delete()
    found = f.make_round(draft, world.lead)
    body = found.bodies.get()
    f.make_comment(body, world.people["officer"])
    if status == S.REPLIED:
        fields |= {"verdict": Verdict.COMMENTED, "replied_at": timezone.now()}
    if status == S.AGENCY_REVIEW:
        fields |= {"verdict": Verdict.COMMENTED, "passed_on_by": world.people["officer"]}
    ConsultedBody.objects.filter(pk=body.pk).update(status=status, **fields)
    return ConsultedBody.objects.with_names().get(pk=body.pk)


@pytest.mark.parametrize("is_signed", [False, True], ids=["free", "signed off"])
@pytest.mark.parametrize("status", S.values)
def test_every_move_from_every_state_by_every_role(world, draft, people, status, is_signed):
    Agency.objects.filter(pk=world.lead.pk).update(requires_sign_off=is_signed)
    movers = SIGNED if is_signed else FREE
    for move, allowed in movers.items():
        for role in ROLES:
            body = body_in(draft, world, status)
            target = TARGETS.get((status, move))
            may = role in allowed

            def act(body=body, move=move, role=role):
                workflow.run(body, move, actor=people[role], note="Lý do")

            if not may:
                with pytest.raises(PermissionDenied):
                    act()
            elif target is None:
                with pytest.raises(StaleState):
                    act()
            else:
                act()

            body.refresh_from_db()
            moved = may and target is not None
            assert body.status == (target if moved else status), (status, move, role)
            assert ActivityEntry.objects.about(body).count() == moved


def test_nothing_moves_once_the_round_is_over(world, draft, people):
    for (status, move), _ in TARGETS.items():
        Agency.objects.filter(pk=world.lead.pk).update(
            requires_sign_off=move in ("ask_sign_off", "take_back")
        )
        body = body_in(draft, world, status)
        Consultation.objects.update(ended_at=timezone.now())
        body = ConsultedBody.objects.with_names().get(pk=body.pk)
        who = {"sign_off": "head", "give_back": "head", "reopen": "standing", "record": "standing"}

        with pytest.raises(TransitionBlocked, match="đã kết thúc"):
            workflow.run(body, move, actor=people[who.get(move, "officer")], note="Lý do")

        assert workflow.available(body, people["officer"]) == []


# --- What a reply says --------------------------------------------------------------------------------------


def test_reply_that_says_nothing_is_refused(world, draft, lead_officer):
    body = body_in(draft, world)
    body.comments.all().delete()

    with pytest.raises(TransitionBlocked, match="Chưa có ý kiến nào"):
        workflow.run(body, "reply", actor=lead_officer)


def test_reply_cannot_agree_and_comment_at_once(world, draft, lead_officer):
    with pytest.raises(TransitionBlocked, match="Đã ghi ý kiến thì gửi ý kiến"):
        workflow.run(body_in(draft, world), "reply", actor=lead_officer, agrees=True)


def test_body_agrees_without_a_word_more(world, draft, lead_officer):
    body = body_in(draft, world)
    body.comments.all().delete()

    workflow.run(body, "reply", actor=lead_officer, agrees=True)

    assert (body.status, body.verdict, body.replied_by) == (S.REPLIED, Verdict.AGREED, lead_officer)


def test_late_reply_counts_while_the_round_is_open(world, draft, lead_officer):
    body = body_in(draft, world)
    Consultation.objects.update(reply_due_on=timezone.localdate() - timedelta(days=30))

    workflow.run(ConsultedBody.objects.with_names().get(pk=body.pk), "reply", actor=lead_officer)

    assert PlanComment.objects.unanswered().count() == 1


def test_head_passes_on_the_verdict_that_was_put_before_them(world, draft, lead_officer, agency_leader):
    Agency.objects.filter(pk=world.lead.pk).update(requires_sign_off=True)
    body = body_in(draft, world)
    body.comments.all().delete()
    workflow.run(body, "ask_sign_off", actor=lead_officer, agrees=True)

    workflow.run(body, "sign_off", actor=agency_leader)

    assert (body.verdict, body.replied_by, body.passed_on_by) == (Verdict.AGREED, agency_leader, lead_officer)


def test_nobody_signs_off_what_they_passed_on_themselves(world, draft, agency_leader):
    Agency.objects.filter(pk=world.lead.pk).update(requires_sign_off=True)
    body = body_in(draft, world)
    workflow.run(body, "ask_sign_off", actor=agency_leader)

    with pytest.raises(PermissionDenied):
        workflow.run(body, "sign_off", actor=agency_leader)


def test_withdrawn_before_the_head_signed_nothing_was_sent(world, draft, lead_officer, agency_leader):
    Agency.objects.filter(pk=world.lead.pk).update(requires_sign_off=True)
    body = body_in(draft, world)
    workflow.run(body, "ask_sign_off", actor=lead_officer)
    seen_by_head = ConsultedBody.objects.with_names().get(pk=body.pk)
    workflow.run(body, "take_back", actor=lead_officer)

    with pytest.raises(StaleState):
        workflow.run(seen_by_head, "sign_off", actor=agency_leader)

    assert (body.status, body.verdict, body.passed_on_by) == (S.WAITING, "", None)
    assert not PlanComment.objects.sent().exists()


def test_head_gives_back_with_a_word(world, draft, agency_leader):
    body = body_in(draft, world, S.AGENCY_REVIEW)

    with pytest.raises(TransitionBlocked, match="Ghi rõ lý do"):
        workflow.run(body, "give_back", actor=agency_leader)
    workflow.run(body, "give_back", actor=agency_leader, note="Nêu rõ nguồn kinh phí.")

    assert (body.status, body.head_note) == (S.WAITING, "Nêu rõ nguồn kinh phí.")


def test_second_answer_of_one_body_is_told_that_it_has_answered(world, draft, lead_officer, agency_leader):
    body = body_in(draft, world)
    copy = ConsultedBody.objects.with_names().get(pk=body.pk)
    workflow.run(body, "reply", actor=lead_officer)

    with pytest.raises(StaleState):
        workflow.run(copy, "reply", actor=agency_leader, agrees=False)

    assert ConsultedBody.objects.get(pk=body.pk).replied_by == lead_officer


def test_answered_reply_is_not_withdrawn_but_reopened_by_the_drafter(
    world, draft, lead_officer, standing_officer
):
    body = body_in(draft, world, S.REPLIED)
    comment = PlanComment.objects.select_related("body__consultation__plan__locality").get()
    explain(comment, standing_officer)
    body = ConsultedBody.objects.with_names().get(pk=body.pk)

    with pytest.raises(TransitionBlocked, match="Đề nghị cơ quan soạn thảo mở lại"):
        workflow.run(body, "withdraw", actor=lead_officer)
    workflow.run(body, "reopen", actor=standing_officer, note="Đề nghị góp ý thêm phần kinh phí.")

    added = add_comment(
        body,
        actor=lead_officer,
        clause=clause_of(body.consultation, "part:budget_text"),
        text="Nêu rõ nguồn.",
    )
    with pytest.raises(StaleComment):  # what was answered stands
        edit_comment(comment, actor=lead_officer, text="Khác.", read_at=comment.updated_at)
    with pytest.raises(StaleComment):
        remove_comment(comment, actor=lead_officer)
    assert (added.number, PlanComment.objects.get(pk=comment.pk).answer) == (2, CommentAnswer.EXPLAINED)


def explain(comment, person, text="Đã nêu tại phần tổ chức thực hiện."):
    return answer_comment(
        comment, actor=person, answer=CommentAnswer.EXPLAINED, text=text, read_at=comment.updated_at
    )


# --- Comments -------------------------------------------------------------------------------------------------


def test_comment_stands_at_its_clause_and_at_its_row(world, draft, lead_officer):
    body = body_in(draft, world)
    task = draft.tasks.get()

    comment = add_comment(
        body, actor=lead_officer, clause=clause_of(body.consultation, f"task:{task.pk}"), text="Lùi hạn."
    )

    assert (comment.task, comment.clause_key) == (task, f"task:{task.pk}")
    assert comment.place_label.startswith("Nhiệm vụ 1.1. Sản xuất 12 phóng sự")


def test_comment_outlives_the_task_it_is_about(world, draft, lead_officer):
    body = body_in(draft, world)
    task = draft.tasks.get()
    comment = add_comment(
        body, actor=lead_officer, clause=clause_of(body.consultation, f"task:{task.pk}"), text="Lùi hạn."
    )

    task.delete()

    comment = PlanComment.objects.select_related("body__consultation__plan__locality").get(pk=comment.pk)
    assert (comment.place, comment.text) == (None, "Lùi hạn.")
    assert comment.place_name.endswith("(đã bỏ khỏi dự thảo)")


def test_comment_on_a_part_that_is_not_asked_about_is_refused(world, draft, lead_officer):
    body = body_in(draft, world)
    Consultation.objects.update(scope=["part:purposes"])
    body = ConsultedBody.objects.with_names().get(pk=body.pk)

    assert clause_of(body.consultation, "part:budget_text") is None
    assert clause_of(body.consultation, "part:purposes") is not None
    assert clause_of(body.consultation, WHOLE_KEY) == WHOLE


def test_secret_task_takes_no_comment(world, draft, lead_officer):
    secret = f.make_task(draft.groups.get(), world.lead, is_secret=True)
    body = body_in(draft, world)

    assert clause_of(body.consultation, f"task:{secret.pk}") is None


def test_comment_after_the_reply_went_is_refused(world, draft, lead_officer):
    body = body_in(draft, world)
    workflow.run(body, "reply", actor=lead_officer)

    with pytest.raises(ValidationError, match="đã gửi đi"):
        add_comment(body, actor=lead_officer, clause=WHOLE, text="Thêm một ý.")


def test_later_save_of_a_comment_is_refused_and_nothing_is_lost(world, draft, lead_officer, agency_leader):
    body = body_in(draft, world)
    comment = body.comments.get()
    read_at = comment.updated_at
    edit_comment(comment, actor=lead_officer, text="Bản của chuyên viên.", read_at=read_at)

    with pytest.raises(StaleComment):
        edit_comment(comment, actor=agency_leader, text="Bản của lãnh đạo.", read_at=read_at)

    assert PlanComment.objects.get().text == "Bản của chuyên viên."


def test_sending_what_somebody_else_just_changed_is_refused(world, draft, lead_officer, agency_leader):
    body = body_in(draft, world)
    stale = ConsultedBody.objects.with_names().get(pk=body.pk)
    add_comment(body, actor=agency_leader, clause=WHOLE, text="Bố cục hợp lý.")

    with pytest.raises(StaleState):
        workflow.run(stale, "reply", actor=lead_officer)


# --- Answers ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(world, draft):
    body_in(draft, world, S.REPLIED)
    return PlanComment.objects.select_related("body__consultation__plan__locality").get()


def test_accepting_needs_a_changed_place_and_explaining_a_reason(sent, standing_officer):
    for answer, sentence in (
        (CommentAnswer.ACCEPTED, "gắn với ít nhất một chỗ đã sửa"),
        (CommentAnswer.EXPLAINED, "ghi rõ lý do"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            answer_comment(sent, actor=standing_officer, answer=answer, text=" ", read_at=sent.updated_at)


def test_two_answers_of_one_comment_the_first_stands(sent, standing_officer):
    read_at = sent.updated_at
    explain(sent, standing_officer, "Lý do thứ nhất.")

    with pytest.raises(StaleComment):
        answer_comment(
            sent,
            actor=standing_officer,
            answer=CommentAnswer.EXPLAINED,
            text="Lý do thứ hai.",
            read_at=read_at,
        )

    assert PlanComment.objects.get().answer_text == "Lý do thứ nhất."


def test_comment_that_was_taken_back_is_not_answered(sent, standing_officer, lead_officer):
    body = ConsultedBody.objects.with_names().get(pk=sent.body_id)
    workflow.run(body, "withdraw", actor=lead_officer)

    with pytest.raises(ValidationError, match="vừa rút ý kiến về"):
        explain(sent, standing_officer)

    assert PlanComment.objects.get().answer == ""


def test_plan_that_was_submitted_takes_no_more_answers(sent, standing_officer):
    type(sent.plan).objects.update(status="SUBMITTED", submitted_at=timezone.now())

    with pytest.raises(ValidationError, match="không còn ở bước soạn"):
        explain(sent, standing_officer)


# --- Replies on paper --------------------------------------------------------------------------------------------


def test_paper_reply_is_written_down_at_once(world, draft, standing_officer):
    body = body_in(draft, world)
    body.comments.all().delete()

    workflow.record_paper_reply(
        body,
        actor=standing_officer,
        paper="Công văn số 215/SDL-QLDL ngày 12/11/2026",
        agrees=False,
        said=[(WHOLE, "Cơ bản nhất trí."), (clause_of(body.consultation, "part:purposes"), "Thêm du lịch.")],
    )

    assert (body.status, body.verdict, body.paper) == (
        S.REPLIED,
        Verdict.COMMENTED,
        "Công văn số 215/SDL-QLDL ngày 12/11/2026",
    )
    assert [c.text for c in body.comments.all()] == ["Cơ bản nhất trí.", "Thêm du lịch."]


def test_paper_reply_does_not_run_over_what_the_body_writes_itself(world, draft, standing_officer):
    body = body_in(draft, world)

    with pytest.raises(ValidationError, match="đang viết ý kiến trên cổng"):
        workflow.record_paper_reply(
            body, actor=standing_officer, paper="Công văn số 215", agrees=True, said=[]
        )


def test_paper_reply_that_is_refused_leaves_no_comment(world, draft, standing_officer):
    body = body_in(draft, world)
    body.comments.all().delete()

    with pytest.raises(TransitionBlocked, match="Đã ghi ý kiến thì gửi ý kiến"):
        workflow.record_paper_reply(
            body, actor=standing_officer, paper="Công văn số 215", agrees=True, said=[(WHOLE, "Thêm.")]
        )

    assert not PlanComment.objects.exists()
