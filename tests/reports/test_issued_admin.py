"""Period reviews, meetings and directions in the admin site: found without marks, moved through the one workflow."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import DayKind
from agencies.models import ActivityEntry, CalendarDay
from agencies.services.calendar import WorkCalendar
from plans.models import Direction
from plans.services.directions import Point, Source, answer_direction, give_directions
from reports.choices import ReviewStatus
from reports.models import Meeting, PeriodReview
from tests import factories as f
from tests.factories.meetings import make_meeting

S = ReviewStatus
TODAY = timezone.localdate()


def url(name, page, *args):
    return reverse(f"admin:{name}_{page}", args=args)


@pytest.fixture
def enter(client, world):
    def enter(role):
        client.force_login(world.people[role])
        return client

    return enter


@pytest.fixture
def made(world):
    """(page, row) of a review and of a meeting in one state."""

    def made(status):
        points = (("Hoàn thành 12 phóng sự song ngữ", world.lead, TODAY + timedelta(9)),)
        author = world.people["standing"]
        return [
            ("reports_periodreview", f.make_review(world.period, author, status=status, is_frozen=True)),
            ("reports_meeting", make_meeting(world.plan, author, status=status, points=points)),
        ]

    return made


def status_of(row):
    return type(row).objects.get(pk=row.pk).status


@pytest.mark.parametrize(
    ("before", "name", "role", "after"),
    [
        (S.DRAFT, "submit", "standing", S.SUBMITTED),
        (S.SUBMITTED, "approve", "signer", S.APPROVED),
        (S.SUBMITTED, "send_back", "signer", S.RETURNED),
        (S.APPROVED, "issue", "clerk", S.ISSUED),
    ],
)
def test_each_move_is_a_button_of_whoever_may_make_it(enter, made, world, before, name, role, after):
    data = {
        "note": "Ghi rõ hạn.",
        "number": 1,
        "issued_on": f"{TODAY:%d/%m/%Y}",
        "signer_name": "Trần Văn Ký",
    }
    for page, row in made(before):
        address = url(page, "transition", row.pk, name)
        assert address in enter(role).get(url(page, "change", row.pk)).content.decode()
        assert enter("standing" if role != "standing" else "signer").get(address).status_code == 403

        enter(role).post(address, {**data, "symbol": row.symbol})

        assert status_of(row) == after
        assert ActivityEntry.objects.about(row).get(action=name).actor == world.people[role]


def test_issue_from_the_admin_site_gives_the_directions(enter, made, world):
    _, (page, row) = made(S.APPROVED)
    data = {
        "number": 1,
        "symbol": row.symbol,
        "issued_on": f"{TODAY:%d/%m/%Y}",
        "signer_name": "Trần Văn Ký",
    }

    enter("clerk").post(url(page, "transition", row.pk, "issue"), data)

    direction = Direction.objects.get()
    assert (direction.agency, direction.source_key) == (world.lead, row.subject_key)


def test_number_and_day_are_asked_for(enter, made):
    for page, row in made(S.APPROVED):
        answer = enter("clerk").post(url(page, "transition", row.pk, "issue"), {})

        assert set(answer.context["form"].errors) == {"number", "symbol", "issued_on", "signer_name"}
        assert status_of(row) == S.APPROVED


def test_bulk_act_moves_those_it_may_and_says_why_not_the_others(enter, world):
    author = world.people["standing"]
    ready, returned = (
        make_meeting(world.plan, author, status=status) for status in (S.SUBMITTED, S.RETURNED)
    )
    data = {"action": "chuyen_approve", "_selected_action": [ready.pk, returned.pk], "index": "0"}
    client = enter("signer")

    asked = client.post(url("reports_meeting", "changelist"), data).content.decode()
    client.post(url("reports_meeting", "changelist"), {**data, "confirmed": "1"})

    assert "Đang ở trạng thái “" in asked
    assert (status_of(ready), status_of(returned)) == (S.APPROVED, S.RETURNED)


def test_notice_lacking_conclusions_is_not_submitted(enter, world):
    row = make_meeting(world.plan, world.people["standing"])

    page = enter("standing").post(url("reports_meeting", "transition", row.pk, "submit"), {}, follow=True)

    assert "Chưa có kết luận nào." in page.content.decode()
    assert status_of(row) == S.DRAFT


@pytest.mark.parametrize("typed", ["kiem diem tien do", "KIỂM ĐIỂM", "Kiểm điểm tiến độ", "ke hoach kiem"])
def test_meeting_is_found_with_and_without_marks(enter, world, typed):
    for subject in ("Kiểm điểm tiến độ quý III", "Sơ kết sáu tháng"):
        make_meeting(world.plan, world.people["standing"], subject=subject)

    page = enter("standing").get(url("reports_meeting", "changelist"), {"q": typed}).content.decode()

    assert "Kiểm điểm tiến độ quý III" in page and "Sơ kết sáu tháng" not in page


def test_review_is_found_by_its_title_and_filtered_by_its_state(enter, made):
    [(page, row), _] = made(S.SUBMITTED)
    client = enter("signer")

    found = client.get(url(page, "changelist"), {"q": "so ket cong tac", "status__exact": "SUBMITTED"})
    none = client.get(url(page, "changelist"), {"q": "tong ket nam"})

    assert [found.context["cl"].result_count, none.context["cl"].result_count] == [1, 0]
    assert row.title in found.content.decode()


@pytest.mark.parametrize(
    ("state", "texts"),
    [("", {"Trễ", "Còn hạn", "Xong"}), ("cho", {"Trễ", "Còn hạn"}), ("qua-han", {"Trễ"}), ("xong", {"Xong"})],
)
def test_directions_by_their_state_of_today(enter, world, state, texts):
    source = Source("meeting:hcm/2026/1", "Thông báo số 07/TB-UBND", TODAY)
    before = WorkCalendar().add_working_days(TODAY, -1)
    days = {"Trễ": before, "Còn hạn": TODAY, "Xong": before}
    points = [Point(text, world.lead, day) for text, day in days.items()]
    given = give_directions(world.plan, points, source=source, actor=None)
    answer_direction(given[2], actor=world.people["officer"], answer="Đã xong.")

    page = enter("standing").get(url("plans_direction", "changelist"), {"tinh-trang": state})

    assert {row.text for row in page.context["cl"].result_list} == texts


def test_late_directions_are_those_of_each_locality_s_calendar(
    client, system_administrator, world, other_world
):
    """A day off of one place only: its direction is due today, the other's was due before."""
    before = WorkCalendar().add_working_days(TODAY, -1)
    CalendarDay.objects.create(
        locality=world.locality, day=before, kind=DayKind.DAY_OFF, name="Lễ của Thành phố"
    )
    for place in (world, other_world):
        source = Source("meeting:1", "Thông báo số 07/TB-UBND", TODAY)
        give_directions(
            place.plan, [Point(place.locality.name, place.lead, before)], source=source, actor=None
        )
    client.force_login(system_administrator)

    page = client.get(url("plans_direction", "changelist"), {"tinh-trang": "qua-han"})

    assert [row.text for row in page.context["cl"].result_list] == [other_world.locality.name]


@pytest.mark.parametrize(
    ("name", "queries"), [("reports_periodreview", 7), ("reports_meeting", 8), ("plans_direction", 8)]
)
def test_lists_cost_the_same_for_one_and_for_three(enter, world, name, queries, django_assert_num_queries):
    def more(n):
        author = world.people["standing"]
        make_meeting(world.plan, author, points=(("Một kết luận", world.lead, TODAY),))
        period = f.make_period(world.plan, f"ky-{n}")
        f.make_review(period, author)
        source = Source(f"meeting:hcm/2026/{n}", "Thông báo số 07/TB-UBND", TODAY)
        give_directions(world.plan, [Point("Gửi phương án.", world.lead, TODAY)], source=source, actor=None)

    client = enter("standing")
    costs = []
    for rows in ((1,), (2, 3)):
        for n in rows:
            more(n)
        client.get(url(name, "changelist"))
        with django_assert_num_queries(queries):
            costs.append(client.get(url(name, "changelist")).context["cl"].result_count)

    assert costs == [1, 3]


def test_texts_of_others_are_not_searched(enter, world, other_world):
    make_meeting(other_world.plan, other_world.people["standing"], subject="Kiểm điểm nơi khác")

    found = enter("standing").get(url("reports_meeting", "changelist"), {"q": "kiem diem noi khac"})

    assert found.context["cl"].result_count == 0
    assert (Meeting.objects.count(), PeriodReview.objects.count()) == (1, 0)
