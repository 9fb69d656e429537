"""A paper with a long annex, made by two processes at once: the first lays out all up to about the middle, the other one the rest.

What stands on a page of a table depends on nothing but the row that opens it and, for its number, on how many pages came before.
So the rest begins with the row that is forecast to open a page in the middle. The first part goes on a little further and shows
which rows open pages in truth: from the first page that both have, all later ones are those of the paper laid out in one piece.
Where they have none the rest is laid out again, from a row that does open a page.

The number of rows alone decides, so that the same paper has the same bytes on each machine.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from documents.official import forecast
from documents.official.join import join
from documents.official.layout import Finisher, Progress, anchors, lay_out, page_teller, write
from documents.official.rest import Died, Elsewhere, Here
from documents.official.styles import LayoutStyle

logger = logging.getLogger(__name__)
Context = dict[str, Any]
MANY_ROWS = 600
HEAD_START = 60  # rows that the first process lays out while the other one starts
LAP = 2  # pages of the rest that the first part has too
ROW, ANNEX = "dong-", "phu-luc"


@dataclass(frozen=True, slots=True)
class Meeting:
    """How many pages of the first part stand, and how many of the rest were laid out for nothing."""

    pages: int
    skipped: int


class Steps:
    """Tells the steps of the work, and the last one again while there is nothing to do but wait."""

    def __init__(self, tell: Progress):
        self.tell = tell
        self.last = ("Dàn trang", 10)

    def __call__(self, step: str, percent: int) -> None:
        self.last = (step, percent)
        self.tell(step, percent)

    def again(self) -> None:
        self.tell(*self.last)


class LongPaper:
    """The HTML of both parts; `at` is the annex that they share, `opening` the row and the page number the rest begins with."""

    def __init__(self, context: Context, at: int, style: LayoutStyle):
        self.context, self.at = context, at
        self.annex = context["annexes"][at]
        self.rows = self.annex["table"]["rows"]
        openers = [0, *forecast.openers(self.annex, style)]
        middle = (len(self.rows) + HEAD_START) // 2
        page = next((n for n, row in enumerate(openers) if row >= middle), len(openers) - 1)
        self.opening = (openers[page], page + 1)
        self.end = openers[page + LAP] if page + LAP < len(openers) else len(self.rows)

    def first(self) -> str:
        annex = self._cut(self._marked(self.opening[0] - 1)[: self.end], mark=ANNEX)
        return _html(self.context, annexes=[*self.context["annexes"][: self.at], annex])

    def rest(self, row: int, number: int) -> str:
        """From `row` on, which opens a page of that number, to the end of the paper."""
        annex = self._cut(self._marked(row)[row:], is_rest=True, paragraphs=[])
        annexes = [annex, *self.context["annexes"][self.at + 1 :]]
        rules = self.context["rules"] + self._numbers(number)
        return _html(self.context, has_body=False, annexes=annexes, rules=rules)

    def _numbers(self, number: int) -> SafeString:
        """The first page of the rest is none of its annex: it bears a number."""
        shown = f"counter-reset: page {number - 1}; counter-increment: page; @top-center {{ content: counter(page); }}"
        name = "annex-compact" if self.annex["is_compact"] else f"annex-{self.annex['orientation']}"
        rule = f"@page {name}:first:nth(1 of {name}) {{ {shown} }}"
        return mark_safe(rule)  # a number and constants  # noqa: S308

    def _cut(self, rows: list[Context], **changes: Any) -> Context:
        return {**self.annex, **changes, "table": {**self.annex["table"], "rows": rows}}

    def _marked(self, since: int) -> list[Context]:
        """All rows; those from `since` to the end of the first part bear their number."""
        rows = list(self.rows)
        for number in range(max(since, 0), self.end):
            rows[number] = {**rows[number], "mark": f"{ROW}{number}"}
        return rows


def _html(context: Context, **changes: Any) -> str:
    return render_to_string("official/document.html", {**context, **changes})


def render(context: Context, style: LayoutStyle, sign: Finisher, tell: Progress) -> bytes | None:
    """The paper as PDF; nothing where it is short, or where no row opens a page."""
    at, steps = _long_annex(context), Steps(tell)
    if at is None:
        return None
    try:
        with Elsewhere() as rest:
            return _in_two(LongPaper(context, at, style), rest, sign, steps)
    except Died:
        logger.warning("the process for the rest of a paper died: its part is made here")
        return _in_two(LongPaper(context, at, style), Here(), sign, steps)


def _long_annex(context: Context) -> int | None:
    """The annex of most rows, if they are many; none where a row goes on over a page's end: no row opens such a page."""
    counts = [_row_count(annex["table"]) for annex in context["annexes"]]
    most = max(counts, default=0)
    if most < MANY_ROWS or any(
        row["is_tall"] for row in context["annexes"][counts.index(most)]["table"]["rows"]
    ):
        return None
    return counts.index(most)


def _row_count(table: Context | None) -> int:
    return sum(row["kind"] != "group" for row in table["rows"]) if table else 0


def _in_two(paper: LongPaper, rest: Elsewhere | Here, sign: Finisher, tell: Steps) -> bytes | None:
    rest.lay_out(paper.rest(*paper.opening))
    first = _first_part(paper, rest, sign, tell)
    return join(first, rest.content(tell.again)) if first else None


def _first_part(paper: LongPaper, rest: Elsewhere | Here, sign: Finisher, tell: Steps) -> bytes | None:
    """Its pages as PDF; the rest begins to be written where they end."""
    tell("Dàn trang", 10)
    pages = lay_out(paper.first(), page_teller(tell))
    meeting = _meet(paper, anchors(pages), rest, tell.again)
    if meeting is None:
        return None
    tell("Ghi tệp", 80)
    rest.write(meeting.skipped)
    _unmark(pages)
    return write(pages.copy(pages.pages[: meeting.pages]), sign, is_part=True)


def _meet(
    paper: LongPaper, marks: list[list[str]], rest: Elsewhere | Here, waiting: Callable[[], None]
) -> Meeting | None:
    """Where both parts go together; if the forecast was wrong, after laying out the rest once more."""
    begins = next(page for page, names in enumerate(marks) if ANNEX in names)
    mine = openers(marks, 1 - begins)
    if not mine:
        return None
    row, number = paper.opening
    common = mine.items() & openers(rest.anchors(waiting), number, row - 1).items()
    if not common:
        row, number = min(mine.items())
        rest.lay_out(paper.rest(row, number))
        rest.anchors(waiting)
    _, met = min(common, default=(row, number))
    return Meeting(begins + met - 1, met - number)


def openers(marks: list[list[str]], number: int, before: int | None = None) -> dict[int, int]:
    """The rows that open pages, with the numbers of these, by the marks on each; `number` is that of the first page.

    A row that goes on from the page before opens none; whether the very first one does, only the row `before` tells.
    """
    found: dict[int, int] = {}
    for page, names in enumerate(marks, start=number):
        rows = [int(name.removeprefix(ROW)) for name in names if name.startswith(ROW)]
        if rows and before is not None and rows[0] > before:
            found[rows[0]] = page
        before = rows[-1] if rows else before
    return found


def _unmark(pages: Any) -> None:
    """The marks are no places to jump to in the file."""
    for page in pages.pages:
        for name in [name for name in page.anchors if name == ANNEX or name.startswith(ROW)]:
            del page.anchors[name]
