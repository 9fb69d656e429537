"""Work of the agencies app that the worker does: ids in, one service call each."""

from celery import shared_task


@shared_task
def send_mailing(mailing_id: int) -> None:
    from agencies.services.mailings import send

    send(mailing_id)


@shared_task
def sweep_mailings() -> None:
    """Send what was claimed and not finished, or never claimed."""
    from agencies.services.mailings import sweep

    sweep()


@shared_task
def send_password_reset(user_id: int) -> None:
    from agencies.services.people import mail_password_reset

    mail_password_reset(user_id)


@shared_task
def delete_kept_forms() -> None:
    """What was kept for a day and not fetched goes."""
    from agencies.services.kept import delete_old_forms

    delete_old_forms()
