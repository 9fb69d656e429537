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
) -> list[Moved]:
    """Every report by its own transaction: one that may not go keeps no other from it."""
    return [_moved(report, actor, move, data) for report in reports]


def _moved(report: ProgressReport, actor: User, move: Any, data: Any) -> Moved:
    if report.pk is None:
        return Moved(report, (NOT_BEGUN,))
    try:
        workflow.run(report, move(report), actor=actor, **data(report))
    except TransitionError as refused:
        return Moved(report, tuple(map(str, refused.problems)))
    except PermissionDenied:
        return Moved(report, (NOT_YOURS,))
    return Moved(report)
