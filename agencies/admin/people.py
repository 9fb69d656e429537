"""People and their posts. Nobody sees a password here, nobody grants a role to oneself."""

from typing import Any

from django.contrib import admin
from django.utils import timezone

from agencies.admin.places import KEEPERS
from agencies.choices import Role
from agencies.models import Membership, User
from ttdn_portal.shared.admin import Access, PortalInline, PortalModelAdmin


class MembershipInline(PortalInline):
    """A post ends by its last day and is never deleted: old papers and reports rest on it."""

    model = Membership
    fields = ["agency", "role", "valid_from", "valid_to"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return obj != request.user and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return obj != request.user and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def narrow_choices(self, rows: Any, db_field: Any, request: Any) -> Any:
        if db_field.name == "agency" and not request.user.is_superuser:
            return rows.filter(locality_id__in=request.user.locality_ids(Role.LOCALITY_ADMIN))
        return rows

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Viewers of the ministry are named by the system administrator."""
        if db_field.name == "role" and not request.user.is_superuser:
            kwargs["choices"] = [("", "---------"), *((value, label) for value, label in Role.choices if value != Role.MINISTRY_VIEWER)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(PortalModelAdmin):
    access = Access(view=KEEPERS, add=KEEPERS, change=KEEPERS, rule="agencies.change_person")
    menu_order = 40
    list_display = ["full_name", "username", "position_title", "posts_today", "email", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role", "locality"]
    search_fields = ["search_text"]
    fixed_on_change = ("username", "locality")
    readonly_fields = ["last_login", "must_change_password"]
    fieldsets = [
        (None, {"fields": ["locality", "username", "full_name", "position_title"]}),
        ("Liên hệ", {"fields": ["email", "phone", "wants_digest"]}),
        ("Đăng nhập", {"fields": ["is_active", "last_login", "must_change_password"]}),
    ]
    inlines = [MembershipInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__agency")

    def get_readonly_fields(self, request, obj=None):
        """Nobody locks oneself out."""
        own = ("is_active",) if obj is not None and obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *own)

    @admin.display(description="vai trò hiện nay")
    def posts_today(self, obj):
        today = timezone.localdate()
        held = [row for row in obj.memberships.all() if row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)]
        return "; ".join(f"{row.get_role_display()} – {row.agency.label}" for row in held)

    def set_actor(self, request, obj, change):
        if not change:
            obj.set_unusable_password()
