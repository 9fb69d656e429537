"""The people and things of one locality, named by role, and a second locality whose every row must stay unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module

import pytest
from django.db import connection, transaction

from agencies.choices import AgencyKind, Role
from agencies.models import Agency, Locality, SteeringCommittee, User
from plans.models import Plan, Task, TaskGroup
from reports.models import ReportingPeriod
from tests import factories as f


@dataclass
class World:
    """One locality with its agencies, an issued plan, two tasks, an open period, and a person for each role."""

    locality: Locality
    issuer: Agency
    standing: Agency
    lead: Agency
    support: Agency
    other: Agency
    committee: SteeringCommittee
    plan: Plan
    group: TaskGroup
    task: Task
    other_task: Task
    period: ReportingPeriod
    people: dict[str, User] = field(default_factory=dict)


def make_world(code: str, mark: str = "") -> World:
    """`mark` is put into every text, so that a leak of this locality can be seen anywhere."""
    locality = f.make_locality(code, name=f"Thành phố {code.title()} {mark}".strip())
    issuer = f.make_agency(
        locality,
        "ubnd",
        kind=AgencyKind.PEOPLES_COMMITTEE,
        name=f"Ủy ban nhân dân {locality.name}",
        document_abbreviation="UBND",
    )
    standing = f.make_agency(
        locality, "thuong-truc", name=f"Sở Văn hóa và Thể thao {mark}".strip(), is_standing=True
    )
    lead = f.make_agency(locality, "chu-tri", name=f"Sở Du lịch {mark}".strip())
    support = f.make_agency(locality, "phoi-hop", name=f"Sở Ngoại vụ {mark}".strip())
    other = f.make_agency(locality, "khac", name=f"Sở Tài chính {mark}".strip())
    committee = f.make_committee(locality)
    plan = f.make_plan(
        locality,
        issuer=issuer,
        standing_agency=standing,
        title=f"Kế hoạch thông tin đối ngoại năm 2026 {mark}".strip(),
    )
    group = f.make_group(plan, title=f"Quảng bá hình ảnh {mark}".strip())
    task = f.make_task(group, lead, title=f"Sản xuất 12 phóng sự song ngữ {mark}".strip())
    other_task = f.make_task(group, other, title=f"Tập huấn nghiệp vụ cho cán bộ phường, xã {mark}".strip())
    f.make_support(task, support)
    f.make_indicator(task)
    period = f.make_period(plan)
    people = {
        "officer": f.make_user(lead, Role.OFFICER, full_name=f"Lê Thị Chuyên {mark}".strip()),
        "head": f.make_user(lead, Role.AGENCY_LEADER, full_name=f"Phạm Văn Trưởng {mark}".strip()),
        "supporter": f.make_user(support, Role.OFFICER, full_name=f"Đỗ Thị Phối {mark}".strip()),
        "other_officer": f.make_user(other, Role.OFFICER, full_name=f"Võ Văn Khác {mark}".strip()),
        "standing": f.make_user(standing, Role.STANDING_OFFICER, full_name=f"Đặng Thị Trực {mark}".strip()),
        "signer": f.make_user(issuer, Role.SIGNER, full_name=f"Trần Văn Ký {mark}".strip()),
        "clerk": f.make_user(issuer, Role.CLERK, full_name=f"Bùi Thị Thư {mark}".strip()),
        "committee": f.make_user(
            committee.agency, Role.COMMITTEE_MEMBER, full_name=f"Hồ Văn Ban {mark}".strip()
        ),
        "administrator": f.make_user(standing, Role.LOCALITY_ADMIN, full_name=f"Ngô Thị Quản {mark}".strip()),
    }
    return World(
        locality,
        issuer,
        standing,
        lead,
        support,
        other,
        committee,
        plan,
        group,
        task,
        other_task,
        period,
        people,
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no row behind: for walking many states where rows, once there, cannot be removed."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None) -> World:
    return make_world("hcm")


@pytest.fixture
def other_world(db: None) -> World:
    return make_world("haiphong", "CANARY-HP-000017")


@pytest.fixture
def ministry_viewer(db: None) -> User:
    return f.make_user(
        f.make_agency(
            None, "cuc-ttdn", kind=AgencyKind.CENTRAL, name="Cục Thông tin cơ sở và Thông tin đối ngoại"
        ),
        Role.MINISTRY_VIEWER,
    )


@pytest.fixture
def system_administrator(db: None) -> User:
    return User.objects.create_superuser("quan-tri-he-thong", f.PASSWORD, full_name="Quản trị hệ thống")


@pytest.fixture
def lead_officer(world: World) -> User:
    return world.people["officer"]


@pytest.fixture
def agency_leader(world: World) -> User:
    return world.people["head"]


@pytest.fixture
def other_officer(world: World) -> User:
    return world.people["other_officer"]


@pytest.fixture
def supporter(world: World) -> User:
    return world.people["supporter"]


@pytest.fixture
def standing_officer(world: World) -> User:
    return world.people["standing"]


@pytest.fixture
def signer(world: World) -> User:
    return world.people["signer"]


@pytest.fixture
def clerk(world: World) -> User:
    return world.people["clerk"]


@pytest.fixture
def committee_member(world: World) -> User:
    return world.people["committee"]


@pytest.fixture
def administrator(world: World) -> User:
    return world.people["administrator"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """On SQLite the tests' own clean-up deletes rows, so the guards of log and versions are put up only where they are tried."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _guard(False)


@pytest.fixture
def guarded_rows(db: None):
    """The activity log and the versions of plans as an installation has them."""
    if connection.vendor != "sqlite":
        yield
        return
    _guard(True)
    yield
    _guard(False)


GUARDS = ("agencies.migrations.0002_log_only_grows", "plans.migrations.0008_versions_only_grow")


def _guard(is_up: bool) -> None:
    with connection.cursor() as cursor:
        for migration in map(import_module, GUARDS):
            for statement in migration.SQLITE if is_up else migration.SQLITE_BACK:
                cursor.execute(statement)
