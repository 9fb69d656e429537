"""People change: one hand-over that waits for its day; everything is illustration."""

from datetime import date, timedelta

from agencies.choices import Role
from agencies.models import Agency, Handover, Membership, User
from agencies.services.handovers import hand_over
from reports.demo import clock
from reports.demo.people import post


def hand_over_soon(as_of: date) -> None:
    """An officer of Sở Tài chính who writes no report leaves in a month; a colleague takes over. Nobody signs in as either."""
    agency = Agency.objects.get(locality__code="hcm", code="so-tai-chinh")
    leaving = _officer(agency, "hcm-ban-giao-a", "Chuyên viên sắp chuyển công tác")
    taking = _officer(agency, "hcm-ban-giao-b", "Chuyên viên nhận việc")
    if Handover.objects.filter(from_person=leaving).exists():
        return
    post(leaving, agency, Role.OFFICER)
    with clock.at(as_of, 9):
        hand_over(
            Membership.objects.filter(user=leaving, agency=agency).select_related("user", "agency"),
            from_person=leaving,
            to_person=taking,
            starts_on=as_of + timedelta(30),
            takes_seats=False,
            note="Chuyển công tác (minh họa)",
            actor=User.objects.get(username="hcm-quantri"),
        )


def _officer(agency: Agency, username: str, title: str) -> User:
    found = User.objects.filter(username=username).first()
    if found:
        return found
    user = User(
        username=username,
        full_name=f"{title}, {agency.label} (minh họa)",
        locality=agency.locality,
        position_title="Chuyên viên",
        is_illustration=True,
    )
    user.set_unusable_password()
    user.save()
    return user
