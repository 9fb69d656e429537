"""Which app builds which paper: `documents` knows papers, not plans.

When it is ready an app registers what its keys name ("plan" in "plan:hcm/2024") and, by a line each, the kinds of paper it makes of that:

    registry.register(DocumentKind.COMMENTS, registry.PaperSource(build, is_visible, title, variants, registry.WITH_TABLES))

Every function of a source takes the subject itself (the plan) and the options asked for (round, period, agency …).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from documents.choices import DocumentFormat, DocumentKind
from documents.official.model import OfficialDocument

if TYPE_CHECKING:
    from agencies.models import User

Options = Mapping[str, Any]
WITHOUT_TABLES = (DocumentFormat.PDF, DocumentFormat.DOCX)
WITH_TABLES = (DocumentFormat.PDF, DocumentFormat.DOCX, DocumentFormat.XLSX)
DRAFT = "draft"  # an option of every kind: DỰ THẢO across the paper, whatever its state


@dataclass(frozen=True)
class Variant:
    """One paper of a kind that may be asked for; `refusal` says why it can't be made now."""

    options: dict[str, Any] = field(default_factory=dict)
    label: str = ""
    refusal: str = ""


def one_paper(subject: Any) -> Sequence[Variant]:
    """A kind of which a subject always has exactly one paper."""
    return (Variant(),)


def all_variants(user: "User", subject: Any, variants: Sequence[Variant]) -> Sequence[Variant]:
    """Whoever sees the kind sees each paper of it."""
    return variants


@dataclass(frozen=True)
class PaperSource:
    """How one kind of paper comes about, who sees it, and which papers of the kind a subject has."""

    build: Callable[[Any, Options], OfficialDocument]
    is_visible: "Callable[[User, Any, Options], bool]"
    title: Callable[[Any, Options], str]
    variants: Callable[[Any], Sequence[Variant]] = one_paper
    formats: tuple[DocumentFormat, ...] = WITHOUT_TABLES
    narrow: "Callable[[User, Any, Sequence[Variant]], Sequence[Variant]]" = all_variants


@dataclass(frozen=True)
class Named:
    """A paper as lists of papers of every kind call it: its kind, its title, its page."""

    kind: str
    title: str
    url: str


Namer = Callable[[Sequence[str], "User"], dict[str, Named]]

_namers: dict[str, Namer] = {}
_subjects: dict[str, Callable[[str], Any]] = {}
_sources: dict[tuple[str, str], PaperSource] = {}


def register_subject(head: str, load: Callable[[str], Any]) -> None:
    """`load(subject_key)` gives what a key with this head names."""
    _subjects[head] = load


def register_names(head: str, namer: "Namer") -> None:
    """`namer(subject_keys, user)` names those that the person sees, by few queries whatever their number."""
    _namers[head] = namer


def names_of(subject_keys: Iterable[str], user: "User") -> dict[str, Named]:
    """Key → how it is called; keys of other kinds, and what the person may not see, are left out."""
    by_head: dict[str, list[str]] = {}
    for key in subject_keys:
        by_head.setdefault(_head(key), []).append(key)
    found: dict[str, Named] = {}
    for head, keys in by_head.items():
        found |= _namers[head](keys, user) if head in _namers else {}
    return found


def register(kind: DocumentKind, source: PaperSource, head: str = "plan") -> None:
    _sources[head, kind] = source


def subject_of(subject_key: str) -> Any:
    """What the key names; LookupError where no app answers for it."""
    head = _head(subject_key)
    if head not in _subjects:
        raise LookupError(f"no app answers for {subject_key!r}")
    return _subjects[head](subject_key)


def source_of(kind: str, subject_key: str) -> PaperSource:
    """The source of a kind for a key; LookupError where no app makes it."""
    found = _sources.get((_head(subject_key), kind))
    if found is None:
        raise LookupError(f"no app makes {kind!r} of {subject_key!r}")
    return found


def sources(subject_key: str) -> dict[DocumentKind, PaperSource]:
    """Every kind that can be made of a subject, in the order of DocumentKind."""
    head = _head(subject_key)
    return {kind: _sources[head, kind] for kind in DocumentKind if (head, kind) in _sources}


def build(kind: str, subject_key: str, subject: Any, options: Options) -> OfficialDocument:
    """The paper as data; with the option `draft` marked DỰ THẢO whatever its state."""
    paper = source_of(kind, subject_key).build(subject, options)
    return replace(paper, marks=replace(paper.marks, is_draft=True)) if options.get(DRAFT) else paper


def _head(subject_key: str) -> str:
    return subject_key.partition(":")[0]
