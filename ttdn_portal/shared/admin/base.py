"""The base class of every admin page."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch

from ttdn_portal.shared.admin import filters
from ttdn_portal.shared.admin.forms import MarkedModelForm
from ttdn_portal.shared.admin.record import part_values, plain_values
from ttdn_portal.shared.admin.rights import AccessMixin
from ttdn_portal.shared.text import fold
from ttdn_portal.shared.transitions import StaleState

SEARCH_COLUMN = "search_text"


class VietnameseList(ChangeList):
    """A click on the column of names orders by the Vietnamese alphabet."""

    def get_ordering_field(self, field_name: Any) -> Any:
        found = super().get_ordering_field(field_name)
        return "sort_key" if found and found == getattr(self.model, "SORT_FIELD", None) else found


class PortalModelAdmin(AccessMixin, admin.ModelAdmin):
    """Visible rows only, the table of acts, an entry in the log for each save, nothing of another locality."""

    form = MarkedModelForm
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 50
    empty_value_display = "–"
    menu_order: ClassVar[int] = 50
    # What stands in the row's columns for the log, besides what the form changed.
    fixed_on_change: ClassVar[tuple[str, ...]] = ()
    # Columns searched without marks though nothing folded is kept of them: for tables that stay small.
    folded_on_search: ClassVar[tuple[str, ...]] = ()

    # --- rows ---------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        manager = self.model._default_manager
        if self.seen_through:
            other = self.model._meta.get_field(self.seen_through).remote_field.model
            rows = manager.filter(
                **{f"{self.seen_through}__in": self.visible_rows(other, request).order_by().values("pk")}
            )
        else:
            rows = manager.visible_to(request.user)
        rows = rows.kept() if hasattr(rows, "kept") else rows
        return rows.order_by(*self.get_ordering(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return VietnameseList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word typed, with or without its marks, in any of the columns searched."""
        texts = self._folded(queryset) if search_term.strip() else {}
        for word in fold(search_term).split():
            found = Q(pk__in=[pk for pk, text in texts.items() if word in text]) if texts else Q()
            for name in self.get_search_fields(request):
                found |= (
                    Q(**{f"{name}__contains": word})
                    if name.endswith(SEARCH_COLUMN)
                    else Q(**{f"{name}__icontains": word})
                )
            queryset = queryset.filter(found)
        return queryset, False

    def _folded(self, queryset: QuerySet[Any]) -> dict[Any, str]:
        """Row → what is searched of it, as people type it."""
        if not self.folded_on_search:
            return {}
        rows = queryset.order_by().values_list("pk", *self.folded_on_search)
        return {pk: fold(" ".join(str(text or "") for text in texts)) for pk, *texts in rows}

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Without the choice of a locality for whoever works in one."""
        one_place = not request.user.is_superuser and len(request.user.locality_ids()) < 2
        shown = tuple(
            item for item in self.list_filter if not (one_place and item in ("locality", "agency__locality"))
        )
        return filters.with_visible_choices(self.model, shown)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup in filters.allowed_lookups(tuple(self.list_filter), self.date_hierarchy)

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return tuple(self.ordering or self.model._meta.ordering or ("pk",))

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> list[tuple[str, str]]:
        return super().get_action_choices(request, default_choices or [("", "Chọn việc")])

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """A choice that names a row the person may not see changes nothing at all."""
        chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        if request.POST.get("select_across") != "1" and chosen != self._found(queryset, chosen):
            self.message_user(
                request,
                "Có mục đã chọn không tồn tại hoặc không còn trong danh sách. Chưa thay đổi gì; chọn lại rồi làm tiếp.",
                messages.ERROR,
            )
            return None
        return super().response_action(request, queryset)

    def _found(self, queryset: QuerySet[Any], chosen: set[str]) -> set[str]:
        try:
            return {str(pk) for pk in queryset.filter(pk__in=chosen).values_list("pk", flat=True)}
        except (ValueError, ValidationError):
            return set()

    # --- one row ------------------------------------------------------------------------------
    def view_on_site(self, obj: Any) -> str | None:
        """The row's page in the portal; Django's own redirect would name rows of other localities."""
        try:
            return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None
        except NoReverseMatch:
            return None

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        raise Http404("no such row for this person")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = self.fixed_on_change if obj is not None else ()
        return (*self.readonly_fields, *fixed)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Parts are added to a row that stands: a half-made whole is never saved."""
        return list(self.inlines) if obj is not None else []

    # --- writing ------------------------------------------------------------------------------
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (StaleState, IntegrityError):
            # Between the reading and the writing of this very request: everything is rolled back.
            self.message_user(
                request,
                "Người khác vừa ghi vào mục này trước một nhịp; nội dung của anh/chị chưa được lưu. Xem lại rồi lưu lần nữa.",
                messages.ERROR,
            )
            return HttpResponseRedirect(request.get_full_path())
        except ValidationError as refusal:  # a service refused what the form could not know
            for sentence in refusal.messages:
                self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not self.may(request, "change" if change else "add", obj):
            raise PermissionDenied
        before = plain_values(self._stored(obj), form.changed_data) if change else {}
        self._claim(obj, change)
        self.set_actor(request, obj, change)
        obj.save()
        names = form.changed_data if change else [name for name in form.fields if name != "read_mark"]
        self.record(
            request, obj, "change" if change else "add", before=before, after=plain_values(obj, names)
        )

    def set_actor(self, request: HttpRequest, obj: Any, change: bool) -> None:
        """For a model that keeps who made its row."""

    def _stored(self, obj: Any) -> Any:
        return type(obj)._base_manager.get(pk=obj.pk)

    def _claim(self, obj: Any, change: bool) -> None:
        """Count the version up where the row is still as it was read, else somebody was faster."""
        if not change or not hasattr(obj, "version"):
            return
        if not type(obj)._base_manager.filter(pk=obj.pk, version=obj.version).update(version=obj.version + 1):
            raise StaleState
        obj.version += 1

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Parts of a row: saved one by one, each with its entry in the history of the whole."""
        formset.save(commit=False)
        whole = form.instance
        for part in formset.deleted_objects:
            self.record(request, whole, "change", before=part_values(part))
            part.delete()
        for part, changed in formset.changed_objects:
            self.record(
                request,
                whole,
                "change",
                before=part_values(self._stored(part), changed),
                after=part_values(part, changed),
            )
            part.save()
        for part in formset.new_objects:
            part.save()
            self.record(request, whole, "change", after=part_values(part))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.record(request, obj, "delete", before=all_plain(obj))
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def record(
        self,
        request: HttpRequest,
        obj: Any,
        action: str,
        *,
        note: str = "",
        before: Any = None,
        after: Any = None,
    ) -> None:
        self.admin_site.record(
            actor=request.user, action=action, obj=obj, note=note, before=before, after=after
        )

    # Django's own log would be a second one that can be edited.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        return None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What stands against a deletion is counted, not named: the person may not see each of those rows."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return (
            to_delete,
            counts,
            perms_needed,
            (_counted(objs) or ["những mục khác đang dùng đến"]) if protected else [],
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404("no such row for this person")
        page = self.get_paginator(request, self.admin_site.entries_about(obj), 50).get_page(
            request.GET.get("p", 1)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": "Lịch sử",
            "subtitle": str(obj),
            "object": obj,
            "opts": self.opts,
            "entries": self.admin_site.told(page.object_list),
            "page": page,
            "preserved_filters": self.get_preserved_filters(request),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "admin/object_history.html", context)


def all_plain(obj: Any) -> dict[str, Any]:
    names = [field.name for field in obj._meta.concrete_fields if field.editable and not field.primary_key]
    return plain_values(obj, names)


def _counted(objs: Any) -> list[str]:
    """“3 nhiệm vụ” for every kind of row that holds on to one of `objs`."""
    found: dict[str, int] = {}
    for obj in objs:
        for relation in obj._meta.related_objects:
            if relation.on_delete is not models.PROTECT:
                continue
            number = relation.related_model._base_manager.filter(**{relation.field.name: obj}).count()
            name = str(relation.related_model._meta.verbose_name_plural)
            found[name] = found.get(name, 0) + number
    return [f"{number} {name}" for name, number in found.items() if number]
