"""Asking for comments: a round is sent, comes to its end, and nothing of it is left open when the plan goes on."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.choices import DayKind
from agencies.models import ActivityEntry, CalendarDay, Notification
from agencies.services.calendar import next_working_day
from plans import workflow
from plans.choices import CommentAnswer, PlanStatus, ReplyStatus, Verdict
from plans.dashboards.clauses import changes_since, clauses_of, sent_clauses
from plans.models import Consultation, Plan, TaskGroup
from plans.services.comments import answer_comment
from plans.services.consultation import move_reply_date
from plans.workflow import reply as reply_workflow
from tests import factories as f
from ttdn_portal.shared.transitions import TransitionBlocked, place_of


@pytest.fixture
def draft(world) -> Plan:
    plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2027, issuer=world.issuer)
    f.make_task(f.make_group(plan, title="Quảng bá hình ảnh Thành phố"), world.lead, title="Sản xuất phim")
    return plan


def send(plan: Plan, actor, *agencies, **data) -> Consultation:
    data = {"reply_due_on": timezone.localdate() + timedelta(days=14)} | data
    workflow.run(plan, "consult", actor=actor, agencies=agencies, **data)
    return plan.consultations.with_names().get(ended_at__isnull=True)


# --- Sending ------------------------------------------------------------------------------------------


def test_sending_keeps_the_draft_and_asks_each_body(world, draft, standing_officer, committee_member):
    seat = f.make_seat(world.committee, committee_member)

    found = send(
        draft, standing_officer, world.lead, world.support, members=[seat], note="Kính đề nghị góp ý."
    )

    draft.refresh_from_db()
    assert (draft.status, found.number, found.sent_by, found.note) == (
        PlanStatus.CONSULTING,
        1,
        standing_officer,
        "Kính đề nghị góp ý.",
    )
    assert [body.name for body in found.bodies.all()] == [
        "Sở Du lịch",
        "Sở Ngoại vụ",
        "Hồ Văn Ban, Lãnh đạo Sở Ngoại vụ",
    ]
    assert sent_clauses(found) == clauses_of(draft)
    assert set(draft.consulted_agencies.all()) == {world.lead, world.support}


def test_each_person_asked_is_told_once(
    world, draft, standing_officer, lead_officer, agency_leader, supporter
):
    f.make_membership(lead_officer, world.support, "OFFICER")  # asked in two posts

    found = send(draft, standing_officer, world.lead, world.support)

    told = Notification.objects.filter(kind="COMMENT_ASKED")
    assert sorted(notice.person_id for notice in told) == sorted(
        [lead_officer.pk, agency_leader.pk, supporter.pk]
    )
    assert {notice.link for notice in told} == {found.url_of("reply_start")}
    assert "Đề nghị góp ý dự thảo" in told[0].text


def test_date_of_reply_on_a_day_off_moves_to_the_next_working_day(world, draft, standing_officer):
    CalendarDay.objects.create(
        locality=world.locality, day=date(2099, 1, 5), kind=DayKind.DAY_OFF, name="Nghỉ của địa phương"
    )

    found = send(draft, standing_officer, world.lead, reply_due_on=date(2099, 1, 3))  # a Saturday

    assert found.reply_due_on == date(2099, 1, 6)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"agencies": []}, "Chọn ít nhất một nơi để lấy ý kiến."),
        ({"reply_due_on": None}, "Ghi hạn trả lời."),
        ({"reply_due_on": date(2020, 1, 6)}, "Hạn trả lời không thể ở quá khứ."),
    ],
)
def test_sending_without_body_or_date_is_refused(world, draft, standing_officer, data, sentence):
    given = {"agencies": [world.lead], "reply_due_on": date(2099, 1, 5)} | data

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(draft, "consult", actor=standing_officer, **given)

    assert refused.value.problems == [sentence]
    assert not Consultation.objects.exists()


def test_database_knows_one_open_round_a_plan(world, draft):
    f.make_round(draft, world.lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        f.make_round(draft, world.support)


# --- What is kept, and what changed since ---------------------------------------------------------------


def test_draft_goes_on_and_the_round_stays_as_it_was_sent(world, draft, standing_officer):
    found = send(draft, standing_officer, world.lead)
    TaskGroup.objects.filter(plan=draft).update(number=4, title="Quảng bá hình ảnh, con người Thành phố")
    draft.tasks.all().delete()
    f.make_task(draft.groups.get(), world.support, title="Tổ chức triển lãm")
    Plan.objects.filter(pk=draft.pk).update(purposes="Quảng bá hình ảnh địa phương ra thế giới.")

    changes = changes_since(Consultation.objects.with_names().get(pk=found.pk))

    assert [(c.kind, c.clause.name) for c in changes] == [
        ("changed", "Mục đích"),
        ("changed", "Nội dung 4"),
        ("new", "Nhiệm vụ 4.1"),
        ("gone", "Nhiệm vụ 1.1"),
    ]
    assert ("new", " ra thế giới") in changes[0].parts
    assert ("same", "Quảng bá hình ảnh địa phương") in changes[0].parts


def test_a_new_number_alone_is_no_change(world, draft, standing_officer):
    found = send(draft, standing_officer, world.lead)
    TaskGroup.objects.filter(plan=draft).update(number=9)

    assert changes_since(found) == []


def test_secret_task_is_sent_without_content(world, draft, standing_officer):
    f.make_task(draft.groups.get(), world.lead, is_secret=True)

    found = send(draft, standing_officer, world.lead)

    [secret] = [clause for clause in sent_clauses(found) if clause.is_closed]
    assert (secret.title, secret.text) == ("Nhiệm vụ quản lý theo chế độ mật", "")


# --- The end of a round ----------------------------------------------------------------------------------


def end(plan: Plan, actor, note: str = "") -> Consultation:
    workflow.run(Plan.objects.with_names().get(pk=plan.pk), "end_consultation", actor=actor, note=note)
    return plan.consultations.with_names().latest("number")


def test_end_after_the_date_counts_silence_where_the_setting_says_so(world, draft, standing_officer):
    yesterday = timezone.localdate() - timedelta(days=3)
    f.make_round(draft, world.lead, reply_due_on=yesterday - timedelta(days=7))

    found = end(draft, standing_officer)

    assert (found.is_open, found.is_ended_early, found.counts_silence) == (False, False, True)
    assert Plan.objects.get(pk=draft.pk).status == PlanStatus.DRAFT


def test_end_without_the_setting_does_not_count_silence(world, draft, standing_officer):
    f.make_round(draft, world.lead, reply_due_on=date(2026, 1, 5), is_silence_consent=False)

    assert end(draft, standing_officer).counts_silence is False


def test_early_end_needs_a_reason_and_silence_is_no_consent(world, draft, standing_officer):
    f.make_round(draft, world.lead, world.support)

    with pytest.raises(TransitionBlocked) as refused:
        end(draft, standing_officer)
    found = end(draft, standing_officer, "Ban Chỉ đạo họp sớm.")

    assert refused.value.problems[0].startswith("Còn 2 nơi chưa trả lời và chưa qua hạn")
    assert (found.is_ended_early, found.end_note, found.counts_silence) == (
        True,
        "Ban Chỉ đạo họp sớm.",
        False,
    )


def test_last_day_belongs_to_the_bodies(world, draft, standing_officer):
    f.make_round(draft, world.lead, reply_due_on=timezone.localdate())

    assert end(draft, standing_officer, "Cần trình sớm.").is_ended_early is True


def test_end_with_all_replies_is_never_early(world, draft, standing_officer, lead_officer):
    found = f.make_round(draft, world.lead)
    f.reply(found.bodies.get(), lead_officer)

    assert end(draft, standing_officer).is_ended_early is False


def test_plan_without_a_round_still_leaves_consultation(world, standing_officer):
    plan = f.make_plan(world.locality, status=PlanStatus.CONSULTING, year=2028, issuer=world.issuer)

    workflow.run(plan, "end_consultation", actor=standing_officer)

    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.DRAFT


# --- Nothing is left open ----------------------------------------------------------------------------------


def test_submission_is_blocked_while_a_comment_is_open(world, draft, standing_officer, lead_officer):
    found = f.make_round(draft, world.lead)
    f.reply(found.bodies.get(), lead_officer, "Bổ sung nguồn lực.", "Nêu rõ thời hạn.")
    end(draft, standing_officer)
    plan = Plan.objects.with_names().get(pk=draft.pk)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(plan, "submit", actor=standing_officer)

    [problem] = refused.value.problems
    assert problem == "Còn 2 ý kiến góp ý chưa được tiếp thu hoặc giải trình."
    assert place_of(problem) == "/hcm/ke-hoach/2027/gop-y/?loc=chua-tra-loi"


def test_comment_that_was_never_sent_does_not_stand_in_the_way(world, draft, standing_officer, lead_officer):
    found = f.make_round(draft, world.lead)
    f.make_comment(found.bodies.get(), lead_officer)
    end(draft, standing_officer, "Cần trình sớm.")

    workflow.run(Plan.objects.with_names().get(pk=draft.pk), "submit", actor=standing_officer)

    assert Plan.objects.get(pk=draft.pk).status == PlanStatus.SUBMITTED


def test_submission_is_blocked_where_an_accepted_change_is_undone(
    world, draft, standing_officer, lead_officer
):
    found = f.make_round(draft, world.lead)
    body = f.reply(found.bodies.get(), lead_officer, "Thêm mục tiêu về du lịch.")
    comment = body.comments.get()
    Plan.objects.filter(pk=draft.pk).update(purposes="Quảng bá hình ảnh địa phương và du lịch.")
    answer_comment(
        comment,
        actor=standing_officer,
        answer=CommentAnswer.ACCEPTED,
        text="",
        changes=changes_since(Consultation.objects.with_names().get(pk=found.pk)),
        read_at=comment.updated_at,
    )
    end(draft, standing_officer)
    Plan.objects.filter(pk=draft.pk).update(purposes="Quảng bá hình ảnh địa phương.")

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(Plan.objects.with_names().get(pk=draft.pk), "submit", actor=standing_officer)

    assert refused.value.problems == [
        "Có 1 ý kiến ghi tiếp thu nhưng chỗ đã sửa nay trở lại như khi gửi lấy ý kiến."
    ]


def test_second_round_may_be_sent_while_the_first_has_open_comments(
    world, draft, standing_officer, lead_officer
):
    first = f.make_round(draft, world.lead)
    f.reply(first.bodies.get(), lead_officer, "Bổ sung nguồn lực.")
    end(draft, standing_officer)

    second = send(Plan.objects.with_names().get(pk=draft.pk), standing_officer, world.lead)

    assert (second.number, second.bodies.get().status) == (2, ReplyStatus.WAITING)
    assert first.bodies.get().verdict == Verdict.COMMENTED  # the first round's reply stands by itself


def test_bodies_hear_once_where_the_matrix_stands(
    world, draft, standing_officer, lead_officer, agency_leader
):
    found = f.make_round(draft, world.lead)
    f.reply(found.bodies.get(), lead_officer, "Bổ sung nguồn lực.")
    end(draft, standing_officer)
    comment = found.bodies.get().comments.get()

    for text in ("Nguồn lực đã nêu ở mục III.", "Nguồn lực đã nêu ở mục III và phụ lục."):
        answer_comment(
            comment,
            actor=standing_officer,
            answer=CommentAnswer.EXPLAINED,
            text=text,
            read_at=comment.updated_at,
        )

    told = Notification.objects.filter(kind="COMMENT_ANSWERED")
    assert {notice.person for notice in told} == {lead_officer, agency_leader}
    assert told.count() == 2


def test_drafter_hears_when_the_last_body_has_answered(
    world, draft, standing_officer, lead_officer, supporter
):
    found = f.make_round(draft, world.lead, world.support)
    first, second = found.bodies.with_names()

    reply_workflow.run(first, "reply", actor=lead_officer, agrees=True)
    assert not Notification.objects.filter(kind="COMMENT_SENT").exists()
    reply_workflow.run(second, "reply", actor=supporter, agrees=True)

    assert Notification.objects.get(kind="COMMENT_SENT").person == standing_officer


# --- Another last day -----------------------------------------------------------------------------------


def move(found: Consultation, actor, days: int, *, read: date | None = None) -> None:
    move_reply_date(
        found,
        actor=actor,
        read_due_on=read or found.reply_due_on,
        reply_due_on=found.reply_due_on + timedelta(days=days),
        reason="Một số sở đề nghị thêm thời gian.",
    )


def test_moving_the_last_day_tells_only_who_has_not_answered(world, draft, standing_officer):
    found = send(draft, standing_officer, world.lead, world.support)
    found.bodies.filter(agency=world.lead).update(
        status=ReplyStatus.REPLIED, verdict=Verdict.AGREED, replied_at=timezone.now()
    )
    Notification.objects.all().delete()
    before = found.reply_due_on

    move(found, standing_officer, 7)

    assert Consultation.objects.get(pk=found.pk).reply_due_on == next_working_day(
        before + timedelta(days=7), world.locality.pk
    )
    told = set(Notification.objects.values_list("person__username", flat=True))
    assert told == {world.people["supporter"].username}
    assert "Một số sở đề nghị thêm thời gian." in Notification.objects.first().text
    entry = ActivityEntry.objects.get(action="move_reply_date")
    assert (entry.actor, entry.before) == (standing_officer, {"reply_due_on": before.isoformat()})


def test_a_day_off_becomes_the_next_working_day(world, draft, standing_officer):
    found = send(draft, standing_officer, world.lead)
    day = found.reply_due_on + timedelta(days=7)
    CalendarDay.objects.create(locality=world.locality, day=day, kind=DayKind.DAY_OFF, name="Nghỉ bù")

    move(found, standing_officer, 7)

    assert found.reply_due_on > day


def test_the_second_to_move_it_is_told(world, draft, standing_officer):
    found = send(draft, standing_officer, world.lead)
    read = found.reply_due_on
    move(found, standing_officer, 7)

    with pytest.raises(TransitionBlocked):
        move(found, standing_officer, 14, read=read)


def test_a_round_that_is_over_keeps_its_last_day(world, draft, standing_officer):
    found = send(draft, standing_officer, world.lead)
    Consultation.objects.filter(pk=found.pk).update(ended_at=timezone.now(), ended_by=standing_officer)

    with pytest.raises(TransitionBlocked):
        move(found, standing_officer, 7)
