"""Amendments: written in the portal's own pages, moved here too. Corrections: looked at."""

from typing import Any

from django.contrib import admin

from agencies.choices import Role
from plans.admin.forms import IssueForm
from plans.admin.papers import NumberedPaper
from plans.admin.plans import DRAFTERS, STAFF
from plans.models import Amendment, AmendmentChange
from plans.workflow import amendment as amendment_workflow
from ttdn_portal.shared.admin import Access, PortalModelAdmin, ReadOnlyInline
from ttdn_portal.shared.admin.transitions import TransitionsMixin


class AmendmentChangeInline(ReadOnlyInline):
    model = AmendmentChange
    fields = ["position", "kind", "task", "group", "reason"]


@admin.register(Amendment)
class AmendmentAdmin(NumberedPaper, TransitionsMixin, PortalModelAdmin):
    """One document of change, with what it changes; its text is written in the portal."""

    access = Access(view=STAFF)
    workflow = amendment_workflow
    move_forms = {"issue": IssueForm}
    move_roles = {
        "submit": DRAFTERS,
        "approve": (Role.SIGNER,),
        "send_back": (Role.SIGNER,),
    }
    menu_order = 45
    list_display = ["plan", "ordinal", "title", "document_number_", "effective_from", "state"]
    list_filter = ["status", "plan", "locality"]
    list_select_related = ["plan__issuer", "plan__locality"]
    date_hierarchy = "issued_on"
    search_fields = ["plan__search_text"]
    folded_on_search = ("title", "reasons")
    inlines = [AmendmentChangeInline]
    fields = [
        "plan",
        "ordinal",
        "title",
        "reasons",
        "paper",
        "layout",
        "document_number_",
        "issued_on",
        "effective_from",
        "state",
        "signer_name",
        "submitted_at",
        "approved_by",
        "approved_at",
        "issued_at",
        "applied_at",
        "return_note",
    ]
    readonly_fields = ["document_number_", "state"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("plan__issuer", "plan__locality")
