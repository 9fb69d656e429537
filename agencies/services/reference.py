"""Rows that every installation starts with. What stands already is left as people made it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from agencies.choices import AgencyKind, LocalityKind
from agencies.models import Agency, CalendarDay, Locality
from agencies.reference.calendar import national_days
from agencies.reference.central import CENTRAL_AGENCIES
from agencies.reference.localities import (
    ENDED,
    MERGED_LAST_DAY,
    TODAY,
    LocalityFact,
    full_name,
)


@transaction.atomic
def seed_localities() -> int:
    """The localities of today and those that ended into them; answers how many rows are new."""
    known = set(Locality.objects.values_list("code", flat=True))
    new_today = [fact for fact in TODAY if fact.code not in known]
    for fact in new_today:
        _make_today(fact)
    by_code = {locality.code: locality for locality in Locality.objects.all()}
    new_ended = [(code, fact) for fact in TODAY for code in fact.merged if code not in known]
    for code, fact in new_ended:
        _make_ended(code, by_code[fact.code])
    return len(new_today) + len(new_ended)


def _make_today(fact: LocalityFact) -> None:
    Locality.objects.create(
        code=fact.code,
        official_code=fact.official_code,
        name=fact.name,
        short_name=fact.short_name,
        place_name=fact.place_name,
        kind=LocalityKind.CITY if fact.is_city else LocalityKind.PROVINCE,
    )


def _make_ended(code: str, successor: Locality) -> None:
    short_name = ENDED[code]
    Locality.objects.create(
        code=code,
        name=full_name(short_name, is_city=False),
        short_name=short_name,
        place_name=short_name,
        kind=LocalityKind.PROVINCE,
        valid_to=MERGED_LAST_DAY,
        successor=successor,
    )


@transaction.atomic
def seed_central_agencies() -> int:
    new = 0
    for code, name, short_name, abbreviation, parent in CENTRAL_AGENCIES:
        fields = {
            "name": name,
            "short_name": short_name,
            "document_abbreviation": abbreviation,
            "kind": AgencyKind.CENTRAL,
        }
        above = Agency.objects.filter(locality=None, code=parent).first()
        new += Agency.objects.get_or_create(locality=None, code=code, defaults=fields | {"parent": above})[1]
    return new


@transaction.atomic
def seed_calendar(years: Iterable[int]) -> int:
    """The country's exceptions of `years`. A year seeded before is left alone: a day taken out stays out."""
    kept = set(CalendarDay.objects.filter(locality=None).values_list("day", flat=True))
    rows = [
        CalendarDay(day=day, kind=kind, name=name[:120])
        for year in years if not _is_seeded(year, kept)
        for day, (kind, name) in sorted(national_days(year).items()) if day not in kept
    ]  # fmt: skip
    CalendarDay.objects.bulk_create(rows)
    return len(rows)


def _is_seeded(year: int, days: set[date]) -> bool:
    """New Year's Day is off every year; where it stands the year has been seeded."""
    return date(year, 1, 1) in days


def seed_agencies_reference(as_of: date) -> dict[str, int]:
    """All reference rows of this app, with how many are new of each kind."""
    return {
        "địa phương": seed_localities(),
        "cơ quan Trung ương": seed_central_agencies(),
        "ngày nghỉ, ngày làm bù": seed_calendar(range(as_of.year - 1, as_of.year + 2)),
    }
