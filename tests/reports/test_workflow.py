"""The life of a progress report: every state, every move, every role."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.models import ActivityEntry, Mailing, Notification
from plans.models import Task, TaskProgress
from reports import workflow
from reports.choices import ReportStatus
from reports.models import ProgressReport
from tests import factories as f
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked

NOW = datetime(2026, 6, 18, 2, 30, tzinfo=UTC)
TARGETS = {
    ("DRAFT", "submit"): "SUBMITTED",
    ("RETURNED", "submit"): "SUBMITTED",
    ("DRAFT", "ask_sign_off"): "AGENCY_REVIEW",
    ("RETURNED", "ask_sign_off"): "AGENCY_REVIEW",
    ("AGENCY_REVIEW", "take_back"): "DRAFT",
    ("AGENCY_REVIEW", "give_back"): "DRAFT",
    ("AGENCY_REVIEW", "sign_off"): "SUBMITTED",
    ("SUBMITTED", "withdraw"): "DRAFT",
    ("SUBMITTED", "ask_recall"): "SUBMITTED",
    ("SUBMITTED", "let_go"): "DRAFT",
    ("SUBMITTED", "accept"): "ACCEPTED",
    ("SUBMITTED", "send_back"): "RETURNED",
    ("ACCEPTED", "reopen"): "RETURNED",
}
# A report that its agency asked to have back, for `let_go`; opened by a reviewer, for `ask_recall`.
BEFORE = {"let_go": {"recall_asked_at": NOW}, "ask_recall": {"opened_at": NOW}}
WRITERS = {"officer", "head"}
# Where the agency has not switched sign-off on, and where it has.
MOVERS_PLAIN = {
    "submit": WRITERS,
    "ask_sign_off": set(),
    "take_back": set(),
    "give_back": {"head"},
    "sign_off": {"head"},
    "withdraw": WRITERS,
    "ask_recall": WRITERS,
    "let_go": {"standing"},
    "accept": {"standing"},
    "send_back": {"standing"},
    "reopen": {"standing"},
}
MOVERS_SIGNED = MOVERS_PLAIN | {"submit": set(), "ask_sign_off": WRITERS, "take_back": WRITERS}
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
    "superuser",
    "stranger",
    "other_head",
)
RETURN = {"reason": "MISSING_EVIDENCE", "comments": [("evidence", "Thêm đường dẫn bản tiếng Anh.")]}


@pytest.fixture
def people(world, other_world, system_administrator):
    return world.people | {
        "superuser": system_administrator,
        "stranger": other_world.people["standing"],
        "other_head": other_world.people["head"],
    }


@pytest.mark.parametrize("requires_sign_off", [False, True])
@pytest.mark.parametrize("status", ReportStatus.values)
def test_every_move_from_every_state_by_every_role(world, people, lead_officer, status, requires_sign_off):
    world.lead.requires_sign_off = requires_sign_off
    world.lead.save()
    movers = MOVERS_SIGNED if requires_sign_off else MOVERS_PLAIN
    for move, may_move in movers.items():
        for role in ROLES:
            report = f.make_report(
                world.task, world.period, lead_officer, status=status, **BEFORE.get(move, {})
            )
            may, target = role in may_move, TARGETS.get((status, move))

            def act(report=report, move=move, role=role):
                workflow.run(report, move, actor=people[role], note="Thiếu minh chứng", **RETURN)

            if not may:
                with pytest.raises(PermissionDenied):
                    act()
            elif target is None:
                with pytest.raises(StaleState):
                    act()
            else:
                act()

            report.refresh_from_db()
            moved = may and target is not None
            assert report.status == (target if moved else status), (status, move, role)
            assert ActivityEntry.objects.about(report).count() == int(moved)
            report.delete()


def test_head_does_not_sign_off_what_the_head_wrote(world, agency_leader):
    world.lead.requires_sign_off = True
    world.lead.save()
    report = f.make_report(world.task, world.period, agency_leader, status=ReportStatus.AGENCY_REVIEW)

    with pytest.raises(PermissionDenied):
        workflow.run(report, "sign_off", actor=agency_leader)


def test_only_head_signs_off_again_after_a_return(world, lead_officer, agency_leader, standing_officer):
    world.lead.requires_sign_off = True
    world.lead.save()
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.AGENCY_REVIEW)
    workflow.run(report, "sign_off", actor=agency_leader)
    workflow.run(report, "send_back", actor=standing_officer, note="Bổ sung minh chứng.", **RETURN)
    workflow.run(f.keep_points(report), "ask_sign_off", actor=lead_officer)

    workflow.run(report, "sign_off", actor=agency_leader)

    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED


def test_reviewer_does_not_accept_what_the_reviewer_sent(world, standing_officer):
    f.make_membership(standing_officer, world.lead, "OFFICER")
    report = f.make_report(world.task, world.period, standing_officer, status=ReportStatus.SUBMITTED)

    with pytest.raises(PermissionDenied):
        workflow.run(report, "accept", actor=standing_officer)


def test_return_needs_reason_note_and_comment_on_a_field(world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(
            report, "send_back", actor=standing_officer, note=" ", reason="", comments=[("evidence", "  ")]
        )

    assert refused.value.problems == [
        "Ghi rõ lý do trước khi thực hiện.",
        "Chọn loại lý do trả lại.",
        "Ghi ít nhất một ý kiến tại một mục của báo cáo.",
    ]
    assert ProgressReport.objects.get().status == ReportStatus.SUBMITTED


def test_return_tells_the_writers_the_very_words(world, lead_officer, standing_officer):
    lead_officer.email = "chuyenvien@dulich.example"
    lead_officer.save()
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)

    workflow.run(report, "send_back", actor=standing_officer, note="Thiếu minh chứng ở 1 chỗ", **RETURN)

    report.refresh_from_db()
    told = Notification.objects.get(person=lead_officer, kind="REPORT_RETURNED")
    assert "Minh chứng: Thêm đường dẫn bản tiếng Anh." in told.text
    assert (
        Mailing.objects.get().body
        == "Thiếu minh chứng: Thiếu minh chứng ở 1 chỗ\n1. Minh chứng: Thêm đường dẫn bản tiếng Anh."
    )
    assert (report.return_count, report.comments.get().round) == (1, 1)


def test_second_return_is_told_again(world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    for _ in range(2):
        workflow.run(report, "send_back", actor=standing_officer, note="Thiếu", **RETURN)
        workflow.run(f.keep_points(report), "submit", actor=lead_officer)

    assert ProgressReport.objects.get().return_count == 2
    assert Notification.objects.filter(person=lead_officer, kind="REPORT_RETURNED").count() == 2
    assert Notification.objects.filter(person=standing_officer, kind="REPORT_SUBMITTED").count() == 2


def test_withdrawal_ends_when_the_reviewer_has_opened_it(world, lead_officer):
    report = f.make_report(
        world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED, opened_at=timezone.now()
    )

    with pytest.raises(TransitionBlocked, match="đã mở báo cáo"):
        workflow.run(report, "withdraw", actor=lead_officer)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"results": " "}, "Chưa ghi kết quả trong kỳ."),
        ({"results": "", "no_change": True}, "Ghi một dòng lý do vì sao không có thay đổi trong kỳ."),
        ({"progress_percent": None}, "Chưa ghi tiến độ (%)."),
        ({"progress_percent": 100}, "Tiến độ 100% thì phải ghi ngày hoàn thành."),
        (
            {"progress_percent": 100, "completed_on": timezone.localdate() + timedelta(days=1)},
            "Ngày hoàn thành không thể ở tương lai.",
        ),
    ],
)
def test_submission_is_blocked_while_something_is_missing(world, lead_officer, fields, sentence):
    report = f.make_report(world.task, world.period, lead_officer, **fields)

    with pytest.raises(TransitionBlocked) as refused:
        workflow.run(report, "submit", actor=lead_officer)

    assert refused.value.problems == [sentence]


def test_submission_to_a_closed_period_is_blocked(world, lead_officer):
    world.period.closed_at = timezone.now()
    world.period.save()
    report = f.make_report(world.task, world.period, lead_officer)

    with pytest.raises(TransitionBlocked, match="Kỳ báo cáo đã đóng"):
        workflow.run(report, "submit", actor=lead_officer)


def test_acceptance_reaches_the_task_row_and_its_history(world, lead_officer, standing_officer):
    done_on = date(2026, 6, 1)
    report = f.make_report(world.task, world.period, lead_officer, progress_percent=100, completed_on=done_on)
    workflow.run(report, "submit", actor=lead_officer)
    assert Task.objects.get(pk=world.task.pk).progress_percent == 0

    workflow.run(report, "accept", actor=standing_officer, note="Kết quả tốt.")

    task = Task.objects.get(pk=world.task.pk)
    assert (task.progress_percent, task.completed_on, task.last_report_status) == (100, done_on, "ACCEPTED")
    assert TaskProgress.objects.get().completed_on == done_on


def test_reopening_takes_the_result_off_the_task_row_again(world, lead_officer, standing_officer):
    report = f.make_report(
        world.task, world.period, lead_officer, progress_percent=100, completed_on=date(2026, 6, 1)
    )
    workflow.run(report, "submit", actor=lead_officer)
    workflow.run(report, "accept", actor=standing_officer)

    workflow.run(report, "reopen", actor=standing_officer, note="Số liệu sai kỳ", **RETURN)

    task = Task.objects.get(pk=world.task.pk)
    assert (task.progress_percent, task.completed_on, task.last_report_status) == (0, None, "RETURNED")
    assert list(TaskProgress.objects.order_by("id").values_list("percent", flat=True)) == [100, 0]


def test_reviewer_reads_the_version_sent_not_the_one_being_mended(world, lead_officer, standing_officer):
    report = f.make_report(world.task, world.period, lead_officer)
    workflow.run(report, "submit", actor=lead_officer)
    workflow.run(report, "send_back", actor=standing_officer, note="Thiếu", **RETURN)
    ProgressReport.objects.update(results="Bản đang sửa dở")

    seen = ProgressReport.objects.visible_to(standing_officer).get()

    assert seen.submission["results"] == "Đã phát 7 phóng sự song ngữ Việt – Anh."
