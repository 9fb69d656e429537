"""Reporting periods: opened ahead, editable, never deleted once reported in."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from agencies.choices import Role
from plans.choices import PUBLIC_STATUSES
from reports.models import DEADLINE_COLUMNS, ReportingPeriod
from reports.resources import PeriodResource
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin
from ttdn_portal.shared.admin.exchange import ExchangeMixin
from ttdn_portal.shared.admin.forms import MarkedModelForm

STAFF = (Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, Role.LOCALITY_ADMIN, SYSTEM)
KEEPERS = (Role.STANDING_OFFICER, Role.LOCALITY_ADMIN)


class PeriodForm(MarkedModelForm):
    """A period is of its plan's locality."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("plan"):
            self.instance.locality_id = cleaned["plan"].locality_id
        return cleaned


class OpenFilter(admin.SimpleListFilter):
    title = "đang mở"
    parameter_name = "mo"

    def lookups(self, request, model_admin):
        return [("mo", "đang mở"), ("dong", "chưa mở hoặc đã đóng")]

    def queryset(self, request, queryset):
        opened = queryset.open_on(timezone.localdate())
        if self.value() == "mo":
            return opened
        return queryset.exclude(pk__in=opened.values("pk")) if self.value() == "dong" else queryset


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(ExchangeMixin, PortalModelAdmin):
    resource = PeriodResource
    scope_column = "plan"
    scope_label = "Kế hoạch"
    access = Access(view=STAFF, add=KEEPERS, change=KEEPERS, delete=KEEPERS, rule="reports.change_period")
    form = PeriodForm
    menu_order = 10
    list_display = [
        "name",
        "plan",
        "kind",
        "data_from",
        "data_to",
        "opens_on",
        "report_due_on",
        "standing_due_on",
        "ministry_due_on",
        "is_open_",
        "reports_",
    ]
    list_filter = ["kind", OpenFilter, "plan", "locality"]
    list_select_related = ["plan"]
    date_hierarchy = "report_due_on"
    search_fields = ["plan__search_text", "slug"]
    folded_on_search = ("name",)
    fixed_on_change = ("plan", "slug", "closed_at")
    fieldsets = [
        (None, {"fields": ["plan", "slug", "name", "kind"]}),
        ("Số liệu và thời hạn", {"fields": ["data_from", "data_to", "opens_on", *DEADLINE_COLUMNS]}),
        ("Hướng dẫn", {"fields": ["instructions"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            [*self.fieldsets, ("Đóng kỳ", {"fields": ["closed_at"]})] if obj is not None else self.fieldsets
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(report_count=Count("reports"))

    def narrow_choices(self, rows: QuerySet[Any], db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "plan":
            return rows.filter(
                status__in=PUBLIC_STATUSES, locality_id__in=request.user.locality_ids(*KEEPERS)
            )
        return rows

    def import_scopes(self, request: HttpRequest) -> QuerySet[Any]:
        return self.get_field_queryset(None, ReportingPeriod._meta.get_field("plan"), request)

    @admin.display(description="đang mở", boolean=True)
    def is_open_(self, obj):
        return obj.is_open_on(timezone.localdate())

    @admin.display(description="báo cáo", ordering="report_count")
    def reports_(self, obj):
        return obj.report_count
