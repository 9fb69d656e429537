"""Directions: given and answered in the portal, looked through here."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from agencies.choices import Role
from agencies.services.calendar import calendar_from_column, days_as_column, work_calendars
from plans.choices import DirectionState
from plans.dashboards.directions import direction_line
from plans.models import Direction
from plans.querysets import DirectionQuerySet, direction_states_on
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin


def _late_today(rows: DirectionQuerySet) -> DirectionQuerySet:
    """Each locality's by its own calendar, as the column beside says."""
    places = rows.order_by().values_list("locality", flat=True).distinct()
    today = timezone.localdate()
    found = Q(pk__in=[])
    for place, calendar in work_calendars(places).items():
        found |= Q(locality=place) & direction_states_on(calendar.late_before(today))[DirectionState.LATE]
    return rows.filter(found)


class DirectionStateFilter(admin.SimpleListFilter):
    """Waiting, late, answered or taken back, counted on today."""

    title = "tình trạng hôm nay"
    parameter_name = "tinh-trang"

    def lookups(self, request, model_admin):
        return DirectionState.choices

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        return _late_today(queryset) if chosen == DirectionState.LATE else queryset.in_state(chosen, date.max)


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
        rows = super().get_queryset(request).with_names()
        return rows.annotate(days_off=days_as_column(OuterRef("locality_id")))

    @admin.display(description="tình trạng")
    def state(self, obj):
        calendar = calendar_from_column(obj.days_off, obj.locality_id)
        line = direction_line(obj, calendar.late_before(timezone.localdate()))
        return format_html('<span class="ttdn-status ttdn-status--{}">{}</span>', line.tone, line.state)
