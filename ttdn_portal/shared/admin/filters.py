"""Filters of the admin lists, none of which names a row the person may not see."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

# What Django's own filters put behind a column's name in the address.
FILTER_ENDINGS = ("", "exact", "id__exact", "isnull", "gte", "lt", "year", "month", "day")


class VisibleRelatedFilter(admin.RelatedFieldListFilter):
    """Choices from the visible rows of the other model that the list uses; Django's own lists all of them."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        used = model_admin.get_queryset(request).order_by().values(f"{self.field_path}__pk")
        return [
            (row.pk, str(row))
            for row in model_admin.visible_rows(field.remote_field.model, request).filter(pk__in=used)
        ]


def with_visible_choices(model: type[models.Model], list_filter: tuple[Any, ...]) -> list[Any]:
    """`list_filter` in which each foreign key that is only named uses `VisibleRelatedFilter`."""
    return [
        (item, VisibleRelatedFilter) if isinstance(item, str) and _is_relation(model, item) else item
        for item in list_filter
    ]


def _is_relation(model: type[models.Model], path: str) -> bool:
    field: Any = None
    for part in path.split(LOOKUP_SEP):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        model = field.related_model or model
    return bool(field.is_relation)


def allowed_lookups(list_filter: tuple[Any, ...], date_hierarchy: str | None) -> set[str]:
    """Every lookup that the list's own links can ask for; nothing else is answered."""
    paths = {date_hierarchy} if date_hierarchy else set()
    for item in list_filter:
        if isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
            paths.add(item.parameter_name)
        else:
            paths.add(item[0] if isinstance(item, tuple | list) else item)
    return {LOOKUP_SEP.join(filter(None, (path, ending))) for path in paths for ending in FILTER_ENDINGS}
