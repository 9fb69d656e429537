"""Who is told that a paper moved; that it waits for a signature, only those who sign for the body that issues it."""

from typing import Any

from agencies.choices import Role
from agencies.models import User
from agencies.services.notices import people_holding
from plans.rules import signs_for


def people_told(paper: Any, *roles: str, actor: User) -> list[User]:
    """Who holds one of `roles` in the locality of a plan, an amendment, a review or a meeting, without the one who moved it."""
    people = people_holding(*roles, locality_id=paper.locality_id).exclude(pk=actor.pk)
    return [person for person in people if roles != (Role.SIGNER,) or signs_for(person, paper.issuer)]
