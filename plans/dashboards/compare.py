"""Two versions of a plan, or plans of two years: what was added, removed, moved and changed.

Tasks are matched by identity, then by the task they were taken over from, then by the same title; never by position.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from plans.dashboards.changes import (
    ClausePair,
    Content,
    pairs_of,
    paragraph_pairs,
    task_clauses,
    title_of,
)
from plans.dashboards.plan import SECTIONS
from ttdn_portal.shared.text import fold

ADDED, REMOVED, MOVED, CHANGED, SAME = "added", "removed", "moved", "changed", "same"
LABELS = {
    ADDED: "Thêm",
    REMOVED: "Bỏ",
    MOVED: "Chuyển chỗ",
    CHANGED: "Sửa",
    SAME: "Không đổi",
}


@dataclass(frozen=True)
class TextDiff:
    """One written part; its paragraphs that differ, and the whole where nothing does."""

    label: str
    text: str
    pairs: tuple[ClausePair, ...]

    @property
    def is_changed(self) -> bool:
        return bool(self.pairs)


@dataclass(frozen=True)
class TaskDiff:
    kind: str
    code: str
    title: str
    note: str = ""
    pairs: tuple[ClausePair, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.kind]


@dataclass(frozen=True)
class GroupDiff:
    """One content item with the tasks that differ in it; of the others only their titles."""

    heading: str
    kind: str
    pairs: tuple[ClausePair, ...]
    tasks: list[TaskDiff] = field(default_factory=list)
    same: list[TaskDiff] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return self.kind != SAME or bool(self.tasks) or bool(self.pairs)

    @property
    def label(self) -> str:
        return LABELS[self.kind]


@dataclass(frozen=True)
class Comparison:
    texts: list[TextDiff]
    groups: list[GroupDiff]
    counts: dict[str, int]

    @property
    def is_equal(self) -> bool:
        texts = any(part.is_changed for part in self.texts)
        return not texts and not any(group.is_changed for group in self.groups)


def compare(old: Content, new: Content, *, is_same_plan: bool) -> Comparison:
    """What differs between two contents, in the order of the later one; what was removed stands where it stood."""
    tasks = _match_tasks(_tasks(old), _tasks(new))
    homes = _match_groups(old["groups"], new["groups"], tasks, is_same_plan)
    groups = _group_diffs(old["groups"], new["groups"], tasks, homes)
    counts = Counter(task.kind for group in groups for task in (*group.tasks, *group.same))
    return Comparison(_texts(old, new), groups, {kind: counts[kind] for kind in LABELS})


def _texts(old: Content, new: Content) -> list[TextDiff]:
    parts = [("Trích yếu", old["plan"].get("title", ""), new["plan"].get("title", ""))]
    parts.append(("Căn cứ", "\n".join(old.get("bases", ())), "\n".join(new.get("bases", ()))))
    parts += [
        (str(label), old["plan"].get(name, ""), new["plan"].get(name, "")) for name, _, label in SECTIONS
    ]
    found = [TextDiff(label, after, paragraph_pairs(label, before, after)) for label, before, after in parts]
    return [part for part in found if part.text or part.is_changed]


# --- Matching -----------------------------------------------------------------------------------------

Placed = tuple[int, Content]  # the number of the group it stands in, the task


def _tasks(content: Content) -> list[Placed]:
    """Tasks that stand; those withdrawn before are no part of the promise any more."""
    return [
        (group["number"], task)
        for group in content["groups"]
        for task in group["tasks"]
        if not task.get("withdrawn_on")
    ]


def _match_tasks(old: list[Placed], new: list[Placed]) -> list[tuple[Placed | None, Placed | None]]:
    """Pairs in the order of `new`, then what only `old` has. Each task is matched once, by the surest sign first."""
    pairs: dict[int, int] = {}
    free = set(range(len(old)))
    signs = (
        (lambda task: task["identity"], lambda task: task["identity"]),
        (lambda task: task["identity"], lambda task: task.get("origin")),
        (lambda task: task.get("origin"), lambda task: task["identity"]),
        (lambda task: task.get("origin"), lambda task: task.get("origin")),
        (_title_key, _title_key),
    )
    for old_sign, new_sign in signs:
        by_sign: dict[Any, list[int]] = {}
        for n in sorted(free, reverse=True):
            by_sign.setdefault(old_sign(old[n][1]), []).append(n)
        for m, (_, task) in enumerate(new):
            sign = new_sign(task)
            if m not in pairs and sign and by_sign.get(sign):
                pairs[m] = by_sign[sign].pop()
                free.discard(pairs[m])
    matched: list[tuple[Placed | None, Placed | None]] = [
        (old[pairs[m]] if m in pairs else None, placed) for m, placed in enumerate(new)
    ]
    return matched + [(old[n], None) for n in sorted(free)]


def _title_key(task: Content) -> str:
    return "" if task.get("is_secret") else fold(task.get("title", ""))


def _match_groups(
    old: list[Content], new: list[Content], tasks: Iterable[Any], is_same_plan: bool
) -> dict[int, int]:
    """Number of each old group → number of the new one: by number in one plan, else by title, else where its tasks went."""
    if is_same_plan:
        return {group["number"]: group["number"] for group in old}
    by_title = {fold(group["title"]): group["number"] for group in reversed(new)}
    homes = {
        group["number"]: by_title[fold(group["title"])] for group in old if fold(group["title"]) in by_title
    }
    votes: dict[int, Counter[int]] = {}
    for before, after in tasks:
        if before and after:
            votes.setdefault(before[0], Counter())[after[0]] += 1
    taken = set(homes.values())
    for group in old:
        best = votes.get(group["number"], Counter()).most_common(1)
        if group["number"] not in homes and best and best[0][0] not in taken:
            homes[group["number"]] = best[0][0]
            taken.add(best[0][0])
    return homes


# --- Differences ---------------------------------------------------------------------------------------


def _group_diffs(
    old: list[Content],
    new: list[Content],
    tasks: list[tuple[Placed | None, Placed | None]],
    homes: dict[int, int],
) -> list[GroupDiff]:
    diffs: dict[int, list[TaskDiff]] = {}
    lost: dict[int, list[TaskDiff]] = {}
    for before, after in tasks:
        if after is not None:
            diffs.setdefault(after[0], []).append(_task_diff(before, after, homes))
        elif before is not None:
            gone = _task_diff(before, None, homes)
            home = homes.get(before[0])
            (diffs if home is not None else lost).setdefault(
                home if home is not None else before[0], []
            ).append(gone)
    numbers = {group["number"] for group in new}
    earlier = {homes[group["number"]]: group for group in old if group["number"] in homes}
    found = [
        _group_diff(earlier.get(group["number"]), group, diffs.get(group["number"], [])) for group in new
    ]
    dropped = [group for group in old if homes.get(group["number"]) not in numbers]
    return found + [
        _group_diff(group, None, lost.get(group["number"], diffs.get(group["number"], [])))
        for group in dropped
    ]


def _group_diff(before: Content | None, after: Content | None, tasks: list[TaskDiff]) -> GroupDiff:
    shown = after or before or {}
    kind = REMOVED if after is None else ADDED if before is None else SAME
    pairs = (
        pairs_of(
            {"Tên nội dung": before["title"], "Diễn giải": before.get("description", "")},
            {"Tên nội dung": after["title"], "Diễn giải": after.get("description", "")},
        )
        if before and after
        else ()
    )
    return GroupDiff(
        f"{shown['number']}. {shown['title']}",
        CHANGED if pairs else kind,
        pairs,
        [task for task in tasks if task.kind != SAME],
        [task for task in tasks if task.kind == SAME],
    )


def _task_diff(before: Placed | None, after: Placed | None, homes: dict[int, int]) -> TaskDiff:
    if before is None:
        assert after is not None
        return TaskDiff(ADDED, after[1]["code"], title_of(after[1]))
    if after is None:
        return TaskDiff(REMOVED, before[1]["code"], title_of(before[1]))
    pairs = pairs_of(task_clauses(before[1]), task_clauses(after[1]))
    is_moved = homes.get(before[0]) != after[0]
    kind = MOVED if is_moved else CHANGED if pairs else SAME
    was = before[1]["code"]
    note = f"trước là nhiệm vụ {was}" if was != after[1]["code"] else ""
    return TaskDiff(kind, after[1]["code"], title_of(after[1]), note, pairs)
