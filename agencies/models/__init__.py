from agencies.models.calendar import CalendarDay
from agencies.models.changes import Handover
from agencies.models.kept import KeptForm
from agencies.models.log import ActivityEntry
from agencies.models.notices import Mailing, Notification
from agencies.models.people import LoginFailure, Membership, Post, Rights, User
from agencies.models.places import Agency, CommitteeMember, Locality, SteeringCommittee

__all__ = [
    "ActivityEntry",
    "Agency",
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
    "Rights",
    "SteeringCommittee",
    "User",
]
