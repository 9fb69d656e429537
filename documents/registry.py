"""Which app builds which paper: `documents` knows papers, not plans.

An app registers a `PaperSource` for the head of its subject keys ("plan" in "plan:hcm/2024") when it is ready.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.official.model import OfficialDocument

if TYPE_CHECKING:
    from agencies.models import User
    from documents.models import Document


@dataclass(frozen=True)
class PaperSource:
    """`build(document)` gives the paper as data; `is_visible(user, subject_key)` says who sees its subject."""

    build: "Callable[[Document], OfficialDocument]"
    is_visible: "Callable[[User, str], bool]"


_sources: dict[str, PaperSource] = {}


def register(head: str, source: PaperSource) -> None:
    _sources[head] = source


def source_of(subject_key: str) -> PaperSource:
    """The source for a key; LookupError where no app answers for it."""
    head = subject_key.partition(":")[0]
    if head not in _sources:
        raise LookupError(f"no app builds papers of {subject_key!r}")
    return _sources[head]
