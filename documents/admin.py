"""Legal bases, number series, office wording in the admin site."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from agencies.choices import Role
from documents import registry
from documents.models import LegalBasis, NumberSeries, OfficeWording, RegisteredNumber, SignedCopy
from documents.resources import LegalBasisResource
from documents.services.wording import keep_first_version, keep_version
from ttdn_portal.shared.admin import SYSTEM, Access, PortalModelAdmin, ReadOnlyInline
from ttdn_portal.shared.admin.base import VietnameseList
from ttdn_portal.shared.admin.exchange import ExchangeMixin
from ttdn_portal.shared.admin.record import subject_in_words

STAFF = (Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, Role.LOCALITY_ADMIN, SYSTEM)
LIBRARIANS = (Role.STANDING_OFFICER, Role.LOCALITY_ADMIN, SYSTEM)
OFFICE = (Role.CLERK, Role.LOCALITY_ADMIN)


@admin.register(LegalBasis)
class LegalBasisAdmin(ExchangeMixin, PortalModelAdmin):
    resource = LegalBasisResource
    whole_scope = "Trung ương"
    access = Access(view=STAFF, add=LIBRARIANS, change=LIBRARIANS, delete=LIBRARIANS)
    menu_order = 10
    list_display = ["short_citation", "title", "issuer_name", "issued_on", "state", "replaced_by", "scope"]
    list_filter = ["state", "locality"]
    list_select_related = ["replaced_by", "locality"]
    date_hierarchy = "issued_on"
    search_fields = ["search_text"]
    fixed_on_change = ("locality", "code")
    fieldsets = [
        (None, {"fields": ["locality", "code", "symbol", "title", "issuer_name", "issued_on"]}),
        ("Viện dẫn", {"fields": ["full_citation", "short_citation"]}),
        ("Tình trạng", {"fields": ["state", "replaced_by", "note"]}),
    ]

    @admin.display(description="áp dụng", ordering="locality")
    def scope(self, obj):
        return obj.locality or "cả nước"


class OfficeAdmin(PortalModelAdmin):
    """Rows of one office: chosen among the agencies of the localities where the person keeps them."""

    access = Access(view=STAFF, add=OFFICE, change=OFFICE)

    def narrow_choices(self, rows: Any, db_field: Any, request: Any) -> Any:
        if db_field.name in ("issuer", "agency"):
            return rows.filter(locality_id__in=request.user.locality_ids(*OFFICE))
        return rows


def linked_name(obj: Any, named: registry.Named | None) -> str:
    """“Kế hoạch: Kế hoạch …” with its link; the words of its key where the person may not see it."""
    if named is None:
        return subject_in_words(obj.subject_key)
    return format_html('{}: <a href="{}">{}</a>', named.kind, named.url, named.title)


class NamedList(VietnameseList):
    """Every row of the page with the name of its paper, asked for together."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        names = registry.names_of([row.subject_key for row in rows], request.user)
        for row in rows:
            row.named = names.get(row.subject_key)
        self.result_list = rows


class NamesSubject:
    """Mix into the admin class of rows with a `subject_key`."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[NamedList]:
        return NamedList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        obj = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if obj is not None:
            obj.named = registry.names_of([obj.subject_key], request.user).get(obj.subject_key)
        return obj


class RegisteredNumberInline(ReadOnlyInline):
    """Made anew for each request: the names of one book's papers are asked for once."""

    model = RegisteredNumber
    fields = ["number", "issued_on", "given_to", "given_by", "created_at"]
    names: dict[str, registry.Named] | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        self.reader = request.user
        return super().get_queryset(request).select_related("given_by")

    @admin.display(description="cấp cho")
    def given_to(self, obj):
        if self.names is None:
            keys = RegisteredNumber.objects.filter(series=obj.series_id).values_list("subject_key", flat=True)
            self.names = registry.names_of(keys, self.reader)
        return linked_name(obj, self.names.get(obj.subject_key))


@admin.register(NumberSeries)
class NumberSeriesAdmin(OfficeAdmin):
    menu_order = 30
    list_display = ["symbol", "issuer", "period_label", "layout", "last_number"]
    list_filter = ["layout", "issuer", "locality"]
    list_select_related = ["issuer"]
    search_fields = ["symbol", "issuer__search_text"]
    fixed_on_change = ("locality", "issuer", "symbol", "layout", "period_label")
    fields = ["locality", "issuer", "symbol", "layout", "period_label", "last_number"]
    inlines = [RegisteredNumberInline]


@admin.register(RegisteredNumber)
class RegisteredNumberAdmin(NamesSubject, PortalModelAdmin):
    access = Access(view=STAFF)
    locality_path = "series.locality_id"
    seen_through = "series"
    menu_order = 40
    list_display = ["number", "series", "issued_on", "given_to", "given_by"]
    list_filter = ["series"]
    list_select_related = ["series", "given_by"]
    date_hierarchy = "issued_on"
    search_fields = ["subject_key"]
    fields = ["series", "number", "issued_on", "given_to", "given_by", "created_at"]
    readonly_fields = ["created_at", "given_to"]

    @admin.display(description="cấp cho", ordering="subject_key")
    def given_to(self, obj):
        return linked_name(obj, getattr(obj, "named", None))


@admin.register(SignedCopy)
class SignedCopyAdmin(NamesSubject, PortalModelAdmin):
    """Read here; filed on the page of the paper, where the clerk sees what differs."""

    access = Access(view=STAFF)
    menu_order = 45
    list_display = ["name", "filed_for", "signature_state", "comparison", "uploaded_by", "created_at"]
    list_filter = ["comparison", "signature_state", "locality"]
    list_select_related = ["uploaded_by"]
    date_hierarchy = "created_at"
    search_fields = ["name", "subject_key"]
    fields = [
        "name", "filed_for", "signature_state", "signature_note", "comparison", "comparison_note", "kept_because", "size",
        "sha256", "uploaded_by", "created_at",
    ]  # fmt: skip
    readonly_fields = ["filed_for", "created_at"]

    @admin.display(description="của", ordering="subject_key")
    def filed_for(self, obj):
        return linked_name(obj, getattr(obj, "named", None))


@admin.register(OfficeWording)
class OfficeWordingAdmin(OfficeAdmin):
    menu_order = 20
    list_display = ["issuer_name", "agency", "layout", "place_name"]
    list_filter = ["layout", "locality"]
    list_select_related = ["agency"]
    search_fields = ["issuer_name", "agency__search_text"]
    fixed_on_change = ("locality", "agency", "layout")
    fieldsets = [
        (None, {"fields": ["locality", "agency", "layout"]}),
        ("Tiêu đề văn bản", {"fields": ["parent_name", "issuer_name", "place_name"]}),
        ("Cuối văn bản", {"fields": ["signing_authority", "recipients"]}),
        ("Công văn", {"fields": ["letter_symbol", "letter_authority", "letter_recipients", "contact_line"]}),
        ("Soạn thảo", {"fields": ["drafter_code"]}),
    ]

    def save_model(self, request, obj, form, change):
        """Each change is kept here too: papers issued before it keep what stood then."""
        before = OfficeWording.objects.filter(pk=obj.pk).first()
        if before is not None:
            keep_first_version(before)
        super().save_model(request, obj, form, change)
        keep_version(obj, actor=request.user)
