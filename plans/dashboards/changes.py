"""Contents of versions and amendments as a person reads them: clause by clause, before and after."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Max
from django.utils.text import capfirst

from plans.choices import SECRET_TASK_TITLE, ChangeKind, FundingSource, Rhythm
from plans.dashboards.plan import SECTIONS
from plans.models import Amendment, AmendmentChange
from ttdn_portal.shared.compare import Part, word_diff
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number, vnd
from ttdn_portal.shared.text import blocks

Content = dict[str, Any]
SECTION_TITLES = {field: str(title) for field, _, title in SECTIONS}
# Written parts that stand before the content items on paper; the others come after them.
_FIRST = ("opening", "purposes", "requirements")
NOT_YET = "(Chưa có trong kế hoạch)"
TAKEN_OUT = "Rút khỏi Kế hoạch."


@dataclass(frozen=True)
class ClausePair:
    """One clause in two versions. Dates and names that stand alone are told whole, sentences word by word."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def parts(self) -> list[Part]:
        return word_diff(self.before, self.after)


def task_clauses(task: Content) -> dict[str, str]:
    """What a task's content says, by label and in the order of the annex; what is blank is there as a blank."""
    leads = [task.get("lead_agency"), task.get("joint_lead_agency")]
    return {
        "Nội dung nhiệm vụ": title_of(task),
        "Diễn giải": task.get("description", ""),
        "Sản phẩm, kết quả": task.get("expected_output", ""),
        "Cơ quan chủ trì": "; ".join(name for name in leads if name),
        "Cơ quan phối hợp": "\n".join(_support(row) for row in task.get("supports", ())),
        "Chỉ tiêu": "\n".join(_indicator(row) for row in task.get("indicators", ())),
        "Thời gian thực hiện": when_of(task),
        "Kinh phí": _budget(task),
        "Ghi chú": task.get("note", ""),
    }


def title_of(task: Content) -> str:
    return SECRET_TASK_TITLE if task.get("is_secret") else str(task.get("title", ""))


def day_of(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def when_of(task: Content) -> str:
    """“Hằng quý, 02/01/2026 – 30/11/2026”, “02/01/2026 – 30/11/2026”, “đến 30/11/2026”."""
    days = [short_date(day) for day in map(day_of, (task.get("starts_on"), task.get("due_on"))) if day]
    span = " – ".join(days) if len(days) == 2 or not task.get("due_on") else f"đến {days[0]}"
    rhythm = task.get("rhythm", Rhythm.ONCE)
    words = "" if rhythm == Rhythm.ONCE else capfirst(Rhythm(rhythm).label)
    return ", ".join(part for part in (words, span) if part)


def _support(row: Content) -> str:
    due = day_of(row.get("due_on"))
    words = (row.get("contribution") or "").strip().rstrip(".")
    told = "; ".join(part for part in (words, f"hạn {short_date(due)}" if due else "") if part)
    return f"{row['agency']} ({told})" if told else str(row["agency"])


def _indicator(row: Content) -> str:
    target = f"{number(row['target'])} {row['unit']}" if row.get("target") is not None else row["unit"]
    return f"{row['name']} ({target})"


def _budget(task: Content) -> str:
    source = task.get("funding_source")
    words = (vnd(task.get("budget_vnd")), FundingSource(source).label if source else "")
    return ", ".join(str(word) for word in words if word)


def pairs_of(before: dict[str, str], after: dict[str, str]) -> tuple[ClausePair, ...]:
    """The clauses that differ, in the order of `after`."""
    pairs = (ClausePair(label, before.get(label, ""), text) for label, text in after.items())
    return tuple(pair for pair in pairs if pair.is_changed)


def paragraph_pairs(label: str, before: str, after: str) -> tuple[ClausePair, ...]:
    """A long text paragraph by paragraph: only those that differ, each numbered as it stands in the issued text."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            place = f"{label}, đoạn {i1 + 1}" if i2 > i1 else f"{label}, sau đoạn {i1}"
            found.append(ClausePair(place, _lines(old[i1:i2]), _lines(new[j1:j2])))
    return tuple(pair for pair in found if pair.is_changed)


def _lines(lines: list[str]) -> str:
    return "\n".join(block.text for block in blocks("\n".join(lines)))


@dataclass(frozen=True)
class ChangeLine:
    """One row of the table *trước / sau*; `before` and `after` are its cells as plain lines."""

    change: AmendmentChange
    place: str
    title: str
    before: str
    after: str
    pairs: tuple[ClausePair, ...]
    order: tuple[int, ...]

    @property
    def is_told_whole(self) -> bool:
        """Added or withdrawn: nothing to compare word by word."""
        whole = (ChangeKind.ADD_TASK, ChangeKind.ADD_GROUP, ChangeKind.WITHDRAW_TASK)
        return self.change.kind in whole

    @property
    def kind_label(self) -> str:
        return str(capfirst(self.change.get_kind_display()))


Numbers = dict[int, tuple[int, int | None]]


def change_lines(amendment: Amendment) -> list[ChangeLine]:
    """The table of an amendment in the plan's order, by a constant number of queries."""
    changes = list(amendment.changes.select_related("group", "new_group", "task__group"))
    numbers = added_numbers(amendment, changes)
    return sorted((line_of(change, numbers) for change in changes), key=lambda line: line.order)


def line_of(change: AmendmentChange, numbers: Numbers) -> ChangeLine:
    if change.kind == ChangeKind.EDIT_TEXT:
        return _text_line(change)
    if change.kind in (ChangeKind.EDIT_GROUP, ChangeKind.ADD_GROUP):
        return _group_line(change, numbers)
    return _task_line(change, numbers)


def _text_line(change: AmendmentChange) -> ChangeLine:
    title = SECTION_TITLES[change.field]
    pairs = paragraph_pairs(title, change.before["text"], change.after["text"])
    fields = list(SECTION_TITLES)
    order = (0 if change.field in _FIRST else 2, fields.index(change.field))
    return ChangeLine(change, title, "", *_cells(pairs), pairs, order)


def _group_line(change: AmendmentChange, numbers: Numbers) -> ChangeLine:
    is_new = change.kind == ChangeKind.ADD_GROUP
    group = numbers[change.pk][0] if is_new or change.group is None else change.group.number
    before, after = (_group_clauses(content) for content in (change.before, change.after))
    pairs = pairs_of(before if not is_new else {}, after)
    cells = (NOT_YET, _told(pairs, new=True)) if is_new else _cells(pairs)
    title = change.after["title"] if is_new else change.before["title"]
    return ChangeLine(change, f"Nội dung {group}", title, *cells, pairs, (1, group, 0))


def _group_clauses(group: Content) -> dict[str, str]:
    return {"Tên nội dung": group.get("title", ""), "Diễn giải": group.get("description", "")}


def _task_line(change: AmendmentChange, numbers: Numbers) -> ChangeLine:
    if change.task is None:
        group, task = numbers[change.pk]
        pairs = pairs_of({}, task_clauses(change.after))
        place, order = f"Nhiệm vụ {group}.{task}", (1, group, task or 0)
        return ChangeLine(
            change, place, title_of(change.after), NOT_YET, _told(pairs, new=True), pairs, order
        )
    place, order = f"Nhiệm vụ {change.task.code}", (1, change.task.group.number, change.task.number)
    title = title_of(change.before)
    if change.kind == ChangeKind.WITHDRAW_TASK:
        pairs = pairs_of(dict.fromkeys(task_clauses(change.before), ""), task_clauses(change.before))
        return ChangeLine(change, place, title, _told(pairs, new=True), TAKEN_OUT, (), order)
    pairs = pairs_of(task_clauses(change.before), task_clauses(change.after))
    return ChangeLine(change, place, title, *_cells(pairs), pairs, order)


def _cells(pairs: tuple[ClausePair, ...]) -> tuple[str, str]:
    return _told(pairs, new=False), _told(pairs, new=True)


def _told(pairs: tuple[ClausePair, ...], *, new: bool) -> str:
    """“Hạn: 30/11/2026”, a line for each clause; several lines of one clause follow its label."""
    lines = []
    for pair in pairs:
        text = pair.after if new else pair.before
        lines.append(f"{pair.label}:\n{text}" if "\n" in text else f"{pair.label}: {text or '(để trống)'}")
    return "\n".join(lines)


def added_numbers(amendment: Amendment, changes: list[AmendmentChange]) -> Numbers:
    """(group, task) numbers of what is added: as fixed on issue, or as they would be given today.

    Numbers promised by an amendment that is issued and not yet in effect are kept for it.
    """
    adds = [c for c in changes if c.kind in (ChangeKind.ADD_GROUP, ChangeKind.ADD_TASK)]
    if not adds:
        return {}
    last_group, last_task = _last_numbers(amendment)
    numbers: Numbers = {}
    for change in sorted(adds, key=lambda c: (c.kind != ChangeKind.ADD_GROUP, c.position)):
        fixed = change.after.get("number")
        if change.kind == ChangeKind.ADD_GROUP:
            group = fixed or last_group + 1
            last_group = max(last_group, group)
            numbers[change.pk] = (group, None)
            continue
        group = change.group.number if change.group else numbers[change.new_group_id or 0][0]
        task = fixed or last_task.get(group, 0) + 1
        last_task[group] = max(last_task.get(group, 0), task)
        numbers[change.pk] = (group, task)
    return numbers


def _last_numbers(amendment: Amendment) -> tuple[int, dict[int, int]]:
    plan = amendment.plan
    last_group = plan.groups.aggregate(last=Max("number"))["last"] or 0
    last_task = dict(plan.tasks.order_by().values_list("group__number").annotate(last=Max("number")))
    waiting = AmendmentChange.objects.filter(
        amendment__in=plan.amendments.scheduled().exclude(pk=amendment.pk),
        kind__in=(ChangeKind.ADD_GROUP, ChangeKind.ADD_TASK),
    )
    for kind, after in waiting.order_by().values_list("kind", "after"):
        if kind == ChangeKind.ADD_GROUP:
            last_group = max(last_group, after.get("number", 0))
        else:
            group = after.get("group_number", 0)
            last_task[group] = max(last_task.get(group, 0), after.get("number", 0))
    return last_group, last_task
