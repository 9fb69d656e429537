"""A paper's page: how far it is, its file, and what can be done with it."""

import re
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from agencies.access import locality_or_404
from documents import registry
from documents.models import Document
from documents.services import jobs
from ttdn_portal.shared.lists import page_of
from ttdn_portal.shared.text import fold

LONGEST_STEM = 100


def document_or_404(request: HttpRequest, locality: str, pk: Any) -> Document:
    """Seen by who asked for it and by whoever sees its subject."""
    place = locality_or_404(request, locality)
    document = get_object_or_404(
        Document.objects.kept().select_related("locality", "requested_by"), pk=pk, locality=place
    )
    if document.requested_by_id != request.user.pk and not _sees_subject(request.user, document):
        raise Http404
    return document


def _sees_subject(user: Any, document: Document) -> bool:
    source = registry.source_of(document.kind, document.subject_key)
    return source.is_visible(user, registry.subject_of(document.subject_key), document.options)


@require_safe
def document_list(request: HttpRequest, locality: str) -> HttpResponse:
    place = locality_or_404(request, locality)
    documents: QuerySet[Document] = (
        Document.objects.kept().asked_by(request.user).filter(locality=place).select_related("locality")
    )
    return render(
        request, "documents/document_list.html", {"locality": place, "page": page_of(request, documents)}
    )


@require_safe
def document_detail(request: HttpRequest, locality: str, pk: Any) -> HttpResponse:
    document = document_or_404(request, locality, pk)
    return render(
        request,
        "documents/document_detail.html",
        {"document": document, "is_own": document.requested_by_id == request.user.pk},
    )


@require_safe
def document_state(request: HttpRequest, locality: str, pk: Any) -> HttpResponse:
    """The part of the page that moves; asked again every two seconds."""
    document = document_or_404(request, locality, pk)
    return render(
        request,
        "documents/_document_state.html",
        {"document": document, "is_own": document.requested_by_id == request.user.pk},
    )


@require_safe
def document_file(request: HttpRequest, locality: str, pk: Any) -> FileResponse:
    document = document_or_404(request, locality, pk)
    if not document.is_ready:
        raise Http404
    name = f"{_file_stem(document.title)}.{document.format}"
    response = FileResponse(document.file.open("rb"), as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file_stem(title: str) -> str:
    """The title without marks, its words joined; a long one ends with a whole word."""
    words = re.findall("[a-z0-9]+", fold(title))
    while len("-".join(words)) > LONGEST_STEM and len(words) > 1:
        words.pop()
    return "-".join(words)[:LONGEST_STEM] or "van-ban"


def own_document_or_404(request: HttpRequest, locality: str, pk: Any) -> Document:
    document = document_or_404(request, locality, pk)
    if document.requested_by_id != request.user.pk:
        raise Http404
    return document


@require_POST
def document_cancel(request: HttpRequest, locality: str, pk: Any) -> HttpResponse:
    document = own_document_or_404(request, locality, pk)
    if jobs.cancel(document, actor=request.user):
        messages.success(request, "Đã hủy việc xuất văn bản.")
    else:
        messages.info(request, "Văn bản đã dựng xong trước khi hủy.")
    return redirect(document)


@require_POST
def document_retry(request: HttpRequest, locality: str, pk: Any) -> HttpResponse:
    document = own_document_or_404(request, locality, pk)
    jobs.retry(document, actor=request.user)
    return redirect(document)


@require_POST
def document_discard(request: HttpRequest, locality: str, pk: Any) -> HttpResponse:
    document = own_document_or_404(request, locality, pk)
    if document.can_discard:
        jobs.discard(document, actor=request.user)
        messages.success(request, "Đã bỏ văn bản xuất. Văn bản gốc không thay đổi.")
        return redirect("documents:document_list", locality=locality)
    messages.error(request, "Văn bản này được giữ vĩnh viễn hoặc đang dựng nên không bỏ được.")
    return redirect(document)
