"""Work of the documents app that the worker does: ids in, one service call each."""

from celery import shared_task


@shared_task
def build_document(document_id: str) -> None:
    """One message for each paper; its id is for the log."""
    from documents.services.jobs import build_next

    build_next()


@shared_task
def sweep_documents() -> None:
    from documents.services.jobs import sweep

    sweep()


@shared_task
def delete_temporary_documents() -> None:
    from documents.services.held_copies import forget_old
    from documents.services.jobs import delete_temporary

    delete_temporary()
    forget_old()
