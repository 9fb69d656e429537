"""The life of a progress report: the table of its transitions and what each brings with it.

DRAFT → AGENCY_REVIEW (where the agency wants it) → SUBMITTED; DRAFT → SUBMITTED; SUBMITTED → DRAFT (withdrawn
until opened) | RETURNED | ACCEPTED; RETURNED → SUBMITTED; ACCEPTED → RETURNED (reopened, with a reason).
"""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.activity import record
from agencies.services.notices import mail_now, notify, people_holding
from plans.services.versions import current_version
from reports.choices import ReportField, ReturnReason
from reports.choices import ReportStatus as S
from reports.dashboards.reading import field_label
from reports.models import FieldComment, Marks, ProgressReport
from reports.services.completeness import doubts_of, lacks_of
from reports.services.counting import UNSENT, write_counts
from reports.services.state import push_task_state
from reports.services.submission import submission_of
from reports.services.writing import ReportText, StaleSave, write_report
from reports.workflow.recall import NOT_RECALLED, RECALLS, withdrawn
from ttdn_portal.shared import transitions
from ttdn_portal.shared.transitions import Transition, at_fields


def report_texts(report: ProgressReport) -> list[tuple[str, str]]:
    """What the report says, and how its evidence is called."""
    written = [(str(field_label(name)).lower(), getattr(report, name)) for name in report.TEXT_FIELDS]
    return written + [("minh chứng", name) for name in report.evidence.values_list("name", flat=True)]


def missing_for_submission(report: ProgressReport, data: dict[str, Any]) -> list[str]:
    """What a report lacks before it may go, as sentences for the officer."""
    return [sentence for _, sentence in lacks_of(report, as_of=timezone.localdate())]


def open_questions(report: ProgressReport, data: dict[str, Any]) -> list[str]:
    """What is missing, and then what the sender should look at once more."""
    return [*missing_for_submission(report, data), *doubts_of(report)]


def missing_for_return(report: ProgressReport, data: dict[str, Any]) -> list[str]:
    """“Returned” without saying what to mend is useless: a reason and at least one comment on a field."""
    comments = [c for c in data.get("comments", []) if c[0] in ReportField and c[1].strip()]
    lacks = [
        (data.get("reason") not in ReturnReason, "reason", "Chọn loại lý do trả lại."),
        (not comments, "", "Ghi ít nhất một ý kiến tại một mục của báo cáo."),
        (
            bool(data.get("new_due_on")) and data["new_due_on"] < timezone.localdate(),
            "new_due_on",
            "Hạn mới không thể ở quá khứ.",
        ),
    ]
    return at_fields(lacks)


def already_opened(report: ProgressReport, data: dict[str, Any]) -> list[str]:
    return (
        ["Người xem xét đã mở báo cáo này nên không rút lại ngay được. Bấm Xin rút lại và ghi lý do."]
        if report.opened_at
        else []
    )


def _submitted(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "submitted_at": timezone.now(),
        "submitted_by": actor,
        "submission": submission_of(data["report"]),
        "plan_version": current_version(data["report"].task.plan),
        "opened_at": None,
        **NOT_RECALLED,
    }


def _accepted(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {"accepted_at": timezone.now(), "accepted_by": actor, "accept_note": data["note"], **NOT_RECALLED}


def _returned(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "returned_at": timezone.now(),
        "returned_by": actor,
        "return_reason": data["reason"],
        "return_note": data["note"],
        "return_count": F("return_count") + 1,
        "new_due_on": data.get("new_due_on"),
        "accepted_at": None,
        "accepted_by": None,
        "marks": Marks.from_json(data["report"].marks).for_next_round().as_json(),
        **NOT_RECALLED,
    }


def _push(report: ProgressReport, actor: User, note: str, data: dict[str, Any]) -> None:
    push_task_state(report.task, source_key=report.subject_key)


def _on_submit(report: ProgressReport, actor: User, note: str, data: dict[str, Any]) -> None:
    _push(report, actor, note, data)
    if report.return_count and report.returned_by:
        text = f"Đã sửa, trình lại (lần {report.return_count}): {report.task} – {report.period.name}."
        notify(
            [report.returned_by],
            kind=NoticeKind.REPORT_SUBMITTED,
            subject_key=report.subject_key,
            step=f"v{report.version}",
            text=text,
            link=report.get_absolute_url(),
            locality_id=report.locality_id,
        )


def _on_accept(report: ProgressReport, actor: User, note: str, data: dict[str, Any]) -> None:
    push_task_state(report.task, source_key=report.subject_key, is_milestone=True)
    text = f"Báo cáo {report.task} – {report.period.name} đã được tiếp nhận." + (
        f" Ý kiến: {note}" if note else ""
    )
    notify(
        _writers(report),
        kind=NoticeKind.REPORT_ACCEPTED,
        subject_key=report.subject_key,
        step=f"v{report.version}",
        text=text,
        link=report.get_absolute_url(),
        locality_id=report.locality_id,
    )


def _on_return(report: ProgressReport, actor: User, note: str, data: dict[str, Any]) -> None:
    """Pin the comments to their fields and tell the writers exactly the text that the page shows."""
    report.refresh_from_db(fields=["return_count"])
    comments = [(field, text.strip()) for field, text in data["comments"] if text.strip()]
    FieldComment.objects.bulk_create(
        FieldComment(report=report, field=field, text=text, round=report.return_count, author=actor)
        for field, text in comments
    )
    push_task_state(report.task, source_key=report.subject_key, is_milestone=True)
    lines = [f"{n}. {ReportField(field).label}: {text}" for n, (field, text) in enumerate(comments, 1)]
    subject = f"Bị trả lại (lần {report.return_count}): {report.task} – {report.period.name}"
    body = "\n".join([f"{report.get_return_reason_display().capitalize()}: {note}", *lines])
    people = _writers(report)
    notify(
        people,
        kind=NoticeKind.REPORT_RETURNED,
        subject_key=report.subject_key,
        step=f"v{report.version}",
        text=f"{subject}\n{body}",
        link=report.get_absolute_url(),
        locality_id=report.locality_id,
    )
    for person in people:
        mail_now(person, subject=subject[:200], body=body, locality_id=report.locality_id)


def _writers(report: ProgressReport) -> list[User]:
    """The people of the reporting agency who write its reports today."""
    return list(people_holding(Role.OFFICER, agency_ids=[report.agency_id]))


_RETURN: dict[str, Any] = {
    "blockers": missing_for_return,
    "stamps": _returned,
    "effect": _on_return,
    "note_required": True,
    "tone": "danger",
    "bulk": False,
}

TRANSITIONS = (
    Transition(
        "ask_sign_off",
        "Trình lãnh đạo đơn vị",
        (S.DRAFT, S.RETURNED),
        S.AGENCY_REVIEW,
        "reports.ask_sign_off",
        blockers=open_questions,
        effect=_push,
        tone="main",
        done_message="Đã trình lãnh đạo đơn vị duyệt.",
        texts=report_texts,
    ),
    Transition(
        "take_back",
        "Lấy về sửa tiếp",
        (S.AGENCY_REVIEW,),
        S.DRAFT,
        "reports.ask_sign_off",
        effect=_push,
        done_message="Đã lấy báo cáo về để sửa tiếp.",
    ),
    Transition(
        "give_back",
        "Chuyển lại người viết",
        (S.AGENCY_REVIEW,),
        S.DRAFT,
        "reports.give_back_report",
        effect=_push,
        note_required=True,
        tone="danger",
        done_message="Đã chuyển lại người viết kèm ý kiến.",
    ),
    Transition(
        "sign_off",
        "Duyệt và gửi",
        (S.AGENCY_REVIEW,),
        S.SUBMITTED,
        "reports.sign_off_report",
        blockers=missing_for_submission,
        stamps=_submitted,
        effect=_on_submit,
        tone="main",
        done_message="Đã duyệt và gửi báo cáo.",
        texts=report_texts,
    ),
    Transition(
        "submit",
        "Gửi báo cáo",
        (S.DRAFT, S.RETURNED),
        S.SUBMITTED,
        "reports.submit_report",
        blockers=open_questions,
        stamps=_submitted,
        effect=_on_submit,
        tone="main",
        done_message="Đã gửi báo cáo.",
        texts=report_texts,
    ),
    Transition(
        "withdraw",
        "Rút lại",
        (S.SUBMITTED,),
        S.DRAFT,
        "reports.withdraw_report",
        blockers=already_opened,
        stamps=withdrawn,
        effect=_push,
        done_message="Đã rút báo cáo về để sửa.",
    ),
    Transition(
        "accept",
        "Tiếp nhận",
        (S.SUBMITTED,),
        S.ACCEPTED,
        "reports.accept_report",
        stamps=_accepted,
        effect=_on_accept,
        tone="main",
        done_message="Đã tiếp nhận báo cáo.",
        texts=report_texts,
    ),
    Transition(
        "send_back",
        "Trả lại",
        (S.SUBMITTED,),
        S.RETURNED,
        "reports.return_report",
        done_message="Đã trả lại báo cáo kèm ý kiến.",
        **_RETURN,
    ),
    Transition(
        "reopen",
        "Mở lại",
        (S.ACCEPTED,),
        S.RETURNED,
        "reports.return_report",
        done_message="Đã mở lại báo cáo kèm lý do.",
        **_RETURN,
    ),
    *RECALLS,
)


def sending_move(report: ProgressReport) -> Transition:
    """How the writer lets go of the report: to the head where the agency wants that, else straight on."""
    return transitions.find(TRANSITIONS, "ask_sign_off" if report.agency.requires_sign_off else "submit")


@transaction.atomic
def send_unchanged(report: ProgressReport, *, actor: User, reason: str) -> ProgressReport:
    """Say in one line that nothing changed in the period, and send it; StaleSave where something was written already."""
    if report.pk and report.results.strip() and not report.no_change:
        raise StaleSave(report)
    text = ReportText(
        results=reason,
        progress_percent=report.task.progress_percent,
        completed_on=report.task.completed_on,
        no_change=True,
    )
    report = write_report(report, text, actor=actor, read_version=report.version)
    run(report, sending_move(report).name, actor=actor)
    return report


def available(report: ProgressReport, actor: User) -> list[Transition]:
    """The moves `actor` may make with this report now."""
    return transitions.available(TRANSITIONS, report, actor)


def run(report: ProgressReport, name: str, *, actor: User, note: str = "", **data: Any) -> None:
    """Move `report`; PermissionDenied, TransitionBlocked or StaleState where it may not be.

    Returning and reopening take `reason` (ReturnReason), `comments` [(field, text), …] and `new_due_on`.
    """
    data |= {"report": report, "note": note.strip()}
    move = transitions.find(TRANSITIONS, name)
    with transaction.atomic():
        if move.stamps is _submitted:
            _hold_still(report)
            write_counts(report)
        transitions.run(report, move, actor=actor, note=note, data=data, record=record)
        if report.status in UNSENT:
            write_counts(report)


def _hold_still(report: ProgressReport) -> None:
    """Nobody adds evidence between the reading of what is sent and the sending: an UPDATE, as SQLite knows no other lock."""
    ProgressReport.objects.filter(pk=report.pk).update(version=F("version"))
