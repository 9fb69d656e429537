"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

Part = tuple[str, str]

# A day (30/11/2026) and a figure (1.250.000) is one word: half a date says nothing.
_WORDS = re.compile(r"\d+(?:[./,]\d+)+|\w+|\s+|[^\w\s]")


def word_diff(old: str, new: str) -> list[Part]:
    """Pieces ("same" | "old" | "new", text) in reading order; what was taken out stands before what replaced it.

    >>> word_diff("phát 7 phóng sự", "phát 9 phóng sự")
    [('same', 'phát '), ('old', '7'), ('new', '9'), ('same', ' phóng sự')]
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    head, tail = before[:start], before[len(before) - end :]
    parts = _between(before[start : len(before) - end], after[start : len(after) - end])
    return [("same", "".join(head))] * bool(head) + parts + [("same", "".join(tail))] * bool(tail)


def _alike(one: list[str], other: list[str]) -> int:
    """How many words both begin with: a long clause in which one word changed is compared at that word alone."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _between(before: list[str], after: list[str]) -> list[Part]:
    parts: list[Part] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > 2000)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            parts.append(("old", "".join(before[i1:i2])))
        if j2 > j1:
            parts.append(("new", "".join(after[j1:j2])))
    return parts
