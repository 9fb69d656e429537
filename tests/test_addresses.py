"""Every address of the portal, walked as a stranger, as each role, and as the same role of another locality.

An address without a row in TABLE fails the test: nobody forgets one.
"""

from dataclasses import dataclass

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from agencies.choices import DayKind
from agencies.models import CalendarDay, Mailing, Membership, Notification
from documents.models import Document, SignedCopy
from documents.services import jobs
from reports.choices import EvidenceKind, ReportStatus
from reports.models import Evidence
from tests import factories as f
from tests.fixtures import World

ROLES = ("officer", "head", "supporter", "other_officer", "standing", "signer", "clerk", "committee", "administrator", "ministry", "superuser")
CANARY = "CANARY-HP-000017"


@dataclass
class Things:
    """One row of every kind, in the world whose addresses are walked."""

    document: Document
    mailing: Mailing
    notice: Notification
    membership: Membership
    evidence: Evidence
    copy: SignedCopy


def furnish(world: World) -> Things:
    """Rows that every address can be asked for; the report is accepted, so that the most people may see it."""
    officer, clerk = world.people["officer"], world.people["clerk"]
    report = f.make_report(world.task, world.period, officer, status=ReportStatus.ACCEPTED)
    CalendarDay.objects.create(locality=world.locality, day="2026-09-22", kind=DayKind.DAY_OFF, name="Nghỉ của địa phương")
    document = jobs.request_document(
        actor=clerk, locality=world.locality, kind="ke-hoach", subject_key=world.plan.subject_key, title=world.plan.title, is_draft=False, has_illustration=False
    )
    return Things(
        document=document,
        mailing=Mailing.objects.create(person=officer, locality=world.locality, day="2026-06-15", subject="Nhắc việc", body="Báo cáo đến hạn"),
        notice=Notification.objects.create(person=officer, locality=world.locality, kind="REPORT_DUE", subject_key="report:1", step="0", text="Đến hạn", link="/"),
        membership=officer.memberships.get(),
        evidence=Evidence.objects.create(report=report, kind=EvidenceKind.LINK, url="https://dulich.example/phong-su", added_by=officer),
        copy=SignedCopy.objects.create(
            locality=world.locality, subject_key=world.plan.subject_key, file="x", name="ke-hoach.pdf", sha256="0" * 64, uploaded_by=clerk
        ),
    )


def arguments(name: str, world: World, things: Things) -> dict[str, object]:
    pks = {"agencies:notice_open": things.notice.pk, "agencies:membership_end": things.membership.pk}
    pk = things.document.pk if name.startswith("documents:") else pks.get(name, things.mailing.pk)
    by_agency = name in ("agencies:agency_detail", "reports:agency_remind")
    return {
        "locality": world.locality.code, "plan": world.plan.slug, "period": world.period.slug, "code": "chu-tri" if by_agency else world.task.code,
        "username": world.people["officer"].username, "pk": pk, "year": 2026, "day": "2026-09-22", "number": 1, "group": 1,
        "move": "close" if name == "plans:plan_move" else "reopen", "uidb64": "MQ", "token": "sai-ma",
    }  # fmt: skip


def address(name: str, world: World, things: Things) -> str:
    """The address of this name for `world`, by the names of the pattern's own parts."""
    known = arguments(name, world, things)
    local = name.rpartition(":")[2]
    for possibility in _patterns(name):
        return reverse(name, kwargs={key: known[key] for key in possibility})
    raise NoReverseMatch(local)


def _patterns(name: str) -> list[list[str]]:
    namespace, _, local = name.rpartition(":")
    resolver = get_resolver()
    if namespace:
        resolver = resolver.namespace_dict[namespace][1]
    return [params for options in resolver.reverse_dict.getlist(local) for _, params in options[0]]


def status_of(client: Client, url: str) -> int:
    return client.get(url).status_code
