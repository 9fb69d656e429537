"""Agencies, accounts, committees and wordings of the demo. What stands already is left as people made it."""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from agencies.choices import AgencyKind, Role
from agencies.models import (
    Agency,
    CommitteeMember,
    Locality,
    Membership,
    SteeringCommittee,
    User,
)
from agencies.services.succession import note_successor
from documents.models import OfficeWording
from reports.demo.facts import AgencyFact, PlaceFact

POSTED_SINCE = date(2016, 1, 1)
MAIL_DOMAIN = "minh-hoa.example"  # RFC 2606: no mail ever reaches anybody

# Tail of the user name → (role, words of the post).
ROLES = {
    "chuyenvien": (Role.OFFICER, "Chuyên viên"),
    "phoihop": (Role.OFFICER, "Chuyên viên"),
    "lanhdao": (Role.AGENCY_LEADER, "Lãnh đạo"),
    "thuongtruc": (Role.STANDING_OFFICER, "Chuyên viên"),
    "kyduyet": (Role.SIGNER, "Người ký,"),
    "vanthu": (Role.CLERK, "Văn thư"),
    "bcd": (Role.COMMITTEE_MEMBER, "Ủy viên"),
    "quantri": (Role.LOCALITY_ADMIN, "Quản trị cổng,"),
}


class People:
    """Makes accounts; the demo password is hashed once for all of them."""

    def __init__(self) -> None:
        self._password = ""

    def _hash(self) -> str:
        self._password = self._password or make_password(settings.DEMO_PASSWORD)
        return self._password

    def account(self, username: str, full_name: str, locality: Locality | None, **fields: object) -> User:
        """A demo account that may sign in."""
        found = User.objects.filter(username=username).first()
        if found:
            return found
        user = User(
            username=username,
            full_name=full_name,
            locality=locality,
            email=f"{username}@{MAIL_DOMAIN}",
            is_illustration=True,
            **fields,
        )
        user.password = self._hash()
        user.save()
        return user

    def writer(self, agency: Agency) -> User:
        """The officer who writes for an agency without an account of its own in the demo; nobody signs in with it, and not all have a mail address."""
        username = f"{_home(agency).code}-cv-{agency.code}"
        user = User.objects.filter(username=username).first()
        if user is None:
            email = f"{username}@{MAIL_DOMAIN}" if agency.kind == AgencyKind.DEPARTMENT else ""
            user = User(
                username=username,
                full_name=f"Chuyên viên {agency.label} (minh họa)",
                email=email,
                locality=_home(agency),
                position_title="Chuyên viên",
                is_illustration=True,
            )
            user.set_unusable_password()
            user.save()
        post(user, agency, Role.OFFICER)
        return user


def _home(agency: Agency) -> Locality:
    if agency.locality is None:
        raise ValueError(f"{agency} is of no locality")
    return agency.locality


def post(user: User, agency: Agency, role: str) -> None:
    Membership.objects.get_or_create(
        user=user, agency=agency, role=role, defaults={"valid_from": POSTED_SINCE}
    )


WORDS = (
    "issuer_name", "place_name", "parent_name", "signing_authority", "recipients", "letter_symbol", "letter_authority", "letter_recipients",
)  # fmt: skip


def load_place(place: PlaceFact, people: People) -> None:
    """The agencies and accounts of one locality."""
    locality = Locality.objects.get(code=place.code)
    for fact in place.agencies:
        _agency(locality, fact)
    for fact in place.agencies:
        _succession(locality, fact)
    for tail, agency_codes in place.posts.items():
        _account(locality, tail, agency_codes, people)
    _committee(locality, place)
    for wording in place.wordings:
        agency = agency_of(locality, wording.agency)
        texts = {name: getattr(wording, name) for name in WORDS}
        OfficeWording.objects.get_or_create(
            agency=agency, layout=wording.layout, defaults={"locality": locality} | texts
        )


def agency_of(locality: Locality, code: str) -> Agency:
    return Agency.objects.select_related("locality").get(locality=locality, code=code)


def _agency(locality: Locality, fact: AgencyFact) -> None:
    fields = {
        "name": fact.name,
        "short_name": fact.short_name,
        "kind": fact.kind,
        "document_abbreviation": fact.abbreviation,
        "is_standing": fact.is_standing,
        "requires_sign_off": fact.requires_sign_off,
        "is_illustration": not fact.stated,
        "valid_to": fact.valid_to,
    }
    if fact.valid_from:
        fields["valid_from"] = fact.valid_from
    if fact.parent:
        fields["parent"] = agency_of(locality, fact.parent)
    Agency.objects.get_or_create(locality=locality, code=fact.code, defaults=fields)


def _succession(locality: Locality, fact: AgencyFact) -> None:
    """Who took over; once, so that a successor changed by hand stays."""
    if not fact.successor:
        return
    agency = agency_of(locality, fact.code)
    home, _, code = fact.successor.rpartition("/")
    successor = Agency.objects.filter(locality__code=home or locality.code, code=code).first()
    if agency.successor_id is None and agency.valid_to and successor:
        agency.successor = successor
        agency.save(update_fields=["successor"])
    note_successor(agency)


def _account(locality: Locality, tail: str, agency_codes: tuple[str, ...], people: People) -> None:
    role, words = ROLES[tail]
    agencies = [agency_of(locality, code) for code in agency_codes]
    username, title = f"{locality.code}-{tail}", f"{words} {agencies[0].label}"
    if User.objects.filter(username=username).exists():
        return
    user = people.account(username, f"{title} (minh họa)", locality, position_title=words.rstrip(","))
    for agency in agencies:
        post(user, agency, role)


def _committee(locality: Locality, place: PlaceFact) -> None:
    agency = (
        Agency.objects.filter(locality=locality, kind=AgencyKind.STEERING_COMMITTEE).order_by("pk").first()
    )
    if agency is None or SteeringCommittee.objects.filter(agency=agency).exists():
        return
    committee = SteeringCommittee.objects.create(agency=agency, term_label=place.committee_term)
    for position, seat in enumerate(place.seats, 1):
        CommitteeMember.objects.create(
            committee=committee,
            position=position,
            full_name=seat.full_name,
            position_title=seat.position_title,
            role=seat.role,
            user=User.objects.filter(username=seat.username).first() if seat.username else None,
            valid_from=POSTED_SINCE,
            is_illustration=True,
        )


def load_common_accounts(people: People) -> None:
    """The ministry's viewer and the system's administrator."""
    ministry = Agency.objects.get(locality=None, code="cuc-ttcs-ttdn")
    viewer = people.account("bo-xem", "Người xem của Bộ (minh họa)", None, position_title="Chuyên viên")
    post(viewer, ministry, Role.MINISTRY_VIEWER)
    people.account("admin", "Quản trị hệ thống (minh họa)", None, is_superuser=True)
