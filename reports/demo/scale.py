"""Made-up data in bulk, for measuring: localities whose plans hold as many tasks and reports as asked.

Rows come by bulk_create, so what `save()` fills is filled here: search text, order, numbers, the task's own state.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from agencies.choices import AgencyKind, LocalityKind, Role
from agencies.models import Agency, Locality, Membership, SteeringCommittee, User
from plans.choices import PlanStatus
from plans.models import Plan
from plans.services.versions import freeze
from reports.demo.scale_rows import Scene, make_rows

SINCE = date(2020, 1, 1)
# Tails of the accounts, as the demo has them, and the agency of each post.
POSTS = (
    ("thuongtruc", "thuong-truc", Role.STANDING_OFFICER), ("kyduyet", "ubnd", Role.SIGNER), ("vanthu", "ubnd", Role.CLERK),
    ("bcd", "bcd", Role.COMMITTEE_MEMBER), ("quantri", "thuong-truc", Role.LOCALITY_ADMIN),
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """Figures of one locality."""

    agencies: int
    tasks: int
    periods: int


def load_scale(localities: int, size: Size, *, as_of: date) -> list[str]:
    """Make so many localities of this size; answers their codes. Numbers go on where an earlier run stopped."""
    made, password = [], make_password(settings.DEMO_PASSWORD)
    for _ in range(localities):
        number = Locality.objects.filter(code__startswith="thu-").count() + 1
        with transaction.atomic():
            made.append(_load_one(number, size, password, as_of))
    return made


def _load_one(number: int, size: Size, password: str, as_of: date) -> str:
    name = f"Thử tải {number:02d}"
    locality = Locality.objects.create(
        code=f"thu-{number:02d}",
        name=f"tỉnh {name}",
        short_name=name,
        kind=LocalityKind.PROVINCE,
        place_name=name,
    )
    agencies = _agencies(locality, size.agencies)
    officers, reviewer = _people(locality, agencies, password)
    plan = _plan(locality, agencies, as_of)
    leads = [agency for agency in agencies.values() if agency.code.startswith("co-quan")]
    scene = Scene(locality, leads, officers, reviewer, plan, Random(number), as_of)  # noqa: S311 - figures for measuring
    make_rows(scene, tasks=size.tasks, periods=size.periods)
    freeze(plan, actor=None)
    return locality.code


def _agencies(locality: Locality, count: int) -> dict[str, Agency]:
    facts = [
        ("ubnd", f"Ủy ban nhân dân {locality.name}", AgencyKind.PEOPLES_COMMITTEE),
        ("bcd", "Ban Chỉ đạo công tác thông tin đối ngoại", AgencyKind.STEERING_COMMITTEE),
        ("thuong-truc", "Cơ quan thường trực", AgencyKind.DEPARTMENT),
        *(
            (f"co-quan-{n:03d}", f"Cơ quan thử tải số {n}", AgencyKind.DEPARTMENT)
            for n in range(1, count + 1)
        ),
    ]
    rows = [
        Agency(
            locality=locality,
            code=code,
            name=name,
            kind=kind,
            document_abbreviation=code.upper(),
            is_standing=code == "thuong-truc",
            is_illustration=True,
        )
        for code, name, kind in facts
    ]
    for row in rows:
        row.fill_search()
    made = {agency.code: agency for agency in Agency.objects.bulk_create(rows)}
    SteeringCommittee.objects.create(agency=made["bcd"])
    return made


def _people(locality: Locality, agencies: dict[str, Agency], password: str) -> tuple[dict[int, User], User]:
    """One account for each post of the demo, and one officer for each leading agency."""
    leads = [agency for code, agency in agencies.items() if code.startswith("co-quan")]
    posts = [(tail, agencies[code], role) for tail, code, role in POSTS]
    posts += [("chuyenvien", leads[0], Role.OFFICER), ("lanhdao", leads[0], Role.AGENCY_LEADER)]
    posts += [(f"cv-{agency.code}", agency, Role.OFFICER) for agency in leads[1:]]
    users = User.objects.bulk_create(
        [_user(locality, tail, agency, role, password) for tail, agency, role in posts]
    )
    Membership.objects.bulk_create(
        Membership(user=user, agency=agency, role=role, valid_from=SINCE)
        for user, (_, agency, role) in zip(users, posts, strict=True)
    )
    officers = {
        agency.pk: user for user, (_, agency, role) in zip(users, posts, strict=True) if role == Role.OFFICER
    }
    return officers, users[0]


def _user(locality: Locality, tail: str, agency: Agency, role: Role, password: str) -> User:
    username = f"{locality.code}-{tail}"
    user = User(
        username=username, full_name=f"{role.label.capitalize()} {agency.name} (minh họa)", email=f"{username}@minh-hoa.example",
        locality=locality, password=password, is_illustration=True,
    )  # fmt: skip
    user.fill_search()
    return user


def _plan(locality: Locality, agencies: dict[str, Agency], as_of: date) -> Plan:
    year = as_of.year
    return Plan.objects.create(
        locality=locality, slug=str(year), year_from=year, year_to=year, issuer=agencies["ubnd"], standing_agency=agencies["thuong-truc"],
        title=f"Kế hoạch hoạt động thông tin đối ngoại {locality.name} năm {year}", purposes="Quảng bá hình ảnh địa phương.",
        requirements="Kịp thời, chính xác.", organisation="Các cơ quan chủ trì báo cáo đúng kỳ.", recipients="Các sở, ban, ngành;\nLưu: VT.",
        number=1, series_label=str(year), issued_on=date(year, 1, 2), signer_name="Người ký (minh họa)", issued_at=timezone.now(),
        status=PlanStatus.ISSUED, place_name=locality.place_name, is_illustration=True,
    )  # fmt: skip
