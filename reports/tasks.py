"""Work of the reports app that the worker does: ids in, one service call each."""

from celery import shared_task


@shared_task
def send_daily_reminders() -> None:
    """Every morning; once more later in the day does no harm, everything is told once."""
    from django.utils import timezone

    from reports.services.reminders import send_daily_reminders as send

    send(as_of=timezone.localdate())


@shared_task
def send_digests(mailing_ids: list[int]) -> None:
    """Some letters of the morning; what is not sent here the sweeper sends."""
    from agencies.services.mailings import send

    for mailing_id in mailing_ids:
        send(mailing_id)


@shared_task
def open_periods_ahead() -> None:
    """Every night: periods that a rule opens by itself; those that are there are left as they are."""
    from django.utils import timezone

    from reports.services.period_rules import open_by_rule

    open_by_rule(as_of=timezone.localdate())


@shared_task
def apply_due_changes() -> None:
    """Hand-overs and acts on agencies whose day has come; each once, however often this runs."""
    from django.utils import timezone

    from reports.services.handovers import apply_due_handovers
    from reports.services.reorganising import apply_due_reorganisations

    today = timezone.localdate()
    apply_due_reorganisations(as_of=today)
    apply_due_handovers(as_of=today)
