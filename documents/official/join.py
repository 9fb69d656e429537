"""Two files of WeasyPrint made one: pages, structure and bookmarks of the second after those of the first.

What says something of the whole paper (metadata, archive claim, colours, language, signature fields) is the first file's.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, ObjectStreamMode, Pdf


def join(first: bytes, second: bytes) -> bytes:
    """One file; the same two give the same bytes."""
    with Pdf.open(BytesIO(first)) as whole, Pdf.open(BytesIO(second)) as more:
        count = len(whole.pages)
        whole.pages.extend(more.pages)
        _share_colours(whole, count)
        _join_structure(whole, whole.copy_foreign(more.Root.StructTreeRoot), count)
        if "/Outlines" in more.Root:
            _join_bookmarks(whole.Root.Outlines, whole.copy_foreign(more.Root.Outlines))
        target = BytesIO()
        whole.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


def _share_colours(whole: Any, count: int) -> None:
    """The colour profile of the second file is the first's."""
    whole.pages[count].Resources.ColorSpace = whole.pages[0].Resources.ColorSpace


def _join_structure(whole: Any, more: Any, count: int) -> None:
    """Hang the second file's elements on the first's Document and number its pages on."""
    root, other = whole.Root.StructTreeRoot, more.K[0]
    for element in _children(whole, other):
        element.P = root.K[0]
    root.K[0].K.extend(other.K)
    for number, page in enumerate(whole.pages[count:], start=count):
        elements = more.ParentTree.Nums[2 * (number - count) + 1]
        root.ParentTree.Nums.extend([number, elements])
        page.StructParents = number


def _children(pdf: Any, parent: Any) -> Iterator[Any]:
    """All elements that name `parent` as theirs, those of margins too, which it does not name."""
    for element in pdf.objects:
        if isinstance(element, Dictionary) and "/P" in element and element.P.objgen == parent.objgen:
            yield element


def _join_bookmarks(outlines: Any, more: Any) -> None:
    outlines.Last.Next, more.First.Prev = more.First, outlines.Last
    item = more.First
    while item is not None:
        item.Parent = outlines
        item = item.get("/Next")
    outlines.Last = more.Last
    outlines.Count += more.Count
