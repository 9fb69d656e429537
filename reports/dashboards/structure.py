"""Roll-ups by the bodies of the plan, or by those of today: the same tasks and reports, counted under other names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agencies.models import AgencySuccession

PARAMETER, TODAY = "co-cau", "nay"


@dataclass(frozen=True)
class Structure:
    """Who stands for whom on a day; an empty one leaves every name as the plan has it."""

    heirs: dict[int, int] = field(default_factory=dict)
    bodies: dict[int, tuple[str, str]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)

    @property
    def is_today(self) -> bool:
        return bool(self.heirs)

    def those(self, *pks: int | None) -> set[int]:
        """The agencies that stand for these, each once."""
        return {self.heirs.get(pk, pk) for pk in pks if pk is not None}

    def named(self, code: str, label: str) -> tuple[str, str]:
        """Code and name of today, for a row that knows an agency by its code."""
        return self.bodies[self.heirs[self.codes[code]]] if code in self.codes else (code, label)


AS_PLANNED = Structure()


def structure_on(locality_id: int, day: date) -> Structure:
    """The structure of today in a locality; one query."""
    rows = AgencySuccession.objects.filter(predecessor__locality=locality_id, starts_on__lte=day)
    heirs, bodies, codes = {}, {}, {}
    ended = set()
    for row in rows.select_related("predecessor", "successor").order_by("starts_on", "pk"):
        bodies[row.successor_id] = (row.successor.code, row.successor.label)
        ended.add(row.predecessor_id)
        codes[row.predecessor.code] = row.predecessor_id
        if row.is_main:
            heirs[row.predecessor_id] = row.successor_id
    final = {pk: _last(heir, heirs) for pk, heir in heirs.items()}
    return Structure(final, bodies, {code: pk for code, pk in codes.items() if pk in final})


def _last(pk: int, heirs: dict[int, int]) -> int:
    seen = {pk}
    while (later := heirs.get(pk)) is not None and later not in seen:
        seen.add(later)
        pk = later
    return pk


def regrouped(
    rows: Iterable[dict[str, Any]], structure: Structure, counts: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Rows of a table of agencies under the names of today, their counts added."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        code, name = structure.named(row["code"], row["name"])
        line = found.setdefault(code, row | {"code": code, "name": name} | dict.fromkeys(counts, 0))
        for count in counts:
            line[count] += row[count]
    return list(found.values())
