from agencies.models.calendar import CalendarDay
from agencies.models.changes import AgencySuccession, Handover, Reorganisation
from agencies.models.kept import KeptForm
from agencies.models.log import ActivityEntry
from agencies.models.notices import Mailing, Notification
from agencies.models.people import LoginFailure, Membership, Post, Rights, User
from agencies.models.places import Agency, CommitteeMember, Locality, SteeringCommittee

__all__ = [
    "ActivityEntry",
    "Agency",
    "AgencySuccession",
    "CalendarDay",
    "CommitteeMember",
    "Handover",
    "KeptForm",
    "Locality",
    "LoginFailure",
    "Mailing",
    "Membership",
    "Notification",
    "Post",
    "Reorganisation",
    "Rights",
    "SteeringCommittee",
    "User",
]
