"""Xin rút lại: a report that the reviewer has opened goes back to its writer by one click of the reviewer."""

from typing import Any

from django.utils import timezone

from agencies.choices import NoticeKind, Role
from agencies.models import User
from agencies.services.notices import notify, people_holding
from reports.choices import ReportStatus as S
from reports.models import ProgressReport
from reports.services.state import push_task_state
from ttdn_portal.shared.transitions import Transition

NOT_RECALLED: dict[str, Any] = {"recall_asked_at": None, "recall_asked_by": None, "recall_reason": ""}


def withdrawn(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    """Back as if it had not been sent; the version before stays what reviewers have read."""
    return {
        "submitted_at": None,
        "submitted_by": None,
        "submission": (data["report"].submission or {}).get("previous"),
        **NOT_RECALLED,
    }


def _needs_no_asking(report: ProgressReport, data: dict[str, Any]) -> list[str]:
    if report.recall_asked_at:
        return ["Đã xin rút lại báo cáo này; cơ quan thường trực chưa trả lời."]
    return [] if report.opened_at else ["Người xem xét chưa mở báo cáo này: bấm Rút lại, không phải xin."]


def _nobody_asked(report: ProgressReport, data: dict[str, Any]) -> list[str]:
    return [] if report.recall_asked_at else ["Cơ quan báo cáo không xin rút lại báo cáo này."]


def _asked(actor: User, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "recall_asked_at": timezone.now(),
        "recall_asked_by": actor,
        "recall_reason": data["note"][:300],
    }


def _tell_reviewers(report: ProgressReport, actor: User, note: str, data: dict[str, Any]) -> None:
    _tell(
        people_holding(Role.STANDING_OFFICER, locality_id=report.locality_id),
        report,
        f"{report.agency.label} xin rút lại báo cáo {report.task} – {report.period.name}: {note}",
    )


def _give_back(report: ProgressReport, actor: User, note: str, data: dict[str, Any]) -> None:
    push_task_state(report.task, source_key=report.subject_key)
    _tell(
        people_holding(Role.OFFICER, agency_ids=[report.agency_id]),
        report,
        f"Đã được rút lại để sửa: {report.task} – {report.period.name}.",
    )


def _tell(people: Any, report: ProgressReport, text: str) -> None:
    notify(
        people,
        kind=NoticeKind.REPORT_SUBMITTED,
        subject_key=report.subject_key,
        step=f"v{report.version}",
        text=text,
        link=report.get_absolute_url(),
        locality_id=report.locality_id,
    )


RECALLS = (
    Transition(
        "ask_recall",
        "Xin rút lại",
        (S.SUBMITTED,),
        S.SUBMITTED,
        "reports.withdraw_report",
        blockers=_needs_no_asking,
        stamps=_asked,
        effect=_tell_reviewers,
        note_required=True,
        done_message="Đã gửi lời xin rút lại. Người xem xét đồng ý là sửa được ngay.",
        bulk=False,
    ),
    Transition(
        "let_go",
        "Cho rút lại",
        (S.SUBMITTED,),
        S.DRAFT,
        "reports.return_report",
        blockers=_nobody_asked,
        stamps=withdrawn,
        effect=_give_back,
        done_message="Đã cho cơ quan rút lại báo cáo để sửa.",
        bulk=False,
    ),
)
