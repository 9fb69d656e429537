"""Every place of a draft that a remark can be about, in the order in which they stand on paper."""

from plans.choices import DraftPart
from plans.models import Plan
from plans.models.places import Place, group_place, part_place, task_place

# The written parts that stand before the content items; the others come after them.
BEFORE = (DraftPart.BASES, DraftPart.OPENING, DraftPart.PURPOSES, DraftPart.REQUIREMENTS)
AFTER = (DraftPart.BUDGET, DraftPart.ORGANISATION, DraftPart.RECIPIENTS)


def places_of(plan: Plan) -> list[Place]:
    """All places, the draft as a whole first; two queries. A neutral secret task is left out: nothing is written about it."""
    tasks: dict[int, list[Place]] = {}
    for task in plan.tasks.filter(withdrawn_on__isnull=True, is_secret=False).order_by("sequence"):
        tasks.setdefault(task.group_id, []).append(task_place(plan, task))
    found = [part_place(plan, DraftPart.WHOLE), *(part_place(plan, part) for part in BEFORE)]
    for group in plan.groups.order_by("number"):
        found += [group_place(plan, group), *tasks.get(group.pk, [])]
    return found + [part_place(plan, part) for part in AFTER]
