"""Plans: written while they may be, then only moved."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone

from agencies.choices import Role
from plans import workflow
from plans.admin.forms import ConsultForm, IssueForm, ReplaceForm, ReturnForm
from plans.admin.papers import NumberedPaper
from plans.models import Plan, PlanBasis, PlanVersion, TaskGroup
from plans.resources import PlanResource
from ttdn_portal.shared.admin import SYSTEM, Access, PortalInline, PortalModelAdmin, ReadOnlyInline
from ttdn_portal.shared.admin.exchange import ExchangeMixin
from ttdn_portal.shared.admin.transitions import OptionalNoteForm, TransitionsMixin

STAFF = (Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, Role.LOCALITY_ADMIN, SYSTEM)
DRAFTERS = (Role.STANDING_OFFICER,)


class PlanBasisInline(PortalInline):
    model = PlanBasis
    fields = ["position", "basis"]
    ordering = ["position"]


class TaskGroupInline(PortalInline):
    model = TaskGroup
    fields = ["number", "title", "description"]


class PlanVersionInline(ReadOnlyInline):
    model = PlanVersion
    fields = ["number", "effective_from", "created_at", "created_by", "sha256"]


@admin.register(Plan)
class PlanAdmin(NumberedPaper, ExchangeMixin, TransitionsMixin, PortalModelAdmin):
    resource = PlanResource
    imports = False
    access = Access(view=STAFF, add=DRAFTERS, change=DRAFTERS, rule="plans.change_plan")
    workflow = workflow
    move_forms = {
        "issue": IssueForm,
        "send_back": ReturnForm,
        "replace": ReplaceForm,
        "consult": ConsultForm,
        "end_consultation": OptionalNoteForm,
    }
    move_roles = {
        "consult": DRAFTERS,
        "end_consultation": DRAFTERS,
        "submit": DRAFTERS,
        "close": DRAFTERS,
        "approve": (Role.SIGNER,),
        "send_back": (Role.SIGNER,),
        "replace": (Role.SIGNER,),
        "revoke": (Role.SIGNER,),
    }
    menu_order = 10
    list_display = ["title", "years", "document_number_", "issuer", "state", "tasks_", "overdue_"]
    list_filter = ["status", "kind", "year_to", "issuer", "locality"]
    list_select_related = ["locality", "issuer"]
    date_hierarchy = "issued_on"
    search_fields = ["search_text"]
    fixed_on_change = (
        "locality",
        "status_",
        "document_number_",
        "issued_on",
        "submitted_at",
        "approved_by",
        "approved_at",
        "issued_at",
        "closed_at",
        "return_note",
        "version",
    )
    inlines = [PlanBasisInline, TaskGroupInline, PlanVersionInline]
    fieldsets = [
        (None, {"fields": ["locality", "slug", "kind", "title", "year_from", "year_to", "parent"]}),
        ("Cơ quan", {"fields": ["issuer", "standing_agency", "consulted_agencies", "allows_joint_lead"]}),
        (
            "Nội dung",
            {"fields": ["opening", "purposes", "requirements", "budget_text", "organisation", "recipients"]},
        ),
        (
            "Thể thức và người ký",
            {
                "fields": [
                    "layout",
                    "issue_form",
                    "symbol",
                    "place_name",
                    "signing_authority",
                    "signer_name",
                    "decision_text",
                ]
            },
        ),
    ]
    where_it_stands = (
        "Tình trạng",
        {
            "fields": [
                "status_",
                "document_number_",
                "issued_on",
                "submitted_at",
                "approved_by",
                "approved_at",
                "issued_at",
                "closed_at",
                "return_note",
                "version",
            ]
        },
    )

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        return [*self.fieldsets, self.where_it_stands] if obj is not None else self.fieldsets

    def get_queryset(self, request: Any) -> Any:
        today = timezone.localdate()
        counted = Q(tasks__isnull=False) & (
            Q(tasks__withdrawn_on__isnull=True) | Q(tasks__withdrawn_on__gt=today)
        )
        late = Q(tasks__due_on__lt=today) & (
            Q(tasks__completed_on__isnull=True) | Q(tasks__completed_on__gt=today)
        )
        return (
            super()
            .get_queryset(request)
            .annotate(
                task_count=Count("tasks", filter=counted), late_count=Count("tasks", filter=counted & late)
            )
        )

    def narrow_choices(self, rows: Any, db_field: Any, request: Any) -> Any:
        if db_field.name in ("issuer", "standing_agency", "consulted_agencies"):
            return rows.filter(locality_id__in=request.user.locality_ids(*DRAFTERS))
        if db_field.name == "parent":
            return rows.filter(kind="MULTI_YEAR")
        return rows

    @admin.display(description="năm", ordering="-year_to")
    def years(self, obj):
        return str(obj.year_from) if obj.year_from == obj.year_to else f"{obj.year_from}–{obj.year_to}"

    status_ = NumberedPaper.state

    @admin.display(description="nhiệm vụ", ordering="task_count")
    def tasks_(self, obj):
        return obj.task_count

    @admin.display(description="quá hạn", ordering="late_count")
    def overdue_(self, obj):
        return obj.late_count or "–"


@admin.register(PlanVersion)
class PlanVersionAdmin(PortalModelAdmin):
    """What was promised on a day: looked at, never touched."""

    access = Access(view=STAFF)
    locality_path = "plan.locality_id"
    seen_through = "plan"
    menu_order = 40
    list_display = ["plan", "number", "effective_from", "created_at", "created_by"]
    list_filter = ["plan"]
    list_select_related = ["plan", "created_by"]
    date_hierarchy = "effective_from"
    search_fields = ["plan__search_text"]
    fields = ["plan", "number", "effective_from", "created_at", "created_by", "sha256", "promised"]
    readonly_fields = ["created_at", "promised"]

    @admin.display(description="nội dung")
    def promised(self, obj):
        groups = obj.content.get("groups", [])
        return f"{len(groups)} nội dung, {sum(len(group.get('tasks', [])) for group in groups)} nhiệm vụ"
