"""Drafts on which one's own agency, or one's own seat in the committee, is asked to comment."""

from typing import Any

from django.urls import reverse

from plans.choices import ReplyStatus
from reports.dashboards.desk import COMMENTS, HEAD, LATE, WAITING, Desk, WorkRow


def comment_row(desk: Desk, body: Any) -> tuple[str, WorkRow]:
    """Group and row of one body of an open round for which this person writes."""
    if body.state == ReplyStatus.REPLIED:
        return WAITING, _work(desk, body, "done", "Đã trả lời", "Xem")
    if body.state == ReplyStatus.AGENCY_REVIEW:
        if body.agency_id in desk.heads and body.person_id != desk.user.pk:
            return HEAD, _work(desk, body, "going", "Chờ duyệt", "Xem và duyệt", is_main=True)
        return WAITING, _work(desk, body, "going", "Chờ lãnh đạo đơn vị", "Xem")
    key = desk.pile_of(body.due_on, COMMENTS)
    act = "Viết tiếp" if body.said else "Góp ý"
    if key == LATE:
        return key, _work(desk, body, "late", desk.lateness(body.due_on), act, is_main=True)
    status = ("going", "Đang viết") if body.said else ("idle", "Chưa trả lời")
    return key, _work(desk, body, *status, act)


def _work(
    desk: Desk, body: Any, status_key: str, status_label: str, act: str, *, is_main: bool = False
) -> WorkRow:
    return WorkRow(
        number=f"Đợt {body.number}",
        title=f"Góp ý dự thảo: {body.title}",
        sub=body.sub,
        status_key=status_key,
        status_label=status_label,
        due_on=body.due_on,
        due_note=desk.due_note(body.due_on),
        act_label=act,
        url=reverse("plans:reply", args=[body.locality, body.plan, body.number, body.place]),
        is_main=is_main,
    )
