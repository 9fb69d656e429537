"""Directions: seen by the committee, the standing agency and the agency addressed, which answers once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agencies.models import Notification
from plans.dashboards.directions import direction_line
from plans.models import Direction
from plans.services.directions import Point, Source, answer_direction, give_directions

TODAY = timezone.localdate()
SOURCE = Source("meeting:hcm/2026/1", "Thông báo số 07/TB-UBND", TODAY)


@pytest.fixture
def direction(world, standing_officer):
    points = [Point("Báo cáo tiến độ 12 phóng sự trước 20/6.", world.lead, TODAY + timedelta(3))]
    [made] = give_directions(world.plan, points, source=SOURCE, actor=standing_officer)
    return Direction.objects.with_names().get(pk=made.pk)


def list_url(world):
    return reverse("plans:direction_list", args=["hcm", world.plan.slug])


def test_directions_are_counted_through_the_plan(world, direction, standing_officer):
    again = [Point("Gửi phương án.", world.support, None)]

    [second] = give_directions(world.plan, again, source=SOURCE, actor=standing_officer)

    assert (direction.ordinal, second.ordinal) == (1, 2)


def test_state_follows_from_answer_and_day(direction, lead_officer):
    due = direction.due_on

    assert direction_line(direction, due).state == "Chờ trả lời"
    assert direction_line(direction, due + timedelta(1)).state == "Quá hạn trả lời"
    answer_direction(direction, actor=lead_officer, answer="Đã xong.")
    assert direction_line(direction, due + timedelta(1)).state == "Đã trả lời"


def test_addressed_agency_answers_and_the_standing_agency_is_told(
    client, direction, lead_officer, standing_officer
):
    client.force_login(lead_officer)

    client.post(direction.get_absolute_url(), {"answer": "Đã phát 12 phóng sự."})

    direction.refresh_from_db()
    assert (direction.answer, direction.answered_by) == ("Đã phát 12 phóng sự.", lead_officer)
    told = Notification.objects.get(person=standing_officer, kind="DIRECTION_ANSWERED")
    assert told.text.startswith("Sở Du lịch đã trả lời ý kiến chỉ đạo:")


def test_second_answer_is_refused_and_the_first_stands(direction, lead_officer, agency_leader):
    stale = Direction.objects.get(pk=direction.pk)
    answer_direction(direction, actor=lead_officer, answer="Câu trả lời đầu.")

    with pytest.raises(ValidationError, match="đã có người trả lời"):
        answer_direction(stale, actor=agency_leader, answer="Câu trả lời sau.")

    assert Direction.objects.get().answer == "Câu trả lời đầu."


def test_late_answer_on_the_page_keeps_what_was_typed(client, direction, lead_officer, agency_leader):
    answer_direction(direction, actor=agency_leader, answer="Câu trả lời đầu.")
    client.force_login(lead_officer)

    page = client.post(direction.get_absolute_url(), {"answer": "Điều tôi đã gõ."}).content.decode()

    assert "đã có người trả lời" in page
    assert "Điều tôi đã gõ." in page


def test_committee_reads_but_does_not_answer_and_others_do_not_find_it(
    client, direction, committee_member, other_officer
):
    client.force_login(committee_member)
    assert client.get(direction.get_absolute_url()).status_code == 200
    assert client.post(direction.get_absolute_url(), {"answer": "Xong"}).status_code == 403

    client.force_login(other_officer)
    assert client.get(direction.get_absolute_url()).status_code == 404
    assert not Direction.objects.get().is_answered


def test_list_shows_an_agency_its_own_and_asks_as_often_for_three(
    client, world, direction, lead_officer, standing_officer, django_assert_num_queries
):
    give_directions(
        world.plan, [Point("CANARY-khac", world.other, None)], source=SOURCE, actor=standing_officer
    )
    client.force_login(lead_officer)
    with django_assert_num_queries(6):
        page = client.get(list_url(world)).content.decode()
    assert "12 phóng sự" in page
    assert "CANARY-khac" not in page
    more = [Point("Điểm nữa", world.lead, None)] * 2
    give_directions(world.plan, more, source=SOURCE, actor=standing_officer)

    with django_assert_num_queries(6):
        client.get(list_url(world))
