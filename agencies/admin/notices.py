"""The log and what people were told: read, never written."""

from django.contrib import admin
from django.utils.html import format_html_join

from agencies.admin.places import KEEPERS
from agencies.models import ActivityEntry, Mailing, Notification
from ttdn_portal.shared.admin import Access, PortalModelAdmin
from ttdn_portal.shared.admin.record import subject_in_words
from ttdn_portal.shared.text import vi_sort_key


class ReadOnlyAdmin(PortalModelAdmin):
    access = Access(view=KEEPERS)

    def get_readonly_fields(self, request, obj=None):
        return [
            *(field.name for field in self.model._meta.fields),
            *super().get_readonly_fields(request, obj),
        ]


class ActFilter(admin.SimpleListFilter):
    """Acts that stand in the visible part of the log, in words."""

    title = "việc"
    parameter_name = "viec"

    def lookups(self, request, model_admin):
        words = model_admin.admin_site.act_words()
        pairs = (
            model_admin.get_queryset(request)
            .order_by("action")
            .values_list("action", "object_type")
            .distinct()
        )
        found = {
            action: words.get(f"{kind}.{action}") or words.get(action, "Thao tác khác")
            for action, kind in pairs
        }
        return sorted(found.items(), key=lambda pair: vi_sort_key(pair[1]))

    def queryset(self, request, queryset):
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(ActivityEntry)
class ActivityEntryAdmin(ReadOnlyAdmin):
    menu_order = 90
    list_display = ["at", "actor_name", "act", "kind", "object_label", "note"]
    list_filter = [ActFilter, "locality"]
    date_hierarchy = "at"
    search_fields = ["object_label", "actor_name", "actor__search_text"]
    fields = ["at", "actor_name", "act", "kind", "object_label", "note", "changes"]

    def _told(self, obj):
        return self.admin_site.told([obj])[0]

    @admin.display(description="việc")
    def act(self, obj):
        return self._told(obj)["what"]

    @admin.display(description="loại đối tượng")
    def kind(self, obj):
        return self._told(obj)["kind"]

    @admin.display(description="thay đổi")
    def changes(self, obj):
        return format_html_join("", "<p>{}: {} → {}</p>", self._told(obj)["changes"]) or "–"


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    menu_order = 70
    list_display = ["created_at", "person", "kind", "text", "step", "read_at"]
    list_filter = ["kind", "locality"]
    list_select_related = ["person"]
    date_hierarchy = "created_at"
    search_fields = ["person__search_text", "text"]
    fields = ["created_at", "person", "kind", "text", "link", "about", "step", "read_at", "mailing"]
    readonly_fields = ["about"]

    @admin.display(description="về việc")
    def about(self, obj):
        return subject_in_words(obj.subject_key)


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    menu_order = 80
    list_display = ["day", "person", "subject", "purpose", "status", "sent_at"]
    list_filter = ["status", "purpose", "locality"]
    list_select_related = ["person"]
    date_hierarchy = "day"
    search_fields = ["person__search_text", "subject"]
    fields = [
        "day",
        "person",
        "purpose",
        "address",
        "subject",
        "body",
        "status",
        "attempts",
        "sent_at",
        "error",
    ]
