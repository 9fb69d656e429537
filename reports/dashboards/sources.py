"""How a paragraph of a review remembers the report it came from.

A mark at the end of the paragraph names the report: “[1.2]” is task 1.2 in the review's own period, “[1.2
2026-quy-1]” the same task in an earlier one. It is plain text, so it moves with its paragraph, survives every
edit and works without script; the page shows it as a link, the paper leaves it out.
"""

import re
from dataclasses import dataclass

from ttdn_portal.shared.text import blocks

_MARK = re.compile(r"\s*\[(\d{1,3}\.\d{1,3}(?: [a-z0-9-]{1,40})?)\]$")


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """One paragraph of a review, and the marks of the reports it came from."""

    level: int
    text: str
    marks: tuple[str, ...] = ()


def mark_of(code: str, period_slug: str, own_slug: str) -> str:
    """The mark of one report: the task's code, with the period where it is not the review's own."""
    return code if period_slug == own_slug else f"{code} {period_slug}"


def split_marks(line: str) -> tuple[str, tuple[str, ...]]:
    """A line without the marks at its end, and these in reading order.

    >>> split_marks("Đã phát 7 phóng sự. [1.2] [3.1 2026-quy-1]")
    ('Đã phát 7 phóng sự.', ('1.2', '3.1 2026-quy-1'))
    """
    marks: list[str] = []
    while found := _MARK.search(line):
        marks.insert(0, found[1])
        line = line[: found.start()]
    return line, tuple(marks)


def marked_blocks(text: str) -> list[MarkedBlock]:
    """A part of a review as paragraphs with their sources."""
    return [MarkedBlock(block.level, *split_marks(block.text)) for block in blocks(text)]


def without_marks(text: str) -> str:
    """The text as the paper prints it: the same lines, their marks left out."""
    return "\n".join(split_marks(line.rstrip())[0] for line in text.splitlines())


def with_marks(text: str, marks: tuple[str, ...]) -> str:
    """Every line of `text` with the marks of its sources."""
    tail = "".join(f" [{mark}]" for mark in marks)
    return "\n".join(f"{line.rstrip()}{tail}" for line in text.splitlines() if line.strip())
