"""Directions in daily work: in Việc của tôi of whoever answers, and in the morning's digest."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.choices import MailingStatus
from agencies.models import Mailing, Notification, User
from plans.models import Direction
from plans.services.directions import Point, Source, answer_direction, give_directions
from reports.dashboards import work
from reports.reminders import due_on_day
from reports.reminders.people import people_of
from reports.services.reminders import send_daily_reminders
from tests import factories as f

AS_OF = date(2026, 6, 15)  # a Monday
SOURCE = Source("meeting:hcm/2026/1", "Thông báo số 07/TB-UBND ngày 10/6/2026", date(2026, 6, 10))
TEXT = "Hoàn thành 12 phóng sự song ngữ, báo cáo Ủy ban nhân dân Thành phố"


@pytest.fixture
def give(world, standing_officer):
    def directed(due_on=AS_OF, *, agency=None, text=TEXT):
        point = Point(text, agency or world.lead, due_on)
        return give_directions(world.plan, [point], source=SOURCE, actor=standing_officer)[0]

    return directed


def rows_of(person, world, as_of=AS_OF) -> dict[str, list[tuple[str, str, str]]]:
    """Group → its directions: number, status, what is said of the day."""
    mine = work.my_work(User.objects.get(pk=person.pk), world.locality.pk, as_of=as_of)
    found = {
        group.key: [(r.number, r.status_label, r.due_note) for r in group.rows if r.number.startswith("CĐ")]
        for group in mine.groups
    }
    return {key: rows for key, rows in found.items() if rows}


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 6, 12), {"qua-han": [("CĐ\u00a01", "Trễ 1 ngày làm việc", "")]}),
        (date(2026, 6, 15), {"sap-den-han": [("CĐ\u00a01", "Chưa trả lời", "hạn hôm nay")]}),
        (date(2026, 6, 24), {"sap-den-han": [("CĐ\u00a01", "Chưa trả lời", "còn 7 ngày làm việc")]}),
        (date(2026, 6, 25), {"chi-dao": [("CĐ\u00a01", "Chưa trả lời", "còn 8 ngày làm việc")]}),
        (None, {"chi-dao": [("CĐ\u00a01", "Chưa trả lời", "không ghi hạn")]}),
    ],
)
def test_direction_stands_by_its_day(world, lead_officer, give, due_on, expected):
    give(due_on)

    assert rows_of(lead_officer, world) == expected


def test_only_whoever_answers_for_the_agency_finds_it(world, give):
    give()

    finding = {who for who, person in world.people.items() if rows_of(person, world)}

    assert finding == {"officer", "head"}


def test_standing_officer_finds_what_the_standing_agency_was_told_to_do(world, standing_officer, give):
    direction = give(agency=world.standing)

    assert "sap-den-han" in rows_of(standing_officer, world)
    assert standing_officer.has_perm("plans.answer_direction", direction)
    assert Notification.objects.filter(person=standing_officer, kind="DIRECTION_GIVEN").exists()


def test_answered_direction_waits_no_more(world, lead_officer, give):
    answer_direction(give(), actor=lead_officer, answer="Đã phát đủ 12 phóng sự.")

    assert rows_of(lead_officer, world) == {}
    assert direction_dues() == []


def test_page_shows_the_beginning_of_a_long_direction_and_no_day_where_there_is_none(
    client, world, lead_officer, give
):
    direction = give(None, text=f"{TEXT}; " * 20)
    client.force_login(lead_officer)

    page = client.get("/hcm/viec-cua-toi/").content.decode()

    assert f"Ý kiến chỉ đạo: {direction}" in page and str(direction).endswith("…")
    assert direction.get_absolute_url() in page
    assert "9999" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_directions_press_and_comments_cost_my_work_no_query(
    client, world, lead_officer, standing_officer, give, django_assert_num_queries, number
):
    for n in range(number):
        give(timezone.localdate() + timedelta(n))
        f.make_press(world.locality, standing_officer, agency=world.lead, status="ASSIGNED", respond_by=AS_OF)
    client.force_login(lead_officer)

    with django_assert_num_queries(7):
        page = client.get("/hcm/viec-cua-toi/").content.decode()

    assert page.count("Ý kiến chỉ đạo: ") == 2 * number  # the link, and once more for who cannot see


def direction_dues(as_of=AS_OF):
    found = due_on_day(as_of, on_days_off=True)
    return [(due.step, due.days_left) for due in found if due.kind == "DIRECTION_DUE"]


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 6, 25), []),
        (date(2026, 6, 24), [("-7", 7)]),
        (date(2026, 6, 18), [("-3", 3)]),
        (date(2026, 6, 15), [("0", 0)]),
        (date(2026, 6, 12), [("+1", -1)]),
        (date(2026, 5, 20), [("+14", -18)]),
        (None, []),
        (date(2024, 12, 31), []),
    ],
)
def test_direction_reaches_the_steps_of_every_deadline(give, due_on, expected):
    give(due_on)

    assert direction_dues() == expected


@pytest.mark.parametrize(
    ("due_on", "told"), [(date(2026, 6, 15), {"officer"}), (date(2026, 6, 12), {"officer", "head"})]
)
def test_head_is_told_too_once_it_is_late(world, give, due_on, told):
    give(due_on)
    dues = [due for due in due_on_day(AS_OF, on_days_off=True) if due.kind == "DIRECTION_DUE"]

    pks = {person.pk for person in people_of(dues, AS_OF)}

    assert {who for who, person in world.people.items() if person.pk in pks} == told


def test_morning_digest_names_it_once_however_often_the_job_runs(world, lead_officer, give):
    User.objects.filter(pk=lead_officer.pk).update(email="chuyen@dulich.example")
    direction = give()

    for _ in range(2):
        send_daily_reminders(as_of=AS_OF)

    notice = Notification.objects.get(person=lead_officer, kind="DIRECTION_DUE")
    letter = Mailing.objects.get(person=lead_officer)
    said = f"Ý kiến chỉ đạo “{TEXT}”: đến hạn hôm nay (hạn 15/06/2026)."
    assert (notice.text, notice.link, notice.step) == (said, direction.get_absolute_url(), "0")
    assert letter.status == MailingStatus.PENDING and TEXT in letter.body


def test_other_localities_keep_theirs(world, other_world, lead_officer, give):
    give()
    point = Point(TEXT, other_world.lead, AS_OF)
    give_directions(other_world.plan, [point], source=SOURCE, actor=other_world.people["standing"])

    assert rows_of(lead_officer, world) == {"sap-den-han": [("CĐ\u00a01", "Chưa trả lời", "hạn hôm nay")]}
    assert Direction.objects.count() == 2
