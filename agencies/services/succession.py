"""Agencies renamed, merged and split: new rows and ends by their dates, posts with them, history as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from agencies.choices import ReorganisationKind
from agencies.models import Agency, AgencySuccession, Membership, Reorganisation, User
from agencies.querysets import effective_on
from agencies.services.activity import record
from agencies.services.people import str_of
from ttdn_portal.shared.dates import short_date


@dataclass(frozen=True)
class NewBody:
    """An agency that does not exist yet."""

    name: str
    code: str
    short_name: str = ""
    abbreviation: str = ""

    @property
    def label(self) -> str:
        return self.short_name or self.name


def succeed(
    predecessor: Agency,
    successor: Agency,
    *,
    starts_on: date,
    is_main: bool = True,
    reorganisation: Reorganisation | None = None,
) -> None:
    """Write down that one stands for the other, and for whatever the other stood for; a chain stays one join away."""
    AgencySuccession.objects.update_or_create(
        predecessor=predecessor,
        successor=successor,
        defaults={
            "starts_on": starts_on,
            "is_main": is_main,
            "is_direct": True,
            "reorganisation": reorganisation,
        },
    )
    if not is_main:
        return
    main = AgencySuccession.objects.filter(is_main=True)
    before = [(row.predecessor_id, row.starts_on) for row in main.filter(successor=predecessor)]
    after = [(row.successor_id, row.starts_on) for row in main.filter(predecessor=successor)]
    far = [(pk, successor.pk, since) for pk, since in before] + [
        (predecessor.pk, pk, since) for pk, since in after
    ]
    far += [(first, last, max(since, later)) for first, since in before for last, later in after]
    for first, last, since in far:
        AgencySuccession.objects.get_or_create(
            predecessor_id=first,
            successor_id=last,
            defaults={"starts_on": max(since, starts_on), "is_main": True, "is_direct": False},
        )


@transaction.atomic
def note_successor(agency: Agency) -> None:
    """Where “nay là” was written by hand or from a file: the same succession as by an act, inside one locality."""
    heir = agency.successor
    if heir is None or agency.valid_to is None or heir.locality_id != agency.locality_id:
        return
    known = AgencySuccession.objects.filter(predecessor=agency, is_direct=True, is_main=True).first()
    if known and known.successor_id == heir.pk:
        return
    AgencySuccession.objects.filter(predecessor=agency, is_main=True).delete()
    succeed(agency, heir, starts_on=agency.valid_to + timedelta(days=1))


@transaction.atomic
def reorganise(
    predecessors: Sequence[Agency],
    heirs: Sequence[Agency | NewBody],
    *,
    kind: ReorganisationKind,
    starts_on: date,
    basis: str,
    actor: User,
    posts: Mapping[int, int] | None = None,
) -> tuple[Reorganisation, list[Agency]]:
    """End these agencies the day before `starts_on` and let the heirs stand for them, the first for all that is not given.

    `posts` maps a membership to the place of its heir. What the running work becomes is for those who know of it.
    """
    _refuse_unfit(predecessors, heirs, kind, starts_on)
    made = Reorganisation(
        locality=predecessors[0].locality, kind=kind, starts_on=starts_on, basis=basis, created_by=actor
    )
    made.full_clean()
    made.save()
    bodies = [_body(heir, predecessors, starts_on) for heir in heirs]
    for agency in predecessors:
        _end(agency, bodies, made, actor)
        _move_posts(agency, bodies, starts_on, posts or {}, actor)
    return made, bodies


def _refuse_unfit(
    predecessors: Sequence[Agency], heirs: Sequence[Agency | NewBody], kind: str, starts_on: date
) -> None:
    ending = {agency.pk for agency in predecessors}
    for agency in predecessors:
        if agency.issues_plans:
            raise ValidationError(f"{agency.name} ban hành kế hoạch nên không sắp xếp ở trang này.")
        if agency.valid_to is not None or agency.valid_from >= starts_on:
            raise ValidationError(
                {"starts_on": f"{agency.name} không hoạt động vào ngày trước ngày sắp xếp."}
            )
    for heir in heirs:
        if isinstance(heir, Agency) and (heir.pk in ending or not heir.exists_on(starts_on)):
            raise ValidationError({"starts_on": f"{heir.name} không thể kế thừa vào ngày đã chọn."})
    wanted = {ReorganisationKind.SPLIT: len(heirs) > 1, ReorganisationKind.MERGE: len(heirs) == 1}
    if not wanted.get(ReorganisationKind(kind), len(heirs) == len(predecessors) == 1):
        raise ValidationError(
            {"kind": "Chia, tách cần ít nhất hai cơ quan kế thừa; đổi tên, sáp nhập chỉ có một."}
        )


def _body(heir: Agency | NewBody, predecessors: Sequence[Agency], starts_on: date) -> Agency:
    """The heir as a row; a new one takes after the first of those that end."""
    if isinstance(heir, Agency):
        return heir
    first = predecessors[0]
    agency = Agency(
        locality=first.locality, code=heir.code, name=heir.name, short_name=heir.short_name, kind=first.kind,
        document_abbreviation=heir.abbreviation, parent=first.parent, valid_from=starts_on, email=first.email,
        is_standing=False, requires_sign_off=any(a.requires_sign_off for a in predecessors),
        requires_form_check=first.requires_form_check, is_illustration=first.is_illustration,
    )  # fmt: skip
    try:
        agency.full_clean()
    except ValidationError as error:  # one of several new bodies: which one
        raise ValidationError([f"{heir.name}: {told}" for told in error.messages]) from error
    agency.save()
    return agency


def _end(agency: Agency, bodies: Sequence[Agency], made: Reorganisation, actor: User) -> None:
    agency.valid_to, agency.successor = made.starts_on - timedelta(days=1), bodies[0]
    agency.full_clean()
    agency.save()
    if agency.is_standing and not bodies[0].is_standing:
        bodies[0].is_standing = True
        bodies[0].save()
    for place, body in enumerate(bodies):
        succeed(agency, body, starts_on=made.starts_on, is_main=place == 0, reorganisation=made)
    names = "; ".join(body.name for body in bodies)
    words = f"{made.get_kind_display()} từ {short_date(made.starts_on)}: {agency.name} → {names}. {made.basis}".strip()
    for row in (agency, *bodies):
        record(actor=actor, action="reorganise", obj=row, note=words)


def _move_posts(
    agency: Agency, bodies: Sequence[Agency], starts_on: date, places: Mapping[int, int], actor: User
) -> None:
    """Whoever held a post goes on in it under the new name; a matter of the body, not of the person."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=starts_on)
    for post in agency.memberships.filter(lasting).select_related("user", "agency"):
        body, last = bodies[places.get(post.pk, 0)], post.valid_to
        if post.valid_from >= starts_on:
            post.agency = body
        else:
            post.valid_to = starts_on - timedelta(days=1)
        post.full_clean()
        post.save()
        held = Membership.objects.filter(effective_on(starts_on), user=post.user, agency=body, role=post.role)
        if post.agency_id == agency.pk and not held.exists():
            post = Membership(
                user=post.user, agency=body, role=post.role, valid_from=starts_on, valid_to=last
            )
            post.full_clean()
            post.save()
        record(actor=actor, action="move_membership", obj=post.user, note=str_of(post))


@transaction.atomic
def move_children(agency: Agency, heir: Agency, *, day: date) -> int:
    """Units that go on under the heir."""
    going_on = agency.children.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return going_on.exclude(pk=heir.pk).update(parent=heir)
