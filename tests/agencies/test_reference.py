"""Reference data: facts as published, and rows that belong to the administrators afterwards."""

from datetime import date

import pytest
from django.core.management import call_command

from agencies.choices import DayKind, LocalityKind
from agencies.models import Agency, CalendarDay, Locality
from agencies.reference.localities import ENDED, TODAY
from agencies.services.calendar import work_calendar
from agencies.services.reference import seed_calendar, seed_localities
from documents.choices import BasisState
from documents.models import LegalBasis

AS_OF = date(2026, 11, 20)


@pytest.fixture
def seeded(db):
    call_command("seed_reference", "--as-of", AS_OF.isoformat())


def test_today_has_34_localities_seven_of_them_cities(seeded):
    today = Locality.objects.filter(valid_to__isnull=True)

    assert today.count() == 34
    assert set(today.filter(kind=LocalityKind.CITY).values_list("short_name", flat=True)) == {
        "Hà Nội",
        "Hải Phòng",
        "Huế",
        "Đà Nẵng",
        "Đồng Nai",
        "Hồ Chí Minh",
        "Cần Thơ",
    }


def test_every_old_province_ended_into_exactly_one_of_today():
    merged = [code for fact in TODAY for code in fact.merged]

    assert len(merged) == len(set(merged)) == len(ENDED) == 29
    assert set(merged) == set(ENDED)
    assert len({fact.official_code for fact in TODAY}) == 34


@pytest.mark.parametrize(
    ("code", "name", "official_code", "place"),
    [
        ("hcm", "Thành phố Hồ Chí Minh", "79", "Thành phố Hồ Chí Minh"),
        ("hanoi", "Thành phố Hà Nội", "01", "Hà Nội"),
        ("haiphong", "Thành phố Hải Phòng", "31", "Hải Phòng"),
        ("dongnai", "Thành phố Đồng Nai", "75", "Đồng Nai"),
        ("bacninh", "tỉnh Bắc Ninh", "24", "Bắc Ninh"),
    ],
)
def test_locality_of_today(seeded, code, name, official_code, place):
    locality = Locality.objects.get(code=code)

    assert (locality.name, locality.official_code, locality.place_name, locality.valid_to) == (
        name,
        official_code,
        place,
        None,
    )


def test_hau_giang_ended_into_can_tho(seeded):
    ended = Locality.objects.get(code="haugiang")

    assert (ended.name, ended.valid_to, ended.successor.code, ended.official_code) == (
        "tỉnh Hậu Giang",
        date(2025, 6, 30),
        "cantho",
        "",
    )


def test_localities_in_the_order_of_the_alphabet(seeded):
    names = list(
        Locality.objects.filter(
            short_name__in=["Cà Mau", "Cần Thơ", "Đà Nẵng", "Hà Nội", "Hà Tĩnh", "Hải Phòng"]
        ).values_list("short_name", flat=True)
    )

    assert names == ["Cà Mau", "Cần Thơ", "Đà Nẵng", "Hà Nội", "Hà Tĩnh", "Hải Phòng"]


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2025, 4, 26), True),  # a Saturday worked for 2 May
        (date(2025, 5, 2), False),
        (date(2026, 2, 16), False),  # Tết
        (date(2026, 4, 27), False),  # Giỗ Tổ fell on a Sunday
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 11, 24), False),
        (date(2026, 11, 23), True),
        (date(2027, 2, 10), False),
    ],
)
def test_working_days_of_the_years_around(seeded, day, is_worked):
    assert work_calendar(None).is_working_day(day) is is_worked


def test_days_not_yet_enacted_say_so(seeded):
    assert (
        CalendarDay.objects.get(day=date(2026, 11, 24)).name == "Ngày Văn hóa Việt Nam (dự kiến, chờ văn bản)"
    )
    assert CalendarDay.objects.filter(name__contains="dự kiến", day__year=2027).count() == 8


def test_seeding_again_changes_nothing(seeded, django_assert_num_queries):
    rows = [
        list(model.objects.order_by("pk").values()) for model in (Locality, Agency, CalendarDay, LegalBasis)
    ]

    call_command("seed_reference", "--as-of", AS_OF.isoformat())

    assert [
        list(model.objects.order_by("pk").values()) for model in (Locality, Agency, CalendarDay, LegalBasis)
    ] == rows


def test_what_people_changed_stays(seeded):
    Locality.objects.filter(code="hue").update(place_name="Thành phố Huế")
    CalendarDay.objects.filter(day=date(2026, 11, 24)).delete()
    CalendarDay.objects.filter(day=date(2026, 9, 1)).update(kind=DayKind.DAY_OFF, name="Nghỉ lễ Quốc khánh")

    assert seed_localities() == 0
    assert seed_calendar(range(2025, 2028)) == 0

    assert Locality.objects.get(code="hue").place_name == "Thành phố Huế"
    assert not CalendarDay.objects.filter(day=date(2026, 11, 24)).exists()
    assert CalendarDay.objects.get(day=date(2026, 9, 1)).name == "Nghỉ lễ Quốc khánh"


def test_legal_bases_with_their_state_and_citations(seeded):
    decree = LegalBasis.objects.get(code="nd-72-2015")
    conclusion = LegalBasis.objects.get(code="kl-57-2023")

    assert (decree.state, decree.short_citation) == (BasisState.AMENDED, "Nghị định số 72/2015/NĐ-CP")
    assert (
        decree.full_citation
        == "Nghị định số 72/2015/NĐ-CP ngày 07 tháng 9 năm 2015 của Chính phủ về quản lý hoạt động thông tin đối ngoại"
    )
    assert conclusion.full_citation.startswith(
        "Kết luận số 57-KL/TW ngày 15 tháng 6 năm 2023 của Bộ Chính trị"
    )
    assert LegalBasis.objects.get(code="qd-1486-2018").state == BasisState.REPLACED
    assert LegalBasis.objects.get(code="qd-173-2026").issued_on == date(2026, 1, 27)
    assert (
        LegalBasis.objects.get(code="luat-117-2025").full_citation
        == "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15"
    )
