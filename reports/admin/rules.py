"""Rules by which periods are opened ahead."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from plans.choices import PUBLIC_STATUSES
from reports.admin.periods import KEEPERS, PeriodForm
from reports.models import PeriodRule
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin


@admin.register(PeriodRule)
class PeriodRuleAdmin(PortalModelAdmin):
    access = Access(view=(*KEEPERS, SYSTEM), add=KEEPERS, change=KEEPERS, delete=KEEPERS)
    form = PeriodForm
    menu_order = 11
    list_display = ["plan", "kind", "name", "cut_off_day", "cut_off_month", "agency_days", "is_automatic"]
    list_filter = ["kind", "is_automatic", "plan", "locality"]
    list_select_related = ["plan"]
    search_fields = ["plan__search_text"]
    folded_on_search = ("name",)
    fixed_on_change = ("plan",)
    fields = [
        "plan",
        "kind",
        "name",
        "cut_off_day",
        "cut_off_month",
        "opens_before",
        "agency_days",
        "standing_days",
        "ministry_days",
        "is_automatic",
    ]

    def narrow_choices(self, rows: QuerySet[Any], db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        if db_field.name == "plan":
            return rows.filter(
                status__in=PUBLIC_STATUSES, locality_id__in=request.user.locality_ids(*KEEPERS)
            )
        return rows
