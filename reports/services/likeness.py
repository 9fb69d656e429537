"""Entries of the register that may be one thing: found when they are saved, merged as reviewers decide."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q

from reports.choices import PairReason, PairStatus
from reports.models import Output, OutputPair
from reports.services.counting import recount
from ttdn_portal.shared.locks import take_turn

NEAR_DAYS = 7
MOST_FOUND = 20  # of one entry: a link that everybody cites is no pair with each of them
SHORTEST_TITLE = 8  # “Tin” says nothing


def look_alike(output: Output) -> list[tuple[Output, str]]:
    """Other entries with the same link, or of other agencies with the same title and kind within some days."""
    alike = Q()
    if output.url_key:
        alike |= Q(url_key=output.url_key)
    if len(output.title_key) >= SHORTEST_TITLE:
        near = (output.done_on - timedelta(days=NEAR_DAYS), output.done_on + timedelta(days=NEAR_DAYS))
        same = Q(title_key=output.title_key, kind=output.kind, done_on__range=near)
        alike |= same & ~Q(agency=output.agency_id)  # a series of one's own bears one title every week
    if not alike:
        return []
    rows = Output.objects.kept().filter(alike, locality_id=output.locality_id).exclude(pk=output.pk)
    return [
        (other, PairReason.LINK if output.url_key and other.url_key == output.url_key else PairReason.TITLE)
        for other in rows.order_by("pk")[:MOST_FOUND]
    ]


@transaction.atomic
def note_pairs(output: Output) -> int:
    """Keep the likely pairs of an entry for the reviewer; what was decided stays, what is alike no more goes."""
    found = {other.pk: reason for other, reason in look_alike(output)}
    pairs = OutputPair.objects.filter(Q(first=output) | Q(second=output))
    known = {pair.second_id if pair.first_id == output.pk else pair.first_id: pair for pair in pairs}
    gone = [pair.pk for pk, pair in known.items() if pk not in found and pair.status == PairStatus.OPEN]
    if gone:
        OutputPair.objects.filter(pk__in=gone, status=PairStatus.OPEN).delete()
    new = [pk for pk in found if pk not in known]
    if new:
        _add(output, new, found)
    return len(new)


def _add(output: Output, others: list[int], reasons: dict[int, str]) -> None:
    take_turn(f"output pairs {output.locality_id}")
    last = OutputPair.objects.filter(locality=output.locality_id).aggregate(last=Max("number"))["last"] or 0
    rows = []
    for number, pk in enumerate(others, last + 1):
        first, second = sorted((output.pk, pk))
        rows.append(
            OutputPair(
                locality_id=output.locality_id,
                number=number,
                first_id=first,
                second_id=second,
                reason=reasons[pk],
            )
        )
    OutputPair.objects.bulk_create(rows, ignore_conflicts=True)


def regroup(locality_id: int, touched: set[int]) -> None:
    """Say anew which entries are counted together: those joined, directly or through others, by pairs found the same.

    The earliest entry of a set stands for it. Reports not yet sent are counted again; those sent keep their figures.
    """
    take_turn(f"outputs {locality_id}")
    joined = OutputPair.objects.filter(locality=locality_id, status=PairStatus.SAME)
    neighbours: dict[int, set[int]] = {}
    for first, second in joined.values_list("first_id", "second_id"):
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    members = set(touched) | set(Output.objects.filter(same_as__in=touched).values_list("pk", flat=True))
    for pk in list(members):
        members |= _set_of(pk, neighbours)
    rows = Output.objects.filter(pk__in=members).select_related("task")
    moved = []
    for output in rows:
        root = min(_set_of(output.pk, neighbours))
        same_as = None if root == output.pk else root
        if output.same_as_id != same_as:
            Output.objects.filter(pk=output.pk).update(same_as=same_as)
            moved.append(output)
    for output in moved:
        recount(output.task, [output.done_on])


def _set_of(start: int, neighbours: dict[int, set[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        for pk in neighbours.get(waiting.pop(), set()) - found:
            found.add(pk)
            waiting.append(pk)
    return found


def forget_pairs(output: Output) -> None:
    """An entry that is deleted is nobody's double; whatever was counted with it stands for itself again."""
    pairs = OutputPair.objects.filter(Q(first=output) | Q(second=output))
    touched = {
        pk for pair in pairs if pair.status == PairStatus.SAME for pk in (pair.first_id, pair.second_id)
    }
    pairs.delete()
    if touched:
        regroup(output.locality_id, touched)
