"""The draft clause by clause: as it is sent for comments, and what changed between two such states."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from plans.choices import SECRET_TASK_TITLE, DraftPart
from plans.dashboards.places import AFTER, BEFORE
from plans.dashboards.words import when
from plans.models import Consultation, Plan, Task
from plans.models.places import Place, group_place, part_place, task_place
from ttdn_portal.shared.compare import Part, word_diff
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.templatetags.ttdn import number, vnd

WHOLE_KEY = f"part:{DraftPart.WHOLE.value}"


@dataclass(frozen=True)
class Clause:
    """One place of the draft with its words. `is_closed`: a neutral secret task, on which nothing is written."""

    key: str
    name: str
    title: str
    anchor: str
    text: str
    is_closed: bool = False

    @property
    def label(self) -> str:
        return f"{self.name}. {self.title}" if self.title else self.name

    @property
    def words(self) -> str:
        """Everything that may change in it; its number is only where it stands."""
        return "\n".join(part for part in (self.title, self.text) if part)

    @property
    def is_task(self) -> bool:
        return self.key.startswith("task:")


@dataclass(frozen=True)
class ClauseChange:
    """One clause then and now. `kind`: new, gone, changed."""

    kind: str
    clause: Clause
    before: str
    after: str

    @property
    def parts(self) -> list[Part]:
        """Word by word; computed when it is drawn."""
        return word_diff(self.before, self.after)


def clauses_of(plan: Plan) -> list[Clause]:
    """The whole draft as it stands, in the order of the paper; six queries, however long it is."""
    tasks: dict[int, list[Clause]] = {}
    rows = (
        plan.tasks.filter(withdrawn_on__isnull=True)
        .select_related("lead_agency", "joint_lead_agency")
        .prefetch_related("supports__agency", "indicators")
    )
    for task in rows.order_by("sequence"):
        tasks.setdefault(task.group_id, []).append(_task_clause(plan, task))
    found = [_part_clause(plan, part) for part in BEFORE]
    for group in plan.groups.order_by("number"):
        found += [_clause(group_place(plan, group), group.description), *tasks.get(group.pk, [])]
    return found + [_part_clause(plan, part) for part in AFTER]


def _clause(place: Place, text: str, *, is_closed: bool = False) -> Clause:
    return Clause(place.key, place.name, place.title, place.anchor, text.strip(), is_closed)


def _part_clause(plan: Plan, part: DraftPart) -> Clause:
    if part == DraftPart.BASES:
        bases = plan.basis_rows.select_related("basis")
        return _clause(part_place(plan, part), "\n".join(f"- {row.basis.full_citation}" for row in bases))
    return _clause(part_place(plan, part), getattr(plan, part))


def _task_clause(plan: Plan, task: Task) -> Clause:
    place = task_place(plan, task)
    if task.is_secret:
        return Clause(place.key, place.name, SECRET_TASK_TITLE, place.anchor, "", is_closed=True)
    return _clause(place, "\n".join(_task_lines(task)))


def _task_lines(task: Task) -> Iterator[str]:
    """A task's promise in words, one line for each thing promised."""
    if task.description.strip():
        yield task.description.strip()
    facts = (
        ("Cơ quan chủ trì", "; ".join(a.name for a in (task.lead_agency, task.joint_lead_agency) if a)),
        ("Cơ quan phối hợp", "; ".join(_supports(task))),
        ("Thời gian", when(task)),
        ("Sản phẩm, kết quả", task.expected_output.strip()),
        ("Chỉ tiêu", "; ".join(_indicators(task))),
        ("Kinh phí", vnd(task.budget_vnd)),
        ("Nguồn kinh phí", task.get_funding_source_display() if task.funding_source else ""),
        ("Ghi chú", task.note),
    )
    for name, value in facts:
        if value:
            yield f"- {name}: {value}"


def _supports(task: Task) -> Iterator[str]:
    for support in task.supports.all():
        details = [support.contribution.strip().rstrip(".")] if support.contribution.strip() else []
        if support.due_on:
            details.append(f"trước {short_date(support.due_on)}")
        yield f"{support.agency.name} ({', '.join(details)})" if details else support.agency.name


def _indicators(task: Task) -> Iterator[str]:
    for indicator in task.indicators.all():
        target = number(indicator.target_value)
        yield f"{indicator.name} {target} {indicator.unit}" if target else str(indicator)


def as_content(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    """Clauses as a round keeps them."""
    return [asdict(clause) for clause in clauses]


def sent_clauses(consultation: Consultation) -> list[Clause]:
    """The draft as this round sent it, whole."""
    return [Clause(**row) for row in consultation.content]


def changes_between(before: Iterable[Clause], after: Iterable[Clause]) -> list[ClauseChange]:
    """What differs, in the order of the later draft; what was taken out comes last. Matched by row, not by number."""
    old, new = {clause.key: clause for clause in before}, {clause.key: clause for clause in after}
    found = []
    for key, clause in new.items():
        was = old.get(key)
        if was is None:
            found.append(ClauseChange("new", clause, "", clause.words))
        elif was.words != clause.words:
            found.append(ClauseChange("changed", clause, was.words, clause.words))
    gone = [clause for key, clause in old.items() if key not in new]
    return found + [ClauseChange("gone", clause, clause.words, "") for clause in gone]


def changes_since(consultation: Consultation) -> list[ClauseChange]:
    """What the draft says differently today from what this round sent."""
    return changes_between(sent_clauses(consultation), clauses_of(consultation.plan))
