"""Pages of a long list."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(request: HttpRequest, queryset: QuerySet[Any] | list[Any], size: int = PAGE_SIZE) -> Page[Any]:
    """The page that `?trang=` asks for; a number out of range gives the nearest page there is."""
    return Paginator(queryset, size).get_page(request.GET.get("trang"))
