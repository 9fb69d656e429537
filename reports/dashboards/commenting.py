"""Drafts on which one's own agency, or one's own seat in the committee, is asked to comment."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet

from agencies.models import Rights
from plans.choices import ReplyStatus
from plans.models import ConsultedBody
from reports.dashboards.desk import COMMENTS, HEAD, LATE, WAITING, Desk, WorkRow
from ttdn_portal.shared.prepared import prepared


def comment_rows(desk: Desk, locality_id: int) -> Iterator[tuple[str, WorkRow]]:
    """One row for each body of an open round for which this person writes; one query."""
    for body in _bodies(user=desk.user.rights, locality=locality_id):
        yield _row(desk, body, body.said)


@prepared
def _bodies(*, user: Rights, locality: int) -> QuerySet[Any]:
    waiting = ConsultedBody.objects.answered_by(user).filter(
        consultation__ended_at__isnull=True, consultation__plan__locality_id=locality
    )
    return (
        waiting.select_related("agency", "consultation__plan__locality")
        .defer("consultation__content")
        .annotate(said=Count("comments"))
        .order_by("consultation__reply_due_on", "pk")
    )


def _row(desk: Desk, body: ConsultedBody, said: int) -> tuple[str, WorkRow]:
    if body.status == ReplyStatus.REPLIED:
        return WAITING, _work(desk, body, "done", "Đã trả lời", "Xem")
    if body.status == ReplyStatus.AGENCY_REVIEW:
        if body.agency_id in desk.heads and body.passed_on_by_id != desk.user.pk:
            return HEAD, _work(desk, body, "going", "Chờ duyệt", "Xem và duyệt", is_main=True)
        return WAITING, _work(desk, body, "going", "Chờ lãnh đạo đơn vị", "Xem")
    due_on = body.consultation.reply_due_on
    key = desk.pile_of(due_on, COMMENTS)
    act = "Viết tiếp" if said else "Góp ý"
    if key == LATE:
        return key, _work(desk, body, "late", desk.lateness(due_on), act, is_main=True)
    status = ("going", "Đang viết") if said else ("idle", "Chưa trả lời")
    return key, _work(desk, body, *status, act)


def _work(
    desk: Desk, body: ConsultedBody, status_key: str, status_label: str, act: str, *, is_main: bool = False
) -> WorkRow:
    consultation = body.consultation
    return WorkRow(
        number=f"Đợt {consultation.number}",
        title=f"Góp ý dự thảo: {consultation.plan.title}",
        sub=body.name,
        status_key=status_key,
        status_label=status_label,
        due_on=consultation.reply_due_on,
        due_note=desk.due_note(consultation.reply_due_on),
        act_label=act,
        url=body.get_absolute_url(),
        is_main=is_main,
    )
