"""Localities, agencies, committees, calendar."""

from typing import Any

from django.contrib import admin

from agencies.choices import Role
from agencies.models import Agency, CalendarDay, CommitteeMember, Locality, SteeringCommittee
from agencies.resources import AgencyResource, CalendarDayResource
from agencies.services.succession import note_successor
from ttdn_portal.shared.admin import SYSTEM, Access, PortalInline, PortalModelAdmin
from ttdn_portal.shared.admin.exchange import ExchangeMixin

STAFF = (Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, Role.LOCALITY_ADMIN, SYSTEM)
KEEPERS = (Role.LOCALITY_ADMIN, SYSTEM)


class StillThereFilter(admin.SimpleListFilter):
    """Agencies and localities that exist today, or that have ended."""

    title = "hiệu lực"
    parameter_name = "con"

    def lookups(self, request, model_admin):
        return [("con", "đang hoạt động"), ("het", "đã kết thúc")]

    def queryset(self, request, queryset):
        if self.value() in ("con", "het"):
            return queryset.filter(valid_to__isnull=self.value() == "con")
        return queryset


@admin.register(Locality)
class LocalityAdmin(PortalModelAdmin):
    access = Access(view=STAFF, add=(SYSTEM,), change=(SYSTEM,))
    locality_path = "pk"
    menu_order = 10
    list_display = ["name", "code", "kind", "official_code", "valid_to", "successor"]
    list_filter = ["kind", StillThereFilter]
    list_select_related = ["successor"]
    search_fields = ["search_text"]
    fixed_on_change = ("code",)
    fieldsets = [
        (None, {"fields": ["code", "name", "short_name", "kind", "official_code", "place_name"]}),
        ("Văn bản", {"fields": ["requires_form_check"]}),
        ("Thời gian tồn tại", {"fields": ["valid_from", "valid_to", "successor"]}),
    ]


@admin.register(Agency)
class AgencyAdmin(ExchangeMixin, PortalModelAdmin):
    resource = AgencyResource
    whole_scope = "Trung ương"
    access = Access(view=STAFF, add=KEEPERS, change=KEEPERS, delete=KEEPERS)
    menu_order = 20
    list_display = ["name", "code", "kind", "document_abbreviation", "parent", "is_standing", "valid_to"]
    list_filter = ["kind", "is_standing", StillThereFilter, "locality"]
    list_select_related = ["parent"]
    search_fields = ["search_text"]
    fixed_on_change = ("locality", "code")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "locality",
                    "code",
                    "name",
                    "short_name",
                    "kind",
                    "document_abbreviation",
                    "parent",
                    "email",
                ]
            },
        ),
        (
            "Trong công tác thông tin đối ngoại",
            {"fields": ["is_standing", "requires_sign_off", "requires_form_check"]},
        ),
        ("Thời gian tồn tại", {"fields": ["valid_from", "valid_to", "successor", "is_illustration"]}),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        note_successor(obj)


class CommitteeMemberInline(PortalInline):
    model = CommitteeMember
    fields = ["position", "full_name", "position_title", "role", "user", "valid_from", "valid_to"]


@admin.register(SteeringCommittee)
class SteeringCommitteeAdmin(PortalModelAdmin):
    access = Access(view=STAFF, add=KEEPERS, change=KEEPERS)
    locality_path = "agency.locality_id"
    menu_order = 30
    list_display = ["agency", "founding_document", "term_label"]
    list_filter = ["agency__locality"]
    list_select_related = ["agency"]
    search_fields = ["agency__search_text"]
    fixed_on_change = ("agency",)
    fields = ["agency", "founding_document", "term_label"]
    inlines = [CommitteeMemberInline]

    def narrow_choices(self, rows: Any, db_field: Any, request: Any) -> Any:
        return rows.filter(kind="STEERING_COMMITTEE") if db_field.name == "agency" else rows


@admin.register(CalendarDay)
class CalendarDayAdmin(ExchangeMixin, PortalModelAdmin):
    resource = CalendarDayResource
    whole_scope = "Cả nước"
    access = Access(view=STAFF, add=KEEPERS, change=KEEPERS, delete=KEEPERS)
    menu_order = 60
    list_display = ["day", "name", "kind", "scope"]
    list_filter = ["kind", "locality"]
    list_select_related = ["locality"]
    date_hierarchy = "day"
    search_fields = ["name"]
    folded_on_search = ("name",)
    fixed_on_change = ("locality",)
    fields = ["locality", "day", "kind", "name"]

    @admin.display(description="áp dụng", ordering="locality")
    def scope(self, obj):
        return obj.locality or "cả nước"
