"""The papers made of an issued paper and its signed copies, as components/files.html draws them."""

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst

from documents.models import Document, SignedCopy
from ttdn_portal.shared.templatetags.ttdn import moment


@dataclass(frozen=True)
class FileLine:
    kind: str
    name: str
    meta: str
    url: str
    act: str
    is_issued: bool
    note: str = ""


def exports_of(paper: Any) -> list[FileLine]:
    """Papers made of it, newest first; the issued one is marked."""
    documents = Document.objects.kept().about(paper.subject_key).select_related("locality", "requested_by")
    return [
        FileLine(d.get_format_display(), d.title, _meta(d), d.get_absolute_url(), "Mở", d.is_kept)
        for d in documents.order_by("-is_kept", "-created_at")[:20]
    ]


def copies_of(paper: Any, url_name: str) -> list[FileLine]:
    """Signed copies, newest first; their numbers in the address count from the first filed."""
    if not paper.is_issued:
        return []
    copies = SignedCopy.objects.filed_for(paper.subject_key).select_related("uploaded_by")
    lines = [
        FileLine(
            "PDF",
            copy.name,
            f"{filesizeformat(copy.size)} · {copy.uploaded_by} · {moment(copy.created_at)}",
            reverse(url_name, args=[*paper.url_args(), n]),
            "Tải về",
            is_issued=False,
            note=copy.said,
        )
        for n, copy in enumerate(copies, 1)
    ]
    return lines[::-1]


def _meta(document: Document) -> str:
    parts = [str(document.requested_by or "Hệ thống"), moment(document.created_at)]
    if document.is_ready:
        pages = [f"{document.pages} trang"] if document.pages else []
        parts += [*pages, filesizeformat(document.size)]
    else:
        parts.append(capfirst(document.get_status_display()))
    return " · ".join(parts)
