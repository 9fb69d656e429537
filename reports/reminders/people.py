"""Who is told of what is owed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agencies.choices import NoticeKind, Role
from agencies.models import Membership, User
from reports.reminders.due import Due


@dataclass(frozen=True)
class Person:
    """Whoever is told, as far as telling needs to know."""

    pk: int
    full_name: str
    email: str
    wants_digest: bool


def people_of(dues: Iterable[Due], as_of: date) -> dict[Person, list[Due]]:
    """Who is told of what: officers of the lead agencies; their heads too once it is late or waits for them."""
    dues = list(dues)
    posts = _posts({pk for due in dues for pk in due.agency_ids}, as_of)
    members = _members({due.person_id for due in dues if due.person_id})
    told: dict[Person, dict[tuple[str, str], Due]] = defaultdict(dict)
    for due in dues:
        for role in _roles_told(due):
            for agency_id in due.agency_ids:
                for person in posts.get((agency_id, role), ()):
                    told[person][due.kind, due.subject_key] = due
        if due.person_id in members:
            told[members[due.person_id]][due.kind, due.subject_key] = due
    return {
        person: list(found.values()) for person, found in sorted(told.items(), key=lambda pair: pair[0].pk)
    }


def _roles_told(due: Due) -> tuple[Role, ...]:
    if due.for_standing:
        return (Role.STANDING_OFFICER,)
    if due.waits_for_head:
        return (Role.AGENCY_LEADER,)
    if due.kind == NoticeKind.DIRECTION_DUE:
        return (Role.OFFICER, Role.STANDING_OFFICER, *((Role.AGENCY_LEADER,) if due.is_late else ()))
    return (Role.OFFICER, Role.AGENCY_LEADER) if due.is_late else (Role.OFFICER,)


def _posts(agency_ids: set[int], as_of: date) -> dict[tuple[int, str], list[Person]]:
    """Who holds posts there; for an agency that ended the people of whoever took it over."""
    held = Membership.objects.answering_for(agency_ids, as_of).filter(
        role__in=[Role.OFFICER, Role.AGENCY_LEADER, Role.STANDING_OFFICER], user__is_active=True
    )
    columns = ("user_id", "user__full_name", "user__email", "user__wants_digest")
    rows = held.order_by("user_id").values_list("role", "agency_id", "taken__predecessor_id", *columns)
    posts: dict[tuple[int, str], dict[Person, None]] = defaultdict(dict)
    for role, agency_id, taken, *person in rows:
        for pk in {agency_id, taken} & agency_ids:
            posts[pk, role][Person(*person)] = None
    return {key: list(people) for key, people in posts.items()}


def _members(ids: set[int]) -> dict[int | None, Person]:
    """Committee members who may sign in, by their account; no query where none is asked."""
    if not ids:
        return {}
    rows = User.objects.filter(pk__in=ids, is_active=True)
    return {row[0]: Person(*row) for row in rows.values_list("pk", "full_name", "email", "wants_digest")}
