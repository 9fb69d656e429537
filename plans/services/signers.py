"""Who is told that a paper moved; that it waits for a signature, only those who sign for the body that issues it."""

from typing import Any

from agencies.choices import Role
from agencies.models import User
from agencies.services.notices import people_holding
from plans.rules import signs_for


def signers_of(paper: Any) -> list[User]:
    """Who may sign a plan, an amendment, a review or a meeting's notice: by its issuer."""
    people = people_holding(Role.SIGNER, locality_id=paper.locality_id)
    return [person for person in people if signs_for(person, paper.issuer)]


def nobody_to_sign(paper: Any) -> list[str]:
    """What stands against submitting a paper that nobody on the portal may sign: it would wait forever."""
    if signers_of(paper):
        return []
    return [
        f"Chưa ai trên cổng có vai trò người ký ở {paper.issuer.name}. Đề nghị quản trị cổng giao vai trò, rồi trình."
    ]


def people_told(paper: Any, *roles: str, actor: User) -> list[User]:
    """Who holds one of `roles` in the locality of a paper, of signers only its own, without the one who moved it."""
    if roles == (Role.SIGNER,):
        return [person for person in signers_of(paper) if person != actor]
    return list(people_holding(*roles, locality_id=paper.locality_id).exclude(pk=actor.pk))
