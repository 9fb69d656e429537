"""Document numbers: each number of a series once (NĐ 30/2020/NĐ-CP, Điều 15)."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from agencies.models import Agency, User
from documents.choices import Layout
from documents.models import NumberSeries, RegisteredNumber
from ttdn_portal.shared.dates import short_date

TAKEN = "Số {number} của sổ {series} đã cấp cho văn bản khác. Số tiếp theo là {next}."
LATE_BEGINNING = "Sổ {series} trên cổng chưa có số nào trước số {number:02d}, mà sổ bắt đầu từ số 01."


def series_label_for(*, issuer: Agency, layout: str, day: date) -> str:
    """Calendar year for State papers; the committee's term for Party papers, where one is recorded."""
    committee = getattr(issuer, "committee", None)
    if layout == Layout.PARTY and committee and committee.term_label:
        return committee.term_label
    return str(day.year)


def suggested_number(*, issuer: Agency, symbol: str, label: str) -> int:
    """The number that comes next; only a suggestion until `take_number` gives it."""
    series = NumberSeries.objects.filter(issuer=issuer, symbol=symbol, period_label=label).first()
    return (series.last_number if series else 0) + 1


def refusal_of(*, issuer: Agency, symbol: str, label: str, number: int, subject_key: str = "") -> str:
    """The sentence for a number that another paper has, with the next free one; empty where it is free."""
    rows = RegisteredNumber.objects.filter(
        series__issuer=issuer, series__symbol=symbol, series__period_label=label, number=number
    ).exclude(subject_key=subject_key)
    if not rows.exists():
        return ""
    following = suggested_number(issuer=issuer, symbol=symbol, label=label)
    return TAKEN.format(number=number, series=f"{symbol} {label}", next=following)


@dataclass(frozen=True)
class Neighbours:
    """The numbers given before and after one number of a series, and the nearest days known on either side."""

    before: RegisteredNumber | None
    after: RegisteredNumber | None
    dated_before: RegisteredNumber | None
    dated_after: RegisteredNumber | None


def neighbours(*, issuer: Agency, symbol: str, label: str, number: int) -> Neighbours:
    rows = RegisteredNumber.objects.filter(
        series__issuer=issuer, series__symbol=symbol, series__period_label=label
    )
    lower = rows.filter(number__lt=number).order_by("-number")
    higher = rows.filter(number__gt=number).order_by("number")
    dated = {"issued_on__isnull": False}
    return Neighbours(
        lower.first(), higher.first(), lower.filter(**dated).first(), higher.filter(**dated).first()
    )


def doubts_about(*, issuer: Agency, symbol: str, label: str, number: int, day: date) -> list[str]:
    """What looks wrong in the book though it may be right: a gap, a late beginning, a day out of the order of numbers."""
    near = neighbours(issuer=issuer, symbol=symbol, label=label, number=number)
    doubts = _left_out(near.before, number, f"{symbol} {label}")
    if near.dated_before and near.dated_before.issued_on and near.dated_before.issued_on > day:
        doubts.append(
            f"Số {near.dated_before.number:02d} ngày {short_date(near.dated_before.issued_on)},"
            f" số {number:02d} ngày {short_date(day)}: số sau lại có ngày trước."
        )
    if near.dated_after and near.dated_after.issued_on and near.dated_after.issued_on < day:
        doubts.append(
            f"Số {number:02d} ngày {short_date(day)}, số {near.dated_after.number:02d} ngày"
            f" {short_date(near.dated_after.issued_on)}: số sau lại có ngày trước."
        )
    return doubts


def _left_out(before: RegisteredNumber | None, number: int, series: str) -> list[str]:
    """Numbers between the one before and this one; a book begins at 01."""
    if before is None:
        return [LATE_BEGINNING.format(series=series, number=number)] if number > 1 else []
    return [_gap(before.number + 1, number - 1, series)] if before.number + 1 < number else []


def _gap(first: int, last: int, series: str) -> str:
    numbers = f"số {first:02d}" if first == last else f"các số từ {first:02d} đến {last:02d}"
    return f"Sổ {series} còn bỏ trống {numbers}."


@transaction.atomic
def take_number(
    *,
    issuer: Agency,
    symbol: str,
    layout: str,
    label: str,
    number: int,
    subject_key: str,
    issued_on: date | None,
    actor: User | None,
) -> RegisteredNumber:
    """Give `number` to one paper for ever; ValidationError where it is taken."""
    assert issuer.locality_id is not None
    series, _ = NumberSeries.objects.get_or_create(
        issuer=issuer,
        symbol=symbol,
        period_label=label,
        defaults={"locality_id": issuer.locality_id, "layout": layout},
    )
    try:
        with transaction.atomic():
            taken = RegisteredNumber.objects.create(
                series=series, number=number, subject_key=subject_key, issued_on=issued_on, given_by=actor
            )
    except IntegrityError:
        raise ValidationError(
            {"number": TAKEN.format(number=number, series=series, next=series.last_number + 1)}
        ) from None
    NumberSeries.objects.filter(pk=series.pk).update(last_number=Greatest(F("last_number"), number))
    return taken
