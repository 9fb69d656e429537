"""Rows and choices that a person may see, acts that a page's table allows."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from ttdn_portal.shared.admin.access import Access, holds_any, holds_in, localities_of, locality_id_of
from ttdn_portal.shared.admin.forms import LONG_LINE, OneLineField


class AccessMixin:
    """Rows and choices that a person may see, acts that the page's table allows."""

    access: ClassVar[Access]
    locality_path: ClassVar[str] = "locality_id"
    # For a model without `visible_to` of its own: the foreign key through which it is seen.
    seen_through: ClassVar[str] = ""

    model: type[models.Model]
    admin_site: Any

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds_any(request.user, self.access.view)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds_any(request.user, self.access.add)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "delete", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def may(self, request: HttpRequest, act: str, obj: Any) -> bool:
        """May the person do `act` to this row (None: to any row)?"""
        roles = self.access.roles(act)
        if obj is None:
            return holds_any(request.user, roles)
        allowed = holds_in(request.user, roles, locality_id_of(obj, self.locality_path))
        return allowed and (
            not self.access.rule or request.user.has_perm(self.access.rule, self.rule_subject(obj))
        )

    def rule_subject(self, obj: Any) -> Any:
        return obj

    def visible_rows(self, model: type[models.Model], request: HttpRequest) -> QuerySet[Any]:
        """Rows of another model that the person may choose from; none where nothing says who sees them."""
        registered = self.admin_site._registry.get(model)
        if registered is not None:
            return registered.get_queryset(request)
        manager = model._default_manager
        return manager.visible_to(request.user) if hasattr(manager, "visible_to") else manager.none()

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        rows = self.visible_rows(db_field.remote_field.model, request)
        if db_field.name == "locality" and not request.user.is_superuser:
            rows = rows.filter(pk__in=localities_of(request.user, self.access.add + self.access.change))
        return self.narrow_choices(rows, db_field, request)

    def narrow_choices(self, rows: QuerySet[Any], db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """For a page whose choices are fewer than what the person sees."""
        return rows

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A long single line is shown whole."""
        if (
            isinstance(db_field, models.CharField)
            and not db_field.choices
            and (db_field.max_length or 0) >= LONG_LINE
        ):
            return OneLineField(
                label=capfirst(db_field.verbose_name),
                required=not db_field.blank,
                max_length=db_field.max_length,
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "locality" and not request.user.is_superuser:
            kwargs["required"] = True  # a row without a locality holds for the whole country
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "locality" and field.required and field.queryset.count() == 1:
            field.empty_label = None
        return field
