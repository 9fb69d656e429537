"""People and their posts. Nobody sees a password here, nobody grants a role to oneself."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from agencies.admin.places import KEEPERS
from agencies.choices import Role
from agencies.models import Membership, User
from agencies.resources import PersonResource
from agencies.services import people
from agencies.services.links import one_time_link
from ttdn_portal.shared.admin import Access, PortalInline, PortalModelAdmin, PortalModelForm
from ttdn_portal.shared.admin.exchange import ExchangeMixin
from ttdn_portal.shared.admin.forms import MarkedModelForm

LINK_IN_SESSION = "agencies.admin.link_for"


class PersonForm(MarkedModelForm):
    made_later = ("password",)


class MembershipForm(PortalModelForm):
    """A post that was given stays as it was; only its last day may be set."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("agency", "role", "valid_from"):
            if self.instance.pk and name in self.fields:
                self.fields[name].disabled = True


class MembershipInline(PortalInline):
    """A post ends by its last day and is never deleted: old papers and reports rest on it."""

    model = Membership
    form = MembershipForm
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
            kwargs["choices"] = [
                ("", "---------"),
                *((value, label) for value, label in Role.choices if value != Role.MINISTRY_VIEWER),
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(ExchangeMixin, PortalModelAdmin):
    resource = PersonResource
    imports = False
    access = Access(view=KEEPERS, add=KEEPERS, change=KEEPERS, rule="agencies.change_person")
    form = PersonForm
    menu_order = 40
    change_form_template = "admin/agencies/user/change_form.html"
    list_display = [
        "full_name",
        "username",
        "position_title",
        "posts_today",
        "email",
        "is_active",
        "last_login",
    ]
    list_filter = ["is_active", "memberships__role", "locality"]
    search_fields = ["search_text"]
    fixed_on_change = ("username", "locality", "is_active", "last_login", "must_change_password")
    fieldsets = [
        (None, {"fields": ["locality", "username", "full_name", "position_title"]}),
        ("Liên hệ", {"fields": ["email", "phone", "wants_digest"]}),
    ]
    inlines = [MembershipInline]

    def get_fieldsets(self, request, obj=None):
        seen = ("Đăng nhập", {"fields": ["is_active", "last_login", "must_change_password"]})
        return [*self.fieldsets, seen] if obj is not None else self.fieldsets

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("locality").prefetch_related("memberships__agency")
        )

    @admin.display(description="vai trò hiện nay")
    def posts_today(self, obj):
        today = timezone.localdate()
        held = [
            row
            for row in obj.memberships.all()
            if row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
        ]
        return "; ".join(f"{row.get_role_display()} – {row.agency.label}" for row in held)

    def view_on_site(self, obj):
        return (
            reverse("agencies:person_detail", args=[obj.locality.code, obj.username])
            if obj.locality
            else None
        )

    # --- writing: the services of the portal's own pages ------------------------------------------
    def save_model(self, request, obj, form, change):
        if not self.may(request, "change" if change else "add", obj):
            raise PermissionDenied
        if change:
            people.update_person(obj, actor=request.user)
            return
        people.create_person(obj, locality=obj.locality, actor=request.user)
        request.session[LINK_IN_SESSION] = obj.pk

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for membership in formset.new_objects:
            people.add_membership(membership, actor=request.user)
        for membership, _ in formset.changed_objects:
            self._end_or_reopen(request, membership)

    def _end_or_reopen(self, request, membership):
        stored = Membership.objects.select_related("user", "agency").get(pk=membership.pk)
        if membership.valid_to:
            people.end_membership(stored, last_day=membership.valid_to, actor=request.user)
            return
        before = {"valid_to": stored.valid_to.isoformat() if stored.valid_to else None}
        membership.save()
        self.record(
            request,
            membership.user,
            "change",
            note=people.str_of(membership),
            before=before,
            after={"valid_to": None},
        )

    def response_post_save_add(self, request, obj):
        """To the new person's own page, where the one-time link is shown once."""
        return HttpResponseRedirect(reverse("admin:agencies_user_change", args=[obj.pk]))

    # --- the one-time link --------------------------------------------------------------------------
    def get_urls(self):
        view = self.admin_site.admin_view(self.link_view)
        return [path("<path:object_id>/lien-ket/", view, name="agencies_user_link"), *super().get_urls()]

    def link_view(self, request, object_id):
        """A new link ends the password in use: asked by POST only."""
        person = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404("no such row for this person")
        if not request.user.has_perm("agencies.decide_on_person", person):
            raise PermissionDenied
        if request.method == "POST":
            people.invite(person, actor=request.user)
            request.session[LINK_IN_SESSION] = person.pk
        return HttpResponseRedirect(reverse("admin:agencies_user_change", args=[person.pk]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, unquote(object_id))
        link = ""
        if (
            person is not None
            and request.session.get(LINK_IN_SESSION) == person.pk
            and request.method == "GET"
        ):
            del request.session[LINK_IN_SESSION]
            link = one_time_link(person)
        may_link = person is not None and request.user.has_perm("agencies.decide_on_person", person)
        return super().change_view(
            request,
            object_id,
            form_url,
            {"one_time_link": link, "may_link": may_link, **(extra_context or {})},
        )
