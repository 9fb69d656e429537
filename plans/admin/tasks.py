"""Groups and tasks: written while the plan may be, counted on today."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from plans.admin.plans import DRAFTERS, STAFF
from plans.choices import EDITABLE_STATUSES, LastReport, TaskState
from plans.models import Indicator, Task, TaskGroup, TaskSupport
from plans.resources import TaskResource
from ttdn_portal.shared.admin import Access, PortalInline, PortalModelAdmin
from ttdn_portal.shared.admin.exchange import ExchangeMixin
from ttdn_portal.shared.templatetags.ttdn import number

PROGRESS = (
    "state",
    "progress_percent",
    "completed_on",
    "first_reported_on",
    "last_accepted_on",
    "last_report_status",
    "last_report_period",
    "last_result",
    "last_difficulties",
    "last_recommendations",
    "withdrawn_on",
)


class OfPlanAdmin(PortalModelAdmin):
    """Rows of a plan: changed while the plan may be changed, by whoever may change it."""

    access = Access(view=STAFF, add=DRAFTERS, change=DRAFTERS, delete=DRAFTERS, rule="plans.change_plan")
    locality_path = "plan.locality_id"

    def rule_subject(self, obj: Any) -> Any:
        return obj.plan

    def narrow_choices(self, rows: QuerySet[Any], db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "plan":
            return rows.filter(
                status__in=EDITABLE_STATUSES, locality_id__in=request.user.locality_ids(*DRAFTERS)
            )
        return rows


@admin.register(TaskGroup)
class TaskGroupAdmin(OfPlanAdmin):
    seen_through = "plan"
    menu_order = 20
    list_display = ["number", "title", "plan"]
    list_display_links = ["number", "title"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["title", "plan__search_text"]
    fixed_on_change = ("plan",)
    fields = ["plan", "number", "title", "description"]


class StateFilter(admin.SimpleListFilter):
    """The five states, counted on today."""

    title = "tình trạng hôm nay"
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return TaskState.choices

    def queryset(self, request, queryset):
        return (
            queryset.in_state(timezone.localdate(), self.value())
            if self.value() in TaskState.values
            else queryset
        )


class SupportInline(PortalInline):
    model = TaskSupport
    fields = ["agency", "contribution", "due_on"]


class IndicatorInline(PortalInline):
    model = Indicator
    fields = ["number", "name", "unit", "target_value"]


def _last_report(task: Task) -> str:
    """“báo cáo đã tiếp nhận”, “chưa có báo cáo”."""
    label = LastReport(task.last_report_status).label
    return f"báo cáo {label}" if task.last_report_status else label


@admin.register(Task)
class TaskAdmin(ExchangeMixin, OfPlanAdmin):
    resource = TaskResource
    scope_column = "plan"
    scope_label = "Kế hoạch"
    menu_order = 30
    list_display = [
        "code",
        "title_",
        "plan_",
        "lead_agency",
        "due_on",
        "state",
    ]
    list_display_links = ["code", "title_"]
    list_filter = [StateFilter, "plan", "lead_agency", "rhythm", "last_report_status", "is_secret"]
    list_select_related = ["plan", "plan__locality", "group", "lead_agency"]
    date_hierarchy = "due_on"
    search_fields = ["search_text"]
    search_help_text = "Gõ số, nội dung hay sản phẩm; có dấu hay không dấu đều được."
    fixed_on_change = ("plan", *PROGRESS)
    inlines = [SupportInline, IndicatorInline]
    fieldsets = [
        (
            None,
            {"fields": ["plan", "group", "number", "title", "description", "expected_output", "is_secret"]},
        ),
        (
            "Phân công và thời gian",
            {"fields": ["lead_agency", "joint_lead_agency", "rhythm", "starts_on", "due_on"]},
        ),
        ("Kinh phí", {"fields": ["budget_vnd", "funding_source", "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_state(timezone.localdate())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            [*self.fieldsets, ("Tiến độ (do báo cáo cập nhật)", {"fields": PROGRESS})]
            if obj is not None
            else self.fieldsets
        )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Choices of the task's own plan and locality."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None and "group" in form.base_fields:  # of several plans, which may name an item alike
            form.base_fields["group"].label_from_instance = lambda group: (
                f"{group} ({group.plan.period_label})"
            )
        if obj is not None and "group" in form.base_fields:
            form.base_fields["group"].queryset = obj.plan.groups.all()
            for name in ("lead_agency", "joint_lead_agency"):
                field = form.base_fields[name]
                field.queryset = field.queryset.filter(locality_id=obj.plan.locality_id)
        return form

    def narrow_choices(self, rows: QuerySet[Any], db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "group":
            plans = self.get_field_queryset(None, Task._meta.get_field("plan"), request)
            return rows.filter(plan__in=plans.order_by().values("pk")).select_related("plan")
        if db_field.name in ("lead_agency", "joint_lead_agency"):
            return rows.filter(locality_id__in=request.user.locality_ids(*DRAFTERS))
        return super().narrow_choices(rows, db_field, request)

    def import_scopes(self, request: HttpRequest) -> QuerySet[Any]:
        return self.get_field_queryset(None, Task._meta.get_field("plan"), request)

    @admin.display(description="nội dung nhiệm vụ", ordering="sort_key")
    def title_(self, obj):
        return obj.display_title

    @admin.display(description="kế hoạch", ordering="plan")
    def plan_(self, obj):
        return f"{obj.plan.locality.short_name} {obj.plan.slug}"

    @admin.display(description="tình trạng, tiến độ", ordering="progress_percent")
    def state(self, obj):
        """One column of three: side by side they were wider than the page."""
        return format_html(
            '<span class="ttdn-status ttdn-status--{}">{}</span><span class="ttdn-table__sub">{}%, {}</span>',
            obj.state,
            TaskState(obj.state).label,
            number(obj.progress_percent),
            _last_report(obj),
        )
