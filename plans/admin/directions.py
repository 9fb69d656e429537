"""Directions: given and answered in the portal, looked through here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from agencies.choices import Role
from plans.choices import DirectionState
from plans.dashboards.directions import direction_line
from plans.models import Direction
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin


class DirectionStateFilter(admin.SimpleListFilter):
    """Waiting, late, answered or taken back, counted on today."""

    title = "tình trạng hôm nay"
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return DirectionState.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value() or "", timezone.localdate())


@admin.register(Direction)
class DirectionAdmin(PortalModelAdmin):
    access = Access(view=(Role.STANDING_OFFICER, SYSTEM))
    menu_order = 46
    list_display = ["__str__", "agency", "due_on", "state", "source", "plan"]
    list_filter = [DirectionStateFilter, "agency", "plan", "locality"]
    date_hierarchy = "given_on"
    search_fields = ["agency__search_text", "plan__search_text"]
    folded_on_search = ("text", "source")
    fields = [
        "plan",
        "ordinal",
        "text",
        "agency",
        "due_on",
        "given_on",
        "source",
        "state",
        "answer",
        "answered_by",
        "answered_at",
        "withdrawn_by",
        "withdrawn_at",
        "withdrawn_note",
        "is_illustration",
    ]
    readonly_fields = ["state"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_names()

    @admin.display(description="tình trạng")
    def state(self, obj):
        line = direction_line(obj, timezone.localdate())
        return format_html('<span class="ttdn-status ttdn-status--{}">{}</span>', line.tone, line.state)
