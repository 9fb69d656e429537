"""The life of a period's review: every state, every move, every role, and what issue brings with it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.models import ActivityEntry, Notification
from documents.models import Document, RegisteredNumber
from documents.services.numbers import take_number
from plans.choices import PlanStatus
from plans.models import Plan
from reports.choices import ReviewStatus
from reports.models import PeriodReview
from reports.workflow import period_review as workflow
from tests import factories as f
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked

TARGETS = {
    ("DRAFT", "submit"): "SUBMITTED",
    ("RETURNED", "submit"): "SUBMITTED",
    ("SUBMITTED", "approve"): "APPROVED",
    ("SUBMITTED", "send_back"): "RETURNED",
    ("APPROVED", "send_back"): "RETURNED",
    ("APPROVED", "issue"): "ISSUED",
}
MOVERS = {"submit": {"standing"}, "approve": {"signer"}, "send_back": {"signer"}, "issue": {"clerk"}}
ROLES = (
    "officer",
    "head",
    "supporter",
    "other_officer",
    "standing",
    "signer",
    "clerk",
    "committee",
    "administrator",
    "ministry",
    "superuser",
    "stranger",
)


@pytest.fixture
def people(world, other_world, system_administrator, ministry_viewer):
    return world.people | {
        "superuser": system_administrator,
        "ministry": ministry_viewer,
        "stranger": other_world.people["standing"],
    }


def make(world, status, **fields):
    fields.setdefault("is_frozen", True)
    review = f.make_review(world.period, world.people["standing"], status=status, **fields)
    return PeriodReview.objects.with_names().get(pk=review.pk)


def issue_data(number=7, **fields):
    return {
        "number": number,
        "issued_on": timezone.localdate(),
        "signer_name": "Trần Văn Ký",
        "accepted": f.TICKED,
    } | fields


@pytest.mark.parametrize("status", ReviewStatus.values)
def test_every_move_from_every_state_by_every_role(world, people, status):
    for n, (move, may_move) in enumerate(MOVERS.items(), 1):
        for role in ROLES:
            review = make(world, status)
            may, target = role in may_move, TARGETS.get((status, move))

            def act(review=review, move=move, role=role, n=n):
                workflow.run(review, move, actor=people[role], note="Thiếu nguyên nhân", **issue_data(n))

            if not may:
                with pytest.raises(PermissionDenied):
                    act()
            elif target is None:
                with pytest.raises(StaleState):
                    act()
            else:
                act()

            review.refresh_from_db()
            moved = may and target is not None
            assert review.status == (target if moved else status), (status, move, role)
            assert ActivityEntry.objects.about(review).count() == int(moved)
            review.delete()


def test_signer_does_not_approve_what_the_signer_wrote(world, signer):
    f.make_membership(signer, world.standing, "STANDING_OFFICER")
    review = make(world, "SUBMITTED", saved_by=signer)

    with pytest.raises(PermissionDenied):
        workflow.run(review, "approve", actor=signer)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_frozen": False}, "Chưa chốt số liệu."),
        ({"texts": {"next_steps": "Tiếp tục."}}, "Chưa có nội dung nào ở phần tình hình, kết quả."),
        ({"texts": {"group-1": "Kết quả."}}, "Chưa có phương hướng, nhiệm vụ."),
        ({"recipients": " "}, "Chưa có nơi nhận."),
    ],
)
def test_submission_is_blocked_while_something_is_missing(world, standing_officer, fields, sentence):
    review = make(world, "DRAFT", **fields)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(review, "submit", actor=standing_officer)

    assert refused.value.problems == [sentence]


def test_returning_needs_a_reason_and_the_writer_reads_it(world, signer, standing_officer):
    review = make(world, "SUBMITTED")
    with pytest.raises(TransitionBlocked, match="Ghi rõ lý do"):
        workflow.run(review, "send_back", actor=signer, note=" ")

    workflow.run(review, "send_back", actor=signer, note="Bổ sung nguyên nhân.")

    review.refresh_from_db()
    assert (review.return_note, review.returned_by) == ("Bổ sung nguyên nhân.", signer)
    assert "Bổ sung nguyên nhân." in Notification.objects.get(person=standing_officer).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"number": None}, "Chưa có số văn bản."),
        ({"issued_on": None}, "Chưa có ngày ban hành."),
        ({"signer_name": ""}, "Chưa có họ tên người ký."),
        ({"issued_on": date(2090, 1, 1)}, "Ngày ban hành không thể ở tương lai."),
        ({"issued_on": date(2020, 1, 1)}, "Ngày ban hành không thể trước ngày chốt số liệu."),
    ],
)
def test_issue_is_blocked_while_the_clerk_has_not_given_all(world, clerk, data, sentence):
    review = make(world, "APPROVED")

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(review, "issue", actor=clerk, **issue_data(**data))

    assert refused.value.problems == [sentence]
    assert PeriodReview.objects.get().status == "APPROVED"


def test_issue_takes_the_number_keeps_the_paper_and_tells_the_locality(world, clerk, lead_officer):
    review = make(world, "APPROVED")

    workflow.run(review, "issue", actor=clerk, **issue_data(7))

    review.refresh_from_db()
    taken, paper = RegisteredNumber.objects.get(), Document.objects.get()
    assert (taken.number, taken.series.symbol, taken.subject_key) == (7, "BC-UBND", review.subject_key)
    assert (paper.kind, paper.is_kept, paper.is_draft) == ("bao-cao", True, False)
    assert (review.document_number, len(review.content_sha256)) == ("07/BC-UBND", 64)
    assert Notification.objects.filter(person=lead_officer, subject_key=review.subject_key).count() == 1


def test_number_of_another_report_is_refused_and_the_review_stays_approved(world, clerk):
    take_number(
        issuer=world.issuer,
        symbol="BC-UBND",
        layout="STATE",
        label=str(timezone.localdate().year),
        number=7,
        subject_key="review:khac",
        issued_on=timezone.localdate(),
        actor=clerk,
    )
    review = make(world, "APPROVED")

    with pytest.raises(TransitionBlocked, match="Số tiếp theo là 8"):
        workflow.run(review, "issue", actor=clerk, **issue_data(7))

    assert PeriodReview.objects.get().status == "APPROVED"
    assert not Document.objects.exists()


def test_issued_final_review_closes_the_plan_and_an_interim_one_does_not(world, clerk):
    interim = make(world, "APPROVED")
    workflow.run(interim, "issue", actor=clerk, **issue_data(7))
    assert Plan.objects.get(pk=world.plan.pk).status == PlanStatus.ISSUED
    year = f.make_period(world.plan, "2026-nam")
    final = f.make_review(year, world.people["standing"], status="APPROVED", kind="FINAL")

    workflow.run(final, "issue", actor=clerk, **issue_data(8))

    plan = Plan.objects.get(pk=world.plan.pk)
    assert (plan.status, plan.closed_at is not None) == (PlanStatus.CLOSED, True)
    assert ActivityEntry.objects.about(plan).get().action == "close_by_review"


def test_gap_in_the_book_is_asked_about_and_may_be_passed_over(world, clerk):
    first, second = make(world, "APPROVED"), f.make_period(world.plan, "2026-quy-3")
    workflow.run(first, "issue", actor=clerk, **issue_data(7))
    later = f.make_review(second, world.people["standing"], status="APPROVED")

    with pytest.raises(TransitionBlocked) as asked:
        workflow.run(later, "issue", actor=clerk, **issue_data(9, accepted=[]))
    [doubt] = asked.value.problems
    assert "còn bỏ trống số 08" in doubt

    workflow.run(later, "issue", actor=clerk, **issue_data(9, accepted=[str(doubt)]))
    assert PeriodReview.objects.get(pk=later.pk).number == 9


def test_final_review_of_a_plan_that_somebody_revoked_is_not_issued_half(world, clerk, signer):
    year = f.make_period(world.plan, "2026-nam")
    final = f.make_review(year, world.people["standing"], status="APPROVED", kind="FINAL")
    final = PeriodReview.objects.with_names().get(pk=final.pk)
    Plan.objects.filter(pk=world.plan.pk).update(status=PlanStatus.REVOKED, version=9)

    with pytest.raises(StaleState):
        workflow.run(final, "issue", actor=clerk, **issue_data(8))

    assert PeriodReview.objects.get().status == "APPROVED"
    assert not RegisteredNumber.objects.exists()


def test_upward_review_needs_its_addressee(world, standing_officer):
    own = make(world, "ISSUED")
    upward = f.make_review(
        world.period, standing_officer, level="UPWARD", based_on=own, is_frozen=True, addressed_to=""
    )

    assert workflow.missing_for_submission(upward, {}) == ["Chưa ghi báo cáo kính gửi cơ quan nào."]


def test_day_before_the_cut_off_is_told_with_the_rest(world, clerk):
    review = make(world, "APPROVED")
    early = world.period.data_to - timedelta(1)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(review, "issue", actor=clerk, issued_on=early)

    assert refused.value.problems == [
        "Chưa có số văn bản.",
        "Chưa có họ tên người ký.",
        "Ngày ban hành không thể trước ngày chốt số liệu.",
    ]
