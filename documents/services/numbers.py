"""Document numbers: each number of a series once (NĐ 30/2020/NĐ-CP, Điều 15)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from agencies.models import Agency, User
from documents.choices import Layout
from documents.models import NumberSeries, RegisteredNumber

TAKEN = "Số {number} của sổ {series} đã cấp cho văn bản khác. Số tiếp theo là {next}."


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
