"""Who may do what on one admin page, as a small table."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

# Stands in the table for the system's administrator, who runs the installation.
SYSTEM = "SYSTEM"


@dataclass(frozen=True)
class Access:
    """Roles for each act. `rule` is a permission that the row itself must give besides, as in the portal's pages."""

    view: tuple[str, ...]
    add: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    rule: str = ""

    def roles(self, act: str) -> tuple[str, ...]:
        return getattr(self, act)


def holds_any(user: Any, roles: tuple[str, ...]) -> bool:
    """Holds one of `roles` somewhere; says only whether the page is worth showing."""
    return (user.is_superuser and SYSTEM in roles) or bool(user.locality_ids(*_named(roles)))


def holds_in(user: Any, roles: tuple[str, ...], locality_id: int | None) -> bool:
    """Holds one of `roles` in this locality. What belongs to the whole country is the system administrator's."""
    if user.is_superuser:
        return SYSTEM in roles
    return locality_id is not None and user.has_role(locality_id, *_named(roles))


def localities_of(user: Any, roles: tuple[str, ...]) -> set[int]:
    return user.locality_ids(*_named(roles))


def locality_id_of(obj: Any, path: str) -> int | None:
    return attrgetter(path)(obj)


def _named(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles of people; an empty list would mean "any role" to the user model, so a word nobody holds stands for it."""
    return tuple(role for role in roles if role != SYSTEM) or ("-",)
