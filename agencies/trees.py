"""Agencies as a tree, in the order in which a page writes them down."""

from collections import defaultdict
from dataclasses import dataclass

from agencies.models import Agency


@dataclass(frozen=True)
class Node:
    agency: Agency
    level: int

    @property
    def depth(self) -> int:
        """How far the page sets it in; deeper levels stand together."""
        return min(self.level, 3)


def tree_of(agencies: list[Agency]) -> list[Node]:
    """Every agency once, below its parent; one whose parent is not in the list stands at the top."""
    listed = {agency.pk for agency in agencies}
    below: dict[int | None, list[Agency]] = defaultdict(list)
    for agency in agencies:
        below[agency.parent_id if agency.parent_id in listed else None].append(agency)
    nodes: list[Node] = []
    waiting = [Node(agency, 0) for agency in reversed(below[None])]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting.extend(Node(child, node.level + 1) for child in reversed(below[node.agency.pk]))
    return nodes
