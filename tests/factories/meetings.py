"""Meetings of the committee."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agencies.models import User
from plans.models import Plan
from reports.choices import ReviewStatus
from reports.models import Conclusion, Meeting

CHAIR = "Trưởng Ban Chỉ đạo công tác thông tin đối ngoại"


def make_meeting(
    plan: Plan, author: User, *, status: str = ReviewStatus.DRAFT, points: tuple[Any, ...] = (), **fields: Any
) -> Meeting:
    """A meeting of yesterday that lacks nothing, in `status`; `points` are (text, agency, due_on)."""
    now = timezone.now()
    day = timezone.localdate() - timedelta(1)
    defaults: dict[str, Any] = {
        "ordinal": plan.meetings.count() + 1,
        "subject": "Sơ kết công tác thông tin đối ngoại 6 tháng đầu năm 2026",
        "held_on": day,
        "chair": CHAIR,
        "issuer": plan.issuer,
        "recipients": "Các sở, ban, ngành\nLưu: VT",
        "saved_by": author,
        "figures": {"as_of": day.isoformat(), "total": TOTAL, "groups": []},
        "baseline": {},
        "figures_as_of": day,
        "figures_sha256": "0" * 64,
    }
    if status in (ReviewStatus.SUBMITTED, ReviewStatus.APPROVED):
        defaults |= {"submitted_at": now, "submitted_by": author}
    if status == ReviewStatus.RETURNED:
        defaults |= {"returned_at": now, "returned_by": author, "return_note": "Chưa rõ hạn."}
    if status == ReviewStatus.ISSUED:
        defaults |= {
            "number": plan.meetings.count() + 500,
            "issued_on": timezone.localdate(),
            "series_label": "2026",
            "signer_name": "Trần Văn Ký",
            "issued_at": now,
            "content_sha256": "0" * 64,
        }
    meeting = Meeting.objects.create(
        locality_id=plan.locality_id, plan=plan, status=status, **(defaults | fields)
    )
    for n, (text, agency, due_on) in enumerate(points, 1):
        Conclusion.objects.create(meeting=meeting, position=n, text=text, agency=agency, due_on=due_on)
    return Meeting.objects.with_names().get(pk=meeting.pk)


TOTAL = {
    "total": 2,
    "done": 0,
    "done_late": 0,
    "in_term": 2,
    "overdue": 0,
    "idle": 2,
    "finished": 0,
    "rate": None,
}
