"""Who may do what with places, people, calendar and log."""

import rules

from agencies.choices import Role
from agencies.models import Agency, Locality, User


@rules.predicate
def is_administrator_of(user: User, locality: Locality | None) -> bool:
    return locality is not None and user.has_role(locality.pk, Role.LOCALITY_ADMIN)


@rules.predicate
def administers_person(user: User, person: User | None) -> bool:
    """A locality's administrator looks after its people, but never after the system's administrators."""
    return (
        person is not None
        and not person.is_superuser
        and user.has_role(person.locality_id, Role.LOCALITY_ADMIN)
    )


@rules.predicate
def is_somebody_else(user: User, person: User | None) -> bool:
    """Separate duties: posts and access are never one's own decision."""
    return person is not None and person.pk != user.pk


@rules.predicate
def heads_person(user: User, person: User | None) -> bool:
    """The head of an agency, for the officers of that agency."""
    agencies = user.agency_ids(Role.AGENCY_LEADER)
    return bool(agencies) and person is not None and person.memberships.current_in(agencies).exists()


@rules.predicate
def heads_here(user: User, locality: Locality | None) -> bool:
    return locality is not None and user.has_role(locality.pk, Role.AGENCY_LEADER)


@rules.predicate
def administers_agency(user: User, agency: Agency | None) -> bool:
    return agency is not None and user.has_role(agency.locality_id, Role.LOCALITY_ADMIN)


@rules.predicate
def is_system_administrator(user: User) -> bool:
    return user.is_superuser


rules.add_perm("agencies.manage_people", is_administrator_of | is_system_administrator)
rules.add_perm("agencies.manage_agencies", is_administrator_of | is_system_administrator)
rules.add_perm("agencies.manage_calendar", is_administrator_of | is_system_administrator)
rules.add_perm("agencies.read_log", is_administrator_of | is_system_administrator)
rules.add_perm("agencies.read_mailings", is_administrator_of | is_system_administrator)
rules.add_perm("agencies.change_person", administers_person | is_system_administrator)
rules.add_perm("agencies.change_agency", administers_agency | is_system_administrator)
rules.add_perm("agencies.decide_on_person", (administers_person | is_system_administrator) & is_somebody_else)
rules.add_perm("agencies.see_handovers", is_administrator_of | heads_here | is_system_administrator)
rules.add_perm(
    "agencies.hand_over",
    (administers_person | heads_person | is_system_administrator) & is_somebody_else,
)
