"""The life of a plan: every state, every move, every role."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies.models import ActivityEntry, Notification
from documents.models import RegisteredNumber
from plans import workflow
from plans.choices import PlanStatus
from plans.models import Plan
from tests import factories as f
from tests.fixtures import undone
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked, place_of

# Who may make which move, whatever the state (house style, table of transitions).
MOVERS = {
    "consult": {"standing"},
    "end_consultation": {"standing"},
    "submit": {"standing"},
    "approve": {"signer"},
    "send_back": {"signer"},
    "issue": {"clerk"},
    "close": {"standing"},
    "close_by_review": {"clerk", "signer", "standing"},
    "replace": {"signer"},
    "revoke": {"signer"},
}
TARGETS = {
    ("DRAFT", "consult"): "CONSULTING",
    ("RETURNED", "consult"): "CONSULTING",
    ("CONSULTING", "end_consultation"): "DRAFT",
    ("DRAFT", "submit"): "SUBMITTED",
    ("RETURNED", "submit"): "SUBMITTED",
    ("SUBMITTED", "approve"): "APPROVED",
    ("SUBMITTED", "send_back"): "RETURNED",
    ("APPROVED", "send_back"): "RETURNED",
    ("APPROVED", "issue"): "ISSUED",
    ("ISSUED", "close"): "CLOSED",
    ("ISSUED", "close_by_review"): "CLOSED",
    ("ISSUED", "replace"): "REPLACED",
    ("ISSUED", "revoke"): "REVOKED",
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


def plan_in(world, status: str, **fields) -> Plan:
    plan = f.make_plan(world.locality, status=status, year=2027, issuer=world.issuer, **fields)
    f.make_task(f.make_group(plan), world.lead)
    return plan


def test_no_move_is_left_out_of_the_table():
    assert {move.name for move in workflow.TRANSITIONS} == set(MOVERS)


@pytest.mark.parametrize("status", PlanStatus.values)
def test_every_move_from_every_state_by_every_role(world, people, status):
    for move in MOVERS:
        for role in ROLES:
            with undone():
                try_move(world, people, status, move, role)


def try_move(world, people, status: str, move: str, role: str) -> None:
    plan = plan_in(world, status)
    entries = ActivityEntry.objects.about(plan).count()
    may, target = role in MOVERS[move], TARGETS.get((status, move))

    def act():
        workflow.run(
            plan,
            move,
            actor=people[role],
            note="Thiếu kinh phí",
            number=7,
            issued_on=date(2026, 1, 5),
            signer_name="Trần Văn Ký",
            accepted=f.TICKED,
            agencies=[world.support],
            reply_due_on=date(2099, 1, 5),
            replaced_by=world.plan,
        )

    if not may:
        with pytest.raises(PermissionDenied):
            act()
    elif target is None:
        with pytest.raises(StaleState):
            act()
    else:
        act()

    plan.refresh_from_db()
    moved = may and target is not None
    assert plan.status == (target if moved else status), (status, move, role)
    assert ActivityEntry.objects.about(plan).count() == entries + moved
    offered = {t.name for t in workflow.available(Plan.objects.get(pk=plan.pk), people[role])}
    assert moved or move not in offered


def test_log_of_a_move_says_who_when_why(world, signer):
    plan = plan_in(world, PlanStatus.SUBMITTED)

    workflow.run(plan, "send_back", actor=signer, note="  Nêu rõ nguồn kinh phí ở mục III. ")

    entry = ActivityEntry.objects.about(plan).get()
    assert (entry.actor, entry.note) == (signer, "Nêu rõ nguồn kinh phí ở mục III.")
    assert (entry.before, entry.after) == ({"status": "SUBMITTED"}, {"status": "RETURNED"})


def test_send_back_without_a_point_or_a_word_is_refused(world, signer):
    plan = plan_in(world, PlanStatus.SUBMITTED)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(plan, "send_back", actor=signer, note="   ")

    assert refused.value.problems == ["Ghi ít nhất một điểm cần sửa, hoặc ý kiến chung."]
    assert place_of(refused.value.problems[0]) == "/hcm/ke-hoach/2027/ky-duyet/"


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("purposes", "Chưa có mục đích của kế hoạch."),
        ("requirements", "Chưa có yêu cầu của kế hoạch."),
        ("organisation", "Chưa có phần tổ chức thực hiện."),
        ("recipients", "Chưa có nơi nhận."),
    ],
)
def test_submission_is_blocked_while_a_section_is_blank(world, standing_officer, field, sentence):
    plan = plan_in(world, PlanStatus.DRAFT, **{field: "  "})

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(plan, "submit", actor=standing_officer)

    assert refused.value.problems == [sentence]


def test_submission_counts_tasks_without_lead_and_without_date(world, standing_officer):
    plan = plan_in(world, PlanStatus.DRAFT)
    group = plan.groups.get()
    f.make_task(group, None)
    f.make_task(group, None, due_on=None)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(plan, "submit", actor=standing_officer)

    assert refused.value.problems == [
        "Còn 2 nhiệm vụ chưa có cơ quan chủ trì.",
        "Còn 1 nhiệm vụ chưa có thời hạn.",
    ]


def test_what_is_missing_leads_to_its_place(world, standing_officer):
    plan = plan_in(world, PlanStatus.DRAFT, recipients="")
    f.make_task(plan.groups.get(), None)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(plan, "submit", actor=standing_officer)

    assert [place_of(problem) for problem in refused.value.problems] == [
        "/hcm/ke-hoach/2027/soan/noi-nhan/",
        "/hcm/ke-hoach/2027/nhiem-vu/?chu-tri=chua-co",
    ]


def test_issued_review_of_the_year_closes_the_plan_once(world, clerk):
    plan = plan_in(world, PlanStatus.ISSUED)
    note = "Theo Báo cáo số 12/BC-UBND ngày 20/12/2027."

    first = workflow.close_plan(plan, actor=clerk, note=note)
    again = workflow.close_plan(plan, actor=clerk, note=note)

    plan.refresh_from_db()
    entry = ActivityEntry.objects.about(plan).get()
    assert (first, again, plan.status, plan.closed_at is not None) == (True, False, PlanStatus.CLOSED, True)
    assert (entry.action, entry.note) == ("close_by_review", note)
    assert "close_by_review" not in {
        t.name for t in workflow.available(plan_in(world, PlanStatus.ISSUED, slug="2027-b"), clerk)
    }


def test_issue_registers_number_freezes_content_and_tells_leads_once(
    world, clerk, lead_officer, agency_leader
):
    plan = plan_in(world, PlanStatus.APPROVED)

    workflow.run(
        plan,
        "issue",
        actor=clerk,
        number=12,
        issued_on=date(2026, 1, 5),
        signer_name="Trần Văn Ký",
        accepted=f.TICKED,
    )

    plan.refresh_from_db()
    version = plan.versions.get()
    assert (plan.document_number, plan.series_label) == ("12/KH-UBND", "2026")
    assert RegisteredNumber.objects.get().subject_key == "plan:hcm/2027"
    assert (
        version.content["groups"][0]["tasks"][0]["title"]
        == "Sản xuất 12 phóng sự song ngữ giới thiệu Thành phố"
    )
    assert {n.person for n in Notification.objects.filter(kind="PLAN_ISSUED")} == {
        lead_officer,
        agency_leader,
    }


def test_number_given_twice_is_refused_and_the_plan_stays_approved(world, clerk):
    first, second = plan_in(world, PlanStatus.APPROVED), plan_in(world, PlanStatus.APPROVED, slug="2027-b")
    workflow.run(
        first,
        "issue",
        actor=clerk,
        number=12,
        issued_on=date(2026, 1, 5),
        signer_name="Trần Văn Ký",
        accepted=f.TICKED,
    )

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(
            second,
            "issue",
            actor=clerk,
            number=12,
            issued_on=date(2026, 1, 6),
            signer_name="Trần Văn Ký",
            accepted=f.TICKED,
        )

    assert "đã cấp cho văn bản khác" in refused.value.problems[0]
    assert Plan.objects.get(pk=second.pk).status == PlanStatus.APPROVED


def test_stale_copy_changes_nothing(world, signer):
    plan = plan_in(world, PlanStatus.SUBMITTED)
    stale = Plan.objects.get(pk=plan.pk)
    workflow.run(plan, "approve", actor=signer)

    with pytest.raises(StaleState):
        workflow.run(stale, "send_back", actor=signer, note="Thiếu kinh phí")

    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.APPROVED


def test_promise_of_an_issued_plan_stands_still(world):
    world.plan.title = "Kế hoạch khác"
    with pytest.raises(ValidationError, match="chỉ thay đổi bằng văn bản điều chỉnh"):
        world.plan.full_clean()
    world.task.due_on = date(2026, 12, 31)
    with pytest.raises(ValidationError, match="chỉ thay đổi bằng văn bản điều chỉnh"):
        world.task.full_clean()
    with pytest.raises(ValidationError, match="chỉ thay đổi bằng văn bản điều chỉnh"):
        type(world.group)(plan=world.plan, number=9, title="Nội dung thêm").full_clean()


def test_transcribed_plan_takes_a_blank_once(world):
    plan = f.make_plan(
        world.locality,
        year=2024,
        issuer=world.issuer,
        is_transcribed=True,
        number=47,
        issued_on=None,
        signer_name="",
    )
    plan.issued_on = date(2024, 2, 6)
    plan.full_clean()
    plan.save()

    plan.issued_on = date(2024, 2, 7)
    with pytest.raises(ValidationError):
        plan.full_clean()
