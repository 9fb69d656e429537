"""The only code that moves a `status`.

Each app lists its moves as data; pages and the admin site draw their buttons from the same
list, and one test walks all states and roles.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.html import format_html

from ttdn_portal.shared.secrecy import marked_places


class Problem(str):
    """A sentence that stands against a move; `url` leads to the place where it is put right.

    `field` names what was typed wrong with the move: a form that has such a field tells the sentence there.
    """

    url: str
    field: str

    def __new__(cls, sentence: str, url: str = "", field: str = "") -> "Problem":
        problem = super().__new__(cls, sentence)
        problem.url, problem.field = url, field
        return problem


class Doubt(Problem):
    """A problem that the person may pass over, having read it: `data["accepted"]` names its sentence."""


def at_fields(lacks: Iterable[tuple[bool, str, str]]) -> list[str]:
    """The sentences of what is missing, each with the field of its form: (is it missing, field, sentence)."""
    return [Problem(sentence, field=field) for is_missing, field, sentence in lacks if is_missing]


def place_of(problem: object) -> str:
    """Where a problem is put right; empty where the sentence alone says it."""
    return getattr(problem, "url", "")


def linked(problem: str) -> str:
    """The sentence as a message shows it: a link where it has a place."""
    url = place_of(problem)
    return format_html('<a href="{}">{}</a>', url, problem) if url else str(problem)


class TransitionError(Exception):
    """The move was not made; `problems` are Vietnamese sentences, with links where they have a place."""

    def __init__(self, problems: Iterable[str]):
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


class TransitionBlocked(TransitionError):
    """Something is missing before the move may be made."""


def blocked_by(refusal: ValidationError) -> TransitionBlocked:
    """What a service of the move refused, each sentence still at its field."""
    if not hasattr(refusal, "error_dict"):
        return TransitionBlocked(refusal.messages)
    by_name = refusal.message_dict.items()
    return TransitionBlocked(Problem(told, field=name) for name, sentences in by_name for told in sentences)


class StaleState(TransitionError):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__(["Người khác vừa thay đổi mục này. Xem lại trạng thái mới rồi làm tiếp."])


class Recorder(Protocol):
    def __call__(
        self, *, actor: Any, action: str, obj: Any, note: str, before: dict[str, Any], after: dict[str, Any]
    ) -> Any: ...


def no_blockers(obj: Any, data: dict[str, Any]) -> list[str]:
    return []


def no_texts(obj: Any) -> list[tuple[str, str]]:
    return []


def no_stamps(actor: Any, data: dict[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Transition:
    """One move of one kind of row.

    `blockers(obj, data)` gives the sentences that stand against it (a `Problem` leads to its place),
    `stamps(actor, data)` the columns written together with the status, `effect(obj, actor, note, data)`
    what must happen in the same transaction. `texts(obj)` names
    every text that goes on with the move: none may bear a secrecy marking, whenever it was written. One that is not `is_offered` follows from another act of
    the portal and is nobody's button. A `Doubt` stands in the way only until it is accepted.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    blockers: Callable[[Any, dict[str, Any]], list[str]] = no_blockers
    stamps: Callable[[Any, dict[str, Any]], dict[str, Any]] = no_stamps
    effect: Callable[[Any, Any, str, dict[str, Any]], None] | None = None
    note_required: bool = False
    tone: str = "plain"
    done_message: str = "Đã ghi nhận."
    bulk: bool = field(default=True)
    is_offered: bool = True
    texts: Callable[[Any], Iterable[tuple[str, str]]] = no_texts


def find(transitions: Iterable[Transition], name: str) -> Transition:
    for transition in transitions:
        if transition.name == name:
            return transition
    raise LookupError(f"no transition named {name!r}")


def available(transitions: Iterable[Transition], obj: Any, actor: Any) -> list[Transition]:
    """The moves that `actor` may make from where `obj` stands; these are the buttons."""
    return [
        t
        for t in transitions
        if t.is_offered and obj.status in t.sources and actor.has_perm(t.permission, obj)
    ]


def run(
    obj: Any,
    transition: Transition,
    *,
    actor: Any,
    record: Recorder,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Move `obj`, or raise PermissionDenied, TransitionBlocked or StaleState and change nothing."""
    data = data or {}
    note = note.strip()
    if not actor.has_perm(transition.permission, obj):
        raise PermissionDenied
    if obj.status not in transition.sources:
        raise StaleState
    lacks_note = transition.note_required and not note
    problems = at_fields([(lacks_note, "note", "Ghi rõ lý do trước khi thực hiện.")])
    problems += marked_places([("lời ghi kèm", note), *transition.texts(obj)])
    found = transition.blockers(obj, data)
    accepted = [str(p) for p in found if isinstance(p, Doubt) and p in data.get("accepted", ())]
    problems += [problem for problem in found if problem not in accepted]
    if problems:
        raise TransitionBlocked(problems)
    with transaction.atomic():
        before = obj.status
        _move(obj, transition, actor, data)
        if transition.effect:
            transition.effect(obj, actor, note, data)
        record(
            actor=actor,
            action=transition.name,
            obj=obj,
            note=note,
            before={"status": before},
            after={"status": transition.target, **({"accepted": accepted} if accepted else {})},
        )


def _move(obj: Any, transition: Transition, actor: Any, data: dict[str, Any]) -> None:
    """Write status, stamps and version where the row still is as `obj` was read.

    A conditional UPDATE, because SQLite has no row locks: nobody hit means somebody was faster.
    """
    changes: dict[str, Any] = {"status": transition.target, **transition.stamps(actor, data)}
    as_read = {"pk": obj.pk, "status": obj.status}
    if hasattr(obj, "version"):
        as_read["version"] = obj.version
        changes["version"] = obj.version + 1
    if hasattr(obj, "updated_at"):
        changes["updated_at"] = timezone.now()
    model: type[models.Model] = type(obj)
    if not model._base_manager.filter(**as_read).update(**changes):
        raise StaleState
    for name, value in changes.items():
        setattr(obj, name, value)
