"""Finding plans and tasks by words, with or without their marks."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, Value, When

from agencies.models import Locality
from plans.dashboards.tasks import SECRET_LABELS, STATE_LABELS
from plans.models import Plan, Task
from ttdn_portal.shared.text import nfc

if TYPE_CHECKING:
    from agencies.models import User

SHOWN = 50


@dataclass(frozen=True)
class Found:
    """Hits; `is_cut` where there are more than fit."""

    plans: list[Plan]
    tasks: list[Task]
    is_cut: bool = False


def search(user: "User", locality: Locality, words: str, *, as_of: date) -> Found:
    """Plans and tasks of the locality with all the words; titles that have them with their very marks come first."""
    plans = _exact_first(Plan.objects.visible_to(user).filter(locality=locality).search(words), words)
    tasks = _exact_first(Task.objects.visible_to(user).filter(locality=locality).search(words), words)
    found_plans = list(plans.with_names().order_by("rank", "-year_to", "sort_key")[: SHOWN + 1])
    rows = list(
        tasks.with_names()
        .with_state(as_of)
        .order_by("rank", "-plan__year_to", "plan", "sequence")[: SHOWN + 1]
    )
    for row in rows:
        row.state_label = (SECRET_LABELS if row.is_secret else STATE_LABELS)[row.state]
    return Found(found_plans[:SHOWN], rows[:SHOWN], len(rows) > SHOWN or len(found_plans) > SHOWN)


def _exact_first(rows: Any, words: str) -> Any:
    """Rank 0: the phrase as typed; the letter cases are spelled out because SQLite folds only ASCII."""
    phrase = nfc(words)
    cases = {phrase, phrase.lower(), phrase.upper(), phrase[:1].upper() + phrase[1:]}
    exact = Q()
    for case in cases:
        exact |= Q(title__contains=case)
    return rows.annotate(rank=Case(When(exact, then=Value(0)), default=Value(1)))
