"""Telling people what is due: each thing once a step, one letter a person and day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from agencies.choices import MailingPurpose, MailingStatus, NoticeKind
from agencies.models import Agency, Locality, Mailing, Notification, User
from agencies.services.activity import record
from agencies.services.notices import mail_now, notify
from reports.dashboards.notices import REMINDER_KINDS, may_be_reminded, reminded_by_hand
from reports.reminders import due_on_day
from reports.reminders.due import Due
from reports.reminders.people import Person, people_of
from reports.tasks import send_digests
from ttdn_portal.shared.dates import short_date
from ttdn_portal.shared.jobs import enqueue_on_commit
from ttdn_portal.shared.locks import take_turn

MAILS_A_MESSAGE = 20
_BATCH = 1_000


@dataclass(frozen=True)
class Sent:
    """What one run of the daily job did (or, dry, would do)."""

    as_of: date
    due: int = 0
    people: int = 0
    notices: int = 0
    mails: int = 0
    without_address: int = 0
    is_dry_run: bool = False

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"as_of": self.as_of.isoformat()}


def send_daily_reminders(*, as_of: date, dry_run: bool = False) -> Sent:
    """Tell everybody what has reached a step on `as_of`. A second run on the day finds everything told."""
    dues = due_on_day(as_of)
    with transaction.atomic():
        take_turn("reminders")
        told = _not_yet_told(people_of(dues, as_of))
        letters = _letters(told, as_of)
        if not dry_run:
            _write_notices(told, _write_letters(letters))
    mails = sum(letter.status == MailingStatus.PENDING for letter in letters)
    return Sent(
        as_of, len(dues), len(told), sum(map(len, told.values())), mails, len(letters) - mails, dry_run
    )


def _not_yet_told(people: dict[Person, list[Due]]) -> dict[Person, list[Due]]:
    """Take out what was told at this step before; who has nothing left is left out."""
    steps = {due.step for dues in people.values() for due in dues}
    rows = Notification.objects.filter(
        kind__in=REMINDER_KINDS, step__in=steps, person__in=[person.pk for person in people]
    )
    before = set(rows.order_by().values_list("person_id", "kind", "subject_key", "step"))
    fresh = {
        person: [due for due in dues if (person.pk, due.kind, due.subject_key, due.step) not in before]
        for person, dues in people.items()
    }
    return {person: dues for person, dues in fresh.items() if dues}


def _letters(told: dict[Person, list[Due]], as_of: date) -> list[Mailing]:
    """One digest for everybody who wants one and has none of this day yet."""
    wanted = [person for person in told if person.wants_digest]
    has_one = set(
        Mailing.objects.filter(
            day=as_of, purpose=MailingPurpose.DIGEST, person__in=[p.pk for p in wanted]
        ).values_list("person_id", flat=True)
    )
    codes = dict(
        Locality.objects.filter(
            pk__in={due.locality_id for dues in told.values() for due in dues}
        ).values_list("pk", "code")
    )
    return [_letter(person, told[person], codes, as_of) for person in wanted if person.pk not in has_one]


def _write_letters(letters: list[Mailing]) -> dict[int, int]:
    """Keep the letters and hand them to the worker, some in each message; answers person → letter."""
    Mailing.objects.bulk_create(letters, ignore_conflicts=True, batch_size=_BATCH)
    days = {letter.day for letter in letters}
    rows = Mailing.objects.filter(
        day__in=days, purpose=MailingPurpose.DIGEST, person__in=[letter.person_id for letter in letters]
    )
    kept = list(rows.order_by("pk").values_list("person_id", "pk", "status"))
    waiting = [pk for _, pk, status in kept if status == MailingStatus.PENDING]
    for start in range(0, len(waiting), MAILS_A_MESSAGE):
        enqueue_on_commit(send_digests, waiting[start : start + MAILS_A_MESSAGE])
    return {person_id: pk for person_id, pk, _ in kept}


def _letter(person: Person, dues: list[Due], codes: dict[int, str], as_of: date) -> Mailing:
    locality_id = dues[0].locality_id
    return Mailing(
        person_id=person.pk,
        locality_id=locality_id,
        day=as_of,
        purpose=MailingPurpose.DIGEST,
        address=person.email,
        subject=_subject(dues, as_of),
        body=_body(person.full_name, dues, codes[locality_id]),
        status=MailingStatus.PENDING if person.email else MailingStatus.NO_ADDRESS,
    )


def _subject(dues: Sequence[Due], as_of: date) -> str:
    late = sum(due.is_late for due in dues)
    parts = [
        f"{late} việc quá hạn" if late else "",
        f"{len(dues) - late} việc đến hạn" if len(dues) > late else "",
    ]
    return f"Nhắc việc ngày {short_date(as_of)}: {', '.join(part for part in parts if part)}"


def _body(full_name: str, dues: Sequence[Due], code: str, intro: str = "") -> str:
    groups = (
        ("QUÁ HẠN", [due for due in dues if due.days_left < 0]),
        ("ĐẾN HẠN HÔM NAY", [due for due in dues if due.days_left == 0]),
        ("SẮP ĐẾN HẠN", [due for due in dues if due.days_left > 0]),
    )
    context = {
        "full_name": full_name,
        "groups": [(title, found) for title, found in groups if found],
        "public_url": settings.PUBLIC_URL,
        "my_work": reverse("reports:my_work", args=[code]),
        "profile": reverse("agencies:profile"),
        "intro": intro,
    }
    return render_to_string("emails/reminder_digest.txt", context)


def _write_notices(told: dict[Person, list[Due]], letters: dict[int, int]) -> None:
    rows = [
        Notification(
            person_id=person.pk,
            locality_id=due.locality_id,
            kind=due.kind,
            subject_key=due.subject_key,
            step=due.step,
            text=due.text,
            link=due.link,
            mailing_id=letters.get(person.pk),
        )
        for person, dues in told.items()
        for due in dues
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)


def owed_by(agency: Agency, as_of: date) -> list[Due]:
    """What the agency owes on `as_of`, for itself and for those it stands for, and has been or will be told of."""
    heritage = agency.heritage.filter(starts_on__lte=as_of, is_main=True)
    own = {agency.pk, *heritage.values_list("predecessor_id", flat=True)}
    return [
        due
        for due in due_on_day(as_of, locality_id=agency.locality_id, on_days_off=True)
        if own.intersection(due.agency_ids)
    ]


@transaction.atomic
def remind_agency(agency: Agency, *, actor: User, as_of: date) -> int:
    """Remind the people of one agency by hand, at most once in 24 hours; answers how many were told."""
    take_turn(f"remind {agency.pk}")
    before = reminded_by_hand([agency.pk]).get(agency.pk)
    if not may_be_reminded(before):
        raise ValidationError(
            f"Cơ quan này vừa được nhắc lúc {timezone.localtime(before):%H:%M %d/%m/%Y}; mỗi cơ quan chỉ nhắc một lần trong 24 giờ."
        )
    dues = owed_by(agency, as_of)
    people = User.objects.in_bulk([person.pk for person in people_of(dues, as_of)])
    if not dues or not people:
        raise ValidationError("Cơ quan này không còn việc nào cần nhắc, hoặc chưa có người phụ trách.")
    text = f"NHẮC: {agency.label} còn {len(dues)} việc đến hạn, quá hạn. Đề nghị anh/chị cập nhật trên cổng."
    code = Locality.objects.get(agencies=agency).code
    told = notify(
        people.values(),
        kind=NoticeKind.REPORT_DUE,
        subject_key=f"agency:{agency.pk}",
        step=f"nhac {as_of.isoformat()}",
        text=text,
        link=reverse("reports:my_work", args=[code]),
        locality_id=agency.locality_id,
    )
    if not told:
        raise ValidationError("Cơ quan này vừa được nhắc.")
    intro = f"{actor.full_name} đề nghị cơ quan anh/chị cập nhật các việc sau:"
    for person in people.values():
        mail_now(
            person,
            subject=f"NHẮC: {len(dues)} việc của {agency.label} đến hạn, quá hạn"[:200],
            body=_body(person.full_name, dues, code, intro),
            locality_id=agency.locality_id,
        )
    record(actor=actor, action="remind", obj=agency, after={"people": told, "due": len(dues)})
    return told
