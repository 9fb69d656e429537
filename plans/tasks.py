"""Work of the plans app that the worker does."""

from celery import shared_task


@shared_task
def apply_due_amendments() -> None:
    """Amendments whose day has come take effect; each once, however often this runs."""
    from django.utils import timezone

    from plans.services.applying import apply_due

    apply_due(as_of=timezone.localdate())
