"""Many reports at once: each goes its own way through the workflow, and each says what became of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from agencies.models import User
from reports import workflow
from reports.models import ProgressReport
from ttdn_portal.shared.transitions import TransitionError

NOT_YOURS = "Anh/chị không có quyền làm việc này với báo cáo này."
NOT_BEGUN = "Chưa viết gì."


@dataclass(frozen=True)
class Moved:
    """One report, and the sentences that stood against it; none where it went."""

    report: ProgressReport
    problems: tuple[str, ...] = ()

    @property
    def went(self) -> bool:
        return not self.problems


def move_each(
    reports: Iterable[ProgressReport],
    *,
    actor: User,
    move: Callable[[ProgressReport], str],
    data: Callable[[ProgressReport], Mapping[str, Any]] = lambda report: {},
    against: Callable[[ProgressReport], str] = lambda report: "",
) -> list[Moved]:
    """Every report by its own transaction: one that may not go keeps no other from it.

    `against`: what stands against this report in a bulk act, beside the move's own blockers.
    """
    return [_moved(report, actor, move, data, against) for report in reports]


def not_read(report: ProgressReport) -> str:
    """Nothing is accepted unread, nor over a wish to have it back; for reports read `with_reading_of` the reviewer."""
    if not report.is_read:  # type: ignore[attr-defined]
        return "Anh/chị chưa mở xem bản gửi lần này."
    return "Cơ quan đang xin rút lại; mở ra để trả lời." if report.recall_asked_at else ""


def _moved(report: ProgressReport, actor: User, move: Any, data: Any, against: Any) -> Moved:
    if report.pk is None:
        return Moved(report, (NOT_BEGUN,))
    if problem := against(report):
        return Moved(report, (problem,))
    try:
        workflow.run(report, move(report), actor=actor, **data(report))
    except TransitionError as refused:
        return Moved(report, tuple(map(str, refused.problems)))
    except PermissionDenied:
        return Moved(report, (NOT_YOURS,))
    return Moved(report)
