"""Requests for more time: asked in the portal, answered there or here."""

from django.contrib import admin

from agencies.choices import Role
from reports.models import Extension
from reports.workflow import extension as workflow
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin
from ttdn_portal.shared.admin.transitions import MoveForm, TransitionsMixin
from ttdn_portal.shared.fields import DayField, LongTextField


class GrantForm(MoveForm):
    field_order = ("granted_on", "note")
    granted_on = DayField(label="Hạn mới")
    note = LongTextField(label="Ý kiến", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["granted_on"].initial = self.obj.wished_on if self.obj else None


@admin.register(Extension)
class ExtensionAdmin(TransitionsMixin, PortalModelAdmin):
    access = Access(view=(Role.STANDING_OFFICER, Role.SIGNER, SYSTEM))
    workflow = workflow
    move_forms = {"grant": GrantForm}
    move_roles = {"refuse": (Role.STANDING_OFFICER,)}
    menu_order = 12
    list_display = ["agency", "period", "task", "due_before", "wished_on", "status", "granted_on"]
    list_filter = ["status", "period", "agency", "locality"]
    list_select_related = ["agency", "period", "task__plan"]
    date_hierarchy = "created_at"
    search_fields = ["agency__search_text"]
    folded_on_search = ("reason",)
    fields = [
        "agency",
        "period",
        "task",
        "asked_by",
        "reason",
        "due_before",
        "wished_on",
        "status",
        "granted_on",
        "answered_by",
        "answered_at",
        "answer",
    ]
