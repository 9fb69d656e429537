"""Pages of a long list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


class CountedPaginator(Paginator):
    """Pages of a list whose length is known already: nothing is counted again."""

    def __init__(self, object_list: Any, per_page: int, *, count: int):
        super().__init__(object_list, per_page)
        self.count = count


@dataclass(frozen=True)
class Window:
    """Rows that are read part by part: `read(first, last)` gives those from `first` up to before `last`."""

    read: Callable[[int, int], list[Any]]

    def __getitem__(self, part: slice) -> list[Any]:
        return self.read(part.start, part.stop)


def page_of(
    request: HttpRequest,
    queryset: QuerySet[Any] | list[Any] | Window,
    size: int = PAGE_SIZE,
    *,
    count: int | None = None,
) -> Page[Any]:
    """The page that `?trang=` asks for; a number out of range gives the nearest page there is."""
    rows: Any = queryset
    paginator = Paginator(rows, size) if count is None else CountedPaginator(rows, size, count=count)
    return paginator.get_page(request.GET.get("trang"))


@dataclass(frozen=True)
class Pager:
    """What components/pager.html needs: `{% include "components/pager.html" with page=pager.page … %}`."""

    page: Page[Any]
    numbers: list[Any]
    query: str


def pager_of(request: HttpRequest, page: Page[Any]) -> Pager:
    """The page numbers to show and the rest of the address's query, kept on each link."""
    params = request.GET.copy()
    params.pop("trang", None)
    query = params.urlencode()
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return Pager(page, numbers, f"{query}&" if query else "")
