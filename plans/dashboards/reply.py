"""The page on which a body reads the draft and writes its comments."""

from collections import defaultdict
from dataclasses import dataclass, field

from plans.choices import DraftPart
from plans.dashboards.clauses import Clause, changes_between, sent_clauses
from plans.dashboards.consultation import WHOLE
from plans.models import Consultation, ConsultedBody, PlanComment
from ttdn_portal.shared.compare import Part

OPENING = f"part:{DraftPart.OPENING.value}"  # most plans have none; one that has shows it


@dataclass(frozen=True)
class ClauseLine:
    """One clause as it was sent: what changed in it since the round before, and what this body says of it."""

    clause: Clause
    kind: str = ""  # new or changed since the round before
    parts: list[Part] = field(default_factory=list)
    comments: list[PlanComment] = field(default_factory=list)


@dataclass(frozen=True)
class ReplyPage:
    """The draft as it was sent with one body's comments."""

    clauses: list[ClauseLine]
    about_all: list[PlanComment]
    gone: list[Clause]
    previous: Consultation | None
    comment_count: int

    @property
    def changed(self) -> list[ClauseLine]:
        return [line for line in self.clauses if line.kind]


def reply_page(body: ConsultedBody) -> ReplyPage:
    """The clauses asked about, each with its changes and comments; three queries."""
    consultation = body.consultation
    comments = list(body.comments.select_related("author", "answered_by").prefetch_related("changes"))
    by_clause: dict[str, list[PlanComment]] = defaultdict(list)
    for comment in comments:
        comment.body = body
        by_clause[comment.clause_key].append(comment)
    previous = previous_round(consultation)
    clauses = sent_clauses(consultation)
    changes = changes_between(sent_clauses(previous), clauses) if previous else []
    changed = {change.clause.key: change for change in changes if change.kind != "gone"}
    lines = []
    for clause in clauses:
        if consultation.is_asked(clause.key) and (clause.words or clause.key != OPENING):
            change = changed.get(clause.key)
            lines.append(
                ClauseLine(
                    clause,
                    change.kind if change else "",
                    change.parts if change and change.kind == "changed" else [],
                    by_clause[clause.key],
                )
            )
    gone = [change.clause for change in changes if change.kind == "gone"]
    return ReplyPage(lines, by_clause[WHOLE.key], gone, previous, len(comments))


def previous_round(consultation: Consultation) -> Consultation | None:
    """The round before this one, with the draft that it sent."""
    earlier = Consultation.objects.filter(plan_id=consultation.plan_id, number__lt=consultation.number)
    return earlier.order_by("-number").first()


def clause_of(consultation: Consultation, key: str) -> Clause | None:
    """The clause of this key on which comments are asked; the draft as a whole may always be commented."""
    if key == WHOLE.key:
        return WHOLE
    found = next((clause for clause in sent_clauses(consultation) if clause.key == key), None)
    return found if found and not found.is_closed and consultation.is_asked(key) else None
