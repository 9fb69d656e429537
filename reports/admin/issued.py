"""Reports of periods and meetings: written in the portal's own pages, moved here too."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from agencies.choices import Role
from plans.admin.papers import NumberedPaper
from plans.admin.plans import DRAFTERS, STAFF
from reports.admin.forms import IssueForm
from reports.models import Conclusion, Meeting, PeriodReview
from reports.workflow import meeting as meeting_workflow
from reports.workflow import period_review as review_workflow
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin, ReadOnlyInline
from ttdn_portal.shared.admin.transitions import TransitionsMixin

# The life of the paper, the same for both.
LIFE = [
    "document_number_",
    "issued_on",
    "issuer",
    "layout",
    "state",
    "signer_name",
    "submitted_by",
    "submitted_at",
    "approved_by",
    "approved_at",
    "returned_by",
    "returned_at",
    "return_note",
    "issued_at",
    "is_illustration",
]


class IssuedPaperAdmin(NumberedPaper, TransitionsMixin, PortalModelAdmin):
    """What is written is read here; who submits, approves, sends back or issues may do it from here as well."""

    move_forms = {"issue": IssueForm}
    move_roles = {"submit": DRAFTERS, "approve": (Role.SIGNER,), "send_back": (Role.SIGNER,)}
    search_fields = ["plan__search_text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_names()


@admin.register(PeriodReview)
class PeriodReviewAdmin(IssuedPaperAdmin):
    access = Access(view=STAFF)
    workflow = review_workflow
    menu_order = 30
    list_display = ["title", "period", "kind", "level", "document_number_", "figures_as_of", "state"]
    list_filter = ["status", "kind", "level", "plan", "locality"]
    date_hierarchy = "issued_on"
    folded_on_search = ("title", "period__name")
    fieldsets = [
        (None, {"fields": ["plan", "period", "kind", "level", "title", "addressed_to", "figures_as_of"]}),
        ("Trình, phê duyệt, ban hành", {"fields": LIFE}),
    ]
    readonly_fields = ["document_number_", "state"]


class ConclusionInline(ReadOnlyInline):
    model = Conclusion
    fields = ["position", "text", "agency", "due_on"]


@admin.register(Meeting)
class MeetingAdmin(IssuedPaperAdmin):
    access = Access(view=(Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, SYSTEM))
    workflow = meeting_workflow
    menu_order = 31
    list_display = ["name_", "subject", "chair", "plan", "figures_as_of", "document_number_", "state"]
    list_display_links = ["name_", "subject"]
    list_filter = ["status", "plan", "issuer", "locality"]
    date_hierarchy = "held_on"
    folded_on_search = ("subject", "chair", "held_at")
    inlines = [ConclusionInline]
    fieldsets = [
        (
            None,
            {"fields": ["plan", "subject", "held_on", "held_at", "chair", "attending_", "agenda"]},
        ),
        ("Tại cuộc họp", {"fields": ["figures_as_of", "figures_frozen_by", "assessment"]}),
        ("Thông báo kết luận", {"fields": LIFE}),
    ]
    readonly_fields = ["attending_", "document_number_", "state"]

    @admin.display(description="cuộc họp", ordering="held_on")
    def name_(self, obj):
        return obj.name

    @admin.display(description="cơ quan dự họp")
    def attending_(self, obj):
        names = obj.attending.order_by("sort_key").values_list("name")
        return format_html_join("", "<p>{}</p>", names) or "–"
