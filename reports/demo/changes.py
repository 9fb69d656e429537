"""People change: one hand-over that waits for its day; everything is illustration."""

from datetime import date, timedelta

from agencies.models import Agency, Membership, User
from agencies.services.handovers import hand_over
from reports.demo import clock
from reports.demo.people import People


def hand_over_soon(as_of: date, people: People) -> None:
    """An officer of Sở Tài chính leaves in a month; a colleague takes over. Nobody signs in as either."""
    agency = Agency.objects.get(locality__code="hcm", code="so-tai-chinh")
    leaving = people.writer(agency)
    administrator = User.objects.get(username="hcm-quantri")
    taking = User(
        username=f"{leaving.username}-2",
        full_name=f"Chuyên viên mới {agency.label} (minh họa)",
        locality=agency.locality,
        position_title="Chuyên viên",
        is_illustration=True,
    )
    taking.set_unusable_password()
    taking.save()
    with clock.at(as_of, 9):
        hand_over(
            Membership.objects.filter(user=leaving, agency=agency).select_related("user", "agency"),
            from_person=leaving,
            to_person=taking,
            starts_on=as_of + timedelta(30),
            takes_seats=False,
            note="Chuyển công tác (minh họa)",
            actor=administrator,
        )
