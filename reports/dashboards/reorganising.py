"""What hangs on an agency that will end: tasks, posts, reports, answers, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agencies.models import Agency, Membership
from documents.models import NumberSeries
from plans.choices import PUBLIC_STATUSES, PlanStatus, ReplyStatus
from plans.models import ConsultedBody, Task, TaskSupport
from reports.choices import INSIDE_STATUSES, WAITING_CONTRIBUTIONS
from reports.models import Contribution, ProgressReport


@dataclass(frozen=True)
class Line:
    label: str
    count: int
    how: str


@dataclass(frozen=True)
class WorkOf:
    """The running work of agencies that end on a day."""

    tasks: list[Task]
    supports: list[TaskSupport]
    posts: list[Membership]
    lines: list[Line]


def work_of(agencies: Sequence[Agency], day: date) -> WorkOf:
    """Tasks and supports of running plans, posts that last, and the rest by number."""
    ids = [agency.pk for agency in agencies]
    led = Q(lead_agency__in=ids) | Q(joint_lead_agency__in=ids)
    running = Task.objects.unfinished().filter(led, plan__status=PlanStatus.ISSUED)
    supports = TaskSupport.objects.filter(agency__in=ids, task__plan__status=PlanStatus.ISSUED)
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    posts = Membership.objects.filter(lasting, agency__in=ids).select_related("user", "agency")
    return WorkOf(
        list(running.select_related("plan", "lead_agency").order_by("plan", "sequence")),
        list(supports.select_related("task", "agency").order_by("task__plan", "task__sequence")),
        list(posts.order_by("user__sort_key", "pk")),
        [line for line in _lines(ids, led) if line.count],
    )


def _lines(ids: list[int], led: Q) -> list[Line]:
    reports = ProgressReport.objects.kept().filter(agency__in=ids)
    asked = Contribution.objects.filter(support__agency__in=ids, status__in=WAITING_CONTRIBUTIONS)
    replies = ConsultedBody.objects.filter(agency__in=ids, consultation__ended_at__isnull=True)
    drafts = Task.objects.filter(led).exclude(plan__status__in=PUBLIC_STATUSES)
    sent = reports.exclude(status__in=INSIDE_STATUSES)
    return [
        Line("Báo cáo chưa gửi hoặc bị trả lại", reports.filter(status__in=INSIDE_STATUSES).count(), "gửi với tên mới"),
        Line("Báo cáo đã gửi, đã tiếp nhận", sent.count(), "giữ tên cũ"),
        Line("Đề nghị phối hợp chờ trả lời", asked.count(), "cơ quan kế thừa trả lời"),
        Line("Góp ý dự thảo còn nợ", replies.exclude(status=ReplyStatus.REPLIED).count(), "cơ quan kế thừa trả lời"),
        Line("Nhiệm vụ trong kế hoạch đang soạn", drafts.count(), "cơ quan thường trực chọn lại khi soạn"),
        Line("Sổ số văn bản", NumberSeries.objects.filter(issuer__in=ids).count(), "dừng ở số cuối; cơ quan mới mở sổ của mình"),
    ]  # fmt: skip
