"""Reports: what was submitted is read here and judged, nothing is written for the agency."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.html import format_html, format_html_join

from agencies.choices import Role
from reports import workflow
from reports.admin.forms import ReturnForm
from reports.choices import ReportStatus
from reports.models import ProgressReport
from reports.resources import ReportResource
from reports.services.review import mark_opened, note_reading
from reports.workflow.many import not_read
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin
from ttdn_portal.shared.admin.exchange import ExchangeMixin
from ttdn_portal.shared.admin.transitions import OptionalNoteForm, TransitionsMixin
from ttdn_portal.shared.templatetags.ttdn import number, short_date
from ttdn_portal.shared.transitions import Transition


@admin.register(ProgressReport)
class ProgressReportAdmin(ExchangeMixin, TransitionsMixin, PortalModelAdmin):
    """A report that is being mended shows the version last submitted: what its agency writes now is its own."""

    access = Access(view=(Role.STANDING_OFFICER, Role.SIGNER, SYSTEM))
    resource = ReportResource
    imports = False
    workflow = workflow
    move_forms = {"accept": OptionalNoteForm, "send_back": ReturnForm, "reopen": ReturnForm}
    move_roles = {"accept": (Role.STANDING_OFFICER,)}
    menu_order = 20
    list_display = [
        "task",
        "period",
        "agency",
        "state",
        "told_percent",
        "submitted_at",
        "return_count",
        "due",
    ]
    list_filter = ["status", "period", "agency", "return_reason", "locality"]
    list_select_related = ["task", "task__plan", "period", "agency"]
    date_hierarchy = "submitted_at"
    search_fields = ["task__search_text", "agency__search_text"]
    fieldsets = [
        (None, {"fields": ["task", "period", "agency", "state", "due", "submitted_by", "submitted_at"]}),
        (
            "Nội dung đã gửi",
            {
                "fields": [
                    "told_percent",
                    "told_completed",
                    "told_results",
                    "told_figures",
                    "told_difficulties",
                    "told_recommendations",
                    "told_next_steps",
                    "told_evidence",
                ]
            },
        ),
        (
            "Xem xét",
            {
                "fields": [
                    "opened_at",
                    "accepted_by",
                    "accepted_at",
                    "accept_note",
                    "returned_by",
                    "returned_at",
                    "reason",
                    "return_note",
                    "comments",
                    "return_count",
                    "new_due_on",
                ]
            },
        ),
    ]
    readonly_fields = [
        "state",
        "due",
        "told_percent",
        "told_completed",
        "told_results",
        "told_figures",
        "told_difficulties",
        "told_recommendations",
        "told_next_steps",
        "told_evidence",
        "reason",
        "comments",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_names()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A reviewer's look is noted here as on the portal's own page: from now on nothing is withdrawn."""
        report = self.get_object(request, unquote(object_id)) if request.method == "GET" else None
        if report is not None and self._may_judge(request.user, report):
            if report.opened_at is None:
                mark_opened(report, actor=request.user)
            note_reading(report, actor=request.user)
        return super().change_view(request, object_id, form_url, extra_context)

    @staticmethod
    def _may_judge(user: Any, report: ProgressReport) -> bool:
        return report.status == ReportStatus.SUBMITTED and user.has_perm("reports.accept_report", report)

    def bulk_blockers(self, request: HttpRequest, row: Any, move: Transition) -> list[str]:
        """Nothing is accepted unread: by this reviewer, in the version that was sent last."""
        if move.name != "accept":
            return []
        read = ProgressReport.objects.with_reading_of(request.user).get(pk=row.pk)
        return [problem] if (problem := not_read(read)) else []

    def _sent(self, obj: Any, name: str) -> Any:
        return (obj.submission or {}).get(name)

    @admin.display(description="trạng thái", ordering="status")
    def state(self, obj):
        key = "resubmitted" if obj.status == "SUBMITTED" and obj.is_resubmission else obj.status.lower()
        label = (
            f"đã sửa, trình lại (lần {obj.return_count})"
            if key == "resubmitted"
            else obj.get_status_display()
        )
        return format_html('<span class="ttdn-tag ttdn-tag--{}">{}</span>', key, label)

    @admin.display(description="hạn gửi")
    def due(self, obj):
        return short_date(obj.due_on)

    @admin.display(description="tiến độ")
    def told_percent(self, obj):
        told = self._sent(obj, "progress_percent")
        return f"{number(told)}%" if told is not None else "–"

    @admin.display(description="ngày hoàn thành")
    def told_completed(self, obj):
        told = self._sent(obj, "completed_on")
        return short_date(parse_date(told)) if told else "–"

    @admin.display(description="kết quả trong kỳ")
    def told_results(self, obj):
        return self._sent(obj, "results") or "–"

    @admin.display(description="khó khăn, vướng mắc")
    def told_difficulties(self, obj):
        return self._sent(obj, "difficulties") or "–"

    @admin.display(description="kiến nghị, đề xuất")
    def told_recommendations(self, obj):
        return self._sent(obj, "recommendations") or "–"

    @admin.display(description="việc kỳ tới")
    def told_next_steps(self, obj):
        return self._sent(obj, "next_steps") or "–"

    @admin.display(description="số liệu")
    def told_figures(self, obj):
        rows = ((row["name"], number(row["value"]), row["unit"]) for row in self._sent(obj, "figures") or [])
        return format_html_join("", "<p>{}: {} {}</p>", rows) or "–"

    @admin.display(description="minh chứng")
    def told_evidence(self, obj):
        return (
            format_html_join("", "<p>{}</p>", ((row["name"],) for row in self._sent(obj, "evidence") or []))
            or "–"
        )

    @admin.display(description="loại lý do")
    def reason(self, obj):
        return obj.get_return_reason_display() or "–"

    @admin.display(description="ý kiến tại mục")
    def comments(self, obj):
        rows = ((row.get_field_display(), row.text, row.round) for row in obj.comments.all())
        return format_html_join("", "<p>{}: {} (lần {})</p>", rows) or "–"
