"""Letters: claimed, sent once, tried again with growing gaps, given up after five."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from agencies.choices import MailingPurpose, MailingStatus
from agencies.models import ActivityEntry, Mailing, User
from agencies.services.mailings import retry, send, sweep

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person(world) -> User:
    user = world.people["officer"]
    user.email = "chuyen@dulich.example"
    user.save()
    return user


@pytest.fixture
def write(person):
    def make(**fields):
        defaults = {
            "day": NOW.date(),
            "address": person.email,
            "subject": "2 việc đến hạn",
            "body": "Kính gửi Lê Thị Chuyên,",
            "purpose": MailingPurpose.IMMEDIATE,
        }
        created_at = fields.pop("created_at", None)
        letter = Mailing.objects.create(person=person, locality=person.locality, **(defaults | fields))
        if created_at:
            Mailing.objects.filter(pk=letter.pk).update(created_at=created_at)
        return letter

    return make


@pytest.fixture
def no_server(settings):
    """A mail server that refuses the connection."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1


def test_letter_goes_out_once(write):
    letter = write()

    assert send(letter.pk) is True
    assert send(letter.pk) is False
    assert sweep(now=NOW + timedelta(days=30)) == 0

    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.error) == (MailingStatus.SENT, 1, "")
    assert letter.sent_at is not None
    assert [(m.subject, m.body, m.to, m.content_subtype) for m in mail.outbox] == [
        ("2 việc đến hạn", "Kính gửi Lê Thị Chuyên,", ["chuyen@dulich.example"], "plain")
    ]
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<thu-{letter.pk}@localhost>"


def test_letter_claimed_by_another_worker_is_left_alone(write):
    letter = write(status=MailingStatus.SENDING, attempts=1, claimed_at=NOW - 9 * MINUTE)

    assert send(letter.pk, now=NOW) is False
    assert mail.outbox == []


def test_letter_that_is_gone_is_no_error(db):
    assert send(12345) is False


def test_letter_without_address_says_so(write):
    letter = write(address="")

    send(letter.pk)

    letter.refresh_from_db()
    assert letter.status == MailingStatus.NO_ADDRESS


def test_refused_connection_is_kept_with_its_reason(write, no_server):
    letter = write()

    assert send(letter.pk) is False

    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.sent_at) == (MailingStatus.FAILED, 1, None)
    assert letter.error.startswith("ConnectionRefusedError")


def test_subject_that_would_forge_headers_is_not_sent(write):
    letter = write(subject="Nhắc việc\nBcc: ke-gian@example.com")

    send(letter.pk)

    letter.refresh_from_db()
    assert letter.status == MailingStatus.FAILED
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("fields", "is_sent"),
    [
        ({"created_at": NOW - 2 * MINUTE}, True),
        ({"created_at": NOW - MINUTE / 2}, False),  # its message is still on the way to the worker
        ({"status": MailingStatus.SENDING, "attempts": 1, "claimed_at": NOW - 11 * MINUTE}, True),
        ({"status": MailingStatus.SENDING, "attempts": 1, "claimed_at": NOW - 9 * MINUTE}, False),
        ({"status": MailingStatus.FAILED, "attempts": 1, "claimed_at": NOW - 3 * MINUTE}, True),
        ({"status": MailingStatus.FAILED, "attempts": 1, "claimed_at": NOW - MINUTE}, False),
        ({"status": MailingStatus.FAILED, "attempts": 2, "claimed_at": NOW - 3 * MINUTE}, False),
        ({"status": MailingStatus.FAILED, "attempts": 2, "claimed_at": NOW - 11 * MINUTE}, True),
        ({"status": MailingStatus.FAILED, "attempts": 3, "claimed_at": NOW - 59 * MINUTE}, False),
        ({"status": MailingStatus.FAILED, "attempts": 3, "claimed_at": NOW - 61 * MINUTE}, True),
        ({"status": MailingStatus.FAILED, "attempts": 4, "claimed_at": NOW - 239 * MINUTE}, False),
        ({"status": MailingStatus.FAILED, "attempts": 4, "claimed_at": NOW - 241 * MINUTE}, True),
        ({"status": MailingStatus.FAILED, "attempts": 5, "claimed_at": NOW - timedelta(days=9)}, False),
        ({"status": MailingStatus.NO_ADDRESS}, False),
        ({"status": MailingStatus.SENT, "sent_at": NOW, "claimed_at": NOW - timedelta(days=9)}, False),
    ],
)
def test_sweep_takes_what_waits_long_enough(write, fields, is_sent):
    letter = write(**fields)

    assert sweep(now=NOW) == int(is_sent)

    assert len(mail.outbox) == int(is_sent)
    letter.refresh_from_db()
    assert (letter.status == MailingStatus.SENT) is (is_sent or fields.get("status") == MailingStatus.SENT)


def test_a_silent_server_is_asked_five_times_and_then_given_up(write, no_server):
    letter = write()

    for hours in range(12):
        sweep(now=NOW + timedelta(hours=5 * hours, minutes=2))

    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (MailingStatus.FAILED, 5)


def test_letter_whose_sender_was_killed_five_times_is_given_up(write):
    letter = write(status=MailingStatus.SENDING, attempts=5, claimed_at=NOW - 11 * MINUTE)

    assert sweep(now=NOW) == 0

    letter.refresh_from_db()
    assert (letter.status, letter.error) == (MailingStatus.FAILED, "Tiến trình gửi thư bị ngắt nhiều lần.")


def test_sweep_stops_in_time_and_leaves_the_rest(write):
    for _ in range(3):
        write(created_at=NOW - 5 * MINUTE)
    seconds = iter([0, 1, 200, 200])

    assert sweep(now=NOW, clock=lambda: next(seconds)) == 1
    assert sweep(now=NOW) == 2


def test_letter_given_up_is_tried_again_at_the_address_of_today(write, person, administrator):
    letter = write(status=MailingStatus.FAILED, attempts=5, address="cu@dulich.example", error="550")

    assert retry(letter, actor=administrator) is True
    send(letter.pk)

    assert mail.outbox[0].to == ["chuyen@dulich.example"]
    assert ActivityEntry.objects.about(letter).get().action == "retry_mailing"
    letter.refresh_from_db()
    assert retry(letter, actor=administrator) is False
