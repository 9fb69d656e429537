"""Asking for a paper of a registered kind, from a page or by command, under the same conditions."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from agencies.models import Locality, User
from documents import registry
from documents.choices import DocumentFormat, DocumentKind
from documents.models import Document
from documents.registry import DRAFT, PaperSource, Variant
from documents.services.jobs import request_document

UNKNOWN_KIND = "Chưa lập được loại “{kind}”; hiện có: {known}."
UNKNOWN_FORMAT = "Chưa có định dạng “{format}” cho loại này; hiện có: {known}."
NOTHING = "Chưa có gì để lập {kind}."
NO_SUCH = "Không có {kind} như vậy; hiện có: {known}."
MANY = "Nêu rõ muốn lập {kind} nào: {known}."


def find_source(kind: str, subject_key: str) -> PaperSource:
    """The source of a kind; ValidationError naming the kinds there are."""
    known = registry.sources(subject_key)
    if kind not in known:
        raise ValidationError(UNKNOWN_KIND.format(kind=kind, known=", ".join(known)))
    return known[DocumentKind(kind)]


def check_format(source: PaperSource, format: str) -> None:
    if format not in source.formats:
        known = ", ".join(source.formats)
        raise ValidationError(UNKNOWN_FORMAT.format(format=format, known=known))


def choose(kind: str, source: PaperSource, subject: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The full options of the one paper that `given` means; ValidationError with the reason where there is none."""
    word = DocumentKind(kind).label
    variants = source.variants(subject)
    if not variants:
        raise ValidationError(NOTHING.format(kind=word))
    asked = {name: value for name, value in given.items() if name != DRAFT and value not in (None, "")}
    fitting = [variant for variant in variants if asked.items() <= variant.options.items()]
    if not fitting and not variants[0].options and variants[0].refusal:
        raise ValidationError(variants[0].refusal)  # the kind as a whole, whichever paper of it was meant
    if not fitting:
        raise ValidationError(NO_SUCH.format(kind=word, known=_names(variants)))
    if len(fitting) > 1:
        raise ValidationError(MANY.format(kind=word, known=_names(fitting)))
    if fitting[0].refusal:
        raise ValidationError(fitting[0].refusal)
    return {**fitting[0].options, **({DRAFT: True} if given.get(DRAFT) else {})}


def _names(variants: Any) -> str:
    return "; ".join(_name(variant) for variant in variants)


def _name(variant: Variant) -> str:
    options = " ".join(f"--{name} {value}" for name, value in variant.options.items())
    return f"{variant.label} ({options})" if variant.label and options else variant.label or options or "–"


def ask(
    *,
    actor: User,
    locality: Locality,
    kind: str,
    subject: Any,
    format: str = DocumentFormat.PDF,
    given: Mapping[str, Any] | None = None,
    state: Mapping[str, Any] | None = None,
    is_draft: bool = False,
    is_kept: bool = False,
) -> Document:
    """Ask for one paper. `state` says of which state of the subject it is made: another state, another job.

    What is printed across it (`is_draft`, MINH HỌA) is settled by the builder; until then the row says what is expected.

    ValidationError where the kind, the format or the subject's state does not allow it; PermissionDenied where the person may not see it.
    """
    source = find_source(kind, subject.subject_key)
    check_format(source, format)
    options = choose(kind, source, subject, given or {})
    if not source.is_visible(actor, subject, options):
        raise PermissionDenied
    return request_document(
        actor=actor,
        locality=locality,
        kind=kind,
        subject_key=subject.subject_key,
        title=source.title(subject, options),
        format=format,
        options={**options, **(state or {})},
        is_draft=is_draft or bool(options.get(DRAFT)),
        has_illustration=False,
        is_kept=is_kept,
    )
