"""How the demo's data is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agencies.choices import AgencyKind
from documents.choices import Layout
from plans.choices import FundingSource, IssueForm, PlanKind, Rhythm


@dataclass(frozen=True)
class AgencyFact:
    """One agency. `stated`: a public source names it; the others are illustration. `successor` is "code" or "locality/code"."""

    code: str
    name: str
    short_name: str = ""
    kind: str = AgencyKind.DEPARTMENT
    abbreviation: str = ""
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    is_standing: bool = False
    requires_sign_off: bool = False
    stated: bool = False


@dataclass(frozen=True)
class WordingFact:
    """How one office writes its head, place and signature."""

    agency: str
    layout: str
    issuer_name: str
    place_name: str
    parent_name: str = ""
    signing_authority: str = ""
    recipients: str = ""
    letter_symbol: str = ""
    letter_authority: str = ""
    letter_recipients: str = ""


@dataclass(frozen=True)
class SeatFact:
    """One seat of a steering committee; `username` where its holder has an account."""

    full_name: str
    position_title: str
    role: str
    username: str = ""


@dataclass(frozen=True)
class PlaceFact:
    """One locality's agencies, accounts (username's tail → agency's code), committee and wordings."""

    code: str
    agencies: tuple[AgencyFact, ...]
    posts: Mapping[str, tuple[str, ...]]
    seats: tuple[SeatFact, ...]
    wordings: tuple[WordingFact, ...]
    committee_term: str = ""


@dataclass(frozen=True)
class SupportFact:
    agency: str
    contribution: str
    due_on: date | None = None


@dataclass(frozen=True)
class IndicatorFact:
    name: str
    unit: str
    target: Decimal | None = None


@dataclass(frozen=True)
class TaskFact:
    title: str
    lead: str
    starts_on: date | None = None
    due_on: date | None = None
    rhythm: str = Rhythm.ONCE
    expected_output: str = ""
    joint_lead: str = ""
    supports: tuple[SupportFact, ...] = ()
    indicators: tuple[IndicatorFact, ...] = ()
    budget_vnd: int | None = None
    funding_source: str = ""
    note: str = ""
    is_secret: bool = False
    script: str = ""


@dataclass(frozen=True)
class GroupFact:
    title: str
    tasks: tuple[TaskFact, ...] = ()


@dataclass(frozen=True)
class PlanFact:
    """A plan as its source states it; a blank stays blank."""

    locality: str
    slug: str
    title: str
    year_from: int
    year_to: int
    issuer: str
    source_note: str
    groups: tuple[GroupFact, ...] = ()
    kind: str = PlanKind.ANNUAL
    layout: str = Layout.STATE
    issue_form: str = IssueForm.PLAN
    symbol: str = "KH-UBND"
    number: int | None = None
    standing: str = ""
    place_name: str = ""
    opening: str = ""
    purposes: str = ""
    requirements: str = ""
    organisation: str = ""
    budget_text: str = ""
    recipients: str = ""
    signing_authority: str = ""
    bases: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    allows_joint_lead: bool = False
    is_incomplete: bool = False
    is_illustration: bool = False


STATE = FundingSource.STATE_BUDGET
PRIVATE = FundingSource.PRIVATE_FUNDING
MIXED = FundingSource.MIXED
