"""WeasyPrint, as papers use it: a page of HTML laid out, then written as a tagged archival PDF.

Knows neither models nor templates, so that a process of its own (`rest`) starts at once.
"""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from documents.official.fetcher import SCHEME, paper_fetcher
from documents.official.layout_pages import pages_told_to

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint import Document

Finisher = Callable[["Document", "PDF"], None]
Progress = Callable[[str, int], None]
Hear = Callable[[int], None]
VARIANT = "pdf/a-3a"
COLLECT = (50_000, 5, 5)  # objects, then passes: Python's own 700 are for programs that throw more away


def page_teller(tell: Progress) -> Hear:
    """Tells each page as a step of the work; what `tell` raises ends the layout."""
    return lambda number: tell(f"Dàn trang {number}", min(10 + number, 79))


def lay_out(html: str, hear: Hear | None = None) -> "Document":
    """The pages of a page of HTML that refers to nothing but our own stylesheet; `hear` gets the number of each as it is begun."""
    paper = _paper_class()(
        string=html, base_url=f"{SCHEME}:", url_fetcher=paper_fetcher(), media_type="print"
    )
    with pages_told_to(hear) if hear else nullcontext():
        return paper.render(pdf_variant=VARIANT, presentational_hints=False)


@lru_cache(maxsize=1)
def _paper_class() -> Any:
    """WeasyPrint's HTML without the rules for marks of lists and notes: they match each element, and no paper has any.

    Six styles for each cell of a table are a third of the memory and a tenth of the time.
    """
    from weasyprint import CSS, HTML
    from weasyprint.html import UA

    rules = CSS(string=re.sub(r"^::.*$", "", UA, flags=re.MULTILINE))

    class Paper(HTML):
        def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
            return [rules]

    return Paper


def write(pages: "Document", finisher: Finisher | None = None, *, is_part: bool = False) -> bytes:
    """The PDF of these pages; `finisher` may add to it before its end is written. A part bears no identifier: the whole will."""
    target = BytesIO()
    identified = {"pdf_identifier": False} if is_part else {}
    with _never_collected():
        pages.write_pdf(target, finisher=finisher, pdf_variant=VARIANT, **identified)
    return target.getvalue()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Boxes of a document live until it is written: looking through them for rubbish at each few hundred costs a quarter of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECT)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _never_collected() -> Iterator[None]:
    """Writing leaves no rubbish that has to be looked for."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def anchors(pages: "Document") -> list[list[str]]:
    """The marks (`id`) that stand on each page, in their order."""
    return [list(page.anchors) for page in pages.pages]
