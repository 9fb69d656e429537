"""Directions, wordings and notices under two at once. Who wins: whoever is first; the second is told what stands there now.

An answer and another day may both stand, whichever comes first; an answer and a withdrawal never.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.models import ActivityEntry, Notification
from documents.choices import DocumentStatus
from documents.models import Document, OfficeWording, RegisteredNumber
from documents.services import jobs, wording
from documents.services.wording import StaleWording, change_wording
from plans.models import Direction
from plans.services import directions as service
from reports.choices import ReviewStatus
from reports.models import Meeting
from reports.services.meetings import Point as Conclusion
from reports.services.meetings import StaleMeeting, save_conclusions
from reports.workflow import meeting as meeting_workflow
from tests.factories import TICKED
from tests.factories.meetings import make_meeting
from tests.fixtures import make_world
from tests.test_together import at_once
from ttdn_portal.shared.transitions import StaleState, TransitionBlocked

pytestmark = pytest.mark.django_db(transaction=True)
DUE = timezone.localdate() + timedelta(9)
TEXT = "Báo cáo phương án tháo gỡ."


@pytest.fixture
def world(transactional_db):
    return make_world("hcm")


@pytest.fixture
def direction(world):
    source = service.Source(world.plan.subject_key, "Ý kiến của Trưởng Ban Chỉ đạo", timezone.localdate())
    points = [service.Point(TEXT, world.lead, DUE)]
    return service.give_directions(world.plan, points, source=source, actor=world.people["committee"])[0]


def act_of(world, direction, name: str, role: str) -> Any:
    """One act on a copy of its own, as a second process has it."""
    copy, actor = Direction.objects.with_names().get(pk=direction.pk), world.people[role]
    acts = {
        "answer": lambda: service.answer_direction(copy, actor=actor, answer=f"Trả lời của {actor}."),
        "withdraw": lambda: service.withdraw_direction(copy, actor=actor, note=f"Rút bởi {actor}."),
        "day": lambda: service.move_direction_day(
            copy, actor=actor, due_on=DUE + timedelta(len(role)), note="Dời lịch.", read_due_on=DUE
        ),
    }
    return lambda: bool(acts[name]()) and name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("answer", "officer"), ("answer", "head")),
        (("answer", "officer"), ("withdraw", "committee")),
        (("withdraw", "standing"), ("withdraw", "committee")),
        (("day", "standing"), ("day", "committee")),
    ],
)
def test_of_two_on_one_direction_one_wins_and_the_other_is_told(world, direction, first, second):
    results = at_once(act_of(world, direction, *first), act_of(world, direction, *second))

    [refused] = [r for r in results if isinstance(r, Exception)]
    [winner] = [r for r in results if isinstance(r, str)]
    assert isinstance(refused, ValidationError), results
    stored = Direction.objects.get()
    assert (stored.is_answered, stored.is_withdrawn, stored.due_on != DUE) == (
        winner == "answer",
        winner == "withdraw",
        winner == "day",
    )
    told = {"answer": "đã có người trả lời", "withdraw": "vừa được rút", "day": "vừa được người khác đổi"}
    assert told[winner] in refused.messages[0]
    assert ActivityEntry.objects.about(stored).exclude(action="give").count() == 1


def test_direction_moved_while_its_agency_answers(world, direction):
    """The answer always stands: it is about the point, not about its day. The day moves only before it."""
    results = at_once(
        act_of(world, direction, "answer", "officer"), act_of(world, direction, "day", "standing")
    )

    stored = Direction.objects.get()
    assert results[0] == "answer" and stored.is_answered
    assert (stored.due_on != DUE) == (results[1] == "day"), results
    told = Notification.objects.filter(person=world.people["officer"], kind="DIRECTION_CHANGED")
    assert told.exists() == (results[1] == "day")


def test_two_directions_given_at_once_have_numbers_of_their_own(world):
    def give(role: str) -> Any:
        words = {"words": f"Ý kiến của {role}", "given_on": timezone.localdate()}
        point = service.Point(TEXT, world.lead, DUE)
        return lambda: service.give_direction(world.plan, point, actor=world.people[role], **words).ordinal

    results = at_once(give("standing"), give("committee"))

    assert sorted(results) == [1, 2], results


def test_two_who_save_one_wording_page_one_is_told_and_shown_what_stands(world):
    row = OfficeWording.objects.create(
        locality=world.locality, agency=world.issuer, issuer_name="ỦY BAN NHÂN DÂN", place_name="Thành phố"
    )

    def save(role: str, place: str) -> Any:
        copy = OfficeWording.objects.get(pk=row.pk)
        copy.place_name = place
        return lambda: change_wording(copy, actor=world.people[role], read_version=1).place_name

    results = at_once(save("clerk", "TP. Hồ Chí Minh"), save("administrator", "Thành phố Hồ Chí Minh"))

    [refused] = [r for r in results if isinstance(r, Exception)]
    [winner] = [r for r in results if isinstance(r, str)]
    assert isinstance(refused, StaleWording), results
    stored = OfficeWording.objects.get(pk=row.pk)
    assert (stored.version, stored.place_name) == (2, winner)
    assert (refused.current.version, refused.current.place_name) == (2, winner)
    assert [v.words["place_name"] for v in stored.versions.order_by("pk")] == ["Thành phố", winner]
    assert ActivityEntry.objects.about(stored).count() == 1


def test_two_who_begin_one_wording_make_one(world):
    def begin(role: str) -> Any:
        words = OfficeWording(agency=world.issuer, issuer_name="ỦY BAN NHÂN DÂN", place_name="Thành phố")
        return lambda: wording.add_wording(words, actor=world.people[role]).pk

    results = at_once(begin("clerk"), begin("administrator"))

    assert sum(isinstance(r, ValidationError) for r in results) == 1, results
    assert OfficeWording.objects.count() == 1


def issue_of(world, meeting: Meeting, number: int) -> Any:
    copy = Meeting.objects.with_names().get(pk=meeting.pk)
    data = {"number": number, "issued_on": timezone.localdate(), "signer_name": "Trần Văn Ký"}

    def act() -> int:
        meeting_workflow.run(copy, "issue", actor=world.people["clerk"], accepted=TICKED, **data)
        return number

    return act


def approved(world, **fields) -> Meeting:
    points = ((TEXT, world.lead, date(2099, 6, 20)), ("Gửi số liệu.", world.support, None))
    author = world.people["standing"]
    return make_meeting(world.plan, author, status=ReviewStatus.APPROVED, points=points, **fields)


@pytest.mark.parametrize("numbers", [(1, 1), (1, 2)])
def test_two_who_issue_one_notice_issue_it_once(world, numbers):
    """One number, one kept paper, each direction given once."""
    meeting = approved(world)

    results = at_once(*(issue_of(world, meeting, number) for number in numbers))

    refused = [r for r in results if isinstance(r, Exception)]
    stored = Meeting.objects.get()
    assert len(refused) == 1 and isinstance(refused[0], StaleState | TransitionBlocked), results
    assert stored.status == ReviewStatus.ISSUED and stored.number in results
    assert RegisteredNumber.objects.get().number == stored.number
    assert Direction.objects.filter(source_key=stored.subject_key).count() == 2
    assert Document.objects.filter(is_kept=True).count() == 1


def test_two_notices_of_one_plan_issued_at_once_lose_no_direction(world):
    """They count the plan's directions together, one after the other."""
    meetings = [approved(world), approved(world)]

    results = at_once(*(issue_of(world, meeting, n) for n, meeting in enumerate(meetings, 1)))

    assert results == [1, 2], results
    for meeting in meetings:
        assert Direction.objects.filter(source_key=meeting.subject_key).count() == 2
    assert sorted(Direction.objects.values_list("ordinal", flat=True)) == [1, 2, 3, 4]


def test_conclusions_written_while_the_notice_is_submitted_are_in_it_or_refused(world):
    meeting = make_meeting(world.plan, world.people["standing"], points=((TEXT, world.lead, None),))
    copies = [Meeting.objects.with_names().get(pk=meeting.pk) for _ in range(2)]
    actor = world.people["standing"]

    results = at_once(
        lambda: bool(save_conclusions(copies[0], [Conclusion("Kết luận mới.")], actor=actor, read_version=1)),
        lambda: meeting_workflow.run(copies[1], "submit", actor=actor),
    )

    stored = Meeting.objects.get()
    texts = list(stored.conclusions.values_list("text", flat=True))
    if isinstance(results[0], StaleMeeting):
        assert (stored.status, texts) == (ReviewStatus.SUBMITTED, [TEXT])
    else:
        assert texts == ["Kết luận mới."], results


def test_paper_cancelled_as_it_gets_ready_is_one_or_the_other(world):
    clerk = world.people["clerk"]
    document = jobs.request_document(
        actor=clerk, locality=world.locality, kind="ke-hoach", subject_key=world.plan.subject_key, title="Kế hoạch",
        format="docx", is_draft=False, has_illustration=False,
    )  # fmt: skip
    copy = Document.objects.get(pk=document.pk)

    results = at_once(lambda: jobs.build(str(document.pk)), lambda: jobs.cancel(copy, actor=clerk))

    stored = Document.objects.get()
    is_cancelled = results[1] is True
    assert stored.status == (DocumentStatus.CANCELLED if is_cancelled else DocumentStatus.READY), results
    assert bool(stored.file) != is_cancelled
