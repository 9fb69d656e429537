"""The life of an amendment: every state, every move, every role; and what stands against a move."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.models import ActivityEntry, Notification
from documents.models import RegisteredNumber
from plans.choices import AmendmentStatus, PlanStatus
from plans.models import Amendment, Plan
from plans.workflow import amendment as workflow
from tests import factories as f
from tests.fixtures import undone
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked

MOVERS = {
    "submit": {"standing"},
    "approve": {"signer"},
    "send_back": {"signer"},
    "issue": {"clerk"},
}
TARGETS = {
    ("DRAFT", "submit"): "SUBMITTED",
    ("RETURNED", "submit"): "SUBMITTED",
    ("SUBMITTED", "approve"): "APPROVED",
    ("SUBMITTED", "send_back"): "RETURNED",
    ("APPROVED", "send_back"): "RETURNED",
    ("APPROVED", "issue"): "ISSUED",
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
TODAY = timezone.localdate()


@pytest.fixture
def people(world, other_world, system_administrator):
    return world.people | {"superuser": system_administrator, "stranger": other_world.people["standing"]}


def issue(amendment, clerk, number=15, **data):
    given = {"number": number, "issued_on": TODAY, "signer_name": "Trần Văn Ký", "accepted": f.TICKED} | data
    workflow.run(amendment, "issue", actor=clerk, **given)


def test_no_move_is_left_out_of_the_table():
    assert {move.name for move in workflow.TRANSITIONS} == set(MOVERS)


@pytest.mark.parametrize("status", AmendmentStatus.values)
def test_every_move_from_every_state_by_every_role(world, people, status):
    for move in MOVERS:
        for role in ROLES:
            with undone():
                try_move(world, people, status, move, role)


def try_move(world, people, status, move, role):
    amendment = f.make_amendment(world.plan, status=status)
    f.make_change(amendment, world.task, due_on="2026-12-15")
    may, target = role in MOVERS[move], TARGETS.get((status, move))

    def act():
        workflow.run(
            amendment,
            move,
            actor=people[role],
            note="Thiếu lý do",
            number=7,
            issued_on=TODAY,
            signer_name="Trần Văn Ký",
            accepted=f.TICKED,
        )

    if not may:
        with pytest.raises(PermissionDenied):
            act()
    elif target is None:
        with pytest.raises(StaleState):
            act()
    else:
        act()

    amendment.refresh_from_db()
    moved = may and target is not None
    assert amendment.status == (target if moved else status), (status, move, role)
    assert ActivityEntry.objects.about(amendment).count() == moved
    fresh = Amendment.objects.get(pk=amendment.pk)
    offered = {t.name for t in workflow.available(fresh, people[role])}
    assert moved or move not in offered


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reasons": " "}, "Chưa có lý do điều chỉnh."),
        ({"recipients": ""}, "Chưa có nơi nhận."),
        (
            {"effective_from": date(2026, 1, 20)},
            "Ngày có hiệu lực 20/01/2026 đã qua. Sửa ngày, hoặc để trống.",
        ),
    ],
)
def test_what_an_amendment_lacks_is_said_before_it_is_submitted(world, standing_officer, fields, sentence):
    amendment = f.make_amendment(world.plan, **fields)
    f.make_change(amendment, world.task, note="Làm sớm")

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(amendment, "submit", actor=standing_officer)

    assert refused.value.problems == [sentence]


def test_amendment_without_a_change_is_not_submitted(world, standing_officer):
    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(f.make_amendment(world.plan), "submit", actor=standing_officer)

    assert refused.value.problems == ["Chưa chọn nội dung nào để điều chỉnh."]


@pytest.mark.parametrize("status", [PlanStatus.CLOSED, PlanStatus.REPLACED, PlanStatus.REVOKED])
def test_plan_that_ended_is_not_amended_any_more(world, clerk, status):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.APPROVED)
    f.make_change(amendment, world.task, note="Làm sớm")
    Plan.objects.filter(pk=world.plan.pk).update(status=status)

    with pytest.raises(TransitionBlocked) as refused:
        issue(Amendment.objects.get(pk=amendment.pk), clerk)

    assert refused.value.problems == [workflow.PLAN_NOT_ISSUED]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"number": None}, "Chưa có số văn bản."),
        ({"issued_on": None}, "Chưa có ngày ban hành."),
        ({"signer_name": ""}, "Chưa có họ tên người ký."),
        ({"issued_on": TODAY + timedelta(1)}, "Ngày ban hành không thể ở tương lai."),
        ({"issued_on": date(2026, 1, 14)}, "Ngày ban hành trước ngày ban hành kế hoạch (15/01/2026)."),
    ],
)
def test_what_the_clerk_lacks(world, clerk, data, sentence):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.APPROVED)
    f.make_change(amendment, world.task, note="Làm sớm")

    with pytest.raises(TransitionBlocked) as refused:
        issue(amendment, clerk, **data)

    assert refused.value.problems == [sentence]


def test_day_of_effect_before_the_day_of_issue_goes_back_to_the_drafter(world, clerk):
    yesterday = TODAY - timedelta(1)
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.APPROVED, effective_from=yesterday)
    f.make_change(amendment, world.task, note="Làm sớm")

    with pytest.raises(TransitionBlocked) as refused:
        issue(amendment, clerk)

    assert "trước ngày ban hành. Người ký trả lại để sửa ngày." in refused.value.problems[0]


def test_issue_takes_its_number_from_the_series_and_tells_leads_and_supports_once(
    world, clerk, lead_officer, agency_leader, supporter
):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.APPROVED)
    f.make_change(amendment, world.task, due_on="2026-12-15")

    issue(amendment, clerk, number=15)

    amendment.refresh_from_db()
    taken = RegisteredNumber.objects.get()
    assert (amendment.document_number, amendment.effective_from) == ("15/QĐ-UBND", TODAY)
    assert (taken.number, taken.subject_key) == (15, "plan:hcm/2026@dieu-chinh-1")
    told = Notification.objects.filter(kind="PLAN_ISSUED")
    assert {n.person for n in told} == {lead_officer, agency_leader, supporter}
    assert told.first().text.endswith("Xem phần việc của cơ quan anh/chị.")


def test_number_that_is_taken_is_refused_and_nothing_moved(world, clerk):
    first, second = (f.make_amendment(world.plan, status=AmendmentStatus.APPROVED, ordinal=n) for n in (1, 2))
    f.make_change(first, world.task, note="Làm sớm")
    f.make_change(second, world.other_task, note="Làm sớm")
    issue(first, clerk, number=15)

    with pytest.raises(TransitionBlocked) as refused:
        issue(second, clerk, number=15)

    second.refresh_from_db()
    world.other_task.refresh_from_db()
    assert "đã cấp cho văn bản khác" in refused.value.problems[0]
    assert (second.status, world.other_task.note) == (AmendmentStatus.APPROVED, "")


def test_stale_copy_changes_nothing(world, signer):
    amendment = f.make_amendment(world.plan, status=AmendmentStatus.SUBMITTED)
    stale = Amendment.objects.get(pk=amendment.pk)
    f.make_change(amendment, world.task, note="Làm sớm")
    workflow.run(amendment, "approve", actor=signer)

    with pytest.raises(StaleState):
        workflow.run(stale, "send_back", actor=signer, note="Chưa rõ")
